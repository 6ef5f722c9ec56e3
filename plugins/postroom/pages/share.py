"""A post becomes its share page: the essay, who wrote it, where it lives, nothing else."""

import base64
import hashlib
import re

import segno
from markupsafe import Markup

from postroom.model.post import Post
from postroom.model.text import direction_of
from postroom.pages.edition import Edition
from postroom.pages.metadata import describe_post, join_names
from postroom.pages.tables import box_tables

_SOURCE = re.compile(r'<img [^<>]*?src="([^"]*)"')
_PICTURE = re.compile(r"<img ")
_QR_MASK = 2


def render_share_page(edition: Edition, post: Post) -> bytes:
    """Render the page that is passed on; it works without anything from elsewhere."""
    site = edition.site
    metadata = describe_post(edition, post)
    language = post.lang or site.language
    root = "../" * site.share_page(post).count("/")
    css = edition.templates.read("share/share.css")
    page = edition.templates.render(
        "share/page.html",
        site=site,
        post=post,
        meta=metadata,
        language=language,
        direction=direction_of(language),
        locale=site.locale if language == site.language else "",
        authors=site.authors_of(post),
        byline=join_names([author.name for author in site.authors_of(post)]),
        licence=post.licence_or(site.options.licence),
        minutes=edition.minutes(post),
        policy=_policy(edition, post, css, metadata.json_ld),
        css=Markup(css),
        json_ld=Markup(metadata.json_ld),
        essay=Markup(_prepare(edition.fragment(post).page_html, site.base, root)),
        qr=Markup(_draw_qr(metadata.canonical, post.title)),
        oembed=site.absolute(site.path("share", post.slug, "oembed.json")),
        cover=_local(site.cover_of(post), site.base, root),
        icon=_local(
            site.options.icon and site.absolute(site.options.icon), site.base, root
        ),
        cover_size=edition.size_of(site.cover_of(post)) if post.image else None,
        author_url=lambda author: site.absolute(site.author_page(author)),
    )
    return page.encode()


def _policy(edition: Edition, post: Post, css: str, json_ld: str) -> str:
    """Forbid everything but the page's own style, data block and pictures.

    Source:
        Content Security Policy Level 3, 2.3 and 6.7.
    """
    shown = [
        *_SOURCE.findall(edition.fragment(post).page_html),
        edition.site.cover_of(post),
    ]
    is_remote = any(url and not url.startswith(edition.site.base) for url in shown)
    pictures = "'self' https:" if is_remote else "'self'"
    return (
        "default-src 'none'; connect-src 'self'; "
        f"style-src '{_hash(css)}'; script-src '{_hash(json_ld)}'; "
        f"img-src {pictures}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _local(address: str, base: str, root: str) -> str:
    """Write the address of a picture of the site so that it loads from any host."""
    return root + address[len(base) :] if address.startswith(base) else address


def _prepare(essay: str, base: str, root: str) -> str:
    """Let wide tables and code scroll by keyboard, and pictures below load late."""
    boxed = box_tables(essay)
    later = _PICTURE.sub('<img loading="lazy" ', boxed).replace(
        f' src="{base}', f' src="{root}'
    )
    return later.replace("<pre>", '<pre tabindex="0">')


def _draw_qr(url: str, title: str) -> str:
    """Draw the post's address; a fixed mask takes a tenth of the time and reads as well."""
    code = segno.make(url, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    drawn: str = code.svg_inline(
        light="#fff",
        title=f"QR code of {title}",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawn
