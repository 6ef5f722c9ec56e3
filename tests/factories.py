"""Small values for tests: a post, a site, an edition; name only what matters."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from postroom.build import list_artefacts
from postroom.cache import Cache
from postroom.fragments import make_fragment
from postroom.model.artefact import Artefact
from postroom.model.author import Author
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.pages.edition import Edition
from postroom.pages.templates import Templates

URL = "https://example.org/"
AUTHORITY = "example.org,2026"


def at(day: int, hour: int = 0) -> datetime:
    """A moment of March 2026, or of the months around it; in UTC."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def a_post(uid: str = "aaaa", day: int = 4, **front_matter: Any) -> Post:
    """A checked post; any key of the front matter can be given."""
    values = {
        "path": f"posts/{uid}.md",
        "uid": uid,
        "slug": uid,
        "title": f"Essay {uid}",
        "date": at(day),
    }
    return Post.model_validate(values | front_matter)


def an_author(key: str = "ines", **values: Any) -> Author:
    """A checked author."""
    return Author.model_validate({"name": key.capitalize()} | values | {"id": key})


def a_site(*posts: Post, authors: tuple[Author, ...] = (), **values: Any) -> Site:
    """A site of these posts, in any order; what is no field of it is an option."""
    fields = {key: values.pop(key) for key in list(values) if key in Site.__match_args__}
    feeds = {"authority": AUTHORITY} | values.pop("feeds", {})
    values["feeds"] = {key: value for key, value in feeds.items() if value is not None}
    return Site(
        **{"name": "The Long Table", "url": URL, "options": Options(**values)} | fields,
        posts=tuple(sorted(posts, key=lambda post: post.sort_key, reverse=True)),
        authors={author.id: author for author in authors},
    )


def an_edition(
    site: Site, texts: Mapping[str, str] | None = None, size: tuple[int, int] | None = None
) -> Edition:
    """An edition whose posts have the given HTML, by uid; every picture has one size."""
    edition = Edition(site, Templates(), lambda _: size)
    for post in site.posts:
        edition.fragments[post.uid] = make_fragment(
            (texts or {}).get(post.uid, f"<p>The text of {post.uid}.</p>"),
            url=site.absolute(site.post_page(post)),
        )
    return edition


def artefacts_of(edition: Edition) -> dict[str, Artefact]:
    """Everything that is made of an edition, by path; nothing is rendered yet."""
    nowhere = Cache(Path("/nowhere"))
    return {made.path: made for made in list_artefacts(edition, nowhere, fonts=())}


def a_file(*lines: str, body: str = "The text.\n") -> bytes:
    """A Markdown file with these lines as its front matter."""
    return "\n".join(["---", *lines, "---", body]).encode()
