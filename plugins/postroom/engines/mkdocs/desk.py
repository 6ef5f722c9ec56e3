"""The desk as `mkdocs serve` shows it: beside the site, and on top of what is wrong."""

import logging
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from wsgiref.util import FileWrapper

import click
from mkdocs.commands import serve
from mkdocs.commands.build import build
from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig

from postroom.desk import (
    compose_desk,
    editor_link,
    render_banner,
    render_desk,
    render_waiting,
)
from postroom.edition.sheet import compose_sheet
from postroom.engines.mkdocs.complaints import explain_complaints
from postroom.engines.mkdocs.failures import explain_failure
from postroom.engines.mkdocs.reader import Survey
from postroom.engines.mkdocs.settings import BY_CONFIG, explain_settings
from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.issues.review import IssueReview, choose_issue
from postroom.toolbox.templates import Templates

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from postroom.engines.mkdocs.plugin import PostroomPlugin

log = logging.getLogger("mkdocs.plugins.postroom")

_MAIL = re.compile(r"mail/([\w-]+)/(\d+)/")
_BODY = re.compile(rb"<body[^>]*>", re.I)
_RELOADED = re.compile(rb"^livereload\(\d+, \d+\);$", re.M)
"""The call by which MkDocs loads a page again after a build; lost ones have none."""

_HTML = "text/html; charset=utf-8"
_NO_SITE = "there is no site yet, and the server waits for this to be mended"
_MOST, _LARGE = 400, 500_000
"""So many files are kept in case that they break, and of so many bytes at most."""

