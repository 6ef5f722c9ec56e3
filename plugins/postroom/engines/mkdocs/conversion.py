"""Markdown becomes HTML, by MkDocs' rules, once for as long as it would come out the same.

What was converted is kept under the text, the extensions and their settings. What its links
lead to is asked each time, so that warnings and anchors are those of a new conversion.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any

import markdown
import pymdownx
from markdown.util import get_installed_extensions
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from postroom.engines.mkdocs.inline import try_where_possible
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.makers import list_libraries

_KIND = "conversion"
_SEE_MORE = {"material.extensions.preview", "pymdownx.b64", "pymdownx.snippets"}
_LIBRARIES = {markdown.__name__, pymdownx.__name__, "material"}
"""Whose extensions and functions look at nothing but the text, save for the few above."""

_HIGHLIGHTER = "pygments"

_NOT_WITH = {
    "markdown.extensions.footnotes": "UNIQUE_IDS",  # counts all texts of a build
    "pymdownx.emoji": "options",  # may name a folder of pictures
}

_log = logging.getLogger("mkdocs.plugins.postroom")


class Converter:
    """Converts the texts of one build; the same Markdown object serves for all of them."""

    def __init__(self, config: MkDocsConfig, cache: Cache) -> None:
        """Look at the site's extensions: some see more than the text, and are run anew."""
        self.config = config
        self._cache = cache
        self._files = (0, "")
        self._reader: markdown.Markdown | None = None
        self.has_kept = False
        """Whether the last text was new, and can be taken from the cache from now on."""

        extensions, what = explain_extensions(
            config.markdown_extensions, config.mdx_configs or {}
        )
        self._extensions = fingerprint(_KIND, extensions) if extensions else ""
        if what:
            _log.debug(f"every text is converted anew: {what} may see more than the text")

    def render(self, page: Page, files: Files) -> None:
        """Do what `Page.render` does.

        Raises:
            RuntimeError: The page was not read before.
        """
        self.has_kept = False
        if not self._extensions or page.markdown is None:
            Page.render(page, self.config, files)
            return
        key = fingerprint(_KIND, page.markdown, self._extensions)
        found = self._cache.find_text(_KIND, key)
        known: dict[str, Any] = json.loads(found) if found else {}
        links = _Links(page.file, files, self.config)
        state = fingerprint(_KIND, page.file.src_uri, self._describe_files(files))
        self.has_kept = not known
        if known.get("state") == state:
            links.recall_anchors(known["to anchors"])
        else:
            before = known
            if not known or not links.lead_to(known["links"]):
                known = self._convert(page.markdown, links)
            known = {**known, **links.describe(state)}
            if known != before:
                self._cache.keep_text(_KIND, key, json.dumps(known, separators=(",", ":")))
        page.content = known["html"]
        page.toc = get_toc(known["toc"])
        page._title_from_render = known["title"]
        page.present_anchor_ids = set(known["anchors"])
        page.links_to_anchors = links.links_to_anchors

    def _describe_files(self, files: Files) -> str:
        """Tell whether links may lead elsewhere, or something else is said of them."""
        if self._files[0] != len(files):
            told = [f"{f.src_uri} {f.url} {f.inclusion.name}" for f in files]
            how = [repr(self.config.validation), pages.log.getEffectiveLevel()]
            self._files = len(files), fingerprint(_KIND, "\n".join(told), how)
        return self._files[1]

    def take(self, page: Page) -> None:
        """Let a page of MkDocs' own be rendered here, too."""

        def render(_: MkDocsConfig, files: Files) -> None:
            self.render(page, files)

        page.render = render  # type: ignore[method-assign, assignment]

    def _convert(self, text: str, links: "_Links") -> dict[str, Any]:
        if self._reader is None:
            self._reader = markdown.Markdown(
                extensions=self.config.markdown_extensions,
                extension_configs=self.config.mdx_configs or {},
            )
            try_where_possible(self._reader)
        reader = self._reader.reset()
        raw = pages._RawHTMLPreprocessor()
        anchors = pages._ExtractAnchorsTreeprocessor(links.file, links.files, self.config)
        title = pages._ExtractTitleTreeprocessor()
        for part in (raw, anchors, links, title):
            part._register(reader)  # in the place of the last text's
        with links.hear():
            html = reader.convert(text)
        return {
            "html": html,
            "toc": getattr(reader, "toc_tokens", []),
            "title": title.title,
            "anchors": sorted(anchors.present_anchor_ids | raw.present_anchor_ids),
            "links": links.resolved,
        }


