"""Raw answers to a kind's questions become values, and every problem that shows at once."""

import re
from collections.abc import Iterator, Mapping, Sequence

from postroom.errors import Place, Problem
from postroom.intake.aliases import CHOICES, NAYS
from postroom.model.address import tidy
from postroom.model.characters import neutralise, turns
from postroom.model.kinds import Field, Kind
from postroom.model.text import clean_line, set_apostrophes
from postroom.toolbox.wording import nearest, show

MAX_ADDRESS = 1_000
"""Characters of a web address; longer ones carry something else."""

_SLACK = 2
"""Hidden characters and spaces may be taken out of a text before it is measured."""


def prepare_answers(
    kind: Kind, answers: Mapping[str, str], source: str
) -> tuple[dict[str, str], list[Problem]]:
    """Clean answers, and check what can be said of each by itself.

    Args:
        kind: What the answers are to be.
        answers: Raw text by the name of its field.
        source: What problems name as their place.

    Returns:
        The answers that are worth checking further, and the problems of the others.
    """
    values: dict[str, str] = {}
    problems = list(_check_names(kind, answers, source))
    for field in kind.all_fields:
        place = Place(source, 0, field.name)
        value, faults = _prepare(field, answers.get(field.name) or "", place)
        problems += faults
        if value and not any(problem.is_fatal for problem in faults):
            values[field.name] = value
    return values, problems


def _check_names(kind: Kind, answers: Mapping[str, str], source: str) -> Iterator[Problem]:
    known = {field.name for field in kind.all_fields}
    for name in sorted(answers.keys() - known):
        if (answers[name] or "").strip():
            what = f"{show(name)} is not asked of an item of the kind {kind.name}"
            place = Place(source, 0, "kind")
            yield Problem(place, what, nearest(name, known), is_fatal=False)


def _prepare(field: Field, raw: str, place: Place) -> tuple[str, list[Problem]]:
    most = field.most if field.type in ("line", "text") else MAX_ADDRESS
    if len(raw) > most * _SLACK:  # before anything is done with it
        return "", [_too_long(place, len(raw), most)]
    if field.type in ("url", "reach") and turns(raw):
        return "", [_turned(place)]
    shown, was_hidden = neutralise(raw)
    problems = [_hidden(place)] if was_hidden else []
    value = shown.strip() if field.type == "text" else clean_line(shown)
    if not value:
        return "", [*problems, _missing(place)] if field.required else problems
    if len(value) > most:
        return "", [*problems, _too_long(place, len(value), most)]
    if len(value) < field.least:
        return "", [*problems, _too_short(place, value, field.least)]
    whole = f"https://{value}" if _is_bare(field, value) else value
    if whole != value:
        problems.append(_completed(place, whole))
    meant = _write_as_meant(field, whole)
    if field.type in ("url", "reach") and meant != whole:
        problems.append(_tracked(place))
    return meant, problems


_BARE = re.compile(r"www\.[\w-]{1,63}(?:\.[\w-]{1,63})*\.[^\W\d_]{2,24}(?:[/?#]\S*)?", re.I)
"""An address as people say it, without `https://`; without `www` it may be anything."""


def _is_bare(field: Field, value: str) -> bool:
    return field.type in ("url", "reach") and _BARE.fullmatch(value) is not None


def _completed(place: Place, whole: str) -> Problem:
    what = f"the address was read as {show(whole)}"
    return Problem(place, what, "open it once, to see that it leads there", is_fatal=False)


def _write_as_meant(field: Field, value: str) -> str:
    if field.options:
        return _choose(field.options, value)
    if field.type in ("url", "reach"):
        try:
            return tidy(value)
        except ValueError:  # a bracket that makes no sense: the model says so
            return value
    return set_apostrophes(value) if field.type in ("line", "text") else value


def _choose(options: Sequence[str], value: str) -> str:
    """Find the one option that an answer names: “fully remote”, “On-site, in Hull”."""
    said = " ".join(re.findall(r"[^\W_]+", value.casefold()))
    if whole := next((o for o in options if said in (o.casefold(), *NAYS.get(o, ()))), ""):
        return whole
    named = [
        option
        for option in options
        if any(re.search(rf"\b{name}\b", said) for name in _names_of(option))
    ]
    return named[0] if len(named) == 1 and not _DENIED.search(said) else value


def _names_of(option: str) -> tuple[str, ...]:
    return (option.casefold(), *(name.casefold() for name in CHOICES.get(option, ())))


_DENIED = re.compile(r"\b(?:not|never|nicht|kein\w*|pas|sin)\b")
"""Who denies one option does not say which other is meant."""


def _missing(place: Place) -> Problem:
    return Problem(place, "there is no answer", "answer this question")


def _too_long(place: Place, length: int, most: int) -> Problem:
    return Problem(place, f"{length:,} characters", f"write at most {most:,}")


def _too_short(place: Place, value: str, least: int) -> Problem:
    return Problem(place, f"got {show(value)}", f"write at least {least} characters")


def _hidden(place: Place) -> Problem:
    return Problem(
        place,
        "characters that nobody can see were taken out",
        "look whether it still says what you mean",
        is_fatal=False,
    )


def _turned(place: Place) -> Problem:
    what = "characters that turn the direction of writing stand in the address"
    return Problem(place, what, "write it again by hand")


def _tracked(place: Place) -> Problem:
    return Problem(
        place,
        "what counts visitors was taken out of the address",
        "open it once, to see that it still leads there",
        is_fatal=False,
    )
