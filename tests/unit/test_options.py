"""Options are checked once, and every mistake names its key, the value and the remedy."""

import re

import pytest
from pydantic import ValidationError

from postroom.errors import Place
from postroom.model.options import Options
from postroom.toolbox.wording import explain


def complaints(**values: object) -> list[str]:
    """What the owner of a site reads about these options."""
    with pytest.raises(ValidationError) as caught:
        Options.model_validate(values)
    problems = explain(
        caught.value,
        lambda keys: Place("mkdocs.yml", 0, ".".join(keys)),
        Options,
    )
    return [str(problem).replace("\n    fix: ", " // ") for problem in sorted(problems)]


def test_a_site_without_options_needs_none():
    options = Options()

    assert (options.blog_dir, options.index, options.post_url_format) == (
        "",
        "posts",
        "posts/{slug}",
    )


def test_the_layout_of_a_material_blog_keeps_its_addresses():
    options = Options(layout="material-blog")

    assert options.model_dump(exclude_defaults=True) == {
        "layout": "material-blog",
        "blog_dir": "blog",
        "index": "",
        "post_url_format": "{date}/{slug}",
        "post_slug": "title",
        "archive_url_format": "archive/{date}",
        "categories_url_format": "category/{slug}",
        "authors_url_format": "author/{slug}",
        "authors_file": "blog/.authors.yml",
        "post_dir": "blog/posts",
        "pagination_per_page": 10,
        "post_readtime_words_per_minute": 265,
        "tags": False,
    }


def test_what_the_owner_sets_wins_over_the_layout():
    options = Options(layout="material-blog", blog_dir="news", post_slug="file")

    assert (options.blog_dir, options.post_slug, options.index) == ("news", "file", "")


MENDED = {
    "outer slashes of a folder": ("blog_dir", "/news/", "news"),
    "a dot for the folder itself": ("blog_dir", "./", ""),
    "a list of one": ("categories_allowed", "Careers", ("Careers",)),
    "no list at all": ("categories_allowed", None, ()),
}


@pytest.mark.parametrize(("key", "value", "expected"), MENDED.values(), ids=MENDED.keys())
def test_a_loose_way_of_writing_is_understood(key, value, expected):
    options = Options.model_validate({key: value})

    assert getattr(options, key) == expected


def test_a_menu_is_written_as_a_list_of_names_and_targets():
    options = Options(menu=[{"About": "about/"}, {"name": "Feeds", "target": "feeds/"}])

    assert [(entry.name, entry.target) for entry in options.menu] == [
        ("About", "about/"),
        ("Feeds", "feeds/"),
    ]


AUTHORITIES = {
    "a domain and a year": "example.org,2026",
    "a domain and a day": "example.org,2026-03-04",
    "a part of a domain": "example.org,2026:essays/ines",
}


@pytest.mark.parametrize("authority", AUTHORITIES.values(), ids=AUTHORITIES.keys())
def test_an_authority_is_a_domain_and_a_date(authority):
    assert Options(feeds={"authority": authority}).feeds.authority == authority


_LICENCES = (
    "CC-BY-4.0, CC-BY-SA-4.0, CC-BY-ND-4.0, CC-BY-NC-4.0, CC-BY-NC-SA-4.0, "
    "CC-BY-NC-ND-4.0, CC0-1.0, all-rights-reserved"
)
_WHOLE_ADDRESS = "write a whole address that begins with https://"
_SLASHES = "write a path without `..` and with `/` between its parts"
BAD = {
    "an unknown layout": (
        {"layout": "blog"},
        "[layout]: got 'blog' // write one of 'postroom' or 'material-blog'",
    ),
    "a folder outside": ({"blog_dir": "../x"}, f"[blog_dir]: got '../x' // {_SLASHES}"),
    "an address outside": (
        {"post_url_format": "../{slug}"},
        f"[post_url_format]: got '../{{slug}}' // {_SLASHES}",
    ),
    "a number for a folder": (
        {"blog_dir": 5},
        "[blog_dir]: got 5 // write text, in quotes if it looks like a number or a date",
    ),
    "backslashes": (
        {"blog_dir": "a\\b"},
        f"[blog_dir]: got 'a\\\\b' // {_SLASHES}",
    ),
    "a word for a number": (
        {"pagination_per_page": "many"},
        "[pagination_per_page]: got 'many' // write a whole number",
    ),
    "a word for a switch": (
        {"share": {"cards": "perhaps"}},
        "[share.cards]: got 'perhaps' // write true or false",
    ),
    "a switch for a group": (
        {"share": False},
        "[share]: got False // write keys and values, indented below it",
    ),
    "an unknown licence": (
        {"licence": "MIT"},
        f"[licence]: got 'MIT' // name one of {_LICENCES}, or a web address",
    ),
    "an authority without a year": (
        {"feeds": {"authority": "example.org"}},
        "[feeds.authority]: got 'example.org' // "
        "write a domain you hold and a year, such as `example.org,2026`",
    ),
    "a hub without a scheme": (
        {"feeds": {"hub": "hub.example"}},
        f"[feeds.hub]: got 'hub.example' // {_WHOLE_ADDRESS}",
    ),
    "another amount of text": (
        {"feeds": {"content": "some"}},
        "[feeds.content]: got 'some' // write one of 'full' or 'summary'",
    ),
    "an alias outside": (
        {"feeds": {"aliases": {"rss.xml": "../feed.xml"}}},
        f"[feeds.aliases.rss.xml]: got '../feed.xml' // {_SLASHES}",
    ),
    "a booking without a scheme": (
        {"cta": {"booking": "calendar.example"}},
        f"[cta.booking]: got 'calendar.example' // {_WHOLE_ADDRESS}",
    ),
    "a mail address without an at": (
        {"cta": {"mail": "letters"}},
        "[cta.mail]: got 'letters' // write an e-mail address",
    ),
    "text where a group belongs": (
        {"cta": "Write to us"},
        "[cta]: got 'Write to us' // write keys and values, indented below it",
    ),
    "a key within a group": (
        {"feeds": {"limits": 5}},
        "[feeds.limits]: unknown key // did you mean `limit`?",
    ),
}


