"""Platforms without an API: the right format, the right page, and the exact steps."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal

from postroom.model.text import direction_of
from postroom.outbox.announcement import Announcement, compose_text

ByHand = Literal["medium", "substack", "linkedin"]

_MOST_LINKEDIN = 3000
_TITLE = re.compile(r"<h2\b[^>]*>.*?</h2>\n?", re.S)
_KEEP = "keep the last lines, which say where it first appeared, and publish it"
_PASTE = "open {} in a browser, select all of it, copy, and paste it below the title"


@dataclass(frozen=True)
class Handout:
    """What a person needs to publish a post somewhere."""

    name: str
    """What the platform is called."""

    page: str
    """Where to begin."""

    files: dict[str, str]
    """What to paste, by the names of files."""

    copied: str
    """What is worth having on the clipboard."""

    is_html: bool
    """Whether that is HTML, for an editor that keeps its headings and links."""

    steps: tuple[str, ...]


def prepare(platform: ByHand, announcement: Announcement, server: str = "") -> Handout:
    """Get a post ready for a platform that nothing but a browser can publish at.

    Args:
        platform: Which one.
        announcement: The post.
        server: The address of one's own publication, where a platform has many.
    """
    return _PREPARE[platform](announcement, server.rstrip("/"))


def _prepare_medium(announcement: Announcement, server: str) -> Handout:
    steps = [
        f"paste {announcement.home} into the field, and choose Import",
        "choose See your story, and look at its headings, pictures and notes",
        "leave the text as it is: imported, it names your own page as the original, "
        "which a pasted text would not",
    ]
    steps += [f"as topics write {', '.join(announcement.tags)}"] * bool(announcement.tags)
    return Handout(
        name="Medium",
        page="https://medium.com/p/import",
        files={},
        copied=announcement.home,
        is_html=False,
        steps=(*steps, "publish it"),
    )


def _prepare_substack(announcement: Announcement, server: str) -> Handout:
    name = f"{announcement.slug}-substack.html"
    page = _render_page(announcement)
    return Handout(
        name="Substack",
        page=f"{server}/publish/post" if server else "https://substack.com/home",
        files={name: page},
        copied=page,
        is_html=True,
        steps=(
            "begin a new text post" if server else "choose Create, and then a text post",
            f"as title write: {announcement.title}",
            f"as subtitle write: {announcement.sentence}",
            _PASTE.format(name),
            "look at the pictures",
            _KEEP,
        ),
    )


def _prepare_linkedin(announcement: Announcement, server: str) -> Handout:
    post, article = (f"{announcement.slug}-linkedin.{kind}" for kind in ("txt", "html"))
    text = compose_text(announcement, most=_MOST_LINKEDIN, count=len)
    return Handout(
        name="LinkedIn",
        page="https://www.linkedin.com/feed/?shareActive=true",
        files={post: f"{text}\n", article: _render_page(announcement)},
        copied=text,
        is_html=False,
        steps=(
            f"for a post: paste what is in {post}, wait for the preview, and post it",
            "for an article: begin at https://www.linkedin.com/article/new/",
            f"as its title write: {announcement.title}",
            _PASTE.format(article),
            _KEEP,
        ),
    )


_PREPARE: dict[ByHand, Callable[[Announcement, str], Handout]] = {
    "medium": _prepare_medium,
    "substack": _prepare_substack,
    "linkedin": _prepare_linkedin,
}


def _render_page(announcement: Announcement) -> str:
    """Make a page of a text without its title, for which editors have a field."""
    language = escape(announcement.language)
    return (
        f'<!doctype html>\n<html lang="{language}" '
        f'dir="{direction_of(announcement.language)}">\n<meta charset="utf-8">\n'
        f"<title>{escape(announcement.title)}</title>\n"
        f"{_TITLE.sub('', announcement.html, count=1)}</html>\n"
    )
