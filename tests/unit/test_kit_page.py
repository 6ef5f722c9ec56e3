"""The page of a kit: may I, how long, copy; safe with any text, whole without script."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from tests.factories import (
    a_newsletter,
    a_post,
    a_site,
    an_author,
    an_edition,
    an_issue,
    an_item,
    artefacts_of,
    at,
    bytes_of,
)
from tests.unit.test_share import NASTY

from postroom.edition.edition import Edition
from postroom.fragments import make_fragment
from postroom.kits.compose import compose_issue_kit, compose_post_kit, first_sentences
from postroom.kits.kit import Kit
from postroom.model.author import Author
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.pages.pagespec import list_reprint_pages
from postroom.pages.render import Leaf
from postroom.toolbox.templates import Templates

PICTURE = Path(__file__).parents[2] / "content/images/favicon.png"
LONG = "".join(f"<p>{'Some words that say a little. ' * 12}</p>" for _ in range(10))
AUTHOR = an_author(
    "ines",
    name="Ines Okafor",
    bio="She edits. She sings alto.",
    bios={50: "She edits."},
    photo="images/ines.jpg",
)


def an_edition_with(text: str = LONG, site: dict | None = None, **front: object) -> Edition:
    values = {"title": "The forty letters", "reprint": "allowed", "authors": ["ines"]}
    made = a_site(
        a_post("aaaa", 4, **{"licence": "CC-BY-4.0"} | values | front),
        authors=(AUTHOR,),
        **{"cta": {"mail": "letters@example.org"}} | (site or {}),
    )
    return an_edition(
        made,
        {"aaaa": text},
        size=(1200, 1800),
        bytes_of=lambda _: PICTURE.read_bytes(),
        file_of=lambda _: str(PICTURE),
    )


def the_page(edition: Edition, path: str = "share/aaaa/kit/index.html") -> str:
    return bytes_of(edition, path).decode()


def said(page: str) -> str:
    """What a reader sees, as one line."""
    tree = html.document_fromstring(page)
    for hidden in tree.xpath("//script|//style|//textarea"):
        hidden.drop_tree()
    return " ".join(tree.text_content().split())


ANSWERS = {
    "allowed": ({}, ["Yes, you may print this", "CC BY 4.0", "Tell us Where it ran"]),
    "ask": ({"reprint": "ask"}, ["Please ask before you print this", "Ask letters@"]),
    "not yet": (
        {"reprint": {"permission": "allowed", "not_before": "2026-04-01"}},
        ["Yes, you may print this from 1 April 2026 on", "Not before 1 April 2026"],
    ),
    "not yet, and not unasked": (
        {"reprint": {"permission": "ask", "not_before": "2026-04-01"}},
        ["Please ask before you print this", "Not before 1 April 2026"],
    ),
    "a note": (
        {"reprint": {"permission": "allowed", "note": "Tell me where it ran."}},
        ["Tell me where it ran."],
    ),
    "no changes, nothing sold": (
        {"licence": "CC-BY-NC-ND-4.0"},
        [
            "CC BY-NC-ND 4.0: no changes beyond the lengths offered here; "
            "not in anything that is sold"
        ],
    ),
    "not sold": (
        {"licence": "CC-BY-NC-4.0"},
        ["CC BY-NC 4.0: not in anything that is sold"],
    ),
    "a licence of their own, whatever it is called": (
        {"licence": "https://example.net/no-nd-or-nc-terms"},
        ["Licence example.net/no-nd-or-nc-terms Lengths"],
    ),
    "no licence": (
        {"licence": "all-rights-reserved", "reprint": "ask"},
        ["All rights reserved", "© Ines Okafor, 2026; printed by permission."],
    ),
}


@pytest.mark.parametrize(("front", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_it_says_what_one_may_do(front, expected):
    shown = said(the_page(an_edition_with(**front)))

    assert [words for words in expected if words not in shown] == []


def test_a_day_that_has_come_is_not_waited_for():
    terms = {"permission": "allowed", "not_before": "2026-03-10"}
    edition = replace(an_edition_with(reprint=terms), now=at(10))

    shown = said(the_page(edition))

    assert "Yes, you may print this Licence" in shown
    assert "10 March" not in shown


def test_without_a_licence_it_names_none():
    page = the_page(an_edition_with(licence="all-rights-reserved", reprint="ask"))

    assert "creativecommons" not in page
    assert 'rel="license"' not in page


def test_it_shows_each_length_with_its_words_and_where_it_is_from():
    edition = an_edition_with(summaries={100: "My own short version."})

    shown = said(the_page(edition))

    assert "720 words The whole text." in shown
    assert "432 words The beginning, cut where a paragraph ends." in shown
    assert "4 words The author’s own short version." in shown


def test_a_cut_that_fits_two_lengths_is_shown_once():
    edition = an_edition_with(f"<p>{'word ' * 90}</p><p>{'word ' * 700}</p>")

    tree = html.document_fromstring(the_page(edition))

    headings = [heading.text for heading in tree.xpath("//section[@class='length']/h2")]
    assert headings == ["790 words", "90 words"]
    assert tree.xpath("//a[@href='aaaa-100.docx']")


def test_every_file_that_it_leads_to_stands_beside_it():
    edition = an_edition_with()
    made = artefacts_of(edition)["share/aaaa/kit/index.html"].make()

    files = {path.removeprefix("share/aaaa/kit/"): made[path] for path in made}
    tree = html.document_fromstring(files["index.html"])
    linked = {a.get("href") for a in tree.xpath("//a[@download]")}
    assert linked - files.keys() == {"../../../images/ines.jpg"}
    assert {"aaaa.docx", "aaaa-250.txt", "aaaa-kit.zip", "manifest.json"} <= files.keys()
    assert "manifest.json" in tree.xpath("//a/@href")


def test_programs_learn_the_licence():
    page = the_page(an_edition_with())

    tree = html.document_fromstring(page)
    [block] = tree.xpath("//script[@type='application/ld+json']/text()")
    told = json.loads(block)
    [licence] = tree.xpath("//link[@rel='license']/@href")
    assert told["license"] == licence == "https://creativecommons.org/licenses/by/4.0/"
    assert told["url"] == "https://example.org/posts/aaaa/"
    assert told["usageInfo"] == "https://example.org/share/aaaa/kit/"
    assert told["copyrightNotice"] == "© 2026 Ines Okafor"
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]


def test_a_first_publication_elsewhere_is_what_every_copy_leads_to():
    first = "https://first.example/essay"
    edition = an_edition_with(
        canonical=first, also_on=[{"name": "The First", "url": first}]
    )

    kit = compose_post_kit(edition, edition.site.posts[0])

    assert (kit.home, kit.site) == (first, "The First")
    page = the_page(edition)
    assert f'first appeared in <a href="{first}">The First</a>' in page


def test_a_first_publication_has_the_day_it_appeared_on():
    place = {
        "name": "The Weekly",
        "url": "http://www.weekly.example/a",
        "date": "2026-01-02",
    }
    edition = an_edition_with(canonical="https://weekly.example/a/", also_on=[place])

    kit = compose_post_kit(edition, edition.site.posts[0])

    assert (kit.site, kit.published.isoformat()) == ("The Weekly", "2026-01-02")


def test_its_policy_allows_what_is_there_and_nothing_else():
    page = the_page(an_edition_with('<p>One <img src="a.png" alt="A"> and more.</p>'))

    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    allowed = html.fromstring(f"<p>{policy}</p>").text
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'; " in allowed
    assert "style-src 'self'; " in allowed
    assert "<style" not in page
    bare = re.sub(r"<textarea.*?</textarea>", "", page, flags=re.S)
    assert ' style="' not in bare
    assert " onclick" not in bare
    assert "img-src &#39;self&#39;;" in policy


def test_the_next_build_reads_the_templates_anew(tmp_path):
    edition = an_edition_with()
    own = tmp_path / "kit/kit.css"
    own.parent.mkdir()
    own.write_text("h1{color:red}", encoding="utf-8")
    style = "assets/postroom/kit.css"
    first = the_page(replace(edition, templates=Templates([tmp_path])), style)
    own.write_text("h1{color:blue}", encoding="utf-8")

    second = the_page(replace(edition, templates=Templates([tmp_path])), style)

    assert "color:red" in first
    assert "color:blue" in second


def test_buttons_are_there_only_with_a_script():
    made = artefacts_of(an_edition_with())["share/aaaa/kit/index.html"].make()
    tree = html.document_fromstring(made["share/aaaa/kit/index.html"].decode())

    buttons = tree.xpath("//button")
    assert len(buttons) > 4
    assert all("hidden" in button.attrib for button in buttons)
    targets = {b.get("data-copy") for b in buttons} | {
        b.get("data-rich") for b in buttons if b.get("data-rich")
    }
    files = {path.rpartition("/")[2] for path in made}
    assert targets <= {*tree.xpath("//@id")} | files


def test_it_holds_no_text_that_a_file_beside_it_holds():
    edition = an_edition_with()
    made = artefacts_of(edition)["share/aaaa/kit/index.html"].make()
    page = made["share/aaaa/kit/index.html"].decode()
    shown = html.document_fromstring(page).xpath("//@data-shows | //iframe/@src")

    assert "Some words that say" not in page
    assert len(page) < 16_000
    assert shown
    assert all(f"share/aaaa/kit/{name}" in made for name in shown)
    for path in re.findall(r'"\.\./\.\./\.\./(assets/postroom/kit\.\w+)"', page):
        assert path in artefacts_of(edition)


def test_ids_are_unique_and_sections_have_names():
    tree = html.document_fromstring(the_page(an_edition_with(summaries={100: "Short."})))

    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


def test_a_hostile_text_breaks_nothing():
    edition = an_edition_with(
        f"<p>{'Words &lt;/textarea&gt;&lt;script&gt; ' * 30}</p><pre>{{{{ 1 }}}}</pre>",
        title=NASTY,
        description=NASTY,
        reprint={"permission": "allowed", "note": NASTY},
    )

    page = the_page(edition)

    assert len(re.findall("<script", page)) == 2
    assert page.count("<textarea") == page.count("</textarea>")


BIOS = {
    "as long as it is": ("She edits. She sings.", 50, "She edits. She sings."),
    "whole sentences only": ("One two three. Four five six.", 4, "One two three."),
    "at least one": ("One two three four five.", 2, "One two three four five."),
    "quotes close a sentence": ("He said “no.” She left.", 3, "He said “no.”"),
    "nothing": ("", 50, ""),
}


def names_of(*authors: Author, text: str = "", **front: object) -> list[tuple[str, str]]:
    """What the pictures of a kit are called, and what they show."""
    post = a_post("aaaa", authors=[a.id for a in authors], reprint="allowed", **front)
    edition = an_edition(a_site(post, authors=authors), {"aaaa": text})
    shown = compose_post_kit(edition, post).illustrations
    return [(picture.name, picture.alt) for picture in shown]


def test_no_two_pictures_of_a_kit_have_one_name():
    authors = [
        an_author("Cover", name="C", avatar="images/c.jpg"),
        an_author("ines", name="I", avatar="images/i.jpg", slug="i"),
        an_author("Ines", name="J", avatar="images/j.jpg", slug="j"),
        an_author("picture-1", name="P", avatar="images/p.PNG"),
    ]
    text = '<p><img src="/a/same.png" alt="One"><img src="/b/same.webp" alt="\'Two\'"></p>'

    found = names_of(*authors, text=text, image={"src": "c.jpg", "alt": "A cup"})

    assert found == [
        ("cover.jpg", "A cup"),
        ("cover-2.jpg", "C"),
        ("ines.jpg", "I"),
        ("ines-2.jpg", "J"),
        ("picture-1.png", "P"),
        ("picture-1-2.png", "One"),
        ("picture-2.webp", "'Two'"),
    ]


def test_a_picture_is_in_a_kit_once_and_only_if_it_is_ours():
    text = (
        '<p><img src="/posts/2026/c.jpg" alt="Again"><img src="/a%26b/x" alt="Bare">'
        '<img src="https://elsewhere.example/d.jpg" alt="Theirs"></p>'
    )

    found = names_of(text=text, image={"src": "/posts/2026/c.jpg", "alt": "A cup"})

    assert found == [("cover.jpg", "A cup"), ("picture-1", "Bare")]


def test_an_address_beyond_ascii_is_written_as_everywhere():
    page = the_page(an_edition_with(slug="größe"), "share/größe/kit/index.html")

    assert 'rel="canonical" href="https://example.org/share/gr%C3%B6%C3%9Fe/kit/"' in page


def test_the_credit_is_in_english_whatever_the_text_is_in():
    tree = html.document_fromstring(the_page(an_edition_with(lang="ar")))

    [line] = tree.xpath("//section[@class='more']/p[1]")
    assert line.text_content().startswith("“The forty letters” by Ines")
    assert line.get("dir") is None


@pytest.mark.parametrize(("bio", "words", "expected"), BIOS.values(), ids=BIOS.keys())
def test_a_biography_is_cut_between_sentences(bio, words, expected):
    assert first_sentences(bio, words) == expected


def a_newsletter_site(**options: object) -> Site:
    items = (an_item("job", "jobs", by="Rosa Lindqvist"), an_item("ask", "asks"))
    names = [item.name for item in items]
    paper = a_newsletter(
        items,
        [an_issue(1, items=names, reprint="allowed"), an_issue(2, 11)],
        service={"name": "mailto", "mail": "table@example.org"},
    )
    return a_site(newsletters=(paper,), licence="CC-BY-4.0", **options)


def test_issues_and_their_items_have_kits():
    made = artefacts_of(an_edition(a_newsletter_site()))

    assert sorted(path for path in made if "/kit/" in path) == [
        "newsletter/1/kit/ask-asks/index.html",
        "newsletter/1/kit/index.html",
        "newsletter/1/kit/job-jobs/index.html",
    ]


def test_a_site_may_have_kits_of_issues_only():
    made = artefacts_of(an_edition(a_newsletter_site(kits={"items": False})))

    assert [path for path in made if "/kit/" in path] == ["newsletter/1/kit/index.html"]


def test_an_item_is_credited_to_who_sent_it_and_leads_back_to_its_place():
    edition = an_edition(a_newsletter_site())

    page = the_page(edition, "newsletter/1/kit/job-jobs/index.html")

    assert "Yes, you may print this" in page
    assert "by Rosa Lindqvist first appeared in" in page
    assert "https://example.org/newsletter/1/#job-jobs" in page
    assert "table@example.org" in page


def an_issue_kit(*posts: Post, text: str = "", **front: object) -> Kit:
    """The kit of an issue that shows some essays, which may be printed."""
    shown = [{"title": "Essays", "posts": [post.slug for post in posts]}]
    issue = an_issue(1, sections=shown, **{"reprint": "allowed"} | front)
    paper = a_newsletter((), [issue])
    edition = an_edition(a_site(*posts, newsletters=(paper,), licence="CC-BY-4.0"))
    letter = make_fragment(
        text, url="https://example.org/newsletter/1/", more="", size_of=lambda _: (8, 6)
    )
    edition.fragments.keep(issue.path, letter)
    return compose_issue_kit(edition, paper, issue)


FREE = {"reprint": "allowed", "licence": "CC-BY-4.0", "description": "In one line."}
ALONG = {
    "as free as the issue": ({}, {}, True),
    "nobody may": ({"reprint": "no"}, {}, False),
    "nobody said": ({"reprint": None}, {}, False),
    "ask first": ({"reprint": "ask"}, {}, False),
    "ask first, for all of it": ({"reprint": "ask"}, {"reprint": "ask"}, True),
    "not yet": (
        {"reprint": {"permission": "allowed", "not_before": "2026-04-01"}},
        {},
        False,
    ),
    "another licence": ({"licence": "CC-BY-NC-ND-4.0"}, {}, False),
    "the issue has another": ({}, {"licence": "CC0-1.0"}, False),
}


@pytest.mark.parametrize(("post", "issue", "is_in"), ALONG.values(), ids=ALONG.keys())
def test_an_issue_gives_away_only_essays_as_free_as_itself(post, issue, is_in):
    kit = an_issue_kit(a_post("aaaa", **FREE | post), **issue)

    assert ("The text of aaaa." in kit.html) is is_in
    assert ("<p>In one line.</p>" in kit.html) is not is_in
    assert "https://example.org/posts/aaaa/" in kit.html


def test_an_essay_without_a_description_is_only_named():
    kit = an_issue_kit(a_post("aaaa", title="A title", reprint="no"))

    assert "A title" in kit.html
    assert "The text of aaaa." not in kit.html


def test_a_kit_of_an_issue_has_the_pictures_of_the_issue():
    text = '<p><img src="/images/a.png" alt="A cup"><img src="https://x.example/b.png"></p>'

    kit = an_issue_kit(text=text)

    assert [(each.url, each.name, each.alt) for each in kit.illustrations] == [
        ("https://example.org/images/a.png", "picture-1.png", "A cup")
    ]


def test_a_kit_of_an_issue_has_no_sponsor():
    kit = an_issue_kit(
        sponsor={"name": "Printers", "url": "https://p.example/", "text": "Buy."}
    )

    assert "Printers" not in kit.html
    assert "Buy." not in kit.html


def test_the_page_of_all_kits_says_which_lengths_there_are():
    text = f"<p>{'word ' * 90}</p><p>{'word ' * 700}</p>"  # nothing of 250 or 500 words
    edition = an_edition_with(text)
    [page] = list_reprint_pages(edition)

    shown = said(page.render(Leaf(edition, "share/")))

    assert "790 words" in shown
    assert "Also in 90 words" in shown


def test_a_kit_of_an_issue_does_not_ask_for_submissions():
    edition = an_edition(a_newsletter_site())

    made = artefacts_of(edition)["newsletter/1/kit/index.html"].make()

    [text] = (made[path].decode() for path in made if path.endswith("-1.html"))
    assert "The letter of 1." in text
    assert "Jobs of jobs" in text
    assert "Send something in" not in text
