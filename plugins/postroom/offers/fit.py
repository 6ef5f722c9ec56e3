"""A post and a group: how well the two fit, what speaks for an offer or against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from postroom.model.group import Group
from postroom.model.placement import Placement
from postroom.model.post import Post
from postroom.model.text import MONTHS, count, join_names, write_day
from postroom.offers.exclusive import find_conflict
from postroom.offers.situation import Lengths, Situation


@dataclass(frozen=True)
class Fit:
    """What of a post is what a group wants."""

    length: str
    """The longest of its lengths that they take; empty if none is."""

    words: int
    """How many that has."""

    topics: tuple[str, ...]
    """What it is about, as they call it."""

    authors: tuple[str, ...]
    """Who wrote it, of those whom they ask for."""

    @property
    def score(self) -> int:
        """How much of it they asked for."""
        return len(self.topics) + len(self.authors)


def find_fit(situation: Situation, group: Group, post: Post) -> Fit:
    """Find what of a post is what a group wants."""
    length, words = _find_length(situation.lengths.get(post.uid, {}), group.wants.words)
    wanted = {topic.casefold(): topic for topic in group.wants.topics}
    writers = [a for key in post.authors if (a := situation.site.authors.get(key))]
    return Fit(
        length,
        words,
        tuple(topic for key, topic in wanted.items() if key in post.topics),
        tuple(w.name for w in writers if {w.id.casefold(), w.name.casefold()} & {*wanted}),
    )


def _find_length(lengths: Lengths, wanted: tuple[int, int] | None) -> tuple[str, int]:
    """The longest length within a range; the whole text where several are as long."""
    least, most = wanted or (0, max(lengths.values(), default=0))
    fitting = [
        (words, name == "full", name)
        for name, words in lengths.items()
        if least <= words <= most
    ]
    words, _, name = max(fitting, default=(0, False, ""))
    return name, words


def find_nearest(lengths: Lengths, group: Group) -> str:
    """The length that misses what a group takes by the fewest words."""
    least, most = group.wants.words or (0, 0)
    missed = {name: max(least - words, words - most, 0) for name, words in lengths.items()}
    return min(missed, key=lambda name: (missed[name], name))


def list_objections(situation: Situation, group: Group, post: Post) -> Iterator[str]:
    """Say everything that stands against an offer; nothing, if it can be made.

    "It" is the post, "they" are the group.
    """
    yield from _of_group(situation, group)
    yield from _of_terms(situation, group, post)
    yield from _of_wants(situation, group, post)
    placement = situation.placement_of(post, group)
    if placement and placement != situation.open_at.get(group.id):
        yield f"they had it already: {_say_status(placement)}"
    elif group.title.casefold() in {place.name.casefold() for place in post.also_on}:
        yield "they printed it already: its `also_on` says so"
    if conflict := find_conflict(situation.copies_of(post), group, situation.today):
        yield conflict


def _of_group(situation: Situation, group: Group) -> Iterator[str]:
    if group.platform:
        yield "they are a platform, to which `postroom crosspost` writes"
    if placement := situation.open_at.get(group.id):
        what = f"“{situation.title_of(placement)}”, {_say_status(placement)}"
        yield f"they still have {what}"


def _say_status(placement: Placement) -> str:
    """Say what became of something, and when: "offered on 3 March 2026"."""
    return f"{placement.status} on {write_day(placement.since)}"


def _of_terms(situation: Situation, group: Group, post: Post) -> Iterator[str]:
    if situation.site.is_hidden(post):
        yield "readers cannot see it yet"
    terms = situation.site.terms_of(post)
    # without terms nobody may just take it, but its author can give it
    if terms and terms.permission == "no":
        yield "it is not to be reprinted: `reprint: no`"
    if terms and terms.not_before and terms.not_before.date() > _prints(situation, group):
        yield f"it may not be printed before {write_day(terms.not_before)}"
    licence = post.licence or situation.site.options.licence
    if group.licences and licence not in group.licences:
        yield f"its licence is {licence}, and they take {', '.join(group.licences)}"


def _prints(situation: Situation, group: Group) -> date:
    """The day from which on the next issue of a group can appear."""
    return situation.closings[group.id] or situation.today


def _of_wants(situation: Situation, group: Group, post: Post) -> Iterator[str]:
    fit = find_fit(situation, group, post)
    default = situation.site.language
    ours, theirs = post.lang or default, group.language or default
    if _primary(ours) != _primary(theirs):
        yield f"its language is {ours}, and theirs is {theirs}"
    if group.wants.topics and not fit.score:
        yield f"it is on nothing that they want: {', '.join(group.wants.topics)}"
    if not fit.length:
        yield f"it has no length that they take: {say_range(group)}"


def _primary(language: str) -> str:
    return language.partition("-")[0].casefold()


def say_range(group: Group) -> str:
    """Say how many words a group takes: "250 to 500"."""
    if group.wants.words is None:
        return "any"
    least, most = group.wants.words
    return f"{least:,} to {most:,}" if least else f"up to {most:,}"


def why_post(situation: Situation, post: Post, fit: Fit) -> Iterator[str]:
    """Say what of a post speaks for offering it to a group, what matters most first."""
    if fit.topics:
        yield f"on {join_names([*fit.topics])}, which they want"
    if fit.authors:
        yield f"by {join_names([*fit.authors])}, whom they ask for"
    version = "" if fit.length == "full" else " in the short version"
    yield f"{count(fit.words, 'word')}{version}"
    printed = sum(copy.printed is not None for copy in situation.copies_of(post))
    if printed:
        yield f"printed in {count(printed, 'other place')} so far"
    terms = situation.site.terms_of(post)
    if terms and terms.not_before and terms.not_before.date() > situation.today:
        yield f"to be printed from {write_day(terms.not_before)} on"


def why_group(situation: Situation, group: Group) -> Iterator[str]:
    """Say what of a group speaks for offering it something now."""
    if closing := situation.closings[group.id]:
        yield f"closes on {write_day(closing)}"
    if group.wants.words:
        yield f"they take {say_range(group)} words"
    last = situation.printed_by(group)
    if last and last.published:
        replies = count(last.replies, "reader")
        wrote = f" and {replies} wrote" if last.replies else ""
        yield f"they printed you in {_say_month(last.published, situation.today)}{wrote}"
    elif not situation.knows_us(group):
        yield "nothing was offered to them yet"
    if group.wants.exclusive_days:
        yield f"they want it alone for {group.wants.exclusive_days} days"


def _say_month(day: date, today: date) -> str:
    month = MONTHS[day.month - 1]
    return month if day.year == today.year else f"{month} {day.year}"
