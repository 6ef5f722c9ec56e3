"""What feedgen lacks or gets wrong, as extensions of it.

`feedgen` writes RSS and Atom; links other than `self`, several authors, licences,
pictures and archive marks come from here. Its Atom nodes carry no namespace of their
own, so neither do ours.
"""

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from postroom.feeds.channel import Channel
from postroom.feeds.entry import Entry

ATOM = "http://www.w3.org/2005/Atom"
CC = "http://backend.userland.com/creativeCommonsRssModule"
DC = "http://purl.org/dc/elements/1.1/"
FH = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"


class FeedExtras(BaseExtension):  # type: ignore[misc]
    """Links, licence and archive marks of a whole feed."""

    channel: Channel

    def extend_ns(self) -> dict[str, str]:
        """Declare what the feed or any of its entries uses."""
        channel = self.channel
        spaces = {"dc": DC}
        if any(entry.image for entry in channel.entries):
            spaces["media"] = MEDIA
        if channel.is_archive or channel.is_complete:
            spaces["fh"] = FH
        if channel.licence or any(entry.licence for entry in channel.entries):
            spaces["creativeCommons"] = CC
        return spaces

    def extend_rss(self, rss: Any) -> Any:
        """Add what belongs to the channel, before its items."""
        self._extend(rss[0], f"{{{ATOM}}}link")
        if self.channel.licence:
            etree.SubElement(rss[0], f"{{{CC}}}license").text = self.channel.licence
        return rss

    def extend_atom(self, feed: Any) -> Any:
        """Add what belongs to the feed, before its entries."""
        self._extend(feed, "link")
        if self.channel.licence:
            etree.SubElement(feed, "link", rel="license", href=self.channel.licence)
        return feed

    def _extend(self, parent: Any, link: str) -> None:
        for rel, href, kind in self.channel.links:
            etree.SubElement(parent, link, rel=rel, href=href, type=kind)
        if self.channel.hub:
            etree.SubElement(parent, link, rel="hub", href=self.channel.hub)
        if self.channel.is_archive:
            etree.SubElement(parent, f"{{{FH}}}archive")
        if self.channel.is_complete:
            etree.SubElement(parent, f"{{{FH}}}complete")


class EntryExtras(BaseEntryExtension):  # type: ignore[misc]
    """Authors, picture and licence of one entry."""

    entry: Entry
    language: str
    """The feed's; an entry in another one says so."""

    def extend_rss(self, item: Any) -> Any:
        """Add one `dc:creator` per author: `author` would need an e-mail address."""
        for person in self.entry.authors:
            etree.SubElement(item, f"{{{DC}}}creator").text = person.name
        if self.entry.licence:
            etree.SubElement(item, f"{{{CC}}}license").text = self.entry.licence
        _add_medium(item, self.entry)
        return item

    def extend_atom(self, entry: Any) -> Any:
        """Add the language, the licence (RFC 4946) and the picture."""
        if self.entry.language != self.language:
            entry.set("{http://www.w3.org/XML/1998/namespace}lang", self.entry.language)
        if self.entry.licence:
            etree.SubElement(entry, "link", rel="license", href=self.entry.licence)
        _add_medium(entry, self.entry)
        return entry


def _add_medium(parent: Any, entry: Entry) -> None:
    image = entry.image
    if image is None:
        return
    size = {"width": str(image.size[0]), "height": str(image.size[1])} if image.size else {}
    node = etree.SubElement(
        parent,
        f"{{{MEDIA}}}content",
        url=image.url,
        type=image.type,
        medium="image",
        **size,
    )
    if image.alt and entry.html:  # else readers would take it for the entry's own text
        etree.SubElement(node, f"{{{MEDIA}}}description", type="plain").text = image.alt


class LinkedEntry(FeedEntry):  # type: ignore[misc]
    """An entry whose Atom links keep rel and type (python-feedgen issue 135)."""

    def atom_entry(self, extensions: bool = True) -> Any:
        """Put back the attributes that feedgen 1.0.0 loses."""
        node = super().atom_entry(extensions)
        for element, link in zip(node.findall("link"), self.link() or [], strict=False):
            element.attrib.update({key: value for key, value in link.items() if value})
        return node
