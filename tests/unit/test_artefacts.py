"""Everything a build makes is on one list: its paths, its key, its bytes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.factories import (
    a_group,
    a_newsletter,
    a_post,
    a_site,
    an_author,
    an_edition,
    an_issue,
    an_item,
    artefacts_of,
    at,
)

from postroom.build import list_artefacts, list_claims
from postroom.checks import check_paths
from postroom.edition.edition import Edition
from postroom.engines.mkdocs.artefacts import check_made
from postroom.kits.kit import Contributor, Illustration, Kit
from postroom.model.artefact import Artefact, Origin
from postroom.model.licence import LICENCES
from postroom.pages.pagespec import list_pages
from postroom.pages.typefaces import TEXT_FONT
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.templates import Templates

LONG = "".join(f"<p>{'Some words that say a little. ' * 12}</p>" for _ in range(10))
PICTURE = Path(__file__).parents[2] / "content/images/favicon.png"


def the_edition(
    text: str = LONG,
    templates: Templates | None = None,
    picture: bytes = PICTURE.read_bytes(),
    now: int = 20,
    letter: str = "<p>Dear all.</p>",
    **site: object,
) -> Edition:
    """A post, an issue and an item that others may reprint; name only what changes."""
    post = a_post(
        "aaaa",
        4,
        authors=["ines"],
        image="cover.png",
        **{"title": "One"} | site.pop("post", {}),
    )
    item = an_item("job", "jobs", **site.pop("item", {}))
    issue = an_issue(
        1, 6, sections=[{"title": "All", "posts": ["aaaa"], "items": [item.name]}]
    )
    author = an_author("ines", **{"bio": "She edits."} | site.pop("author", {}))
    newsletter = a_newsletter([item], [issue], **site.pop("newsletter", {}))
    values = {"licence": "CC-BY-4.0", "kits": {"permission": "allowed"}} | site
    groups = (a_group(link_tag="from=us"),)
    made = a_site(
        post, authors=(author,), newsletters=(newsletter,), groups=groups, **values
    )
    edition = an_edition(
        made,
        {"aaaa": text, "issue1": letter},
        size=(600, 400),
        bytes_of=lambda _: picture,
        file_of=lambda _: str(PICTURE),
        now=at(now),
    )
    return replace(edition, templates=templates) if templates else edition


def listed(edition: Edition, fonts: tuple[Path, ...] = ()) -> list[Artefact]:
    return list(list_artefacts(edition, Cache(Path("/nowhere")), fonts))


def keyed(edition: Edition, fonts: tuple[Path, ...] = ()) -> dict[str, Artefact]:
    return {a.paths[0]: a for a in listed(edition, fonts) if a.key}


# lists


def test_every_artefact_makes_what_it_says():
    for artefact in listed(the_edition()):
        check_made(artefact, artefact.make())


def test_no_path_is_on_the_list_twice():
    paths = [path for a in listed(the_edition()) for path in (*a.paths, *a.beside())]

    assert len({*paths}) == len(paths)


WRONG = {
    "too little": {},
    "something nobody knew of": {"a": b"", "c": b""},
    "something in a folder": {"a": b"", "a/b": b""},
}


@pytest.mark.parametrize("made", WRONG.values(), ids=WRONG.keys())
def test_an_artefact_that_makes_something_else_is_a_mistake_of_ours(made):
    artefact = Artefact(
        ("a",), lambda: made, Origin("it", "mkdocs.yml"), beside=lambda: "b"
    )

    with pytest.raises(ValueError, match="it was to make"):
        check_made(artefact, artefact.make())


def test_a_kit_lists_every_file_that_it_may_have():
    kit = artefacts_of(the_edition())["share/aaaa/kit/index.html"]

    made, beside = set(kit.make()), set(kit.beside())
    assert made - beside == {"share/aaaa/kit/index.html"}
    assert {path.rpartition("/")[2] for path in beside - made} == set()
    short = artefacts_of(the_edition("<p>Short.</p>"))["share/aaaa/kit/index.html"]
    assert set(short.beside()) == beside
    assert len(short.make()) < len(made)


# keys

UNKEYED = {".nojekyll", "robots.txt", "feeds.opml"}
"""What is made every time: that takes no longer than to tell whether it has to be."""


def key_of(artefact: Artefact, picture: bytes = PICTURE.read_bytes()) -> str:
    """The key of an artefact in a site that has one picture, whose state that is."""
    assert artefact.key is not None
    return artefact.key(hashlib.sha256(picture).hexdigest())


def test_what_has_no_key_is_known():
    paths = {a.paths[0] for a in listed(the_edition()) if a.key is None}

    assert paths == UNKEYED


CHANGES = {
    "nothing": {},
    "the moment of the build": {"now": 19},
    "the text": {"text": f"<p>Another.</p>{LONG}"},
    "the title": {"post": {"title": "Two"}},
    "the day it may be printed": {
        "post": {"reprint": {"permission": "allowed", "not_before": "2026-12-24"}}
    },
    "a short version": {"post": {"summaries": {"100": "In short."}}},
    "the licence": {"licence": "CC0-1.0"},
    "an author's name": {"author": {"name": "Another Name"}},
    "a biography": {"author": {"bio": "She sings."}},
    "the site's name": {"name": "The Short Table"},
    "the site's address": {"url": "https://other.example/"},
    "the icon": {"icon": "icon.png"},
    "the mark": {"mark": "mark.svg"},
    "the strapline, which is nowhere in it": {"strapline": "Essays"},
    "a picture": {"picture": b"GIF89a"},
    "an item": {"item": {"title": "Another role"}},
    "a letter": {"letter": "<p>Dear both.</p>"},
    "the newsletter's title": {"newsletter": {"title": "Crumbs"}},
    "the newsletter's address": {"newsletter": {"mail": {"postal": "1 Lane"}}},
    "the hub of the feeds": {"feeds": {"hub": "https://hub.example/"}},
    "what feeds hold": {"feeds": {"content": "summary"}},
    "addresses that name files": {"index_name": "index.html"},
    "the language": {"language": "de"},
}
BEFORE = the_edition()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_while_a_key_stays_the_same_so_do_the_bytes(change):
    before, after = keyed(BEFORE), keyed(the_edition(**change))
    shown = change.get("picture", PICTURE.read_bytes())

    compared = [
        (path, key_of(before[path]) == key_of(after[path], shown))
        for path in before.keys() & after.keys()
        if before[path].make() != after[path].make()
    ]
    assert [path for path, is_same in compared if is_same] == []


def test_two_builds_of_the_same_have_the_same_keys():
    before, after = keyed(BEFORE), keyed(the_edition())

    assert {path: key_of(a) for path, a in before.items()} == {
        path: key_of(a) for path, a in after.items()
    }
    assert len({key_of(a) for a in before.values()}) == len(before)


TEMPLATES = ("kit/page.html", "kit/kit.css", "share/share.css", "mail/issue.html")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_the_sites_own_changes_the_keys_of_what_it_is_used_for(
    name, tmp_path
):
    own = tmp_path / name
    own.parent.mkdir()
    own.write_text(f"{Templates().read(name)} ", encoding="utf-8")

    before, after = keyed(BEFORE), keyed(the_edition(templates=Templates([tmp_path])))

    changed = [p for p in before if before[p].make() != after[p].make()]
    assert changed or name.endswith("css")
    keys = [(key_of(before[p]), key_of(after[p])) for p in changed]
    assert [one for one, other in keys if one == other] == []


def test_another_font_of_the_same_name_changes_the_key_of_a_card(tmp_path):
    font = tmp_path / "own.ttf"
    font.write_bytes(TEXT_FONT.read_bytes())
    card = "share/aaaa/card.png"
    before = key_of(keyed(BEFORE, (font,))[card])
    content = bytearray(font.read_bytes())
    content[-1] ^= 1  # as long as it was
    font.write_bytes(content)

    assert key_of(keyed(BEFORE, (font,))[card]) != before


def test_where_a_site_lies_is_in_no_key():
    here = the_edition()
    there = replace(here, file_of=lambda _: "/elsewhere/favicon.png")

    path = "share/aaaa/kit/index.html"
    assert key_of(keyed(here)[path]) == key_of(keyed(there)[path])


KIT = Kit(
    name="a",
    kind="post",
    title="A",
    home="https://example.org/a/",
    site="B",
    published=date(2026, 3, 4),
    licence=LICENCES["CC-BY-4.0"],
    permission="allowed",
    language="en",
    html="<p>A.</p>",
)
OTHER: dict[str, object] = {
    "published": date(2026, 3, 5),
    "licence": LICENCES["CC0-1.0"],
    "not_before": date(2026, 5, 1),
    "summaries": ((100, "A."),),
    "contributors": (Contributor("A"),),
    "illustrations": (Illustration("https://example.org/a.png", "a.png", "cover"),),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Kit)])
def test_every_fact_of_a_kit_is_in_its_key(name):
    other = replace(KIT, **{name: OTHER.get(name, "something else")})

    assert fingerprint("kit", other) != fingerprint("kit", KIT)
    assert fingerprint("kit", replace(KIT)) == fingerprint("kit", KIT)


@dataclass(frozen=True)
class Pair:
    one: object
    other: object = ""


UNLIKE = {
    "where one text ends and the next begins": (("ab", "c"), ("a", "bc")),
    "a list in a list": ((["a"], "b"), (["a", "b"],)),
    "text and a number": (("1",), (1,)),
    "text and bytes": (("a",), (b"a",)),
    "one and true": ((1,), (True,)),
    "a day and its midnight": (
        (date(2026, 1, 1),),
        (datetime(2026, 1, 1, tzinfo=UTC),),
    ),
    "a key and a value": (({"a": "b"},), ({"b": "a"},)),
    "two fields": ((Pair("a", "b"),), (Pair("b", "a"),)),
    "nothing and an empty text": ((None,), ("",)),
}


@pytest.mark.parametrize(("one", "other"), UNLIKE.values(), ids=UNLIKE.keys())
def test_values_that_differ_have_other_keys(one, other):
    assert fingerprint("kit", *one) != fingerprint("kit", *other)


SILENT = {"a set, whose order is chance": {1, 2}, "a function": len, "an object": object()}


@pytest.mark.parametrize("value", SILENT.values(), ids=SILENT.keys())
def test_what_does_not_say_all_that_it_is_can_be_no_part_of_a_key(value):
    with pytest.raises(TypeError, match="does not say all that it is"):
        fingerprint("kit", ["a", value])


# two for one path


def own(path: str, name: str = "") -> tuple[str, Origin]:
    return path, Origin(name or path, name or path)


def problems_of(edition: Edition, *files: tuple[str, Origin]) -> list[str]:
    artefacts = listed(edition)
    claims = list_claims(edition, list_pages(edition), artefacts, files)
    return [str(problem) for problem in check_paths(claims, artefacts)]


A_KIT = "the kit of posts/aaaa.md"
A_FEED = "the feed 'The Long Table'"
SAME = "the address /{} is already that of {}"
ALIKE = "the address /{} is already that of {} where systems know no case"
FOLDER = "/{} stands where there has to be a folder, for {}"
FILE = "the folder of /{} stands where there has to be a file, {}"
TAKEN = {
    "a feed": ("feed.xml", SAME, A_FEED),
    "a feed of a view": (
        "authors/ines/feed.json",
        SAME,
        "the feed 'The Long Table: Ines'",
    ),
    "the list of feeds": ("feeds.opml", SAME, "the list of all feeds"),
    "a feed, in capitals": ("Feed.XML", ALIKE, A_FEED),
    "a list": ("posts/index.html", SAME, "the page of 'Essays'"),
    "a share page": ("share/aaaa/index.html", SAME, "the share page of posts/aaaa.md"),
    "a card": ("share/aaaa/card.png", SAME, "the card of posts/aaaa.md"),
    "a kit's page": ("share/aaaa/kit/index.html", SAME, A_KIT),
    "a file of a kit": ("share/aaaa/kit/aaaa-250.docx", SAME, A_KIT),
    "a file of a kit, in capitals": ("share/AAAA/kit/AAAA.TXT", ALIKE, A_KIT),
    "a kit's archive": ("share/aaaa/kit/aaaa-kit.zip", SAME, A_KIT),
    "a file of an issue's kit": (
        "newsletter/1/kit/manifest.json",
        SAME,
        "the kit of newsletter/issues/1.md",
    ),
    "a file of an item's kit": (
        "newsletter/1/kit/job-jobs/job-jobs.md",
        SAME,
        "the kit of newsletter/items/jobs.md",
    ),
    "a mail": ("newsletter/1/email.txt", SAME, "the mail of newsletter/issues/1.md"),
    "a group's feed": (
        "groups/humber/atom.xml",
        SAME,
        "the feed 'The Long Table for The Humber Society'",
    ),
    "a folder that share pages need": ("share", FOLDER, "the page of 'Reprint us'"),
    "a folder that a kit needs": ("share/aaaa/kit", FOLDER, A_KIT),
    "a folder below a file": ("feed.xml/mine.txt", FILE, A_FEED),
    "a folder below a file of a kit": ("share/aaaa/kit/aaaa.md/x", FILE, A_KIT),
}


@pytest.mark.parametrize(("path", "fact", "holder"), TAKEN.values(), ids=TAKEN.keys())
def test_a_file_that_is_in_the_way_of_what_is_made_is_told(path, fact, holder):
    found = problems_of(the_edition(), own(path, "mine.txt"))

    told = fact.format(path.removesuffix("index.html"), holder)
    assert found == [f"mine.txt: {told}\n    fix: give the file another name"]


def test_an_issue_that_is_in_the_way_of_a_file_is_told():
    found = problems_of(the_edition(), own("newsletter/1/index.html", "mine.html"))

    assert found == [
        "newsletter/issues/1.md [number]: the address /newsletter/1/ is already that of "
        "mine.html\n    fix: give the issue another number"
    ]


ALLOWED = {
    "a picture in the folder of a kit": "share/aaaa/kit/photo.jpg",
    "a length that there is not": "share/aaaa/kit/aaaa-750.txt",
    "robots.txt": "robots.txt",
    ".nojekyll": ".nojekyll",
    "a file beside the feeds": "feeds/mine.xml",
    "a folder of that name": "share/other/kit/aaaa-250.docx",
}


@pytest.mark.parametrize("path", ALLOWED.values(), ids=ALLOWED.keys())
def test_what_is_in_nobodys_way_is_no_problem(path):
    assert problems_of(the_edition(), own(path)) == []


BETWEEN = {
    "a post and a list": (
        {"post": {"slug": "archive"}},
        "posts/aaaa.md [slug]: the address /posts/archive/ is already that of "
        "the page of 'Archive'\n    fix: give the post another slug",
    ),
    "an alias and a feed": (
        {"feeds": {"aliases": {"atom.xml": "feed.xml"}}},
        "mkdocs.yml [feeds.aliases.atom.xml]: the address /atom.xml is already that of "
        "the feed 'The Long Table'\n    fix: take the alias out",
    ),
    "two lists": (
        {"authors_url_format": "posts/{slug}", "author": {"slug": "archive"}},
        "mkdocs.yml [authors_url_format]: the address /posts/archive/ is already that of "
        "the page of 'Archive'\n    fix: set another address there",
    ),
    "a post and its own share page": (
        {"post_url_format": "share/{slug}"},
        "posts/aaaa.md [slug]: the address /share/aaaa/ is already that of the share page "
        "of posts/aaaa.md\n    fix: set another address in mkdocs.yml",
    ),
}


@pytest.mark.parametrize(("values", "expected"), BETWEEN.values(), ids=BETWEEN.keys())
def test_two_that_are_made_for_one_path_are_told_with_their_settings(values, expected):
    assert expected in problems_of(the_edition(**values))


def test_two_that_meet_at_many_paths_are_told_once():
    posts = [a_post("aaaa", slug="Hello"), a_post("bbbb", slug="hello")]
    edition = an_edition(a_site(*posts, kits={"permission": "allowed"}))

    found = problems_of(edition)

    assert found == [
        "posts/bbbb.md [slug]: the address /posts/hello/ is already that of posts/aaaa.md "
        "where systems know no case\n"
        "    fix: give the post another slug"
    ]


def test_two_files_of_the_authors_for_one_path_are_told():
    found = problems_of(
        the_edition(),
        own("about/index.html", "about.md"),
        own("about/index.html", "a/b.md"),
    )

    assert found == [
        "a/b.md: the address /about/ is already that of about.md\n"
        "    fix: give the file another name"
    ]


# what is asked for too early


def test_a_text_that_was_not_rendered_is_a_mistake_of_ours():
    edition = Edition(a_site(a_post()), Templates(), lambda _: None)

    with pytest.raises(LookupError, match=r"posts/aaaa\.md was asked for before it was"):
        edition.fragment(edition.site.posts[0])


ASKING: dict[str, Callable[[Edition], object]] = {
    "a feed": lambda e: artefacts_of(e)["feed.xml"].make(),
    "the key of a feed": lambda e: key_of(artefacts_of(e)["feed.xml"]),
    "a share page": lambda e: artefacts_of(e)["share/aaaa/index.html"].make(),
    "a kit": lambda e: artefacts_of(e)["share/aaaa/kit/index.html"].make(),
    "a mail": lambda e: artefacts_of(e)["newsletter/1/email.txt"].make(),
    "the minutes it takes": lambda e: e.minutes(e.site.posts[0]),
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING.keys())
def test_nothing_is_made_of_a_text_that_is_not_there(ask):
    whole = the_edition()
    bare = Edition(whole.site, whole.templates, whole.size_of, now=whole.now)

    with pytest.raises(LookupError, match="before it was rendered"):
        ask(bare)


def test_what_a_member_wrote_is_converted_once_for_all_builds():
    def refuse(text: str) -> str:
        raise AssertionError(text)

    first = replace(the_edition(), convert=lambda text: f"<p>{text}</p>")
    shown = first.clean("Hello.")

    again = replace(the_edition(), convert=refuse, known_html=dict(first.used_html))
    assert again.clean("Hello.") == shown == "<p>Hello.</p>"
    with pytest.raises(AssertionError, match="Bye"):
        again.clean("Bye.")
