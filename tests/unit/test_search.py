"""What pages say becomes an index whose parts are small and stay where they are."""

from __future__ import annotations

import json

import pytest

from postroom.pages.search import FOLDER, Record, compose_index, split_words

WORDS = {
    "case and accents do not count": ("Élan ÉLAN elan", ["elan", "elan", "elan"]),
    "a letter alone is no word": ("I am a cat", ["am", "cat"]),
    "apostrophes divide": ("don’t don't", ["don", "don"]),
    "figures are words": ("in 2026: 42 %", ["in", "2026", "42"]),
    "Cyrillic": ("Гость, и хозяин", ["гость", "хозяин"]),
    "Arabic with its own comma": ("سلام، دنیا", ["سلام", "دنیا"]),
    "vowel signs stay": ("नमस्ते। दुनिया", ["नमस्ते", "दुनिया"]),
    "Japanese has no spaces": ("東京都、雨", ["東京", "京都", "雨"]),
    "Thai has none either": ("กขค", ["กข", "ขค"]),
    "scripts side by side": ("iPhoneの話", ["iphone", "の話"]),
    "nothing": (" – … ", []),
}


@pytest.mark.parametrize(("text", "words"), WORDS.values(), ids=WORDS.keys())
def test_words_are_what_a_reader_would_type(text, words):
    assert list(split_words(text)) == words


def file_of(name: str) -> str:
    """The path of a part, by its name in the index."""
    return f"{FOLDER}{name.partition('?')[0]}.json"


def test_an_index_names_all_its_parts():
    files = dict(compose_index([Record("a/", "A title", "Kicker", "Some words")]))
    index = json.loads(files[f"{FOLDER}index.json"])

    named = {file_of(name) for name in (*index["pages"], *index["shards"])}
    assert files.keys() == named | {f"{FOLDER}index.json"}
    [page] = index["pages"]
    assert json.loads(files[file_of(page)]) == ["a/", "A title", "Kicker", "Some words"]


def test_places_are_distances_and_weights():
    records = [
        Record("a/", "Bread", "", "salt"),
        Record("b/", "Water", "", "bread and salt"),
        Record("d/", "Soup", "", "salt salt salt"),
    ]
    files = dict(compose_index(reversed(records)))
    [name] = json.loads(files[f"{FOLDER}index.json"])["shards"]
    shard = json.loads(files[file_of(name)])

    assert shard["bread"] == [0 * 4 + 3, 1 * 4 + 1]
    assert shard["salt"] == [0 * 4 + 1, 1 * 4 + 1, 1 * 4 + 2]


def test_no_part_is_large_however_many_pages_there_are():
    words = [f"{a}{b}{n}" for a in "abcdefgh" for b in "aeiou" for n in range(40)]
    records = [
        Record(f"{n}/", f"Page {n}", "", " ".join(words[n % 7 :: 3])) for n in range(1000)
    ]
    files = dict(compose_index(records))
    index = json.loads(files[f"{FOLDER}index.json"])

    assert 8 < len(index["shards"]) <= 256
    assert len(files[f"{FOLDER}index.json"]) < 40_000
    assert max(len(files[file_of(name)]) for name in index["shards"]) < 150_000


def test_a_changed_page_changes_only_what_it_is_in():
    records = [Record(f"{n}/", f"Page {n}", "", f"word{n} common") for n in range(20)]
    before = dict(compose_index(records))
    after = dict(
        compose_index([*records[:-1], Record("19/", "Page 19", "", "another common")])
    )

    assert before.keys() == after.keys()
    assert len([path for path in before if before[path] != after[path]]) <= 3


def test_an_empty_site_has_an_empty_index():
    assert len(dict(compose_index([]))) == 2
