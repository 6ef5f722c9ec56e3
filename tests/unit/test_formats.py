"""A format, a length, a style of feeds is one row: all that shows it is made of it."""

import json
from collections.abc import Iterable, Sequence
from pkgutil import resolve_name

import pytest
from lxml import etree, html
from tests.factories import a_post, a_site, an_edition, artefacts_of
from tests.unit.kitting import a_kit

from postroom.edition.feedspec import STYLES, Style
from postroom.feeds.channel import Channel
from postroom.kits.files import make_files
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.kits.names import list_published
from postroom.model.formats import FORMATS, LENGTHS, Format, Room
from postroom.pages.pagespec import list_pages
from postroom.pages.render import About, Leaf, render_head

LONG = "".join(f"<p>{'Some words that say a little. ' * 12}</p>" for _ in range(14))


def render_titles(kit: Kit, lengths: Sequence[Length]) -> dict[str, str]:
    """A format that says of each length only what it is called."""
    return {length.name: f"{kit.title}, {length.words}" for length in lengths}


def render_list(channel: Channel) -> bytes:
    """A style of feeds that has titles alone."""
    return "\n".join(entry.title for entry in channel.entries).encode()


TITLES = Format(
    "titles",
    "ttl",
    "Titles",
    "text/x-title",
    use="those in a hurry",
    writer=f"{__name__}:render_titles",
    place=9,
    copied="titles",
)
LIST = Style("feed.lst", "{}.lst", "text/x-list", "List", f"{__name__}:render_list")
CROWDED = Room("750", 750, least=501)


@pytest.fixture
def one_more(monkeypatch):
    """A row more in each table."""
    monkeypatch.setitem(FORMATS, "titles", TITLES)
    monkeypatch.setitem(STYLES, "list", LIST)
    before = dict(LENGTHS)
    full, *shorter = before.values()
    LENGTHS.clear()
    LENGTHS.update({room.name: room for room in (full, CROWDED, *shorter)})
    yield
    LENGTHS.clear()
    LENGTHS.update(before)


@pytest.fixture
def edition(one_more):
    post = a_post("aaaa", 4, reprint="allowed", categories=["Letters"])
    return an_edition(a_site(post, licence="CC-BY-4.0"), {"aaaa": LONG})


@pytest.fixture
def folder(edition):
    """The folder of a kit."""
    made = artefacts_of(edition)["share/aaaa/kit/index.html"].make()
    return {path.removeprefix("share/aaaa/kit/"): made[path] for path in made}


NEW = ("aaaa.ttl", "aaaa-750.ttl", "aaaa-750.docx", "aaaa-750.txt", "aaaa-100.ttl")


@pytest.mark.parametrize("name", NEW)
def test_a_kit_has_files_of_it(folder, name):
    assert folder[name]


@pytest.mark.parametrize("name", NEW)
def test_they_are_known_beforehand(one_more, name):
    assert name in list_published("aaaa")


def test_the_page_of_a_kit_has_it_to_download_and_to_copy(folder):
    page = html.document_fromstring(folder["index.html"])

    [link] = page.xpath("//a[@href='aaaa-750.ttl']")
    [button] = page.xpath("//button[@data-copy='aaaa-750.ttl']")
    [field] = page.xpath("//textarea[@data-shows='aaaa-750.ttl']")
    assert link.text == field.getparent().text.strip() == "Titles"
    assert button.text == "Copy titles"
    assert "aaaa-750.ttl" in folder
    assert "plain text, Markdown, HTML and titles, to select" in page.text_content()
    assert "720 words" in page.xpath("string(//section[@id='words-750'])")


def test_the_manifest_names_it(folder):
    told = json.loads(folder["manifest.json"])

    assert [length["name"] for length in told["lengths"]] == [*LENGTHS]
    assert all("ttl" in length["files"] for length in told["lengths"])


def test_the_readme_says_what_it_is_for(one_more):
    files = make_files(a_kit(LONG), lambda _: None)

    told = files["README.txt"].decode()
    assert "md for Markdown, ttl for those in a hurry, txt for mail." in told
    assert "give-750.*: " in told


def test_every_view_has_a_feed_of_it(edition):
    made = artefacts_of(edition)

    for path in ("feed.lst", "categories/letters/feed.lst"):
        assert made[path].make()[path] == b"Essay aaaa"


def test_its_archives_have_names_of_their_own(one_more):
    posts = [a_post("aaaa", 4), a_post("bbbb", date="2024-03-04")]
    made = artefacts_of(an_edition(a_site(*posts)))

    assert b"bbbb" in made["feeds/archive/2024.lst"].make()["feeds/archive/2024.lst"]


def test_the_page_of_feeds_leads_to_it(edition):
    [page] = [page for page in list_pages(edition) if page.path == "feeds/"]

    shown = html.fragment_fromstring(page.render(Leaf(edition, page.path), ""))
    links = shown.xpath("//a[@type='text/x-list']")
    assert {"../feed.lst", "../categories/letters/feed.lst"} <= {
        link.get("href") for link in links
    }
    assert {link.text for link in links} == {"List"}


def test_the_head_of_every_page_names_it(edition):
    head = render_head(Leaf(edition, "about/"), About("About"))

    [link] = html.fromstring(f"<div>{head}</div>").xpath("//link[@type='text/x-list']")
    assert link.get("href") == "https://example.org/feed.lst"


@pytest.mark.parametrize("row", [*FORMATS.values(), *STYLES.values()])
def test_every_row_has_a_writer(row):
    assert callable(resolve_name(row.writer))


def names_of(rows: Iterable[object], *keys: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, key) for key in keys) for row in rows]


UNIQUE = {
    "formats": (FORMATS, ("name", "ending", "place")),
    "lengths": (LENGTHS, ("name", "words")),
    "styles": (STYLES, ("file", "archive", "type", "title")),
}


@pytest.mark.parametrize(("table", "keys"), UNIQUE.values(), ids=UNIQUE.keys())
def test_no_two_rows_are_called_alike(table, keys):
    for key in keys:
        values = names_of(table.values(), key)
        assert len({*values}) == len(values)


def test_the_first_style_is_what_readers_are_offered():
    edition = an_edition(a_site(a_post()))

    feed = artefacts_of(edition)["feed.xml"].make()["feed.xml"]
    assert etree.fromstring(feed).tag == "rss"
