"""All posts together: what only shows when one knows every file."""

import pytest
from tests.factories import a_file, an_author, at

from postroom.model.options import Options
from postroom.reading.library import Library, read_library, read_posts
from postroom.reading.media import private_media

INES = {"ines": an_author("ines"), "Jon": an_author("Jon")}
NOW = at(10)


def read(*sources: tuple[str, bytes], **options: object) -> Library:
    """The library of these files, on 10 March 2026."""
    return read_library(sources, authors=INES, options=Options(**options), now=NOW)


def a_source(
    name: str, *lines: str, day: int = 4, body: str = "Text.\n"
) -> tuple[str, bytes]:
    """A file `posts/<name>.md` with a title, a date and further lines."""
    front = (f"title: Essay {name}", f"date: 2026-03-{day:02}", *lines)
    return f"posts/{name}.md", a_file(*front, body=body)


def complaints(library: Library) -> list[str]:
    """What authors read; a warning stands in brackets."""
    told = [str(p).replace("\n    fix: ", " // ") for p in library.problems]
    return [
        said if problem.is_fatal else f"({said})"
        for said, problem in zip(told, library.problems, strict=True)
    ]


def test_posts_are_listed_newest_first_and_those_of_one_moment_by_uid():
    library = read(
        a_source("old", day=1),
        a_source("b", "uid: bbbb"),
        a_source("a", "uid: aaaa"),
        a_source("new", day=9),
    )

    assert [m.post.slug for m in library.manuscripts] == ["new", "b", "a", "old"]


def test_drafts_and_scheduled_posts_are_read_but_not_public():
    library = read(
        a_source("one"), a_source("two", "draft: true", day=5), a_source("three", day=11)
    )

    assert [(m.post.slug, m.post.is_public(NOW)) for m in library.manuscripts] == [
        ("three", False),
        ("two", False),
        ("one", True),
    ]


ALONE = {
    "the same slug": (
        [a_source("a", "slug: same"), a_source("b", "slug: same")],
        "posts/b.md:4 [slug]: slug 'same' is already that of posts/a.md // "
        "give one of the two posts a slug of its own",
    ),
    "the same slug, once from the file's name": (
        [a_source("a", "slug: b"), a_source("b")],
        "posts/b.md:2 [slug]: slug 'b' is already that of posts/a.md // "
        "give one of the two posts a slug of its own",
    ),
    "the same uid": (
        [a_source("b", "uid: same"), a_source("a", "tags: []", "uid: same")],
        "posts/b.md:4 [uid]: uid 'same' is already that of posts/a.md // "
        "give one of the two posts a uid of its own",
    ),
    "an unknown author": (
        [a_source("a", "authors: [jan]")],
        "posts/a.md:4 [authors]: unknown author 'jan' // did you mean `Jon`?",
    ),
    "an unknown author like no other": (
        [a_source("a", "authors:", "  - ines", "  - xyzzy")],
        "posts/a.md:4 [authors]: unknown author 'xyzzy' // describe xyzzy in authors.yml",
    ),
    "a part of a series twice": (
        [
            a_source("a", "series: {name: Favours, part: 1}"),
            a_source("b", "series:", "  name: Favours", "  part: 1"),
        ],
        "posts/b.md:6 [series.part]: part 1 of 'Favours' is already posts/a.md // "
        "number the parts of a series from 1, each once",
    ),
    "a gap in a series": (
        [
            a_source("a", "series: {name: Favours, part: 1}"),
            a_source("b", "series: {name: Favours, part: 3}"),
        ],
        "(posts/b.md:4 [series.part]: part 3 of 'Favours' follows no part 2 // "
        "there are 1, 3: close the gap)",
    ),
    "two categories with one address": (
        [
            a_source("a", "categories: [Give & Take]"),
            a_source("b", "categories: [give take]", day=5),
        ],
        "posts/b.md:4 [categories]: 'give take' and 'Give & Take' would share the address "
        "'give-take' // write them alike, or give one an address in `slugs`",
    ),
    "a tag without an address": (
        [a_source("a", "tags: ['???']")],
        "posts/a.md:4 [tags]: '???' has no letter or digit to make an address from // "
        "use a name with letters",
    ),
    "two series with one address": (
        [a_source("a", "series: Favours"), a_source("b", "series: favours", day=5)],
        "posts/b.md:4 [series]: 'favours' and 'Favours' would share the address "
        "'favours' // write them alike, or give one an address in `slugs`",
    ),
    "a link to a draft": (
        [a_source("a", body="One.\n\nTwo [there](b.md).\n"), a_source("b", "draft: true")],
        "(posts/a.md:7: a link to posts/b.md, which is a draft // "
        "publish that post first, or take the link out)",
    ),
    "a link to a scheduled post": (
        [a_source("a", body='# One\n\n[there](./b.md#top "B")\n'), a_source("b", day=11)],
        "(posts/a.md:7: a link to posts/b.md, which is scheduled for 2026-03-11 // "
        "publish that post first, or take the link out)",
    ),
    "a link by reference": (
        [
            a_source("a", body="One [there].\n\n[there]: ../posts/b.md\n"),
            a_source("b", day=11),
        ],
        "(posts/a.md:7: a link to posts/b.md, which is scheduled for 2026-03-11 // "
        "publish that post first, or take the link out)",
    ),
    "further reading that is nowhere": (
        [a_source("a", "links:", "  - Other: posts/bb.md"), a_source("b")],
        "(posts/a.md:4 [links]: there is no file 'posts/bb.md' // "
        "did you mean `posts/b.md`?)",
    ),
    "further reading that is a draft": (
        [a_source("a", "links:", "  - posts/b.md"), a_source("b", "draft: true")],
        "(posts/a.md:4 [links]: a link to posts/b.md, which is a draft // "
        "publish that post first, or take the link out)",
    ),
}


