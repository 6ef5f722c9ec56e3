"""Posts are listed by time, term, series and person, and lists are cut into pages."""

from collections.abc import Iterator
from dataclasses import replace

import html5lib
import pytest
from lxml import html
from tests.factories import a_post, a_site, an_author, an_edition, artefacts_of

from postroom.build import list_claims
from postroom.checks import check_edition, check_lengths, check_paths, check_targets
from postroom.edition.edition import Edition
from postroom.edition.views import list_overviews, list_views, paginate
from postroom.errors import Problem
from postroom.model.artefact import Origin
from postroom.model.post import Cta
from postroom.model.site import Site
from postroom.model.view import View
from postroom.pages.pagespec import list_pages
from postroom.pages.render import (
    About,
    Heading,
    Leaf,
    opens_briefly,
    render_article,
    render_feeds_page,
    render_head,
    render_home,
    render_latest,
    render_listing,
    render_overview,
    render_plain,
)
from postroom.pages.tables import box_tables

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
        " blog/category/rooms/",
    ),
    "that layout, without an archive and categories": (
        {"layout": "material-blog", "archive": False, "categories": False},
        "blog/",
    ),
    "that layout, with profiles": (
        {"layout": "material-blog", "authors_profiles": True, "archive": False},
        "blog/ blog/category/careers/ blog/category/rooms/ blog/author/jon-b/"
        " blog/author/ines/",
    ),
    "that layout, with tags": (
        {"layout": "material-blog", "tags": True},
        "blog/ blog/archive/ blog/archive/2026/ blog/archive/2025/ blog/category/careers/"
        " blog/category/rooms/ blog/tags/asking/ blog/tags/asking-well/ blog/tags/zeal/",
    ),
}


@pytest.mark.parametrize(("options", "expected"), PATHS.values(), ids=PATHS.keys())
def test_a_view_stands_where_the_layout_says(options, expected):
    site = a_site(*SITE.posts, authors=(JON, INES), **options)

    assert [view.path for view in list_views(site)] == expected.split()


def test_what_is_pinned_stands_first_everywhere_in_a_material_blog():
    old, new = (
        a_post("aaaa", 1, categories=["A"], pin=True),
        a_post("bbbb", 2, categories=["A"]),
    )

    def listed(**options: str) -> list[list[str]]:
        site = a_site(new, old, **options)
        views = (v for v in list_views(site) if v.kind in ("years", "categories"))
        return [[post.uid for post in view.posts] for view in views]

    assert listed(layout="material-blog") == [["aaaa", "bbbb"]] * 2
    assert listed() == [["bbbb", "aaaa"]] * 2


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


AVATARS = {
    "nobody's": (None, ""),
    "a path": ("people/ines.jpg", "https://example.org/people/ines.jpg"),
    "a path from the root": ("/people/ines.jpg", "https://example.org/people/ines.jpg"),
    "elsewhere": ("https://other.example/i.jpg", "https://other.example/i.jpg"),
}


@pytest.mark.parametrize(("avatar", "expected"), AVATARS.values(), ids=AVATARS.keys())
def test_a_photo_has_an_absolute_address(avatar, expected):
    author = an_author(**({"avatar": avatar} if avatar else {}))

    assert a_site().avatar_of(author) == expected


OWN, OURS = Cta(title="My own"), Cta(title="Ours")
CALLS = {
    "the site's": ({}, OURS),
    "its own": ({"cta": {"title": "My own"}}, OWN),
    "none": ({"cta": False}, None),
}


@pytest.mark.parametrize(("front_matter", "expected"), CALLS.values(), ids=CALLS.keys())
def test_an_essay_ends_with_an_invitation_unless_it_wants_none(front_matter, expected):
    assert a_site(cta={"title": "Ours"}).cta_of(a_post(**front_matter)) == expected


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
        "posts/aaaa.md [slug]: the address /posts/archive/ is already that of "
        "the page of 'Archive'",
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


def check_claims(edition: Edition) -> Iterator[Problem]:
    artefacts = [*artefacts_of(edition).values()]
    about = ("about/index.html", Origin("about.md", "about.md"))
    claims = list_claims(edition, list_pages(edition), dict.fromkeys(artefacts), [about])
    return check_paths(claims, artefacts)


