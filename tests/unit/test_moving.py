"""A blog of Material's moves in: its settings change, and what readers had is compared."""

from __future__ import annotations

import pytest
import yaml

from postroom.moving import (
    PageFacts,
    Snapshot,
    compare,
    plan_aliases,
    plan_feeds,
    read_ids,
    report,
    snapshot_of,
    take_snapshot,
)
from postroom.reading.switching import (
    add_option,
    explain_unswitched,
    find_base,
    is_switched,
    put_base,
    switch_to_material,
    switch_to_postroom,
)

SWITCHED = {
    "a word in a list": (
        "plugins:\n  - search\n  - blog  # ours\n",
        "plugins:\n  - search\n  - postroom: {layout: material-blog}  # ours\n",
    ),
    "with the theme's name": (
        "plugins:\n- 'material/blog'\n",
        "plugins:\n- postroom: {layout: material-blog}\n",
    ),
    "options below it, with a remark": (
        "plugins:\n  - blog:\n      # why\n      blog_dir: .  # root\n  - tags\n",
        "plugins:\n  - postroom:\n      # why\n      layout: material-blog\n"
        "      blog_dir: .  # root\n  - tags\n",
    ),
    "options in brackets": (
        "plugins:\n  - blog: {post_readtime: no}\n",
        "plugins:\n  - postroom: {layout: material-blog, post_readtime: no}\n",
    ),
    "brackets with nothing in them": (
        "plugins:\n  - blog: {}\n",
        "plugins:\n  - postroom: {layout: material-blog}\n",
    ),
    "a colon and nothing": (
        "plugins:\n  - blog:\n  - tags\n",
        "plugins:\n  - postroom: {layout: material-blog}\n  - tags\n",
    ),
    "a list in brackets": (
        "plugins: [search, blog]\n",
        "plugins: [search, {postroom: {layout: material-blog}}]\n",
    ),
    "plugins by key": (
        "plugins:\n  search: {}\n  blog:\n    pagination: false\n",
        "plugins:\n  search: {}\n  postroom:\n    layout: material-blog\n"
        "    pagination: false\n",
    ),
    "line ends of Windows": (
        "plugins:\r\n  - blog:\r\n      pagination: false\r\n",
        "plugins:\r\n  - postroom:\r\n      layout: material-blog\r\n"
        "      pagination: false\r\n",
    ),
    "functions of Python's and variables": (
        "site_url: !ENV [A, b]\nplugins:\n  - blog:\n"
        "      post_slugify: !!python/name:x.y\n",
        "site_url: !ENV [A, b]\nplugins:\n  - postroom:\n      layout: material-blog\n"
        "      post_slugify: !!python/name:x.y\n",
    ),
    "two blogs": ("plugins:\n  - blog\n  - blog: {blog_dir: b}\n", None),
    "none": ("plugins:\n  - search\n", None),
    "no plugins": ("site_name: A\n", None),
    "the options of another": (
        "a: &o {blog_dir: b}\nplugins:\n  - blog: *o\n",
        "a: &o {blog_dir: b}\nplugins:\n  - postroom: {<<: *o, layout: material-blog}\n",
    ),
    "options that others have": ("plugins:\n  - blog: &o {x: 1}\nb: *o\n", None),
    "broken": ("plugins: [\n", None),
}


@pytest.mark.parametrize(("text", "expected"), SWITCHED.values(), ids=SWITCHED.keys())
def test_postroom_takes_the_place_of_the_blog(text, expected):
    assert switch_to_postroom(text) == expected
    assert expected is None or is_switched(expected)


@pytest.mark.parametrize(
    "name",
    ["options below it, with a remark", "a list in brackets", "the options of another"],
)
def test_what_was_switched_can_be_built_as_before(name):
    text, switched = SWITCHED[name]
    again = switch_to_material(switched, {"blog_dir"})

    def plugins(text: str) -> list[object]:
        listed = yaml.safe_load(text)["plugins"]
        return [{"blog": {}} if each == "blog" else each for each in listed]

    assert plugins(again) == plugins(text)


