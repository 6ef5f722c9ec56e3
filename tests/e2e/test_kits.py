"""Kits on a whole site: for what may be reprinted, complete, once made and never again."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from mkdocs.exceptions import PluginError
from tests.e2e.building import SMALL, Built, a_post, a_site, build_here

from postroom.cli import main
from postroom.engines.mkdocs import plugin, workers
from postroom.kits import files

pytestmark = pytest.mark.e2e


def kits_of(built: Built) -> list[str]:
    """The folders of all kits."""
    found = (re.fullmatch(r"(.+/kit/(?:.+/)?)index\.html", path) for path in built.files)
    return [match[1] for match in found if match]


def manifest(built: Built, folder: str) -> dict:
    return json.loads(built.files[f"{folder}manifest.json"])


def test_every_kind_of_text_of_the_example_has_kits(example):
    folders = kits_of(example)

    essays = [folder for folder in folders if folder.startswith("share/")]
    issues = [folder for folder in folders if re.fullmatch(r"newsletter/\d+/kit/", folder)]
    assert len(essays) >= 15
    assert len(issues) == 5
    assert len(folders) > len(essays) + len(issues) + 40


def test_archives_unpack_into_one_folder_and_hold_every_file(example):
    for folder in kits_of(example):
        told = manifest(example, folder)
        [name] = [p for p in example.files if re.fullmatch(f"{folder}[^/]+-kit.zip", p)]
        archive = zipfile.ZipFile(io.BytesIO(example.files[name]))

        names = archive.namelist()
        top = {name.partition("/")[0] for name in names}
        inside = {name.partition("/")[2] for name in names}
        listed = {file for length in told["lengths"] for file in length["files"].values()}
        pictures = {picture["file"] for picture in told["pictures"]}
        assert archive.testzip() is None
        assert len(top) == 1
        assert listed | pictures | {"README.txt", "credit.txt", "manifest.json"} <= inside
        for file in listed:
            assert archive.read(f"{next(iter(top))}/{file}") == example.files[folder + file]


def test_every_copy_carries_credit_address_and_licence(example):
    checked = 0
    for folder in kits_of(example):
        told = manifest(example, folder)
        for length in told["lengths"]:
            for ending in ("html", "md", "txt"):
                text = example.text(folder + length["files"][ending])
                assert told["canonical"] in text
                assert told["licence"]["url"] in text
                assert "utm_" not in text
                checked += 1

    assert checked > 300


def test_word_files_open_and_end_with_the_credit(example):
    for folder in kits_of(example)[:12]:
        told = manifest(example, folder)
        for length in told["lengths"]:
            made = example.files[folder + length["files"]["docx"]]
            document = docx.Document(io.BytesIO(made))

            assert document.core_properties.title == told["title"]
            said = "\n".join(p.text for p in document.paragraphs)
            assert "first appeared in" in said


def test_short_versions_are_as_long_as_they_say(example):
    for folder in kits_of(example):
        for length in manifest(example, folder)["lengths"]:
            if length["origin"] == "cut":
                assert length["words"] <= int(length["name"])
            elif length["origin"] == "author":
                assert length["words"] <= int(length["name"]) * 1.1


LONG = "\n\n".join(["Words. " * 40] * 8)
SITE = {
    "posts/open.md": a_post("Open", LONG, reprint="allowed", uid="openopen"),
    "posts/asks.md": a_post("Asks", "Words. " * 90, reprint="ask", uid="asksasks"),
    "posts/shut.md": a_post("Shut", reprint="no", uid="shutshut"),
    "posts/mute.md": a_post("Mute", uid="mutemute"),
    "posts/soon.md": a_post("Soon", reprint="allowed", date="2031-01-01", uid="soonsoon"),
    "groups/humber.yml": "name: Humber Engineers\nkind: association\n",
    "groups/humber/2026-03-05-offered.yml": (
        "post: openopen\nmove: offered\ndate: 2026-03-05\nnote: They like lifts\n"
    ),
    "groups/humber/2026-03-09-published.yml": (
        "post: open\nmove: published\ndate: 2026-03-09\nurl: https://humber.example/march\n"
    ),
}
OPTIONS = {"licence": "CC-BY-4.0", "feeds": {"authority": "small.example,2026"}}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return a_site(tmp_path, SITE, options=OPTIONS)


def test_only_what_may_be_reprinted_has_a_kit(small):
    built = build_here(small)

    assert kits_of(built) == ["share/asks/kit/", "share/open/kit/"]
    listed = built.text("share/index.html")
    assert "open/kit/" in listed
    assert "asks/kit/" in listed
    assert "mute" not in listed
    assert "shut" not in listed


def test_what_is_written_of_groups_stays_at_home(small):
    built = build_here(small)

    assert [path for path in built.files if path.endswith((".yml", ".yaml"))] == []
    assert [p for p, made in built.files.items() if b"They like lifts" in made] == []
    assert [path for path in built.files if path.startswith("groups/")] == [
        "groups/humber/atom.xml",
        "groups/humber/feed.json",
        "groups/humber/feed.xml",
    ]


def test_a_published_placement_stands_below_the_essay(small):
    built = build_here(small)

    for path in ("posts/open/index.html", "share/open/index.html"):
        page = built.text(path)
        assert "Also published in" in page
        assert 'rel="syndication" href="https://humber.example/march"' in page
    assert "Also published in" not in built.text("posts/asks/index.html")


def test_a_warm_build_makes_none_again_and_the_same(small, monkeypatch):
    cold = build_here(small)
    monkeypatch.setattr(files, "make_files", lambda *_: pytest.fail("made again"))

    warm = build_here(small, into=small / "again")

    assert warm.files == cold.files


@pytest.fixture
def processes(monkeypatch):
    """Let processes of their own make kits, however few there are."""
    monkeypatch.setattr(plugin, "MANY", 1)
    for module in (plugin, workers):
        monkeypatch.setattr(module, "spare_processors", lambda: 1)


def test_processes_make_the_same(small, request):
    here = build_here(small)
    shutil.rmtree(small / ".cache")
    request.getfixturevalue("processes")

    apart = build_here(small, into=small / "apart")

    assert apart.files == here.files


def test_what_a_process_stumbles_over_is_told_as_it_is(small, processes):
    own = small / "templates/kit/page.html"
    own.parent.mkdir(parents=True)
    own.write_text("{{ nothing }}", encoding="utf-8")

    with pytest.raises(PluginError, match=r"page.html:1: .*'nothing' is undefined"):
        build_here(small)


def test_a_changed_essay_gets_a_new_kit(small):
    build_here(small)
    changed = SITE["posts/open.md"].replace("Words.", "Other words.")
    (small / "docs/posts/open.md").write_text(changed, encoding="utf-8")

    built = build_here(small)

    assert "Other words." in built.text("share/open/kit/open.txt")


def test_the_first_publication_elsewhere_is_canonical_everywhere(tmp_path):
    first = "https://first.example/essay"
    post = a_post("Open", LONG, reprint="allowed", canonical=first)
    built = build_here(a_site(tmp_path, {"posts/open.md": post}, options=OPTIONS))

    canonical = f'<link rel="canonical" href="{first}">'
    assert canonical in built.text("posts/open/index.html")
    assert canonical in built.text("share/open/index.html")
    assert first in built.text("atom.xml")
    assert json.loads(built.files["feed.json"])["items"][0]["external_url"] == first
    assert manifest(built, "share/open/kit/")["canonical"] == first
    assert f"{SMALL}posts/open/" not in built.text("share/open/kit/open.txt")


def run(*arguments: object) -> object:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_a_command_writes_the_same_archive_as_a_build(small):
    built = build_here(small)

    done = run("kit", "open", "-f", small / "mkdocs.yml", "-o", small / "kit.zip")

    assert done.exit_code == 0, done.output
    made = (small / "kit.zip").read_bytes()
    assert made == built.files["share/open/kit/open-kit.zip"]


def test_a_command_writes_a_folder(small):
    done = run("kit", "openopen", "-f", small / "mkdocs.yml", "-o", small / "out")

    assert done.exit_code == 0, done.output
    assert {"open.docx", "open-100.md", "README.txt"} <= {
        path.name for path in (small / "out").iterdir()
    }


def test_an_author_may_have_a_kit_of_anything(small):
    for slug in ("mute", "shut", "soon"):
        done = run("kit", slug, "-f", small / "mkdocs.yml", "-o", small / "x.zip")

        assert done.exit_code == 0, done.output


MISTAKES = {
    "nothing named": ([], "a kit is made of one text"),
    "two things named": (["open", "--issue", "4"], "a kit is made of one text"),
    "no such post": (["opne"], "there is no post 'opne'\n    fix: did you mean `open`?"),
    "no newsletter": (["--issue", "4"], "the site has no newsletter"),
}


@pytest.mark.parametrize(("arguments", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told(small, arguments, said):
    done = run("kit", *arguments, "-f", small / "mkdocs.yml")

    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_an_issue_and_an_item_can_be_had_by_name(tmp_path):
    root = Path(__file__).resolve().parents[2]
    for arguments in (
        ["--issue", "4"],
        ["--item", "2026-10-17-bookkeeper-for-four-choirs-rgif"],
    ):
        done = run(
            "kit", *arguments, "-f", root / "mkdocs.yml", "-o", tmp_path / "made.zip"
        )

        assert done.exit_code == 0, done.output
        assert zipfile.ZipFile(tmp_path / "made.zip").testzip() is None
