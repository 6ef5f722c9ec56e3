"""What was handed over, and what came of it: a file that only grows, one line a fact.

A line is on the disk before an attempt begins, and another once its end is known; so an
attempt without an end is one of which nobody knows what came of it. What a journal says
does not depend on the order of its lines, nor on any clock: two that grew apart can be put
together line by line.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.toolbox.files import cut_torn, open_log
from postroom.toolbox.uid import random_uid

Fate = Literal["sent", "unknown", "drafted", "refused", "deferred", "nothing"]
"""What came of a letter, the weightiest first; `refused` is for good, `deferred` is not."""

Act = Literal["draft", "live"]

NAME = "outbox.jsonl"
"""The file, beside `mkdocs.yml`; it can be committed."""

_WEIGHT = {fate: -weight for weight, fate in enumerate(get_args(Fate))}
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True)
class Letter:
    """One issue for one recipient by one way: what nobody may get twice."""

    issue: str
    """Its uid."""

    content: str
    """What it says, as a hash."""

    to: str
    """Who gets it, as a salted hash; or the name of the service that has the list."""

    sender: str
    """By which way."""


@dataclass(frozen=True)
class Attempt:
    """One try to hand a letter over."""

    id: str
    letter: Letter
    act: Act
    fate: Fate = "unknown"
    remote: str = ""
    """What the service calls it."""

    note: str = ""


@dataclass(frozen=True)
class Journal:
    """All that is known of what was handed over."""

    attempts: tuple[Attempt, ...] = ()
    key: str = ""
    """By which key its recipients are hashed; empty as long as there are none."""

    is_torn: bool = False
    """Whether its last line was never finished."""

    @cached_property
    def _by_letter(self) -> dict[Letter, list[Attempt]]:
        by_letter: dict[Letter, list[Attempt]] = {}
        for attempt in self.attempts:
            by_letter.setdefault(attempt.letter, []).append(attempt)
        return by_letter

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter of which one was tried."""
        return tuple(self._by_letter)

    def attempts_at(self, letter: Letter) -> tuple[Attempt, ...]:
        """What was tried with a letter."""
        return tuple(self._by_letter.get(letter, ()))

    def fate_of(self, letter: Letter) -> Fate:
        """What came of a letter: the weightiest of all that was tried."""
        weightiest = max(self.attempts_at(letter), key=_weigh, default=None)
        return weightiest.fate if weightiest else "nothing"

    def list_issue(self, issue: str) -> Iterator[tuple[Letter, Fate]]:
        """List the letters of an issue, and what came of each."""
        for letter in self.letters:
            if letter.issue == issue:
                yield letter, self.fate_of(letter)

    def remote_of(self, issue: str, sender: str) -> str:
        """What a service calls its copy of an issue, as far as it said so."""
        remotes = (
            attempt.remote
            for attempt in reversed(self.attempts)
            if attempt.remote
            and (attempt.letter.issue, attempt.letter.sender) == (issue, sender)
        )
        return next(remotes, "")


def _weigh(attempt: Attempt) -> float:
    """A draft of unknown fate hurts nobody, and is found by looking for it."""
    is_harmless = attempt.fate == "unknown" and attempt.act == "draft"
    return _WEIGHT["drafted"] - 0.5 if is_harmless else _WEIGHT[attempt.fate]


