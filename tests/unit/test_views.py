"""Posts are listed by time, term, series and person, and lists are cut into pages."""

import pytest
from tests.factories import a_post, a_site, an_author, an_edition

from postroom.build import check_addresses
from postroom.model.site import Site
from postroom.model.view import View
from postroom.pages.views import list_overviews, list_views, paginate

INES, JON = an_author("ines", name="Ines Okafor"), an_author("jon", slug="jon-b")


def views_of(site: Site, kind: str) -> dict[str, list[str]]:
    """The views of one kind in their order: title, then the uids they list."""
    return {
        view.title: [post.uid for post in view.posts]
        for view in list_views(site)
        if view.kind == kind
    }


SITE = a_site(
    a_post("aaaa", 1, categories=["Careers"], tags=["zeal", "Asking"], authors=["ines"]),
    a_post(
        "bbbb", 2, categories=["Rooms", "Careers"], tags=["asking well"], authors="ines"
    ),
    a_post("cccc", 3, tags=["Asking", "Asking"], authors=["jon", "ines"], pin=True),
    a_post("dddd", date="2025-12-31"),
    authors=(JON, INES),
)


LISTED = {
    "the index begins with what is pinned": (
        "index",
        {"Essays": ["cccc", "bbbb", "aaaa", "dddd"]},
    ),
    "the archive has all, newest first": (
        "archive",
        {"Archive": ["cccc", "bbbb", "aaaa", "dddd"]},
    ),
    "years, newest first": ("years", {"2026": ["cccc", "bbbb", "aaaa"], "2025": ["dddd"]}),
    "categories by name": (
        "categories",
        {"Careers": ["bbbb", "aaaa"], "Rooms": ["bbbb"]},
    ),
    "tags by name, capitals or not": (
        "tags",
        {"Asking": ["cccc", "aaaa"], "asking well": ["bbbb"], "zeal": ["aaaa"]},
    ),
    "authors in the order of their file": (
        "authors",
        {"Jon": ["cccc"], "Ines Okafor": ["cccc", "bbbb", "aaaa"]},
    ),
}


@pytest.mark.parametrize(("kind", "expected"), LISTED.values(), ids=LISTED.keys())
def test_a_view_lists_what_belongs_to_it(kind, expected):
    listed = views_of(SITE, kind)

    assert listed == expected
    assert list(listed) == list(expected)


SERIES = {
    "by their numbers": ([("a1", 3, 1), ("b2", 1, 2), ("c3", 2, 3)], ["a1", "b2", "c3"]),
    "by date when nobody numbered them": (
        [("a1", 3, None), ("b2", 1, None), ("c3", 2, None)],
        ["b2", "c3", "a1"],
    ),
}


@pytest.mark.parametrize(("parts", "expected"), SERIES.values(), ids=SERIES.keys())
def test_a_series_is_listed_in_reading_order(parts, expected):
    site = a_site(
        *(
            a_post(f"{name}{name}", day, series={"name": "Favours", "part": part})
            for name, day, part in parts
        )
    )

    assert views_of(site, "series") == {"Favours": [f"{name}{name}" for name in expected]}


PATHS = {
    "our own layout": (
        {},
        "posts/ posts/archive/ posts/archive/2026/ posts/archive/2025/ categories/careers/"
        " categories/rooms/ tags/asking/ tags/asking-well/ tags/zeal/ authors/jon-b/"
        " authors/ines/",
    ),
    "the layout of a Material blog": (
        {"layout": "material-blog"},
        "blog/ blog/archive/ blog/archive/2026/ blog/archive/2025/ blog/category/careers/"
        " blog/category/rooms/ blog/tags/asking/ blog/tags/asking-well/ blog/tags/zeal/"
        " blog/author/jon-b/ blog/author/ines/",
    ),
}


@pytest.mark.parametrize(("options", "expected"), PATHS.values(), ids=PATHS.keys())
def test_a_view_stands_where_the_layout_says(options, expected):
    site = a_site(*SITE.posts, authors=(JON, INES), **options)

    assert [view.path for view in list_views(site)] == expected.split()


def test_addresses_name_files_where_the_engine_wants_it():
    site = a_site(a_post(tags=["one"]), index_name="index.html", pagination_per_page=1)

    paths = [page.path for view in list_views(site) for page in paginate(site, view)]

    assert paths == [
        "posts/index.html",
        "posts/archive/index.html",
        "posts/archive/2026/index.html",
        "tags/one/index.html",
    ]


def test_an_overview_lists_all_views_of_its_kind_and_there_is_none_without_any():
    overviews = list_overviews(SITE, list_views(SITE))

    assert [(o.kind, o.path, [v.title for v in o.views]) for o in overviews] == [
        ("categories", "categories/", ["Careers", "Rooms"]),
        ("tags", "tags/", ["Asking", "asking well", "zeal"]),
        ("authors", "authors/", ["Jon", "Ines Okafor"]),
    ]


POSTS = tuple(a_post(f"uid{number:03}", number) for number in range(1, 202))
PAGES = {
    "an empty view is one page": ("tags", 0, {}, [0]),
    "a full page": ("tags", 20, {}, [20]),
    "one more than a page": ("tags", 21, {}, [20, 1]),
    "as many as the option says": ("index", 7, {"pagination_per_page": 3}, [3, 3, 1]),
    "an archive takes at least a hundred": ("archive", 201, {}, [100, 100, 1]),
    "a year takes at least a hundred": ("years", 101, {}, [100, 1]),
    "a series is never cut": ("series", 50, {}, [50]),
}


