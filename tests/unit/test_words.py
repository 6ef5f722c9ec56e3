"""Pages of essays speak the language of the site, where they know it."""

import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment
from lxml import html
from tests.factories import (
    a_newsletter,
    a_post,
    a_site,
    an_author,
    an_edition,
    an_issue,
    an_item,
    at,
)

from postroom.edition.views import paginate
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.kits.credit import _FORBIDS
from postroom.kits.files import ORIGINS
from postroom.model.formats import FORMATS
from postroom.model.kinds import CONSENT, KINDS
from postroom.model.text import set_apostrophes
from postroom.pages.newsletter import render_issue
from postroom.pages.pagespec import list_newsletter_pages, list_pages
from postroom.pages.render import Leaf, render_article, render_home, render_listing
from postroom.pages.words import WORDS, day_in, phrases_in
from postroom.toolbox.makers import SHIPPED

SAID = re.compile(r"""\bsay\((?P<args>(?:[^()]|\([^()]*\))*)\)""")
LITERAL = re.compile(r'"([A-Za-z{][^"]*)"')
NO_WORDS = {"index", "archive", "categories", "tags", "series", "authors", "allowed"}
"""Kinds of views, and a permission, which templates compare with."""

ROOMS = ("pages/*.html", "magazine/**/*.html", "share/*.html", "kit/*.html")
ENGLISH = {"kinds.html"}
"""A part of our guide, which is in English."""

TEMPLATES = [
    path for room in ROOMS for path in SHIPPED.glob(room) if path.name not in ENGLISH
]


def words_of(template: Path) -> set[str]:
    found = SAID.finditer(template.read_text(encoding="utf-8"))
    return {word for call in found for word in LITERAL.findall(call["args"])} - NO_WORDS


def words_of_tables() -> set[str]:
    """What templates say that stands in tables of the core."""
    kinds = {text for kind in KINDS.values() for text in (kind.heading, kind.about)}
    formats = {text for row in FORMATS.values() for text in (row.title, row.copied) if text}
    origins = {set_apostrophes(text.capitalize()) for text in ORIGINS.values()}
    return {
        "all rights reserved",
        *kinds,
        *formats,
        *origins,
        *_FORBIDS.values(),
        set_apostrophes(CONSENT),
    }


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_language_has_a_word_for_all_that_pages_say(language):
    needed = set().union(words_of_tables(), *map(words_of, TEMPLATES))

    assert len(needed) > 150
    assert needed - {*WORDS[language]} == set()


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_translation_has_the_gaps_of_the_english(language):
    differing = {e: w for e, w in WORDS[language].items() if e.count("{") != w.count("{")}

    assert differing == {}


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize(
    ("seen", "heard"), [("reprint", "Reprint kit"), ("link", "Link to this item")]
)
def test_what_a_link_is_called_aloud_has_the_words_it_shows(language, seen, heard):
    say = phrases_in(language)

    assert say(seen).casefold() in say(heard).casefold()


UNREAD = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.S)
SHOWN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"|>([^<>]*)', re.S)
WORD = re.compile(r"[A-Za-z]{2}")
NAMES = re.compile(
    r"HTML|style=.*|KB|&\w+;|manifest\.json|feeds\.opml|<|For |postroom submit|/items/"
)
"""What is called so in every language, and what programs read."""

MARKUP = re.compile(r"\(min-width|[<=]|pr-|%")


def bare_words_of(template: Path) -> list[str]:
    """What a template says in English without asking what that is in other languages."""
    text = UNREAD.sub("", SAID.sub("", template.read_text(encoding="utf-8")))
    tokens = [(kind, value) for _, kind, value in Environment().lex(text)]
    data = "".join(value for kind, value in tokens if kind == "data")
    strings = [value[1:-1] for kind, value in tokens if kind == "string"]
    sentences = [v for v in strings if " " in v.strip() and not MARKUP.search(v)]
    shown = ["".join(groups).strip() for groups in SHOWN.findall(data)]
    return [text for text in (*sentences, *shown) if WORD.search(NAMES.sub("", text))]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_has_a_word_of_its_own_in_english_alone(template):
    assert bare_words_of(template) == []


def test_a_word_in_english_alone_is_seen(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<p>Hello</p>{{ "Not you" if x }}<i title="You">{{ say("Fine words") }}'
    )

    assert bare_words_of(page) == ["Not you", "Hello", "You"]


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


def test_a_german_newsletter_is_german():
    ask = an_item("ask", title="Wer hat eine Leiter?", by="Rosa")
    newsletter = a_newsletter([ask], [an_issue(1, 1, items=[ask.name])], cadence="weekly")
    site = a_site(newsletters=[newsletter], language="de")
    edition = an_edition(site, now=at(5), convert=convert_submitted)
    leaves = {spec.path: spec for spec in list_newsletter_pages(edition)}
    pages = [spec.render(Leaf(edition, path), "") for path, spec in leaves.items()]
    issue = newsletter.issues[0]
    leaf = Leaf(edition, site.issue_page(newsletter, issue))
    pages.append(render_issue(leaf, newsletter, issue, content=""))

    text = " ".join(
        " ".join(html.fromstring(page).text_content() for page in pages).split()
    )
    english = "rights Asks Send No by appears Nothing Sent issue Follow We"
    assert [w for w in english.split() if re.search(rf"\b{w}\b", text)] == []
    for said in ("Gesuche", "Nr. 1", "Etwas einsenden bis", "Eingesandt von Rosa"):
        assert said in text


def test_what_a_site_calls_itself_is_translated_nowhere():
    post = a_post(categories=["Archive"])
    site = a_site(post, language="de", categories_allowed=["Archive"])

    titles = {spec.path: spec.title for spec in list_pages(an_edition(site))}

    assert titles["posts/archive/"] == "Archiv"
    assert titles["categories/"] == "Rubriken"
    assert titles["categories/archive/"] == "Archive"
