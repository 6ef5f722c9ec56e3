"""A day and a time as people write them become what they mean, or a question.

In English, German, French and Spanish. Ours, because `dateparser`, held strict, reads
03/04/2026 as a day in March, 8.12.26 as one in August, 8-10 December as one day, a Tuesday
that is called Wednesday as that Tuesday, and `18 h 30` not at all: nothing is guessed here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Literal

from postroom.model.text import write_day
from postroom.toolbox.wording import show

TELL = "write the day and the time in figures, such as 2026-12-08 18:30"
MAX_WORDS = 120
"""Characters of a day and a time; more of them say something else, too."""

_MONTH_NAMES = (
    "january jan januar jänner janvier janv enero ene",
    "february feb februar février févr fév febrero",
    "march mar märz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc diciembre dic",
)
_WEEKDAY_NAMES = (
    "monday mon montag mo lundi lun lunes",
    "tuesday tue tues dienstag di mardi martes",
    "wednesday wed mittwoch mi mercredi mer miércoles mié",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue",
    "friday fri freitag fr vendredi ven viernes vie",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb",
    "sunday sun sonntag so dimanche dim domingo dom",
)
MONTHS = {n: at for at, names in enumerate(_MONTH_NAMES, 1) for n in names.split()}
WEEKDAYS = {n: at for at, names in enumerate(_WEEKDAY_NAMES) for n in names.split()}
"""From 0, a Monday."""

_WEEKDAY_SHOWN = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_FILLERS = frozenset(
    "at on the of from by um am den der dem ab von vom le la les de du des dès el los las"
    " del desde local time uhr heures heure horas hrs h partir lokale zeit ortszeit".split()
)
_TO = frozenset("to until till til bis à a au aux hasta al jusqu'à jusqu'au".split())
_ALL_DAY = re.compile(
    r"all[ -]day|whole day|ganztägig|ganzer tag|toute la journée|todo el día"
)
_NOON = frozenset("noon midday mittag mittags midi mediodía".split())
_MIDNIGHT = frozenset("midnight mitternacht minuit medianoche".split())
_VAGUE = frozenset(
    "half halb quarter viertel demi demie media quart cuarto morning evening afternoon"
    " o'clock oclock abend abends morgen morgens nachmittag matin soir tarde noche"
    " mañana".split()
)
_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1,
    "cest": 2, "mesz": 2, "eet": 2, "eest": 3,
}  # fmt: skip
"""Names of zones that mean one thing: neither IST nor CST is among them. By British custom
BST is summer time."""

_WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<iso>\d{{4}})[-/.](?P<isom>\d{{1,2}})[-/.](?P<isod>\d{{1,2}})(?!\d)t?
    |(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}}|\d\d)(?![\d:])
    |(?P<d0>\d{{1,2}})\.(?P<m0>0?[1-9]|1[0-2])\.(?!\d)
    |(?P<dd>\d{{1,2}})[-/](?P<mon>{_WORD})\.?[-/](?P<yy>\d{{4}}|\d\d)(?![\d:])
    |(?P<h>\d{{1,2}})\s?(?::|h|\.(?=\d\d(?![\d.])))\s?(?P<min>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?
        (?!\d)(?:\s?(?P<pm>[ap])\.?\s?m\b\.?)?
    |(?P<h2>\d{{1,2}})\s?(?:(?P<pm2>[ap])\.?\s?m\b\.?|(?:h|uhr|heures|horas)\b)
    |(?P<sign>[+−])(?P<oh>\d\d?)(?::?(?P<om>\d\d))?(?!\d|[:.])
    |(?P<day>\d{{1,2}})(?!\d)(?:(?:st|nd|rd|th|er|ère|º|ª)\b|\.)?
    |(?P<year>[12]\d{{3}})(?!\d)
    |(?P<word>{_WORD})\.?
    |(?P<to>[-–—→]+)|[,;.()@]
    )""",
    re.X,
)