@pytest.mark.parametrize(
    ("kind", "count", "options", "expected"), PAGES.values(), ids=PAGES.keys()
)
def test_a_view_is_cut_into_pages(kind, count, options, expected):
    view = View(kind, "One", "one/", POSTS[:count])

    pages = paginate(a_site(**options), view)

    assert [len(page.posts) for page in pages] == expected
    assert [post for page in pages for post in page.posts] == list(view.posts)


def test_every_page_of_a_view_knows_all_others():
    pages = paginate(
        a_site(pagination_per_page=1), View("index", "Essays", "posts/", POSTS[:3])
    )

    assert [page.path for page in pages] == ["posts/", "posts/page/2/", "posts/page/3/"]
    assert {page.paths for page in pages} == {("posts/", "posts/page/2/", "posts/page/3/")}


ADDRESSES = {
    "by its slug": ({}, {}, "posts/aaaa/"),
    "by date": ({"post_url_format": "{date}/{slug}"}, {}, "2026/03/04/aaaa/"),
    "by month": (
        {"post_url_format": "{date}/{slug}", "post_url_date_format": "yyyy-MM"},
        {},
        "2026-03/aaaa/",
    ),
    "by the date as its author wrote it": (
        {"post_url_format": "{date}/{slug}"},
        {"date": "2026-03-05T00:30:00+02:00"},
        "2026/03/05/aaaa/",
    ),
    "by its first category": (
        {"post_url_format": "{categories}/{slug}"},
        {"categories": ["Small Talk", "Rooms"]},
        "small-talk/aaaa/",
    ),
    "by a category it does not have": (
        {"post_url_format": "{categories}/{slug}"},
        {},
        "aaaa/",
    ),
    "by a category in the middle that it does not have": (
        {"post_url_format": "posts/{categories}/{slug}"},
        {},
        "posts/aaaa/",
    ),
    "by its file": (
        {"post_url_format": "posts/{file}"},
        {"path": "posts/2026/Some file.md"},
        "posts/Some file/",
    ),
}


@pytest.mark.parametrize(
    ("options", "front_matter", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys()
)
def test_a_post_stands_where_the_pattern_says(options, front_matter, expected):
    assert a_site(**options).post_page(a_post(**front_matter)) == expected


COVERS = {
    "beside the post": ("a.png", "https://example.org/base/posts/a.png"),
    "in a folder beside": ("../pictures/a.png", "https://example.org/base/pictures/a.png"),
    "above the root": ("../../../a.png", "https://example.org/base/a.png"),
    "from the root": ("/pictures/a.png", "https://example.org/base/pictures/a.png"),
    "elsewhere": ("https://other.example/a.png", "https://other.example/a.png"),
    "with a space": ("a b.png", "https://example.org/base/posts/a%20b.png"),
    "with a space as an address writes it": (
        "a%20b.png",
        "https://example.org/base/posts/a%20b.png",
    ),
    "with other letters": ("é.png", "https://example.org/base/posts/%C3%A9.png"),
}


@pytest.mark.parametrize(("src", "expected"), COVERS.values(), ids=COVERS.keys())
def test_a_cover_has_an_absolute_address(src, expected):
    site = a_site(url="https://example.org/base/")

    assert site.cover_of(a_post(image=src)) == expected


MINUTES = {
    "hardly any words": ({}, {}, 3, 1),
    "two minutes' worth": ({}, {}, 480, 2),
    "a slower reader": ({"post_readtime_words_per_minute": 100}, {}, 480, 5),
    "as the author says": ({}, {"readtime": 9}, 480, 9),
    "never shown": ({"post_readtime": False}, {"readtime": 9}, 480, 0),
}


@pytest.mark.parametrize(
    ("options", "front_matter", "words", "expected"), MINUTES.values(), ids=MINUTES.keys()
)
def test_reading_takes_so_many_minutes(options, front_matter, words, expected):
    assert a_site(**options).minutes(a_post(**front_matter), words) == expected


TAKEN = {
    "that of a list": (
        [a_post(slug="archive")],
        {},
        "posts/aaaa.md [slug]: the address /posts/archive/ is already that of the page of 'Archive'",
    ),
    "that of another post": (
        [a_post("aaaa", slug="one"), a_post("bbbb", slug="one")],
        {},
        "posts/bbbb.md [slug]: the address /posts/one/ is already that of posts/aaaa.md",
    ),
    "that of a page of the site": (
        [a_post(slug="about")],
        {"post_url_format": "{slug}"},
        "posts/aaaa.md [slug]: the address /about/ is already that of about.md",
    ),
    "that of the feeds": (
        [a_post(slug="feeds")],
        {"post_url_format": "{slug}"},
        "posts/aaaa.md [slug]: the address /feeds/ is already that of the page of feeds",
    ),
}


@pytest.mark.parametrize(("posts", "options", "expected"), TAKEN.values(), ids=TAKEN.keys())
def test_a_post_cannot_take_an_address(posts, options, expected):
    edition = an_edition(a_site(*posts, **options))

    found = list(check_addresses(edition, {"about/": "about.md"}))

    assert [str(problem) for problem in found] == [
        f"{expected}\n    fix: give the post another slug"
    ]


def test_posts_that_stand_apart_are_no_problem():
    assert list(check_addresses(an_edition(SITE), {"about/": "about.md"})) == []


LOCALES = {"en": "", "en-GB": "en_GB", "pt-br": "pt_BR", "es-419": "", "zh-Hant": ""}


@pytest.mark.parametrize(("language", "expected"), LOCALES.items())
def test_a_language_with_a_country_is_a_locale(language, expected):
    assert a_site(language=language).locale == expected
