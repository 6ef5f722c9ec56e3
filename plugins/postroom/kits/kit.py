"""What a reprint kit is made from: one text, and all that its editor has to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from postroom.kits.credit import Origin, Sentence, compose_credit
from postroom.model.licence import Licence

Permission = Literal["allowed", "ask"]


@dataclass(frozen=True)
class Contributor:
    """One person who wrote it, as newsletters introduce people."""

    name: str
    url: str = ""
    """The person's page at our site, or elsewhere."""

    bio_50: str = ""
    bio_100: str = ""


@dataclass(frozen=True)
class Illustration:
    """A picture that goes with it; its bytes are asked for by its address."""

    url: str
    """Absolute; as its author put it on the site."""

    name: str
    """What its file is called in the kit, such as `cover.jpg`."""

    role: Literal["cover", "photo", "text"]
    """The cover, the photo of a contributor, or a picture within the text."""

    alt: str = ""
    credit: str = ""
    size: tuple[int, int] | None = None
    """The pixels that its file in the kit has."""

    printed: str = ""
    """The address of that file on the site; empty if it is the author's."""

    pasted: str = ""
    """The address of the picture that pasted texts show; empty if it is the author's."""

    licence: Licence | None = None
    """Its own; None if it goes with the text."""


@dataclass(frozen=True)
class Kit:
    """Everything that the files of one kit say; all addresses are absolute.

    Plain values only: two kits that are equal have the same files.
    """

    name: str
    """What its files are called: letters, digits, `-` and `_`; see `stem_of`."""

    kind: str
    """`post`, `issue`, or a kind of items."""

    title: str
    home: str
    """Where it was first published: the one address that every copy leads back to."""

    site: str
    """The name of the magazine or newsletter that credit goes to."""

    published: date
    licence: Licence
    permission: Permission
    language: str
    html: str
    """The text as a page has it: with ids, footnotes that lead back, aligned cells."""

    standfirst: str = ""
    """One sentence below the title."""

    byline: str = ""
    """Who wrote it: "Ines Okafor and Leila Haddad"; empty if nobody is named."""

    note: str = ""
    """What its author asks of editors, in their own words."""

    not_before: date | None = None
    """The first day on which others may print it."""

    contact: str = ""
    """Whom to write to: a `mailto:` or https address; may be empty."""

    summaries: tuple[tuple[int, str], ...] = ()
    """The author's own short versions: words, and plain paragraphs; longest first."""

    contributors: tuple[Contributor, ...] = ()
    illustrations: tuple[Illustration, ...] = ()
    withheld: tuple[str, ...] = ()
    """What the pictures show that are left out, since nobody may print them."""

    @cached_property
    def pasted(self) -> Mapping[str, str]:
        """The addresses of pictures that pasted texts show in the place of others."""
        return {each.url: each.pasted for each in self.illustrations if each.pasted}

    @cached_property
    def credit(self) -> Mapping[Origin, tuple[Sentence, ...]]:
        """What stands below every copy, by what the copy is of."""
        return compose_credit(self)