_MINUS = re.compile(r"(t\d\d:\d\d(?::\d\d(?:\.\d+)?)?|utc|gmt) ?-(?=\d)")
"""Behind these a dash is a minus; behind others it is the way to an end."""

_TWOFOLD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?-(0\d|1[0-2]):?\d\d")


_YEAR = 12
"""Months: a greater number is a day. As many as the hours before noon, too."""

_DAY = 24
_AT_MIDNIGHT = (_DAY, 0, 0, "")
"""A time of two days: which one is clear only where something else ends by it."""

_FAR = 270
"""Days: a day that has no year is not that far away."""


class UnclearError(ValueError):
    """What is written does not say one day and time; says what to write."""

    def __init__(self, what: str, fix: str = TELL) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what}: {fix}")


_SHORT = "8.12."
Order = Literal["", "day", "month"]
"""Which of two numbers comes first in 03/04/2026, if a table says so by its other rows."""


@dataclass(frozen=True)
class Side:
    """One end of what is written: a day, a time, or both."""

    day: date | None = None
    at: time | None = None
    offset: timedelta | None = None
    """From UTC, if it is said."""


@dataclass(frozen=True)
class When:
    """What is written, understood."""

    begin: Side
    end: Side | None = None


@dataclass(frozen=True)
class _Token:
    kind: str
    """date, number, month, year, time, offset, weekday or to."""

    said: Mapping[str, Any] = field(default_factory=dict)
    """What it says, by the name of a field of `_Part`."""

    word: str = ""


