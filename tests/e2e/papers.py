"""Small sites with a newsletter, as their editors wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from tests.e2e.building import a_post, a_site
from tests.e2e.sites import PIXEL
from tests.factories import an_item

from postroom.intake.itemfile import render_item

MAIL = {
    "sender": "Ines Okafor",
    "address": "table@small.example",
    "postal": "The Long Table, 14 Chapel Lane, Leeds, England",
    "reason": "You get this because you asked for Second Helpings.",
    "unsubscribe": "https://away.example/small/",
}
TABLE = {
    "title": "Second Helpings",
    "description": "What the community sends in.",
    "cadence": "fortnightly",
    "service": {"name": "mailto", "mail": "table@small.example"},
    "mail": MAIL,
}
WAITING = "saxifrage"
"""What only an item says that no issue has printed."""

DRAFTED = "quillwort"
"""What only an issue says that is a draft, and the item that it lists."""


def item(kind: str, uid: str, **values: Any) -> str:
    """The file of an item."""
    return render_item(an_item(kind, uid, **values))


def issue(letter: str = "Dear all,\n\nhello.", **front: Any) -> str:
    """The file of an issue."""
    values = {"date": "2026-03-04", "subject": "What the choir asked us", **front}
    dumped = yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
    return f"---\n{dumped}---\n\n{letter}\n"


def section(title: str, *items: str, **more: Any) -> dict[str, Any]:
    """A section of an issue."""
    return {"title": title, "items": list(items), **more}


ITEMS = {
    "even": item(
        "event",
        "even",
        start="2030-03-20 18:30",
        end="2030-03-20 21:00",
        text="Bring *one* question; see https://tuesday.example.org/how.",
        by="Rosa & Co",
        by_url="https://rosa.example.org/",
    ),
    "jobs": item("job", "jobs", closes="2030-03-31"),
    "past": item("job", "past", closes="2026-03-31"),
    "asks": item("ask", "asks", reach="me@small.example", mail_is_public=True),
    "offr": item("offer", "offr"),
    "link": item("link", "link"),
    "news": item("news", "news"),
    "welc": item("welcome", "welc"),
    "kudo": item("kudos", "kudo"),
    "wait": item("link", "wait", title=f"A {WAITING}", text=f"A {WAITING} in the wall."),
    "next": item("link", "next", title=f"One {DRAFTED}", text=f"One {DRAFTED}, in water."),
}
ISSUES = {
    "1": issue(sections=[section("Thanks", "kudo")]),
    "2": issue(
        "Dear all,\n\nread [that](../../posts/letter.md), from\n"
        "[the first issue](1.md).\n\n## What we learnt\n\n![A table](table.png)",
        date="2026-03-18",
        subject="Soup & bread: what is 1 < 2?",
        preheader="A choir that wants to end well, and an hour given away",
        sections=[
            section("New essays", posts=["letter"]),
            section("Events & jobs", "even", "jobs", "past"),
            section("From you", "asks", "offr", "link", "news", "welc"),
        ],
        quote={"text": "I came for the soup.", "by": "A guest"},
        sponsor={
            "name": "Kettle & Quill",
            "url": "https://kettle.example/",
            "text": "*Tea*.",
        },
    ),
    "3": issue(
        f"A letter on the {DRAFTED}.",
        date="2026-04-01",
        subject=f"Our {DRAFTED} and others",
        draft=True,
        sections=[section("Worth it", "next")],
    ),
}


def files_of(
    items: Mapping[str, str | bytes] = ITEMS,
    issues: Mapping[str, str | bytes] = ISSUES,
    folder: str = "newsletter",
) -> dict[str, str | bytes]:
    """The files of a newsletter, by their paths."""
    return {
        **{f"{folder}/items/{name}.md": text for name, text in items.items()},
        **{f"{folder}/issues/{name}.md": text for name, text in issues.items()},
    }


def a_paper(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    newsletters: tuple[Mapping[str, Any], ...] = (TABLE,),
    blog_dir: str = "",
    options: Mapping[str, Any] | None = None,
    **config: Any,
) -> Path:
    """Write a site with a post, a picture and a newsletter with an item of every kind."""
    below = f"{blog_dir}/" if blog_dir else ""
    own = files_of() if files is None else files
    written = {
        "posts/letter.md": a_post("A letter", uid="letter", slug="letter"),
        "newsletter/issues/table.png": PIXEL,
        **({"index.md": "# Essays\n"} if blog_dir else {}),
        **own,
    }
    return a_site(
        folder,
        {f"{below}{path}": content for path, content in written.items()},
        options={
            "newsletters": [dict(newsletter) for newsletter in newsletters],
            "feeds": {"authority": "small.example,2025"},
            **({"blog_dir": blog_dir} if blog_dir else {}),
            **(options or {}),
        },
        repo_url="https://github.com/small/site",
        **config,
    )
