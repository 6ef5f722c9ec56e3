"""The bytes of a Markdown file become front matter and body, with line numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from postroom.errors import Place, Problem
from postroom.model.text import clean_text
from postroom.toolbox.wording import show

MAX_BYTES = 1_000_000
"""A larger file is no essay; it would choke feeds and share pages."""

_FENCED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S)


_OPENED = re.compile(r"---[ \t]*\n")
_INLINE_NESTING = re.compile(r"(?:[-?] ){200}")
_MAX_BRACKETS = 2_000
"""More than that, and the YAML parser's own recursion would end the process."""


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML; an impossible date stays a string, for the model to refuse."""


def _timestamp(loader: Any, node: yaml.ScalarNode) -> object:
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


@dataclass(frozen=True)
class Document:
    """A Markdown file taken apart."""

    meta: Mapping[str, Any]
    front: str
    """The YAML text between the fences; its first line is line 2 of the file."""

    body: str
    """The Markdown below it."""

    @property
    def body_line(self) -> int:
        """The line of the file on which the body begins, from 1."""
        return self.front.count("\n") + 3

    def line(self, *keys: str) -> int:
        """Find the line of a key in the file, from 1; the nearest known one else."""
        return key_line(self.front, keys) + 1

    def place(self, path: str, keys: tuple[str, ...]) -> Place:
        """Point at a key, or at the last one above it that its author wrote."""
        written: list[str] = []
        value: object = self.meta
        for key in keys:
            if written and not isinstance(value, (dict, list)):
                break
            written.append(key)
            value = value.get(key) if isinstance(value, dict) else value
        return Place(path, self.line(*written), ".".join(written))


def add_defaults(meta: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what a file says by what is said of all files in its folder.

    Lists are joined, keys within keys as well; for all else the file has the last word.
    """
    whole = {**defaults, **meta}
    for key in defaults.keys() & meta.keys():
        given, own = defaults[key], meta[key]
        if isinstance(given, list) and isinstance(own, list):
            whole[key] = [*given, *own]
        elif isinstance(given, Mapping) and isinstance(own, Mapping):
            whole[key] = add_defaults(own, given)
    return whole


def key_line(text: str, keys: tuple[str, ...]) -> int:
    """Find the line of a nested key in YAML text, from 1."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError:
        return 1
    line = 1
    for key in keys:
        if isinstance(node, yaml.SequenceNode) and key.isdecimal():
            node = dict(enumerate(node.value)).get(int(key))
            line = node.start_mark.line + 1 if node else line
        elif isinstance(node, yaml.MappingNode):
            pairs = {str(k.value): (k, v) for k, v in node.value}
            if key not in pairs:
                return line
            name, node = pairs[key]
            line = name.start_mark.line + 1
        else:
            return line
    return line


def find_twins(text: str) -> Iterator[tuple[str, int]]:
    """Find the keys that YAML text gives twice at its top, with the later line."""
    keys = _TOP_KEY.findall(text)
    if len(keys) == len(set(keys)):
        return
    seen = set()
    node = yaml.compose(text, Loader=Loader)
    for key, _ in node.value if node else ():
        if key.value in seen:
            yield str(key.value), key.start_mark.line + 1
        seen.add(key.value)


def explain_twins(path: str, document: Document) -> Iterator[Problem]:
    """Report the keys that front matter gives twice."""
    for key, line in find_twins(document.front):
        yield Problem(
            Place(path, line + 1, key),
            "the key stands here a second time",
            f"keep one `{key}:`, and take the other out",
        )


_TOP_KEY = re.compile(r"^([^\s#:]+):", re.M)


def parse_document(path: str, source: bytes) -> Document | Problem:
    """Split a file into front matter and body, or say why that cannot be done."""
    text = decode(path, source)
    if isinstance(text, Problem):
        return text
    if not text.strip():
        return Problem(Place(path), "the file is empty", _BEGIN)
    found = _FENCED.match(text)
    if found is None:
        if _OPENED.match(text):
            what, fix = "the front matter never ends", "close it with a line `---`"
        else:
            what, fix = "there is no front matter", _BEGIN
        return Problem(Place(path, 1), what, fix)
    meta = parse_yaml(path, found[1], first_line=2)
    if isinstance(meta, Problem):
        return meta
    return Document(meta=meta, front=found[1], body=text[found.end() :])


_BEGIN = "begin it with `---`, `title: ...`, `date: 2026-03-04` and `---`"


def decode(path: str, source: bytes) -> str | Problem:
    """Read bytes as UTF-8, without BOM, illegal characters and odd line ends."""
    if len(source) > MAX_BYTES:
        return Problem(
            Place(path),
            f"the file has {len(source) / 1e6:.1f} MB; an essay may have 1 MB",
            "split it, or move embedded pictures into files of their own",
        )
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return Problem(
            Place(path, line),
            f"byte 0x{source[error.start]:02X} is not UTF-8",
            "save the file with the encoding UTF-8",
        )
    return clean_text(text.replace("\r\n", "\n").replace("\r", "\n"))


_PLAIN = "write one `key: value` a line"
_UNREADABLE = (RecursionError, ValueError, AttributeError, LookupError, TypeError)
"""What PyYAML lets through for values such as `!!int many`."""


def parse_yaml(path: str, text: str, *, first_line: int = 1) -> dict[str, Any] | Problem:
    """Read YAML that must be a mapping of names to values."""
    if text.count("[") + text.count("{") > _MAX_BRACKETS or _INLINE_NESTING.search(text):
        return Problem(Place(path, first_line), "too many lists within lists", _PLAIN)
    try:
        found = yaml.load(text, Loader=Loader)  # a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        return explain_yaml(path, text, error, first_line=first_line)
    except (yaml.YAMLError, *_UNREADABLE):
        return Problem(Place(path, first_line), "the YAML cannot be read", _PLAIN)
    if found is None:
        return {}
    if not isinstance(found, dict):
        return Problem(
            Place(path, first_line),
            f"got {show(found)} instead of keys and values",
            _PLAIN,
        )
    return {str(key): value for key, value in found.items()}


def explain_yaml(
    path: str, text: str, error: yaml.MarkedYAMLError, *, first_line: int = 1
) -> Problem:
    """Say what a YAML parser stumbled over, and where."""
    in_quotes = "quoted scalar" in (error.context or "")
    mark = error.context_mark if in_quotes else error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    return Problem(Place(path, first_line + line), *_reword(error, text, line))


def _reword(error: yaml.MarkedYAMLError, text: str, line: int) -> tuple[str, str]:
    lines = text.split("\n")
    shown = lines[line].strip() if line < len(lines) else ""
    if "\t" in (lines[line] if line < len(lines) else "") or "'\\t'" in str(error):
        return f"a tab where YAML wants spaces: {shown[:60]!r}", "indent with spaces"
    if "mapping values are not allowed" in (error.problem or ""):
        return (
            f"a second colon in {shown[:60]!r}",
            'put the value in quotes: `title: "One: two"`',
        )
    return (
        f"broken YAML, {error.problem or 'unreadable'}: {shown[:60]!r}",
        "check quotes, brackets and indentation on this line and the one above",
    )
