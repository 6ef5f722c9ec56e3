"""Settings with Material's blog become settings with Postroom, and back."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml

from postroom.errors import Place, Problem
from postroom.reading.frontmatter import explain_yaml

BLOG = "blog"
"""What Material calls its plugin; with its theme's name before it, too."""

OURS = "postroom"
_LAYOUT = "layout: material-blog"
_ALIAS = re.compile(r"[\"']?:[ \t]+(\*[^\s,\[\]{}]+)")


@dataclass(frozen=True)
class _Entry:
    """A plugin among the settings: where its name and its options stand."""

    name: yaml.Node
    """The word itself."""

    options: yaml.Node | None
    """None where it stands in a list without any, not even a colon."""

    is_flow: bool
    """Whether the list is in brackets."""

    @property
    def start(self) -> int:
        return int(self.name.start_mark.index)


def explain_broken(path: str, text: str) -> Problem | None:
    """Say why settings cannot be read at all."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return explain_yaml(path, text, error)
    except yaml.YAMLError:
        return Problem(Place(path, 1), "the YAML cannot be read", "write it anew")
    return None


def explain_unswitched(path: str, text: str) -> Problem:
    """Say why Postroom cannot take the place of Material's blog by itself."""
    lines = [entry.name.start_mark.line + 1 for entry in _list_entries(text, BLOG)]
    if len(lines) > 1:
        return Problem(
            Place(path, lines[0], "plugins"),
            f"there are {len(lines)} blogs, in the lines {', '.join(map(str, lines))}",
            f"write `{OURS}` in the place of one, with `{_LAYOUT}` among its options; the "
            "other may stay",
        )
    if not lines:
        what = "there is no `blog` whose place Postroom could take"
        return Problem(Place(path, 0, "plugins"), what, f"add `- {OURS}: {{{_LAYOUT}}}`")
    what = "the options of `blog` are written in a way that only you can change"
    fix = f"write `{OURS}` in its place, and `{_LAYOUT}` among its options"
    return Problem(Place(path, lines[0], "plugins"), what, fix)


def find_base(text: str) -> str:
    """Give the file that settings inherit from, as they name it; empty if there is none."""
    value = _find_base(text)
    return str(value.value) if value is not None else ""


def put_base(text: str, path: str) -> str:
    """Let settings inherit from another file."""
    value = _find_base(text)
    if value is None:
        return text
    written = yaml.safe_dump(path, default_style='"', width=10**6).strip()
    return _put(text, value.start_mark.index, value.end_mark.index, written)


def _find_base(text: str) -> yaml.Node | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    found = (v for k, v in _pairs(root) if k.value == "INHERIT")
    return next((v for v in found if isinstance(v, yaml.ScalarNode)), None)


def has_blog(text: str) -> bool:
    """Whether settings name a blog among the plugins, ours or Material's."""
    return any((*_list_entries(text, OURS), *_list_entries(text, BLOG)))


def is_switched(text: str) -> bool:
    """Whether the settings name Postroom among the plugins."""
    return any(_list_entries(text, OURS))


def switch_to_postroom(text: str) -> str | None:
    """Let Postroom take the place of Material's blog, and keep its options and comments.

    Args:
        text: The settings.

    Returns:
        The settings, changed; None where there is not one blog among its plugins, or it
        is written in a way that only its author can change.
    """
    entries = [*_list_entries(text, BLOG)]
    if len(entries) != 1:
        return None
    [entry] = entries
    name_end = entry.name.end_mark.index
    if entry.options is None:
        written = f"{OURS}: {{{_LAYOUT}}}"
        written = f"{{{written}}}" if entry.is_flow else written
        return _put(text, entry.start, name_end, written)
    if alias := _ALIAS.match(text, name_end):  # its node is where it stands in full
        written = f"{OURS}: {{<<: {alias[1]}, {_LAYOUT}}}"
        return _put(text, entry.start, alias.end(), written)
    changed = _add(text, entry.options, _LAYOUT)
    return None if changed is None else _put(changed, entry.start, name_end, OURS)


