"""What a new site begins with: its files, from what its author says of it."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from postroom.intake.formfolder import (
    FOLDER,
    WORKFLOWS,
    render_all,
    render_workflow,
)
from postroom.model.imprint import NewsletterOptions
from postroom.model.licence import find_licence
from postroom.model.text import plain_slug
from postroom.reading.schema import render_schema
from postroom.toolbox.origin import Provenance
from postroom.toolbox.templates import SHIPPED
from postroom.toolbox.uid import random_uid

MARKS = tuple(sorted(path.stem for path in (SHIPPED / "starter/marks").glob("*.svg")))
"""The marks that a site can begin with."""

_ACTIVE = re.compile(r"([\\`*_{}\[\]#|])")
_DAY = "TODAY"
_HIDDEN = "dot-"
_SCHEMAS = ("group", "step")


@dataclass(frozen=True)
class Beginning:
    """What somebody says of a site that is still to be made."""

    name: str
    author: str
    url: str
    today: date
    licence: str = "CC-BY-4.0"
    language: str = "en"
    newsletter: str = ""
    """What it is called; empty for none."""

    mail: str = ""
    """Where readers write to; a newsletter needs it."""

    zone: str = "UTC"
    accent: str = ""
    """The colour of the first category and of the mark."""

    mark: str = ""
    """One of `MARKS`; empty for none."""

    @property
    def reprint(self) -> str:
        """Whether others may reprint, as the licence has it."""
        licence = find_licence(self.licence)
        return "ask" if licence is None or not licence.url else "allowed"


def render_site(begun: Beginning, origin: Provenance) -> dict[Path, str]:
    """Render every file of a new site, by its path from the site's folder."""
    files = {
        path: _environment().from_string(text).render(_values(begun))
        for path, text in _list_templates(begun)
    }
    files = {_name(path, begun.today): text for path, text in files.items()}
    files[Path("requirements.txt")] = f"{origin.requirement}\n"
    for of in _SCHEMAS:
        files[Path(f".vscode/schemas/{of}.json")] = render_schema(of)
    return files | _render_github(begun, files[Path("mkdocs.yml")], origin)


def _list_templates(begun: Beginning) -> Iterator[tuple[Path, str]]:
    starter = SHIPPED / "starter"
    for part in ("site", "newsletter") if begun.newsletter else ("site",):
        folder = starter / part
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            yield path.relative_to(folder), path.read_text(encoding="utf-8")
    if begun.mark:
        drawing = starter / "marks" / f"{begun.mark}.svg"
        yield Path("content/images/mark.svg"), drawing.read_text(encoding="utf-8")


def _name(path: Path, today: date) -> Path:
    """Name a file as the site has it: no package may hold the hidden ones."""
    parts = (
        f".{part.removeprefix(_HIDDEN)}" if part.startswith(_HIDDEN) else part
        for part in path.parts
    )
    return Path(*(part.replace(_DAY, today.isoformat(), 1) for part in parts))


def _values(begun: Beginning) -> Mapping[str, Any]:
    host = begun.url.partition("://")[2].partition("/")[0].partition(":")[0]
    return {
        **vars(begun),
        "about": f"What {begun.author} writes",
        "accent": begun.accent or "#2f5d50",
        "authority": f"{host.lower()},{begun.today:%Y}",
        "is_english": begun.language.partition("-")[0].lower() == "en",
        "key": plain_slug(begun.author.split()[0]) or "me",
        "reprint": begun.reprint,
        "theme_language": begun.language.partition("-")[0].lower(),
        "today": begun.today.isoformat(),
        "uid": random_uid,
    }


def _environment() -> Environment:
    """Make what fills in Markdown and YAML; each value says by a filter how it is meant."""
    environment = Environment(  # no page: nothing of HTML is escaped here
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": _plain, "quoted": _quoted}
    return environment


def _plain(text: str) -> str:
    """Write words in Markdown so that they mean themselves."""
    return _ACTIVE.sub(r"\\\1", html.escape(text, quote=False))


def _quoted(text: str) -> str:
    """Write words in YAML so that they mean themselves."""
    return json.dumps(text, ensure_ascii=False)


def _render_github(begun: Beginning, settings: str, origin: Provenance) -> dict[Path, str]:
    """Render the workflows of a site, and the forms of its newsletter."""
    files: dict[Path, str] = {}
    for name in ("publish.yml", *(WORKFLOWS if begun.newsletter else ())):
        asked = f"{origin.requirement}\n"
        files |= render_workflow(name, origin.requirement, asked)
    if begun.newsletter:
        url = f"{begun.url.rstrip('/')}/submit/"
        for form, text in render_all([*_read_newsletters(settings)], url):
            files[Path(FOLDER) / form] = text
    return files


def _read_newsletters(settings: str) -> Iterator[NewsletterOptions]:
    plugins = yaml.safe_load(settings.replace("!ENV", ""))["plugins"]
    for plugin in plugins:
        if isinstance(plugin, dict):
            for newsletter in plugin["postroom"]["newsletters"]:
                yield NewsletterOptions.model_validate(newsletter)
