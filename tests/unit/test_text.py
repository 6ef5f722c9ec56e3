"""Text is cleaned, cut and turned into addresses without surprises."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from postroom.model.text import (
    clean_line,
    clean_text,
    count,
    shorten,
    slugify,
    slugify_term,
    slugify_title,
)

anything = st.text(st.characters())  # lone surrogates and controls too

CLEANED = {
    "controls go": ("a\x00b\x0bc\x1bd\x7fe", "abcde"),
    "the second set of controls goes too": ("a\x85b\x9fc", "abc"),
    "what is no character goes": ("a\ufffdb\ufffec\uffffd\ud800e", "abcde"),
    "white space stays": ("a\tb\nc\rd\xa0e", "a\tb\nc\rd\xa0e"),
    "other scripts and emoji stay": ("é 東京 العربية 👩‍🚀", "é 東京 العربية 👩‍🚀"),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED.keys())
def test_clean_text_drops_what_no_feed_may_carry(text, expected):
    assert clean_text(text) == expected


@given(anything)
def test_xml_takes_any_cleaned_text_and_cleaning_twice_changes_nothing(text):
    cleaned = clean_text(text)

    etree.Element("a").text = cleaned  # raises if a character is not allowed

    assert clean_text(cleaned) == cleaned


@given(anything)
def test_a_clean_line_is_one_line_without_double_or_outer_spaces(text):
    line = clean_line(text)

    assert line == " ".join(line.split())
    assert len(line.splitlines()) <= 1


SLUGS = {
    "capitals and spaces": ("Giving before asking", "giving-before-asking"),
    "punctuation": ("What's next? (Part 2)", "whats-next-part-2"),
    "dashes of every length": ("one - two — three", "one-two-three"),
    "an underscore": ("snake_case", "snake_case"),
    "letters with marks": ("Café", "café"),
    "marks written apart": ("Cafe\u0301", "café"),
    "another script": ("東京 通信", "東京-通信"),
    "a way out of the folder": ("../../etc/passwd", "etcpasswd"),
    "nothing but symbols": ("!!! 😀", ""),
}


@pytest.mark.parametrize(("text", "expected"), SLUGS.values(), ids=SLUGS.keys())
def test_a_slug_is_made_from_a_title(text, expected):
    assert slugify(text) == expected


def test_a_slug_of_a_material_blog_keeps_every_dash():
    assert slugify_title("one - two") == "one---two"


@given(anything)
def test_any_slug_is_one_part_of_an_address(text):
    slug = slugify(text)

    assert re.fullmatch(r"(?:[\w](?:[\w-]*[\w])?)?", slug)
    assert slugify(slug) == slug
    assert unicodedata.is_normalized("NFC", slug)


SHORTENED = {
    "short enough": ("one two", 7, "one two"),
    "cut at a word": ("one two three", 9, "one two…"),
    "no comma before the dots": ("one, two three", 6, "one…"),
    "one long word is cut where it must be": ("abcdefghij", 5, "abcd…"),
    "empty": ("", 5, ""),
    "Japanese, behind a phrase": (
        "質問を一つ、それだけを持って行く。名前を書く。",
        20,
        "質問を一つ、それだけを持って行く…",
    ),
    "Japanese without a stop": ("東京東京東京", 4, "東京東…"),
    "a family is one character": ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12, "👩‍👩‍👧‍👦…"),
    "so is a flag": ("🇵🇱🇩🇪🇳🇱", 5, "🇵🇱🇩🇪…"),
    "half a flag is none": ("🇵🇱🇩🇪🇳🇱", 4, "🇵🇱…"),
    "a letter keeps its mark": ("ae\u0301e\u0301e\u0301", 5, "ae\u0301…"),
}


@pytest.mark.parametrize(
    ("text", "most", "expected"), SHORTENED.values(), ids=SHORTENED.keys()
)
def test_text_is_cut_at_a_word(text, most, expected):
    assert shorten(text, most) == expected


@given(anything, st.integers(min_value=1, max_value=50))
def test_shortened_text_never_has_more_than_it_may(text, most):
    assert len(shorten(text, most)) <= most


COUNTED = {
    "none": (0, "group", "0 groups"),
    "one": (1, "reply", "1 reply"),
    "many": (1240, "reply", "1,240 replies"),
    "days": (2, "day", "2 days"),
}


@pytest.mark.parametrize(("number", "noun", "expected"), COUNTED.values(), ids=COUNTED)
def test_a_number_is_written_with_its_noun(number, noun, expected):
    assert count(number, noun) == expected


TERMS = {
    "C": "c",
    "C++": "c-plus-plus",
    "C#": "c-sharp",
    ".NET": "dot-net",
    "Node.js": "nodejs",
    "a/b": "a-b",
    "ab": "ab",
    "Give & Take": "give-take",
    "#career": "career",
    "東京": "東京",
    "Ärger": "ärger",
    "🎉": "party-popper",
    "???": "",
}


@pytest.mark.parametrize(("name", "expected"), TERMS.items())
def test_a_term_has_an_address_of_its_own(name, expected):
    assert slugify_term(name) == expected


def test_no_two_terms_share_an_address():
    slugs = [slugify_term(name) for name in TERMS]

    assert len({*slugs}) == len(slugs)
