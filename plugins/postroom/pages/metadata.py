"""A post becomes what machines read of its pages: previews, JSON-LD, oEmbed."""

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from postroom.edition.edition import Edition, once_per_edition
from postroom.edition.renditions import find_card
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import join_names, shorten
from postroom.pages.card import HEIGHT, WIDTH, Card
from postroom.pages.typefaces import is_writable

_MIN_PREVIEW_WIDTH = 600


@dataclass(frozen=True)
class PreviewPicture:
    """What a link preview shows."""

    url: str
    type: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Metadata:
    """What the head of a post's page and of its share page says."""

    title: str
    description: str
    canonical: str
    published: str
    modified: str
    licence: str
    """The licence's address, if it has one."""

    picture: PreviewPicture | None
    json_ld: str
    """Safe to stand inside a `script` element."""


@once_per_edition(lambda post: post.path)
def describe_post(edition: Edition, post: Post) -> Metadata:
    """Say what machines should know of a post."""
    picture = preview_picture(edition, post)
    return Metadata(
        title=post.title,
        description=edition.description(post),
        canonical=edition.site.home_of(post),
        published=_iso(post.published),
        modified=_iso(post.updated),
        licence=post.licence_or(edition.site.options.licence).url,
        picture=picture,
        json_ld=_json_ld(edition, post, picture),
    )


def card_of(site: Site, post: Post) -> Card:
    """What a post's card says."""
    names = [author.name for author in site.authors_of(post)]
    return Card(post.title, f"By {join_names(names)}" if names else "", site.name)


@once_per_edition(lambda post: post.path)
def preview_picture(edition: Edition, post: Post) -> PreviewPicture | None:
    """The author's own cover if it is large enough, else the card made for the post.

    Where no font can write the title there is no card, but a small cover, or the icon.
    """
    site = edition.site
    cover = _preview(
        edition, site.cover_of(post), (post.image and post.image.alt) or post.title
    )
    if cover and cover.width >= _MIN_PREVIEW_WIDTH:
        return cover
    if not (site.options.share.enabled and site.options.share.cards):
        return None
    card = card_of(site, post)
    if not is_writable(card.title, edition.fonts):
        return _small_picture(edition, post)
    # networks keep a picture for weeks: a changed card needs a changed address
    version = hashlib.sha256(repr(card).encode()).hexdigest()[:8]
    url = f"{site.absolute(site.path('share', post.slug, 'card.png'))}?v={version}"
    return PreviewPicture(url, "image/png", card.alt, WIDTH, HEIGHT)


def _small_picture(edition: Edition, post: Post) -> PreviewPicture | None:
    site = edition.site
    icon = site.options.icon and site.absolute(site.options.icon)
    alt = post.image.alt if post.image else ""
    shown = ((site.cover_of(post), alt or post.title), (icon, site.name))
    found = (_preview(edition, url, shows) for url, shows in shown)
    return next(filter(None, found), None)


def _preview(edition: Edition, cover: str, shows: str) -> PreviewPicture | None:
    """Show a picture where networks know its kind, and its size is known."""
    card = find_card(edition, cover) if cover else None
    url = card.url if card else cover
    size = card.size if card else edition.size_of(cover) if cover else None
    kind = mimetypes.guess_type(urlsplit(url).path)[0] or ""
    return PreviewPicture(url, kind, shows, *size) if size and kind in _PREVIEWED else None


_PREVIEWED = frozenset({"image/jpeg", "image/png"})


def _iso(moment: Any) -> str:
    return str(moment.isoformat()).replace("+00:00", "Z")


def _json_ld(edition: Edition, post: Post, picture: PreviewPicture | None) -> str:
    """One BlogPosting (https://schema.org/BlogPosting)."""
    site = edition.site
    licence = post.licence_or(site.options.licence)
    known = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": shorten(post.title, 110),
        "description": edition.description(post),
        "datePublished": _iso(post.published),
        "dateModified": _iso(post.updated),
        "author": [
            {
                "@type": "Person",
                "name": author.name,
                "url": site.home_of_author(author),
            }
            for author in site.authors_of(post)
        ]
        or {"@type": "Organization", "name": site.name, "url": site.base},
        "publisher": {"@type": "Organization", "name": site.name, "url": site.base},
        "image": picture.url if picture else "",
        "mainEntityOfPage": site.home_of(post),
        "inLanguage": post.lang or site.language,
        "isAccessibleForFree": True,
        "license": licence.url,
        "wordCount": edition.fragment(post).words,
        "keywords": ", ".join(post.tags),
    }
    return dump_json({key: value for key, value in known.items() if value})


def dump_json(value: object) -> str:
    """Write JSON that cannot end the script element around it."""
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        made.replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def render_oembed(edition: Edition, post: Post) -> bytes:
    """Say how others may embed a post: as a link, the type that every consumer takes.

    Source:
        oEmbed 1.0, https://oembed.com/, 2.3.4.
    """
    site = edition.site
    picture = preview_picture(edition, post)
    authors = site.authors_of(post)
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": post.title,
        "provider_name": site.name,
        "provider_url": site.base,
        "cache_age": 86400,
    }
    if authors:
        said["author_name"] = join_names([author.name for author in authors])
        said["author_url"] = site.home_of_author(authors[0])
    if picture:
        said["thumbnail_url"] = picture.url
        said["thumbnail_width"] = picture.width
        said["thumbnail_height"] = picture.height
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"
