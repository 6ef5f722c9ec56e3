"""Names that people choose never meet names that are fixed, whatever file systems fold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kits.names import (
    FIXED,
    archive_name,
    ascii_name,
    list_published,
    list_texts,
    stem_of,
)
from postroom.model.formats import FORMATS, LENGTHS, Format, Room
from postroom.model.names import fold, set_apart

ONE = {
    "the case": ("Readme.txt", "README.TXT"),
    "the Unicode form": ("caf\u00e9", "cafe\u0301"),
    "a letter of two": ("STRASSE", "straße"),
    "both at once": ("CAFE\u0301", "caf\u00e9"),
    "an accent below and one above": ("a\u0323\u0302", "\u1ead"),
    "a sign that is a letter": ("\u212b", "\u00e5"),
}


@pytest.mark.parametrize(("one", "other"), ONE.values(), ids=ONE.keys())
def test_what_some_file_system_takes_for_one_is_one(one, other):
    assert fold(one) == fold(other)


@given(st.text(max_size=12))
def test_a_folded_name_stays_as_it_is(name):
    assert fold(fold(name)) == fold(name)
    assert fold(unicodedata.normalize("NFC", name)) == fold(name)


@given(st.sampled_from("abc"), st.sets(st.sampled_from(["a", "a-2", "a-3", "b", "b-2"])))
def test_a_name_that_is_taken_gets_the_first_number_that_is_not(name, taken):
    chosen = set_apart(name, taken.__contains__)

    assert chosen not in taken
    assert chosen == name or name in taken


MEETING = {
    "the credit": ("credit", "credit-2"),
    "the biographies": ("bios", "bios-2"),
    "the page": ("index", "index-2"),
    "the first thing one reads": ("readme", "readme-2"),
    "the same, in capitals": ("README", "README-2"),
    "none": ("give-before-you-ask", "give-before-you-ask"),
    "the name of a fixed file with another ending": ("manifest", "manifest"),
    "a folder, but with an ending": ("images", "images"),
    "nothing, with a length at its end": ("essay-250", "essay-250"),
}


@pytest.mark.parametrize(("name", "expected"), MEETING.values(), ids=MEETING.keys())
def test_a_text_that_is_called_like_a_file_of_every_kit_gets_a_number(name, expected):
    assert stem_of(name) == expected


NAMES = st.one_of(
    st.sampled_from([each.rpartition(".")[0] or each for each in FIXED]),
    st.from_regex(r"[^\W_](?:[\w-]{0,20}\w)?", fullmatch=True),
)


def files_of(stem: str) -> list[str]:
    return [*list_texts(stem), ascii_name(stem), archive_name(stem), *FIXED]


@given(NAMES)
def test_no_two_files_of_a_kit_are_called_alike(name):
    names = files_of(stem_of(name))

    assert len({*map(fold, names)}) == len(names)


@given(
    NAMES,
    st.sets(st.sampled_from(["json", "zip", "pdf", "rst", "txt2"])),
    st.sets(st.sampled_from(["50", "ascii2", "750"])),
)
def test_that_holds_for_formats_and_lengths_to_come(name, endings, lengths):
    more = {e: Format(e, e, e, "a/b", "c", "d:e", place=9) for e in endings}
    rooms = {each: Room(each, 50) for each in lengths}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("postroom.kits.names.FORMATS", FORMATS | more)
        patch.setattr("postroom.kits.names.LENGTHS", LENGTHS | rooms)

        names = files_of(stem_of(name))

        assert len({*map(fold, names)}) == len(names)


def test_beside_a_page_stand_the_archive_with_all_texts_and_what_programs_read():
    assert [*list_published("give")] == ["manifest.json", "give-kit.zip"]
