"""Files get other names: what others say of them follows, and all else stays as it was."""

import json
import posixpath
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import yaml

from postroom.model.address import join_path
from postroom.reading.links import blank_code

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.M | re.S
)
_LINKS = re.compile(
    r"\]\(\s*(?:<([^<>\r\n]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*))"
    r"|^[ ]{0,3}\[[^\[\]]+\]:[ \t]*<?([^\s<>]+)"
    r"|\b(?:src|href|poster)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.M | re.I,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.I)
_PLAIN = re.compile(r"\w[\w./~%#-]*(?<!-)", re.ASCII)

Span = tuple[int, int, str]
"""What becomes of a part of a text: where it begins and ends, and what is there instead."""


@dataclass(frozen=True)
class Renames:
    """Which files are called otherwise from now on."""

    paths: Mapping[str, str]
    """The new path of each, below the content folder, by the old one."""

    known: Container[str]
    """Every file that there was, by its path."""

    slugs: Mapping[str, str] = field(default_factory=dict)
    """The new slugs of posts, by the old ones."""


def relink(path: str, text: str, renames: Renames) -> str:
    """Write what a file says after others, or the file itself, were renamed.

    Args:
        path: The file as it was called.
        text: What it says.
        renames: Who is called otherwise.
    """
    front = _FRONT.match(text)
    start, end = front.span(1) if front else (0, 0)
    if path.endswith((".yml", ".yaml")):
        start, end = 0, len(text)
    spans = [
        (a + start, b + start, new) for a, b, new in _front(path, text[start:end], renames)
    ]
    if end < len(text):
        spans += _body(path, text, max(end, front.end() if front else 0), renames)
    return _replace(text, spans)


def rename_in_settings(text: str, paths: Mapping[str, str]) -> str:
    """Write the settings of a site, whose menu names files by their paths, after a move."""
    for old, new in paths.items():
        named = re.compile(rf"(?<![\w./-]){re.escape(old)}(?![\w/-]|\.\w)")
        text = named.sub(new.replace("\\", r"\\"), text)
    return text


def put_key(path: str, text: str, key: str, value: str | Sequence[str]) -> str:
    """Let the front matter of a text, or a YAML file, say something of a key.

    Args:
        path: The file, whose ending says what it is.
        text: What it says.
        key: One at the top.
        value: A word, or words of a list.
    """
    written = (
        _word(value) if isinstance(value, str) else f"[{', '.join(map(_word, value))}]"
    )
    is_yaml = path.endswith((".yml", ".yaml"))
    front = _FRONT.match(text)
    if not front and not is_yaml:
        return f"---\n{key}: {written}\n---\n\n{text}"
    start, end = (0, len(text)) if is_yaml or not front else front.span(1)
    ends = "\r\n" if "\r\n" in text else "\n"
    for name, node in _pairs(_compose(text[start:end])):
        if name.value == key:
            last = node
            while (
                isinstance(last, yaml.SequenceNode) and not last.flow_style and last.value
            ):
                last = last.value[-1]
            span = (start + name.end_mark.index, start + last.end_mark.index)
            return _replace(text, [(*span, f": {written}")])
    gap = "" if text[:end].endswith(("\n", "\r")) or end == start else ends
    return _replace(text, [(end, end, f"{gap}{key}: {written}{ends}")])


def _word(value: str) -> str:
    is_plain = _PLAIN.fullmatch(value) and isinstance(yaml.safe_load(value), str)
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _replace(text: str, spans: Sequence[Span]) -> str:
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _compose(front: str) -> yaml.Node | None:
    try:
        return yaml.compose(front, Loader=yaml.SafeLoader)  # its marks count characters
    except yaml.YAMLError:
        return None


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _front(path: str, front: str, renames: Renames) -> Iterator[Span]:
    """Mend the keys that name files, or posts by slug."""
    for keys, node in _scalars(_compose(front)):
        new = node.value
        if keys in (("image",), ("image", "src")):
            new = _follow(path, node.value, renames)
        elif keys[:1] == ("links",):
            name, mark, anchor = node.value.partition("#")
            new = renames.paths.get(name, name) + mark + anchor
        elif keys in (("sections", "posts"), ("post",)):
            new = renames.slugs.get(node.value, node.value)
        if new != node.value:
            yield node.start_mark.index, node.end_mark.index, _word(new)


def _scalars(
    node: yaml.Node | None, keys: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """List what stands in YAML, and below which keys; lists count for nothing."""
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each, keys)
    for name, value in _pairs(node):
        yield from _scalars(value, (*keys, str(name.value)))


def _body(path: str, text: str, start: int, renames: Renames) -> Iterator[Span]:
    for found in _LINKS.finditer(blank_code(text), start):
        group = found.lastindex or 0
        target = text[found.start(group) : found.end(group)]
        new = _follow(path, target, renames, is_bare=group in (2, 3))
        if new != target:
            yield found.start(group), found.end(group), new


def _follow(path: str, target: str, renames: Renames, *, is_bare: bool = False) -> str:
    """Write a link so that it leads from where its file is to where the other is.

    Args:
        path: The file that links, as it was called.
        target: What it says.
        renames: Who is called otherwise.
        is_bare: Whether nothing around the target tells where it ends.
    """
    name = re.split(r"[?#]", target, maxsplit=1)[0]
    if not name or _ELSEWHERE.match(target):
        return target
    there = join_path(path, unquote(name))
    moved, here = renames.paths.get(there, there), renames.paths.get(path, path)
    stays = posixpath.dirname(here) == posixpath.dirname(path)
    if there not in renames.known or (moved == there and stays):
        return target
    written = posixpath.relpath(moved, posixpath.dirname(here) or ".")
    if "%" in name or (is_bare and re.search(r"[\s()<>]", written)):
        written = quote(written)
    return written + target[len(name) :]