def add_option(text: str, line: str) -> str | None:
    """Give Postroom one more option, such as `feeds: {replace: rss-plugin}`.

    Args:
        text: The settings.
        line: The option as it is written; nothing is added to one that is there.
    """
    entries = [*_list_entries(text, OURS)]
    if len(entries) != 1:
        return None
    [entry] = entries
    if entry.options is None:
        written = f"{OURS}: {{{line}}}"
        written = f"{{{written}}}" if entry.is_flow else written
        return _put(text, entry.start, entry.name.end_mark.index, written)
    key = line.partition(":")[0]
    if key in (name.value for name, _ in _pairs(entry.options)):
        return None
    return _add(text, entry.options, line)


def switch_to_material(text: str, known: Collection[str]) -> str | None:
    """Write the settings that a site had before it was moved, as far as they still tell.

    Args:
        text: The settings with Postroom.
        known: The options that Material's blog has.

    Returns:
        Settings for a build, in which nobody need read them; None where Postroom does not
        lay the site out as that blog does.
    """
    entries = [*_list_entries(text, OURS)]
    options = entries[0].options if len(entries) == 1 else None
    pairs = _pairs(options)
    if options is None or not any(_is_layout(key, value) for key, value in pairs):
        return None
    [entry] = entries
    merged = [pair for key, value in pairs if key.value == "<<" for pair in _pairs(value)]
    theirs = [(key, value) for key, value in (*merged, *pairs) if key.value in known]
    kept = yaml.MappingNode("tag:yaml.org,2002:map", theirs, flow_style=True)
    written = yaml.serialize(kept, Dumper=yaml.SafeDumper, width=10**6).strip()
    end = max(options.end_mark.index, entry.name.end_mark.index)
    end = entry.start + len(text[entry.start : end].rstrip())
    return _put(text, entry.start, end, f"{BLOG}: {written}")


def _list_entries(text: str, name: str) -> Iterator[_Entry]:
    """Find a plugin by its name, in a list of plugins or among its keys."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return
    plugins = next((value for key, value in _pairs(root) if key.value == "plugins"), None)
    is_flow = isinstance(plugins, yaml.CollectionNode) and bool(plugins.flow_style)
    for key, value in _pairs(plugins):
        if _is_called(key, name):
            yield _Entry(key, value, is_flow)
    for item in plugins.value if isinstance(plugins, yaml.SequenceNode) else ():
        if _is_called(item, name):
            yield _Entry(item, None, is_flow)
        for key, value in _pairs(item):
            if _is_called(key, name):
                yield _Entry(key, value, is_flow)


def _is_layout(key: yaml.Node, value: yaml.Node) -> bool:
    return (key.value, value.value) == ("layout", "material-blog")


def _is_called(node: yaml.Node, name: str) -> bool:
    is_word = isinstance(node, yaml.ScalarNode)
    return is_word and str(node.value).rpartition("/")[2] == name


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _add(text: str, options: yaml.Node, line: str) -> str | None:
    """Write one more option before those that there are."""
    start, end = options.start_mark.index, options.end_mark.index
    if isinstance(options, yaml.ScalarNode):
        gap = "" if text[:start].endswith(" ") else " "
        return _put(text, start, end, f"{gap}{{{line}}}")
    if not isinstance(options, yaml.MappingNode) or text[start : start + 1] in "*&":
        return None
    if options.flow_style:
        return _put(text, start + 1, start + 1, f"{line}, " if options.value else line)
    ends = "\r\n" if "\r\n" in text else "\n"
    column = " " * options.start_mark.column
    return _put(text, start, start, f"{line}{ends}{column}")


def _put(text: str, start: int, end: int, written: str) -> str:
    return text[:start] + written + text[end:]
