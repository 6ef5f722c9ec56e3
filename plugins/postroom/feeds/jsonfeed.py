"""A channel becomes a JSON Feed 1.1 document."""

import json
from typing import Any

from postroom.feeds.channel import Channel
from postroom.feeds.entry import Entry, Person


def render_json(channel: Channel) -> bytes:
    """Render a channel; members without a value are left out.

    Source:
        JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
    """
    older = [url for rel, url, _ in channel.links if rel == "prev-archive"]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.description,
        "next_url": older[0] if older else None,
        "icon": channel.icon,
        "favicon": channel.icon,
        "authors": [{"name": channel.author, "url": channel.author_url}],
        "language": channel.language,
        "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else None,
        "_postroom": _present({"id": channel.id, "licence": channel.licence}),
        "items": [_item(entry) for entry in channel.entries],
    }
    kept = {"items": feed["items"], **_present(feed)}
    ordered = {key: kept[key] for key in feed if key in kept}
    return json.dumps(ordered, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    text = {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    return _present(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.via,
            "title": entry.title,
            **text,
            "summary": entry.summary,
            "image": entry.image.url if entry.image else None,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [_person(person) for person in entry.authors],
            "tags": [term.label for term in entry.terms],
            "language": entry.language,
            "_postroom": _present({"licence": entry.licence}),
        }
    )


def _person(person: Person) -> dict[str, Any]:
    return _present({"name": person.name, "url": person.url, "avatar": person.avatar})


def _present(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value: the format knows no nulls."""
    return {key: value for key, value in members.items() if value}
