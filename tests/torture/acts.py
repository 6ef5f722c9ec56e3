"""Two sites, and every command that writes in them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from tests.e2e.building import a_post, a_site
from tests.e2e.papers import TABLE, a_paper, files_of, issue, item, section
from tests.e2e.test_intake import LINK, ONE, a_mail
from tests.e2e.test_intake import TABLE as ROWS
from tests.fakes.feeds import item as feed_item
from tests.fakes.feeds import rss
from tests.fakes.feedserver import a_web, open_server

from postroom.engines.mkdocs.workers import MANY
from postroom.intake.answerfile import read_answers

from .process import Act, run

_POST = "docs/posts/plain.md"
_TEXT = "They wrote within a day, all forty of them.\n\n" * 40
_FEED = rss(
    feed_item(
        pubDate="Thu, 05 Mar 2026 08:00:00 GMT",
        description="They meet on Tuesdays.",
        content_encoded="<p>They meet on Tuesdays, and mend.</p>",
        cc_license="https://creativecommons.org/licenses/by/4.0/",
    )
)
_BUILD = ("build", "-q")

SMALL, LARGE = "small", "large"
READING = Act("harvest", SMALL, ("harvest", "--days", "9999", "--json"))
BUILD = Act("build", SMALL, _BUILD)
BUILD_LARGE = Act("build, many kits", LARGE, _BUILD)
FIX = Act("check --fix", SMALL, ("check", "--fix"))
PLACE = Act("place", SMALL, ("place", "humber", "forty", "offered"))
NEW = Act("new", SMALL, ("new", "What the choir sang"))
DRAFT = Act("issue new", SMALL, ("issue", "new"))
MAIL = Act("intake mail", SMALL, ("intake", "mail", "in/rosa.eml", "--replies", "replies"))


def list_acts(keys: tuple[str, ...]) -> list[Act]:
    """List the commands that write in the small site.

    Args:
        keys: Of what the last reading of feeds has found.
    """
    return [
        *(BUILD, FIX, PLACE, NEW, DRAFT, MAIL),
        Act("intake csv", SMALL, ("intake", "csv", "in/rows.csv")),
        Act("submit", SMALL, ("submit", "--answers", "in/one.json")),
        Act("offer", SMALL, ("offer", "humber", "forty", "-o", "out/offer.eml")),
        Act("kit", SMALL, ("kit", "forty", "-o", "out/kit.zip")),
        Act("kit, a folder", SMALL, ("kit", "forty", "-o", "out/kit")),
        Act("issue eml", SMALL, ("issue", "eml", "1", "-o", "out/issue.eml")),
        Act("issue preview", SMALL, ("issue", "preview", "1", "-o", "out/issue.html")),
        Act("portfolio", SMALL, ("portfolio", "-o", "out/portfolio.html")),
        Act("forms", SMALL, ("forms", "--workflows")),
        Act("schema", SMALL, ("schema", "-o", "out/schema.json")),
        Act("init", SMALL, ("init", "out/begun", "--name", "Begun")),
        *(
            Act(f"harvest {words[0]}", SMALL, ("harvest", words[0], key, *words[1:]))
            for words in (
                ("--accept", "--text", "Why lifts stop, by those who mend them."),
                ("--reprint",),
                ("--dismiss",),
            )
            for key in keys[:1]
        ),
    ]


def make_sites(folder: Path) -> list[Act]:
    """Write the sites below a folder, build them, and list what can be done with them."""
    for name, write in ((SMALL, _write_small), (LARGE, _write_large)):
        site = folder / name / "site"
        site.mkdir(parents=True)
        write(site)
    small = folder / SMALL / "site"
    ended = [run(act, folder / act.site / "site") for act in (BUILD, BUILD_LARGE)]
    keys = _read_feeds(small)
    _change(small, "posts/letter.md")
    _change(folder / LARGE / "site", "posts/0.md")
    assert [each.code for each in ended] == [0, 0], ended
    return list_acts(keys)


def _write_small(site: Path) -> None:
    a_paper(
        site,
        {
            **files_of(
                {"wait": item("link", "wait"), "kudo": item("kudos", "kudo")},
                {"1": issue(sections=[section("Thanks", "kudo")])},
            ),
            "authors.yml": "ines:\n  name: Ines Okafor\n  bio: Ines edits.\n",
            "posts/letter.md": a_post("A letter", uid="letter", slug="letter"),
            "posts/plain.md": a_post("Plain", _TEXT),
            "posts/forty.md": a_post("Forty", _TEXT, uid="forty1", reprint="allowed"),
            "groups/humber.yml": "name: Humber Engineers\nkind: association\n",
        },
        newsletters=({**TABLE, "zone": "Europe/London"},),
    )
    (site / "in").mkdir()
    (site / "in/rows.csv").write_text(ROWS, encoding="utf-8")
    (site / "in/one.json").write_text(json.dumps(ONE), encoding="utf-8")
    assert read_answers(site / "in/one.json", date(2026, 11, 2))
    message = a_mail("Link: How to run a meeting nobody dreads", LINK)
    (site / "in/rosa.eml").write_bytes(bytes(message))


def _write_large(site: Path) -> None:
    posts = {
        f"posts/{n}.md": a_post(f"Essay {n}", uid=f"essay{n:03}", reprint="allowed")
        for n in range(MANY + 4)
    }
    a_site(site, posts)


def _read_feeds(site: Path) -> tuple[str, ...]:
    """Let a group have a feed, read it once, and give the keys of what is in it."""
    with open_server() as server:
        group = site / "docs/groups/humber.yml"
        url = server.serve("/humber.xml", _FEED)
        with group.open("a", encoding="utf-8") as file:
            file.write(f"harvest: {url}\n")
        ended = run(READING, site, about=a_web())
    keys = tuple(re.findall(r'"key": "([^"]+)"', ended.said))
    assert keys, ended.said
    return keys


def _change(site: Path, path: str) -> None:
    """Change a text, so that a build has something to publish."""
    file = site / "docs" / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Dear reader", "Dear readers"), encoding="utf-8")
