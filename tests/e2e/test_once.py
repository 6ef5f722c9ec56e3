"""Each thing is composed once per build, whoever shows it: counted on the example."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from types import CodeType, FrameType
from typing import Any

import pytest
from tests.e2e.building import ROOT, build_here

from postroom import build
from postroom.edition import boards, facts, sheet
from postroom.engines.mkdocs import artefacts
from postroom.feeds import entry, partners, printed
from postroom.fragments import stored
from postroom.kits import compose, credit, files, lengths
from postroom.mail import issue as mail
from postroom.pages import kitpage, metadata, share
from postroom.toolbox.cache import CACHE

pytestmark = pytest.mark.e2e

Subject = Callable[[Mapping[str, Any]], object]


def path_of(*names: str) -> Subject:
    """Tell subjects apart by the file that an argument is of."""
    return lambda given: tuple(getattr(given[name], "path", given[name]) for name in names)


def kit_of(given: Mapping[str, Any]) -> object:
    return (given["kit"].name, given["kit"].home)


def item_of(given: Mapping[str, Any]) -> object:
    return given["printed"].item.path


COMPOSED: dict[str, tuple[Callable[..., Any], Subject, int]] = {
    "a post's kit": (compose.compose_post_kit, path_of("post"), 16),
    "an issue's kit": (compose.compose_issue_kit, path_of("issue"), 5),
    "an item's kit": (compose.compose_item_kit, item_of, 56),
    "the files of a kit": (files.make_files, kit_of, 77),
    "the lengths of a kit": (lengths.list_lengths, kit_of, 77),
    "a kit's credit": (credit.compose_credit, kit_of, 84),  # seven are tagged for groups,
    "a kit's page": (kitpage.render_kit_page, lambda g: g["opened"].kit.home, 77),
    "a contributor": (compose._introduce, lambda given: given["author"].id, 3),
    "an issue's sheet": (sheet.compose_sheet, path_of("issue"), 5),
    "an issue as one text": (sheet.render_whole_issue, path_of("issue"), 5),
    "an item's block": (sheet.set_item, item_of, 56),
    "an item's facts": (facts.list_facts, path_of("item"), 56),
    "an essay in an issue": (sheet.set_post, path_of("post", "show"), 3),
    "a board": (boards.compose_board, lambda given: given["kind"].name, 8),
    "the entry of a post": (entry.compose_entry, path_of("post"), 16),
    "the entry of an issue": (printed.compose_issue_entry, path_of("issue"), 5),
    "the entry of an item": (printed.compose_item_entry, item_of, 56),
    "a group's entry": (
        partners.dress_entry,
        lambda given: (given["group"].id, given["entry"].id),
        38,
    ),
    "a share page": (share.compose_share_page, path_of("post"), 16),
    "what machines know of a post": (metadata.describe_post, path_of("post"), 16),
    "the picture of a preview": (metadata.preview_picture, path_of("post"), 16),
    "a mail": (mail.compose_mail, lambda given: given["sheet"].url, 5),
    "a fragment": (stored.make_fragment, lambda given: given["url"], 21),
}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[CodeType, Counter[object]]:
    """How often each thing was composed of each subject; what is remembered is not."""
    watched = {_code_of(made): subject for made, subject, _ in COMPOSED.values()}
    counts: dict[CodeType, Counter[object]] = {code: Counter() for code in watched}

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in watched:
            counts[frame.f_code][watched[frame.f_code](frame.f_locals)] += 1

    folder = tmp_path_factory.mktemp("once")
    for name in ("content", "mkdocs.yml"):
        (folder / name).symlink_to(ROOT / name)
    sys.setprofile(count)
    try:
        build_here(folder)
    finally:
        sys.setprofile(None)
    assert (folder / CACHE / "kit").is_dir()  # it was cold: all of it was made
    return counts


def _code_of(made: Callable[..., Any]) -> CodeType:
    code: CodeType = getattr(made, "__wrapped__", made).__code__
    return code


@pytest.mark.parametrize(("made", "_", "subjects"), COMPOSED.values(), ids=COMPOSED.keys())
def test_a_thing_is_composed_once(counted, made, _, subjects):
    counts = counted[_code_of(made)]

    assert {subject: n for subject, n in counts.items() if n > 1} == {}
    assert len(counts) == subjects


def test_everything_that_the_example_makes_was_on_its_list(tmp_path, monkeypatch):
    made: Counter[str] = Counter()
    listed: list[str] = []

    def keep(artefact, paths):
        made.update([*paths])
        artefacts_check(artefact, paths)

    def listing(list_them):
        def keep_list(*given):
            found = [*list_them(*given)]
            listed.extend(path for a in found for path in (*a.paths, *a.beside()))
            return found

        return keep_list

    artefacts_check = artefacts.check_made
    monkeypatch.setattr(artefacts, "check_made", keep)
    for module, name in (("reader", "list_artefacts"), ("plugin", "list_renditions")):
        place = f"postroom.engines.mkdocs.{module}.{name}"
        monkeypatch.setattr(place, listing(getattr(build, name)))

    built = build_here(ROOT, into=tmp_path)

    assert {*made} <= {*listed}
    assert {*made.values()} == {1}
    assert len({*listed}) == len(listed)
    own = ("share/", "feeds/", "groups/", ".nojekyll", "robots.txt")
    unlisted = {path for path in built.files if path.startswith(own)} - {*made}
    assert unlisted == {"share/index.html", "feeds/index.html"}  # the engine's pages
