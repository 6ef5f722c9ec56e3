"""Readers know every entry for good, whatever is done to addresses."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.e2e import sites
from tests.e2e.building import a_post, build_here
from tests.e2e.reading import feeds_of, ids_of, items_of

pytestmark = pytest.mark.e2e
POST = "posts/third.md"


def test_a_preview_host_keeps_every_id(example, example_at_path):
    assert len(ids_of(example.files)) > 10
    assert ids_of(example_at_path.files) == ids_of(example.files)


def test_ids_are_the_same_in_every_format(example):
    for feed in feeds_of(example.files):
        _, *atom = ids_of(example.files)[feed.atom]
        rss = [
            found.text for found in etree.fromstring(example.files[feed.rss]).iter("guid")
        ]

        assert atom == rss == [item["id"] for item in items_of(example.files, feed.json)]


CASES = {
    "a slug": {"slug": "renamed"},
    "a title": {"title": "Third time lucky"},
    "a date of change": {"date": {"created": "2026-03-04", "updated": "2026-05-05"}},
}


@pytest.mark.parametrize("change", CASES.values(), ids=CASES.keys())
def test_an_id_outlives_a_change_of(change, rich, tmp_path):
    post = a_post(**{"title": "The third letter", "uid": "third3", "pin": True, **change})

    changed = build_here(sites.rich(tmp_path, files={POST: post}))

    assert set(ids_of(changed.files)["atom.xml"]) == set(ids_of(rich.files)["atom.xml"])


def test_a_renamed_file_keeps_its_id_but_not_its_address(rich, tmp_path):
    post = a_post("The third letter", uid="third3", pin=True)
    folder = sites.rich(tmp_path, files={"posts/2026/last.md": post})
    (folder / "docs" / POST).unlink()

    changed = build_here(folder)

    before, after = (
        {item["id"]: item["url"] for item in items_of(built.files)}
        for built in (rich, changed)
    )
    assert before.keys() == after.keys()
    assert [new for key, new in after.items() if new != before[key]] == [
        "https://small.example/posts/last/"
    ]
