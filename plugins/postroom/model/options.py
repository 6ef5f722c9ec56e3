"""What a site's owner can set: the plugin's options, checked.

Names and meanings are those of mkdocs-material's blog where it has them.
"""

from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    field_validator,
    model_validator,
)

from postroom.model.base import (
    Folder,
    Frozen,
    Hosts,
    LicenceName,
    Line,
    Lines,
    WebAddress,
)
from postroom.model.colour import (
    DARK_PAPER,
    LEAST,
    LIGHT_PAPER,
    contrast,
    make_readable,
    spell_colour,
)
from postroom.model.imprint import NewsletterOptions
from postroom.model.materialblog import MaterialBlog, Order, Slugify, translate
from postroom.model.post import Cta
from postroom.model.text import SLUG, slugify_term, slugify_title

AUTHORITY = r"^[a-z0-9][a-z0-9.-]*,\d{4}(-\d\d){0,2}(:[\w./-]+)?$"


def _pattern(*needed: str, allowed: tuple[str, ...] = ()) -> AfterValidator:
    """Check that an address names one thing it must, and only what there is."""
    names = " or ".join(f"{{{name}}}" for name in needed)

    def check(value: str) -> str:
        try:
            found = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
        except ValueError:
            found = set()
        if not found & {*needed} or not found <= {*needed, *allowed}:
            raise ValueError(f"write an address with {names} in it")
        return value

    return AfterValidator(check)


PostPattern = Annotated[Folder, _pattern("slug", "file", allowed=("date", "categories"))]
TermPattern = Annotated[Folder, _pattern("slug")]
DatePattern = Annotated[Folder, _pattern("date")]


def _named(value: object) -> object:
    if isinstance(value, dict) and len(value) == 1:
        ((name, target),) = value.items()
        return {"name": name, "target": target}
    return value


class MenuEntry(Frozen):
    """One link of the masthead."""

    name: Line
    target: Line
    """A path of the site, such as `about/`, or a web address."""


def _readable_on(paper: str) -> AfterValidator:
    """Check that text of this colour can be read, and name the nearest that can."""

    def check(value: str) -> str:
        colour = spell_colour(value)
        nearest = make_readable(colour, paper)
        if nearest != colour:
            has = f"it has a contrast of {contrast(colour, paper):.1f}"
            raise ValueError(f"write {nearest!r}: on {paper} {has} and needs {LEAST}")
        return colour

    return AfterValidator(check)


class Accent(Frozen):
    """The colour of a category, in both schemes."""

    light: Annotated[str, _readable_on(LIGHT_PAPER)]
    """By day, on paper: `'#2f5d50'`."""

    dark: Annotated[str, _readable_on(DARK_PAPER)] = ""
    """By night; left out, the same with as much white as it takes."""

    @property
    def by_night(self) -> str:
        """The colour on dark paper, with some room to spare if we choose it."""
        return self.dark or make_readable(self.light, DARK_PAPER, 6.5)


def _coloured(value: object) -> object:
    if value is None:
        raise ValueError("put the colour in quotes: in YAML a bare # begins a comment")
    return {"light": value} if isinstance(value, str) else value


class FeedOptions(Frozen):
    """How the feeds are made."""

    authority: str = Field(default="", pattern=AUTHORITY)
    """Who mints the ids: `example.org,2026`, a domain you held in that year. Set it
    once and never change it: every reader knows the entries by it (RFC 4151)."""

    limit: int = Field(default=20, ge=1, le=200)
    """Entries in a feed; older ones are in the yearly archives."""

    content: Literal["full", "summary"] = "full"
    """Whole essays, or their descriptions."""

    max_kb: int = Field(default=250, ge=20, le=512)
    """A feed lists fewer entries rather than grow beyond this."""

    hub: WebAddress | None = None
    """A WebSub hub that pushes the feeds to subscribers."""

    aliases: dict[Folder, Folder] = Field(default_factory=dict)
    """Old feed paths and the feeds they stand for: `rss.xml: feed.xml`."""

    replace: Literal["", "rss-plugin"] = ""
    """`rss-plugin` serves the four feeds of mkdocs-rss-plugin, without that plugin, so
    that subscribers stay and see nothing twice."""


class ShareOptions(Frozen):
    """How share pages and their cards are made."""

    enabled: bool = True
    """Whether every post gets a page for passing on."""

    cards: bool = True
    """Whether every post gets a picture for link previews."""

    card_fonts: Lines = ()
    """Font files (TTF, OTF), relative to `mkdocs.yml`, for titles in scripts that the
    shipped font lacks; the first one that covers a title is used."""


