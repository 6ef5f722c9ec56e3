"""What pages say becomes an index in small parts: a search fetches only a few of them."""

import hashlib
import json
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

FOLDER = "assets/postroom/search/"
"""Where the index lies; the script of the magazine is told."""

_PART = 24_000
"""About so many characters of the index are in one file."""

_MOST_PARTS = 256
_MOST_TEXT = 30_000
"""So much of a page is kept to be shown around the words that were found."""

_BETWEEN = (
    r"\s!-/:-@\[-^`{-~\u00a0-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2000-\u206f\u20a0-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3006-\u303f\uff00-\uff0f"
    r"\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_DENSE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Writing without spaces, of which every two neighbours count as a word."""

_WORD = rf"[{_DENSE}]+|[^{_BETWEEN}{_DENSE}]+"
_WORDS, _IS_DENSE = re.compile(_WORD), re.compile(f"[{_DENSE}]")
_ACCENT = re.compile("[\u0300-\u036f]")

_OFTEN = 3
_ONCE_IN_TEXT, _OFTEN_IN_TEXT, _IN_TITLE = 1, 2, 3
"""What a word weighs; two bits of a place."""


Places = MutableSequence[int]
"""Millions of numbers on a large site, which a list would take ten times the room for."""

Words = tuple[str, str]
"""Those that a text has once or twice, and those that it has often."""


@dataclass(frozen=True)
class Record:
    """One page as search knows it."""

    path: str
    title: str
    kicker: str
    """What kind of page it is, in a few words: its category, its section."""

    text: str


def compose_index(
    records: Iterable[Record], known: MutableMapping[str, Words] | None = None
) -> Iterator[tuple[str, str]]:
    """Make the files of the index one after the other, each with its path.

    `index.json` names all others: a file for each page, and the shards, which hold the
    words. In a shard stands, for each word, on which pages it is: each page as the
    distance to the one before, times four, plus its weight. Behind a `?` the index says
    what is in a file, so that a browser never takes one that it kept for a later one.

    Args:
        records: What search is to know.
        known: The words of texts that were counted before; those of these texts afterwards.
    """
    ordered = sorted(records, key=lambda record: record.path)
    words = _count_all(ordered, {} if known is None else known)
    shards = _share_out(_find_places(ordered, words))
    listed: dict[str, list[str]] = {"pages": [], "shards": []}
    for record in ordered:
        name, text = _digest(record.path, 8), _spell(_shown(record))
        listed["pages"].append(f"{name}?{_digest(text, 6)}")
        yield f"{FOLDER}{name}.json", text
    for number, shard in enumerate(shards):
        name, text = f"words-{number}", _spell(shard)
        listed["shards"].append(f"{name}?{_digest(text, 6)}")
        yield f"{FOLDER}{name}.json", text
    yield f"{FOLDER}index.json", _spell({**listed, "word": _WORD, "dense": _DENSE})


def _shown(record: Record) -> list[str]:
    text = " ".join(record.text.split())[:_MOST_TEXT]
    return [record.path, record.title, record.kicker, text]


def split_words(text: str) -> Iterator[str]:
    """Give the words of a text, without case and accents, as the script does."""
    folded = text.lower()
    if not folded.isascii():
        folded = _ACCENT.sub("", unicodedata.normalize("NFKD", folded))
    words = _WORDS.findall(folded)
    if not _IS_DENSE.search(folded):
        return (word for word in words if len(word) > 1)
    return _split_dense(words)


def _split_dense(words: Iterable[str]) -> Iterator[str]:
    """Give words, some of them in writing without spaces."""
    for word in words:
        if not _IS_DENSE.match(word):
            if len(word) > 1:
                yield word
        elif len(word) == 1:
            yield word
        else:
            yield from map("".join, pairwise(word))


def _count_all(records: Sequence[Record], known: MutableMapping[str, Words]) -> list[Words]:
    texts = {_digest(record.text, 40): record.text for record in records}
    words = {key: known.get(key) or _count(text) for key, text in texts.items()}
    known.clear()
    known.update(words)
    return [words[_digest(record.text, 40)] for record in records]


def _count(text: str) -> Words:
    counted = Counter(split_words(text))
    often = [word for word, times in counted.items() if times >= _OFTEN]
    seldom = [word for word, times in counted.items() if times < _OFTEN]
    return " ".join(seldom), " ".join(often)


def _find_places(records: Sequence[Record], words: Sequence[Words]) -> Mapping[str, Places]:
    """Say of each word where it is, and how much it weighs there."""
    places: dict[str, Places] = defaultdict(partial(array, "L"))
    last: dict[str, int] = {}
    for number, (record, (seldom, often)) in enumerate(zip(records, words, strict=True)):
        titles = {*split_words(f"{record.title} {record.kicker}")}
        weights = dict.fromkeys(seldom.split(), _ONCE_IN_TEXT)
        weights |= dict.fromkeys(often.split(), _OFTEN_IN_TEXT)
        weights |= dict.fromkeys(titles, _IN_TITLE)
        for word, weight in weights.items():
            places[word].append((number - last.get(word, 0)) * 4 + weight)
            last[word] = number
    return places


def _share_out(places: Mapping[str, Places]) -> list[dict[str, Places]]:
    """Put words that begin alike together, in as many parts as there is need for."""
    size = sum(len(word) + 4 * len(found) for word, found in places.items())
    count = max(1, min(_MOST_PARTS, size // _PART))
    shards: list[dict[str, Places]] = [{} for _ in range(count)]
    for word in sorted(places):
        second = 0 if _IS_DENSE.match(word) else ord(word[1])
        shards[(ord(word[0]) * 31 + second) % count][word] = places[word]
    return shards


def _spell(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=list)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
