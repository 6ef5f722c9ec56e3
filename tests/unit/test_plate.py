"""A post without a cover gets a plate: one word of its title, in its category's ink."""

import pytest
from tests.factories import a_post

from postroom.model.options import Accent, Options
from postroom.pages.plate import INKS, compose_plate

WORDS = {
    "the longest": ("How to close a loop", "close"),
    "the first of the longest": ("Many good days", "Many"),
    "one with an apostrophe": ("The shy person’s guide", "person’s"),
    "one with a hyphen": ("A thank-you note", "thank-you"),
    "a very long one": ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschi"),
    "Japanese, which has no spaces": ("東京の長い夏", "東京の"),
    "Arabic": ("في المقهى", "المقهى"),
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
