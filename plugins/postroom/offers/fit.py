"""A post and a group: how well the two fit, and what stands against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from postroom.model.group import Group
from postroom.model.placement import Placement
from postroom.model.post import Post
from postroom.model.text import write_day
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


def find_fit(books: Situation, group: Group, post: Post) -> Fit:
    """Find what of a post is what a group wants."""
    length, words = _find_length(books.lengths.get(post.uid, {}), group.wants.words)
    wanted = {topic.casefold(): topic for topic in group.wants.topics}
    writers = [a for key in post.authors if (a := books.site.authors.get(key))]
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


def list_objections(books: Situation, group: Group, post: Post) -> Iterator[str]:
    """Say everything that stands against an offer; nothing, if it can be made.

    "It" is the post, "they" are the group.
    """
    yield from _of_group(books, group)
    yield from _of_terms(books, group, post)
    yield from _of_wants(books, group, post)
    placement = books.placement_of(post, group)
    if placement and placement != books.open_at.get(group.id):
        yield f"they had it already: {_say_status(placement)}"
    elif group.title.casefold() in {place.name.casefold() for place in post.also_on}:
        yield "they printed it already: its `also_on` says so"
    if conflict := find_conflict(books.site, post, group, books.today):
        yield conflict


def _of_group(books: Situation, group: Group) -> Iterator[str]:
    if group.platform:
        yield "they are a platform, to which `postroom crosspost` writes"
    if placement := books.open_at.get(group.id):
        told = f"“{books.title_of(placement)}”, {_say_status(placement)}"
        yield f"they still have {told}"


def _say_status(placement: Placement) -> str:
    """Say what became of something, and when: "offered on 3 March 2026"."""
    return f"{placement.status} on {write_day(placement.since)}"


def _of_terms(books: Situation, group: Group, post: Post) -> Iterator[str]:
    if books.site.is_hidden(post):
        yield "readers cannot see it yet"
    terms = books.site.terms_of(post)
    # without terms nobody may just take it, but its author can give it
    if terms and terms.permission == "no":
        yield "it is not to be reprinted: `reprint: no`"
    if terms and terms.not_before and terms.not_before.date() > _prints(books, group):
        yield f"it may not be printed before {write_day(terms.not_before)}"
    licence = post.licence or books.site.options.licence
    if group.licences and licence not in group.licences:
        yield f"its licence is {licence}, and they take {', '.join(group.licences)}"


def _prints(books: Situation, group: Group) -> date:
    """The day from which on the next issue of a group can appear."""
    return books.closings[group.id] or books.today


def _of_wants(books: Situation, group: Group, post: Post) -> Iterator[str]:
    fit = find_fit(books, group, post)
    ours, theirs = post.lang or books.site.language, group.language or books.site.language
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
