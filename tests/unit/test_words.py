"""Pages of essays speak the language of the site, where they know it."""

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from tests.factories import a_post, a_site, an_author, an_edition, at

from postroom.edition.views import paginate
from postroom.pages.pagespec import list_pages
from postroom.pages.render import Leaf, render_article, render_home, render_listing
from postroom.pages.words import WORDS, day_in, phrases_in
from postroom.toolbox.makers import SHIPPED

SAID = re.compile(r"""\bsay\((?P<args>(?:[^()]|\([^()]*\))*)\)""")
LITERAL = re.compile(r'"([A-Za-z][^"]*)"')
NO_WORDS = {"index", "archive", "categories", "tags", "series", "authors"}
"""Kinds of views, which templates compare with."""


def words_of(template: Path) -> set[str]:
    found = SAID.finditer(template.read_text(encoding="utf-8"))
    return {word for call in found for word in LITERAL.findall(call["args"])} - NO_WORDS


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_language_has_a_word_for_all_that_pages_say(language):
    rooms = (SHIPPED / name for name in ("pages", "magazine"))
    templates = [path for room in rooms for path in room.rglob("*.html")]
    needed = set().union(*map(words_of, templates))

    assert len(needed) > 50
    assert needed - {*WORDS[language]} == set()


DAYS = {
    "de-AT": ("4. März 2026", "4. März"),
    "fr": ("4 mars 2026", "4 mars"),
    "es-MX": ("4 de marzo de 2026", "4 de marzo"),
    "en-GB": ("4 March 2026", "4 March"),
    "ja": ("4 March 2026", "4 March"),
}


@pytest.mark.parametrize(("language", "expected"), DAYS.items(), ids=DAYS.keys())
def test_a_day_is_written_as_the_language_does(language, expected):
    write = day_in(language)

    assert (write(date(2026, 3, 4)), write(date(2026, 3, 4), year=False)) == expected


def test_the_first_of_a_month_is_the_first_in_french():
    assert day_in("fr")(date(2026, 8, 1)) == "1er août 2026"


def test_what_a_language_has_no_word_for_is_said_in_english():
    assert phrases_in("tlh")("More essays") == "More essays"
    assert phrases_in("DE_at".replace("_", "-"))("By") == "Von"


def test_a_german_magazine_is_german():
    people = (an_author("ines"), an_author("tom", name="Tom"))
    posts = [
        a_post(uid, day, authors=["ines", "tom"], series={"name": "S", "part": day})
        for uid, day in (("aaaa", 3), ("bbbb", 4))
    ]
    edition = an_edition(a_site(*posts, authors=people, language="de"), now=at(9))
    [archive] = [view for view in edition.views if view.kind == "archive"]
    [listing] = paginate(edition.site, archive)

    pages = [
        render_article(Leaf(edition, "posts/aaaa/"), posts[0], content="<p>Ja.</p>"),
        render_home(Leaf(edition, "index.html")),
        render_listing(listing, Leaf(edition, archive.path)),
    ]

    text = " ".join(html.fromstring(page).text_content() for page in pages)
    assert "Von Ines und Tom, 3. März 2026" in " ".join(text.split())
    english = "By and part March Archive Follow Previous Next Last"
    assert [w for w in english.split() if re.search(rf"\b{w}\b", text)] == []


def test_what_a_site_calls_itself_is_translated_nowhere():
    post = a_post(categories=["Archive"])
    site = a_site(post, language="de", categories_allowed=["Archive"])

    titles = {spec.path: spec.title for spec in list_pages(an_edition(site))}

    assert titles["posts/archive/"] == "Archiv"
    assert titles["categories/"] == "Rubriken"
    assert titles["categories/archive/"] == "Archive"
