"""Feeds become one OPML file, for readers that subscribe to several at once."""

from collections.abc import Iterable
from html import escape

from lxml import etree

from postroom.edition.feedspec import FeedSpec
from postroom.model.site import Site


def render_opml(site: Site, feeds: Iterable[FeedSpec]) -> bytes:
    """Render a subscription list with the RSS feed of each specification.

    Source:
        OPML 2.0, http://opml.org/spec2.opml (subscription lists).
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _as_html(f"Feeds of {site.name}")
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(
            body,
            "outline",
            type="rss",
            text=_as_html(feed.title),
            title=_as_html(feed.title),
            description=_as_html(feed.description),
            xmlUrl=site.absolute(feed.path("rss")),
            htmlUrl=site.absolute(feed.home),
        )
    made: bytes = etree.tostring(root, encoding="utf-8", pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + made


def _as_html(text: str) -> str:
    """The format reads text as HTML, so that plain text is escaped once more."""
    return escape(text, quote=False)
