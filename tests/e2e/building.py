"""Folders become sites, as their owners would have them built.

``build`` runs an engine's command in a process of its own, ``command_here`` in this
one, which takes a fifth of the time; ``build_here`` drives MkDocs as `mkdocs serve` does.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from traceback import format_exception
from typing import Any

import yaml
from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs_command
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config

from postroom.kits.archive import read_archive

ROOT = Path(__file__).resolve().parents[2]
SMALL = "https://small.example/"
NOW = 1_893_456_000
"""2030-01-01: after every post, before none that is scheduled."""

_MARK = re.compile(r"^(?:INFO|WARNING|ERROR) +-  (?:postroom: )?", re.MULTILINE)
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_OURS = {"SITE_URL", "TZ", "LC_ALL", "PYTHONHASHSEED", "SOURCE_DATE_EPOCH", "PYTHONPATH"}
# what the caller's shell says must not decide a test; other threads may change os.environ
_AROUND = {key: value for key, value in os.environ.items() if key not in _OURS} | _QUIET

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Built:
    """What a build left behind."""

    code: int
    output: str
    """Everything it printed."""

    folder: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The bytes of every file of the site, by its path from the site's root."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def kits(self) -> dict[str, bytes]:
        """What is in the archives of kits, as if it were unpacked where they are."""
        made: dict[str, bytes] = {}
        for path in self.files:
            if path.endswith("-kit.zip"):
                folder = path.rpartition("/")[0]
                for entry in read_archive(self.files[path]):
                    made[f"{folder}/{entry.name.partition('/')[2]}"] = entry.content
        return made

    def text(self, path: str) -> str:
        """One file of the site."""
        return self.files[path].decode()

    @property
    def lines(self) -> list[str]:
        """What it printed, without the log's own marks at the start of each line."""
        return _MARK.sub("", self.output).splitlines()


def build(  # noqa: PLR0913 - what a shell would say
    folder: Path,
    *,
    engine: str = "mkdocs",
    strict: bool = True,
    env: Mapping[str, str] | None = None,
    into: Path | None = None,
    seconds: float = 120,
) -> Built:
    """Build the site of a folder with `mkdocs.yml`, in a process of its own.

    Every warning of Python's is an error there, too. ``env`` is added to the caller's
    environment, from which all that could decide a build was taken.
    """
    site = into or folder / "site"
    command = [sys.executable, "-W", "error", "-m", engine, "build", "-d", str(site)]
    done = subprocess.run(
        [*command, "--strict"] if strict else command,
        cwd=folder,
        env={**_AROUND, "SOURCE_DATE_EPOCH": str(NOW), **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=seconds,
    )
    return Built(done.returncode, done.stdout.decode(errors="replace"), site)


def command_here(folder: Path) -> Built:
    """Run `mkdocs build --strict` in this process; a crash ends in a traceback."""
    site = folder / "site"
    command = ["build", "--strict", "-f", str(folder / "mkdocs.yml"), "-d", str(site)]
    with _environment(SOURCE_DATE_EPOCH=str(NOW)):
        done = CliRunner().invoke(mkdocs_command, command)
    crashed = done.exc_info and not isinstance(done.exception, (SystemExit, type(None)))
    trace = "".join(format_exception(*done.exc_info)) if done.exc_info and crashed else ""
    return Built(done.exit_code, done.output + trace, site)


def build_here(  # noqa: PLR0913 - what `mkdocs serve` decides by itself
    folder: Path,
    *,
    command: str = "build",
    strict: bool = True,
    dirty: bool = False,
    now: int = NOW,
    into: Path | None = None,
) -> Built:
    """Build in this process; the plugin object is the one of earlier builds.

    Raises:
        SystemExit: Strict, and there was a warning; or the plugin gave up.
    """
    site = into or folder / "site"
    with _environment(SOURCE_DATE_EPOCH=str(now)), _listening() as heard:
        config = load_config(
            config_file=str(folder / "mkdocs.yml"), site_dir=str(site), strict=strict
        )
        config.plugins.on_startup(command=command, dirty=dirty)
        if command == "serve":
            config.site_url = SERVED
        build_with_mkdocs(
            config, serve_url=SERVED if command == "serve" else None, dirty=dirty
        )
    return Built(0, "\n".join(heard), site)


SERVED = "http://127.0.0.1:8000/"


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update({**_QUIET, **values})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what MkDocs and its plugins log from the level of warnings on."""
    heard: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(  # type: ignore[method-assign]
        f"{record.levelname:7} -  {record.getMessage()}"
    )
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)


def a_site(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    options: Mapping[str, Any] | None = None,
    **config: Any,
) -> Path:
    """Write a small site: files below `docs/`, a home page, `mkdocs.yml`.

    Args:
        folder: Where; gives it back, for the calls of `build`.
        files: Their text or bytes by path.
        options: Those of the plugin.
        config: More of `mkdocs.yml`, or other values; None takes a key out.
    """
    for path, content in {"index.md": HOME, **files}.items():
        place = folder / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    plugin = {"postroom": dict(options)} if options else "postroom"
    wanted = {**_CONFIG, "plugins": ["search", plugin], **config}
    kept = {key: value for key, value in wanted.items() if value is not None}
    text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folder


def a_post(title: str = "A letter", body: str = "Dear reader.", **front: Any) -> str:
    """Write a post's file: front matter and Markdown."""
    meta = {"title": title, "date": "2026-03-04", **front}
    kept = {key: value for key, value in meta.items() if value is not None}
    dumped = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)
    return f"---\n{dumped}---\n\n{body}\n"


HOME = "# Welcome\n\nCome in.\n"
_LINKS = ("not_found", "anchors", "absolute_links", "unrecognized_links")
_CONFIG: dict[str, Any] = {
    "site_name": "Small Site",
    "site_url": SMALL,
    "theme": {"name": "material", "font": False},
    "validation": {"links": dict.fromkeys(_LINKS, "warn")},
}
