"""What ends a build becomes a problem: who failed, at what, and where."""

import errno
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

import jinja2
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from postroom.engines.mkdocs.settings import make_plain, own_place, plugin_place
from postroom.engines.mkdocs.staging import Staging
from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.model.issue import Issue
from postroom.model.post import Post
from postroom.reading.frontmatter import decode, explain_yaml
from postroom.toolbox.files import shown
from postroom.toolbox.wording import nearest

_ASK_OURS = (
    "Postroom has the place of that blog: ask `postroom.site.posts` in templates, "
    "`config.plugins['postroom'].survey.edition.site.posts` in hooks"
)
Frames = Sequence[tuple[FrameType, int]]


def explain_failure(error: BaseException, config: MkDocsConfig) -> Problem:
    """Say who failed at what: a hook, a plugin, an extension, a template.

    Args:
        error: What ended the build.
        config: The settings of the site.

    Raises:
        BaseException: The same, where the fault is our own.
    """
    frames = list(walk_tb(error.__traceback__))
    page = _page_of(frames)
    problem = explain_depth(error) or _explain_content(error)
    if page:
        problem = problem or _explain_page(error, frames, page, config)
    else:
        problem = problem or _explain_yaml(error, config)
    if problem is not None:
        return problem
    plugin, event = _event_of(frames)
    at = f" at {page.src_uri}" if page else ""
    told = make_plain(str(error)) or type(error).__name__
    code = _own_frame(error, frames, config)
    if code and isinstance(error, jinja2.TemplateError):
        what = f"the template failed{at}: {told}"
        return Problem(code, what, "mend it there, or take the file out")
    if code:
        what = f"{event or 'it'} failed{at}: {told}"
        asks_blog = "material/blog" in str(error) and "postroom" in config.plugins
        fix = _ASK_OURS if asks_blog else "mend it there, or take it out of mkdocs.yml"
        return Problem(code, what, fix)
    if plugin == "postroom" and not _is_for_users(error):
        raise error
    if plugin and plugin != "postroom":
        place = Place(page.src_uri) if page else plugin_place(config, plugin)
        what = f"the plugin {plugin} failed in {event}: {told}"
        return Problem(place, what, "mend what it says, or take the plugin out")
    if page:
        what = f"{_extension_of(frames) or 'MkDocs'} failed here: {told}"
        place = Place(page.src_uri, _line_of_words(page, told))
        return Problem(place, what, "mend what it says, or take it out")
    fix = "mend it, run the command in the folder of a site, or name its file with -f"
    return Problem(Place(Path(config.config_file_path).name), told, fix)


def explain_depth(error: BaseException) -> Problem | None:
    """Say which text goes deeper than any writer of it can follow; None of others."""
    path = _text_of([*walk_tb(error.__traceback__)])
    if not path or not isinstance(error, RecursionError):
        return None
    return too_deep(path)


def too_deep(path: str) -> Problem:
    """Say of a text that nothing can write it out."""
    what = "it has too many lists, quotes or tags within each other"
    return Problem(Place(path), what, "take some of the levels out")


def explain_disk(error: OSError, staging: Staging) -> Problem | None:
    """Say what could not be read of the content, or written of the site; None of others.

    What a plugin did not get from the network is an `OSError`, too.
    """
    is_named = error.errno is not None and error.errno > 0  # resolvers count downwards
    if not is_named or isinstance(error, (ConnectionError, TimeoutError)):
        return None
    reason = (error.strerror or str(error)).lower()
    is_full = error.errno in _FULL
    name = (is_full and error.filename2) or error.filename or staging.tree
    path = Path(os.fsdecode(name))
    if path.is_relative_to(staging.docs):
        fix = "put it back, or let it be read, and build again"
        return Problem(Place(str(path.relative_to(staging.docs))), reason, fix)
    for folder in (staging.tree, staging.site):
        if path.is_relative_to(folder):
            place = shown(staging.site / path.relative_to(folder))
            is_long = error.errno == errno.ENAMETOOLONG
            fix = "give it a shorter name" if is_long else _ELSEWHERE
            return Problem(Place(str(place)), f"{reason}; the last site stays", fix)
    return None


def explain_place(error: OSError, site: Path) -> Problem:
    """Say why nothing can be written where a site is to be."""
    reason = (error.strerror or str(error)).lower()
    return Problem(Place(str(shown(site))), f"{reason}; the last site stays", _ELSEWHERE)


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
_ELSEWHERE = "make room there, or build into another folder with -d"