class KitOptions(Frozen):
    """How reprint kits are made."""

    enabled: bool = True
    """Whether what may be reprinted gets a kit."""

    permission: Literal["", "allowed", "ask", "no"] = ""
    """May others reprint a post or an issue that does not say: allowed, ask or no. Nothing
    said, it gets no kit."""

    items: bool = True
    """Whether every printed item of an issue that has a kit gets one as well."""

    contact: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+|https://\S+)?$")
    """Whom editors write to: an address for mail, or a page; else that of `cta`."""


class CacheOptions(Frozen):
    """How much of what is slow to make is kept in `.cache/postroom/`."""

    max_mb: int = Field(default=256, ge=0, le=100_000)
    """What was not used for the longest time goes first; with 0 nothing stays."""


class Options(Frozen):
    """All options of the plugin."""

    layout: Literal["postroom", "material-blog"] = "postroom"
    """`material-blog` keeps the folders and addresses of mkdocs-material's blog."""

    blog_dir: Folder = ""
    """The folder, and the part of the address, below which everything lies."""

    post_dir: Folder = "posts"
    """The folder of the posts, below `blog_dir`."""

    index: Folder = "posts"
    """The address of the list of all posts, below `blog_dir`."""

    post_url_format: PostPattern = "posts/{slug}"
    """A post's address: `{slug}`, `{date}`, `{categories}`, `{file}`."""

    post_url_date_format: Line = "yyyy/MM/dd"
    """How `{date}` is written: `yyyy`, `MM` and `dd`."""

    post_slug: Literal["file", "title"] = "file"
    """What a slug is made from when a post does not name one."""

    archive_url_format: DatePattern = "posts/archive/{date}"
    categories_url_format: TermPattern = "categories/{slug}"
    tags: bool = True
    """Whether every tag has a page, and feeds."""

    tags_url_format: TermPattern = "tags/{slug}"
    series_url_format: TermPattern = "series/{slug}"
    authors_url_format: TermPattern = "authors/{slug}"

    authors_file: Line = "authors.yml"
    """Below `blog_dir`; `.authors.yml` is found too."""

    own_keys: Lines = ()
    """Keys of front matter that are for templates of the site's own, such as `hero`."""

    slugs: dict[Line, Annotated[str, Field(pattern=SLUG, max_length=120)]] = Field(
        default_factory=dict
    )
    """The part of an address that stands for a category, a tag or a series, by its name:
    `C++: cpp`."""

    categories_allowed: Lines = ()
    """If given, any other category is an error."""

    accents: dict[Line, Annotated[Accent, BeforeValidator(_coloured)]] = Field(
        default_factory=dict
    )
    """The colours of categories: `Careers: '#2f5d50'`, or `light` and `dark`."""

    pagination_per_page: int = Field(default=20, ge=1, le=100_000)
    """Posts on one page of a list."""

    post_readtime: bool = True
    """Whether the minutes it takes to read are shown."""

    post_readtime_words_per_minute: int = Field(default=240, ge=50, le=2000)

    post_excerpt_separator: Line = "<!-- more -->"
    """The comment that ends the excerpt."""

    draft_on_serve: bool = True
    """Whether `serve` shows drafts and scheduled posts, marked as such."""

    magazine: bool = True
    """Whether pages are dressed as a magazine; otherwise Material's own look stays."""

    language: str = Field(default="", pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    """The language of the essays (BCP 47), such as `en-GB`; else the theme's."""

    strapline: Line = ""
    """A few words under the site's name."""

    menu: tuple[Annotated[MenuEntry, BeforeValidator(_named)], ...] = Field(
        default=(), max_length=5
    )
    """Up to five links in the masthead: `Name: path or address`."""

    licence: LicenceName = "all-rights-reserved"
    """What others may do with a post that does not say."""

    cta: Cta | None = None
    """The invitation at the end of every post."""

    icon: Line = ""
    """A square picture of 512 pixels below the content folder, for feed readers."""

    mark: Line = ""
    """A small picture below the content folder, best an SVG: the mark of the house, at the
    end of essays, on plain pages, where nothing is found, and in the tab of a browser."""

    publish: Lines = ()
    """Files that are published on purpose, by path or name, such as `cert.pem` or
    `downloads/*.key`, though their names are those of secrets, or they lie elsewhere."""

    remote_media: Hosts = ()
    """Hosts whose pictures share pages, mails and kits may load, such as
    `pictures.example.org`; others are left out of them."""

    feeds: FeedOptions = FeedOptions()
    """The feeds."""

    share: ShareOptions = ShareOptions()
    """The share pages."""

    kits: KitOptions = KitOptions()
    """The reprint kits."""

    cache: CacheOptions = CacheOptions()
    """What is kept between builds."""

    groups: Folder = "groups"
    """The folder of the groups and their placements, below `blog_dir`; also the part of
    the address of their feeds."""

    material: MaterialBlog = MaterialBlog()
    """Further options of Material's blog, written beside the others."""

    newsletters: tuple[NewsletterOptions, ...] = ()
    """The newsletters, each with a folder of its own."""

    @field_validator("newsletters")
    @classmethod
    def _in_folders_of_their_own(
        cls, value: tuple[NewsletterOptions, ...]
    ) -> tuple[NewsletterOptions, ...]:
        if len({newsletter.id for newsletter in value}) < len(value):
            raise ValueError("give each newsletter a `folder` with a name of its own")
        if len({newsletter.label for newsletter in value}) < len(value):
            raise ValueError("give each newsletter a `label` of its own")
        return value

    @model_validator(mode="after")
    def _beside_each_other(self) -> "Options":
        below = self.posts_folder.removeprefix(f"{self.blog_dir}/")
        taken = {"", below, self.index, self.groups, *_RESERVED}
        for newsletter in self.newsletters:
            within = (f"{n.folder}/" for n in self.newsletters)
            if newsletter.folder in taken or newsletter.folder.startswith(tuple(within)):
                raise ValueError(
                    f"the newsletter {newsletter.title!r} needs a `folder` of its own, "
                    f"which {newsletter.folder!r} is not"
                )
        return self

    @property
    def posts_folder(self) -> str:
        """The folder of the posts, below the content folder."""
        if self.layout == "material-blog":
            return self.post_dir
        return "/".join(part for part in (self.blog_dir, self.post_dir) if part)

    def media_path(self, path: str) -> str:
        """Where a picture is published, by its path below the content folder.

        In Material's blog, what lies among the posts stands beside them.
        """
        above = f"{self.posts_folder}/"
        if self.layout != "material-blog" or not path.startswith(above):
            return path
        return "/".join(filter(None, (self.blog_dir, path.removeprefix(above))))

    def has_lists(self, kind: str) -> bool:
        """Whether there are pages that list posts by something, such as `tags`."""
        chosen = {
            "archive": self.material.archive,
            "years": self.material.archive,
            "categories": self.material.categories,
            "tags": self.tags,
            "authors": self.layout == "postroom" or self.material.authors_profiles,
        }
        return chosen.get(kind, True)

    @property
    def authors_path(self) -> str:
        """The file that describes authors, below the content folder."""
        if self.layout == "material-blog":
            return self.authors_file
        return "/".join(part for part in (self.blog_dir, self.authors_file) if part)

    _slugify_post: Slugify | None = PrivateAttr(default=None)
    _slugify_category: Slugify | None = PrivateAttr(default=None)
    _sort_category: Order | None = PrivateAttr(default=None)

    def with_functions(
        self,
        post: Slugify | None,
        category: Slugify | None,
        order: Order | None = None,
    ) -> "Options":
        """Make slugs of titles and categories, and sort these, as functions say."""
        called = self.model_copy()
        called._slugify_post, called._slugify_category = post, category
        called._sort_category = order
        return called

    def order_of(self, category: Any) -> Any:
        """What decides where a category stands in the menu of Material's own frame.

        Args:
            category: Something with a `name`, and `posts`, as Material gives its functions.
        """
        by = self._sort_category
        return by(category) if by else category.name

    def title_slug(self, title: str) -> str:
        """The part of an address that Material makes of a post's title."""
        make = self._slugify_post or slugify_title
        return make(title, self.material.post_slugify_separator)

    def term_slug(self, name: str) -> str:
        """The part of an address that stands for a category, a tag or a series."""
        if own := self.slugs.get(name):
            return own
        if self.layout == "material-blog":
            make = self._slugify_category or slugify_title
            return make(name, self.material.categories_slugify_separator)
        return slugify_term(name)

    @model_validator(mode="before")
    @classmethod
    def _lay_out(cls, values: object) -> object:
        if isinstance(values, dict) and values.get("layout") == "material-blog":
            return translate({**MATERIAL_BLOG, **values})
        return values


_RESERVED = ("feeds", "share", "submit", "subscribe")
"""Addresses that Postroom uses itself."""

MATERIAL_BLOG = {
    "pagination_per_page": 10,
    "post_readtime_words_per_minute": 265,
    "tags": False,
    "blog_dir": "blog",
    "index": "",
    "post_url_format": "{date}/{slug}",
    "post_slug": "title",
    "archive_url_format": "archive/{date}",
    "categories_url_format": "category/{slug}",
    "authors_url_format": "author/{slug}",
}
"""What `layout: material-blog` stands for; each can still be set by itself."""
