"""The printed items of a kind become a board: what still stands, and what is over."""

from dataclasses import dataclass
from datetime import datetime

from postroom.edition.edition import Edition, once_per_edition
from postroom.model.kinds import Kind
from postroom.model.newsletter import Newsletter, Printed

_PAST = 100
"""A board shows no more of what is over: the issues have it all."""


@dataclass(frozen=True)
class Board:
    """All items of one kind: what still stands first, then what is over."""

    kind: Kind
    standing: tuple[Printed, ...]
    over: tuple[Printed, ...]


@once_per_edition(lambda newsletter, kind: (newsletter.options.id, kind.name))
def compose_board(edition: Edition, newsletter: Newsletter, kind: Kind) -> Board:
    """Sort the printed items of a kind by whether they still stand.

    What names a day stands until then; what could and does not, for a while from its
    issue on; kinds without days always stand.
    """
    printed = newsletter.printed_of(kind.name)
    if not kind.begins:
        return Board(kind, printed[:_PAST], ())
    standing = [p for p in printed if not _is_over(p, edition.now)]
    over = [p for p in printed if _is_over(p, edition.now)]
    over.sort(key=lambda p: p.item.order, reverse=True)
    return Board(
        kind, tuple(sorted(standing, key=lambda p: p.item.order)), tuple(over[:_PAST])
    )


def _is_over(printed: Printed, now: datetime) -> bool:
    return printed.item.over_since(printed.issue.date) <= now
