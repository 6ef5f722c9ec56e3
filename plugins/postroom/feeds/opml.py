"""Feeds become one OPML file, for readers that subscribe to several at once."""

from collections.abc import Iterable

from lxml import etree

from postroom.feeds.spec import FeedSpec
from postroom.model.site import Site


def render_opml(site: Site, feeds: Iterable[FeedSpec]) -> bytes:
    """Render a subscription list with the RSS feed of each specification.

    Source:
        OPML 2.0, http://opml.org/spec2.opml (subscription lists).
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = f"Feeds of {site.name}"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        # The format reads text as HTML, so a < or & has to be escaped once more.
        title = feed.title.replace("&", "&amp;").replace("<", "&lt;")
        etree.SubElement(
            body,
            "outline",
            type="rss",
            text=title,
            title=title,
            description=feed.description.replace("&", "&amp;").replace("<", "&lt;"),
            xmlUrl=site.absolute(feed.path("rss")),
            htmlUrl=site.absolute(feed.home),
        )
    made: bytes = etree.tostring(root, encoding="utf-8", pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + made
