"""What is not public yet is nowhere in the built site; a preview shows it, marked."""

from __future__ import annotations

import gzip

import pytest
from tests.e2e import sites
from tests.e2e.building import Built, a_post, a_site, build_here, command_here
from tests.e2e.reading import feeds_of, items_of, uids_of
from tests.pictures import a_photo

pytestmark = pytest.mark.e2e


def mentions(built: Built, word: str) -> list[str]:
    """The files that have a word in their name or text, whatever its case."""
    found = []
    for path, document in built.files.items():
        text = gzip.decompress(document) if path.endswith(".gz") else document
        if word in path.lower() or word.encode() in text.lower():
            found.append(path)
    return found


def test_a_draft_and_a_scheduled_post_are_nowhere(veiled):
    assert mentions(veiled, "all may read this")
    assert mentions(veiled, sites.SECRET) == []


@pytest.mark.parametrize(
    "picture", ["posts/hidden/marsh.png", "posts/fen.png", "posts/bog.png"]
)
def test_the_pictures_of_hidden_posts_are_not_published(veiled, picture):
    assert picture not in veiled.files


def test_a_picture_that_a_public_post_shows_too_is_published(tmp_path):
    public = a_post("Public", "![](fen.png)", uid="public")
    folder = sites.veiled(tmp_path)
    (folder / "docs/posts/public.md").write_text(public, encoding="utf-8")

    assert "posts/fen.png" in build_here(folder).files


def test_the_file_that_describes_authors_is_no_part_of_the_site(veiled):
    assert "authors.yml" not in veiled.files


def test_a_link_to_a_draft_is_told_with_its_line(veiled):
    told = "posts/public.md:9: a link to posts/unready.md, which is a draft"

    assert [line for line in veiled.lines if line.startswith("posts/public.md")] == [told]


def test_a_scheduled_post_appears_when_its_day_has_come(tmp_path):
    before = build_here(sites.veiled(tmp_path), strict=False, now=1_935_791_999)
    urls = [item["url"] for item in items_of(before.files)]
    after = build_here(tmp_path, strict=False, now=1_935_792_000)

    assert urls == ["https://small.example/posts/public/"]
    assert len(items_of(after.files)) == 2
    assert "posts/bog.png" in after.files


CASES = {
    "excluded": ("posts/private.md", {"exclude_docs": "private.md"}),
    "in an excluded folder": ("posts/private/a.md", {"exclude_docs": "/posts/private/"}),
    "drafts of the engine": ("posts/private.md", {"draft_docs": "private.md"}),
    "hidden": ("posts/.private.md", {}),
    "in a hidden folder": ("posts/.ipynb_checkpoints/private.md", {}),
}


@pytest.mark.parametrize(("path", "config"), CASES.values(), ids=CASES.keys())
def test_what_the_engine_leaves_out_is_not_published(tmp_path, path, config):
    post = a_post("Quillwort", "A quillwort.", uid="secret")
    picture = path.replace(".md", ".png").replace(".private", "private")
    files = {"posts/public.md": a_post(), path: post, picture: sites.PIXEL}

    built = build_here(a_site(tmp_path, files, **config))

    assert mentions(built, "quillwort") == []


def test_a_broken_file_that_the_engine_leaves_out_does_not_matter(tmp_path):
    files = {
        "posts/public.md": a_post(),
        "posts/.#public.md": "",
        "posts/notes.md": "Notes.",
    }

    assert build_here(a_site(tmp_path, files, exclude_docs="notes.md")).code == 0


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Built:
    return build_here(
        sites.veiled(tmp_path_factory.mktemp("preview")), command="serve", strict=False
    )


def test_a_preview_shows_hidden_posts_and_their_pictures(preview):
    for path in ("posts/quillwort/", "posts/soon-quillwort/"):
        assert f"{path}index.html" in preview.files
    for picture in ("posts/hidden/marsh.png", "posts/fen.png", "posts/bog.png"):
        assert picture in preview.files


CASES_OF_MARKS = {
    "on its page": "posts/{slug}/index.html",
    "in the list": "posts/index.html",
    "in the archive": "posts/archive/index.html",
}


@pytest.mark.parametrize("path", CASES_OF_MARKS.values(), ids=CASES_OF_MARKS.keys())
def test_a_preview_marks_hidden_posts(preview, path):
    draft = preview.text(path.format(slug="quillwort"))
    scheduled = preview.text(path.format(slug="soon-quillwort"))

    assert '<span class="pr-state">Draft</span>' in draft
    assert '<span class="pr-state">Scheduled for 6 May 2031</span>' in scheduled


