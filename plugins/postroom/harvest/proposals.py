"""Finds become proposals: those that are new to a newsletter, each with a short key.

What an editor has put away stands in a file that Git keeps.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from postroom.harvest.find import Find
from postroom.harvest.source import FeedSource
from postroom.model.address import normalise
from postroom.model.kinds import KINDS
from postroom.model.ledger import fingerprint
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.site import Site

DAYS = KINDS["link"].days
"""A post that is older is no news; its item would be over at once."""

DISMISSED = "harvest-dismissed.txt"
"""Its name; it lies beside `mkdocs.yml`, where no build looks."""

_REMARK = "# Posts that `postroom harvest` need not show again: one address on each line."

_LETTERS = 4
_ALPHABET = "bcdfghjkmnpqrstvwxyz"
"""No vowels: keys are no words, good or bad."""

_FEW_WORDS = 3
"""So short a title may well be that of two essays."""


@dataclass(frozen=True)
class Proposal:
    """A post of somebody else's, for the editor to decide about."""

    key: str
    """A few letters that name it; they follow from its address."""

    find: Find
    source: FeedSource
    ours: str = ""
    """The slug of our own post that has its title, and that the group has printed."""

    may_be_link: bool = True
    """Whether there is a newsletter in which a link to it can stand."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be made of it: `link`, `reprint`, or a record of our own `placement`."""
        if self.ours:
            return ("placement",)
        may_be = {"link": self.may_be_link, "reprint": self.find.is_reprintable}
        return tuple(choice for choice, is_open in may_be.items() if is_open)


@dataclass(frozen=True)
class Known:
    """What need not be proposed."""

    addresses: frozenset[str]
    """Pages, as `normalise` writes them."""

    home: str
    """The start of every address of ours; empty while the site is nowhere."""

    titles: Mapping[str, str]
    """Our own essays: what their titles say, and their slugs."""

    def holds(self, find: Find) -> bool:
        """Whether somebody has seen it: it is an item, a post, ours, or dismissed."""
        address = find.address
        is_ours = bool(self.home) and f"{address}/".startswith(f"{self.home}/")
        return is_ours or address in self.addresses

    def name_ours(self, source: FeedSource, find: Find) -> str:
        """The slug of our own post that a group has printed; empty if it is not ours."""
        return self.titles.get(fingerprint(find.title), "") if source.is_group else ""


def list_known(
    site: Site,
    newsletter: Newsletter | None,
    posts: Iterable[Post],
    dismissed: Iterable[str],
) -> Known:
    """Collect what an editor has seen already.

    Args:
        site: Whose groups have printed what.
        newsletter: What was sent in to it; None where a site has none.
        posts: Every post, drafts too.
        dismissed: Addresses, as an editor may have written them.
    """
    essays = tuple(posts)
    seen = (
        *(_list_items(newsletter) if newsletter else ()),
        *_list_posts(essays),
        *_list_placements(site),
        *dismissed,
    )
    slugs = {fingerprint(post.title): post.slug for post in essays}
    return Known(
        frozenset(filter(None, map(_spell_out, seen))),
        normalise(site.url) if site.url else "",
        {words: slug for words, slug in slugs.items() if len(words.split()) >= _FEW_WORDS},
    )


def _spell_out(address: str) -> str:
    try:
        return normalise(address)
    except ValueError:  # no find has such an address
        return ""


def _list_items(newsletter: Newsletter) -> Iterator[str]:
    return (item.url for item in newsletter.items.values() if item.url)


def _list_posts(posts: Iterable[Post]) -> Iterator[str]:
    for post in posts:
        urls = (post.canonical, *(each.url for each in post.also_on))
        yield from filter(None, urls)


def _list_placements(site: Site) -> Iterator[str]:
    return (placement.url for placement in site.placements if placement.url)


def propose(
    gathered: Iterable[tuple[FeedSource, Sequence[Find]]], known: Known
) -> tuple[Proposal, ...]:
    """Propose what is new, the newest first; what has no date comes last."""
    finds: dict[str, tuple[FeedSource, Find]] = {}
    for source, its_finds in gathered:
        for find in its_finds:
            if not known.holds(find):
                finds.setdefault(find.address, (source, find))
    keys = _name_keys(finds)
    proposals = [
        Proposal(keys[address], find, source, known.name_ours(source, find))
        for address, (source, find) in finds.items()
    ]
    return tuple(sorted(proposals, key=_order))


def _order(proposal: Proposal) -> tuple[float, str]:
    published = proposal.find.published
    last = float("inf")
    return (-published.timestamp() if published else last, proposal.find.address)


def _name_keys(addresses: Iterable[str]) -> dict[str, str]:
    """Give each address the few letters that no other one here has."""
    spelled = {address: _spell(address) for address in addresses}
    size = _LETTERS
    while len({letters[:size] for letters in spelled.values()}) < len(spelled):
        size += 1
    return {address: letters[:size] for address, letters in spelled.items()}


def _spell(address: str) -> str:
    """Write an address as letters that look random, and are always the same."""
    digest = hashlib.sha256(address.encode("utf-8", "replace")).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)


def keep_recent(
    proposals: Iterable[Proposal], now: datetime, days: int = DAYS
) -> tuple[Proposal, ...]:
    """Leave out what appeared more than so many days ago."""
    since = now - timedelta(days=days)
    return tuple(
        p for p in proposals if p.find.published is None or p.find.published >= since
    )


def list_dismissed(text: str) -> tuple[str, ...]:
    """The addresses in the text of the file."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def add_dismissed(text: str, addresses: Iterable[str]) -> str:
    """Add addresses to the text of the file.

    They stand in the order of letters, so that two editors meet in few lines.
    """
    remarks = [line for line in text.splitlines() if line.startswith("#")] or [_REMARK]
    return "\n".join([*remarks, *sorted({*list_dismissed(text), *addresses}), ""])