UNSWITCHED = {
    "two blogs": (
        "plugins:\n  - blog\n  - blog: {blog_dir: b}\n",
        "mkdocs.yml:2 [plugins]: there are 2 blogs, in the lines 2, 3",
        "write `postroom` in the place of one, with `layout: material-blog` among its "
        "options; the other may stay",
    ),
    "none": (
        "plugins: []\n",
        "mkdocs.yml [plugins]: there is no `blog` whose place Postroom could take",
        "add `- postroom: {layout: material-blog}`",
    ),
    "options that others have": (
        "plugins:\n  - blog: &o {x: 1}\nb: *o\n",
        "mkdocs.yml:2 [plugins]: the options of `blog` are written in a way that only you "
        "can change",
        "write `postroom` in its place, and `layout: material-blog` among its options",
    ),
}


@pytest.mark.parametrize(
    ("text", "what", "fix"), UNSWITCHED.values(), ids=UNSWITCHED.keys()
)
def test_what_only_its_author_can_switch_is_explained(text, what, fix):
    assert str(explain_unswitched("mkdocs.yml", text)) == f"{what}\n    fix: {fix}"


BASES = {
    "a name": ("INHERIT: ../base.yml\nb: 1\n", "../base.yml"),
    "in quotes": ("b: 1\nINHERIT: 'base.yml'  # all\n", "base.yml"),
    "none": ("b: 1\n", ""),
    "broken": ("INHERIT: [\n", ""),
}


@pytest.mark.parametrize(("text", "base"), BASES.values(), ids=BASES.keys())
def test_settings_may_inherit_from_others(text, base):
    changed = put_base(text, "/else where/1.yml")

    assert find_base(text) == base
    assert find_base(changed) == ("/else where/1.yml" if base else "")


def test_options_that_only_postroom_has_are_left_out_of_the_blog():
    text = (
        "plugins:\n  - postroom:\n      layout: material-blog\n      blog_dir: .\n"
        "      feeds:\n        limit: 9\n\n# below\ntheme: x\n"
    )
    blog = yaml.safe_load(switch_to_material(text, {"blog_dir"}))

    assert blog == {"plugins": [{"blog": {"blog_dir": "."}}], "theme": "x"}


def test_a_site_that_was_never_a_blog_of_material_cannot_be_built_as_one():
    assert switch_to_material("plugins: [postroom]\n", {"blog_dir"}) is None
    assert switch_to_material("plugins:\n  - postroom: {blog_dir: a}\n", {"b"}) is None


def test_an_option_is_added_once():
    line = "feeds: {replace: rss-plugin}"
    once = add_option("plugins:\n  - postroom:\n      layout: x\n", line)

    assert once == f"plugins:\n  - postroom:\n      {line}\n      layout: x\n"
    assert add_option(once, line) is None
    assert add_option("plugins: [postroom]\n", line) == (
        f"plugins: [{{postroom: {{{line}}}}}]\n"
    )


# comparing


def page(title: str, day: str = "", *, ahead: str = "") -> bytes:
    time = f'<time datetime="{day} 00:00:00+00:00">' if day else ""
    return f"<head>{ahead}<title>{title} - Name</title></head>{time}".encode()


RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><link>https://a.example/</link>'
    b"<item><link>https://a.example/x/?utm=1</link><guid>%s</guid></item></channel></rss>"
)


def test_what_is_kept_redirected_lost_and_changed_is_told():
    old = take_snapshot(
        [
            ("index.html", page("Home")),
            ("a/index.html", page("A &amp; B", "2024-01-31")),
            ("moved.html", page("Moved")),
            ("gone/index.html", page("Gone")),
            ("img/p.png", b""),
            ("feed.xml", RSS % b"https://a.example/x/"),
            ("assets/javascripts/bundle.1.min.js", b""),
            ("search/search_index.json", b"{}"),
            ("404.html", page("404")),
        ],
        "Name",
    )
    new = take_snapshot(
        [
            ("index.html", page("Home")),
            ("a/index.html", page("A", "2024-02-01")),
            ("moved.html", page("x", ahead='<meta http-equiv="refresh">')),
            ("feed.xml", RSS % b"tag:a.example,2026:x"),
        ],
        "Name",
    )

    assert [*report(compare(old, new, ["a/index.html"]))] == [
        "/gone/: is lost",
        "/img/p.png: is lost",
        "    fix: name it in the `aliases` of what took its place, or bring it back",
        "/moved.html: leads on",
        "/a/: its title was 'A & B', and is 'A'",
        "/a/: its day was '2024-01-31', and is '2024-02-01'",
        "/feed.xml: a feed that stays, 0 known again, 1 seen twice",
        "addresses: 3 kept, 1 redirected, 2 lost; 1 title and 1 day changed",
    ]


