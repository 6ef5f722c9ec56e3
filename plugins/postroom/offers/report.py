"""An agenda becomes lines for people: what to do, and the command to type for it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.text import count, write_day
from postroom.offers.agenda import Agenda, Suggestion
from postroom.offers.fit import list_objections
from postroom.offers.followup import FollowUp
from postroom.offers.situation import Situation, short_name
from postroom.toolbox.wrap import width_of, wrap

WIDTH = 92
_MARGIN = 2
_GAP = 3
_LEAST = 30
_CONTINUED = " \\"


@dataclass(frozen=True)
class _Todo:
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
        "Follow up today": [_ask_again(follow_up) for follow_up in agenda.due],
        "Thank": [_thank(follow_up) for follow_up in thanks],
        "Offer next": list(_propose(agenda.suggestions)),
        "Waiting for an answer": [_wait(follow_up) for follow_up in agenda.waiting],
    }
    figures = (entry.figure for entries in sections.values() for entry in entries)
    left = max(map(width_of, figures), default=0)
    room = max(_LEAST, min(width, WIDTH) - _MARGIN - left - _GAP)
    for title, entries in sections.items():
        if entries:
            yield from (title, "")
            for entry in entries:
                yield from _write_todo(entry, left, room)
                yield ""


def explain_objections(
    situation: Situation, groups: Collection[Group], post: Post
) -> Iterator[str]:
    """Say why a post is proposed to none of some groups."""
    for group in groups:
        if group.platform and len(groups) > 1:  # of many, only those that have an editor
            continue
        yield f"“{post.title}” is not for {group.title} now:"
        objections = list_objections(situation, group, post)
        yield from (f"  {objection}" for objection in objections)
        yield ""


def sum_up(agenda: Agenda) -> str:
    """Write the numbers of an agenda in a line."""
    thanks = len(agenda.to_thank) + len(agenda.to_tell)
    return (
        f"{len(agenda.due)} to ask again, {thanks} to thank, "
        f"{count(len(agenda.suggestions), 'offer')} to choose from, "
        f"{len(agenda.waiting)} waiting"
    )


def _ask_again(follow_up: FollowUp) -> _Todo:
    late = f"{count(follow_up.days_late, 'day')} late" if follow_up.days_late else "today"
    if follow_up.group.platform:
        return _finish(follow_up, late)
    return _Todo(
        late,
        (f"{follow_up.group.title} has “{follow_up.title}”, {_say_last(follow_up)}",),
        _place(follow_up, "reminded"),
    )


def _wait(open_one: FollowUp) -> _Todo:
    if open_one.group.platform:
        return _finish(open_one, count(open_one.days, "day"))
    title = open_one.group.title
    asks = f"; ask on {write_day(open_one.ask_on)}" if open_one.ask_on else ""
    return _Todo(
        count(open_one.days, "day"),
        (f"{title} still has “{open_one.title}”, {_say_last(open_one)}{asks}",),
        _place(open_one, *_ANSWERS[open_one.placement.status]),
    )


def _finish(open_one: FollowUp, figure: str) -> _Todo:
    """Tell of what is not out on a platform yet: it waits for nobody but its author."""
    since = write_day(open_one.last.date)
    what = f"“{open_one.title}” has been on its way to {open_one.group.title} since {since}"
    return _Todo(figure, (what,), _place(open_one, *_ANSWERS["accepted"]))


_ANSWERS = {"offered": ("accepted",), "accepted": ("published", "--url https://...")}
"""What comes next, if all goes well."""


def _thank(printed: FollowUp) -> _Todo:
    wrote = f"; {count(printed.replies, 'reader')} wrote" if printed.replies else ""
    since = " since you thanked them" if printed.is_thanked else ""
    day = write_day(printed.last.date)
    return _Todo(
        count(printed.days, "day"),
        (f"{printed.group.title} printed “{printed.title}” on {day}{wrote}{since}",),
        _place(printed, "thanked"),
    )


def _say_last(follow_up: FollowUp) -> str:
    return f"{follow_up.last_state} on {write_day(follow_up.last.date)}"


def _place(follow_up: FollowUp, *move: str) -> tuple[str, ...]:
    return "postroom", "place", follow_up.group.id, follow_up.name, *move


def _propose(suggestions: Iterable[Suggestion]) -> Iterator[_Todo]:
    """Write a group with what speaks for it, then each post with what speaks for that."""
    for group, choices in groupby(suggestions, key=lambda p: p.group):
        posts = list(choices)
        why = "; ".join(posts[0].why_group)
        yield _Todo(_say_distance(posts[0].days), (group.title, why))
        for choice in posts:
            yield _Todo(
                "",
                (f"“{choice.post.title}”", "; ".join(choice.why_post)),
                ("postroom", "offer", group.id, short_name(choice.post)),
            )


def _say_distance(days: int | None) -> str:
    if days is None:
        return "any time"
    return f"in {count(days, 'day')}" if days else "today"


def _write_todo(entry: _Todo, width: int, room: int) -> Iterator[str]:
    lines = [line for paragraph in entry.lines for line in wrap(paragraph, room)]
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
