"""Two sites, and every command that writes in them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

from tests.e2e.building import a_post, a_site
from tests.e2e.papers import TABLE, a_paper, files_of, issue, item, section
from tests.e2e.test_intake import LINK, ONE, a_mail
from tests.e2e.test_intake import TABLE as ROWS
from tests.fakes.feedserver import a_web

from postroom.engines.mkdocs.workers import MANY
from postroom.intake.answerfile import read_answers

from .outside import Outside
from .process import Act, run
from .tree import CACHE

_POST = "docs/posts/plain.md"
_TEXT = "They wrote within a day, all forty of them.\n\n" * 40
_BUILD = ("build", "-q")

SMALL, LARGE = "small", "large"
READING = Act("harvest", SMALL, ("harvest", "--days", "9999", "--json"), a_web())
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
        Act("crosspost", SMALL, ("crosspost", "forty", "--to", "devto")),
        Act("crosspost, by hand", SMALL, ("crosspost", "forty", "--to", "medium")),
        Act("intake answer", SMALL, ("intake", "answer", "--event", "in/event.json")),
        READING,
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


def make_small(site: Path, outside: Outside) -> list[Act]:
    """Write a site with something of everything, build it, and list what can be done."""
    site.mkdir(parents=True)
    _write_small(site)
    (site / "in/event.json").write_text(outside.event, encoding="utf-8")
    _build(BUILD, site)
    with (site / "docs/groups/humber.yml").open("a", encoding="utf-8") as file:
        file.write(f"harvest: {outside.feed}\n")
    keys = _read_feeds(site)
    _change(site, "posts/letter.md")
    return list_acts(keys)


def make_large(site: Path) -> None:
    """Write a site with so many kits that other processes make them, and build it."""
    site.mkdir(parents=True)
    _write_large(site)
    _build(BUILD_LARGE, site)
    shutil.rmtree(site / CACHE)  # so that there is something to make
    _change(site, "posts/0.md")


def _build(act: Act, site: Path) -> None:
    ended = run(act, site)
    assert ended.code == 0, ended.said


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
    """Read the feed of a group once, and give the keys of what is in it."""
    ended = run(READING, site)
    keys = tuple(re.findall(r'"key": "([^"]+)"', ended.said))
    assert keys, ended.said
    return keys


def _change(site: Path, path: str) -> None:
    """Change a text, so that a build has something to publish."""
    file = site / "docs" / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Dear reader", "Dear readers"), encoding="utf-8")
