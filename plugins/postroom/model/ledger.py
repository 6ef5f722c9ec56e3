"""Items under what makes two of them the same: their addresses and titles."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from postroom.model.address import normalise
from postroom.model.item import Item

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    "a an and are as at by for from in into is of on or our the their to with your".split()
)
_MIN_WORDS = 3
"""Shorter titles have to be the same in every word: one changed word says too little."""


@dataclass(frozen=True)
class Twin:
    """An item that is there already, and what it shares with a new one."""

    item: Item
    shares: str
    """`url` or `title`."""


@dataclass
class Ledger:
    """Everything ever sent in; adding and asking take the same time at any size."""

    _by_url: dict[tuple[str, ...], Item] = field(default_factory=dict)
    _by_title: dict[tuple[str, ...], Item] = field(default_factory=dict)
    _by_uid: dict[str, Item] = field(default_factory=dict)
    _by_name: dict[str, Item] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Item]) -> "Ledger":
        """Fill a ledger, oldest item first."""
        ledger = cls()
        for item in sorted(items, key=lambda i: (i.submitted, i.name)):
            ledger.add(item)
        return ledger

    def add(self, item: Item) -> None:
        """Enter an item; of several that are alike the first is kept.

        A later version of one replaces it.
        """
        self._by_uid[item.uid] = item
        self._by_name[item.name] = item
        if key := _url_key(item):
            self._by_url.setdefault(key, item)
        for words in _title_keys(item):
            self._by_title.setdefault(words, item)

    def of_uid(self, uid: str) -> Item | None:
        """The item that has a uid, as it was last entered."""
        return self._by_uid.get(uid)

    def of_name(self, name: str) -> Item | None:
        """The item whose file has a name."""
        return self._by_name.get(name)

    def find(self, item: Item) -> Iterator[Twin]:
        """Find what is there already: at most one by address, and one by title.

        An earlier version of the item itself is no twin: it has the same uid.
        """
        key = _url_key(item)
        same = self._by_url.get(key) if key else None
        if same is not None and same.uid != item.uid:
            yield Twin(same, "url")
        for words in _title_keys(item):
            near = self._by_title.get(words)
            if near is not None and near.uid != item.uid and near is not same:
                yield Twin(near, "title")
                return


def keys_of(item: Item) -> Iterator[tuple[str, ...]]:
    """What tells an item from others: those that share one of these are alike."""
    if key := _url_key(item):
        yield ("url", *key)
    for words in _title_keys(item):
        yield ("title", *words)


def _url_key(item: Item) -> tuple[str, ...]:
    if not item.url:
        return ()
    return (normalise(item.url), *_apart(item, item.row.told_apart_by))


def _title_keys(item: Item) -> Iterator[tuple[str, ...]]:
    """The words of a title, and all of them but one: two near titles share one of these."""
    words = sorted(fingerprint(item.title).split())
    if not words:
        return
    apart = _apart(item, [f for f in item.row.told_apart_by if f != "title"])
    head = (item.kind, *apart, "")
    yield (*head, *words)
    if len(words) > _MIN_WORDS:
        for left_out in range(len(words)):
            yield (*head, *words[:left_out], *words[left_out + 1 :])


def _apart(item: Item, fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(fingerprint(str(item.answer(name) or "")) for name in fields)


def fingerprint(text: str) -> str:
    """The words that carry a title, without case, accents and punctuation."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)))
    return " ".join([word for word in words if word not in _STOP] or words)
