"""On which days something repeats, as people say it, becomes a rule of RFC 5545."""

import re
from contextlib import suppress
from datetime import date

from postroom.intake.dates import WEEKDAYS, UnclearError, read_when
from postroom.model.deadline import list_rules
from postroom.toolbox.wording import show

_NEVER = frozenset("no once never none nein nie einmalig non jamais nunca - –".split())
_TELL = "write it as in `every Tuesday until 22 December 2026`, or `weekly, 6 times`"
_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".lower().split()
_UNTIL = re.compile(
    r"(.+?)[\s,]+(?:up )?(?:until|till|to|through|bis(?: zum)?|jusqu'au|jusqu'à|au"
    r"|hasta(?: el)?)\s+(.+)"
)
_TIMES = re.compile(r"(.+?)[\s,]+(?:for )?(\d{1,2}) ?(?:times|mal|fois|veces|x)\b")
_PACES = {
    "FREQ=DAILY": "daily|every day|täglich|jeden tag|tous les jours|chaque jour|diario"
    "|cada día|todos los días",
    "FREQ=WEEKLY": "weekly|every week|wöchentlich|jede woche|chaque semaine"
    "|toutes les semaines|semanal|cada semana|todas las semanas",
    "FREQ=WEEKLY;INTERVAL=2": "fortnightly|every fortnight|every two weeks|every 2 weeks"
    "|every other week|alle zwei wochen|alle 2 wochen|alle 14 tage|toutes les deux semaines"
    "|toutes les 2 semaines|cada dos semanas|cada 2 semanas|cada quince días",
    "FREQ=MONTHLY": "monthly|every month|monatlich|jeden monat|chaque mois|tous les mois"
    "|mensual|cada mes|todos los meses",
}
_BARE = {name: rule for rule, names in _PACES.items() for name in names.split("|")}
_WORDS = {
    **dict.fromkeys("jeden jede jeder chaque cada each".split(), "every"),
    **dict.fromkeys("tous toutes todos todas".split(), "every"),
    **dict.fromkeys("les los las und et y im am en du del de la le el des on".split(), ""),
    **dict.fromkeys("ersten erster premier première primer primero".split(), "first"),
    **dict.fromkeys("dritten dritter troisième tercer tercero".split(), "third"),
    **dict.fromkeys("vierten vierter quatrième cuarto".split(), "fourth"),
    **dict.fromkeys("letzten letzter dernier dernière último".split(), "last"),
    **dict.fromkeys("monat monats mois mes".split(), "monthly"),
}
"""Words of other languages, and the English ones that stand for them."""


def read_repeats(written: str, *, today: date) -> str:
    """Read on which days something repeats, and until when.

    Args:
        written: What somebody wrote, or a rule of RFC 5545.
        today: What a last day without a year comes after.

    Returns:
        The rule; nothing if it says that it does not repeat.

    Raises:
        UnclearError: It does not say it, or not until when.
    """
    bare = " ".join(written.split())
    if bare.casefold().strip(".!") in _NEVER:
        return ""
    if "=" in bare:
        return bare.upper().removeprefix("RRULE:")
    text = bare.casefold().replace("’", "'").rstrip(".")
    end = ""
    if times := _TIMES.fullmatch(text):
        text, end = times[1], f"COUNT={int(times[2])}"
    elif until := _UNTIL.fullmatch(text):
        text, last = until[1], read_when(until[2], today=today)
        if last.begin.day is None or last.end is not None:
            raise UnclearError(f"{show(bare)} does not say until which day", _TELL)
        end = f"UNTIL={last.begin.day:%Y%m%d}"
    rule = _BARE.get(text.strip(" ,")) or _read_days(text, bare)
    if not end:
        raise UnclearError(f"{show(bare)} does not say until when", _TELL)
    return f"{rule};{end}"


def _read_days(text: str, written: str) -> str:
    """Read days of the week, of every one or of months, as deadlines are said."""
    words = [_translate(word) for word in re.findall(r"[^\s,;.]+", text)]
    for said in (text, " ".join(filter(None, words))):
        with suppress(ValueError):  # several rules are none, either
            (rule,) = list_rules(said)
            return rule
    raise UnclearError(f"{show(written)} was not understood as days that repeat", _TELL)


def _translate(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    for name in (word, word.removesuffix("s")):
        if name in WEEKDAYS and len(name) > len("mon"):
            return _NAMES[WEEKDAYS[name]]
    return word
