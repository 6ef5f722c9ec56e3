"""A picture may have terms of its own: kits name them, or leave it out and say so."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError
from tests.factories import a_post, a_site, an_edition
from tests.pictures import a_picture

from postroom.kits.compose import compose_post_kit
from postroom.kits.files import make_files
from postroom.kits.kit import Kit
from postroom.model.post import PictureTerms

MAP = '<img src="https://example.org/posts/map.png" alt="A map of Leeds.">'
TEXT = f"<p>Look: {MAP}</p>"
MAY = {
    "nobody said": ({}, True),
    "a licence": ({"licence": "CC-BY-SA-4.0"}, True),
    "no": ({"reuse": False}, False),
    "all rights reserved": ({"licence": "all-rights-reserved"}, False),
    "all rights reserved, and a yes": (
        {"licence": "all-rights-reserved", "reuse": True},
        True,
    ),
}


@pytest.mark.parametrize(("terms", "may"), MAY.values(), ids=MAY)
def test_who_may_print_a_picture(terms, may):
    assert PictureTerms(**terms).may_be_reprinted == may


def test_a_misspelled_term_is_refused():
    with pytest.raises(ValidationError):
        PictureTerms(license="CC-BY-4.0")


def kit_of(text: str = TEXT, **front: Any) -> Kit:
    post = a_post("aaaa", reprint="allowed", **front)
    picture = a_picture()
    edition = an_edition(a_site(post), {"aaaa": text}, bytes_of=lambda _: picture)
    return compose_post_kit(edition, post)


def files_of(kit: Kit) -> dict[str, str]:
    picture = a_picture()
    made = make_files(kit, lambda _: picture)
    return {name: made[name].decode(errors="replace") for name in made}


def test_what_nobody_may_print_is_left_out_and_missed_where_it_stood():
    kit = kit_of(pictures={"map.png": {"reuse": False}})

    files = files_of(kit)

    assert not kit.illustrations
    said = "[A picture that may not be reprinted is left out: A map of Leeds.]"
    for ending in ("txt", "md", "html"):
        assert said in files[f"{kit.name}.{ending}"].replace("\\", "").replace("\n", " ")
    assert "map.png" not in "".join(files.values())
    assert json.loads(files["manifest.json"])["pictures_left_out"] == ["A map of Leeds."]
    assert "nobody may reprint it: A map of Leeds." in files["README.txt"]


def test_a_version_of_it_is_the_same_picture():
    text = TEXT.replace("map.png", "map.png?v=2#a")

    assert not kit_of(text, pictures={"map.png": {"reuse": False}}).illustrations


def test_a_cover_that_nobody_may_print_is_left_out():
    kit = kit_of("<p>a</p>", image={"src": "a.jpg", "alt": "A door", "reuse": False})

    assert not kit.illustrations
    assert kit.withheld == ("A door",)


def test_credit_and_licence_stand_below_the_text_and_in_the_manifest():
    terms = {"credit": "Map by Ann Lee", "licence": "CC-BY-SA-4.0"}
    kit = kit_of(pictures={"map.png": terms})

    files = files_of(kit)

    said = "Pictures: Map by Ann Lee, CC BY-SA 4.0"
    assert said in files[f"{kit.name}.txt"]
    assert said in files["credit.txt"]
    [picture] = json.loads(files["manifest.json"])["pictures"]
    assert picture["credit"] == "Map by Ann Lee"
    assert picture["licence"]["name"] == "CC BY-SA 4.0"
    assert "images/picture-1.png: Map by Ann Lee, CC BY-SA 4.0" in files["README.txt"]


def test_a_picture_that_goes_with_its_text_is_not_told_of():
    assert "Pictures:" not in files_of(kit_of())["credit.txt"]
