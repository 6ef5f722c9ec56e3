"""The text of a mail becomes answers: labelled lines first, then what is to be told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from postroom.intake.greetings import skip_opening, skip_wishes
from postroom.intake.names import find_agreed, find_fact, find_field, find_kind, fold
from postroom.model.kinds import Kind

_MAX = 50_000
"""Characters; of a longer mail nothing is understood but that it is too long."""

_END = re.compile(
    r"--\s*|_{5,}|[-\s]*(?:original message|ursprüngliche nachricht)[-\s]*"
    r"|sent from my .{1,40}|get outlook for .{1,20}",
    re.I,
)
_WROTE = "wrote|writes|schrieb|écrit|escribió|schreef|scritto|escreveu|skrev"
_ATTRIBUTION = re.compile(rf".{{1,250}}\b(?:{_WROTE})\b.{{0,60}}:", re.I)
_BEGUN = re.compile(r"(?:on|am|le|el|op|il|em|den)\b", re.I)
_FORWARDED = re.compile(
    r"[-\s]*(?:forwarded message|begin forwarded message:|weitergeleitete nachricht)[-\s]*",
    re.I,
)
_HEADER = re.compile(
    r"\*?(?:from|to|cc|date|sent|subject|reply-to|von|an|datum|betreff)\*?:", re.I
)
_LABELLED = re.compile(
    r"\s*[*_]{0,2}([^:?\n]{1,80}?)[*_]{0,2}(?:\?[*_]{0,2}\s*:?|:)[*_]{0,2}(?:\s+(\S.*)|\s*)"
)
_ADDRESS = re.compile(r"\s*<?(https?://[^\s<>]+)>?\s*")
_LINKED = re.compile(r"(?<![\w(])<?(https?://[^\s<>()]+[^\s<>().,;:!?])>?")
_AGREED = "i agree"
_WRAPPED = 4
"""Lines over which a mail program may spread an answer."""


@dataclass(frozen=True)
class MailText:
    """What the text of a mail says."""

    kind: Kind | None
    """If one of its lines names a kind."""

    answers: Mapping[str, str]
    text: str
    consent: bool = False
    mail_is_public: bool = False


def read_mailtext(text: str, kind: Kind) -> MailText:
    """Take the text of a mail apart.

    Args:
        text: The mail without its headers; quotes and signature may be in it.
        kind: What the mail seems to be, unless a line of it says otherwise.
    """
    if len(text) > _MAX:
        return MailText(None, {}, text)
    lines = list(_own_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    named = next(filter(None, map(_read_kind, lines)), None)
    head = _Head(named or kind)
    rest = head.read(skip_opening(lines, head.is_label, _is_telling))
    lines = [line for line in rest if not _is_agreement(line)]
    if len(lines) < len(rest):
        head.facts.add("consent")
    lines = _take_address(lines, named or kind, head.answers)
    return MailText(
        kind=named,
        answers=head.answers,
        text="\n".join(skip_wishes(lines)).strip(),
        consent="consent" in head.facts,
        mail_is_public="mail_is_public" in head.facts,
    )


def _is_telling(line: str) -> bool:
    """Whether a line is more than an opening: an address, an answer, an agreement."""
    labelled = _LABELLED.fullmatch(line.rstrip())
    is_answer = labelled is not None and bool(labelled[2])
    return is_answer or bool(_LINKED.search(line)) or _is_agreement(line)


def _is_agreement(line: str) -> bool:
    return fold(line).strip("!,") == _AGREED


def _own_lines(lines: list[str]) -> Iterator[str]:
    """Leave out what others wrote, and what stands below every mail."""
    attributions = set(_find_attributions(lines))
    is_heading = False
    for number, line in enumerate(lines):
        bare = line.strip()
        if _END.fullmatch(bare):
            return
        continues = is_heading and (not bare or _HEADER.match(bare))
        is_heading = bool(continues or _FORWARDED.fullmatch(bare))
        if not (is_heading or number in attributions or bare.startswith(">")):
            yield line


def _find_attributions(lines: list[str]) -> Iterator[int]:
    """Find "On Friday Rosa wrote:", in one line or two, above what is quoted."""
    for number, line in enumerate(lines):
        if not line.startswith(">") or (number and lines[number - 1].startswith(">")):
            continue
        above = [n for n in range(max(0, number - 3), number) if lines[n].strip()]
        begun = above[-2:] if above and _BEGUN.match(lines[above[-2:][0]]) else above[-1:]
        if _ATTRIBUTION.fullmatch(" ".join(lines[n].strip() for n in begun)):
            yield from begun


def _read_kind(line: str) -> Kind | None:
    name, _, value = line.partition(":")
    return find_kind(value) if fold(name) == "kind" else None


@dataclass
class _Head:
    """The labelled lines at the top of a mail, as far as they were read."""

    kind: Kind
    answers: dict[str, str] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    last: str = ""
    """The question that a line without a label may go on to answer."""

    def read(self, lines: list[str]) -> list[str]:
        """Read labelled lines, and give back all that stand below them."""
        for number, line in enumerate(lines):
            labelled = self._match(line)
            if labelled and find_field(self.kind, labelled[1]) is self.kind.field("text"):
                return [labelled[2] or "", *lines[number + 1 :]]
            if labelled:
                self._enter(labelled[1], labelled[2] or "")
            elif not line.strip():
                self.last = ""
            elif self.last and self._goes_on(lines[number : number + _WRAPPED]):
                self.answers[self.last] += f" {line.strip()}"
            else:
                return lines[number:]
        return []

    def is_label(self, line: str) -> bool:
        """Whether a line begins with a question."""
        return self._match(line) is not None

    def _match(self, line: str) -> re.Match[str] | None:
        labelled = _LABELLED.fullmatch(line.rstrip())
        if labelled is None or not (
            find_field(self.kind, labelled[1]) or find_fact(labelled[1]) or _read_kind(line)
        ):
            return None
        return labelled

    def _enter(self, name: str, answer: str) -> None:
        asked = find_field(self.kind, name)
        self.last = ""
        if asked is not None and answer and asked.name not in self.answers:
            self.answers[asked.name] = answer
            self.last = asked.name if asked.type == "line" else ""
        elif asked is None:
            self.facts |= find_agreed(name, answer)

    def _goes_on(self, lines: list[str]) -> bool:
        """Whether the first line is the rest of an answer: labelled ones follow it."""
        line, *below = takewhile(str.strip, lines)
        return not _LABELLED.fullmatch(line) and any(map(self._match, below))


def _take_address(lines: list[str], kind: Kind, answers: dict[str, str]) -> list[str]:
    """Make the first line that is an address, and no more, the item's address.

    If there is none, and an address is needed, the only one within a sentence will do.
    """
    name = next((n for n in ("url", "reach") if kind.field(n)), "")
    for number, line in enumerate(lines):
        alone = _ADDRESS.fullmatch(line)
        if alone and name and name not in answers:
            answers[name] = alone[1]
            return lines[:number] + lines[number + 1 :]
    asked = kind.field(name) if name not in answers else None
    links = {link[1] for line in lines for link in _LINKED.finditer(line)}
    if asked is not None and asked.required and len(links) == 1:
        (answers[name],) = links
        return [line.replace(f" <{answers[name]}>", "") for line in lines]
    return lines
