"""A post without a cover gets a plate: one word of its title, in its category's ink."""

import pytest
from tests.factories import a_post, a_site, an_edition

from postroom.model.options import Accent, Options
from postroom.pages.plate import INKS, compose_plate
from postroom.pages.render import Leaf, render_article, render_home

WORDS = {
    "the longest": ("How to close a loop", "close"),
    "the first of the longest": ("Many good days", "Many"),
    "one with an apostrophe": ("The shy person’s guide", "person’s"),
    "a part of one with a hyphen": ("A thank-you note", "thank"),
    "a very long one": ("Donaudampfschifffahrtsgesellschaft", "Donaudampfsch"),
    "Japanese, which has no spaces": ("東京の長い夏", "東京の長い夏"),
    "Arabic": ("في المقهى", "المقهى"),
    "marks on letters": ("Un e\u0301te\u0301", "\u00e9t\u00e9"),
    "Hindi": ("एक किताब", "किताब"),
    "quotation marks": ("‘Why’ and ’tis", "Why"),
    "a number": ("1984", "1984"),
    "no word at all": ("?!", "?!"),
    "markup": ("<b>Q&A</b>", "b"),
}


@pytest.mark.parametrize(("title", "expected"), WORDS.values(), ids=WORDS.keys())
def test_a_plate_shows_one_word(title, expected):
    assert compose_plate(a_post(title=title), Options()).word == expected


def test_the_same_post_always_has_the_same_plate():
    post = a_post(title="A year of small favours", categories=["Giving first"])

    assert compose_plate(post, Options()) == compose_plate(post, Options())


def test_posts_of_one_category_share_an_ink_and_differ_in_their_cuts():
    plates = [
        compose_plate(a_post(title=f"Part {n}", categories=["Careers"]), Options())
        for n in range(8)
    ]

    assert len({plate.accent for plate in plates}) == 1
    assert {plate.cut for plate in plates} == {"upright", "italic"}


def test_categories_differ_in_their_inks():
    names = [f"Category {n}" for n in range(40)]
    inks = {compose_plate(a_post(categories=[n]), Options()).accent for n in names}

    assert inks == {*INKS}


def test_a_category_may_have_a_colour_of_its_own_whatever_its_capitals():
    options = Options.model_validate({"accents": {"careers": "#2F5D50"}})

    assert compose_plate(a_post(categories=["Careers"]), options).accent == Accent(
        light="#2f5d50"
    )


def test_a_post_without_a_category_has_a_plate_too():
    plate = compose_plate(a_post(title="Alone"), Options())

    assert (plate.word, plate.category) == ("Alone", "")
    assert plate.accent in INKS


def test_a_word_is_as_wide_as_its_letters():
    words = ("person", "PERSON", "東京", "कि")
    plates = [compose_plate(a_post(title=word), Options()) for word in words]

    assert [plate.ems for plate in plates] == [3.24, 4.5, 2.0, 1.08]


def test_a_post_without_a_cover_is_shown_with_its_plate_but_not_on_its_own_page():
    post = a_post(title="<i>Hosting</i> & more", categories=['"Us" & <them>'])
    edition = an_edition(
        a_site(post, accents={'"Us" & <them>': "#2c5a6e"}), {post.uid: "<p>Hm."}
    )
    leaf = Leaf(edition, "")

    front, own = render_home(leaf), render_article(leaf, post, content="<p>Hm.</p>")

    assert 'data-rubric="&#34;Us&#34; &amp; &lt;them&gt;" data-word="Hosting"' in front
    assert "pr-plate" not in own
    for page in (front, own):
        assert 'style="--pr-accent:light-dark(#2c5a6e,#' in page