def test_a_preview_marks_no_public_post(preview):
    assert "pr-state" not in preview.text("posts/public/index.html").partition("<footer")[0]


def test_a_preview_lists_no_hidden_post_in_a_feed(preview):
    paths = [feed.json for feed in feeds_of(preview.files)]

    assert {uid for path in paths for uid in uids_of(preview.files, path)} == {"public"}


def test_a_preview_without_drafts_is_what_the_public_gets(tmp_path):
    folder = sites.veiled(tmp_path, options={"draft_on_serve": False})

    built = build_here(folder, command="serve", strict=False)

    assert "posts/quillwort/index.html" not in built.files
    assert "posts/soon-quillwort/index.html" not in built.files


SHOWN_ELSEWHERE = {
    "nowhere": ({}, {}, False),
    "on a page": ({"about.md": "# About\n\n![](images/secret.png)\n"}, {}, True),
    "by an author": (
        {"authors.yml": "me: {name: Me, avatar: images/secret.png}\n"},
        {},
        True,
    ),
    "as the icon": ({}, {"icon": "images/secret.png"}, True),
    "as the mark": ({}, {"mark": "images/secret.png"}, True),
}


@pytest.mark.parametrize(
    ("files", "options", "expected"), SHOWN_ELSEWHERE.values(), ids=SHOWN_ELSEWHERE.keys()
)
def test_a_picture_of_a_draft_is_published_only_if_it_is_shown(
    tmp_path, files, options, expected
):
    draft = a_post("Draft", "![](../images/secret.png)", uid="draft1", draft=True)
    own = {"posts/a.md": a_post(), "posts/draft.md": draft, "images/secret.png": a_photo()}

    built = build_here(a_site(tmp_path, {**own, **files}, options=options))

    assert built.code == 0, built.output
    assert ("images/secret.png" in built.files) == expected


# what is no part of any site

PEM = b"-----BEGIN PRIVATE KEY-----\n"


def test_what_no_reader_should_get_stops_the_build(tmp_path):
    folder = a_site(tmp_path, {"posts/a.md": a_post("A", "Text.", uid="aaaa")})
    docs = folder / "docs"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.txt").write_bytes(b"private")
    (docs / "linked").symlink_to(tmp_path / "outside")
    (docs / "own.txt").symlink_to(docs / "posts/a.md")
    (docs / "deploy").write_bytes(PEM)
    (docs / "posts/addresses.yml").write_bytes(b"rosa: <rosa@example.org>\n")
    (docs / "posts/a.md~").write_bytes(b"older")
    (docs / ".env").write_bytes(b"KEY=1")  # MkDocs does not publish it

    built = command_here(folder)

    told = [line for line in built.lines if "would be published" in line or "leads" in line]
    assert told == [
        "deploy: it would be published, and is a private key",
        "linked: it is a link that leads out of the content folder",
        "posts/a.md~: it would be published, and is an editor's backup",
        "posts/addresses.yml: it would be published, and is an address book",
    ]
    assert built.code == 1
    assert built.files == {}
    assert "Traceback" not in built.output


def test_a_private_name_is_published_on_purpose(tmp_path):
    folder = a_site(
        tmp_path,
        {"posts/a.md": a_post("A", "Text.", uid="aaaa")},
        options={"publish": ["*.pem"]},
    )
    (folder / "docs/certificate.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n")

    assert "certificate.pem" in build_here(folder).files


def test_a_drawing_is_published_without_what_is_live_in_it(tmp_path):
    live = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><g/></svg>'
    plain = b'<svg xmlns="http://www.w3.org/2000/svg"><!-- by hand --><g/></svg>'
    folder = a_site(
        tmp_path,
        {"posts/a.md": a_post("A", "![A](live.svg)", uid="aaaa")},
        options={"publish": ["posts/meant.svg"]},
    )
    for name, drawing in {"live": live, "plain": plain, "meant": live}.items():
        (folder / f"docs/posts/{name}.svg").write_bytes(drawing)

    files = build_here(folder).files

    assert b"script" not in files["posts/live.svg"]
    assert files["posts/plain.svg"] == plain
    assert files["posts/meant.svg"] == live
