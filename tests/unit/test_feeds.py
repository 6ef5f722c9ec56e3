"""Posts become feeds that every reader understands and no build ever changes."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from lxml import etree, html
from tests.factories import (
    AUTHORITY,
    a_post,
    a_site,
    an_author,
    an_edition,
    artefacts_of,
    bytes_of,
)
from tests.judges.feeds import check_feed
from tests.judges.roundtrip import ReadEntry, read_json_feed, read_with_feedparser

from postroom.build import list_shortened
from postroom.checks import list_left_out
from postroom.edition import feedspec
from postroom.edition.edition import Edition
from postroom.feeds.xml import keep_apart
from postroom.model.post import Post
from postroom.model.site import Site

STYLES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
NOW = datetime(2026, 12, 31, tzinfo=UTC)

POSTS = (
    a_post(
        "fav2",
        9,
        title='Q&A: is 1 < 2 > 0? ]]> "Yes", said Ines’s 👩‍🚀',
        description="Ask & you shall < receive >, ]]> or not.",
        authors=["ines", "jon"],
        categories=["Give & Take"],
        tags=["asking", "東京"],
        series={"name": "Small favours", "part": 2},
        image={"src": "a table.png", "alt": 'A "long" table & eight chairs'},
        licence="CC-BY-4.0",
        canonical="https://other.example/first?a=1&b=2",
        date={"created": "2026-03-09T08:30:00+01:00", "updated": "2026-03-10"},
    ),
    a_post(
        "fav1",
        1,
        title="العربية: من اليمين",
        authors=["ines"],
        categories=["Give & Take"],
        series={"name": "Small favours", "part": 1},
        lang="ar",
    ),
    a_post("old1", date="2025-11-30T23:30:00-05:00", title="An <old> one", tags=["asking"]),
)
AUTHORS = (
    an_author(name="Ines Okafor & Co", avatar="ines.png", url="https://ines.example/"),
    an_author("jon", name="Jon O'Brien"),
    an_author("nia", name="Nia, who never wrote"),
)
TEXTS = {
    "fav2": '<p>One &amp; two &lt; three ]]&gt; <a href="../old1/">old</a>.</p>'
    '<pre class="x"><code>if a &lt; b:\n\n    "&amp;amp;"\n</code></pre>'
    "<script>alert(1)</script>"
    '<p><img src="a.png" alt="A &quot;b&quot;"> End<sup><a href="#fn-1">1</a></sup>.</p>',
    "fav1": '<p dir="rtl">مرحبا</p>',
    "old1": "<p>Old.</p>",
}


def the_site(*posts: Post, **values: object) -> Site:
    """The site of these tests, or one like it."""
    defaults = {
        "name": "The Long Table & Friends",
        "description": "Essays on <careers> & communities",
        "language": "en-GB",
        "licence": "CC-BY-NC-4.0",
        "icon": "images/icon.png",
    }
    return a_site(*(posts or POSTS), authors=AUTHORS, **defaults | values)


def render(edition: Edition, path: str) -> bytes:
    """The bytes of one artefact."""
    return bytes_of(edition, path)


def read(style: str, document: bytes) -> tuple[ReadEntry, ...]:
    """What a reader gets."""
    return read_json_feed(document) if style == "json" else read_with_feedparser(document)


EDITION = an_edition(the_site(), TEXTS, size=(1200, 800))
DOCUMENTS = [
    *STYLES.values(),
    "feeds.opml",
    "feeds/archive/2026.xml",
    "feeds/archive/2025.xml",
    "feeds/archive/2025.atom.xml",
    "feeds/archive/2025.json",
    "series/small-favours/feed.xml",
    "series/small-favours/atom.xml",
    "authors/nia/feed.xml",
    "authors/nia/atom.xml",
    "authors/nia/feed.json",
]
FEED = re.compile(r"(feed|atom|archive|opml)")
FEEDS = sorted(path for path in artefacts_of(EDITION) if FEED.search(path))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_feed_looks_as_it_was_reviewed(path, golden):
    golden(f"feeds/{path}", render(EDITION, path))


@pytest.mark.parametrize("path", FEEDS)
def test_the_judge_of_feeds_finds_nothing(path):
    document = render(EDITION, path)

    assert check_feed(document, EDITION.site.absolute(path), now=NOW) == []


def test_every_view_with_a_feed_has_it_in_three_formats():
    folders = [
        "",
        "categories/give-take/",
        "tags/asking/",
        "tags/東京/",
        "series/small-favours/",
    ]
    folders += ["authors/ines/", "authors/jon/", "authors/nia/"]

    expected = {f"{folder}{name}" for folder in folders for name in STYLES.values()}
    archives = {
        f"feeds/archive/{year}{end}"
        for year in (2025, 2026)
        for end in (".xml", ".atom.xml", ".json")
    }
    assert set(FEEDS) == expected | archives | {"feeds.opml"}


def test_a_feed_in_three_formats_says_the_same():
    rss, atom, jsonfeed = (
        read(style, render(EDITION, name)) for style, name in STYLES.items()
    )

    assert [entry._replace(updated=None) for entry in atom] == list(rss)
    assert jsonfeed == atom


def test_a_reader_gets_titles_and_authors_as_they_were_written():
    entries = read("atom", render(EDITION, "atom.xml"))

    assert [(entry.title, entry.authors) for entry in entries] == [
        (POSTS[0].title, ("Ines Okafor & Co", "Jon O'Brien")),
        (POSTS[1].title, ("Ines Okafor & Co",)),
        (POSTS[2].title, ("The Long Table & Friends",)),
    ]


IDS = [f"tag:{AUTHORITY}:post/{uid}" for uid in ("fav2", "fav1", "old1")]
MOVED = {
    "as it is": the_site(),
    "other slugs and titles": the_site(
        *(p.model_copy(update={"slug": f"x-{p.slug}", "title": "X"}) for p in POSTS)
    ),
    "another address": the_site(url="https://preview.example.net/some/path/"),
    "another layout": the_site(layout="material-blog"),
    "addresses that name files": the_site(index_name="index.html"),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("site", MOVED.values(), ids=MOVED.keys())
def test_ids_stay_whatever_moves(site, style):
    edition = an_edition(site, TEXTS)

    entries = read(style, render(edition, site.path(STYLES[style])))

    assert [entry.id for entry in entries] == IDS


def test_a_post_has_one_id_in_every_feed():
    for path in (
        "feed.xml",
        "tags/asking/feed.xml",
        "authors/jon/feed.xml",
        "feeds/archive/2026.xml",
    ):
        assert {entry.id for entry in read("rss", render(EDITION, path))} <= set(IDS)


AUTHORITIES = {
    "a domain and a year": ("https://a.example/", {}, "tag:example.org,2026:"),
    "the site's own domain": (
        "https://a.example/",
        {"authority": None},
        "tag:a.example,2026:",
    ),
    "a path of that domain": (
        "https://a.example/essays/",
        {"authority": None},
        "tag:a.example,2026:essays/",
    ),
    "a part of a domain": (
        "https://a.example/",
        {"authority": "b.example,2020:ines"},
        "tag:b.example,2020:ines/",
    ),
}


@pytest.mark.parametrize(
    ("url", "feeds", "expected"), AUTHORITIES.values(), ids=AUTHORITIES.keys()
)
def test_ids_begin_with_who_mints_them(url, feeds, expected):
    assert the_site(url=url, feeds=feeds).authority == expected


def test_an_older_essay_that_comes_in_later_changes_no_id():
    before = the_site(feeds={"authority": None})

    after = the_site(*POSTS, a_post("zero", date="2019-01-01"), feeds={"authority": None})

    assert after.authority == before.authority


@pytest.mark.parametrize("style", STYLES)
def test_entries_are_listed_newest_first_and_those_of_one_moment_by_uid(style):
    posts = [a_post("bbbb", 5), a_post("aaaa", 5), a_post("dddd", 6), a_post("cccc", 1)]
    edition = an_edition(a_site(*posts))

    entries = read(style, render(edition, STYLES[style]))

    assert [entry.id[-4:] for entry in entries] == ["dddd", "bbbb", "aaaa", "cccc"]


def test_what_only_a_preview_shows_is_in_no_feed():
    hidden = frozenset({"fav2"})
    edition = an_edition(the_site(hidden=hidden), TEXTS)

    for path in FEEDS:
        assert b"fav2" not in render(edition, path)


LONG = f"<p>{'word ' * 4000}</p>"  # 20 KB
JAPANESE = f"<p>{'東京' * 5000}</p>"  # 30 KB, but 10,000 characters
LIMITS = {
    "twenty unless told otherwise": ({}, "<p>One.</p>", 20),
    "as many as told": ({"limit": 3}, "<p>One.</p>", 3),
    "fewer when they are long": ({"max_kb": 100}, LONG, 4),
    "fewer still when letters take three bytes": ({"max_kb": 100}, JAPANESE, 3),
    "one at least": ({"max_kb": 20}, LONG * 3, 1),
    "summaries do not count the essays": ({"max_kb": 30, "content": "summary"}, LONG, 20),
    "fewer when signs are written longer": ({"max_kb": 100}, f"<p>{'&lt;' * 5000}</p>", 2),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("feeds", "text", "expected"), LIMITS.values(), ids=LIMITS.keys())
def test_a_feed_lists_the_newest_entries_and_does_not_grow_too_large(
    feeds, text, expected, style
):
    posts = [a_post(f"uid{number:02}", number) for number in range(1, 31)]
    edition = an_edition(a_site(*posts, feeds=feeds), {p.uid: text for p in posts})

    entries = read(style, render(edition, STYLES[style]))

    assert [entry.id[-5:] for entry in entries] == [
        f"uid{number:02}" for number in range(30, 30 - expected, -1)
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("content", ["full", "summary"])
def test_a_feed_is_no_larger_than_it_may_be(content, style):
    posts = [
        a_post(
            f"uid{n:02}",
            date=f"{2020 + n % 3}-03-{n:02}",
            tags=[f"R&D {n}", "b", "c"],
            title="A < B & C " * 9,
        )
        for n in range(1, 31)
    ]
    text = '<p class="x">R&amp;D <a href="https://e.example/?a=1&amp;b=2">"so"</a></p>' * 99
    feeds = {"max_kb": 50, "limit": 100, "content": content}
    edition = an_edition(a_site(*posts, feeds=feeds), {p.uid: text for p in posts})

    assert len(render(edition, STYLES[style])) <= 50_000


def test_no_two_entries_of_an_atom_feed_are_of_one_second():
    posts = [a_post(f"uid{n:02}", 5) for n in range(4)]
    made = render(an_edition(a_site(*posts)), STYLES["atom"]).decode()
    moments = re.findall("<updated>([^<]*)</updated>", made)

    assert [moment[17:19] for moment in moments] == ["03", "03", "02", "01", "00"]
    assert "<published>2026-03-05T00:00:00" in made


def test_an_archive_and_a_series_list_all_their_entries():
    posts = [a_post(f"uid{number:02}", number, series="One") for number in range(1, 31)]
    edition = an_edition(a_site(*posts, feeds={"limit": 2}))

    assert len(read("rss", render(edition, "feeds/archive/2026.xml"))) == 30
    assert len(read("rss", render(edition, "series/one/feed.xml"))) == 30


TOO_LONG = {
    "words": f"<p>{'word ' * 120_000}</p>",
    "signs that XML writes with four letters": f"<pre>{'&lt;' * 110_000}</pre>",
    "quotes that JSON writes with two signs": f"<p>{chr(34) * 300_000}</p>",
}


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG.keys())
@pytest.mark.parametrize("style", STYLES)
def test_an_essay_that_no_feed_can_carry_goes_in_as_a_summary(style, text):
    site = a_site(a_post(), a_post("bbbb", 3))
    edition = an_edition(site, {"aaaa": text, "bbbb": "<p>Short.</p>"})

    document = render(edition, STYLES[style])

    assert len(document) < 10_000
    assert [entry.id[-4:] for entry in read(style, document)] == ["aaaa", "bbbb"]
    assert b"Short." in document
    assert [str(remark) for remark in list_shortened(edition)] == [
        "posts/aaaa.md: feeds have only the summary of this essay, for it is too long\n"
        "    fix: split it, or leave it so"
    ]


def test_what_only_a_page_shows_is_told_once_with_its_line():
    text = "<p>a</p><canvas></canvas><canvas></canvas>"
    edition = an_edition(a_site(a_post()), {"aaaa": text})
    bodies = {"posts/aaaa.md": (5, "a\n\n<canvas></canvas>\n\n<canvas></canvas>\n")}

    assert [str(remark) for remark in list_left_out(edition, bodies)] == [
        "posts/aaaa.md:7: only the page shows <canvas>: feeds, mails and kits leave it "
        "out\n"
        "    fix: show a picture of it, or say it in words"
    ]


def test_an_archive_keeps_the_whole_of_a_long_essay():
    posts = [a_post(f"uid{number:02}", number) for number in range(1, 4)]
    texts = {post.uid: TOO_LONG["words"] for post in posts}
    edition = an_edition(a_site(*posts, feeds={"limit": 2}), texts)

    assert b"word word word" in render(edition, "feeds/archive/2026.xml")
    assert len(render(edition, "feed.xml")) < 10_000


def test_a_feed_of_summaries_has_no_essay():
    site = the_site(feeds={"content": "summary"})
    edition = an_edition(site, TEXTS, size=(1200, 800))

    for style, name in STYLES.items():
        document = render(edition, name)
        assert check_feed(document, f"https://example.org/{name}", now=NOW) == []
        assert [entry.html for entry in read(style, document)] == [
            POSTS[0].description if style != "rss" else _escaped(POSTS[0].description),
            "مرحبا",
            "Old.",
        ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


WITHOUT_TEXT = {
    "with a description": {"description": "Only this."},
    "with a title alone": {},
}


@pytest.mark.parametrize("front_matter", WITHOUT_TEXT.values(), ids=WITHOUT_TEXT.keys())
def test_an_essay_without_a_text_is_still_a_valid_entry(front_matter):
    site = a_site(a_post(**front_matter), a_post("bbbb", date="2025-01-01"))
    edition = an_edition(site, {"aaaa": ""})

    for name in STYLES.values():
        assert check_feed(render(edition, name), f"https://example.org/{name}") == []


def test_a_feed_without_entries_has_a_date_that_never_moves():
    assert b"<updated>2000-01-01T00:00:00+00:00</updated>" in render(
        EDITION, "authors/nia/atom.xml"
    )
    assert b"<lastBuildDate>Sat, 01 Jan 2000 00:00:00 +0000<" in render(
        EDITION, "authors/nia/feed.xml"
    )


def test_a_feed_is_as_new_as_the_last_change_of_its_entries():
    [stated] = re.findall(
        rb"<lastBuildDate>(.*)</lastBuildDate>", render(EDITION, "feed.xml")
    )

    assert stated == b"Tue, 10 Mar 2026 00:00:00 +0000"


def links_of(edition: Edition, path: str) -> dict[str, list[str]]:
    """The links of a whole feed: where each relation leads."""
    root = etree.fromstring(render(edition, path))
    channel = root if root.tag.endswith("feed") else root[0]
    found: dict[str, list[str]] = {}
    for link in channel.findall("{http://www.w3.org/2005/Atom}link"):
        found.setdefault(link.get("rel"), []).append(link.get("href"))
    return found


LINKS = {
    "the site's RSS feed": (
        "feed.xml",
        {
            "self": ["https://example.org/feed.xml"],
            "hub": ["https://hub.example/"],
            "prev-archive": ["https://example.org/feeds/archive/2026.xml"],
        },
    ),
    "the site's Atom feed": (
        "atom.xml",
        {
            "self": ["https://example.org/atom.xml"],
            "alternate": ["https://example.org/"],
            "license": ["https://creativecommons.org/licenses/by-nc/4.0/"],
            "hub": ["https://hub.example/"],
            "prev-archive": ["https://example.org/feeds/archive/2026.atom.xml"],
        },
    ),
    "the newest archive": (
        "feeds/archive/2026.xml",
        {
            "self": ["https://example.org/feeds/archive/2026.xml"],
            "current": ["https://example.org/feed.xml"],
            "prev-archive": ["https://example.org/feeds/archive/2025.xml"],
        },
    ),
    "the oldest archive": (
        "feeds/archive/2025.atom.xml",
        {
            "self": ["https://example.org/feeds/archive/2025.atom.xml"],
            "alternate": ["https://example.org/"],
            "license": ["https://creativecommons.org/licenses/by-nc/4.0/"],
            "current": ["https://example.org/atom.xml"],
            "next-archive": ["https://example.org/feeds/archive/2026.atom.xml"],
        },
    ),
    "a category": (
        "categories/give-take/feed.xml",
        {
            "self": ["https://example.org/categories/give-take/feed.xml"],
            "hub": ["https://hub.example/"],
        },
    ),
}


@pytest.mark.parametrize(("path", "expected"), LINKS.values(), ids=LINKS.keys())
def test_a_feed_leads_to_itself_its_hub_its_licence_and_its_archives(path, expected):
    edition = an_edition(the_site(feeds={"hub": "https://hub.example/"}), TEXTS)

    assert links_of(edition, path) == expected
    assert check_feed(render(edition, path), f"https://example.org/{path}") == []


def test_a_json_feed_names_its_hub_its_next_page_and_its_icon():
    edition = an_edition(the_site(feeds={"hub": "https://hub.example/"}), TEXTS)

    feed = json.loads(render(edition, "feed.json"))

    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert feed["next_url"] == "https://example.org/feeds/archive/2026.json"
    assert feed["icon"] == "https://example.org/images/icon.png"


def test_the_author_of_a_feed_as_a_whole_is_the_site_at_its_own_address():
    atom = etree.fromstring(render(EDITION, "authors/nia/atom.xml"))
    feed = json.loads(render(EDITION, "authors/nia/feed.json"))

    name = "The Long Table & Friends"
    assert atom.xpath("string(//*[local-name()='uri'])") == "https://example.org/"
    assert feed["authors"] == [{"name": name, "url": "https://example.org/"}]


def test_an_essay_in_another_language_says_so():
    root = etree.fromstring(render(EDITION, "atom.xml"))
    items = json.loads(render(EDITION, "feed.json"))["items"]

    languages = root.xpath(
        "//*[local-name()='entry']/ancestor-or-self::*[@xml:lang][1]/@xml:lang"
    )
    assert [item["language"] for item in items] == ["en-GB", "ar", "en-GB"]
    assert sorted(set(languages)) == ["ar", "en-GB"]


def test_the_feed_of_a_series_says_that_it_is_complete():
    assert b"<fh:complete/>" in render(EDITION, "series/small-favours/atom.xml")
    assert b"<fh:complete/>" in render(EDITION, "series/small-favours/feed.xml")
    assert b"<fh:archive/>" in render(EDITION, "feeds/archive/2025.xml")


def test_posts_of_several_zones_around_new_year_are_each_in_one_archive():
    posts = [
        a_post("aaaa", date="2025-12-31T23:30:00-05:00"),
        a_post("bbbb", date="2026-01-01T00:30:00+02:00"),
        a_post("cccc", date="2025-12-31T12:00:00Z"),
        a_post("dddd", date="2026-01-01T12:00:00Z"),
    ]
    edition = an_edition(a_site(*posts))

    listed = [
        entry.id[-4:]
        for year in (2026, 2025)
        for entry in read("rss", render(edition, f"feeds/archive/{year}.xml"))
    ]

    assert sorted(listed) == ["aaaa", "bbbb", "cccc", "dddd"]


def test_an_old_address_of_a_feed_has_the_same_bytes():
    edition = an_edition(the_site(feeds={"aliases": {"rss.xml": "feed.xml"}}), TEXTS)

    assert render(edition, "rss.xml") == render(edition, "feed.xml")


MADE = {
    "without an address": ({"url": ""}, {".nojekyll"}),
    "without share pages": ({"share": {"enabled": False}}, {".nojekyll", "robots.txt"}),
    "without cards": (
        {"share": {"cards": False}},
        {".nojekyll", "robots.txt", "share/old1/index.html", "share/old1/oembed.json"},
    ),
    "in whole": (
        {},
        {
            *(".nojekyll", "robots.txt", "share/old1/index.html"),
            *("share/old1/oembed.json", "share/old1/card.png"),
        },
    ),
}


@pytest.mark.parametrize(("values", "expected"), MADE.values(), ids=MADE.keys())
def test_a_site_is_made_of_feeds_share_pages_and_little_else(values, expected):
    made = artefacts_of(an_edition(the_site(POSTS[2], **values)))

    assert {path for path in made if not FEED.search(path)} == expected
    assert any(FEED.search(path) for path in made) == ("url" not in values)


def test_robots_are_shown_the_map_of_the_site():
    assert render(EDITION, "robots.txt") == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"
    )


def test_an_alias_of_no_feed_makes_nothing():
    edition = an_edition(the_site(feeds={"aliases": {"rss.xml": "none.xml"}}))

    assert "rss.xml" not in artefacts_of(edition)


def test_every_format_has_a_file_a_media_type_and_a_name():
    assert {name: style.file for name, style in feedspec.STYLES.items()} == STYLES


# what readers make of plain text

EVIL = '"><img src=x onerror=alert(1)>'
CODED = "&lt;img src=x onerror=alert(1)&gt; &#60;script&#62;"

UNESCAPED = {
    "channel/title": 2,
    "channel/description": 2,
    "channel/image/title": 2,
    "channel/item/title": 2,
    "channel/item/description": 2,
    "channel/item/category": 2,
    "channel/item/{http://purl.org/dc/elements/1.1/}creator": 2,
}
"""How often some reader unescapes a field of RSS, the XML parser's time included: the
format says it of an item's description alone, so that of all others readers do both."""