@pytest.mark.parametrize(("posts", "options", "expected"), TAKEN.values(), ids=TAKEN.keys())
def test_a_post_cannot_take_an_address(posts, options, expected):
    edition = an_edition(a_site(*posts, **options))

    found = list(check_claims(edition))

    assert [str(problem) for problem in found] == [
        f"{expected}\n    fix: give the post another slug"
    ]


def test_posts_that_stand_apart_are_no_problem():
    edition = an_edition(SITE)

    assert [*check_edition(edition, fonts=()), *check_claims(edition)] == []


LOCALES = {"en": "", "en-GB": "en_GB", "pt-br": "pt_BR", "es-419": "", "zh-Hant": ""}


@pytest.mark.parametrize(("language", "expected"), LOCALES.items())
def test_a_language_with_a_country_is_a_locale(language, expected):
    assert a_site(language=language).locale == expected


SAID = {
    "no address": (
        {"url": ""},
        [
            "mkdocs.yml [site_url]: there is no site_url: feeds and share pages need "
            "absolute addresses\n"
            "    fix: add `site_url: https://your.domain/`; until then they are left out"
        ],
    ),
    "an alias of no feed": (
        {"feeds": {"aliases": {"rss.xml": "fed.xml"}}},
        [
            "mkdocs.yml [feeds.aliases.rss.xml]: there is no feed at 'fed.xml'\n"
            "    fix: did you mean `feed.xml`?"
        ],
    ),
    "nothing": ({}, []),
}


@pytest.mark.parametrize(("values", "expected"), SAID.values(), ids=SAID.keys())
def test_what_a_site_lacks_is_told(values, expected):
    edition = an_edition(a_site(a_post(), **values))

    assert [str(p) for p in check_edition(edition, fonts=())] == expected


TARGETS = {
    "a page": ("about/", []),
    "a place on a page": ("about/#us", []),
    "an address": ("https://other.example/", []),
    "a person": ("mailto:a@b.example", []),
    "nothing": ("abuot/", ["mkdocs.yml [menu.About]: there is nothing at 'abuot/'"]),
}