@dataclass(frozen=True)
class _Part:
    """One side of a range, as far as it says something."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int | None = None
    clock: tuple[int, int, int, str] | None = None
    """Hours, minutes, seconds, and `a` or `p`."""

    offset: timedelta | None = None

    @property
    def has_day(self) -> bool:
        """Whether it names a day."""
        return bool(self.day and self.month)


def read_when(written: str, *, today: date, order: Order = "") -> When:
    """Read a day, a time, both, or a range of them; nothing is guessed.

    Args:
        written: What somebody wrote.
        today: A day without a year is the next one from here on.
        order: Which number comes first where a day can be a month.

    Raises:
        UnclearError: It says nothing, more than one thing, or what is not on the calendar.
    """
    bare = " ".join(written.split())
    if len(bare) > MAX_WORDS:
        raise UnclearError(f"{len(bare)} characters", TELL)
    if twofold := _TWOFOLD.fullmatch(bare):
        what = f"{show(bare)} can end with an hour, or with an offset"
        raise UnclearError(what, f"write `to {twofold[1]}:00`, or `UTC-{twofold[1]}:00`")
    text = _MINUS.sub(r"\1−", bare.casefold().replace("’", "'"))
    text = _ALL_DAY.sub(" ", text)
    tokens = list(_scan(text, bare, order))
    kinds = {token.kind for token in tokens}
    if any(token.word == _SHORT for token in tokens) and not kinds & {"time", "weekday"}:
        raise _unclear(bare)
    left, right = _split(tokens, bare)
    if right is None:
        return When(_finish(left, today, bare))
    left, right = _share(left, right)
    begin = _finish(left, today, bare)
    return When(begin, _finish(right, begin.day or today, bare))


def tell_parts(written: str) -> frozenset[str]:
    """Tell whether a `day`, a `time` or both are written, right or wrong; else nothing."""
    bare = " ".join(written[:MAX_WORDS].split())
    try:
        kinds = {token.kind for token in _scan(bare.casefold(), bare, "day")}
    except UnclearError:
        return frozenset()
    day = {"day"} if kinds & {*_DAYS, "weekday"} else set()
    return frozenset(day | (kinds & {"time"}))


def says_all_day(written: str) -> bool:
    """Whether it is said in so many words that something lasts all day."""
    return bool(_ALL_DAY.search(" ".join(written[:MAX_WORDS].split()).casefold()))


def _scan(text: str, written: str, order: Order) -> Iterator[_Token]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unclear(written)
        at = found.end()
        if token := _read_token(found, written, order):
            yield token


def _read_token(found: re.Match[str], written: str, order: Order) -> _Token | None:
    got = found.groupdict()
    kind = next((name for name in _READERS if got[name]), "")
    return _READERS[kind](got, written, order) if kind else None


_Groups = dict[str, str | None]


def _number(got: _Groups, name: str) -> int:
    return int(got[name] or 0)


def _read_iso(got: _Groups, written: str, order: Order) -> _Token:
    year, month, day = (_number(got, name) for name in ("iso", "isom", "isod"))
    return _Token("date", {"year": year, "month": month, "day": day})


def _read_clock(got: _Groups, written: str, order: Order) -> _Token:
    half = got["pm"] or got["pm2"] or ""
    hour = _number(got, "h" if got["h"] else "h2")
    return _Token("time", {"clock": (hour, _number(got, "min"), _number(got, "s"), half)})


def _read_offset(got: _Groups, written: str, order: Order) -> _Token:
    minutes = _number(got, "oh") * 60 + _number(got, "om")
    return _offset(minutes if got["sign"] == "+" else -minutes)


def _offset(minutes: int) -> _Token:
    return _Token("offset", {"offset": timedelta(minutes=minutes)})


def _read_word(got: _Groups, written: str, order: Order) -> _Token | None:
    word = got["word"] or ""
    if word in _MIDNIGHT:
        return _Token("time", {"clock": _AT_MIDNIGHT})
    if word in _VAGUE:
        what = f"{show(word)} in {show(written)} is not one time"
        raise UnclearError(what, "write the time in figures, such as 18:30 or 6:30pm")
    if word in _FILLERS:
        return None
    if word not in _MEANT:
        raise _unclear(written, word)
    return replace(_MEANT[word], word=word)


_MEANT = {
    **{word: _Token("to") for word in _TO},
    **{word: _Token("time", {"clock": (12, 0, 0, "")}) for word in _NOON},
    **{word: _offset(hours * 60) for word, hours in _OFFSETS.items()},
    **{word: _Token("weekday", {"weekday": at}) for word, at in WEEKDAYS.items()},
    **{word: _Token("month", {"month": at}) for word, at in MONTHS.items()},
}


def _unclear(written: str, word: str = "") -> UnclearError:
    part = f"{show(word)} in " if word and word != written.casefold() else ""
    return UnclearError(f"{part}{show(written)} was not understood as a day and a time")


def _read_numbers(got: _Groups, written: str, order: Order) -> _Token:
    """Read 03/04/2026, if it can be read in one way only."""
    a, b, mark = _number(got, "a"), _number(got, "b"), got["mark"]
    stated = f"{got['a']}{mark}{got['b']}{mark}{got['y']}"
    year = _number(got, "y")
    if len(got["y"] or "") == len("26"):
        if mark != "." and not order:
            what = f"{show(stated)} does not say which number is the year"
            raise UnclearError(
                what, "write the year with four figures, the month as a word"
            )
        year += 2000
    is_day_first = mark == "." or a > _YEAR or a == b or (order == "day" and b <= _YEAR)
    if is_day_first or b > _YEAR or order == "month":
        month, day = (b, a) if is_day_first else (a, b)
        return _Token("date", {"year": year, "month": month, "day": day})
    try:
        first, second = (write_day(date(year, m, d)) for d, m in ((a, b), (b, a)))
    except ValueError:
        raise UnclearError(f"{show(stated)} is not on the calendar") from None
    what = f"{show(stated)} can be {first} or {second}"
    raise UnclearError(what, f"write the month as a word, such as {first}")


def _read_german(got: _Groups, written: str, order: Order) -> _Token:
    """Read 8.12., which has no year, and may be a time where nothing else is said."""
    said = {"month": _number(got, "m0"), "day": _number(got, "d0")}
    return _Token("date", said, word=_SHORT)


def _read_dashed(got: _Groups, written: str, order: Order) -> _Token:
    """Read 8-Dec-26, as spreadsheets write it."""
    month = MONTHS.get(got["mon"] or "", 0)
    if not month:
        raise _unclear(written, got["mon"] or "")
    year = _number(got, "yy")
    year += 2000 if len(got["yy"] or "") == len("26") else 0
    return _Token("date", {"year": year, "month": month, "day": _number(got, "dd")})


_READERS: dict[str, Callable[[_Groups, str, Order], _Token | None]] = {
    "iso": _read_iso,
    "a": _read_numbers,
    "d0": _read_german,
    "dd": _read_dashed,
    "h": _read_clock,
    "h2": _read_clock,
    "sign": _read_offset,
    "day": lambda got, *_: _Token("number", {"number": _number(got, "day")}),
    "year": lambda got, *_: _Token("year", {"year": _number(got, "year")}),
    "word": _read_word,
    "to": lambda *_: _Token("to"),
}
"""What becomes of a part, by the group that found it."""


def _split(tokens: Sequence[_Token], written: str) -> tuple[_Part, _Part | None]:
    """Split what is written at the word between two ends, if it has two."""
    tokens = _tell_tuesdays(tokens)
    for at, token in enumerate(tokens):
        left, right = _drop_to(tokens[:at]), _drop_to(tokens[at + 1 :])
        if token.kind == "to" and left and right and _is_range(left, right):
            return _collect(left, written, is_left=True), _collect(right, written)
    return _collect(_drop_to(tokens), written), None


def _drop_to(tokens: Sequence[_Token]) -> list[_Token]:
    return [token for token in tokens if token.kind != "to"]


def _tell_tuesdays(tokens: Sequence[_Token]) -> list[_Token]:
    """Tell a Tuesday in French or Spanish from a month: mar. 8 décembre."""
    is_twice = sum(token.kind == "month" for token in tokens) > 1
    tuesday = _Token("weekday", {"weekday": 1})
    return [tuesday if is_twice and t.word == "mar" else t for t in tokens]


_DAYS = frozenset({"date", "number", "month", "year"})


def _is_range(left: Sequence[_Token], right: Sequence[_Token]) -> bool:
    """Whether what stands on both sides of a dash are two of a kind."""
    before, after = ({token.kind for token in side} for side in (left, right))
    if "time" in after:
        return "time" in before or left[-1].kind == "number"
    is_day = bool(_DAYS & before and {"date", "number"} & after)
    return is_day and "time" not in before


def _collect(tokens: Sequence[_Token], written: str, *, is_left: bool = False) -> _Part:
    """Put the parts of one side together; each may be there once, an offset in two."""
    numbers = [token.said["number"] for token in tokens if token.kind == "number"]
    said = _merge([token for token in tokens if token.kind != "number"], written)
    if numbers and "day" not in said:
        said["day"] = numbers.pop(0)
    if numbers and is_left and "clock" not in said:  # 8 December, 6-8pm
        said["clock"] = (numbers.pop(0), 0, 0, "")
    if numbers or ("offset" in said and "clock" not in said) or said.get("year") == 0:
        raise _unclear(written)
    return _Part(**said)


def _merge(tokens: Sequence[_Token], written: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for token in tokens:
        if said.keys() & token.said.keys() - {"offset"}:
            raise _unclear(written)
        offset = said.get("offset", timedelta()) + token.said.get("offset", timedelta())
        said |= token.said
        said |= {"offset": offset} if "offset" in said else {}
    return said


def _share(left: _Part, right: _Part) -> tuple[_Part, _Part]:
    """Let one side of a range say what holds for both: 8 to 10 December, 6-8pm."""
    if right.clock and left.clock is None and left.day and not left.month:
        left = replace(left, day=0, clock=(left.day, 0, 0, ""))
    left, right = _share_clocks(*_share_days(left, right))
    if right.clock == _AT_MIDNIGHT and left.clock and _says_day(left, right):
        right = replace(right, year=0, month=0, day=0, weekday=None)
    offset = left.offset if left.offset is not None else right.offset
    if left.offset is None or right.offset is None:
        return replace(left, offset=offset), replace(right, offset=offset)
    return left, right


def _says_day(left: _Part, right: _Part) -> bool:
    return (left.month, left.day) == (right.month, right.day)


def _share_days(left: _Part, right: _Part) -> tuple[_Part, _Part]:
    if right.has_day and not left.day:
        day = {name: getattr(right, name) for name in ("year", "month", "day", "weekday")}
        return replace(left, **day), right
    if left.day and not left.month:
        left = replace(left, month=right.month)
    if right.day and not right.month:
        right = replace(right, month=left.month)
    is_turned = (left.month, left.day) > (right.month, right.day)
    if right.has_day and left.has_day and not (left.year and right.year):
        if right.year:
            left = replace(left, year=right.year - is_turned)
        elif left.year:
            right = replace(right, year=left.year + is_turned)
    return left, right


def _share_clocks(left: _Part, right: _Part) -> tuple[_Part, _Part]:
    """Let am or pm behind the second time hold for the first, if that comes before it."""
    if not (left.clock and right.clock and right.clock[3]) or left.clock[3]:
        return left, right
    (hour, *minutes, _), (end, *others, half) = left.clock, right.clock
    if not 0 < hour <= _YEAR:
        return left, right
    if (hour % _YEAR, minutes) > (end % _YEAR, others):
        what = f"the first time says neither am nor pm, as in {hour}-{end}"
        raise UnclearError(what, "write am or pm behind both times")
    return replace(left, clock=(*left.clock[:3], half)), right


def _finish(part: _Part, today: date, written: str) -> Side:
    """Make a day and a time of what was said."""
    day = _find_day(part, today, written)
    clock = _find_time(part.clock, written)
    if day is not None and part.clock == _AT_MIDNIGHT:
        fix = "write 00:00 of the later one, or 23:59 of the earlier one"
        raise UnclearError(f"midnight in {show(written)} belongs to two days", fix)
    if day is None and clock is None:
        raise _unclear(written)
    return Side(day, clock, part.offset)


def _find_day(part: _Part, today: date, written: str) -> date | None:
    if not part.has_day:
        if part.day or part.month or part.year or part.weekday is not None:
            raise UnclearError(f"{show(written)} does not say which day", TELL)
        return None
    year = part.year or today.year
    try:
        day = date(year, part.month, part.day)
        if not part.year and day < today:
            day = date(year + 1, part.month, part.day)
    except ValueError:
        raise UnclearError(f"{show(written)} is not on the calendar", TELL) from None
    if not part.year and (day - today).days > _FAR:
        what = f"{show(written)} says no year, and {write_day(day)} is far away"
        raise UnclearError(what, "write the year as well")
    if part.weekday is not None and day.weekday() != part.weekday:
        is_day, said = _WEEKDAY_SHOWN[day.weekday()], _WEEKDAY_SHOWN[part.weekday]
        what = f"{write_day(day)} is a {is_day}, not a {said}"
        raise UnclearError(what, "correct the day, or the day of the week")
    return day


def _find_time(clock: tuple[int, int, int, str] | None, written: str) -> time | None:
    if clock is None:
        return None
    hour, minute, second, half = clock
    if clock == _AT_MIDNIGHT:
        return time(0)
    if half:
        is_one = 1 <= hour <= _YEAR
        hour = hour % _YEAR + (_YEAR if half == "p" else 0) if is_one else -1
    try:
        return time(hour, minute, second)
    except ValueError:
        raise UnclearError(f"{show(written)} has no such time", TELL) from None
