"""An item becomes its file: front matter in the order of the form, then text."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from difflib import unified_diff
from itertools import islice

from postroom.model.item import Item
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


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        pattern = "%H:%M:%S" if value.second else "%H:%M"
        return f"{value.date()} {value:{pattern}}"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