class _Links(pages._RelativePathTreeprocessor):
    """Resolves links, and notes what they were and lead to."""

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__(file, files, config)
        self.resolved: list[tuple[str, str]] = []
        self._said: list[logging.LogRecord] = []

    def path_to_url(self, url: str) -> str:
        resolved = super().path_to_url(url)
        self.resolved.append((url, resolved))
        return resolved

    def lead_to(self, before: Sequence[Sequence[str]]) -> bool:
        """Whether all lead where they did; only then anything is told or noted."""
        with self.hear(hold_back=True):
            are_same = all(self.path_to_url(url) == resolved for url, resolved in before)
        if are_same:
            for record in self._said:
                pages.log.handle(record)
        else:
            self.resolved, self.links_to_anchors, self._said = [], {}, []
        return are_same

    @contextmanager
    def hear(self, *, hold_back: bool = False) -> Iterator[None]:
        """Notice what is said of links, and hold it back if nobody is to hear of it yet."""

        def notice(record: logging.LogRecord) -> bool:
            self._said.append(record)
            return not hold_back

        pages.log.addFilter(notice)
        try:
            yield
        finally:
            pages.log.removeFilter(notice)

    def describe(self, state: str) -> dict[str, object]:
        """Say what need not be looked at again in a state of all files.

        While that stays, and nothing was to be said of the links, they lead where they do.
        """
        anchors = {to.src_uri: names for to, names in self.links_to_anchors.items()}
        return {"state": "" if self._said else state, "to anchors": anchors}

    def recall_anchors(self, anchors: Mapping[str, dict[str, str]]) -> None:
        """Note which anchors of other files it has links to, by their paths."""
        self.links_to_anchors = {
            self.files.src_uris[to]: names for to, names in anchors.items()
        }


class Opaque(Exception):  # noqa: N818 - nothing is wrong
    """What an extension does may follow from more than its text and plain settings."""


def explain_extensions(
    names: Sequence[object], settings: Mapping[str, Mapping[str, object]]
) -> tuple[list[object], str]:
    """Say all that extensions are, in plain values; or nothing, and whose fault that is.

    Args:
        names: What `markdown_extensions` lists.
        settings: Those of each extension, by its name.
    """
    try:
        return [*_spell_extensions(names, settings)], ""
    except Opaque as error:
        return [], str(error)


def _spell_extensions(
    names: Sequence[object], settings: Mapping[str, Mapping[str, object]]
) -> Iterator[object]:
    brought = {entry.name: entry.value for entry in reversed(get_installed_extensions())}

    def sees_more(name: str, own: Mapping[str, object]) -> bool:
        module = brought.get(name, name).partition(":")[0]
        bundled = ((key, each) for key, each in own.items() if isinstance(each, Mapping))
        return (
            module in _SEE_MORE
            or bool(own.get(_NOT_WITH.get(module, "")))
            or any(sees_more(key, each) for key, each in bundled)
        )

    yield list_libraries([*sorted(_LIBRARIES), _HIGHLIGHTER])
    for name in names:
        if not isinstance(name, str):
            raise Opaque(f"the extension {type(name).__name__}")
        module = brought.get(name, name).partition(":")[0]
        own = settings.get(name) or {}
        if module.partition(".")[0] not in _LIBRARIES or sees_more(name, own):
            raise Opaque(f"the extension {name}")
        yield name, module, spell(own)


def spell(value: object) -> object:
    """Say all that a setting is in plain values.

    Raises:
        Opaque: It is none, such as a function of the site's own.
    """
    if isinstance(value, partial):
        return ["partial", *map(spell, (value.func, value.args, value.keywords))]
    if isinstance(value, (FunctionType, type)):
        if value.__module__.partition(".")[0] not in _LIBRARIES:
            raise Opaque(f"{value.__module__}.{value.__qualname__}")
        return f"{value.__module__}:{value.__qualname__}"
    if isinstance(value, Mapping):
        return {key: spell(value[key]) for key in value}
    if isinstance(value, (list, tuple)):
        return [spell(each) for each in value]
    if value is None or isinstance(value, (str, bytes, int, float, date, Path)):
        return value
    raise Opaque(f"the setting {value!r}")
