"""A former address leads to where its text is now, and to nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from pydantic import ValidationError
from tests.factories import (
    URL,
    a_group,
    a_newsletter,
    a_post,
    a_site,
    an_edition,
    an_issue,
    an_item,
)

from postroom.build import list_artefacts, list_claims, list_former
from postroom.checks import check_paths
from postroom.edition.edition import Edition
from postroom.model.alias import file_of
from postroom.model.artefact import Origin
from postroom.pages.pagespec import list_pages
from postroom.reading.aliases import parse_aliases
from postroom.toolbox.cache import Cache

WRITTEN = {
    "a folder": ("old/address/", "old/address/index.html"),
    "a folder without its slash": ("old/address", "old/address/index.html"),
    "a folder by its file": ("old/index.html", "old/index.html"),
    "a file": ("old/page.html", "old/page.html"),
    "a file of long ago": ("old/page.htm", "old/page.htm"),
    "one word": ("old", "old/index.html"),
    "a version": ("v1.2", "v1.2/index.html"),
    "a program's page": ("post.php", "post.php/index.html"),
    "percent signs": ("caf%C3%A9/", "café/index.html"),
    "letters of all kinds": ("東京/", "東京/index.html"),
    "a sign between": ("a/b:c/", "a/b:c/index.html"),
    "from here": ("./old/", "old/index.html"),
    "a number": (2019, "2019/index.html"),
}


@pytest.mark.parametrize(("alias", "file"), WRITTEN.values(), ids=WRITTEN.keys())
def test_an_address_stands_for_one_file(alias, file):
    assert [file_of(each) for each in a_post(aliases=[alias]).aliases] == [file]


def test_one_address_written_in_three_ways_is_one():
    post = a_post(aliases=["old/", "old", "old/index.html"])

    assert post.aliases == ("old/",)


_ONLY = "only what stands behind the site's address"
_PATH = "a path with `/` between its parts"
REFUSED = {
    "with a host": ("https://example.org/old/", _ONLY),
    "with another scheme": ("mailto:ines", _ONLY),
    "with a host alone": ("//example.org/old/", _ONLY),
    "from the root": ("/old/", "from the root of the site, without `/`"),
    "with a query": ("old/?page=2", "without `?` and `#`"),
    "with a place on the page": ("old/#top", "without `?` and `#`"),
    "up and away": ("../old/", _PATH),
    "up and away in percent signs": ("%2e%2e/old/", _PATH),
    "up on the way": ("a/../b/", _PATH),
    "with a gap": ("a//b/", _PATH),
    "for Windows": ("a\\b", _PATH),
    "with what cannot be seen": ("a%0Ab/", _PATH),
    "of a feed": ("old/feed.xml", "the address of a page"),
    "of a picture": ("old/cover.png", "the address of a page"),
    "of no encoding": ("caf%E9/", _PATH),
}


@pytest.mark.parametrize(("alias", "fix"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_address_of_a_page_here_is_refused(alias, fix):
    with pytest.raises(ValidationError) as refusal:
        a_post(aliases=[alias])

    assert fix in str(refusal.value)


def test_a_page_says_them_too_and_is_warned_of_what_is_none():
    source = b"---\naliases: [old/, /there/]\n---\n# About\n"

    [problem] = parse_aliases("about.md", source)[1]
    assert str(problem) == (
        "about.md:2 [aliases.1]: got '/there/'\n"
        "    fix: write it from the root of the site, without `/`, such as `old/address/`"
    )
    assert not problem.is_fatal
    assert parse_aliases("about.md", source.replace(b", /there/", b"")) == (("old/",), ())


@pytest.mark.parametrize("text", ["# No front matter, aliases\n", "---\na: [\n---\n"])
def test_a_page_that_says_none_has_none(text):
    assert parse_aliases("about.md", text.encode()) == ((), ())


def the_edition(*, index_name: str = "", url: str = URL, **options: object) -> Edition:
    post = a_post("aaaa", aliases=["old/one/", "share/one/", "2019/one.html"])
    item = an_item("job", "jobs")
    issue = an_issue(4, items=[item.name], aliases=["letters/may/"])
    site = a_site(
        post,
        index_name=index_name,
        url=url,
        newsletters=(a_newsletter([item], [issue]),),
        **{"kits": {"permission": "allowed"}, "licence": "CC-BY-4.0"} | options,
    )
    places = {"about.md": "about/", "index.md": "./"}
    return an_edition(site, {}, address_of=places.get)


def led(edition: Edition) -> dict[str, str]:
    """Where each former address leads, as a browser follows it."""
    written = {"about.md": ("us/",), "index.md": ("home.html",)}
    followed = {}
    for artefact in list_former(edition, written):
        [(path, document)] = artefact.make().items()
        refresh = html.fromstring(document).xpath("//meta[@http-equiv='refresh']")[0]
        _, _, address = refresh.get("content").partition("url=")
        followed[path] = urljoin(URL + path, address).removeprefix(URL)
    return followed


ITEM = an_item("job", "jobs").anchor
LED = {
    "old/one/index.html": "posts/aaaa/",
    "share/one/index.html": "share/aaaa/",
    "share/one/kit/index.html": "share/aaaa/kit/",
    "2019/one.html": "posts/aaaa/",
    "letters/may/index.html": "newsletter/4/",
    "letters/may/email.html": "newsletter/4/email.html",
    "letters/may/kit/index.html": "newsletter/4/kit/",
    f"letters/may/kit/{ITEM}/index.html": f"newsletter/4/kit/{ITEM}/",
    "us/index.html": "about/",
    "home.html": "",
}


def test_a_former_address_leads_on_with_what_stood_below_it():
    assert led(the_edition()) == LED


def test_where_addresses_name_files_so_do_redirects():
    named = led(the_edition(index_name="index.html"))

    assert named["share/one/kit/index.html"] == "share/aaaa/kit/index.html"
    assert named["letters/may/index.html"] == "newsletter/4/index.html"


def test_without_share_pages_and_kits_everything_leads_to_the_text():
    edition = the_edition(share={"enabled": False}, kits={"enabled": False})

    assert led(edition)["share/one/index.html"] == "posts/aaaa/"
    assert not [path for path in led(edition) if "/kit/" in path]


def test_a_site_without_an_address_has_redirects_all_the_same():
    assert led(the_edition(url=""))["old/one/index.html"] == "posts/aaaa/"


def test_a_redirect_works_without_script_and_tells_where_the_text_is():
    former = {path: a for a in list_former(the_edition(), {}) for path in a.paths}
    [document] = former["old/one/index.html"].make().values()
    page = html.fromstring(document)

    assert page.xpath("//link[@rel='canonical']/@href") == [f"{URL}posts/aaaa/"]
    assert page.xpath("//a/@href") == ["../../posts/aaaa/"]
    assert page.xpath("//a")[0].text == "Essay aaaa"
    assert b"noindex" not in document


def problems_of(edition: Edition, *, name: str = "about/index.html") -> list[str]:
    artefacts = [*list_artefacts(edition, Cache(Path("/nowhere")), ())]
    claims = list_claims(
        edition,
        list_pages(edition),
        artefacts,
        [(name, Origin("about.md", "about.md"))],
    )
    former = ((path, a.origin) for a in list_former(edition, {}) for path in a.paths)
    return [f"{problem}" for problem in check_paths([*claims, *former], artefacts)]


MET = {
    "its own address": ("posts/aaaa/", "/posts/aaaa/", "posts/aaaa.md"),
    "another post": ("posts/bbbb", "/posts/bbbb/", "posts/bbbb.md"),
    "a page": ("about/", "/about/", "about.md"),
    "a list": ("posts/", "/posts/", "the page of 'Essays'"),
    "another alias": ("gone/", "/gone/", "an alias of posts/bbbb.md"),
    "a share page": ("share/bbbb/", "/share/bbbb/", "the share page of posts/bbbb.md"),
}


@pytest.mark.parametrize(("alias", "path", "holder"), MET.values(), ids=MET.keys())
def test_an_alias_takes_no_address_from_anybody(alias, path, holder):
    posts = [a_post("aaaa", day=1, aliases=[alias]), a_post("bbbb", aliases=["gone/"])]

    found = problems_of(an_edition(a_site(*posts), {}))

    assert found == [
        f"posts/aaaa.md [aliases]: the address {path} is already that of {holder}\n"
        "    fix: take the alias out"
    ]


def test_two_aliases_of_one_post_that_differ_by_case_are_told():
    edition = an_edition(a_site(a_post(aliases=["Old/", "old/"])), {})

    assert problems_of(edition) == [
        "posts/aaaa.md [aliases]: the address /old/ is already that of an alias of "
        "posts/aaaa.md where systems know no case\n    fix: take the alias out"
    ]


def test_the_feed_of_a_group_stays_where_it_was():
    group = a_group("humber", aliases="hull", kind="association")
    site = a_site(a_post(reprint="allowed"), groups=(group,))
    edition = an_edition(site, {"aaaa": "<p>Words.</p>"})
    artefacts = {
        path: artefact
        for artefact in list_artefacts(edition, Cache(Path("/nowhere")), ())
        for path in artefact.paths
    }

    old, new = "groups/hull/feed.json", "groups/humber/feed.json"
    assert artefacts[old].make()[old] == artefacts[new].make()[new]
