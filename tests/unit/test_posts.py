"""A Markdown file becomes a post, or problems in the words of its author."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.factories import a_file, at

from postroom.model.options import Options
from postroom.reading.library import read_posts
from postroom.reading.posts import Manuscript, derive_uid, parse_post
from postroom.reading.schema import render_schema

PATH = "posts/2026/hello.md"
BASE = ("title: One", "date: 2026-03-04")
OPTIONS = Options()


def read(*lines: str, body: str = "The text.\n", path: str = PATH) -> Manuscript:
    """The manuscript of a file that has no fault."""
    manuscript, problems = parse_post(path, a_file(*lines, body=body), OPTIONS)
    assert problems == ()
    assert manuscript is not None
    return manuscript


def complaints(source: bytes) -> list[str]:
    """What an author reads of a file; a warning begins with `(`."""
    _, problems = parse_post(PATH, source, OPTIONS)
    told = [str(p).removeprefix(PATH).replace("\n    fix: ", " // ") for p in problems]
    return [
        said if p.is_fatal else f"({said})" for said, p in zip(told, problems, strict=True)
    ]


def test_a_title_and_a_date_are_enough():
    post = read(*BASE).post

    assert (post.title, post.published, post.updated) == ("One", at(4), at(4))
    assert (post.path, post.slug) == (PATH, "hello")


_DATE = "write a date as 2026-03-04 or 2026-03-04T09:00:00+01:00"
_TEXT = "write text, in quotes if it looks like a number or a date"
_KEYS = "write keys and values, indented below it"
_LIST = "write a list, one `- entry` a line"
_SLUG = "use letters, digits, `-` and `_`, such as `giving-before-asking`"
_UID = "use 4 to 16 small letters and digits, such as `k3m9x2q7`"
_WHOLE = "write a whole address that begins with https://"
_GONE = "remove it, or check its spelling"

BAD = {
    "no title": (
        ["date: 2026-03-04"],
        [":2 [title]: there is no title // add `title: ...`"],
    ),
    "no date": (["title: One"], [":2 [date]: there is no date // add `date: ...`"]),
    "a title without a value": (
        ["title:", "date: 2026-03-04"],
        [":2 [title]: there is no title // add `title: ...`"],
    ),
    "a date without a value": (
        ["title: One", "date:"],
        [":3 [date]: there is no date // add `date: ...`"],
    ),
    "no word in the title": (
        ["title: '  '", "date: 2026-03-04"],
        [":2 [title]: got '  ' // write at least one word, or leave the key out"],
    ),
    "a title that YAML reads as a date": (
        ["title: 2026-03-04", "date: 2026-03-04"],
        [f":2 [title]: got 2026-03-04 // {_TEXT}"],
    ),
    "a title that YAML reads as a switch": (
        ["title: no", "date: 2026-03-04"],
        [f":2 [title]: got False // {_TEXT}"],
    ),
    "a list of titles": (
        ["title: [One, Two]", "date: 2026-03-04"],
        [f":2 [title]: got ['One', 'Two'] // {_TEXT}"],
    ),
    "a date in words": (
        ["title: One", "date: March 4, 2026"],
        [f":3 [date]: got 'March 4, 2026' // {_DATE}"],
    ),
    "a day that never was": (
        ["title: One", "date: 2026-02-30"],
        [f":3 [date]: got '2026-02-30' // {_DATE}"],
    ),
    "an hour that never was": (
        ["title: One", "date: 2026-03-04 25:00:00"],
        [f":3 [date]: got '2026-03-04 25:00:00' // {_DATE}"],
    ),
    "a zone that never was": (
        ["title: One", "date: 2026-03-04 10:00:00+99:00"],
        [f":3 [date]: got '2026-03-04 10:00:00+99:00' // {_DATE}"],
    ),
    "a number for a date": (
        ["title: One", "date: 20260304"],
        [f":3 [date]: got 20260304 // {_DATE}"],
    ),
    "an update without a publication": (
        ["title: One", "date:", "  updated: 2026-03-04"],
        [":3 [date.created]: there is no created // add `created: ...`"],
    ),
    "a slug that leads out": ([*BASE, "slug: ../x"], [f":4 [slug]: got '../x' // {_SLUG}"]),
    "a slug of two parts": ([*BASE, "slug: a/b"], [f":4 [slug]: got 'a/b' // {_SLUG}"]),
    "a slug in capitals and spaces": (
        [*BASE, "slug: My Post"],
        [f":4 [slug]: got 'My Post' // {_SLUG}"],
    ),
    "a uid with capitals": ([*BASE, "uid: ABCD"], [f":4 [uid]: got 'ABCD' // {_UID}"]),
    "a uid too short": ([*BASE, "uid: abc"], [f":4 [uid]: got 'abc' // {_UID}"]),
    "tags as a mapping": (
        [*BASE, "tags: {a: b}"],
        [f":4 [tags]: got {{'a': 'b'}} // {_LIST}"],
    ),
    "a tag that is a switch": (
        [*BASE, "tags:", "  - one", "  - yes"],
        [f":6 [tags.1]: got True // {_TEXT}"],
    ),
    "a word for a switch": (
        [*BASE, "draft: perhaps"],
        [":4 [draft]: got 'perhaps' // write true or false"],
    ),
    "half a minute": (
        [*BASE, "readtime: 3.5"],
        [":4 [readtime]: got 3.5 // write a whole number"],
    ),
    "links that are no list": (
        [*BASE, "links: a.md"],
        [f":4 [links]: got 'a.md' // {_LIST}"],
    ),
    "a link that is a number": (
        [*BASE, "links:", "  - a.md", "  - 42"],
        [
            ":4 [links]: got ['a.md', 42] // "
            "write addresses, or titles with addresses, one a line"
        ],
    ),
    "another permission": (
        [*BASE, "reprint: maybe"],
        [":4 [reprint]: got 'maybe' // write one of 'allowed', 'ask' or 'no'"],
    ),
    "a permission that YAML reads as a switch": (
        [*BASE, "reprint: yes"],
        [":4 [reprint]: got True // write one of 'allowed', 'ask' or 'no'"],
    ),
    "a call that is a sentence": (
        [*BASE, "cta: Write!"],
        [f":4 [cta]: got 'Write!' // {_KEYS}"],
    ),
    "a call with two faults": (
        [*BASE, "cta:", "  booking: calendar.example", "  mail: letters"],
        [
            f":5 [cta.booking]: got 'calendar.example' // {_WHOLE}",
            ":6 [cta.mail]: got 'letters' // write an e-mail address",
        ],
    ),
    "a language by its name": (
        [*BASE, "lang: English"],
        [":4 [lang]: got 'English' // write a language tag such as `en` or `pt-BR`"],
    ),
    "an address without a scheme": (
        [*BASE, "canonical: example.org/one"],
        [f":4 [canonical]: got 'example.org/one' // {_WHOLE}"],
    ),
    "an appearance with two faults": (
        [*BASE, "also_on:", "  - name: Weekly", "    url: weekly", "    date: soon"],
        [
            f":6 [also_on.0.url]: got 'weekly' // {_WHOLE}",
            f":7 [also_on.0.date]: got 'soon' // {_DATE}",
        ],
    ),
    "a cover without a file": (
        [*BASE, "image:", "  alt: A table"],
        [":4 [image.src]: there is no src // add `src: ...`"],
    ),
    "a series that is a list": (
        [*BASE, "series: [Favours]"],
        [f":4 [series]: got ['Favours'] // {_KEYS}"],
    ),
    "an unknown key": (
        ["titel: One", *BASE],
        ["(:2 [titel]: unknown key // did you mean `title`?)"],
    ),
    "an unknown key like no other": (
        [*BASE, "xyzzy: 1"],
        [f"(:4 [xyzzy]: unknown key // {_GONE})"],
    ),
    "an unknown key within another": (
        ["title: One", "date:", "  created: 2026-03-04", "  update: 2026-03-05"],
        ["(:5 [date.update]: unknown key // did you mean `updated`?)"],
    ),
    "an unknown key within a series": (
        [*BASE, "series:", "  name: Favours", "  prt: 2"],
        [":6 [series.prt]: unknown key // did you mean `part`?"],
    ),
    "three faults at once": (
        ["title: One", "date: soon", "slug: a/b", "draft: perhaps"],
        [
            f":3 [date]: got 'soon' // {_DATE}",
            f":4 [slug]: got 'a/b' // {_SLUG}",
            ":5 [draft]: got 'perhaps' // write true or false",
        ],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_told_with_line_key_value_and_remedy(lines, expected):
    assert sorted(complaints(a_file(*lines))) == sorted(expected)


AWKWARD = {
    "too long a slug": [*BASE, f"slug: {'a' * 130}"],
    "a part before the first": [*BASE, "series: {name: One, part: 0}"],
    "less than no time": [*BASE, "readtime: -1"],
    "an empty tag": [*BASE, "tags: ['']"],
    "a list of dates": ["title: One", "date: [2026-03-04]"],
    "an update before the publication": [
        "title: One",
        "date: {created: 2026-03-04, updated: 2026-03-01}",
    ],
}


@pytest.mark.parametrize("lines", AWKWARD.values(), ids=AWKWARD.keys())
def test_no_message_speaks_of_types_or_of_the_checker(lines):
    [complaint] = complaints(a_file(*lines))

    jargon = r"\b(datetime|input|items?|string|tuple|validation|value)\b"
    assert not re.search(jargon, complaint)


def test_a_key_given_twice_is_told_at_its_second_line():
    _, problems = parse_post(PATH, a_file(*BASE, "title: Two"), OPTIONS)

    assert [(p.place.line, p.place.key) for p in problems] == [(4, "title")]


STRANGE = {
    "a list within itself": ["tags: &all", "  - *all"],
    "links within themselves": ["links: &all", "  - More: *all"],
    "a list 2,000 deep": ["tags: " + "[" * 2000 + "]" * 2000],
    "a number of 5,000 hexadecimal digits": [f"description: 0x{'f' * 5000}"],
}


@pytest.mark.parametrize("lines", STRANGE.values(), ids=STRANGE.keys())
def test_a_monstrous_value_is_a_problem_like_any_other(lines):
    assert complaints(a_file(*BASE, *lines)) != []


EMPTY = (
    "also_on authors canonical categories cta description draft image lang licence links"
    " pin readtime reprint series slug summaries tags uid"
).split()


@pytest.mark.parametrize("key", EMPTY)
def test_a_key_without_a_value_is_as_good_as_absent(key):
    assert read(*BASE, f"{key}:").post == read(*BASE).post


MOMENTS = {
    "a bare date is midnight in UTC": ("2026-03-04", at(4)),
    "a date in quotes": ("'2026-03-04'", at(4)),
    "a time without a zone is in UTC": (
        "2026-03-04 09:30:00",
        at(4, 9) + timedelta(minutes=30),
    ),
    "a time with a zone": (
        "2026-03-04T09:00:00+01:00",
        datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=1))),
    ),
    "Zulu time": ("2026-03-04T09:00:00Z", datetime(2026, 3, 4, 9, tzinfo=UTC)),
}


@pytest.mark.parametrize(("written", "expected"), MOMENTS.values(), ids=MOMENTS.keys())
def test_a_moment_always_has_a_zone(written, expected):
    published = read("title: One", f"date: {written}").post.published

    assert published == expected
    assert published.utcoffset() == expected.utcoffset()


def test_moments_with_and_without_a_zone_can_be_compared():
    post = read(
        "title: One",
        "date:",
        "  created: 2026-03-04T10:00:00+01:00",
        "  updated: 2026-03-04 09:30:00",
    ).post

    assert post.updated - post.published == timedelta(minutes=30)


TITLES = {
    "markup that is none": ('"a & < ]]> b"', "a & < ]]> b"),
    "a null character": (r'"One\x00Two"', "OneTwo"),
    "what is no character": (r'"One\uFFFFTwo\x85"', "OneTwo"),
    "line ends and tabs": (r'"One\n\tTwo  Three "', "One Two Three"),
    "emoji": ("👩‍🚀 One", "👩‍🚀 One"),
    "right to left": ("العربية", "العربية"),
    "a number": ("1984", "1984"),
    "an entity stays what the author wrote": ("'AT&amp;T'", "AT&amp;T"),
}


@pytest.mark.parametrize(("written", "expected"), TITLES.values(), ids=TITLES.keys())
def test_a_title_is_one_line_of_legal_characters(written, expected):
    assert read(f"title: {written}", "date: 2026-03-04").post.title == expected


HEADINGS = {
    "plain": ("# Hello\n\nText.\n", "Hello"),
    "after blank lines": ("\n\n# Hello\n\nText.\n", "Hello"),
    "closed": ("# Hello ##\n\nText.\n", "Hello"),
    "with attributes": ("# Hello {#top .big}\n\nText.\n", "Hello"),
    "underlined": ("Hello\n=====\n\nText.\n", "Hello"),
    "with emphasis and code": ("# *Hello* __you__ `there`\n\nText.\n", "Hello you there"),
    "with a link": ("# Hello [you](https://example.org/)\n\nText.\n", "Hello you"),
    "with a name in snake case": (
        "# The file_name_of it\n\nText.\n",
        "The file_name_of it",
    ),
    "with stars that are no emphasis": ("# 2 * 3*4\n\nText.\n", "2 * 3*4"),
    "with an entity": ("# Q&amp;A\n\nText.\n", "Q&A"),
    "with an escape": (r"# 5 \* 3" + "\n\nText.\n", "5 * 3"),
}


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS.keys())
def test_the_first_heading_is_the_title_and_leaves_the_text(body, expected):
    manuscript = read("date: 2026-03-04", body=body)

    assert manuscript.post.title == expected
    assert manuscript.body.strip() == "Text."


NO_HEADINGS = {
    "a heading of the second level": "## Hello\n",
    "a hash without a space": "#Hello\n",
    "a heading further below": "Text.\n\n# Hello\n",
}


@pytest.mark.parametrize("body", NO_HEADINGS.values(), ids=NO_HEADINGS.keys())
def test_what_is_no_first_heading_stays_in_the_text(body):
    assert read(*BASE, body=body).body == body


def test_the_title_of_the_front_matter_wins_over_the_heading():
    manuscript = read(*BASE, body="# Another\n\nText.\n")

    assert (manuscript.post.title, manuscript.body) == ("One", "\nText.\n")


SLUGS = {
    "from the name of the file": ("posts/Hello World.md", "hello-world"),
    "from the folder of an index": ("posts/hello/index.md", "hello"),
    "with the date of the name": ("posts/2026-03-04-hello.md", "2026-03-04-hello"),
}


@pytest.mark.parametrize(("path", "expected"), SLUGS.values(), ids=SLUGS.keys())
def test_a_slug_comes_from_the_file(path, expected):
    assert read(*BASE, path=path).post.slug == expected


def test_a_slug_comes_from_the_title_in_a_material_blog():
    options = Options(layout="material-blog")
    source = a_file("title: One - and two", "date: 2026-03-04")

    manuscript, _ = parse_post(PATH, source, options)

    assert manuscript.post.slug == "one---and-two"


def test_a_derived_uid_is_known_and_stays():
    assert derive_uid("posts/2026/hello.md", "2026-03-04") == "by66lnyemw"


def test_a_derived_uid_does_not_care_for_title_slug_time_or_update():
    first = read("title: One", "date: 2026-03-04")
    second = read(
        "title: Two",
        "slug: two",
        "date:",
        "  created: 2026-03-04T09:00:00Z",
        "  updated: 2026-03-09",
        body="Other text.",
    )

    assert first.post.uid == second.post.uid


def test_a_uid_of_digits_is_read_as_text():
    assert read(*BASE, "uid: 12345").post.uid == "12345"


MATERIAL = {
    "one author as a word": ("authors: ines", "authors", ("ines",)),
    "one category as a word": ("categories: Careers", "categories", ("Careers",)),
    "tags with a year": ("tags: [one, 2026]", "tags", ("one", "2026")),
    "a pinned post": ("pin: true", "pin", True),
    "minutes to read": ("readtime: 15", "readtime", 15),
    "a series by its name": ("series: Favours", "series.name", "Favours"),
    "a cover by its path": ("image: a.png", "image.src", "a.png"),
    "a licence by its address": (
        "licence: https://example.org/licence",
        "licence",
        "https://example.org/licence",
    ),
    "no reprint": ("reprint: no", "reprint.permission", "no"),
    "no call": ("cta: false", "cta", False),
}


@pytest.mark.parametrize(
    ("line", "name", "expected"), MATERIAL.values(), ids=MATERIAL.keys()
)
def test_the_short_forms_of_front_matter_are_understood(line, name, expected):
    value = read(*BASE, line).post
    for part in name.split("."):
        value = getattr(value, part)

    assert value == expected


def test_links_of_a_material_blog_are_flattened():
    post = read(
        *BASE,
        "links:",
        "  - posts/2026/other.md",
        "  - Home: https://example.org/",
        "  - More:",
        "      - Setup: setup.md#first",
        "      - about.md",
    ).post

    assert post.links == (
        ("", "posts/2026/other.md"),
        ("Home", "https://example.org/"),
        ("Setup", "setup.md#first"),
        ("", "about.md"),
    )


def test_keys_of_the_theme_are_nobodys_fault():
    manuscript = read(*BASE, "hide: [toc]", "search: {boost: 2}", "template: own.html")

    assert manuscript.document.meta["hide"] == ["toc"]


def test_a_scheduled_post_and_a_draft_are_not_public():
    scheduled, draft = read(*BASE).post, read(*BASE, "draft: true").post

    assert [scheduled.is_public(at(day)) for day in (3, 4, 5)] == [False, True, True]
    assert not draft.is_public(at(5))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = sorted({"hide", "xyzzy"} | set(EMPTY) | {"date", "title", "slug"})


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=4))
@example({"title": "One", "date": {"created": "2026-03-04"}, "cta": {"title": None}})
def test_any_values_make_a_post_or_problems_but_never_break_the_build(front):
    lines = [f"{key}: {_flow(value)}" for key, value in front.items()]

    manuscript, problems = parse_post(PATH, a_file(*lines), OPTIONS)

    assert manuscript is not None or any(problem.is_fatal for problem in problems)


def _flow(value: object) -> str:
    """A value as YAML writes it on one line."""
    return (
        yaml.safe_dump(value, default_flow_style=True, width=10**6)
        .partition("\n...")[0]
        .strip()
    )


REFUSED = {
    "no date": {"title": "One"},
    "a slug of two parts": {"date": "2026-03-04", "slug": "a/b"},
    "another permission": {"date": "2026-03-04", "reprint": "maybe"},
}
SCHEMA = json.loads(render_schema())
ACCEPTED = {
    "the least": {"title": "One", "date": "2026-03-04"},
    "dates": {"date": {"created": "2026-03-04", "updated": "2026-03-05"}},
    "short forms": {
        "date": "2026-03-04",
        "authors": "ines",
        "series": "One",
        "image": "a.png",
        "reprint": "no",
        "links": ["a.md", {"Two": "b.md"}],
    },
    "long forms": {
        "date": "2026-03-04",
        "authors": ["ines", "jon"],
        "series": {"name": "One", "part": 1},
        "image": {"src": "a.png", "alt": "A"},
        "reprint": {"permission": "allowed", "note": "Ask first."},
        "cta": {"title": "Write!"},
        "also_on": [{"name": "Weekly", "url": "https://weekly.example/"}],
    },
    "keys of the theme": {"date": "2026-03-04", "hide": ["toc"], "template": "own.html"},
}


@pytest.mark.parametrize("front", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_an_editor_accepts_what_a_build_accepts(front):
    Draft202012Validator.check_schema(SCHEMA)

    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(front)] == []
    lines = [f"{key}: {_flow(value)}" for key, value in ({"title": "One"} | front).items()]
    assert parse_post(PATH, a_file(*lines), OPTIONS)[1] == ()


@pytest.mark.parametrize("front", REFUSED.values(), ids=REFUSED.keys())
def test_an_editor_marks_what_a_build_refuses(front):
    assert not Draft202012Validator(SCHEMA).is_valid(front)


def test_an_editor_explains_every_key():
    unexplained = [
        key for key, said in SCHEMA["properties"].items() if not said.get("description")
    ]

    assert unexplained == []


def test_an_address_without_a_host_is_told_before_anything_trips_over_it():
    [complaint] = complaints(a_file(*BASE, 'canonical: "https://[bad/x"'))

    assert "[canonical]: got 'https://[bad/x'" in complaint


@pytest.mark.parametrize("key", ["100", '"100"', "'100'"])
def test_lengths_are_understood_however_their_keys_are_written(key):
    source = f"---\ntitle: A\ndate: 2026-01-01\nsummaries:\n  {key}: Short.\n---\n\nText.\n"

    manuscript, problems = parse_post("posts/a.md", source.encode(), Options())

    assert problems == ()
    assert manuscript.post.summaries.by_length == ((100, "Short."),)


def test_a_length_that_is_written_twice_is_told_of():
    source = (
        "---\ntitle: A\ndate: 2026-01-01\nsummaries:\n  100: One.\n"
        '  "100": Other.\n---\n\nText.\n'
    )

    _, [problem] = parse_post("posts/a.md", source.encode(), Options())

    assert (problem.place.line, problem.place.key) == (4, "summaries")
    assert problem.fix.startswith("write each key once")


WRITTEN = {
    "tags in a heading": ("", "# <b>Tags</b> & <kbd>x</kbd>\n", "Tags & x"),
    "tags in code": ("", "# The `<b>` of it\n", "The <b> of it"),
    "tags that nobody knows": ("", "# List<T> & <T>\n", "List<T> & <T>"),
    "tags in the front matter": ("title: <i>One</i> &amp; two", "Text.\n", "One & two"),
}


@pytest.mark.parametrize(("line", "body", "expected"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_title_in_a_material_blog_may_have_tags(line, body, expected):
    options = Options(layout="material-blog")
    lines = [*filter(None, [line]), "date: 2026-03-04"]

    library = read_posts([(PATH, a_file(*lines, body=body))], options)

    assert [m.post.title for m in library.manuscripts] == [expected]
    assert library.remarks == ()