def test_many_lost_addresses_are_summed_up():
    old = Snapshot({f"{n}/index.html": PageFacts() for n in range(30)})

    lines = [*report(compare(old, Snapshot({}), ()))]

    assert len(lines) == 23
    assert lines[20] == "... and 10 more, of which each is lost"


BASES = {
    "where it is now": ["https://a.example/", "https://a.example/b/x/"],
    "elsewhere before": ["https://old.example/blog/b/x/", "https://old.example/blog/"],
}


@pytest.mark.parametrize("addresses", BASES.values(), ids=BASES.keys())
def test_a_sitemap_tells_where_pages_are(addresses):
    found = snapshot_of(addresses, "https://a.example/")

    assert found.paths == {"index.html", "b/x/index.html"}


FEEDS = {
    "rss": (RSS % b"abc", {"https://a.example/x/": "abc"}),
    "atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>i</id>'
        b'<link href="https://a.example/%C3%BC"/></entry></feed>',
        {"https://a.example/\u00fc": "i"},
    ),
    "json": (
        b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1", "items": '
        b'[{"id": 1, "url": "https://a.example/y"}, 7]}',
        {"https://a.example/y": "1"},
    ),
    "other json": (b'{"items": 3}', None),
    "a list": (b"[1]", None),
    "another xml": (b"<urlset/>", None),
    "nothing": (b"", None),
    "noise": (b"\x00\xff<", None),
}


@pytest.mark.parametrize(("content", "expected"), FEEDS.values(), ids=FEEDS.keys())
def test_the_ids_of_a_feed_are_read(content, expected):
    assert read_ids(content) == expected


TAKEN = {
    "the same title": ({"old/x.html": "Title"}, {"new.md": ["old/x.html"]}),
    "no title, but the same name": ({"2020/a/index.html": ""}, {"a.md": ["2020/a/"]}),
    "another title and the same name": ({"2020/a/index.html": "Other"}, {}),
    "a title of two, and the name of one": ({"o/b/index.html": "Twin"}, {"b.md": ["o/b/"]}),
    "a title of two": ({"o/d/index.html": "Twin"}, {}),
    "a list": ({"tags/a/index.html": ""}, {}),
}


@pytest.mark.parametrize(("lost", "expected"), TAKEN.values(), ids=TAKEN.keys())
def test_what_took_the_place_of_a_lost_page_is_found_or_left_alone(lost, expected):
    files = {
        "new.md": "p/new/index.html",
        "a.md": "p/a/index.html",
        "b.md": "p/b/index.html",
        "c.md": "p/c/index.html",
    }
    titles = dict(zip(files, ["Title", "A", "Twin", "Twin"], strict=True))
    new = Snapshot({path: PageFacts(titles[file]) for file, path in files.items()})
    old = Snapshot({path: PageFacts(title) for path, title in lost.items()})

    assert plan_aliases(compare(old, new, ()), old, new, files) == expected


OWN = {"https://a.example/x/": "https://a.example/x/"}
FEEDS_LOST = {
    "none": ({}, ""),
    "ids that are addresses, by the usual name": (
        {"feed_rss_created.xml": OWN},
        "feeds: {replace: rss-plugin}",
    ),
    "by other names": (
        {"b/rss.xml": OWN, "feed.json": OWN},
        "feeds: {replace: rss-plugin, aliases: {b/rss.xml: feed_rss_created.xml, "
        "feed.json: feed_json_created.json}}",
    ),
    "one that went by updates": (
        {"updated.xml": OWN},
        "feeds: {replace: rss-plugin, aliases: {updated.xml: feed_rss_updated.xml}}",
    ),
    "other ids": ({"rss.xml": {"https://a.example/x/": "17"}}, ""),
    "a name that settings would have to quote": ({"a: b.xml": OWN}, ""),
}


@pytest.mark.parametrize(("feeds", "expected"), FEEDS_LOST.values(), ids=FEEDS_LOST.keys())
def test_a_lost_feed_comes_back_if_its_readers_would_know_it(feeds, expected):
    old = Snapshot({}, frozenset(feeds), feeds)

    assert plan_feeds(compare(old, Snapshot({}), ()), old) == expected


def test_further_pages_of_a_list_have_no_title_of_their_own():
    path = "blog/page/2/index.html"
    old, new = Snapshot({path: PageFacts("Blog")}), Snapshot({path: PageFacts("Blog, 2")})

    assert compare(old, new, ()).titles == ((path, "Blog", "Blog, 2"),)
    assert compare(old, new, (), [path]).titles == ()
