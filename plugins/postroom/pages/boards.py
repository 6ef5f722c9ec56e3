"""The printed items of a kind become a board: what still stands, and what is over."""

from dataclasses import dataclass

from postroom.model.kinds import Kind
from postroom.model.newsletter import Newsletter, Printed
from postroom.pages.edition import Edition

_PAST = 100
"""A board shows no more of what is over: the issues have it all."""


@dataclass(frozen=True)
class Board:
    """All items of one kind: what still stands first, then what is over."""

    kind: Kind
    standing: tuple[Printed, ...]
    over: tuple[Printed, ...]


def compose_board(edition: Edition, newsletter: Newsletter, kind: Kind) -> Board:
    """Sort the printed items of a kind by whether they still stand.

    What has a day of its own stands until then, soonest first; all else always stands.
    """
    printed = newsletter.printed_of(kind.name)
    if not kind.begins:
        return Board(kind, printed[:_PAST], ())
    standing = [p for p in printed if not p.item.is_over(edition.now)]
    over = [p for p in printed if p.item.is_over(edition.now)]
    over.sort(key=lambda p: p.item.order, reverse=True)
    return Board(
        kind, tuple(sorted(standing, key=lambda p: p.item.order)), tuple(over[:_PAST])
    )
