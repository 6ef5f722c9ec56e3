"""What MkDocs, other plugins and hooks say becomes problems: place, fact, fix."""

import difflib
import logging
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from postroom.engines.mkdocs.settings import (
    config_place,
    make_plain,
    own_place,
    plugin_place,
)
from postroom.errors import Place, Problem
from postroom.reading.links import blank_code
from postroom.toolbox.wording import nearest

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
_FOLLOWED = re.compile(r"Error (?:reading|building) page |File not found|Encoding error")
"""What MkDocs says just before it fails; the failure says it with more."""

_MANY = 5
"""So many pages are named that no navigation leads to."""


@dataclass(frozen=True)
class Complaint:
    """One message of MkDocs, a plugin or a hook, of those that a strict build counts."""

    text: str
    page: str = ""
    """The file of the page that was worked on."""

    plugin: str = ""
    """Whose event it was."""

    file: str = ""
    line: int = 0
    """Where it was said: in which program."""

    logger: str = ""
    problem: Problem | None = None
    """Our own, which needs no explanation."""

    @classmethod
    def of(cls, record: logging.LogRecord, config: MkDocsConfig | None) -> "Complaint":
        """Keep a message, and what was done at that moment."""
        page = getattr(config, "_current_page", None)
        plugins = config.plugins if config is not None else None
        return cls(
            record.getMessage(),
            page.file.src_uri if page is not None else "",
            getattr(plugins, "_current_plugin", None) or "",
            record.pathname,
            record.lineno,
            record.name,
            getattr(record, "problem", None),
        )


class Listener(logging.Handler):
    """Keeps what MkDocs, plugins and hooks complain of, in its order."""

    def __init__(self, config: MkDocsConfig | None = None) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[Complaint] = []
        self.config = config
        """The settings of the build that is listened to."""

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(Complaint.of(record, self.config))


def explain_complaints(
    complaints: Iterable[Complaint], config: MkDocsConfig, files: Files | None
) -> list[Problem]:
    """Say of every message where its reason is, and what to do about it.

    Args:
        complaints: What was said, in its order.
        config: The settings of the site.
        files: All its files; None if a build did not come so far.
    """
    reader = _Reader(config, files)
    told = [c for c in complaints if c.problem is None and not _FOLLOWED.match(c.text)]
    pages: dict[str, set[str]] = defaultdict(set)
    for complaint in told:
        pages[complaint.text].add(complaint.page)
    found = [
        # what is said of one page after the other is about none of them
        reader.explain(replace(c, page=c.page if len(pages[c.text]) == 1 else ""))
        for c in told
    ]
    return list(dict.fromkeys(found))


