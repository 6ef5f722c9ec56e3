"""An entry becomes what a group prints: in the form that it wants, with the credit."""

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from postroom.feeds.entry import Entry
from postroom.model.address import add_query
from postroom.model.group import Group


def dress_entry(entry: Entry, group: Group, credit: Iterable[str]) -> Entry:
    """Make an entry fit to be printed: in the form that the group wants, with the credit.

    Args:
        entry: With its whole text; its id stays, so that readers know it.
        group: Who prints it.
        credit: Paragraphs of HTML, without their tags.
    """
    rule = group.feed
    is_short = rule is not False and rule.content == "summary"
    text = entry.html if entry.html and not is_short else f"<p>{escape(entry.summary)}</p>"
    lines = "".join(f"\n<p>{line}</p>" for line in credit)
    return replace(
        entry, url=add_query(entry.url, group.link_tag), html=f"{text}\n<hr>{lines}"
    )
