"""The site as a whole: its facts, its people, its posts, its addresses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime

from postroom.model.address import INDEXES, join_path, normalise, stem
from postroom.model.author import Author
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter, Printed
from postroom.model.options import Options
from postroom.model.placement import Placement
from postroom.model.post import Appearance, Cta, PictureTerms, Post, Reprint
from postroom.model.text import slugify_title

_NAMED_FORMATS = ("full", "long", "medium", "short")
_COUNTRY = re.compile("[A-Za-z]{2}")
_SINCE = 2026
"""A year in which whoever uses Postroom held their domain; it must never change."""

NOWHERE = "http://localhost/"


@dataclass(frozen=True)
class Site:
    """Everything that is published together."""

    name: str
    url: str
    """Absolute, with a `/` at its end; empty when nobody said where it will be."""

    options: Options
    description: str = ""
    language: str = "en"
    index_name: str = ""
    """`index.html` where addresses have to name files, else nothing."""

    posts: tuple[Post, ...] = ()
    """What readers may see now, newest first."""

    hidden: frozenset[str] = frozenset()
    """The uids of posts that only a preview shows: drafts and scheduled ones."""

    authors: Mapping[str, Author] = field(default_factory=dict)
    newsletters: tuple[Newsletter, ...] = ()
    groups: tuple[Group, ...] = ()
    """Other communities, by id."""

    placements: tuple[Placement, ...] = ()
    """What became of posts and issues there, newest first."""

    tag_index: str = ""
    """The path of a page of the site's own that lists all tags; empty if it has none."""

    repository: str = ""
    """The address of the site's repository, where forms are; may be empty."""

    @property
    def base(self) -> str:
        """Where absolute addresses start; a stand-in when the site has no address."""
        return self.url or NOWHERE

    @property
    def locale(self) -> str:
        """The language as Open Graph writes it (`en_GB`), if it names a region."""
        language, _, region = self.language.partition("-")
        is_country = _COUNTRY.fullmatch(region)
        return f"{language.lower()}_{region.upper()}" if is_country else ""

    @cached_property
    def authority(self) -> str:
        """The start of every tag URI (RFC 4151): who mints the ids, and since when."""
        set_once = self.options.feeds.authority
        if not set_once:
            parts = urlsplit(self.base)
            path = parts.path.strip("/")
            set_once = f"{parts.hostname},{_SINCE}" + (f":{path}" if path else "")
        return f"tag:{set_once}{'/' if ':' in set_once else ':'}"

    @property
    def domain(self) -> str:
        """The domain that mints the ids; it stays when the site moves."""
        return self.authority.removeprefix("tag:").partition(",")[0]

    def path(self, *parts: str) -> str:
        """The path of a file of ours: `path("share", slug, "card.png")`."""
        bare = (part.strip("/") for part in (self.options.blog_dir, *parts))
        return "/".join(part for part in bare if part)

    def page(self, *parts: str) -> str:
        """The path of a page: with a `/` at its end, or the name of its file."""
        folder = self.path(*parts)
        return f"{folder}/{self.index_name}" if folder else self.index_name

    @property
    def tab_icon(self) -> str:
        """The path of what the tab of a browser shows; empty if there is none."""
        return self.options.icon or self.options.mark

    @property
    def shown(self) -> tuple[str, ...]:
        """How the addresses begin of pictures that what leaves the site may load."""
        hosts = self.options.remote_media
        return (self.base, *(f"https://{host}/" for host in hosts))

    def absolute(self, path: str) -> str:
        """The full address of a path of the site."""
        return self.base + quote(path, safe="/#?&=:,@+~")

    def post_folder(self, post: Post) -> str:
        """A post's address below `blog_dir`, after the configured pattern."""
        return self._folders.get(post.uid) or self._fill_pattern(post)

    @cached_property
    def _folders(self) -> dict[str, str]:
        """Asked for twenty times a post, in links of all kinds."""
        return {post.uid: self._fill_pattern(post) for post in self.posts}

    def _fill_pattern(self, post: Post) -> str:
        options = self.options
        many = options.material.post_url_max_categories
        is_theirs, name = options.layout == "material-blog", stem(post.path)
        filed = (is_theirs and post.rubrics) or post.categories
        filled = options.post_url_format.format(
            slug=post.slug if post.address is None else post.address,
            date=self.write_date(post, options.post_url_date_format),
            categories="/".join(map(options.term_slug, [*dict.fromkeys(filed)][:many])),
            file="index" if is_theirs and name in INDEXES else name,
        )
        parts = [part for part in filled.split("/") if part not in ("", ".")]
        if is_theirs and parts and parts[-1] in INDEXES:
            parts.pop()  # MkDocs takes such a file for its folder
        return "/".join(parts)

    def write_date(self, post: Post, pattern: str) -> str:
        """Write when a post appeared, by a pattern of CLDR's, such as `MMMM yyyy`."""
        if pattern == "yyyy/MM/dd":
            return f"{post.published:%Y/%m/%d}"
        if pattern == "yyyy":
            return f"{post.published:%Y}"
        return self._write(post.published, pattern)

    def write_day(self, day: date) -> str:
        """Write a day as templates of Material's blog do by their filter `date`."""
        return self._write(day, self.options.material.post_date_format)

    def _write(self, day: date, pattern: str) -> str:
        if pattern in _NAMED_FORMATS:
            return format_date(day, pattern, self._locale)
        return format_datetime(day, pattern, locale=self._locale)

    @cached_property
    def _locale(self) -> Locale:
        try:
            return Locale.parse(self.language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return Locale("en")

    def post_page(self, post: Post) -> str:
        """The path of a post's page."""
        return self.page(self.post_folder(post))

    def share_page(self, post: Post) -> str:
        """The path of a post's share page."""
        return self.page("share", post.slug)

    def kit_path(self, post: Post) -> str:
        """The folder of a post's reprint kit."""
        return self.path("share", post.slug, "kit")

    def issue_kit_path(self, newsletter: Newsletter, issue: Issue) -> str:
        """The folder of an issue's reprint kit."""
        return self.path(newsletter.options.folder, str(issue.number), "kit")

    def item_kit_path(self, newsletter: Newsletter, issue: Issue, anchor: str) -> str:
        """The folder of the reprint kit of an item, by its anchor in an issue."""
        return f"{self.issue_kit_path(newsletter, issue)}/{anchor}"

    def kit_page(self, post: Post) -> str:
        """The path of the page of a post's reprint kit."""
        return f"{self.kit_path(post)}/{self.index_name}"

    def terms_of(self, subject: Post | Issue) -> Reprint | None:
        """What editors may do with a post or an issue; None if nobody said."""
        default = self.options.kits.permission
        return subject.reprint or (Reprint(permission=default) if default else None)

    def has_kit(self, subject: Post | Issue) -> bool:
        """Whether a reprint kit is made of it."""
        terms = self.terms_of(subject)
        if not (self.url and self.options.kits.enabled):
            return False
        return terms is not None and terms.permission != "no"

    @cached_property
    def reprints(self) -> tuple[Post, ...]:
        """The posts that have a reprint kit, newest first."""
        return tuple(filter(self.has_kit, self.posts))

    def has_item_kits(self, issue: Issue) -> bool:
        """Whether a reprint kit is made of each item of an issue."""
        return self.options.kits.items and self.has_kit(issue)

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Every group by its id."""
        return {group.id: group for group in self.groups}

    def placements_of(self, subject: Post | Issue) -> tuple[Placement, ...]:
        """What became of a post or an issue at all groups, newest first."""
        return self._placements_by_subject.get(subject.tag, ())

    @cached_property
    def _placements_by_subject(self) -> dict[str, tuple[Placement, ...]]:
        found = defaultdict(list)
        for placement in self.placements:
            found[placement.subject].append(placement)
        return {tag: tuple(placements) for tag, placements in found.items()}

    def appearances_of(self, subject: Post | Issue) -> tuple[Appearance, ...]:
        """Where else it appeared, oldest first: by its placements, and as it says."""
        said = subject.also_on if isinstance(subject, Post) else ()
        return _once_each((*said, *self._published(subject, announced=False)))

    def announcements_of(self, subject: Post | Issue) -> tuple[Appearance, ...]:
        """Where it was told of with a line and a link, oldest first."""
        return _once_each(self._published(subject, announced=True))

    def _published(self, subject: Post | Issue, *, announced: bool) -> Iterator[Appearance]:
        for placement in self.placements_of(subject):
            group = self.group_by_id[placement.group]  # reading checked it
            if placement.published and group.only_announces is announced:
                day = datetime.combine(placement.published, time(), UTC)
                yield Appearance(name=group.title, url=placement.url or None, date=day)

    def contact_of(self, post: Post | None = None) -> str:
        """Whom editors write to, as an address that a link can have; may be empty."""
        cta = self.cta_of(post) if post else self.options.cta
        found = self.options.kits.contact or (cta.mail if cta else "")
        return f"mailto:{found}" if "@" in found and "//" not in found else found

    def author_page(self, author: Author) -> str:
        """The path of an author's profile; empty where authors have none."""
        if not self.options.has_lists("authors"):
            return ""
        return self.term_page("authors", author.profile or author.address)

    def home_of_author(self, author: Author) -> str:
        """The full address of the profile; else of a page elsewhere, or of the site."""
        page = self.author_page(author)
        return self.absolute(page) if page else author.url or self.base

    def page_of_term(self, kind: str, name: str) -> str:
        """The path of the page of a category, tag or series, by its name; empty if it has
        none, and for a tag that another page lists its place there.

        Source:
            mkdocs-material, 9.6: `tags_slugify_format`.
        """
        if not self.options.has_lists(kind):
            place = f"{self.tag_index}#tag:{slugify_title(name, '-')}"
            return place if kind == "tags" and self.tag_index else ""
        return self.term_page(kind, self.options.term_slug(name))

    def term_page(self, kind: str, slug: str) -> str:
        """The path of the page of one category, tag, series or author."""
        pattern: str = getattr(self.options, f"{kind}_url_format")
        return self.page(pattern.format(slug=slug))

    def newsletter_page(self, newsletter: Newsletter, *parts: str) -> str:
        """The path of a newsletter's page, or of one below it: a board, a number."""
        return self.page(newsletter.options.folder, *parts)

    def issue_page(self, newsletter: Newsletter, issue: Issue) -> str:
        """The path of the page of an issue."""
        return self.newsletter_page(newsletter, str(issue.number))

    def place_of(self, newsletter: Newsletter, printed: Printed) -> str:
        """The path of an item's place on the page of its issue."""
        page = self.issue_page(newsletter, printed.issue)
        return f"{page}#{printed.item.anchor}"

    def notice_page(self, newsletter: Newsletter, item: Item) -> str:
        """The path of the page that a job or an event has to itself."""
        return self.newsletter_page(newsletter, item.row.plural, item.slug)

    def home_of(self, post: Post) -> str:
        """The canonical address: where the post was first published."""
        return post.canonical or self.absolute(self.post_page(post))

    def authors_of(self, post: Post) -> tuple[Author, ...]:
        """The people who wrote a post, in its order; reading reports unknown ones."""
        return tuple(self.authors[key] for key in post.authors if key in self.authors)

    def cta_of(self, post: Post) -> Cta | None:
        """The invitation at the end of a post, if it has one."""
        if post.cta is True:
            return self.options.cta
        return post.cta or None

    def avatar_of(self, author: Author) -> str:
        """The full address of an author's photo, or nothing."""
        return self._media_address(author.avatar)

    def _media_address(self, path: str) -> str:
        if not path or path.startswith(("https://", "http://")):
            return path
        return self.absolute(self.options.media_path(path.lstrip("/")))

    def photo_of(self, author: Author) -> str:
        """The full address of an author's photo for print, or nothing."""
        return self._media_address(author.photo or author.avatar)

    def cover_of(self, post: Post) -> str:
        """The full address of a post's cover, or nothing."""
        if post.image is None or post.image.src.startswith(("https://", "http://")):
            return post.image.src if post.image else ""
        path = join_path(post.path, unquote(post.image.src))
        return self.absolute(self.options.media_path(path))

    def picture_terms(self, post: Post) -> Mapping[str, PictureTerms]:
        """What others may do with the pictures of a post, by their full addresses."""
        named = {
            path
            if path.startswith(("https://", "http://"))
            else self.absolute(join_path(post.path, unquote(path))): terms
            for path, terms in post.pictures.items()
        }
        return {self.cover_of(post): post.image, **named} if post.image else named

    def minutes(self, post: Post, words: int) -> int:
        """How long it takes to read, at least one minute; 0 when not to be shown."""
        if not self.options.post_readtime:
            return 0
        if post.readtime is not None:
            return post.readtime
        return max(1, round(words / self.options.post_readtime_words_per_minute))

    def is_hidden(self, post: Post) -> bool:
        """Whether only a preview shows the post."""
        return post.uid in self.hidden


def _once_each(places: Iterable[Appearance]) -> tuple[Appearance, ...]:
    """Put places in order, each once: one page is one place, and so is one name."""
    known: dict[str, Appearance] = {}
    for place in places:
        known.setdefault(normalise(place.url) if place.url else place.name, place)
    undated = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(known.values(), key=lambda place: place.date or undated))


class Dated(Protocol):
    """Anything that knows when it last changed."""

    @property
    def updated(self) -> datetime: ...  # noqa: D102


def latest(of: Iterable[Dated]) -> datetime | None:
    """When any of these last changed."""
    return max((one.updated for one in of), default=None)
