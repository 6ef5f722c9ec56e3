"""Titles as MkDocs hands them on: HTML for themes, and nothing escaped without need."""

import pytest

from postroom.engines.mkdocs.pages import write_title

TITLES = {
    "an apostrophe and quotes": ('You\'re "in"', 'You\'re "in"'),
    "an ampersand": ("Q&A and R&D & more", "Q&A and R&D & more"),
    "what would be a tag": ("1 < 2 > <b>", "1 &lt; 2 > &lt;b>"),
    "what would be a reference": ("&amp; &copy &#39;", "&amp;amp; &amp;copy &amp;#39;"),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES.keys())
def test_a_title_is_escaped_where_it_has_to_be(title, expected):
    assert write_title(title) == expected