Headers = list[tuple[str, str]]
Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass
class DeskServer:
    """Stands before the server of a preview, and remembers how the last build went."""

    root: Path
    """The folder of `mkdocs.yml`."""

    mount: str
    """The path of the site on the server, with a `/` at both ends."""

    inner: App
    survey: Survey | None = None
    """The last one that was built whole."""

    problems: tuple[Problem, ...] = ()
    version: int = 0
    _kept: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    """What was seen last, by path: a page that breaks stays."""

    def note(self, survey: Survey | None, problems: Iterable[Problem]) -> None:
        """Remember what a build has found; it has no survey if it came to nothing."""
        self.survey = survey or self.survey
        self.problems = tuple(
            sorted(dict.fromkeys(problems), key=lambda p: (not p.is_fatal, p))
        )
        self.version += 1

    def find(self, path: str) -> Path:
        """Find a file of the site, as problems name it; it need not be there."""
        content = [Path(self.survey.source.config.docs_dir)] if self.survey else []
        places = [folder / path for folder in (*content, self.root)]
        there = (each for each in places if each.exists())
        return next(there, places[-1]).resolve()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        own = f"{self.mount}_desk/"
        if path in (own.rstrip("/"), "/_desk", "/_desk/") and path != own:
            start("302 Found", [("Location", own)])
            return []
        if path.startswith(own):
            return self._answer(path.removeprefix(own), start)
        return self._pass_on(path, environ, start)

    def _answer(self, name: str, start: Start) -> Iterable[bytes]:
        if name == "version":
            start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [str(self.version).encode()]
        try:
            page = self._render(name)
        except (PostroomError, LookupError) as error:
            start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [str(error).encode()]
        start("200 OK", [("Content-Type", _HTML), ("Cache-Control", "no-store")])
        return [page.encode()]

    def _render(self, name: str) -> str:
        """Render the desk, or what lies on it.

        Raises:
            LookupError: There is nothing of that name.
            PostroomError: There is no such issue.
        """
        if self.survey is None:
            return self._wait()
        if mail := _MAIL.fullmatch(name):
            return _preview_mail(self.survey, mail[1], int(mail[2]))
        if name:
            raise LookupError(f"there is no {name} on the desk")
        from postroom.outbox.journal import (  # noqa: PLC0415 - no build needs it
            NAME,
            read_journal,
            sum_up,
        )

        desk = compose_desk(
            self.survey.edition,
            self.survey.library.manuscripts,
            self.problems,
            sum_up(read_journal(self.root / NAME)),
        )
        return render_desk(desk, at=self._at, link=self._link, version=self.version)

    def _at(self, path: str) -> str:
        return self.mount + quote(path)

    def _link(self, path: str, line: int = 0) -> str:
        """The address that opens a file of the site, as problems name it."""
        return editor_link(str(self.find(path)), line, os.environ)

    def _reload(self) -> str:
        """Render the script that loads a page again after the next build."""
        return Templates().render("desk/_reload.html", at=self._at, version=self.version)

    def _wait(self) -> str:
        """Render what stands for every page until there is a first site."""
        return render_waiting(self.problems, self._link, self._at, self.version)

    def _pass_on(self, path: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Let the server answer; pages say what is wrong, and a lost one is as it was."""
        answered: list[Any] = []

        def keep(status: str, headers: Headers, *_: Any) -> None:
            answered.extend((status, headers))

        body = self.inner(environ, keep)
        content = b"".join(body)
        if isinstance(body, FileWrapper):  # whoever has read it closes it (PEP 3333)
            body.close()
        status, headers = answered
        if status.startswith("200"):
            self._keep(path, headers, content)
        elif status.startswith("404") and self.problems and path in self._kept:
            status = "200 OK"
            headers, content = self._kept[path]
        elif status.startswith("404") and self.survey is None:
            headers, content = [("Content-Type", _HTML)], self._wait().encode()
        is_page = dict(headers).get("Content-Type", "").startswith("text/html")
        if self.problems and is_page and self.survey is not None:
            content = self._put_banner(content)
            if not _RELOADED.search(content):
                content += self._reload().encode()
        headers = [each for each in headers if each[0].lower() != "content-length"]
        start(status, [*headers, ("Content-Length", str(len(content)))])
        return [content]

    def _keep(self, path: str, headers: Headers, content: bytes) -> None:
        if len(content) > _LARGE:
            return
        self._kept.pop(path, None)
        # MkDocs' script knows an old build, and would load the page again and again
        self._kept[path] = (headers, _RELOADED.sub(b"", content))
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]

    def _put_banner(self, content: bytes) -> bytes:
        banner = render_banner(self.problems, self._link, self._at("_desk/")).encode()
        body = _BODY.search(content)
        at = body.end() if body else 0
        return content[:at] + banner + content[at:]


def _preview_mail(survey: Survey, newsletter_id: str, number: int) -> str:
    """Render the page that shows a mail wide and narrow, light and dark, and as text."""
    edition = survey.edition
    by_id = {each.options.id: each for each in edition.site.newsletters}
    if newsletter_id not in by_id:
        raise LookupError(f"there is no newsletter {newsletter_id}")
    newsletter = by_id[newsletter_id]
    manuscript = choose_issue(newsletter, survey.issues, number)
    sheet = compose_sheet(edition, newsletter, manuscript.issue)
    review = IssueReview(newsletter, manuscript, edition.site, sheet, edition.templates, ())
    return review.preview.decode()


@dataclass
class FirstBuild:
    """How the first build ended, which MkDocs, unlike later ones, would not outlive."""

    failure: BaseException | None = None

    def outlive(self) -> None:
        """Let the server come even if its first build fails, to show why."""
        command = click.get_current_context(silent=True)
        said = command.params if command else {}
        if said.get("no_livereload", not said.get("livereload", True)):
            return  # nothing would build again: it is to end

        def build_first(config: MkDocsConfig, **options: Any) -> None:
            serve.build = build  # type: ignore[attr-defined]
            try:
                build(config, **options)
            except (Exception, SystemExit) as error:
                self.failure = error

        serve.build = build_first  # type: ignore[attr-defined]


@dataclass
class Watched:
    """What a server looks at for changes."""

    server: "LiveReloadServer"
    paths: set[Path]

    def add(self, paths: Iterable[Path]) -> None:
        """Let it look at more, where it does not yet."""
        for path in paths:
            if path.exists() and not self.paths & {path, *path.parents}:
                self.paths.add(path)
                with suppress(OSError):  # it may be gone again
                    self.server.watch(str(path))


def _list_watched(config: MkDocsConfig) -> set[Path]:
    return {Path(each).resolve() for each in (config.docs_dir, *config.watch)}


def stand_before(
    server: "LiveReloadServer", config: MkDocsConfig, plugin: "PostroomPlugin"
) -> None:
    """Let the desk answer before MkDocs' own server, and survive every build that fails.

    Args:
        server: What is asked for pages, and builds again when a file changes.
        config: The settings with which the first build was made.
        plugin: Has what the last build read, and what was said meanwhile.
    """
    file = Path(config.config_file_path or "mkdocs.yml")
    desk = DeskServer(file.parent, server.mount_path, server.serve_request)
    build_again = server.builder

    watched = Watched(server, {file.resolve(), *_list_watched(config)})

    def rebuild() -> None:
        plugin.listener.heard.clear()
        try:
            build_again()
        except (Exception, SystemExit) as error:
            take_note(error)
        else:
            take_note(None)

    def take_note(failure: BaseException | None) -> None:
        problems = _explain(failure, plugin, config, file)
        desk.note(None if failure else plugin.survey, problems)
        if failure:
            Hooks._load_hook.cache_clear()  # one that is mended counts at once
            stays = "the last site stays as it was" if desk.survey else _NO_SITE
            log.error("%s:\n%s", stays, ContentError(problems))
        # of what is to be mended we want to know that it was; settings may name more, too
        told_of = {desk.find(problem.place.path) for problem in problems}
        watched.add(filter(Path.is_file, told_of))
        watched.add(_list_watched(plugin.listener.config or config))

    take_note(plugin.first_build.failure)
    server.builder = rebuild
    server.set_app(desk)


def _explain(
    failure: BaseException | None,
    plugin: "PostroomPlugin",
    config: MkDocsConfig,
    settings_file: Path,
) -> list[Problem]:
    """Say all that is wrong after a build: what ended it, what was read and what was heard.

    Args:
        failure: What ended it, if anything did.
        plugin: Has what it read, and what was said meanwhile.
        config: The settings of the first build.
        settings_file: Where they are written.
    """
    config = plugin.listener.config or config
    cause = failure.__context__ if isinstance(failure, SystemExit) else failure
    heard = [
        each
        for each in plugin.listener.heard
        if each.logger != log.name and each.text != str(cause)
    ]
    of_settings = [each for each in heard if each.text.startswith(BY_CONFIG)]
    told = (*plugin.config.refused, *plugin.config.warned)
    told += tuple(each.text for each in of_settings)
    settings = explain_settings(told, settings_file)
    ends = failure is not None and (cause is None or bool(plugin.config.refused))
    others = [each for each in heard if each not in of_settings]
    return [
        *_explain_end(cause, config, settings_file),
        *(replace(each, is_fatal=ends) for each in settings),
        *(plugin.survey.problems if plugin.survey else ()),
        *explain_complaints(others, config, plugin.files),
    ]


def _explain_end(
    cause: BaseException | None, config: MkDocsConfig, settings_file: Path
) -> list[Problem]:
    """Say why a build ended; nothing where that were messages, which were heard."""
    if cause is None:
        return []
    try:
        return [explain_failure(cause, config)]
    except Exception as unknown:  # ours to mend: a preview goes on all the same
        log.exception("postroom failed")
        what = f"{type(unknown).__name__}: {unknown}"
        place = Place(settings_file.name)
        return [Problem(place, what, "report what the terminal says")]