@pytest.mark.parametrize(("sources", "expected"), ALONE.values(), ids=ALONE.keys())
def test_what_does_not_go_together_is_told_once(sources, expected):
    assert complaints(read(*sources)) == [expected]


def test_a_category_that_is_not_allowed_names_the_nearest():
    library = read(a_source("a", "categories: [Carers]"), categories_allowed=["Careers"])

    assert complaints(library) == [
        "posts/a.md:4 [categories]: category 'Carers' is not one of categories_allowed // "
        "did you mean `Careers`?"
    ]


def test_without_any_author_the_remedy_is_to_describe_one():
    library = read_library(
        [a_source("a", "authors: ines")], authors={}, options=Options(), now=NOW
    )

    assert complaints(library) == [
        "posts/a.md:4 [authors]: unknown author 'ines' // describe ines in authors.yml"
    ]


FINE = {
    "a link to a public post": [a_source("a", body="[b](b.md)"), a_source("b")],
    "further reading that is public": [a_source("a", "links: [posts/b.md]"), a_source("b")],
    "a draft that links to a draft": [
        a_source("a", "draft: true", body="[b](b.md)"),
        a_source("b", "draft: true"),
    ],
    "a link that only looks alike": [
        a_source("a", body="[b](https://elsewhere.example/posts/b.md)"),
        a_source("b", "draft: true"),
    ],
    "a link inside code": [
        a_source("a", body="```\n[b](b.md)\n```\n"),
        a_source("b", "draft: true"),
    ],
    "one tag twice in a post": [a_source("a", "tags: [one, one]")],
    "a category and a tag of one name": [a_source("a", "tags: [One]", "categories: [one]")],
    "a series without numbers": [
        a_source("a", "series: One"),
        a_source("b", "series: One"),
    ],
}


@pytest.mark.parametrize("sources", FINE.values(), ids=FINE.keys())
def test_what_goes_together_is_no_problem(sources):
    assert complaints(read(*sources)) == []


def test_further_reading_may_be_any_page_or_address():
    library = read_library(
        [a_source("a", "links: [about.md#us, https://example.org/]")],
        authors=INES,
        options=Options(),
        now=NOW,
        pages=["about.md"],
    )

    assert complaints(library) == []


def test_all_problems_of_all_files_are_told_at_once_in_reading_order():
    library = read(
        a_source("z", "slug: one", "authors: nobody", "draft: perhaps"),
        a_source("m", "slug: one", "categories: [A-b, A b]"),
        a_source("k", "slug: one", "titel: K", "authors: [nobody]"),
        ("posts/b.md", b"---\ntitle: B\n"),
        ("posts/a.md", b""),
    )

    assert [str(problem.place) for problem in library.problems] == [
        "posts/a.md",
        "posts/b.md:1",
        "posts/k.md:5 [titel]",
        "posts/k.md:6 [authors]",
        "posts/m.md:4 [slug]",
        "posts/m.md:5 [categories]",
        "posts/z.md:6 [draft]",
    ]


def test_the_order_of_the_files_does_not_matter():
    sources = [
        a_source("c", "slug: one"),
        a_source("b", "slug: one", "categories: Give"),
        a_source("a", "slug: one", "categories: give"),
    ]

    assert read(*sources).problems == read(*reversed(sources)).problems


