"""Feeds of others are read in any format; whatever is in them, they do no harm."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.feeds import (
    BY,
    DECLARING,
    DEEP,
    TITLE,
    URL,
    atom,
    entry,
    item,
    json_feed,
    rss,
)

from postroom.harvest.find import Fault, Find
from postroom.harvest.parsing import MOST, parse_feed

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = datetime(2026, 11, 12, 8, tzinfo=UTC)
STAMP = "Thu, 12 Nov 2026 08:00:00 GMT"
PAGE = "https://humber.example/lifts"
SENTENCE = "They meet on Tuesdays, and mend what others throw away."


def finds(content: bytes, **how: str) -> tuple[Find, ...]:
    """What a feed has."""
    found = parse_feed(content, url=URL, now=NOW, **how)
    assert not isinstance(found, Fault), found
    return found


def only(content: bytes, **how: str) -> Find:
    """The one find of a feed."""
    [find] = finds(content, **how)
    return find


def fault(content: bytes) -> Fault:
    """Why a feed gives nothing."""
    found = parse_feed(content, url=URL, now=NOW)
    assert isinstance(found, Fault)
    return found


# formats

TEXT = f"<p>{SENTENCE}</p><p>That is all.</p>"
ATOM_AUTHOR = "<author><name>Rosa Lindqvist</name></author>"
ATOM_LICENCE = f'<link rel="license" href="{BY}"/>'
ATOM_TEXT = f'<content type="html"><![CDATA[{TEXT}]]></content>'
ATOM_DAY = "<published>2026-11-12T09:00:00+01:00</published>"
FORMATS = {
    "RSS": rss(
        item(
            pubDate=STAMP,
            description=SENTENCE,
            content_encoded=TEXT,
            dc_creator="Rosa Lindqvist",
            cc_license=BY,
        )
    ),
    "Atom": atom(
        entry(
            more=f"{ATOM_AUTHOR}{ATOM_LICENCE}{ATOM_DAY}"
            f"<summary>{SENTENCE}</summary>{ATOM_TEXT}"
        )
    ),
    "JSON Feed": json_feed(
        {
            "id": "1",
            "url": PAGE,
            "title": TITLE,
            "summary": SENTENCE,
            "content_html": TEXT,
            "date_published": "2026-11-12T08:00:00Z",
            "authors": [{"name": "Rosa Lindqvist"}],
            "_postroom": {"licence": BY},
        }
    ),
}


@pytest.mark.parametrize("feed", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_says_the_same(feed):
    assert only(feed) == Find(
        url=PAGE,
        title=TITLE,
        author="Rosa Lindqvist",
        published=DAY,
        summary=SENTENCE,
        licence="CC-BY-4.0",
        html=f"<p>{SENTENCE}</p><p>That is all.</p>",
    )


def test_the_first_json_feed_is_read_too():
    old = {
        "url": PAGE,
        "title": TITLE,
        "author": {"name": "Rosa"},
        "content_text": SENTENCE,
    }

    find = only(json_feed(old, version="1"))

    assert (find.author, find.summary) == ("Rosa", SENTENCE)


NOTHING = {
    "RSS": rss(),
    "Atom": atom(),
    "JSON Feed": json_feed(),
    "JSON Feed of the wrong type": json_feed().replace(b"[]", b"7"),
}


@pytest.mark.parametrize("feed", NOTHING.values(), ids=NOTHING.keys())
def test_a_feed_may_be_empty(feed):
    assert finds(feed) == ()


NO_FEED = (
    "this is no feed: neither RSS nor Atom nor JSON Feed",
    "open it in a browser, and check the address",
)
HTML = "<!doctype html><html><head>{}</head><body><p>Hello</p></body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'
IS_PAGE = "this is a web page, not a feed"
NO_FEEDS = {
    "nothing": (b"", NO_FEED),
    "words": (b"Forbidden", NO_FEED),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", NO_FEED),
    "other XML": (b"<?xml version='1.0'?><svg/>", NO_FEED),
    "other JSON": (b'{"error": "no"}', NO_FEED),
    "broken JSON": (b'{"version": ', NO_FEED),
    "a page": (HTML.format("").encode(), (IS_PAGE, "write the address of its feed")),
    "a page that names its feed": (
        HTML.format(LINK.format("/feed")).encode(),
        (IS_PAGE, "write https://humber.example/feed"),
    ),
    "a page that names nonsense": (
        HTML.format(LINK.format("//[")).encode(),
        (IS_PAGE, "write the address of its feed"),
    ),
    "entries that lead nowhere": (
        rss("<title>A title</title>"),
        (
            "none of its entries has a title and a page of its own",
            "ask its owner whether the feed is as it should be",
        ),
    ),
}


@pytest.mark.parametrize(("content", "said"), NO_FEEDS.values(), ids=NO_FEEDS.keys())
def test_what_is_no_feed_is_called_what_it_is(content, said):
    assert fault(content) == Fault(*said)


# what means harm


@pytest.mark.parametrize("content", DECLARING.values(), ids=DECLARING.keys())
def test_what_declares_entities_is_not_parsed(content):
    assert fault(content).what.startswith("it declares entities")


def test_an_old_feed_may_name_its_grammar():
    grammar = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "https://n.example/">'
    feed = rss(item()).replace(b"?>\n", b"?>\n" + grammar)

    assert only(feed).title == TITLE


@pytest.mark.parametrize("content", DEEP.values(), ids=DEEP.keys())
def test_depth_is_no_trap(content):
    began = monotonic()

    parse_feed(content, url=URL, now=NOW)

    assert monotonic() - began < 20


@given(st.binary(max_size=300))
def test_any_bytes_are_finds_or_a_fault(content):
    for begun in (content, b"<rss><item>" + content, b'{"version":' + content):
        parse_feed(begun, url=URL, now=NOW)


MARKUP = (
    "<item> </item> <title> <link> <description> & &amp; &#0; ]]> <![CDATA[ <!-- --> <?"
    " <a/> <rss> </rss> <feed> <entry> <pubDate> https://a.example/ x é \ud800 \0"
).split(" ")


@given(st.lists(st.sampled_from(MARKUP)))
def test_any_markup_is_finds_or_a_fault(parts):
    parse_feed("".join(parts).encode("utf-8", "replace"), url=URL, now=NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "url title authors author name _x licence date_published".split()
            ),
            inner,
            max_size=5,
        )
    ),
)


@given(st.lists(JSON, max_size=4), JSON)
def test_members_of_any_type_are_borne_with(items, authors):
    parse_feed(json_feed(*items, authors=authors), url=URL, now=NOW)


# single values

ADDRESSES = {
    "a tracker": ("https://humber.example/lifts?utm_source=rss&id=3", f"{PAGE}?id=3"),
    "relative": ("/lifts", PAGE),
    "a host in capitals": ("HTTPS://humber.example/lifts", PAGE),
    "a space": ("https://humber.example/a b", "https://humber.example/a%20b"),
    "a script": ("javascript:alert(1)", ""),
    "a script, split": ("java\nscript:alert(1)", ""),
    "data": ("data:text/html,x", ""),
    "a file": ("file:///etc/passwd", ""),
    "mail": ("mailto:a@b.example", ""),
    "a password": ("https://you:secret@humber.example/", ""),
    "a bracket": ("https://[", ""),
    "a port that is none": ("https://humber.example:99999/", ""),
    "endless": (f"https://humber.example/{'x' * 1_000}", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("link", "url"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_a_page_is_an_address_of_the_web(link, url):
    feed = json_feed({"url": link, "title": TITLE}, {"url": "/other", "title": "Other"})

    assert [find.url for find in finds(feed)][:-1] == ([url] if url else [])


TITLES = {
    "markup": ("A <b>bold</b> &amp; <i>free</i> title", "A bold & free title"),
    "less than": ("Five &lt; six", "Five < six"),
    "a script": ("Hello<script>alert(1)</script>", "Hello"),
    "several lines": ("One\n\n two", "One two"),
    "controls": ("A\x1b[31mred\x07 title", "A[31mred title"),
    "hidden": ("A\u202e\u200b\u200b turned title", "A turned title"),
    "endless": ("words " * 100, f"{'words ' * 18}words…"),
}


@pytest.mark.parametrize(("told", "title"), TITLES.values(), ids=TITLES.keys())
def test_a_title_is_plain_words(told, title):
    feed = atom(entry().replace(TITLE, "{}")).decode()
    marked = feed.replace("<title>{}", f'<title type="html"><![CDATA[{told}]]>')

    assert only(marked.encode()).title == title


def test_what_has_no_title_is_called_by_its_first_words():
    assert only(rss(item("", description=SENTENCE))).title == SENTENCE


DAYS = {
    "as mail has it": (STAMP, DAY),
    "with a zone": ("Thu, 12 Nov 2026 09:00:00 +0100", DAY),
    "to come": ("Sat, 12 Dec 2026 08:00:00 GMT", None),
    "tomorrow": ("Sun, 29 Nov 2026 08:00:00 GMT", datetime(2026, 11, 29, 8, tzinfo=UTC)),
    "the thirtieth of February": ("Mon, 30 Feb 2026 08:00:00 GMT", None),
    "in words": ("last Tuesday", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("told", "day"), DAYS.values(), ids=DAYS.keys())
def test_a_day_is_what_it_says_if_it_can_be(told, day):
    assert only(rss(item(pubDate=told))).published == day


JSON_DAYS = {
    "whole": ("2026-11-12T08:00:00Z", DAY),
    "without zone": ("2026-11-12T08:00:00", DAY),
    "before all days": ("0001-01-01T00:00:00+14:00", None),
    "no day": ("soon", None),
}


@pytest.mark.parametrize(("told", "day"), JSON_DAYS.values(), ids=JSON_DAYS.keys())
def test_a_day_of_json_too(told, day):
    feed = json_feed({"url": PAGE, "title": TITLE, "date_published": told})

    assert only(feed).published == day


AUTHORS = {
    "a name": ("Rosa Lindqvist", "Rosa Lindqvist"),
    "an address and a name": ("rosa@humber.example (Rosa Lindqvist)", "Rosa Lindqvist"),
    "a name and an address": ("Rosa Lindqvist <rosa@humber.example>", "Rosa Lindqvist"),
    "an address": ("rosa@humber.example", ""),
    "the system": ("admin", ""),
}


@pytest.mark.parametrize(("told", "name"), AUTHORS.values(), ids=AUTHORS.keys())
def test_an_author_has_a_name_and_no_address(told, name):
    assert only(rss(item(author=told))).author == name


def test_several_authors_are_all_named():
    people = "".join(
        f"<author><name>{n}</name></author>" for n in ("Ann", "Bo", "Cy", "Bo")
    )

    assert only(atom(entry(more=people))).author == "Ann, Bo and Cy"


def test_who_writes_a_feed_writes_its_entries():
    assert only(atom(entry(), head=ATOM_AUTHOR)).author == "Rosa Lindqvist"


SUMMARIES = {
    "markup": (f"<p>{SENTENCE}</p><p>More.</p>", f"{SENTENCE} More."),
    "an end that was cut": ("It begins so [&#8230;]", "It begins so…"),
    "a blog engine's own words": (
        f"<p>{SENTENCE}</p><p>The post <a href='/'>Lifts</a> appeared first on Humber.</p>",
        SENTENCE,
    ),
    "long": ("words " * 100, f"{'words ' * 48}words…"),
    "a script": ("<script>alert(1)</script>Hello", "Hello"),
}


@pytest.mark.parametrize(("told", "summary"), SUMMARIES.values(), ids=SUMMARIES.keys())
def test_a_summary_is_a_few_plain_sentences(told, summary):
    assert only(rss(item(description=told))).summary == summary


def test_without_a_summary_the_text_says_what_it_is_about():
    assert only(rss(item(content_encoded=TEXT))).summary == f"{SENTENCE} That is all."


ENCODINGS = {
    "as declared": ("iso-8859-2", "", "Zażółć gęślą"),
    "as its server says": ("iso-8859-2", "iso-8859-2", "Zażółć gęślą"),
    "not as its server says": ("utf-8", "iso-8859-1", "Zażółć gęślą"),
    "wide": ("utf-16", "", "Zażółć gęślą"),
    "wider": ("utf-32", "", "Zażółć gęślą"),
    "Cyrillic": ("koi8-r", "", "Починить лифт"),
    "Japanese": ("shift_jis", "", "昇降機を直す"),
    "of the west": ("windows-1252", "", "Naïve “café”"),
}


@pytest.mark.parametrize(
    ("encoding", "charset", "title"), ENCODINGS.values(), ids=ENCODINGS
)
def test_text_is_read_in_its_own_encoding(encoding, charset, title):
    assert only(rss(item(title), encoding=encoding), charset=charset).title == title


BROKEN = {
    "declared as UTF-8": (
        rss(item("Naïve café")).decode().encode("cp1252"),
        "Naïve café",
    ),
    "declared as a trick": (
        rss(item("Naïve café"), encoding="utf-8").replace(b'"utf-8"', b'"utf-7"'),
        "Naïve café",
    ),
    "one bad byte": (rss(item("Zażółć gęślą")).replace(b"g", b"g\xff", 1), "Zażółć gęślą"),
    "a byte order mark": (b"\xef\xbb\xbf" + rss(item("Zażółć")), "Zażółć"),
    "controls": (rss(item("Lifts")).replace(b"Lifts<", b"Li\x00\x0bfts<"), "Lifts"),
    "an entity of HTML": (rss(item("X")).replace(b"X", b"Caf&eacute;"), "Café"),
    "an end that is missing": (rss(item("Lifts")).partition(b"</channel>")[0], "Lifts"),
    "a bare ampersand": (rss(item("X")).replace(b"X", b"A & B"), "A & B"),
}


@pytest.mark.parametrize(("feed", "title"), BROKEN.values(), ids=BROKEN.keys())
def test_slips_are_borne_with(feed, title):
    assert only(feed).title == title


# licences

LICENSED = {
    "its page": (BY, "CC-BY-4.0"),
    "over http": (BY.replace("https", "http"), "CC-BY-4.0"),
    "the deed": (f"{BY}deed.de", "CC-BY-4.0"),
    "the legal code": (f"{BY}legalcode", "CC-BY-4.0"),
    "without a slash": (BY.rstrip("/"), "CC-BY-4.0"),
    "no changes": ("https://creativecommons.org/licenses/by-nd/4.0/", "CC-BY-ND-4.0"),
    "public domain": ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
    "an older version": ("https://creativecommons.org/licenses/by/3.0/", ""),
    "another licence": ("https://humber.example/terms", ""),
    "words": ("CC BY 4.0", ""),
    "words around it": (f"Not under {BY}", ""),
    "a bracket": ("https://[", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("address", "name"), LICENSED.values(), ids=LICENSED.keys())
def test_a_licence_is_open_if_it_is_one_of_ours(address, name):
    assert only(rss(item(cc_license=address))).licence == name
    assert only(rss(item(dc_rights=address))).licence == name


def test_all_that_a_channel_holds_has_its_licence():
    channel = f"<cc:license>{BY}</cc:license>"

    assert only(rss(item(), channel=channel)).licence == "CC-BY-4.0"


def test_what_an_item_says_of_its_licence_goes_before():
    channel = f"<cc:license>{BY}</cc:license>"

    assert only(rss(item(cc_license="https://x.example/"), channel=channel)).licence == ""


def test_an_atom_feeds_own_licence_is_not_that_of_its_entries():
    assert only(atom(entry(), head=ATOM_LICENCE)).licence == ""


# the text


def text_of(content: str, **more: str) -> str:
    """What would be printed of a text."""
    return only(rss(item(cc_license=BY, content_encoded=content, **more))).html


HOSTILE = (
    '<p onclick="x()">Hello <script>alert(1)</script><a href="javascript:x()">you</a>'
    '<a href="/there">there</a></p><iframe src="https://evil.example/"></iframe>'
    '<form action="/"><input name="q"></form><style>p {}</style><svg onload="x()"></svg>'
)


def test_a_text_keeps_words_and_links_and_nothing_that_acts():
    made = text_of(HOSTILE)

    assert made.startswith(
        '<p>Hello you<a href="https://humber.example/there">there</a></p>'
    )
    for sign in ("script", "onclick", "onload", "<form", "<iframe", "<style", "<svg"):
        assert sign not in made


def test_pictures_are_left_out_and_counted():
    content = (
        f'<p>{SENTENCE}</p><p><a href="/big"><img src="/a.jpg"></a></p>'
        '<figure><img src="/b.jpg"><figcaption>A lift</figcaption></figure>'
    )

    find = only(rss(item(cc_license=BY, content_encoded=content)))

    assert (find.html, find.pictures) == (f"<p>{SENTENCE}</p>", 2)


def test_a_text_that_nobody_may_print_is_not_kept():
    assert only(rss(item(content_encoded=TEXT))).html == ""


def test_a_long_description_is_the_text_and_a_short_one_is_not():
    long = f"<p>{'word ' * 300}</p>"

    assert only(rss(item(cc_license=BY, description=long))).html.startswith("<p>word word")
    assert only(rss(item(cc_license=BY, description=TEXT))).html == ""


def test_a_text_without_end_is_no_essay():
    assert text_of(f"<p>{'word ' * 50_000}</p>") == ""


# many


def test_only_the_newest_of_many_are_looked_at():
    days = [DAY - timedelta(days=n) for n in range(200)]
    items = [
        item(f"Number {n}", at=f"{n}", pubDate=f"{day:%a, %d %b %Y %H:%M:%S} GMT")
        for n, day in enumerate(days)
    ]

    found = finds(rss(*reversed(items)))

    assert [find.title for find in found] == [f"Number {n}" for n in range(MOST)]


def test_what_has_no_day_keeps_the_order_of_its_feed_and_comes_last():
    feed = rss(
        item("One", at="1"), item("Two", at="2"), item("Three", at="3", pubDate=STAMP)
    )

    assert [find.title for find in finds(feed)] == ["Three", "One", "Two"]


def test_ten_thousand_entries_take_seconds():
    feed = rss(*(item(f"Number {n}", at=f"{n}") for n in range(10_000)))
    began = monotonic()

    assert len(finds(feed)) == MOST
    assert monotonic() - began < 30


def test_an_entry_that_is_there_twice_is_one():
    assert len(finds(rss(item(), item("Again", at="lifts/?utm_source=x")))) == 1
