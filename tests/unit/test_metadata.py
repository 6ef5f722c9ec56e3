"""What machines read of a post: previews, JSON-LD, oEmbed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_post, a_site, an_author, an_edition

from postroom.edition.edition import Edition
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import join_names
from postroom.pages.metadata import (
    PreviewPicture,
    describe_post,
    dump_json,
    preview_picture,
    render_oembed,
)

NASTY = "</script><script>alert('1')</script> & \"so\" \u2028 on 👩‍🚀"


def a_whole_post(**front_matter: object) -> Post:
    """A post that says everything of itself."""
    values = {
        "title": "One",
        "description": "What it is about.",
        "authors": ["ines", "jon"],
        "tags": ["asking", "giving"],
        "licence": "CC-BY-4.0",
        "lang": "en-GB",
        "date": {"created": "2026-03-04T09:00:00+01:00", "updated": "2026-03-05"},
    }
    return a_post(**values | front_matter)


def an_edition_of(post: Post, text: str = "<p>Two words.</p>", **site: object) -> Edition:
    """An edition with one post by Ines and Jon."""
    authors = (an_author("ines"), an_author("jon"))
    return an_edition(
        a_site(post, authors=authors, **site), {post.uid: text}, size=(1200, 800)
    )


def test_json_ld_says_everything_of_a_post():
    post = a_whole_post()

    said = json.loads(describe_post(an_edition_of(post), post).json_ld)

    card = said.pop("image")
    assert card.startswith("https://example.org/share/aaaa/card.png?v=")
    assert said == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "One",
        "description": "What it is about.",
        "datePublished": "2026-03-04T09:00:00+01:00",
        "dateModified": "2026-03-05T00:00:00Z",
        "author": [
            {"@type": "Person", "name": "Ines", "url": "https://example.org/authors/ines/"},
            {"@type": "Person", "name": "Jon", "url": "https://example.org/authors/jon/"},
        ],
        "publisher": {
            "@type": "Organization",
            "name": "The Long Table",
            "url": "https://example.org/",
        },
        "mainEntityOfPage": "https://example.org/posts/aaaa/",
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "wordCount": 2,
        "keywords": "asking, giving",
    }


def test_json_ld_leaves_out_what_is_not_known():
    post = a_post()

    said = json.loads(
        describe_post(an_edition_of(post, "", share={"cards": False}), post).json_ld
    )

    assert not {"image", "keywords", "license", "description", "wordCount"} & set(said)
    assert said["author"] == said["publisher"]  # search engines ask for one


def test_a_headline_is_no_longer_than_search_engines_take():
    post = a_post(title="word " * 60)

    said = json.loads(describe_post(an_edition_of(post), post).json_ld)

    assert len(said["headline"]) <= 110
    assert said["headline"].endswith("word…")


def test_a_post_that_appeared_elsewhere_first_has_its_home_there():
    post = a_post(canonical="https://other.example/one")

    described = describe_post(an_edition_of(post), post)

    assert described.canonical == "https://other.example/one"
    assert json.loads(described.json_ld)["mainEntityOfPage"] == "https://other.example/one"


@given(st.recursive(st.text(st.characters(exclude_categories=["Cs"])), st.lists))
def test_json_inside_a_page_keeps_any_text_and_never_ends_the_element(value):
    made = dump_json(value)

    assert json.loads(made) == value
    assert not any(sign in made for sign in ("<", "\u2028", "\u2029"))


def test_json_ld_survives_a_title_that_ends_the_element():
    post = a_post(title=NASTY)

    made = describe_post(an_edition_of(post), post).json_ld

    assert "</" not in made
    assert json.loads(made)["headline"] == post.title


DESCRIPTIONS = {
    "the author's own": ({"description": "My own."}, "<p>The text.</p>", "My own."),
    "else how it begins": ({}, "<p>The text.</p><p>More.</p>", "The text. More."),
    "cut at a word": ({}, f"<p>{'word ' * 60}</p>", f"{'word ' * 38}word…"),
    "nothing": ({}, "", ""),
}


@pytest.mark.parametrize(
    ("front_matter", "text", "expected"), DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys()
)
def test_a_description_is_one_line(front_matter, text, expected):
    post = a_post(**front_matter)

    assert describe_post(an_edition_of(post, text), post).description == expected


COVER = {"src": "a.png", "alt": "A table"}
PICTURES = {
    "a large cover": (COVER, (1200, 800), {}, "https://example.org/posts/a.png"),
    "a cover as large as needed": (
        COVER,
        (600, 300),
        {},
        "https://example.org/posts/a.png",
    ),
    "a cover too small": (COVER, (599, 300), {}, "https://example.org/share/aaaa/card.png"),
    "a cover of unknown size": (COVER, None, {}, "https://example.org/share/aaaa/card.png"),
    "a drawing": ("a.svg", (1200, 800), {}, "https://example.org/share/aaaa/card.png"),
    "a format that networks refuse": (
        "a.webp",
        (1200, 800),
        {},
        "https://example.org/share/aaaa/card.png",
    ),
    "no cover": (None, None, {}, "https://example.org/share/aaaa/card.png"),
    "no cover and no cards": (None, None, {"share": {"cards": False}}, None),
    "no share pages": (None, None, {"share": {"enabled": False}}, None),
}


@pytest.mark.parametrize(
    ("cover", "size", "options", "expected"), PICTURES.values(), ids=PICTURES.keys()
)
def test_a_preview_shows_the_cover_if_it_is_good_enough(cover, size, options, expected):
    post = a_post(image=cover)

    picture = preview_picture(an_edition(a_site(post, **options), size=size), post)

    assert (picture and picture.url.partition("?")[0]) == expected


def test_a_cover_is_described_by_its_author_or_else_by_the_title():
    post, silent = a_post(image=COVER), a_post("bbbb", image="b.jpg")
    edition = an_edition(a_site(post, silent), size=(1200, 800))

    assert preview_picture(edition, post) == PreviewPicture(
        "https://example.org/posts/a.png", "image/png", "A table", 1200, 800
    )
    assert preview_picture(edition, silent) == PreviewPicture(
        "https://example.org/posts/b.jpg", "image/jpeg", "Essay bbbb", 1200, 800
    )


def address_of_card(post: Post, site: Site) -> str:
    picture = preview_picture(an_edition(site), post)
    assert picture is not None
    return picture.url


def test_a_changed_card_has_a_changed_address_and_no_other_has():
    one, longer, other = a_post(), a_post(description="More."), a_post(title="Other")

    addresses = [address_of_card(post, a_site(post)) for post in (one, longer, other)]

    assert addresses[0] == addresses[1] != addresses[2]


def test_oembed_offers_a_link_with_a_picture():
    post = a_whole_post(image=COVER)

    assert json.loads(render_oembed(an_edition_of(post), post)) == {
        "version": "1.0",
        "type": "link",
        "title": "One",
        "provider_name": "The Long Table",
        "provider_url": "https://example.org/",
        "cache_age": 86400,
        "author_name": "Ines and Jon",
        "author_url": "https://example.org/authors/ines/",
        "thumbnail_url": "https://example.org/posts/a.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 800,
    }


def test_oembed_names_no_author_and_no_picture_when_there_is_none():
    post = a_post()

    said = json.loads(render_oembed(an_edition_of(post, share={"cards": False}), post))

    assert set(said) == {
        "version",
        "type",
        "title",
        "provider_name",
        "provider_url",
        "cache_age",
    }


NAMES = {
    "nobody": ([], ""),
    "one": (["A"], "A"),
    "two": (["A", "B"], "A and B"),
    "three": (["A", "B", "C"], "A, B and C"),
}


@pytest.mark.parametrize(("names", "expected"), NAMES.values(), ids=NAMES.keys())
def test_names_are_joined_as_one_writes_them(names, expected):
    assert join_names(names) == expected
