"""The feeds of a built site, and the hub that each says pushes it on (WebSub)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

_LINK = "{http://www.w3.org/2005/Atom}link"
_ENDINGS = (".xml", ".json")


class Topic(NamedTuple):
    """A feed that a hub pushes on."""

    hub: str
    url: str
    """Its own address, by which the hub knows it."""

    path: Path


def list_topics(site: Path) -> Iterator[Topic]:
    """List the feeds of a built site that name a hub, by their paths.

    Source:
        https://www.w3.org/TR/websub/, 4: a feed says both its hub and its own address.
    """
    for path in sorted(site.rglob("*")):
        if path.suffix in _ENDINGS and path.is_file():
            hub, url = _read_json(path) if path.suffix == ".json" else _read_xml(path)
            if hub and url:
                yield Topic(hub, url, path)


def _read_json(path: Path) -> tuple[str, str]:
    try:
        feed = json.loads(path.read_bytes())
        hubs = [hub["url"] for hub in feed.get("hubs", ()) if hub["type"] == "WebSub"]
        return (hubs[0] if hubs else ""), str(feed.get("feed_url", ""))
    except (ValueError, AttributeError, KeyError, TypeError):  # other files are JSON, too
        return "", ""


def _read_xml(path: Path) -> tuple[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return "", ""
    links = {each.get("rel", ""): each.get("href", "") for each in root.iter(_LINK)}
    return links.get("hub", ""), links.get("self", "")