@pytest.mark.parametrize("words", [EVIL, CODED, "</title><svg/onload=x>", "<!--", "<?x"])
def test_no_plain_text_of_rss_is_markup_to_anybody(words):
    post = a_post("evil", title=words, description=words, tags=[words], authors=["ines"])
    author = an_author(name=words)
    site = a_site(post, authors=(author,), name=words, description=words, icon="a.png")
    feed = etree.fromstring(bytes_of(an_edition(site), "feed.xml"))

    for path, times in UNESCAPED.items():
        [text, *_] = [node.text for node in feed.findall(path)]
        for _ in range(times - 1):
            assert list(html.fragment_fromstring(text, create_parent=True)) == [], path
            text = unescape(text)


ATOM = "{http://www.w3.org/2005/Atom}"
IN_ATOM = {
    "title": 1,
    "subtitle": 1,
    "author/name": 1,
    "entry/title": 1,
    "entry/summary": 1,
    "entry/author/name": 1,
}
"""How often a reader unescapes a field of Atom: RFC 4287, 3.1.1, calls what has no type
text, and names are text in any case."""

IN_JSON = ("title", "description", "items/0/title", "items/0/summary")
"""Plain text: JSON Feed 1.1 lets nothing but `content_html` hold markup."""


@pytest.mark.parametrize("words", [EVIL, CODED, "</title><svg/onload=x>", "<!--", "<?x"])
def test_plain_text_of_atom_and_json_says_that_it_is_plain_and_reads_as_it_was(words):
    post = a_post("evil", title=words, description=words, authors=["ines"])
    author = an_author(name=words)
    site = a_site(post, authors=(author,), name=words, description=words)
    feed = etree.fromstring(bytes_of(an_edition(site), "atom.xml"))
    told = json.loads(bytes_of(an_edition(site), "feed.json"))

    for path in IN_ATOM:
        node = feed.find("/".join(f"{ATOM}{part}" for part in path.split("/")))
        assert node is not None, path
        assert node.get("type", "text") == "text", path
        assert words in node.text, path
    for path in IN_JSON:
        value = told
        for part in path.split("/"):
            value = value[int(part) if part.isdecimal() else part]
        assert words in value, path


@pytest.mark.parametrize("words", [EVIL, CODED, "<!--"])
def test_plain_text_of_a_list_of_feeds_is_no_markup_to_anybody(words):
    site = a_site(a_post("evil"), name=words, description=words)
    listed = etree.fromstring(bytes_of(an_edition(site), "feeds.opml"))
    texts = [node.get(key, "") for node in listed.iter("outline") for key in OUTLINE]

    assert any(words in unescape(text) for text in texts)
    for text in [*texts, listed.findtext("head/title") or ""]:
        assert list(html.fragment_fromstring(text, create_parent=True)) == []


OUTLINE = ("text", "title", "description")
"""What readers of OPML take for HTML: they unescape it twice."""


def test_what_rss_keeps_apart_reads_as_it_was_written():
    assert keep_apart("1 < 2 & 3 > 2; Q&A; AT&T") == "1 < 2 & 3 > 2; Q&\u2060A; AT&T"
    assert keep_apart("a <b> &lt; &#60;").replace("\u2060", "") == "a <b> &lt; &#60;"