@pytest.mark.parametrize(("target", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_a_menu_that_leads_nowhere_is_told(target, expected):
    edition = an_edition(a_site(menu=[{"About": target}]))

    found = check_targets(edition, {"about/"})

    assert [f"{problem.place}: {problem.what}" for problem in found] == expected


def test_an_icon_or_a_mark_that_is_nowhere_is_told():
    site = a_site(icon="icon.png", mark="mark.svg")
    found = check_targets(an_edition(site), frozenset())

    assert [f"{problem.place}: {problem.what}" for problem in found] == [
        "mkdocs.yml [icon]: there is nothing at 'icon.png'",
        "mkdocs.yml [mark]: there is nothing at 'mark.svg'",
    ]


FURTHER = {
    "a post": ("posts/bbbb.md", ("Essay bbbb", "posts/bbbb/")),
    "a place in a post": ("posts/bbbb.md#end", ("Essay bbbb", "posts/bbbb/#end")),
    "a post under a title": ({"Read on": "posts/bbbb.md"}, ("Read on", "posts/bbbb/")),
    "a page": ("about.md#us", ("about", "about/#us")),
    "a page that is nowhere": ("nowhere.md", None),
    "an address": ("https://other.example/", ("https://other.example/",) * 2),
}


@pytest.mark.parametrize(("link", "expected"), FURTHER.values(), ids=FURTHER.keys())
def test_further_reading_leads_to_posts_pages_and_addresses(link, expected):
    post = a_post(links=[link])
    edition = replace(
        an_edition(a_site(post, a_post("bbbb"))), address_of={"about.md": "about/"}.get
    )

    assert edition.further(post) == ([expected] if expected else [])


LINKS = {
    "from the root": ("", "posts/aaaa/", "./posts/aaaa/"),
    "from below": ("posts/bbbb/", "posts/aaaa/", "../../posts/aaaa/"),
    "to the root": ("posts/bbbb/", "", "../../"),
    "with other letters": ("tags/", "tags/東京/", "../tags/%E6%9D%B1%E4%BA%AC/"),
    "by its full address": ("posts/", "https://example.org/a.png", "../a.png"),
    "to another site": ("posts/", "https://other.example/", "https://other.example/"),
    "to a person": ("posts/", "mailto:a@b.example", "mailto:a@b.example"),
}


@pytest.mark.parametrize(("path", "target", "expected"), LINKS.values(), ids=LINKS.keys())
def test_a_page_leads_to_others_by_the_shortest_way(path, target, expected):
    assert Leaf(an_edition(a_site()), path).link(target) == expected


LOCAL = {
    "a link": (
        '<a href="https://example.org/posts/a/">a</a>',
        '<a href="../posts/a/">a</a>',
    ),
    "a link to another site": (
        '<a href="https://other.example/">a</a>',
        '<a href="https://other.example/">a</a>',
    ),
    "an address that is quoted in the text": (
        '<p>"https://example.org/" is ours</p>',
        '<p>"https://example.org/" is ours</p>',
    ),
}


@pytest.mark.parametrize(("fragment", "expected"), LOCAL.values(), ids=LOCAL.keys())
def test_a_fragment_on_a_page_of_the_site_leads_by_the_shortest_way(fragment, expected):
    assert Leaf(an_edition(a_site()), "posts/").local(fragment) == expected


NASTY = '</script> "Q&A" <b>1 < 2'
WHOLE = an_edition(
    a_site(
        a_post(
            "aaaa",
            1,
            title=NASTY,
            description=NASTY,
            categories=["A & B"],
            tags=["<i>"],
            authors=["ines"],
            series={"name": NASTY, "part": 1},
            image={"src": "a.png", "alt": NASTY, "credit": NASTY},
            links=[{NASTY: "posts/bbbb.md"}],
            also_on=[{"name": NASTY, "url": "https://other.example/?a=1&b=2"}],
            canonical="https://other.example/?a=1&b=2",
            cta={"title": NASTY, "text": NASTY, "mail": "a@b.example"},
        ),
        a_post("bbbb", 2, categories=["A & B"], series={"name": NASTY, "part": 2}),
        a_post("cccc", 3, pin=True),
        authors=(
            an_author("ines", name=NASTY, bio=NASTY, url="https://ines.example/?a&b"),
        ),
        name=NASTY,
        pagination_per_page=1,
        licence="CC-BY-4.0",
    ),
    {"aaaa": f"<p>One.</p>{'<p>word word</p>' * 1200}"},
    size=(1200, 800),
)
HEADINGS = (Heading("One &amp; two", "one", (Heading("Three", "three"),)),)
VIEWS = {view.kind: view for view in WHOLE.views}
PAGES_OF_OURS = {
    "a post": lambda leaf: render_article(
        leaf, WHOLE.site.posts[-1], content="<p>One.</p>", headings=HEADINGS
    ),
    "a list": lambda leaf: render_listing(paginate(WHOLE.site, VIEWS["index"])[1], leaf),
    "a profile": lambda leaf: render_listing(
        paginate(WHOLE.site, VIEWS["authors"])[0], leaf
    ),
    "a series": lambda leaf: render_listing(paginate(WHOLE.site, VIEWS["series"])[0], leaf),
    "an overview": lambda leaf: render_overview(WHOLE.overviews[0], leaf),
    "the page of feeds": lambda leaf: render_feeds_page(leaf, intro="<p>Intro.</p>"),
    "the front page": lambda leaf: render_home(leaf, intro="<p>Intro.</p>"),
    "the newest posts": lambda leaf: render_latest(leaf, count=2, category="A & B"),
}


@pytest.mark.parametrize("render", PAGES_OF_OURS.values(), ids=PAGES_OF_OURS.keys())
def test_a_page_of_ours_is_html_without_a_fault_whatever_people_are_called(render):
    made = render(Leaf(WHOLE, "some/page/"))

    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"))
    parser.parseFragment(made)
    assert parser.errors == []
    assert "<b>1" not in made


def test_lists_have_faces_of_their_own():
    posts = [
        a_post(uid, day, categories=["C"], series={"name": "S", "part": part})
        for uid, day, part in (("aaaa", 4, 2), ("bbbb", 5, 3), ("cccc", 6, 5))
    ]
    edition = an_edition(a_site(*posts))
    views = {view.kind: view for view in edition.views}

    def tree(kind):
        [listing] = paginate(edition.site, views[kind])
        return html.fromstring(render_listing(listing, Leaf(edition, listing.path)))

    assert len(tree("archive").xpath("//li[@class='pr-line']")) == 3
    assert len(tree("years").xpath("//li[@class='pr-line']")) == 3
    assert len(tree("categories").xpath("//article//h2")) == 1
    assert len(tree("categories").xpath("//li")) == 2
    assert tree("series").xpath("//span[@class='pr-row__number']/text()") == ["2", "3", "5"]


def test_the_newest_posts_are_as_many_as_asked_for_and_of_one_category():
    leaf = Leaf(WHOLE, "")

    assert render_latest(leaf, count=1).count("<li") == 1
    assert render_latest(leaf, count=9, category="A & B").count("<li") == 2


def test_a_page_offers_its_own_feed_first_and_then_those_of_the_site():
    feed = WHOLE.feed_of(VIEWS["categories"])

    head = render_head(Leaf(WHOLE, "categories/a-b/"), About("A & B", feed=feed))

    offered = html.fragments_fromstring(head)
    assert [
        (link.get("type"), link.get("href"))
        for link in offered
        if link.get("rel") == "alternate"
    ] == [
        ("application/rss+xml", "https://example.org/categories/a-b/feed.xml"),
        ("application/rss+xml", "https://example.org/feed.xml"),
        ("application/atom+xml", "https://example.org/atom.xml"),
        ("application/feed+json", "https://example.org/feed.json"),
    ]


def test_the_head_of_a_post_says_what_machines_should_know_of_it():
    about = About(NASTY, post=WHOLE.site.posts[-1])
    head = render_head(Leaf(WHOLE, "posts/aaaa/"), about)

    assert head.count("<script") == head.count("</script>") == 1
    assert '<meta property="og:title" content="&lt;/script&gt; ' in head


def test_a_path_that_no_system_takes_is_told_of():
    deep = "/".join(["folder"] * 600)
    claims = [("about/index.html", ABOUT), (f"{deep}/a.html", Origin("a.md", "a.md"))]

    [problem] = check_lengths(an_edition(a_site()), claims, [], root="/srv/site")

    assert str(problem) == (
        "a.md: its path has 4206 bytes, with /srv/site more than 4095\n"
        "    fix: give the file another name"
    )


ABOUT = Origin("about.md", "about.md")


OPENINGS = {
    "two words": ("<p>Good morning.</p><p>" + "And more. " * 40 + "</p>", True),
    "a whole paragraph": ("<p>" + "And more. " * 40 + "</p>", False),
    "markup counts for nothing": (
        '<p><a href="https://a.example/' + "x" * 200 + '">Here</a></p>',
        True,
    ),
    "no paragraph": ("<ul><li>One</li></ul>", False),
}


@pytest.mark.parametrize(("html", "expected"), OPENINGS.values(), ids=OPENINGS.keys())
def test_a_short_opening_has_no_initial(html, expected):
    assert opens_briefly(html) is expected


def test_long_names_in_tables_may_break_between_their_words():
    cells = ("<code>post_readtime</code>", "<code>a_b</code> c")
    table = f"<table><tr><td>{'</td><td>'.join(cells)}</td></tr></table>"

    boxed = box_tables(table, "Tabelle")

    assert 'aria-label="Tabelle 1"' in boxed
    assert "<code>post_<wbr>readtime</code>" in boxed
    assert "<code>a_b</code> c" in boxed


def test_a_task_says_whether_it_is_done():
    leaf = Leaf(an_edition(a_site(language="de")), "about/")
    boxes = '<input type="checkbox" disabled checked/><input type="checkbox" disabled/>'

    plain = render_plain(leaf, boxes)

    assert plain == (
        '<input type="checkbox" disabled checked aria-label="erledigt"/>'
        '<input type="checkbox" disabled aria-label="zu tun"/>'
    )
