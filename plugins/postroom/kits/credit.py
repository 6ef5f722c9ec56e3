"""Who wrote it, where it is from, what may be done with it: said in every copy."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Literal

from postroom.model.address import ascii_address
from postroom.model.licence import Licence
from postroom.model.sheet import Fact
from postroom.model.text import write_day

if TYPE_CHECKING:
    from postroom.kits.kit import Kit

Sentence = tuple[Fact, ...]
"""Words, some of which lead somewhere."""

Origin = Literal["whole", "author", "cut"]
"""Where a length is from: the whole text, the author's own short version, or the beginning
of the text, cut at the end of a paragraph."""

_CONDITIONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/")
_FORBIDS = {
    "nd": "no changes beyond the lengths offered here",
    "nc": "not in anything that is sold",
}
_INNER = str.maketrans("“”", "‘’")
"""What quotation marks become within others."""


def compose_credit(kit: "Kit") -> Mapping[Origin, tuple[Sentence, ...]]:
    """Write what stands below every copy, one paragraph each; by what the copy is of.

    Below the whole text stands what is said of it on its own, too.
    """
    where = (Fact(_bare(kit.home), kit.home), Fact("."))
    shortened = (_origin(kit), _leave(kit, "; shortened."))
    pictures = tuple(_list_pictures(kit))
    return {
        "whole": (_origin(kit), _leave(kit, "."), *pictures),
        "author": ((Fact("Read the whole at "), *where), *shortened),
        "cut": ((Fact("Read the rest at "), *where), *shortened, *pictures),
    }


def _list_pictures(kit: "Kit") -> Iterator[Sentence]:
    """Say whose the pictures of the text are, as far as its author did."""
    said: list[Fact] = []
    for each in kit.illustrations:
        if each.role == "text" and (each.credit or each.licence):
            said.append(Fact(f"{'; ' if said else 'Pictures: '}{each.credit or each.alt}"))
            if each.licence:
                said += [Fact(", "), Fact(each.licence.name, each.licence.url)]
    if said:
        yield (*said, Fact("."))


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _origin(kit: "Kit") -> Sentence:
    by = f" by {kit.byline}" if kit.byline else ""
    return (
        Fact(f"“{kit.title.translate(_INNER)}”{by} first appeared in "),
        Fact(kit.site, kit.home),
        Fact(f" on {write_day(kit.published)}."),
    )


def _leave(kit: "Kit", end: str) -> Sentence:
    """Say under which terms it is printed, and that it was shortened (CC BY 4.0, 3.a.1)."""
    if not kit.licence.url:
        whose = f"© {kit.byline or kit.site}, {kit.published.year}"
        return (Fact(f"{whose}; printed by permission{end}"),)
    return (Fact("Licence: "), Fact(kit.licence.name, kit.licence.url), Fact(end))


def list_conditions(licence: Licence) -> tuple[str, ...]:
    """What a Creative Commons licence forbids, in a few words each."""
    found = _CONDITIONS.match(licence.url)
    letters = found[1].split("-") if found else ()
    return tuple(said for each, said in _FORBIDS.items() if each in letters)


def plain(sentence: Sentence) -> str:
    """Write a sentence for print: every address spelled out, once."""
    said = ""
    for fact in sentence:
        spelled = fact.url if _bare(fact.url) == fact.text else f"{fact.text} ({fact.url})"
        said += spelled if fact.url else fact.text
    return said


def linked(sentence: Sentence, *, licence: str = "") -> str:
    """Write a sentence as HTML; programs find the way to the licence by its `rel`."""
    return "".join(
        _link(fact, licence) if fact.url else escape(fact.text, quote=False)
        for fact in sentence
    )


def _link(fact: Fact, licence: str) -> str:
    rights = ' rel="license"' if fact.url == licence else ""
    address = escape(ascii_address(fact.url))
    return f'<a{rights} href="{address}">{escape(fact.text, quote=False)}</a>'