MEDIA = [
    "posts/b.png",
    "posts/e/f.png",
    "posts/e/web.png",
    "posts/g/f.png",
    "posts/u v.png",
]
PRIVATE = {
    "nothing hidden": ([a_source("a")], set()),
    "a picture of a draft": (
        [a_source("a"), a_source("b", "draft: true", body="![](b.png)")],
        {"posts/b.png"},
    ),
    "a picture of a draft and of a public post": (
        [a_source("a", body="![](b.png)"), a_source("b", "draft: true", body="![](b.png)")],
        set(),
    ),
    "the cover of a scheduled post": (
        [a_source("a"), a_source("b", "image: b.png", day=11)],
        {"posts/b.png"},
    ),
    "the folder of a draft": (
        [a_source("a"), a_source("e/index", "draft: true")],
        {"posts/e/f.png", "posts/e/web.png"},
    ),
    "a name that a public post's picture in another folder has too": (
        [
            a_source("g/index", body="![](f.png)"),
            a_source("e/index", "draft: true", body="![](f.png)"),
        ],
        {"posts/e/f.png", "posts/e/web.png"},
    ),
    "a name that is the end of another": (
        [
            a_source("a", body="![](e/web.png)"),
            a_source("b", "draft: true", body="![](b.png)"),
        ],
        {"posts/b.png"},
    ),
    "an address with an escaped space": (
        [a_source("a"), a_source("b", "draft: true", body="![](u%20v.png)")],
        {"posts/u v.png"},
    ),
    "nothing but drafts": ([a_source("a", "draft: true")], set(MEDIA)),
}


@pytest.mark.parametrize(("sources", "expected"), PRIVATE.values(), ids=PRIVATE.keys())
def test_pictures_of_unpublished_posts_stay_private(sources, expected):
    assert private_media(MEDIA, read(*sources).manuscripts, NOW) == expected


def test_tags_that_differ_by_case_are_one_with_a_remark():
    sources = [
        a_source("a", "tags: [AI, ai]", day=1),
        a_source("b", "tags: [ai, Ethics]", day=2),
        a_source("c", "tags: [AI]", day=3),
    ]

    library = read_posts(sources, Options())

    assert [m.post.tags for m in library.manuscripts] == [
        ("AI",),
        ("AI", "Ethics"),
        ("AI",),
    ]
    assert [str(remark) for remark in library.remarks] == [
        "posts/b.md:4 [tags]: 'ai' is filed under 'AI'\n    fix: write 'AI'"
    ]


def test_a_category_is_written_as_the_settings_have_it():
    sources = [
        a_source("a", "categories: [careers]"),
        a_source("b", "categories: [careers]"),
    ]
    sources.append(a_source("c", "categories: [Careers]"))

    library = read_posts(sources, Options(categories_allowed=["Careers"]))

    assert {m.post.categories for m in library.manuscripts} == {("Careers",)}


def test_a_tag_is_written_as_most_posts_have_it_whatever_categories_are_allowed():
    sources = [a_source(name, "tags: [careers]") for name in "ab"]
    sources.append(a_source("c", "tags: [Careers]"))

    library = read_posts(sources, Options(categories_allowed=["Careers"]))

    assert {m.post.tags for m in library.manuscripts} == {("careers",)}


def test_a_term_may_have_an_address_by_the_settings():
    assert Options(slugs={"C++": "cpp"}).term_slug("C++") == "cpp"


REMARKS = {
    "a heading like the title": ("title: One & two", "# One &amp; *two*\n\nText.\n", []),
    "a heading of its own": (
        "title: One",
        "\n# Two\n\nText.\n",
        [
            "posts/a.md:6: the heading 'Two' is not shown: the title is 'One'\n"
            "    fix: write them alike, or write the heading with ##"
        ],
    ),
    "HTML in a title": (
        "title: The <b>one</b>",
        "Text.\n",
        [
            "posts/a.md:2 [title]: the title shows '<b>' as it is written: it is plain "
            "text\n    fix: write it without"
        ],
    ),
    "signs that mean themselves": ("title: 1 < 2 & a > b, Q&A", "Text.\n", []),
}


@pytest.mark.parametrize(
    ("title", "body", "expected"), REMARKS.values(), ids=REMARKS.keys()
)
def test_what_becomes_of_a_title_is_said(title, body, expected):
    source = f"---\n{title}\ndate: 2026-03-04\n---\n{body}".encode()

    library = read_posts([("posts/a.md", source)], Options())

    assert [str(remark) for remark in library.remarks] == expected


