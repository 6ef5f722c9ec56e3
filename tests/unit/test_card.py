"""A title becomes a picture that every network shows, whatever its letters."""

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from PIL import Image
from tests.factories import a_post, a_site, an_author, an_edition, artefacts_of

from postroom.checks import check_edition
from postroom.pages.card import (
    HEIGHT,
    TEXT_FONT,
    TITLE_FONT,
    WIDTH,
    Card,
    card_key,
    render_card,
)
from postroom.pages.metadata import PreviewPicture, card_of, preview_picture
from postroom.pages.typefaces import find_fonts, find_system_fonts, missing_letters


def a_card(
    title: str, byline: str = "By Ines Okafor", site: str = "The Long Table"
) -> Card:
    return Card(title, byline, site)


TITLES = {
    "five letters": "Hello",
    "two hundred letters": "Giving before asking is easy " * 6 + "and then some more of it",
    "six hundred letters": "Giving before asking is easy " * 20,
    "one word of two hundred letters": "a" * 200,
    "Japanese": "東京",
    "Arabic": "العربية",
    "emoji": "👩‍🚀",
    "a mixture": "Café 東京 👋",
    "nothing at all": "",
    "markup": "Q&A: <b>1 < 2</b>",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_a_card_is_a_small_picture_and_always_the_same(title):
    made = render_card(a_card(title), fonts=())

    with Image.open(io.BytesIO(made)) as picture:
        assert (
            (picture.format, picture.size)
            == ("PNG", (WIDTH, HEIGHT))
            == ("PNG", (1200, 630))
        )
    assert len(made) < 300_000
    assert render_card(a_card(title), fonts=()) == made


def ink_of(card: Card) -> tuple[int, int, int, int]:
    """The box that holds everything but paper: left, top, right, bottom."""
    with Image.open(io.BytesIO(render_card(card, fonts=()))) as picture:
        grey = (
            picture.convert("RGB")
            .convert("L")
            .point(lambda level: 255 if level < 200 else 0)
        )
    box = grey.getbbox()
    assert box is not None
    return box


CARDS = {
    **{name: a_card(title) for name, title in TITLES.items()},
    "authors without end": a_card("One", byline="By " + "Ines Okafor, " * 12 + "and Jon"),
    "a site's name without end": a_card("One", site="The Long Table and its friends " * 4),
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_all_words_stand_where_every_network_shows_them(card):
    left, top, right, bottom = ink_of(card)

    assert left >= 100
    assert right <= 1100
    assert top >= 80
    assert bottom <= 570


ALIKE = {
    "a letter of a title that is not at hand": (a_card("One 東 day"), a_card("One day")),
    "a letter of the site's name": (a_card("One", site="A 東"), a_card("One", site="A")),
    "emoji are left out of a title": (a_card("Hello 👋 you"), a_card("Hello you")),
    "a byline without letters at hand is left out": (
        a_card("One", "東京"),
        a_card("One", ""),
    ),
    "a site's name without letters at hand is left out": (
        a_card("One", site="東京"),
        a_card("One", site=""),
    ),
}


@pytest.mark.parametrize(("card", "like"), ALIKE.values(), ids=ALIKE.keys())
def test_no_card_shows_boxes_for_letters(card, like):
    assert render_card(card, fonts=()) == render_card(like, fonts=())


def test_a_title_too_long_for_the_card_ends_in_dots():
    line = "a" * 50  # a line of its own even at the smallest size

    fits, cut = (
        render_card(a_card(" ".join([line] * lines)), fonts=()) for lines in (4, 5)
    )

    assert cut != fits


MISSING = {
    "plain letters": ("Hello, you", ""),
    "marks": ("Café Ångström Łódź", ""),
    "Greek and Cyrillic": ("Ωμέγα Привет", ""),
    "Japanese": ("Hi 東京, 東!", "東京"),
    "emoji and symbols do not count": ("Hi 👋 ☑", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), MISSING.values(), ids=MISSING.keys())
def test_letters_that_no_font_has_are_named(text, expected):
    assert missing_letters(text, fonts=()) == expected


UNWRITABLE = {
    "a title": ({}, {"title": "東京の手紙"}, "posts/aaaa.md [title]", "東京の手紙"),
    "an author": ({}, {"authors": ["kei"]}, "posts/aaaa.md [authors]", "圭"),
    "the site": ({"name": "東京"}, {}, "mkdocs.yml [site_name]", "東京"),
}


@pytest.mark.parametrize(
    ("site", "front_matter", "place", "letters"), UNWRITABLE.values(), ids=UNWRITABLE.keys()
)
def test_what_no_font_can_write_is_told(site, front_matter, place, letters):
    authors = (an_author("kei", name="圭"),)
    edition = an_edition(a_site(a_post(**front_matter), authors=authors, **site))

    assert [str(problem) for problem in check_edition(edition, fonts=())] == [
        f"{place}: no font for '{letters}': cards leave them out, and there is none of a "
        "title without half of its letters\n"
        "    fix: add a font file that has these letters to `share: {card_fonts: [...]}`"
    ]


UNASKED = {
    "without cards": {"share": {"cards": False}},
    "without share pages": {"share": {"enabled": False}},
}


@pytest.mark.parametrize("values", UNASKED.values(), ids=UNASKED.keys())
def test_nobody_is_told_of_cards_that_are_not_made(values):
    edition = an_edition(a_site(a_post(title="東京"), **values))

    assert list(check_edition(edition, fonts=())) == []


def test_a_site_may_bring_fonts_of_its_own(tmp_path):
    (tmp_path / "own.ttf").write_bytes(TEXT_FONT.read_bytes())
    (tmp_path / "bad.ttf").write_bytes(b"no font")

    fonts, problems = find_fonts(tmp_path, ["none.ttf", "own.ttf", "bad.ttf"])

    assert fonts == (tmp_path / "own.ttf",)
    assert [f"{p.what} // {p.fix}" for p in problems] == [
        "there is no file 'none.ttf' // write a path relative to mkdocs.yml",
        "'bad.ttf' is no font // name a TTF or OTF file",
    ]


def test_the_key_of_a_card_has_all_that_its_bytes_depend_on():
    keys = {
        card_key(a_card("One"), ()),
        card_key(a_card("Two"), ()),
        card_key(a_card("One", byline="By Jon"), ()),
        card_key(a_card("One", site="Other"), ()),
        card_key(a_card("One"), (TEXT_FONT,)),
        card_key(a_card("One"), (TITLE_FONT, TEXT_FONT)),
    }

    assert len(keys) == 6
    assert card_key(a_card("One"), ()) in keys


def test_a_card_says_title_authors_and_site_also_to_those_who_do_not_see_it():
    ines, jon = an_author("ines"), an_author("jon")
    site = a_site(authors=(ines, jon))

    card = card_of(site, a_post(title="One", authors=["ines", "jon"]))

    assert card == Card("One", "By Ines and Jon", "The Long Table")
    assert card.alt == "One. By Ines and Jon, in The Long Table"
    assert card_of(site, a_post(title="One")).alt == "One, in The Long Table"


def test_all_letters_that_are_missing_are_told_in_one_warning():
    posts = [a_post(title="東京"), a_post("bbbb", 3, title="京都"), a_post("cccc", 4)]

    [problem] = check_edition(an_edition(a_site(*posts)), fonts=())

    assert problem.what.startswith("no font for '東京都', here and in 1 other text: ")


def test_a_card_without_its_title_is_not_published():
    post = a_post(title="東京", image={"src": "small.png", "alt": "A"})
    edition = an_edition(a_site(post, icon="icon.png"), size=(300, 200))

    picture = preview_picture(edition, post)

    assert picture == PreviewPicture(
        "https://example.org/posts/small.png", "image/png", "A", 300, 200
    )
    assert not [path for path in artefacts_of(edition) if path.endswith("card.png")]


def test_without_a_cover_the_icon_stands_for_a_title_that_nobody_can_write():
    post = a_post(title="東京")
    edition = an_edition(a_site(post, icon="icon.png"), size=(512, 512))

    picture = preview_picture(edition, post)

    assert picture is not None
    assert picture.url == "https://example.org/icon.png"


def a_font(path, letters):
    """A font file that has letters but no shapes for them."""
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", *letters])
    made.setupCharacterMap({ord(letter): letter for letter in letters})
    made.font.save(path)
    return path


def test_of_the_fonts_of_the_machine_those_are_taken_that_add_letters(
    monkeypatch, tmp_path
):
    (tmp_path / "A-Serif.ttf").write_text("no font")
    (tmp_path / "Letters.txt").write_text("東京")
    a_font(tmp_path / "Mono.ttf", "東京")
    first = a_font(tmp_path / "B-Serif.ttf", "東")
    a_font(tmp_path / "C-Serif.ttf", "東")
    second = a_font(tmp_path / "D-Serif.ttf", "京")
    monkeypatch.setattr("postroom.pages.typefaces._FOLDERS", (str(tmp_path),))

    assert find_system_fonts(["東京"], ()) == (first, second)
    assert find_system_fonts(["東"], ()) == (first,)


def test_fonts_of_the_machine_are_looked_for_only_if_letters_are_missing(monkeypatch):
    monkeypatch.setattr("postroom.pages.typefaces._FOLDERS", (str(TEXT_FONT.parent),))

    assert find_system_fonts(["Hello"], ()) == ()
    assert find_system_fonts(["東京"], ()) == ()
