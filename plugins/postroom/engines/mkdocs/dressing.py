"""A page that the engine rendered gets its body, and what is said of it in its head."""

import re
from html import unescape
from typing import Any

from mkdocs.structure.pages import Page

from postroom.edition.edition import Edition
from postroom.engines.mkdocs.blogtemplates import BlogSpeaker, is_foreign
from postroom.engines.mkdocs.pages import GeneratedPage, IssuePage, PostPage, path_of
from postroom.model.options import Options
from postroom.pages import render
from postroom.pages.newsletter import find_lead, render_issue
from postroom.pages.placeholders import fill_placeholders
from postroom.pages.render import Leaf

_SEARCH_MARK = re.compile(r'\s?data-search-\w+="[^"]+"')
"""What Material's search, which leaves magazines alone, takes out of a page."""


class Dresser:
    """Makes of pages of one build what readers see of them."""

    def __init__(self, edition: Edition, options: Options, speaker: BlogSpeaker) -> None:
        """Take a site, whose texts are rendered, and who speaks to templates of its own."""
        self._edition, self._options, self._speaker = edition, options, speaker

    def place_parts(self, page: Page) -> None:
        """Fill in what authors marked with a comment."""
        leaf = self._leaf(page)
        if page.content is not None:
            page.content = fill_placeholders(page.content, leaf)
        if isinstance(page, IssuePage):
            page.letter = fill_placeholders(page.letter, leaf)

    def fill(self, context: Any, page: Page) -> Any:
        """Give a template what it is to show."""
        context = self._add_body(context, page)
        if is_foreign(page, self._options):
            self._speaker.speak(context, page)
        return context

    def _add_body(self, context: Any, page: Page) -> Any:
        leaf = self._leaf(page)
        if page.content and self._options.magazine:
            page.content = _SEARCH_MARK.sub("", page.content)
        if isinstance(page, PostPage):
            post = page.manuscript.post
            context["body"] = render.render_article(
                leaf, post, content=page.content or "", headings=page.headings
            )
            if post.canonical:
                page.canonical_url = post.canonical
        elif isinstance(page, IssuePage):
            context["body"] = render_issue(
                leaf, page.newsletter, page.manuscript.issue, content=page.letter
            )
        elif isinstance(page, GeneratedPage):
            context["body"] = page.made.render(leaf, leaf.set_pictures(page.content or ""))
        elif page.meta.get("template") == "home.html":
            intro = leaf.set_pictures(page.content or "")
            context["body"] = render.render_home(leaf, intro=intro)
        elif page.content and self._options.magazine:
            page.content = render.render_plain(leaf, page.content)
        return context

    def add_head(self, output: str, page: Page) -> str:
        """Say in the head of a page what feeds and previews are to know."""
        post = page.manuscript.post if isinstance(page, PostPage) else None
        made = page.made if isinstance(page, GeneratedPage) else None
        edition = self._edition
        cover, issue = post, None
        description = made.description if made else str(page.meta.get("description", ""))
        if isinstance(page, IssuePage):
            issue = page.manuscript.issue
            cover, description = find_lead(edition, issue), issue.preheader
        elif page.meta.get("template") == "home.html":
            cover = next(iter(edition.front), None)
        about = render.About(
            title=unescape(page.title or ""),
            description=description,
            post=post,
            published=issue.date if issue else None,
            feed=made.feed if made else None,
            cover=cover,
        )
        head = render.render_head(self._leaf(page), about)
        return output.replace("</head>", f"{head}</head>", 1)

    def _leaf(self, page: Page) -> Leaf:
        return Leaf(self._edition, path_of(page))