FUTURE = {"draft_if_future_date": True}
HELD_BACK = {
    "the past": ("", 4, {}, True),
    "the future": ("", 11, {}, True),
    "a draft": ("draft: true", 4, {}, False),
    "the future, if that is asked for": ("", 11, FUTURE, False),
    "the past, if that is asked for": ("", 4, FUTURE, True),
    "the future that says it is no draft": ("draft: false", 11, FUTURE, True),
    "the future that says nothing": ("draft:", 11, FUTURE, False),
    "a draft where all are published": ("draft: true", 11, {"draft": True}, True),
    "the future where drafts are published": ("", 11, {**FUTURE, "draft": True}, True),
}


@pytest.mark.parametrize(
    ("line", "day", "options", "expected"), HELD_BACK.values(), ids=HELD_BACK.keys()
)
def test_a_material_blog_holds_back_what_it_held_back(line, day, options, expected):
    source = a_source("a", *filter(None, [line]), day=day)

    library = read(source, layout="material-blog", **options)

    assert [m.post.is_public(NOW) for m in library.manuscripts] == [expected]
    assert complaints(library) == []


def test_a_material_blog_is_told_that_the_future_is_published():
    library = read(a_source("a", day=11), a_source("b"), layout="material-blog")

    assert [*map(str, library.remarks)] == [
        "posts/a.md:3 [date]: 2026-03-11 is to come, and the post is published\n"
        "    fix: leave it so, or set the option `draft_if_future_date: true`"
    ]


OTHERWISE = {
    "a picture for templates": ("image: {path: a.png, alt: A}", "image.path"),
    "a language in words": ("lang: english", "lang"),
    "an address below the site": ("canonical: /here/", "canonical"),
    "a number for an id": ("uid: 3", "uid"),
    "a series by its number": ("series: 3", "series"),
    "words on reprints": ("reprint: maybe", "reprint"),
}


@pytest.mark.parametrize(("line", "key"), OTHERWISE.values(), ids=OTHERWISE.keys())
def test_keys_that_mean_something_else_in_a_material_blog_stay_for_its_templates(line, key):
    library = read(a_source("a", line), layout="material-blog")

    assert complaints(library) == []
    [manuscript] = library.manuscripts
    assert key.partition(".")[0] in manuscript.document.meta
    assert any(remark.place.key == key for remark in library.remarks)


def test_an_update_before_the_post_is_a_remark_in_a_material_blog():
    dates = ("date:", "  created: 2026-03-04", "  updated: 2026-03-01")
    source = ("posts/a.md", a_file("title: A", *dates, body="Text.\n"))

    library = read(source, layout="material-blog")

    assert complaints(library) == []
    assert library.manuscripts[0].post.updated == at(4)
    assert complaints(read(source)) != []


def test_what_material_checks_itself_is_an_error_there_too():
    library = read(a_source("a", "slug: 2024", "lang: english"), layout="material-blog")

    assert library.manuscripts == ()
    assert "[slug]" in complaints(library)[0]


def test_authors_are_nobodys_affair_where_a_material_blog_names_none():
    named = a_source("a", "authors: [nobody]")

    assert complaints(read(named, layout="material-blog", authors=False)) == []
    assert complaints(read(named, layout="material-blog")) != []


ADDRESSED = {
    "what differs by case": (["Ab", "aB"], {}, ["Ab"]),
    "by signs that no address has": (["C", "C++", "C#"], {}, ["C"]),
    "by case, where addresses keep it": (["Ab", "aB"], {"keeps": True}, ["Ab", "aB"]),
    "nothing": (["A", "B"], {}, ["A", "B"]),
}


@pytest.mark.parametrize(
    ("names", "options", "expected"), ADDRESSED.values(), ids=ADDRESSED.keys()
)
def test_categories_of_one_address_are_one_in_a_material_blog(names, options, expected):
    sources = [
        a_source(f"p{at}", f"categories: [{name!r}]", day=9 - at)
        for at, name in enumerate(names)
    ]
    known = Options(layout="material-blog")
    if options:
        known = known.with_functions(None, lambda name, _: name)

    library = read_library(sources, authors=INES, options=known, now=NOW)

    assert complaints(library) == []
    found = [name for m in library.manuscripts for name in m.post.categories]
    assert [*dict.fromkeys(found)] == expected


def test_posts_of_one_moment_stand_as_their_files_in_a_material_blog():
    first, second = a_source("a", "uid: zzzz"), a_source("b", "uid: aaaa")

    for sources in ([first, second], [second, first]):
        library = read(*sources, layout="material-blog")
        assert [m.post.path for m in library.manuscripts] == [path for path, _ in sources]
