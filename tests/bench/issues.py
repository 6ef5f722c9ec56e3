"""A number becomes an item, and eighty items an issue: the same words every time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from .corpus import WORDS

FOLDER = "newsletter"
PER_ISSUE = 80
NOW = datetime(2026, 6, 4, 9, tzinfo=UTC)
"""The moment of every build: the newest issue has just appeared, its events are ahead."""

_NEWEST = date(2026, 6, 4)
_WEEK = timedelta(days=7)
_SHARES = {
    "event": 12, "job": 10, "ask": 6, "offer": 6, "link": 30, "news": 8, "welcome": 4,
    "kudos": 4,
}  # fmt: skip
"""How many items of each kind an issue has: all kinds, eighty in all."""

KINDS = tuple(kind for kind, share in _SHARES.items() for _ in range(share))
_NAMES = tuple(
    "Amara Boris Chiyo Dario Elske Farid Greta Hanna Ines Jonas Kofi Lena".split()
)
_TOWNS = tuple("Bergen Cork Dresden Ghent Hull Leeds Lyon Malmö Porto Tartu Turin".split())
_ZONES = ("Europe/London", "Europe/Berlin", "Europe/Lisbon")
_LONG = tuple(word for word in WORDS if len(word) > 3)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def write_newsletter(folder: Path, issues: int, *, waiting: int = 0) -> None:
    """Write issues, the newest of them of today, and items that wait for the next one."""
    for name in ("items", "issues"):
        (folder / name).mkdir(parents=True)
    for number in range(issues * PER_ISSUE + waiting):
        came = appears(number // PER_ISSUE, issues) - timedelta(days=2)
        path = folder / "items" / f"{item_name(number, came)}.md"
        path.write_text(item(number, came), encoding="utf-8")
    for number in range(issues):
        path = folder / "issues" / f"{number + 1}.md"
        path.write_text(issue(number, issues), encoding="utf-8")


def appears(number: int, issues: int) -> date:
    """The day of an issue, counted from 0: one a week, the last of them today."""
    return _NEWEST - (issues - 1 - number) * _WEEK


def kind_of(number: int) -> str:
    """The kind of an item; every issue has its share of each."""
    return KINDS[number % PER_ISSUE]


def item_name(number: int, came: date) -> str:
    """The name of an item's file, without its ending."""
    return f"{came}-{kind_of(number)}-{number:06d}"


def issue(number: int, issues: int) -> str:
    """Write an issue: a letter of about 150 words, a section for each kind."""
    chance = random.Random(f"issue {number}")
    came = appears(number, issues) - timedelta(days=2)
    lines = [
        "---",
        f"number: {number + 1}",
        f"date: {appears(number, issues)}",
        f"subject: {json.dumps(_title(chance, number))}",
        f"preheader: {json.dumps(_sentence(chance, 12))}",
        "sections:",
    ]
    first = number * PER_ISSUE
    for kind in _SHARES:
        lines += [f"  - title: {kind.title()}", "    items:"]
        mine = (n for n in range(first, first + PER_ISSUE) if kind_of(n) == kind)
        lines += [f"      - {item_name(n, came)}" for n in mine]
    return "\n".join([*lines, "---", "", _letter(chance)])


def item(number: int, came: date) -> str:
    """Write the file of an item as the tools write it."""
    chance = random.Random(f"item {number}")
    kind = kind_of(number)
    values = {"kind": kind, "uid": _uid(number), "submitted": came}
    values |= {"title": _title(chance, number), **_ANSWERS[kind](chance, number, came)}
    values |= {"by": chance.choice(_NAMES), "source": f"github#{number}", "consent": True}
    front = [f"{key}: {_scalar(value)}" for key, value in values.items()]
    return "\n".join(["---", *front, "---", "", text(chance, number), ""])


def text(chance: random.Random, number: int) -> str:
    """Write two or three sentences, as members do: a link here, a list there."""
    verb = "It is" if number % 2 else "It's"  # every other text has a quote to set
    said = f"{_sentence(chance, 14)}. {verb} *{_phrase(chance, 2)}*, and "
    said += f"{_phrase(chance, chance.randint(10, 24))}."
    if number % 4 == 1:
        said += f" See [{_phrase(chance, 3)}]({_address('more', number)})."
    if number % 4 == 2:
        said += f" More at {_address('typed', number)}."
    if number % 8 == 3:
        said += "\n\n" + "\n".join(f"- **{_phrase(chance, 2)}** here" for _ in range(3))
    return said


def _event(chance: random.Random, number: int, came: date) -> dict[str, object]:
    day = came + timedelta(days=chance.randint(10, 40))
    return {
        "start": f"{day} 18:30",
        "end": f"{day} 21:00",
        "zone": chance.choice(_ZONES),
        "place": f"{_phrase(chance, 2).title()}, {chance.choice(_TOWNS)}",
        "url": _address("events", number),
    }


def _job(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {
        "organisation": _phrase(chance, 3).title(),
        "place": chance.choice(_TOWNS),
        "remote": chance.choice(("on site", "hybrid", "remote")),
        "salary": f"£{chance.randint(24, 70)},000",
        "closes": came + timedelta(days=chance.randint(14, 50)),
        "url": _address("jobs", number),
    }


def _wish(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {
        "who": _sentence(chance, 5),
        "reach": _address("people", number),
        "until": came + timedelta(days=chance.randint(20, 60)),
    }


def _link(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {"url": f"{_address('reading', number)}?page={chance.randint(2, 9)}"}


def _news(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {"url": _address("news", number)} if chance.random() < 0.5 else {}


def _welcome(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {"does": _sentence(chance, 7), "helps": _phrase(chance, 4)}


def _kudos(chance: random.Random, number: int, came: date) -> dict[str, object]:
    return {}


_ANSWERS: dict[str, Callable[[random.Random, int, date], dict[str, object]]] = {
    "event": _event,
    "job": _job,
    "ask": _wish,
    "offer": _wish,
    "link": _link,
    "news": _news,
    "welcome": _welcome,
    "kudos": _kudos,
}


def _letter(chance: random.Random) -> str:
    link = f"[{_phrase(chance, 4)}]({_address('letters', chance.randrange(999))})"
    parts = [f"{_sentence(chance, 40)}. {_sentence(chance, 20)}." for _ in range(2)]
    points = "\n".join(f"- {_sentence(chance, 7)}" for _ in range(3))
    end = f'{_sentence(chance, 12)}: *"{_phrase(chance, 3)}"*, see {link}.'
    return "\n\n".join(["Dear readers,", *parts, points, end]) + "\n"


def _uid(number: int) -> str:
    digits = []
    for _ in range(8):
        number, digit = divmod(number, len(_LETTERS))
        digits.append(_LETTERS[digit])
    return "".join(digits)


def _address(folder: str, number: int) -> str:
    return f"https://site-{number % 997}.example.org/{folder}/{number}"


def _title(chance: random.Random, number: int) -> str:
    """A few words; the number keeps any two titles from being nearly the same."""
    words = chance.sample(_LONG, chance.randint(3, 6))
    return f"{' '.join(words).capitalize()} {number}b {number}c"


def _sentence(chance: random.Random, length: int) -> str:
    return _phrase(chance, length).capitalize()


def _phrase(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length))


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    said = str(value)
    return said if said[:2].isdecimal() else json.dumps(said, ensure_ascii=False)
