"""A kit becomes files, and the same kit the same files; made once, kept by content."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.pictures import a_picture

from postroom.kits.archive import PackedFile, write_archive
from postroom.kits.files import KitStore, make_files
from postroom.kits.kit import Contributor, Illustration, Kit
from postroom.model.licence import LICENCES
from postroom.toolbox.cache import Cache

COVER = Illustration(
    "https://example.org/cover.jpg",
    "cover.jpg",
    "cover",
    "A letterbox",
    "Drawing by N. Visser",
    (1181, 591),
)
PHOTO = Illustration("https://example.org/ines.jpg", "ines.jpg", "photo", "Ines Okafor")
PICTURES = {COVER.url: a_picture(), PHOTO.url: a_picture(size=(100, 100))}
KIT = Kit(
    name="forty-letters",
    kind="post",
    title="The forty letters",
    home="https://example.org/posts/forty-letters/",
    site="The Long Table",
    published=date(2026, 3, 4),
    licence=LICENCES["CC-BY-4.0"],
    permission="allowed",
    language="en-GB",
    html=f"<p>{'It was a letter. ' * 15}</p><p>{'Then came more. ' * 30}</p>",
    standfirst="One reprint brought forty.",
    byline="Ines Okafor",
    note="Tell me where it ran.",
    contact="mailto:letters@example.org",
    contributors=(Contributor("Ines Okafor", bio_50="She edits.", bio_100="She sings."),),
    illustrations=(COVER, PHOTO),
)


def press(kit: Kit = KIT) -> dict[str, bytes]:
    return make_files(kit, PICTURES.get)


def test_a_kit_has_each_length_in_each_format():
    names = set(press())

    lengths = ("", "-100")
    texts = {
        f"forty-letters{n}.{e}" for n in lengths for e in ("docx", "html", "md", "txt")
    }
    about = {"README.txt", "bios.txt", "credit.txt", "manifest.json"}
    pictures = {"images/cover.jpg", "images/ines.jpg"}
    assert names == texts | about | pictures | {"forty-letters-ascii.txt"}


def test_letters_beyond_ascii_get_a_plainer_text():
    files = press(replace(KIT, html="<p>“Śmigły” — naïve…</p>"))

    assert files["forty-letters-ascii.txt"].isascii()


def test_the_manifest_tells_programs_everything():
    files = press()

    told = json.loads(files["manifest.json"])
    assert told["canonical"] == KIT.home
    assert told["licence"] == {"name": "CC BY 4.0", "url": KIT.licence.url}
    assert told["permission"] == "allowed"
    assert [(x["name"], x["words"], x["origin"]) for x in told["lengths"]] == [
        ("full", 150, "whole"),
        ("100", 60, "cut"),
    ]
    assert all(name in files for x in told["lengths"] for name in x["files"].values())
    assert told["pictures"][0]["cm_at_300_dpi"] == [10.0, 5.0]
    assert set(told["sha256"]) == set(files) - {"manifest.json", "README.txt"}


def test_the_readme_says_what_is_asked_of_one():
    told = press()["README.txt"].decode()

    assert "You may print this." in told
    assert "Please tell us where it ran: letters@example.org" in told
    assert "mailto:" not in told
    assert "bios.txt: " in told
    assert "images/: " in told
    assert "Tell me where it ran." in told
    assert "forty-letters-100.*: 60 words" in told
    assert KIT.home in told


ASKED = {
    "ask": ({"permission": "ask"}, "Please ask first: letters@example.org"),
    "ask, whoever it is": ({"permission": "ask", "contact": ""}, "Please ask first.\n"),
    "no changes, nothing sold": (
        {"licence": LICENCES["CC-BY-NC-ND-4.0"]},
        "The licence: no changes beyond the lengths offered here; "
        "not in anything that is sold.",
    ),
    "not yet": ({"not_before": date(2026, 5, 1)}, "Not before 1 May 2026."),
}


@pytest.mark.parametrize(("changes", "expected"), ASKED.values(), ids=ASKED.keys())
def test_the_readme_says_what_may_not_be_done_yet(changes, expected):
    assert expected in press(replace(KIT, **changes))["README.txt"].decode()


def test_the_credit_spells_every_address_out():
    told = press()["credit.txt"].decode()

    assert told == (
        "“The forty letters” by Ines Okafor first appeared in The Long Table "
        "(https://example.org/posts/forty-letters/) on 4 March 2026.\n"
        "Licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).\n"
    )


def test_a_picture_that_is_not_there_is_left_out():
    files = make_files(KIT, {PHOTO.url: b"\xff\xd8"}.get)

    assert "images/cover.jpg" not in files
    told = json.loads(files["manifest.json"])
    assert [picture["file"] for picture in told["pictures"]] == ["images/ines.jpg"]


def test_nobody_named_has_no_biography():
    assert "bios.txt" not in press(replace(KIT, contributors=()))


def test_two_pressings_are_the_same():
    assert press() == press()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_the_archive_holds_the_files_and_the_pictures(cache):
    opened = KitStore(cache, PICTURES.get).open(KIT)

    archive = zipfile.ZipFile(io.BytesIO(opened.archive))
    inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {f"forty-letters/{name}": made for name, made in press().items()}
    assert {i.compress_type for i in archive.infolist() if "images/" in i.filename} == {0}


def test_what_stands_beside_the_page_is_what_it_leads_to(cache):
    opened = KitStore(cache, PICTURES.get).open(KIT)

    names = set(opened.published)
    texts = {
        f"forty-letters{n}.{e}" for n in ("", "-100") for e in ("docx", "html", "md", "txt")
    }
    assert opened.published["forty-letters-kit.zip"] == opened.archive
    assert names == texts | {"forty-letters-kit.zip", "manifest.json"}


def test_a_kit_is_made_once(cache, monkeypatch):
    first = KitStore(cache, PICTURES.get).open(KIT)
    monkeypatch.setattr("postroom.kits.files.make_files", lambda *_: pytest.fail("again"))

    second = KitStore(cache, PICTURES.get).open(KIT)

    assert (second.archive, dict(second.files)) == (first.archive, dict(first.files))


CHANGES = {
    "the text": {"html": "<p>Other words.</p>"},
    "the terms": {"permission": "ask"},
    "the licence": {"licence": LICENCES["CC0-1.0"]},
    "a biography": {"contributors": ()},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_kit_is_made_again(cache, changes):
    press = KitStore(cache, PICTURES.get)

    assert press.open(KIT).archive != press.open(replace(KIT, **changes)).archive


def test_a_changed_picture_makes_a_kit_anew(cache):
    before = KitStore(cache, PICTURES.get).open(KIT)
    other = a_picture(size=(20, 20))
    after = KitStore(cache, {**PICTURES, COVER.url: other}.get).open(KIT)

    assert other in after.archive
    assert after.archive != before.archive


def test_no_drawing_is_drawn_to_tell_it_from_another(cache, monkeypatch):
    monkeypatch.setattr(
        "postroom.toolbox.darkroom.draw_bitmap", lambda _: pytest.fail("drawn")
    )
    drawings = (b"<svg/>", b"<svg><path/></svg>")

    keys = {KitStore(cache, {COVER.url: each}.get).key(KIT) for each in drawings}

    assert len(keys) == 2


def test_a_damaged_cache_costs_time_and_nothing_else(cache):
    before = KitStore(cache, PICTURES.get).open(KIT)
    for path in cache.folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])

    assert KitStore(cache, PICTURES.get).open(KIT).archive == before.archive


POISON = {
    "no archive": b"something else",
    "the archive of another kit": write_archive([PackedFile("other/manifest.json", b"{}")]),
    "an archive without its manifest": write_archive(
        [PackedFile("forty-letters/a.txt", b"")]
    ),
    "a file beside the kit's folder": write_archive(
        [PackedFile("forty-letters/manifest.json", b"{}"), PackedFile("a.txt", b"")]
    ),
}


@pytest.mark.parametrize("stored", POISON.values(), ids=POISON.keys())
def test_what_somebody_else_put_into_the_cache_costs_time_and_nothing_else(cache, stored):
    store = KitStore(cache, PICTURES.get)
    cache.keep("kit", store.key(KIT), stored)

    opened = store.open(KIT)

    assert dict(opened.files) == {n: c for n, c in press().items() if "/" not in n}
    assert cache.find("kit", store.key(KIT)) == opened.archive
