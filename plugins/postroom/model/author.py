"""Who writes: what `authors.yml` says of one person."""

from pydantic import Field, field_validator

from postroom.model.base import Frozen, Line, Prose, WebAddress, text_keys
from postroom.model.text import SLUG, slugify


class Link(Frozen):
    """A named web address."""

    name: Line
    url: WebAddress


class Bios(Frozen):
    """Biographies for those who reprint, in the third person."""

    words_50: Prose = Field(default="", alias="50")
    words_100: Prose = Field(default="", alias="100")


class Author(Frozen):
    """One person who writes; the keys are those of mkdocs-material's blog, and more."""

    id: str = Field(pattern=r"^[\w.-]*\w[\w.-]*$", exclude=True)
    """The key in `authors.yml`, used in a post's `authors`."""

    name: Line
    """As it stands under an essay."""

    description: Line = ""
    """One line: what this person does."""

    bio: Prose = ""
    """A short biography in the third person."""

    bios: Bios = Bios()
    """The same in about 50 and in about 100 words, for kits."""

    avatar: Line = ""
    """A photo: a path below the content folder, or a web address."""

    photo: Line = ""
    """A photo of print size for kits, like `avatar`; else the avatar."""

    url: WebAddress | None = None
    """The author's own page elsewhere."""

    slug: str = Field(default="", pattern=f"({SLUG})|^$")
    """The last part of the profile's address; else the id."""

    profile: str = Field(default="", exclude=True)
    """What stands in the profile's address in the place of that: in Material's blog it is
    the slug or the id as it is; no key of the file."""

    links: tuple[Link, ...] = ()
    """Where else to find this person."""

    fediverse: str = Field(default="", pattern=r"^(@[\w.-]+@[\w.-]+)?$")
    """An account such as `@ines@social.example`."""

    @field_validator("bios", mode="before")
    @classmethod
    def _number_keys(cls, value: object) -> object:
        return text_keys(value)

    @property
    def address(self) -> str:
        """The last part of the profile's address."""
        return self.slug or slugify(self.id)