@pytest.mark.parametrize(("values", "expected"), BAD.values(), ids=BAD.keys())
def test_a_bad_option_is_told_in_words(values, expected):
    assert complaints(**values) == [f"mkdocs.yml {expected}"]


def test_all_bad_options_are_told_at_once():
    found = complaints(layout="blog", pagination_per_page="many", feeds={"hub": "x"})

    assert [line.partition(":")[0] for line in found] == [
        "mkdocs.yml [feeds.hub]",
        "mkdocs.yml [layout]",
        "mkdocs.yml [pagination_per_page]",
    ]


PATTERNS = {
    "a placeholder nobody knows": {"post_url_format": "{year}/{slug}"},
    "a brace that never closes": {"post_url_format": "posts/{slug"},
    "a look inside a placeholder": {"post_url_format": "{slug.__class__}"},
    "a term's address with a date": {"tags_url_format": "tags/{date}"},
    "a term's address without a name": {"categories_url_format": "categories"},
}


@pytest.mark.parametrize("values", PATTERNS.values(), ids=PATTERNS.keys())
def test_an_address_that_cannot_be_made_is_refused_before_the_build(values):
    [complaint] = complaints(**values)

    assert complaint.startswith(f"mkdocs.yml [{next(iter(values))}]: got ")


OUT_OF_RANGE = {
    "no post on a page": {"pagination_per_page": 0},
    "a feed of a thousand entries": {"feeds": {"limit": 1000}},
    "six links in the masthead": {"menu": [{"About": "about/"}] * 6},
    "an empty word": {"post_excerpt_separator": ""},
}


@pytest.mark.parametrize("values", OUT_OF_RANGE.values(), ids=OUT_OF_RANGE.keys())
def test_no_message_speaks_of_types_or_of_the_checker(values):
    [complaint] = complaints(**values)

    assert not re.search(r"\b(input|string|tuple|value|validation|items?)\b", complaint)


EMPTY = ["blog_dir", "cta", "feeds", "icon", "mark", "menu", "share", "strapline"]


@pytest.mark.parametrize("key", EMPTY)
def test_an_option_without_a_value_is_as_good_as_absent(key):
    assert Options.model_validate({key: None}) == Options()


CLASHES = {
    "one folder twice": ([{}, {"label": "b"}], "a `folder` with a name of its own"),
    "one label twice": ([{}, {"folder": "b"}], "a `label` of its own"),
    "a folder within another": (
        [{"folder": "a"}, {"folder": "a/jobs", "label": "b"}],
        "which 'a/jobs' is not",
    ),
    "the folder of the posts": ([{"folder": "posts"}], "which 'posts' is not"),
}


@pytest.mark.parametrize(("newsletters", "fix"), CLASHES.values(), ids=CLASHES)
def test_newsletters_have_folders_and_labels_of_their_own(newsletters, fix):
    with pytest.raises(ValidationError) as caught:
        Options(newsletters=[{"title": "A", **values} for values in newsletters])

    assert fix in str(caught.value)


@pytest.mark.parametrize(
    ("colour", "key", "expected"),
    [
        (
            "#8BA",
            "light",
            "got '#8BA'"
            " // write '#58796e': on #fbf8f1 it has a contrast of 2.0 and needs 4.5",
        ),
        (
            {"light": "#2f5d50", "dark": "#2f5d50"},
            "dark",
            "got '#2f5d50'"
            " // write '#67897f': on #1d1a17 it has a contrast of 2.3 and needs 4.5",
        ),
        ("green", "light", "got 'green' // write a colour as '#2f5d50'"),
        ({"night": "#ffffff"}, "night", "unknown key // did you mean `light`?"),
    ],
)
def test_a_colour_that_cannot_be_read_is_told_the_nearest_that_can(colour, key, expected):
    said = complaints(accents={"Careers": colour})

    assert f"mkdocs.yml [accents.Careers.{key}]: {expected}" in said


def test_a_colour_without_quotes_is_a_comment_in_yaml():
    assert complaints(accents={"Careers": None}) == [
        "mkdocs.yml [accents.Careers]: got None"
        " // put the colour in quotes: in YAML a bare # begins a comment"
    ]