class _Reader:
    """Finds in a site what a message is about."""

    def __init__(self, config: MkDocsConfig, files: Files | None) -> None:
        self.config = config
        self.files = files or Files([])
        self._seen: dict[tuple[str, str], int] = {}
        """How often a link of a page was complained about."""

    def explain(self, complaint: Complaint) -> Problem:
        for pattern, explain in _RULES.items():
            match = pattern.fullmatch(complaint.text)
            if match:
                return explain(self, match)
        return self._explain_others(complaint)

    def explain_link(self, found: re.Match[str]) -> Problem:
        page, url = found["page"], found["url"]
        place = Place(page, self._find_line(page, url))
        target = found["target"] or _resolve(page, url)
        noun = "picture" if target.lower().endswith(_PICTURES) else "file"
        what = f"there is no {noun} {target!r}"
        if found["kind"] == "an absolute link":
            what = f"the link {url!r} is absolute, and stays as it is"
        elif found["kind"] == "an unrecognized relative link":
            what = f"the link {url!r} leads to no file"
        elif found["kind"] == "an invalid link":
            fix = "write an address as browsers know it"
            return Problem(place, f"{url!r} is no address", fix, is_fatal=False)
        near = found["near"] or self._find_near(page, url, target)
        fix = f"did you mean `{near}`?" if near else "mend the link, or take it out"
        return Problem(place, what, fix, is_fatal=False)

    def explain_anchor(self, found: re.Match[str]) -> Problem:
        page, url = found["page"], found["url"]
        other, anchor = found["other"] or page, url.partition("#")[2]
        place = Place(page, self._find_line(page, url))
        where = "on this page" if other == page else f"in {other}"
        fix = nearest(anchor, self._anchors(other), "link to a heading that is there")
        if anchor.startswith("fnref:"):
            fix = "refer to the footnote somewhere, or take it out"
        what = f"there is no anchor {anchor!r} {where}"
        return Problem(place, what, fix, is_fatal=False)

    def explain_nav(self, found: re.Match[str]) -> Problem:
        path = found["path"]
        place = config_place(self.config, "nav", value=path)
        if found["kind"] == "An absolute path":
            what = f"the path {path!r} is absolute, and stays as it is"
            fix = "write a path below the content folder, or a whole web address"
        else:
            what = f"there is no file {path!r}"
            fix = nearest(path, self._paths, "write a path below the content folder")
        return Problem(place, what, fix, is_fatal=False)

    def explain_omitted(self, found: re.Match[str]) -> Problem:
        pages = found["pages"].split("\n  - ")
        more = f" and {len(pages) - _MANY} more" if len(pages) > _MANY else ""
        what = f"{', '.join(pages[:_MANY])}{more} cannot be found there"
        fix = "name each below `nav:`, or below `not_in_nav:`"
        return Problem(config_place(self.config, "nav"), what, fix, is_fatal=False)

    def explain_conflict(self, found: re.Match[str]) -> Problem:
        what = f"it has the address of {found['other']}"
        fix = "give it another name, or name it in `exclude_docs:`"
        return Problem(Place(found["path"]), what, fix, is_fatal=False)

    def explain_template(self, found: re.Match[str]) -> Problem:
        name = found["name"]
        key = "extra_templates" if "docs_dir" in found["where"] else "theme"
        place = config_place(self.config, key, value=name)
        fix = nearest(name, self._paths, "write a path below the content folder")
        return Problem(place, f"there is no template {name!r}", fix, is_fatal=False)

    def explain_edit_uri(self, found: re.Match[str]) -> Problem:
        what = make_plain(found[0].partition(": ")[2])
        fix = "write a whole address that begins with https://"
        place = config_place(self.config, "edit_uri")
        return Problem(place, what, fix, is_fatal=False)

    def _explain_others(self, complaint: Complaint) -> Problem:
        """Say what a plugin or a hook has said, and who it was."""
        own = own_place(self.config, Place(complaint.file, complaint.line))
        name = complaint.plugin or _speaker(complaint.logger)
        what = make_plain(complaint.text)
        if complaint.page:
            place = Place(complaint.page, self._line_of_words(complaint))
        else:
            place = own or plugin_place(self.config, name)
        who = str(own) if own else name
        fix = f"{who} says so: mend what it is about, or take that out"
        return Problem(place, what, fix, is_fatal=False)

    def _line_of_words(self, complaint: Complaint) -> int:
        """Find the line of a page that a message quotes; 0 if there is none."""
        for quoted in re.findall(r"['\"`]([^'\"`\n]{3,})['\"`]", complaint.text):
            if quoted != complaint.page and (
                line := self._find_line(complaint.page, quoted)
            ):
                return line
        return 0

    @property
    def _paths(self) -> list[str]:
        return [f.src_uri for f in self.files if f.src_dir == self.config.docs_dir]

    def _anchors(self, path: str) -> list[str]:
        file = self.files.get_file_from_path(path)
        ids = file.page.present_anchor_ids if file and file.page else None
        return sorted(ids or ())

    def _find_near(self, page: str, url: str, target: str) -> str:
        """Find the file that may have been meant: moved, or spelt otherwise."""
        paths: dict[str, list[str]] = defaultdict(list)
        for each in self._paths:
            paths[posixpath.basename(each)].append(each)
        name = posixpath.basename(target)
        names = difflib.get_close_matches(name, paths, n=1, cutoff=0.75)
        if not names:
            return ""
        [near] = difflib.get_close_matches(target, paths[names[0]], n=1, cutoff=0)
        anchor = urlsplit(url).fragment
        path = posixpath.relpath(near, posixpath.dirname(page) or ".")
        return f"{path}#{anchor}" if anchor else path

    def _find_line(self, page: str, words: str) -> int:
        """Find the line of a file in which a link stands; 0 if it came from elsewhere."""
        text = _read_text(self.files.get_file_from_path(page))
        forms = dict.fromkeys((words, escape(words, quote=False), unquote(words)))
        quoted = "|".join(map(re.escape, forms))
        # a link ends where it ends: `a.md` is no part of `a.md.txt`
        pattern = rf"(?<![\w/.#%-])(?:{quoted})(?![\w/#%-]|\.\w)"
        places = [m.start() for m in re.finditer(pattern, blank_code(text))]
        if not places:
            return 0
        nth = self._seen.get((page, words), 0)
        self._seen[page, words] = nth + 1
        return text.count("\n", 0, places[min(nth, len(places) - 1)]) + 1


_RULES: Mapping[re.Pattern[str], Callable[[_Reader, re.Match[str]], Problem]] = {
    re.compile(
        r"Doc file '(?P<page>.+?)' contains (?P<kind>an? (?:[a-z]+ )*link) '(?P<url>.*?)'"
        r"(?:, it was left as is\.|, but the target(?: '(?P<target>.*?)')? is not found "
        r"among documentation files\.)(?: Did you mean '(?P<near>.*)'\?)?",
        re.S,
    ): _Reader.explain_link,
    re.compile(
        r"Doc file '(?P<page>.+?)' contains a link '(?P<url>.*?)', but "
        r"(?:there is no such anchor on this page|the doc '(?P<other>.+?)' does not "
        r"contain an anchor '#.*')\..*",
        re.S,
    ): _Reader.explain_anchor,
    re.compile(
        r"(?P<kind>A reference|An absolute path) to '(?P<path>.*)' is included in the "
        r"'nav' configuration, which .*"
    ): _Reader.explain_nav,
    re.compile(
        r"The following pages exist in the docs directory, but are not included in the "
        r"\"nav\" configuration:\n  - (?P<pages>.*)",
        re.S,
    ): _Reader.explain_omitted,
    re.compile(
        r"Excluding '(?P<path>.+)' from the site because it conflicts with "
        r"'(?P<other>.+)'\."
    ): _Reader.explain_conflict,
    re.compile(
        r"Template skipped: '(?P<name>.+)' not found in (?P<where>.+)\."
    ): _Reader.explain_template,
    re.compile(r"edit_uri: .*"): _Reader.explain_edit_uri,
}
"""What MkDocs and ProperDocs log as warnings, word for word."""


def _speaker(logger: str) -> str:
    """Who has a logger: `mkdocs.plugins.macros` is that of macros."""
    _, _, name = logger.partition(".plugins.")
    return name.partition(".")[0] or "MkDocs"


def _read_text(file: File | None) -> str:
    try:
        return file.content_string if file else ""
    except (OSError, ValueError):
        return ""


def _resolve(page: str, url: str) -> str:
    path = unquote(urlsplit(url).path) if "[" not in url else url
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)).lstrip("/")
