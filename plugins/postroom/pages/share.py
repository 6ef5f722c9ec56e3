"""A post becomes its share page: the essay, who wrote it, where it lives, nothing else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno
from markupsafe import Markup

from postroom.edition.edition import Edition
from postroom.edition.renditions import show_cover, show_pictures
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import direction_of, join_names
from postroom.pages.metadata import describe_post
from postroom.pages.policy import forbid_all_but, local_address, write_style
from postroom.pages.tables import box_tables
from postroom.pages.words import day_in, phrases_in
from postroom.toolbox.cache import fingerprint
from postroom.toolbox.pictures import leave_out, list_pictures, set_pictures

_PICTURE = re.compile(r"<img ")
_COLUMN = "(min-width: 42rem) 38rem, calc(100vw - 2rem)"
"""How wide the page shows a picture."""

_TASK = re.compile(r"<li>(\s*(?:<p>)?)([☐☑])")
_QR_MASK = 2


@dataclass(frozen=True)
class SharePage:
    """What a share page says, before it is rendered."""

    edition: Edition
    post: Post
    said: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Tell all that the page depends on; empty if a template of it is the site's own.

        Such a template may ask for anything that there is.
        """
        site, templates = self.edition.site, self.edition.templates
        if templates.has_own("share page"):
            return ""
        authors = [site.home_of_author(author) for author in self.said["authors"]]
        return fingerprint(
            "share page",
            [site.name, site.base, site.index_name, *authors],
            self.post,
            self.said,
            templates.digest_of("share page"),
        )

    def render(self) -> str:
        """Render the page that is passed on; it works without anything from elsewhere."""
        site = self.edition.site
        say = phrases_in(self.said["language"])
        title = say("QR code of {}").format(self.post.title)
        return self.edition.templates.render(
            "share/page.html",
            site=site,
            post=self.post,
            qr=Markup(_draw_qr(self.said["meta"].canonical, title)),
            say=say,
            day=day_in(self.said["language"]),
            author_url=site.home_of_author,
            **self.said,
        )


def compose_share_page(edition: Edition, post: Post) -> SharePage:
    """Gather what a post's share page says."""
    return SharePage(edition, post, _say(edition, post))


def _say(edition: Edition, post: Post) -> dict[str, Any]:
    site = edition.site
    metadata = describe_post(edition, post)
    language = post.lang or site.language
    root = "../" * site.share_page(post).count("/")
    local = partial(local_address, base=site.base, root=root)
    essay = leave_out(edition.fragment(post).page_html, site.shown)
    shown = list_pictures(essay)
    cover = (
        show_cover(edition, post) if site.cover_of(post).startswith(site.shown) else None
    )
    said = {
        "meta": metadata,
        "language": language,
        "direction": direction_of(language),
        "locale": site.locale if language == site.language else "",
        "authors": site.authors_of(post),
        "byline": join_names([author.name for author in site.authors_of(post)]),
        "licence": post.licence_or(site.options.licence),
        "minutes": edition.minutes(post),
        "kit": site.has_kit(post),
        "elsewhere": [a for a in site.appearances_of(post) if a.url != metadata.canonical],
        "json_ld": Markup(metadata.json_ld),
        "essay": Markup(
            _prepare(
                set_pictures(essay, site.base, show_pictures(edition, local), _COLUMN),
                site.base,
                root,
                phrases_in(language),
            )
        ),
        "oembed": site.absolute(site.path("share", post.slug, "oembed.json")),
        "cover": local(cover.plain.url) if cover else "",
        "cover_size": cover.plain.size if cover else None,
        "cover_choices": cover.list_choices(local) if cover else "",
        "column": _COLUMN,
        "icon": _own_picture(site, site.tab_icon, root),
        "mark": _own_picture(site, site.options.mark, root),
    }
    names = [place.name for place in site.appearances_of(post)]
    credit = post.image.credit if post.image else ""
    letters = "".join((site.name, metadata.json_ld, essay, credit, *names))
    css = write_style(edition.templates, root, "share/share.css", letters=letters)
    pictures = _from_elsewhere(site, [*shown, cover.plain.url if cover else ""])
    policy = forbid_all_but(css, metadata.json_ld, pictures=pictures)
    return {**said, "css": Markup(css), "policy": policy}


def _own_picture(site: Site, path: str, root: str) -> str:
    """The address of a picture that the options name; empty if they name none."""
    return local_address(path and site.absolute(path), site.base, root)


def _from_elsewhere(site: Site, shown: list[str]) -> list[str]:
    """The pictures that a page shows and its site does not have."""
    return [url for url in shown if url and not url.startswith(site.base)]


def _prepare(essay: str, base: str, root: str, say: Callable[[str], str]) -> str:
    """Let wide tables and code scroll by keyboard, and pictures below load late."""
    boxed = box_tables(essay, say("Table"))
    later = _PICTURE.sub('<img loading="lazy" ', boxed).replace(
        f' src="{base}', f' src="{root}'
    )
    is_list = "☐" in later or "☑" in later
    labelled = _TASK.sub(partial(_label_task, say), later) if is_list else later
    return labelled.replace("<pre>", '<pre tabindex="0">')


def _label_task(say: Callable[[str], str], task: re.Match[str]) -> str:
    """Take the bullet from a task, and say in words whether it is done."""
    label = say("done" if task[2] == "☑" else "to do")
    return (
        f'<li class="task">{task[1]}<span role="img" aria-label="{label}">{task[2]}</span>'
    )


def _draw_qr(url: str, title: str) -> str:
    """Draw the post's address; a fixed mask takes a tenth of the time and reads as well."""
    code = segno.make(url, error="m", micro=False, boost_error=False, mask=_QR_MASK)
    drawn: str = code.svg_inline(
        light="#fff",
        title=title,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawn
