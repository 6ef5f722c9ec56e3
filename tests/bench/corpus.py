"""A number becomes an essay: the same words every time, without a network."""

from __future__ import annotations

import random
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CATEGORIES = _words(
    "Asking Careers Communities Editing Following-up Giving Hosting Introductions"
    " Letters Listening Mentors Returning"
)
AUTHORS = _words("amara boris chiyo dario elske farid greta hanna")
TAGS = _words(
    "advice alumni books calendars coffee conferences courage doubt events failure"
    " favours first-jobs forty friends gratitude habits help honesty interviews keeping-up"
    " kindness lay-offs letters lists lunch meet-ups names neighbours newsletters notes"
    " patience promises questions reading remote shyness stories thanks time volunteers"
)
WORDS = _words(
    "a a a about after again all and and and another any anyone are as asked at away be"
    " became because been before began book but by called came chair change city coffee"
    " colleague come community conversation could day days did door each early easy email"
    " evening ever every except favour few first five found friend from gave give go good"
    " group had half hand have he her here him his hour how I if in in into introduction"
    " invitation is it its job kept kitchen knew know last later learned left less letter"
    " list little long look made make many meeting member message might Monday month more"
    " morning most much my name nearly need neighbour never new newsletter next no nobody"
    " not nothing of of of offer office often old on once one only or other our out over"
    " own paper people person place plan point promise question quiet rather read remember"
    " reply room said same saw say second see sent she should small so some somebody"
    " sometimes soon start still story stranger table take talk team than thank that that"
    " the the the the the their them then there they thing think this three time to to to"
    " told too train tried turn two under until up us use very visit walked want was way"
    " we week went were what when where which while who why will with without word work"
    " would write year years yes you your"
)
FENCE = "```"
CODE = f"""{FENCE}python
def due(letters, today):
    \"\"\"Who has waited for an answer longer than a week?\"\"\"
    for letter in sorted(letters, key=lambda one: one.sent):
        if letter.answer is None and (today - letter.sent).days > 7:
            yield letter.name, f"{{letter.sent:%d %B}}"
{FENCE}
"""
MARKER = "Number {number:05d} of these essays"
"""Stands once in each essay, and in no other: by it a conversion is told from others."""

_FIRST = datetime(2016, 1, 1, 9, tzinfo=UTC)
_DAYS = 3650
_PICTURES = 10


def write_corpus(folder: Path, count: int, *, tagged: bool = True) -> None:
    """Write essays, authors and pictures below a content folder."""
    (folder / "posts").mkdir(parents=True)
    (folder / "images").mkdir()
    for number in range(count):
        path = folder / "posts" / f"{name_of(number)}.md"
        path.write_text(essay(number, count, tagged=tagged), encoding="utf-8")
    for number in range(_PICTURES):
        (folder / "images" / f"picture-{number}.png").write_bytes(picture(number))
    (folder / "authors.yml").write_text(authors(), encoding="utf-8")


def name_of(number: int) -> str:
    """The name of an essay's file, and the last part of its address."""
    return f"essay-{number:05d}"


def essay(number: int, count: int, *, tagged: bool = True) -> str:
    """Write one essay of about 1,100 words; ``count`` says which others it may link to."""
    chance = random.Random(f"essay {number}")
    title = _title(chance)
    head = [
        "---",
        f"title: {title}",
        "date:",
        f"  created: {_dated(number, count, chance):%Y-%m-%dT%H:%M:%SZ}",
        f"description: {_sentence(chance, 16)}",
        f"authors: [{chance.choice(AUTHORS)}]",
        f"categories: [{chance.choice(CATEGORIES)}]",
    ]
    if number % 6 == 5:
        head[-1] = f"categories: [{', '.join(chance.sample(CATEGORIES, 2))}]"
    tags = chance.sample(TAGS, chance.choice((2, 3)))
    if tagged:
        head.append(f"tags: [{', '.join(tags)}]")
    return "\n".join([*head, "---", "", _body(number, count, chance)])


def authors() -> str:
    """Write the authors file; every key that mkdocs-material asks for."""
    lines = ["authors:"]
    for key in AUTHORS:
        lines += [
            f"  {key}:",
            f"    name: {key.title()} Example",
            f"    description: Writes letters and essays from {key.title()}ville",
            "    avatar: images/picture-0.png",
        ]
    return "\n".join(lines) + "\n"


def picture(number: int, width: int = 640, height: int = 360) -> bytes:
    """Draw a plain PNG of one grey, with the standard library alone."""
    row = b"\0" + bytes([20 + 20 * number]) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def _dated(number: int, count: int, chance: random.Random) -> datetime:
    day = number * _DAYS // max(count, 1)
    return _FIRST + timedelta(days=day, minutes=chance.randrange(600))


def _title(chance: random.Random) -> str:
    words = chance.sample([w for w in WORDS if len(w) > 2], chance.randint(4, 8))
    return " ".join(words).capitalize()


def _body(number: int, count: int, chance: random.Random) -> str:
    """Opening, excerpt mark, five sections; one in five has code, one in ten a table."""
    parts = [f"{MARKER.format(number=number)}. {_paragraph(chance)}", "<!-- more -->"]
    extras = [_list(chance), _quote(chance), _numbered(chance), "", ""]
    if number % 5 == 1:
        extras[3] = CODE
    if number % 10 == 2:
        extras[4] = _table(chance)
    if number % 5 == 3:
        name = f"picture-{number % _PICTURES}.png"
        extras[4] = f"![{_sentence(chance, 6)}](../images/{name})"
    for index, extra in enumerate(extras):
        level = "###" if index in (2, 4) else "##"
        parts += [f"{level} {_title(chance)}", _linked(number, count, chance), extra]
        parts += [_paragraph(chance) for _ in range(2)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _linked(number: int, count: int, chance: random.Random) -> str:
    """Write a paragraph with a link to another essay, something strong, something not."""
    other = name_of((number + chance.randint(1, max(count - 1, 1))) % count)
    link = f"[{_phrase(chance, 4)}]({other}.md)"
    quoted = f'"**{_phrase(chance, 3)}**"'
    return (
        f"{_sentence(chance, 14)}. It's *{_phrase(chance, 2)}*, as I wrote {link}:"
        f" {quoted}. {_paragraph(chance)}"
    )


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance, chance.randint(8, 24)) + "." for _ in range(3))


def _sentence(chance: random.Random, length: int) -> str:
    return _phrase(chance, length).capitalize()


def _phrase(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length))


def _list(chance: random.Random) -> str:
    return "\n".join(f"- {_sentence(chance, 9)}" for _ in range(5))


def _numbered(chance: random.Random) -> str:
    return "\n".join(f"{n}. {_sentence(chance, 8)}" for n in range(1, 5))


def _quote(chance: random.Random) -> str:
    return f"> {_sentence(chance, 25)}.\n>\n> — {_phrase(chance, 2).title()}"


def _table(chance: random.Random) -> str:
    rows = [f"| {_phrase(chance, 2)} | {chance.randint(1, 90)} |" for _ in range(5)]
    return "\n".join(["| What | How many |", "| --- | ---: |", *rows])
