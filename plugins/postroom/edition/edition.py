"""The site with all that is derived from it once: what every page is made from."""

import hashlib
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from postroom.edition.feedlists import list_group_feeds, list_newsletter_feeds
from postroom.edition.feedspec import FeedSpec, list_feeds
from postroom.edition.fragments import Fragments
from postroom.edition.neighbours import Neighbours, find_neighbours
from postroom.edition.views import list_groupings, list_overviews, list_views
from postroom.fragments.submitted import clean_submitted
from postroom.model.address import is_markdown
from postroom.model.fragment import Fragment
from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import shorten
from postroom.model.view import Overview, View
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.templates import Templates

Size = tuple[int, int]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Edition:
    """One build's worth of a site.

    Paths, views and feeds follow from the front matter alone; fragments arrive when
    the engine has rendered the posts.
    """

    site: Site
    templates: Templates
    size_of: Callable[[str], Size | None]
    """Width and height of a picture of the site, by its absolute address."""

    address_of: Callable[[str], str] = lambda _: ""
    """The path of a page that is no post, by its Markdown file; empty if there is none."""

    title_of: Callable[[str], str] = lambda _: ""
    """What such a page is called, once it is rendered."""

    bytes_of: Callable[[str], bytes | None] = lambda _: None
    """The bytes of a picture of the site, by its absolute address."""

    file_of: Callable[[str], str | None] = lambda _: None
    """The file of such a picture, for processes of their own."""

    cache: Cache | None = None
    """Where what is made of pictures is kept."""

    fonts: tuple[Path, ...] = ()
    """What cards are written with where our own fonts lack the letters."""

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """The moment of the build; decides which jobs are open and which events over."""

    convert: Callable[[str], str] = html.escape
    """Makes HTML of the Markdown that a member wrote; need not be clean."""

    known_html: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What became of texts of members before, by digests of these."""

    used_html: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """What became of those of this build."""

    digest_of_file: Callable[[str], bytes] = lambda _: b""
    """Tells one state of a file that was read from another; empty if nobody knows."""

    fragments: Fragments = field(default_factory=Fragments)
    """Of posts and of the letters of issues."""

    _composed: dict[tuple[object, ...], object] = field(
        default_factory=dict, init=False, repr=False
    )
    """What was composed of it, see `once_per_edition`."""

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Every view."""
        return list_views(self.site)

    @property
    def archive(self) -> View:
        """All posts by their years; just all of them where there is no archive."""
        by_kind = {view.kind: view for view in self.views}
        return by_kind.get("archive") or by_kind["index"]

    @cached_property
    def overviews(self) -> tuple[Overview, ...]:
        """All categories, all tags, and so on."""
        return list_overviews(self.site, self.views)

    @cached_property
    def feeds(self) -> tuple[FeedSpec, ...]:
        """Every feed one can subscribe to; none while the site has no address."""
        if not self.site.url:
            return ()
        own = list_feeds(self.site, self.views)
        papers = (list_newsletter_feeds(self.site, n) for n in self.site.newsletters)
        return (*own, *(feed for feeds in papers for feed in feeds))

    @cached_property
    def group_feeds(self) -> tuple[FeedSpec, ...]:
        """The feeds made for groups; only these are told of them."""
        return list_group_feeds(self.site, self.now) if self.site.url else ()

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbours]:
        """What stands beside each post, by uid."""
        return find_neighbours(self.site.posts, list_groupings(self.site))

    @cached_property
    def front(self) -> tuple[Post, ...]:
        """All posts as the front page has them: what is pinned first, then the newest."""
        return tuple(sorted(self.site.posts, key=lambda post: not post.pin))

    def fragment(self, subject: Post | Issue) -> Fragment:
        """The cleaned text of a post, or of an issue's letter.

        Raises:
            LookupError: It was not rendered.
        """
        return self.fragments.of(subject.path)

    @cached_property
    def last_turn(self) -> datetime | None:
        """The last moment at which something might be printed, or was over.

        Until the next one, and on the same day, the moment of a build makes no difference.
        """
        papers = self.site.newsletters
        subjects: list[Post | Issue] = [*self.site.posts]
        subjects += [issue for newsletter in papers for issue in newsletter.issues]
        terms = map(self.site.terms_of, subjects)
        moments = [each.not_before for each in terms if each and each.not_before]
        for newsletter in papers:
            printed = newsletter.printed
            moments += [each.item.over_since(each.issue.date) for each in printed]
        return max((moment for moment in moments if moment <= self.now), default=None)

    def digest_of(self, post: Post) -> str:
        """Tell all that outputs say of a post from what it was, whatever others say.

        The moment of the build is part of it as far as it matters.
        """
        return self.once(("digest", post.path), lambda: self._digest(post))

    def _digest(self, post: Post) -> str:
        places = self.site.appearances_of(post)
        parts = (post, self.fragment(post), places, self._has_to_wait(post))
        return fingerprint("site", self.surroundings, *parts)

    def digest_of_issue(self, issue: Issue) -> str:
        """Tell all that outputs say of an issue from what it was: items, essays, letter.

        How items are set follows from the site's Markdown extensions, which it leaves out.
        """
        return self.once(("digest", issue.path), lambda: self._digest_issue(issue))

    def _digest_issue(self, issue: Issue) -> str:
        newsletter = self.newsletter_of[issue.path]
        posts = filter(None, map(self.post_by_slug, issue.post_slugs))
        names = [name for section in issue.sections for name in section.items]
        items = [
            self.digest_of_item(newsletter.items[n]) for n in names if n in newsletter.items
        ]
        firsts = [
            (first.path, first.number) for n in names if (first := newsletter.listed.get(n))
        ]
        paper = newsletter.options
        around = self.once(("digest", paper.folder), lambda: fingerprint("site", paper))
        return fingerprint(
            "site",
            [self.surroundings, around],
            issue.model_dump_json(),
            self.fragment(issue),
            [*map(self.digest_of, posts)],
            items,
            firsts,
            issue.uid in newsletter.hidden,
            self._has_to_wait(issue),
        )

    def digest_of_item(self, item: Item) -> tuple[str, bytes]:
        """Tell an item from what it was: by its file, or by all that it says.

        Its page is called as its file is.
        """
        said = self.digest_of_file(item.path) or item.model_dump_json().encode()
        return item.path, said

    def _has_to_wait(self, subject: Post | Issue) -> bool:
        terms = self.site.terms_of(subject)
        return bool(terms and terms.not_before and terms.not_before > self.now)

    @cached_property
    def surroundings(self) -> str:
        """Tell all that is around a text from what it was, but for other texts."""
        told = {field.name: getattr(self.site, field.name) for field in fields(self.site)}
        for name in ("posts", "newsletters", "groups", "placements"):
            del told[name]
        told["hidden"] = sorted(self.site.hidden)
        return fingerprint("site", told, self.templates.digest)

    def once(self, key: tuple[object, ...], compose: Callable[[], T]) -> T:
        """Compose a thing, or give it as it was composed before."""
        if key not in self._composed:
            self._composed[key] = compose()
        return cast(T, self._composed[key])

    def clean(self, text: str) -> str:
        """The HTML of what a member wrote; each text is converted once."""
        if not text:
            return ""
        return self.once(("clean", text), lambda: self._convert_or_recall(text))

    def _convert_or_recall(self, text: str) -> str:
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        cleaned = self.known_html.get(key)
        if cleaned is None:
            cleaned = clean_submitted(self.convert(text))
        self.used_html[key] = cleaned
        return cleaned

    def post_by_slug(self, slug: str) -> Post | None:
        """The post that readers see under a slug."""
        return self._posts_by_slug.get(slug)

    @cached_property
    def newsletter_of(self) -> Mapping[str, Newsletter]:
        """The newsletter of each issue, by the issue's path."""
        return {i.path: n for n in self.site.newsletters for i in n.issues}

    @cached_property
    def _posts_by_slug(self) -> dict[str, Post]:
        return {post.slug: post for post in self.site.posts}

    def feed_by_key(self, key: str) -> FeedSpec | None:
        """The feed of this key, if there is one."""
        return self._feeds_by_key.get(key)

    def feed_of(self, view: View) -> FeedSpec | None:
        """The feed that belongs to a view."""
        return self._feeds_by_key.get(view.feed_key)

    @cached_property
    def _feeds_by_key(self) -> dict[str, FeedSpec]:
        return {feed.key: feed for feed in self.feeds}

    def minutes(self, post: Post) -> int:
        """How long a post takes to read; 0 when not to be shown."""
        return self.site.minutes(post, self.fragment(post).words)

    def further(self, post: Post) -> list[tuple[str, str]]:
        """The titles and addresses of what a post names as further reading."""
        found = []
        for title, target in post.links:
            name, mark, anchor = target.partition("#")
            other = self._posts_by_path.get(name)
            if other is not None:
                page = self.site.post_page(other)
                found.append((title or other.title, page + mark + anchor))
            elif not is_markdown(name):
                found.append((title or target, target))
            elif address := self.address_of(name):
                said = title or self.title_of(name) or name.rpartition(".")[0]
                found.append((said, address + mark + anchor))
        return found

    @cached_property
    def _posts_by_path(self) -> dict[str, Post]:
        return {post.path: post for post in self.site.posts}

    def description(self, post: Post, most: int = 200) -> str:
        """One sentence on a post: its author's own, or how it begins."""
        return shorten(post.description or self.fragment(post).teaser, most)


def once_per_edition(
    subject: Callable[P, object],
) -> Callable[[Callable[Concatenate[Edition, P], T]], Callable[Concatenate[Edition, P], T]]:
    """Let a thing be composed once for each subject, whoever asks for it.

    It is kept as long as the edition: what is large, or asked for once, should not be.

    Args:
        subject: Says by which plain value the arguments are told apart.
    """

    def decorate(
        compose: Callable[Concatenate[Edition, P], T],
    ) -> Callable[Concatenate[Edition, P], T]:
        @wraps(compose)
        def recall(edition: Edition, /, *args: P.args, **kwargs: P.kwargs) -> T:
            key = (compose, subject(*args, **kwargs))
            return edition.once(key, lambda: compose(edition, *args, **kwargs))

        return recall

    return decorate
