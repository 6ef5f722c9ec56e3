"""A picture becomes a smaller one: upright, in plain colours, with nothing in its file."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.pictures import (
    a_bomb,
    a_photo,
    a_picture,
    a_profile,
    an_exif,
    encode,
    moving,
    open_picture,
)

from postroom.toolbox.darkroom import DRAWN, RenditionJob, recall_print, recall_renditions
from postroom.toolbox.rendition import (
    PictureShape,
    explain_broken,
    look_at,
    make_renditions,
    measure_picture,
)

WEBP, JPG, PNG = (PictureShape(100, ending) for ending in ("webp", "jpg", "png"))
LYING = an_exif(6)

SIZES = {
    "as it is written": (a_picture(), (300, 150)),
    "held sideways": (a_picture(exif=LYING), (150, 300)),
    "held upside down": (a_picture(exif=an_exif(3)), (300, 150)),
    "a WebP held sideways": (a_picture("WEBP", exif=LYING), (150, 300)),
    "a PNG held sideways": (a_picture("PNG", exif=LYING), (150, 300)),
    "no picture": (b"Dear reader", None),
    "nothing": (b"", None),
    "more pixels than anybody unpacks": (a_bomb(), None),
}


@pytest.mark.parametrize(("content", "size"), SIZES.values(), ids=SIZES)
def test_a_size_is_that_which_is_seen(content, size):
    look = look_at(content)

    assert measure_picture(io.BytesIO(content)) == size
    assert (look and look.size) == size


def grey_of_16_bits() -> bytes:
    return encode(Image.new("I;16", (300, 150), 51_400), "PNG")


def with_holes() -> bytes:
    return encode(Image.new("P", (300, 150), 0), "PNG", transparency=0)


KINDS = {
    "a photograph": (a_picture(), "RGB"),
    "one that is seen through": (a_picture("PNG", mode="RGBA"), "RGBA"),
    "few colours": (a_picture("PNG", mode="P"), "RGB"),
    "few colours and a hole": (with_holes(), "RGBA"),
    "black and white": (a_picture("PNG", mode="1"), "RGB"),
    "grey": (a_picture("PNG", mode="L"), "RGB"),
    "grey of sixteen bits": (grey_of_16_bits(), "RGB"),
    "four inks": (a_picture(mode="CMYK"), "RGB"),
    "colours of another screen": (a_picture(icc_profile=a_profile()), "RGB"),
    "a profile that is none": (a_picture(icc_profile=b"nonsense"), "RGB"),
    "what moves": (moving(), "RGB"),
    "a drawing of a scanner": (a_picture("TIFF"), "RGB"),
}


@pytest.mark.parametrize(("content", "mode"), KINDS.values(), ids=KINDS)
def test_any_picture_is_made_smaller(content, mode):
    look = look_at(content)
    assert look is not None

    made = make_renditions(content, [WEBP, PictureShape(100, look.ending)])

    smaller = open_picture(made[WEBP])
    assert (smaller.format, smaller.size[0], smaller.mode) == ("WEBP", 100, mode)
    for each in made.values():
        assert not {"exif", "icc_profile", "xmp"} & {*open_picture(each).info}


def test_sixteen_bits_keep_their_brightness():
    made = make_renditions(grey_of_16_bits(), [PNG])

    assert open_picture(made[PNG]).getpixel((0, 0)) == pytest.approx(200, abs=1)


def test_a_picture_is_set_upright_and_nothing_says_where_it_was_taken():
    content = a_picture(exif=an_exif(6, place=True))
    look = look_at(content)
    assert look is not None
    assert look.has_place

    made = open_picture(make_renditions(content, [JPG])[JPG])

    assert made.size == (100, 200)
    assert not made.getexif()


def test_no_picture_becomes_larger():
    made = make_renditions(a_picture(size=(50, 40)), [JPG])

    assert open_picture(made[JPG]).size == (50, 40)


ENDINGS = {
    "a photograph": (a_picture(), "jpg"),
    "a photograph as a PNG": (a_photo("PNG"), "jpg"),
    "a photograph whose PNG could be seen through": (
        encode(open_picture(a_photo("PNG")).convert("RGBA"), "PNG"),
        "jpg",
    ),
    "what is seen through": (a_picture("PNG", mode="RGBA"), "png"),
    "a picture of a screen": (a_picture("PNG"), "png"),
    "few colours": (a_picture("GIF", mode="P"), "png"),
    "a WebP": (a_picture("WEBP"), "jpg"),
    "a WebP that is seen through": (a_picture("WEBP", mode="RGBA"), "png"),
}


@pytest.mark.parametrize(("content", "ending"), ENDINGS.values(), ids=ENDINGS)
def test_what_keeps_a_picture_best_where_everything_shows_it(content, ending):
    look = look_at(content)

    assert look is not None
    assert look.ending == ending


BARE = {
    "a plain picture": (a_picture(), True),
    "what a camera wrote": (a_picture(exif=an_exif(1)), False),
    "held sideways": (a_picture(exif=LYING), False),
    "what a camera wrote into a PNG": (a_picture("PNG", exif=an_exif(place=True)), False),
    "what a program wrote": (a_picture(xmp=b"<x:xmpmeta/>"), False),
    "colours of another screen": (a_picture(icc_profile=a_profile()), False),
    "four inks": (a_picture(mode="CMYK"), False),
    "sixteen bits": (grey_of_16_bits(), False),
}


@pytest.mark.parametrize(("content", "is_bare"), BARE.values(), ids=BARE)
def test_what_can_be_shown_as_it_is(content, is_bare):
    look = look_at(content)

    assert look is not None
    assert look.is_bare == is_bare


def cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


WHOLE = {kind: a_photo(kind, (60, 40)) for kind in ("JPEG", "PNG", "WEBP")}
WHOLE["GIF"] = moving("GIF")


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_a_file_that_is_cut_off_is_known(content):
    whole, half = look_at(content), look_at(cut(content))

    assert whole is not None
    assert whole.is_whole
    assert half is None or not half.is_whole


@pytest.mark.parametrize("broken", [b"", b"no picture", cut(WHOLE["PNG"]), a_bomb()])
def test_what_is_broken_becomes_nothing(broken):
    assert recall_renditions(None, broken, [WEBP]) == {WEBP: b""}


MOVING = [("GIF", True), ("WEBP", True), ("PNG", True), ("MPO", False)]


@pytest.mark.parametrize(("kind", "moves"), MOVING)
def test_what_moves_is_known(kind, moves):
    look = look_at(moving(kind))

    assert look is not None
    assert look.moves == moves


PRINTED = {
    "a plain picture": (a_picture(), "JPEG", (300, 150)),
    "what is wider than a page": (a_picture(size=(3000, 30)), "JPEG", (2480, 25)),
    "held sideways": (a_picture(exif=LYING), "JPEG", (150, 300)),
    "a WebP": (a_picture("WEBP"), "JPEG", (300, 150)),
    "what moves": (moving(), "PNG", (900, 30)),
}


@pytest.mark.parametrize(("content", "kind", "size"), PRINTED.values(), ids=PRINTED)
def test_a_picture_for_print(content, kind, size):
    made = recall_print(None, content, "https://example.org/a")
    assert made is not None

    printed = open_picture(made)

    assert (printed.format, printed.size) == (kind, size)
    assert not getattr(printed, "is_animated", False)


def test_the_same_picture_gives_the_same_bytes():
    assert make_renditions(a_photo(), [WEBP, JPG]) == make_renditions(
        a_photo(), [JPG, WEBP]
    )


def test_a_picture_is_made_once(tmp_path, monkeypatch):
    file, cache = tmp_path / "a.png", tmp_path / "cache"
    file.write_bytes(a_photo())
    job = RenditionJob(str(file), (("a.webp", WEBP), ("a.jpg", JPG)), cache)
    made = job.make()

    monkeypatch.setattr(
        "postroom.toolbox.darkroom.make_renditions", lambda *_: pytest.fail("again")
    )

    assert {*made} == {"a.webp", "a.jpg"}
    assert job.make() == made


def test_a_drawing_is_drawn_alone():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>'

    [made] = recall_renditions(None, drawing, [DRAWN]).values()

    assert open_picture(made).format == "PNG"


def test_what_a_camera_wrote_and_is_damaged_does_no_harm():
    content = a_picture(exif=an_exif(6)).replace(b"MM\0*", b"MM\0?", 1)

    assert measure_picture(io.BytesIO(content)) == (300, 150)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_place_is_found_in_every_kind_of_file(kind):
    told = look_at(a_picture(kind, exif=an_exif(place=True)))
    silent = look_at(a_picture(kind, exif=an_exif()))

    assert told is not None
    assert told.has_place
    assert silent is not None
    assert not silent.has_place


def test_a_program_is_no_picture():
    content = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n"

    assert look_at(content) is None


REASONS = {
    "words": (b"Dear reader", "is no picture, whatever its name says"),
    "a pointer": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
        "is a pointer of Git LFS, and no picture",
    ),
    "a bomb": (a_bomb(), "has more than 89,478,485 pixels: pages show all"),
}


@pytest.mark.parametrize(("content", "reason"), REASONS.values(), ids=REASONS)
def test_why_there_is_nothing_to_look_at(content, reason):
    assert explain_broken(content)[0] == reason