def _is_for_users(error: BaseException) -> bool:
    """Whether what our own plugin says of a failure is meant for its users."""
    return isinstance(error, (PostroomError, OSError)) or isinstance(
        error.__cause__, PostroomError
    )


def _explain_content(error: BaseException) -> Problem | None:
    """Take what our own plugin says, which has a place and a fix."""
    cause = error.__cause__
    return cause.problems[0] if isinstance(cause, ContentError) else None


def _explain_yaml(error: BaseException, config: MkDocsConfig) -> Problem | None:
    """Explain settings that are no YAML."""
    cause = error.__context__
    if not isinstance(cause, yaml.YAMLError):
        return None
    path = Path(config.config_file_path)
    text = decode(path.name, path.read_bytes())
    if isinstance(text, Problem):
        return text
    if isinstance(cause, yaml.MarkedYAMLError):
        return explain_yaml(path.name, text, cause)
    return None


def _explain_page(
    error: BaseException, frames: Frames, page: File, config: MkDocsConfig
) -> Problem | None:
    """Explain what a page's author can mend: its encoding, the name of its template."""
    for frame, _ in frames:
        if frame.f_code.co_name == "path_to_url" and isinstance(error, ValueError):
            return _explain_address(page, str(frame.f_locals["url"]))
    if isinstance(error, UnicodeDecodeError):
        broken = decode(page.src_uri, page.content_bytes)
        return broken if isinstance(broken, Problem) else None
    wanted = page.page.meta.get("template") if page.page is not None else None
    if not isinstance(error, jinja2.TemplateNotFound) or error.name != wanted:
        return None
    lines = page.content_string.splitlines()
    line = next((n for n, each in enumerate(lines, 1) if each.startswith("template:")), 0)
    known = config.theme.get_env().list_templates(["html"])
    fix = nearest(str(wanted), known, "write the name of one, or take the key out")
    place = Place(page.src_uri, line, "template")
    return Problem(place, f"there is no template {wanted!r}", fix)


def _explain_address(page: File, url: str) -> Problem:
    """Explain an address that Python cannot take apart; ProperDocs only warns of it."""
    before, is_found, _ = page.content_string.partition(url)
    place = Place(page.src_uri, before.count("\n") + 1 if is_found else 0)
    return Problem(place, f"{url!r} is no address", "write an address as browsers know it")


def _line_of_words(page: File, told: str) -> int:
    """Find the line of a page that a failure quotes; 0 if there is none."""
    quoted = re.findall(r"['\"`]([^'\"`\n]{3,})['\"`]", told)
    for number, line in enumerate(page.content_string.splitlines(), 1):
        if any(words in line for words in quoted):
            return number
    return 0


def _page_of(frames: Frames) -> File | None:
    """The file of the page that MkDocs was at."""
    for frame, _ in frames:
        if frame.f_code.co_name in ("_populate_page", "_build_page"):
            file = getattr(frame.f_locals.get("page"), "file", None)
            return file if isinstance(file, File) else None
    return None


def _text_of(frames: Frames) -> str:
    """The file of the text that anybody was at, by what they held; may be empty."""
    for frame, _ in frames:
        for value in frame.f_locals.values():
            if isinstance(value, Page):
                return value.file.src_uri
            if isinstance(value, (Post, Issue)):
                return value.path
    return ""


def _event_of(frames: Frames) -> tuple[str, str]:
    """The plugin or hook whose event it was, and the event; both may be empty."""
    for frame, _ in reversed(frames):
        if frame.f_code.co_name == "run_event":
            known: Mapping[str, Any] = frame.f_locals
            plugin = getattr(known.get("self"), "_event_origins", {}).get(
                known.get("method")
            )
            return str(plugin or ""), f"on_{known.get('name', '')}"
    return "", ""


def _own_frame(error: BaseException, frames: Frames, config: MkDocsConfig) -> Place | None:
    """The last line of the site's own code that was run: of a hook or a template."""
    if isinstance(error, SyntaxError) and error.filename:
        return own_place(config, Place(error.filename, error.lineno or 0))
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return own_place(config, Place(error.filename, error.lineno))
    for frame, line in reversed(frames):
        if own := own_place(config, Place(frame.f_code.co_filename, line)):
            return own
    return None


def _extension_of(frames: Frames) -> str:
    """The Markdown extension that failed, by its module; empty if it was none."""
    for frame, _ in reversed(frames):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(("pymdownx.", "markdown.extensions.")):
            return module
    return ""