class _Fact(BaseModel):
    """One line of a journal."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: str = ""
    attempt: str = ""
    fate: Literal["trying", Fate] = "trying"
    act: Act = "live"
    issue: str = ""
    content: str = ""
    to: str = ""
    sender: str = ""
    remote: str = ""
    note: str = ""
    decided: bool = False
    """Whether a person said so, instead of a server."""

    key: str = ""


def read_journal(path: Path) -> Journal:
    """Read a journal, which need not be there.

    Raises:
        PostroomError: A line of it cannot be read: without it a letter may go out twice.
    """
    try:
        source = path.read_bytes() if path.exists() else b""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: make it a readable file"
        ) from error
    return parse_journal(source, path=path.name)


def parse_journal(source: bytes, *, path: str = NAME) -> Journal:
    """Make sense of a journal's lines; the last one is left out if it was never finished.

    Raises:
        ContentError: There are lines that cannot be read, or that do not fit together.
    """
    whole, is_torn = cut_torn(source)
    facts: list[_Fact] = []
    problems: list[Problem] = []
    for number, line in enumerate(whole.decode("utf-8", "replace").splitlines(), 1):
        try:
            facts.append(_Fact.model_validate_json(line))
        except ValidationError:
            problems.append(_explain_line(path, number, line))
    if problems:
        raise ContentError(problems)
    keys = {fact.key: None for fact in facts if fact.key}
    if len(keys) > 1:
        what = "its recipients are hashed by two keys, so that nobody can compare them"
        raise ContentError([Problem(Place(path), what, "use one `outbox.key` everywhere")])
    return Journal(tuple(_fold(facts, path)), next(iter(keys), ""), is_torn)


def _explain_line(path: str, number: int, line: str) -> Problem:
    if line.startswith(_CONFLICT):
        fix = "keep the lines of both sides, and take the marks of Git out"
        return Problem(Place(path, number), "two journals were not put together", fix)
    what = "this line cannot be read, and without it somebody may get a letter twice"
    return Problem(Place(path, number), what, "take the file from Git or a backup")


def _fold(facts: list[_Fact], path: str) -> Iterator[Attempt]:
    """Put together what is said of each attempt, in whatever order."""
    ends: dict[str, list[_Fact]] = {}
    for fact in facts:
        if fact.attempt and fact.fate != "trying":
            ends.setdefault(fact.attempt, []).append(fact)
    begun = {f.attempt: f for f in facts if f.attempt and f.fate == "trying"}
    if lost := ends.keys() - begun.keys():
        what = f"it says what came of {min(lost)}, and not what that was"
        fix = "take the file from Git or a backup"
        raise ContentError([Problem(Place(path), what, fix)])
    for name, fact in begun.items():
        letter = Letter(fact.issue, fact.content, fact.to, fact.sender)
        end = _choose_end(ends.get(name, ()))
        yield Attempt(name, letter, fact.act, *end)


def _choose_end(ends: "list[_Fact] | tuple[()]") -> tuple[Fate, str, str]:
    """What a person said goes before what a server did; then the weightiest."""
    known = [end for end in ends if end.decided] or [*ends]
    if not known:
        return "unknown", "", ""
    last = max(known, key=lambda end: _WEIGHT[_fate_of(end)])
    remote = next((end.remote for end in reversed(ends) if end.remote), "")
    return _fate_of(last), remote, last.note


def _fate_of(end: _Fact) -> Fate:
    assert end.fate != "trying"  # it is an end
    return end.fate


@dataclass(frozen=True)
class JournalWriter:
    """Adds to a journal; each line is on the disk before one goes on."""

    append: Callable[[bytes], None]
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def begin(self, letter: Letter, act: Act) -> str:
        """Write that an attempt begins; give its name."""
        attempt = random_uid()
        self._write(attempt=attempt, fate="trying", act=act, **asdict(letter))
        return attempt

    def end(self, attempt: str, fate: Fate, **more: str) -> None:
        """Write what came of an attempt.

        Args:
            attempt: Its name.
            fate: What came of it.
            more: `remote` and `note`; neither holds an address or a secret.
        """
        self._write(attempt=attempt, fate=fate, **more)

    def decide(self, attempt: str, fate: Literal["sent", "nothing"]) -> None:
        """Write what a person knows of an attempt."""
        self._write(attempt=attempt, fate=fate, decided=True)

    def _write(self, **values: object) -> None:
        at = self.clock().astimezone(UTC).isoformat(timespec="seconds")
        said = {key: value for key, value in values.items() if value != ""}
        line = json.dumps({"at": at, **said}, ensure_ascii=False)
        self.append(line.encode())


@contextmanager
def open_journal(
    path: Path, key: str = "", *, clock: Callable[[], datetime] | None = None
) -> Iterator[tuple[Journal, JournalWriter]]:
    """Open a journal alone: what it says, and what adds to it.

    Args:
        path: The file; it is made if it is not there.
        key: The mark of the key by which recipients are hashed; empty if none are.
        clock: Tells the time that lines say; nothing depends on it.

    Raises:
        TakenError: Somebody else sends at this moment.
        PostroomError: It cannot be read or written, or has another key.
    """
    taken = "somebody else sends at this moment\n    fix: wait until they are done"
    with open_log(path, taken=taken) as append:
        journal = read_journal(path)
        check_key(journal, key, path)
        if key and not journal.key:
            append(json.dumps({"journal": "postroom", "key": key}).encode())
        yield journal, JournalWriter(append, *([clock] if clock else []))


def check_key(journal: Journal, key: str, path: Path) -> None:
    """Stop where recipients cannot be told from those of a journal.

    Raises:
        PostroomError: They are hashed by another key.
    """
    if key and journal.key and key != journal.key:
        raise PostroomError(
            f"{path}: it was begun with another key, so that nobody can tell who has what\n"
            "    fix: use the `outbox.key`, or the POSTROOM_OUTBOX_KEY, that it began with"
        )


def count_fates(journal: Journal, issue: str) -> Mapping[Fate, int]:
    """Count the letters of an issue by what came of them."""
    fates = sorted(fate for _, fate in journal.list_issue(issue))
    return {fate: len([*same]) for fate, same in groupby(fates)}


def sum_up(journal: Journal) -> Mapping[str, str]:
    """Say in words what was handed over of each issue, by its uid."""
    issues = dict.fromkeys(letter.issue for letter in journal.letters)
    return {
        issue: ", ".join(f"{n} {fate}" for fate, n in count_fates(journal, issue).items())
        for issue in issues
    }
