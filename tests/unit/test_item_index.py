"""An index of items finds what reading all of them would find, and reads next to none."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from postroom.intake.index import ItemIndex
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.reading.items import parse_item, read_items
from postroom.toolbox.cache import Cache

WORDS = "letters lunch neighbours forty stories coffee harbour".split()


def an_item(number: int, chance: random.Random) -> str:
    """An item of a few words and fewer addresses: many are alike."""
    title = " ".join(chance.choices(WORDS, k=chance.choice((2, 4, 5))))
    return (
        f"---\nkind: link\nuid: uid{number:05d}\ntitle: {title}\n"
        f"url: https://example.org/{chance.randrange(12)}?utm_source={number}\n"
        f"submitted: 2026-0{chance.randint(1, 9)}-11\nby: Ines\nconsent: true\n---\n"
        "A text that says enough to be an item.\n"
    )


class Shelf:
    """The folder of items of a newsletter, and its index."""

    def __init__(self, folder: Path, count: int = 40, seed: int = 1) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        (folder / "items").mkdir()
        self.cache = Cache(folder / ".cache/postroom")
        for number in range(count):
            self.write(number)

    def write(self, number: int) -> None:
        self.path(number).write_text(an_item(number, self.chance), encoding="utf-8")

    def path(self, number: int) -> Path:
        return self.folder / f"items/{number:05d}.md"

    @property
    def sources(self) -> list[tuple[str, bytes]]:
        paths = sorted((self.folder / "items").iterdir())
        return [(f"items/{path.name}", path.read_bytes()) for path in paths]

    @property
    def index(self) -> ItemIndex:
        paths = (self.folder / "items").iterdir()
        files = {f"items/{path.name}": str(path) for path in paths}
        return ItemIndex.of(self.cache, "newsletter", files)

    def remember(self) -> None:
        index = self.index
        index.keep(read_items(self.sources).by_name.values())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.remember()
    return made


def answers(ledger: Ledger, asked: list[Item]) -> list[object]:
    """What a ledger says of items, one after the other; each is entered then."""
    said: list[object] = []
    for item in asked:
        said.append([(twin.item.path, twin.shares) for twin in ledger.find(item)])
        named = (ledger.of_uid(item.uid), ledger.of_name(item.name))
        said.append([found and found.path for found in named])
        ledger.add(item)
    return said


def some_items(chance: random.Random) -> list[Item]:
    """New ones, and some that are there already."""
    numbers = [*range(900, 906), *chance.sample(range(40), 4)]
    made = [
        parse_item(f"items/{n:05d}.md", an_item(n, chance).encode())[0] for n in numbers
    ]
    return [item for item in made if item]


@pytest.mark.parametrize("seed", range(25))
def test_it_says_what_a_ledger_of_all_items_says(tmp_path, seed):
    shelf = Shelf(tmp_path, seed=seed)
    shelf.remember()
    for number in shelf.chance.sample(range(40), 3):
        shelf.path(number).unlink()
    for number in (*shelf.chance.sample(range(40), 3), 50, 51):
        shelf.write(number)
    asked = some_items(shelf.chance)

    quick = shelf.index.open()

    assert quick is not None
    whole = Ledger.of(read_items(shelf.sources).by_name.values())
    assert answers(quick, asked) == answers(whole, asked)


def test_it_reads_only_what_may_be_alike(shelf, monkeypatch):
    read: list[str] = []

    def watch(sources, *, zone):
        sources = list(sources)
        read.extend(path for path, _ in sources)
        return read_items(sources, zone=zone)

    monkeypatch.setattr("postroom.intake.index.read_items", watch)
    shelf.path(60).write_text(an_item(60, shelf.chance), encoding="utf-8")

    ledger = shelf.index.open()

    assert read == ["items/00060.md"]
    assert ledger is not None
    assert ledger.of_uid("nobody") is None
    assert read == ["items/00060.md"]


def _touch_back(path: Path) -> None:
    """Change a file in place, and set its time back to what it was."""
    about = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("uid0", "uid9"), encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def test_a_file_of_the_same_size_and_day_is_another_all_the_same(shelf):
    _touch_back(shelf.path(7))

    ledger = shelf.index.open()

    assert ledger is not None
    assert ledger.of_uid("uid00007") is None
    assert ledger.of_uid("uid90007") is not None


def _tear(shelf: Shelf) -> None:
    [path] = [p for p in (shelf.cache.folder / "ledger").rglob("*") if p.is_file()]
    path.write_bytes(path.read_bytes()[:-9])


ODD = {
    "nothing is remembered": lambda shelf: shelf.cache.clear(),
    "a file is no item": lambda shelf: shelf.path(3).write_text("---\nkind: x\n---\n"),
    "two have one uid": lambda shelf: shelf.path(70).write_bytes(
        shelf.path(3).read_bytes()
    ),
    "what is remembered is torn": _tear,
}


@pytest.mark.parametrize("spoil", ODD.values(), ids=ODD.keys())
def test_where_anything_is_odd_all_items_are_read(shelf, spoil):
    spoil(shelf)

    assert shelf.index.open() is None


def test_a_folder_with_a_file_that_is_no_item_is_not_remembered(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.path(3).write_text("---\nkind: x\n---\n", encoding="utf-8")
    shelf.remember()

    assert shelf.index.open() is None
