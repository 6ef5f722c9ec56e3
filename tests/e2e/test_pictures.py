"""Pictures of any kind: every output shows them as it can, and no output a heavy one."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import html
from tests.e2e.building import SMALL, Built, a_post, a_site, build_here, command_here
from tests.e2e.links import broken_links
from tests.pictures import a_bomb, a_photo, a_picture, an_exif, moving, open_picture

pytestmark = pytest.mark.e2e

TEXT = """
Wide: ![wide](wide.png) and ![turned](<Turned Ü.JPG>).

![query](small.jpg?v=2) ![anchor](small.jpg#a) ![narrow](wide.png){ width=64 }

![moving](moving.webp) ![drawing](d.svg)

<img src="../small.jpg" alt="raw"> <img data-src="../wide.png" alt="lazy">
"""
PICTURES = {
    "posts/wide.png": a_photo("PNG", (1500, 300)),
    "posts/Turned Ü.JPG": a_picture(size=(1500, 20), exif=an_exif(6)),
    "posts/small.jpg": a_picture(),
    "posts/moving.webp": moving("WEBP"),
    "posts/d.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>',
}
ABOUT = "# About\n\n![about](posts/wide.png)\n"
OPTIONS = {"markdown_extensions": ["attr_list"]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    post = a_post("Pictures", TEXT, image="wide.png", reprint="allowed", uid="pict")
    folder = tmp_path_factory.mktemp("pictures")
    home = "---\ntemplate: home.html\n---\n\n# Home\n\n![home](posts/wide.png)\n"
    files = {**PICTURES, "posts/p.md": post, "index.md": home, "about.md": ABOUT}
    return build_here(a_site(folder, files, **OPTIONS))


def shown(built: Built, path: str) -> dict[str, html.HtmlElement]:
    page = html.fromstring(built.files[path])
    return {node.get("alt"): node for node in page.iter("img") if node.get("alt")}


def test_every_address_leads_to_a_picture(built):
    assert broken_links(built.files, SMALL) == []


@pytest.mark.parametrize("path", ["posts/p/index.html", "share/p/index.html"])
def test_pages_load_no_picture_that_is_too_large(built, path):
    pictures = shown(built, path)

    assert "-1280.jpg" in pictures["wide"].get("src")
    assert "-1280.webp 1280w" in pictures["wide"].get("srcset")
    assert pictures["narrow"].get("width") == "64"
    assert pictures["turned"].get("width") == "20"
    assert pictures["query"].get("src").endswith("small.jpg?v=2")
    for node in pictures.values():
        assert "wide.png" not in (node.get("src") or "")


@pytest.mark.parametrize("path", ["index.html", "about/index.html"])
def test_pages_that_are_no_essays_load_none_either(built, path):
    for node in shown(built, path).values():
        assert "-1280.jpg" in node.get("src")


def test_a_kit_holds_pictures_as_they_are_printed(built):
    archive = zipfile.ZipFile(io.BytesIO(built.files["share/p/kit/p-kit.zip"]))
    names = [name for name in archive.namelist() if "/images/" in name]

    printed = {name.rpartition("/")[2]: open_picture(archive.read(name)) for name in names}

    assert {picture.format for picture in printed.values()} <= {"JPEG", "PNG"}
    assert all(not picture.getexif() for picture in printed.values())
    assert printed["picture-1.jpg"].size == (20, 1500)


def test_what_is_pasted_shows_what_mails_can(built):
    pasted = built.text("share/p/kit/p.html")

    assert "wide.png" not in pasted
    assert ".webp" not in pasted
    assert ".svg" not in pasted
    assert 'width="64"' in pasted


def test_feeds_load_what_pages_load(built):
    feed = built.text("feed.json")

    assert "wide.png" not in feed.replace("../wide.png", "")
    assert "-1280.jpg" in feed


def site_with(tmp_path, picture: bytes, name: str = "a.jpg", text: str = "") -> Built:
    post = a_post("Pictures", text or f"![a]({name})", uid="pict")
    return command_here(a_site(tmp_path, {f"posts/{name}": picture, "posts/p.md": post}))


FATAL = {
    "words": (b"Dear reader", "posts/a.jpg is no picture, whatever its name says"),
    "a pointer": (
        b"version https://git-lfs.github.com/spec/v1\n",
        "posts/a.jpg is a pointer of Git LFS, and no picture",
    ),
}


@pytest.mark.parametrize(("picture", "what"), FATAL.values(), ids=FATAL)
def test_what_is_no_picture_ends_a_build(tmp_path, picture, what):
    built = site_with(tmp_path, picture)

    assert built.code == 1
    assert f"posts/p.md:7: {what}" in built.output


TOLD = {
    "cut off": (a_photo("JPEG", (60, 40))[:2000], "posts/a.jpg is cut off"),
    "a place": (
        a_picture(exif=an_exif(place=True)),
        "posts/a.jpg says where it was taken",
    ),
    "more pixels than anybody unpacks": (
        a_bomb(),
        "posts/a.jpg has more than 89,478,485 pixels",
    ),
    "heavy": (
        moving("GIF", (900, 30)) + bytes(600_000) + b"\0;",
        "a page that shows it loads 601 KB",
    ),
}


@pytest.mark.parametrize(("picture", "what"), TOLD.values(), ids=TOLD)
def test_what_is_wrong_with_a_picture_is_told(tmp_path, picture, what):
    built = site_with(tmp_path, picture)

    assert what in built.output
    assert built.output.count("WARNING") == 1


def test_an_img_that_leads_nowhere_is_told(tmp_path):
    built = site_with(tmp_path, a_picture(), text='a\n\n<img src="a.jpg" alt="a">')

    assert "posts/p.md:9: an <img> leads to posts/p/a.jpg" in built.output
    assert built.output.count("WARNING") == 1


def test_a_photo_of_an_author_that_is_none_ends_a_build(tmp_path):
    authors = "authors:\n  ines: {name: Ines, description: Editor, avatar: i.jpg}\n"
    files = {"authors.yml": authors, "i.jpg": "words", "posts/p.md": a_post()}

    built = command_here(a_site(tmp_path, files))

    assert built.code == 1
    assert "authors.yml [ines]: i.jpg is no picture" in built.output


def test_a_cover_that_is_not_there_is_no_broken_picture(tmp_path):
    post = a_post("Pictures", image="none.jpg", uid="pict")

    built = build_here(a_site(tmp_path, {"posts/p.md": post}), strict=False)

    assert "there is no picture at 'none.jpg'" in built.output
    assert "none.jpg" not in built.text("posts/p/index.html")
    assert "none.jpg" not in built.text("feed.xml")
