"""An agenda becomes lines for people: what to do, and the command to type for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from postroom.model.text import count, write_day
from postroom.offers.agenda import Agenda, Proposal
from postroom.offers.followup import FollowUp
from postroom.offers.situation import short_name
from postroom.toolbox.wrap import width_of, wrap

WIDTH = 92
_MARGIN = 2
_GAP = 3
_LEAST = 30
_CONTINUED = " \\"


@dataclass(frozen=True)
class Entry:
    """One thing to do: a figure, and beside it what it is about and what to type."""

    figure: str
    lines: tuple[str, ...] = ()
    """Paragraphs, which may be broken."""

    command: tuple[str, ...] = ()
    """The words of a command; between them it may be continued on a new line."""


def write_agenda(agenda: Agenda, *, width: int = WIDTH) -> Iterator[str]:
    """Write everything there is to do, the most urgent first.

    Args:
        agenda: What there is to do.
        width: Lines are not wider; nor than `WIDTH`, nor so narrow that nothing fits.
    """
    thanks = agenda.to_thank + agenda.to_tell
    sections = {
        "Follow up today": [_ask_again(matter) for matter in agenda.due],
        "Thank": [_thank(matter) for matter in thanks],
        "Offer next": list(_propose(agenda.proposals)),
        "Waiting for an answer": [_wait(matter) for matter in agenda.waiting],
    }
    figures = (entry.figure for entries in sections.values() for entry in entries)
    left = max(map(width_of, figures), default=0)
    room = max(_LEAST, min(width, WIDTH) - _MARGIN - left - _GAP)
    for title, entries in sections.items():
        if entries:
            yield from (title, "")
            for entry in entries:
                yield from _write_entry(entry, left, room)
                yield ""


def sum_up(agenda: Agenda) -> str:
    """Write the numbers of an agenda in a line."""
    thanks = len(agenda.to_thank) + len(agenda.to_tell)
    return (
        f"{len(agenda.due)} to ask again, {thanks} to thank, "
        f"{count(len(agenda.proposals), 'offer')} to choose from, "
        f"{len(agenda.waiting)} waiting"
    )


def _ask_again(matter: FollowUp) -> Entry:
    late = f"{count(matter.days_late, 'day')} late" if matter.days_late else "today"
    if matter.group.platform:
        return _finish(matter, late)
    return Entry(
        late,
        (f"{matter.group.title} has “{matter.title}”, {_say_last(matter)}",),
        _place(matter, "reminded"),
    )


def _wait(matter: FollowUp) -> Entry:
    if matter.group.platform:
        return _finish(matter, count(matter.days, "day"))
    asks = f"; ask on {write_day(matter.ask_on)}" if matter.ask_on else ""
    return Entry(
        count(matter.days, "day"),
        (f"{matter.group.title} still has “{matter.title}”, {_say_last(matter)}{asks}",),
        _place(matter, *_ANSWERS[matter.placement.status]),
    )


def _finish(matter: FollowUp, figure: str) -> Entry:
    """Tell of what is not out on a platform yet: it waits for nobody but its author."""
    since = write_day(matter.last.date)
    told = f"“{matter.title}” has been on its way to {matter.group.title} since {since}"
    return Entry(figure, (told,), _place(matter, *_ANSWERS["accepted"]))


_ANSWERS = {"offered": ("accepted",), "accepted": ("published", "--url https://...")}
"""What comes next, if all goes well."""


def _thank(matter: FollowUp) -> Entry:
    wrote = f"; {count(matter.replies, 'reader')} wrote" if matter.replies else ""
    since = " since you thanked them" if matter.is_thanked else ""
    printed = write_day(matter.last.date)
    return Entry(
        count(matter.days, "day"),
        (f"{matter.group.title} printed “{matter.title}” on {printed}{wrote}{since}",),
        _place(matter, "thanked"),
    )


def _say_last(matter: FollowUp) -> str:
    return f"{matter.said} on {write_day(matter.last.date)}"


def _place(matter: FollowUp, *move: str) -> tuple[str, ...]:
    return "postroom", "place", matter.group.id, matter.name, *move


def _propose(proposals: Iterable[Proposal]) -> Iterator[Entry]:
    """Write a group with what speaks for it, then each post with what speaks for that."""
    for group, choices in groupby(proposals, key=lambda p: p.group):
        posts = list(choices)
        why = "; ".join(posts[0].why_group)
        yield Entry(_say_distance(posts[0].days), (group.title, why))
        for choice in posts:
            yield Entry(
                "",
                (f"“{choice.post.title}”", "; ".join(choice.why_post)),
                ("postroom", "offer", group.id, short_name(choice.post)),
            )


def _say_distance(days: int | None) -> str:
    if days is None:
        return "any time"
    return f"in {count(days, 'day')}" if days else "today"


def _write_entry(entry: Entry, width: int, room: int) -> Iterator[str]:
    lines = [line for told in entry.lines for line in wrap(told, room)]
    lines += _write_command(entry.command, room)
    for number, line in enumerate(lines):
        figure = "" if number else entry.figure
        left = " " * (_MARGIN + width - width_of(figure)) + figure
        yield (left + " " * _GAP + line).rstrip()


def _write_command(words: Iterable[str], room: int) -> list[str]:
    """Write a command so that it can be copied, over several lines if need be."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer + _CONTINUED) > room:
            lines[-1] += _CONTINUED
            lines.append(f"  {word}")
        else:
            lines[-1:] = [longer]
    return lines
