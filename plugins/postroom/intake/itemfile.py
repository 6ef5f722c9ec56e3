"""An item becomes its file: front matter in the order of the form, then text."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from difflib import unified_diff
from itertools import islice

from postroom.model.item import EDITORIAL, Item
from postroom.toolbox.marks import say_plain


def render_item(item: Item) -> str:
    """Render the file of an item; whoever reads it gets the same item.

    Every text is in double quotes, as JSON writes them: nothing in it means anything
    to YAML.
    """
    lines = [f"{key}: {_scalar(value)}" for key, value in _list_values(item)]
    front = "\n".join(["---", *lines, "---"])
    return f"{front}\n\n{item.text}\n" if item.text else f"{front}\n"


def list_changes(before: Item, after: Item) -> tuple[str, ...]:
    """List what is another in the file of an item: lines that go, and that come.

    They are for a terminal, and steer nothing in it.
    """
    old, new = (render_item(item).split("\n") for item in (before, after))
    changes = islice(unified_diff(old, new, n=0), 2, None)
    return tuple(f"{line[0]} {say_plain(line[1:])}" for line in changes if line[0] in "-+")


def _list_values(item: Item) -> Iterator[tuple[str, object]]:
    yield from (("kind", item.kind), ("uid", item.uid), ("submitted", item.submitted))
    for field in item.row.asks:
        if item.answer(field.name):
            yield field.name, item.answer(field.name)
    if item.source:
        yield "source", item.source
    yield "consent", item.consent
    if item.mail_is_public:
        yield "mail_is_public", True
    yield from list_decisions(item)


def list_decisions(item: Item) -> Iterator[tuple[str, object]]:
    """List what its editor decided, by the keys of its file."""
    if item.hold:
        yield "hold", item.hold
    if item.withdrawn:
        yield "withdrawn", item.withdrawn
    if item.same_as:
        yield "same_as", item.same_as
    if item.corrections:
        yield "corrections", [each.model_dump(mode="json") for each in item.corrections]


def write_decisions(source: bytes, item: Item) -> bytes:
    """Write what its editor decided into the file of an item, and leave the rest of it.

    Args:
        source: The file as it is.
        item: The item as it is to be; only what `list_decisions` lists is looked at.
    """
    text = source.decode()
    end = "\r\n" if "\r\n" in text else "\n"
    opening, front, rest = _split(text)
    kept = _DECIDED.sub("", front)
    if kept and not kept.endswith("\n"):
        kept += end
    lines = [f"{key}: {_scalar(value)}{end}" for key, value in list_decisions(item)]
    return f"{opening}{kept}{''.join(lines)}{rest}".encode()


def _split(text: str) -> tuple[str, str, str]:
    """Split a file into what opens its front matter, that, and the rest."""
    found = _FRONT.match(text)
    assert found is not None  # it was read as an item
    return found[1], found[2], found[3]


_FRONT = re.compile(r"(\ufeff?---[ \t]*\r?\n)(.*?)(^---[ \t]*(?:\r?\n.*)?\Z)", re.S | re.M)
_DECIDED = re.compile(rf"^(?:{'|'.join(sorted(EDITORIAL))}):.*\n(?:[ \t-].*\n)*", re.M)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        pattern = "%H:%M:%S" if value.second else "%H:%M"
        return f"{value.date()} {value:{pattern}}"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
