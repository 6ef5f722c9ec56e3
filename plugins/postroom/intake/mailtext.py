"""The text of a mail becomes answers: a known label begins one, all else is told."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from postroom.errors import Place, Problem
from postroom.intake.days import join_day
from postroom.intake.greetings import skip_opening, skip_wishes
from postroom.intake.names import (
    asks_kind,
    find_agreed,
    find_fact,
    find_field,
    find_kind,
    fold,
    is_agreement,
    is_denial,
)
from postroom.model.kinds import COMMON, KINDS, Kind
from postroom.model.text import shorten
from postroom.toolbox.wording import show

_MAX = 50_000
"""Characters; of a longer mail nothing is understood but that it is too long."""

_END = re.compile(
    r"--\s*|_{5,}|[-\s]*(?:original message|ursprüngliche nachricht)[-\s]*"
    r"|get outlook for .{1,20}"
    r"|(?:sent (?:from|via|with)|gesendet (?:von|mit)|envoyé (?:de|depuis|avec|à partir de)"
    r"|enviado (?:desde|con)) (?:.{1,30} )?(?:my|mein\w*|mon|mi|outlook|mail|gmail|yahoo"
    r"|aol|proton|thunderbird|iphone|ipad|android|samsung|galaxy|huawei|mobile)\b.{0,40}"
    r"|von meinem .{1,30} gesendet"
    r"|(?:this (?:e-?mail|message|communication)|the (?:contents?|information) (?:of|in)"
    r" this (?:e-?mail|message)|diese (?:e-?mail|nachricht)|ce (?:courriel|message|mail)"
    r"|este (?:correo|mensaje)).{0,100}\b(?:confidential|privileged|intended|vertraulich\w*"
    r"|confidentiel\w*|confidencial\w*)\b.*"
    r"|confidentiality notice\b.*|virus-free\b.{0,40}",
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
    r"[*_]{0,2}(?:from|to|cc|date|sent|subject|reply-to|von|an|kopie|datum|gesendet|betreff"
    r"|de|à|envoyé|objet|enviado(?: el)?|para|asunto)[*_]{0,2}\s?:[*_]{0,2}",
    re.I,
)
_HEADERS = 3
"""So many of them, one below the other, stand above what somebody else wrote."""

_BEGIN = re.compile(r"(?:[-*•·–+]\s+|\(?\d{1,2}[.)]\s+|#{1,6}\s+)?[\s*_\"'“„«‘`¿]*")
"""What stands before a label: a bullet, a number, marks of emphasis or quotation."""

_MARK = re.compile(r"[?:？：]|\.(?=[\s*_]|$)|\s[–—=-](?=\s)|$")
"""What stands behind a label."""

_CLOSED = re.compile(r"[*_\"'”“»’`]{1,3}[\s:]*")
_MAX_LABEL = 120
_SENTENCE, _ALONE = 3, 2
"""Words that a label has, at least, that ends with a full stop, a dash or the line."""

_DASHED = re.compile(r"(\W{0,6})([^\W\d_][^:?–—=]{1,80}?)\s+[-–—=](\s.*)")
_SEVERAL = 2
_OPENS = re.compile(r"[A-ZÀ-Þ0-9„“«¡¿]")
"""With what an answer begins that stands behind a label without a mark."""

_ADDRESS = re.compile(r"\s*<?(https?://[^\s<>]+)>?\s*")
_NAMED = re.compile(r"[^<>]*<(https?://[^\s<>]+)>")
"""A link in HTML: its words, and where it leads."""

_LINKED = re.compile(r"(?<![\w(])<?(https?://[^\s<>()]+[^\s<>().,;:!?])>?")
_WRAPPED = 4
"""Lines over which a mail program may spread an answer."""

_WIDE = 60
"""Characters of a line that a mail program may have wrapped."""

_LOOKED_AT = 200
"""Lines by whose labels a kind is guessed."""

_WHO = frozenset({"name", "my name", "mein name", "nom", "mon nom", "nombre", "mi nombre"})
"""What a letter says before its writer's name; a table may say it of anything."""

_SIGNED = 3
"""Lines of a signature."""

_SMALL = "von|van|der|den|de|du|di|da|la|le|el|y|of|zu|und|and|et"
_BIG = r"[A-ZÀ-Þ][\w.'’-]*"
_NAME = re.compile(
    rf"(?=.{{1,40}}$)(?:(?:{_SMALL})\s+)?{_BIG}(?:,?\s+(?:{_SMALL}|{_BIG}))*"
)
"""A name, or what its bearer is: words with capitals."""

_TOP = 3
"""Lines, one of which may say kind and title: `Ask: somebody who ...`."""


@dataclass(frozen=True)
class MailText:
    """What the text of a mail says."""

    kind: Kind | None
    """If one of its lines names a kind, or its labels are those of one."""

    answers: Mapping[str, str]
    """By the name of a field; an empty one was left out on purpose."""

    text: str
    consent: bool = False
    mail_is_public: bool = False
    problems: tuple[Problem, ...] = ()


def read_mailtext(
    text: str, kind: Kind, *, is_named: bool = False, where: str = ""
) -> MailText:
    """Take the text of a mail apart.

    A known label begins an answer and ends the one before, wherever it stands.

    Args:
        text: The mail without its headers; quotes and signature may be in it.
        kind: What the mail seems to be, unless a line of it says otherwise.
        is_named: Whether the subject says that it is.
        where: What problems name as their place.
    """
    if len(text) > _MAX:
        return MailText(None, {}, text)
    lines = _mark_labels(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    named = _find_kind(lines, kind, is_named=is_named)
    letter = _Letter(named or kind, where)
    own = list(
        _own_lines(
            _cut_original(lines, letter.is_said), letter.is_question, letter.is_answer
        )
    )
    own = _join_agreement(own)
    letter.read(skip_opening(own, letter.is_label, letter.is_telling))
    told = _take_address(letter.told, named or kind, letter.answers)
    return MailText(
        kind=named,
        answers=letter.answers,
        text="\n".join(skip_wishes(told)).strip(),
        consent="consent" in letter.facts,
        mail_is_public="mail_is_public" in letter.facts,
        problems=tuple(letter.list_problems()),
    )


def _mark_labels(lines: list[str]) -> list[str]:
    """Write `When – Friday` as `When: Friday`, where more lines than one begin so."""
    found = [_DASHED.match(line) for line in lines]
    named = [bool(each and _is_asked(each[2])) for each in found]
    if sum(named) < _SEVERAL:
        return lines
    return [
        f"{each[1]}{each[2]}:{each[3]}" if each and is_named else line
        for line, each, is_named in zip(lines, found, named, strict=True)
    ]


def _join_agreement(lines: list[str]) -> list[str]:
    """Write `I agree`, and the yes or no below it, as one line."""
    joined: list[str] = []
    left = deque(lines)
    while left:
        line = left.popleft()
        bare = line.strip(" *_?:")
        below = next(filter(str.strip, left), "")
        if is_agreement(bare) and (is_denial(below) or find_agreed("consent", below)):
            while left.popleft() != below:
                pass
            line = f"I agree: {below.strip()}"
        joined.append(line)
    return joined


def _is_asked(label: str) -> bool:
    return asks_kind(label) or any(_find_asked(label, kind) for kind in KINDS.values())


def _find_kind(lines: Sequence[str], kind: Kind, *, is_named: bool) -> Kind | None:
    """Find the kind that the lines say, or to which most of their labels belong."""
    written = [line for line in lines if line.strip()]
    asked = [line.lstrip("> ") for line in written]  # a question of ours may be quoted
    stated = map(_read_kind, asked)
    if (found := next(filter(None, stated), None)) or is_named:
        return found
    above = (_split_kind(line) for line in written[:_TOP])
    if titled := next(filter(None, above), None):
        return titled[0]
    beginning = asked[:_LOOKED_AT]
    best = max(
        KINDS.values(), key=lambda row: (_count_answers(beginning, row), row is kind)
    )
    return best if _count_answers(beginning, best) > 1 else None


def _count_answers(lines: Sequence[str], kind: Kind) -> int:
    common = {asked.name for asked in COMMON} | {"text", ""}
    found = (_split(line, kind) for line in lines)
    return len({labelled[0].field for labelled in found if labelled} - common)


def _read_kind(line: str) -> Kind | None:
    name, _, value = line.partition(":")
    return find_kind(value) if asks_kind(name) else None


def _split_kind(line: str) -> tuple[Kind, str] | None:
    """Split `Ask: somebody who ...` into its kind and the rest."""
    name, colon, value = line[: _MAX_LABEL * 10].partition(":")
    kind = find_kind(name) if colon and value.strip() else None
    return (kind, value.strip()) if kind else None


@dataclass(frozen=True)
class _Asked:
    """What a label asks for."""

    field: str = ""
    fact: str = ""


def _split(line: str, kind: Kind) -> tuple[_Asked, str] | None:
    """Split a line into what its label asks for and what stands behind it."""
    bare = line.strip()
    begin = _BEGIN.match(bare)
    at = begin.end() if begin else 0
    for mark in reversed(list(_MARK.finditer(bare, at, at + _MAX_LABEL))):
        label = bare[at : mark.start()]
        least = {"?": 1, ":": 1, "？": 1, "：": 1, ".": _SENTENCE}.get(mark[0], _ALONE)
        if mark[0] == "" and mark.end() < len(bare):
            continue  # the line goes on
        if len(label.split()) < least:
            continue
        if asked := _find_asked(label, kind):
            rest = bare[mark.end() :]
            if at and (closed := _CLOSED.match(rest)):
                rest = rest[closed.end() :]
            return asked, rest.strip()
    return _split_sentence(bare[at:], kind)


def _split_sentence(bare: str, kind: Kind) -> tuple[_Asked, str] | None:
    """Split what follows a long label without any mark, as it does in HTML: bold there."""
    for asked in kind.all_fields:
        label = asked.label
        begins, rest = bare[: len(label)], bare[len(label) :].lstrip(" *_")
        is_long = len(label.split()) > _SENTENCE
        if is_long and begins.casefold() == label.casefold() and _OPENS.match(rest):
            return _Asked(field=asked.name), rest.strip()
    return None


def _find_asked(label: str, kind: Kind) -> _Asked | None:
    if asked := find_field(kind, label):
        return _Asked(field=asked.name)
    if fold(label) in _WHO:
        return _Asked(field="title" if kind.name == "welcome" else "by")
    fact = find_fact(label)
    return _Asked(fact=fact) if fact else _Asked() if asks_kind(label) else None


def _own_lines(
    lines: list[str],
    is_question: Callable[[str], bool],
    is_answer: Callable[[str], bool],
) -> Iterator[str]:
    """Leave out what others wrote, and what stands below every mail.

    A question of ours that is quoted above its answer begins it, as any label does.
    """
    attributions = set(_find_attributions(lines))
    lines = lines if attributions else _unquote(lines, is_answer)
    is_heading = False
    for number, line in enumerate(lines):
        bare = line.strip()
        if _END.fullmatch(bare):
            return
        continues = is_heading and (not bare or _HEADER.match(bare))
        is_heading = bool(continues or _FORWARDED.fullmatch(bare))
        if _is_escaped(lines, number):
            yield bare[1:]
        elif bare.startswith(">"):
            words = bare.lstrip("> ")
            below = next(filter(str.strip, lines[number + 1 :]), "")
            if is_question(words) and not below.lstrip().startswith(">"):
                yield words
        elif not (is_heading or number in attributions):
            yield line


def _unquote(lines: list[str], is_answer: Callable[[str], bool]) -> list[str]:
    """Take the marks of quotation off, where questions were answered within them.

    Whoever says above them when somebody wrote it, in any language, quotes a letter.
    """
    quoted = [at for at, line in enumerate(lines) if line.startswith(">")]
    answered = sum(is_answer(lines[at].lstrip("> ")) for at in quoted)
    above = [line for line in lines[: quoted[0]] if line.strip()] if quoted else []
    is_letter = bool(above) and _SAYS_WHEN.search(" ".join(above[-2:])) is not None
    if answered < _SEVERAL or is_letter:
        return lines
    return [re.sub(r"^> ?", "", line) for line in lines]


_SAYS_WHEN = re.compile(r"[@<]|\d[^:]*:\d\d|\d{4}")
"""What stands above a letter that is quoted: an address, a time, a year."""


def _is_escaped(lines: list[str], number: int) -> bool:
    """Whether a mailbox has put a `>` before a line that begins with `From `."""
    beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    return lines[number].startswith(">From ") and not any(
        line.startswith(">") for line in beside
    )


def _cut_original(lines: list[str], is_said: Callable[[str], bool]) -> list[str]:
    """Cut off the letter to which this is an answer, if it stands below without a mark.

    Whoever passes one on says nothing above it: then its headers are left out.
    """
    for at, line in enumerate(lines):
        block = list(takewhile(_HEADER.match, map(str.strip, lines[at : at + _LONGEST])))
        if len(block) >= _HEADERS:
            above = lines[:at]
            is_answer = any(map(is_said, above))
            return above if is_answer else [*above, *lines[at + len(block) :]]
        if line.startswith(">") and not _is_escaped(lines, at):
            return lines
    return lines


_LONGEST = 8
"""Lines of headers."""


def _find_attributions(lines: list[str]) -> Iterator[int]:
    """Find "On Friday Rosa wrote:", in one line or two, above what is quoted."""
    for number, line in enumerate(lines):
        if not line.startswith(">") or (number and lines[number - 1].startswith(">")):
            continue
        above = [n for n in range(max(0, number - 3), number) if lines[n].strip()]
        begun = above[-2:] if above and _BEGUN.match(lines[above[-2:][0]]) else above[-1:]
        if _ATTRIBUTION.fullmatch(" ".join(lines[n].strip() for n in begun)):
            yield from begun


@dataclass
class _Letter:
    """The lines of a mail, as far as they were read."""

    kind: Kind
    where: str
    answers: dict[str, str] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    """What answers no question, and what answers the one for the text."""

    strays: list[str] = field(default_factory=list)
    """What stands outside of all answers."""

    twice: list[str] = field(default_factory=list)
    """Fields that are answered in two ways."""

    open: _Asked | None = None
    """The question that a line without a label may go on to answer."""

    is_awaited: bool = False
    """Whether nothing has answered it yet."""

    has_text: bool = False
    """Whether a label says where the text begins."""

    def read(self, lines: list[str]) -> None:
        """Read all lines."""
        above = 0
        for number, line in enumerate(lines):
            above += bool(line.strip())
            if is_agreement(line) and not self._is_refused(lines[number + 1 :]):
                self.facts.add("consent")
                self.open = None
                if self._is_signed(lines[number + 1 :]):
                    return
            elif above <= _TOP and (titled := self._split_title(line)):
                self._enter(_Asked(field=titled[0]), titled[1])
            elif labelled := _split(line, self.kind):
                self._enter(*labelled)
            else:
                self._go_on(lines[number:])

    def is_label(self, line: str) -> bool:
        """Whether a line begins with a question."""
        is_asked = _split(line, self.kind) or self._split_title(line)
        return bool(is_asked) and not is_agreement(line)

    def is_said(self, line: str) -> bool:
        """Whether a line answers something, or agrees."""
        return self.is_label(line) or is_agreement(line)

    def is_question(self, line: str) -> bool:
        """Whether a line is a question, and no more."""
        labelled = _split(line, self.kind)
        return labelled is not None and not labelled[1]

    def is_answer(self, line: str) -> bool:
        """Whether a line is a question and its answer."""
        labelled = _split(line, self.kind)
        return labelled is not None and bool(labelled[1])

    def is_telling(self, line: str) -> bool:
        """Whether a line is more than an opening: an address, an answer, an agreement."""
        has_label = re.match(r"[^:?\n]{1,80}(?:\?[*_]{0,2}|:[*_]{0,2})\s+\S", line.strip())
        return bool(has_label or _LINKED.search(line) or is_agreement(line))

    def list_problems(self) -> Iterator[Problem]:
        """Say what is answered twice, and what stands outside of all answers."""
        for name in self.twice:
            asked = self.kind.field(name)
            label = asked.label if asked else name
            what = f"“{label}” is answered twice, in two ways"
            yield Problem(Place(self.where, 0, name), what, "leave one of the two answers")
        words = " ".join(skip_wishes(["", *self.strays])).strip()
        if self.has_text and words:
            what = f"{show(shorten(words, 80))} answers no question, and stands in the text"
            fix = "if readers should not see it, take it out"
            yield Problem(Place(self.where, 0, "text"), what, fix, is_fatal=False)

    def _split_title(self, line: str) -> tuple[str, str] | None:
        """Read `Ask: somebody who ...` as a title, or as an address if it is one."""
        titled = _split_kind(line)
        if titled is None or titled[0] is not self.kind or "title" in self.answers:
            return None
        address = next((n for n in ("url", "reach") if self.kind.field(n)), "title")
        return (address if _ADDRESS.fullmatch(titled[1]) else "title", titled[1])

    def _enter(self, asked: _Asked, answer: str) -> None:
        self.open, self.is_awaited = asked, not answer
        if asked.field == "text":
            self.has_text = True
            self.told += ["", answer] if self.told else [answer]
        elif asked.field:
            before = self.answers.get(asked.field, "")
            question = self.kind.field(asked.field)
            if question is not None and question.type in ("url", "reach"):
                answer = _NAMED.sub(r"\1", answer)
            is_moment = question is not None and question.type == "moment"
            joined = join_day(before, answer) if is_moment and before and answer else ""
            if answer and before and before != answer and not joined:
                self.twice.append(asked.field)
            self.answers[asked.field] = joined or before or answer
        elif asked.fact and answer:
            self.facts |= find_agreed(asked.fact, answer)
            self.open = None

    def _is_refused(self, below: list[str]) -> bool:
        """Whether the next line says no to it: then it was a question."""
        return is_denial(next(filter(str.strip, below), ""))

    def _is_signed(self, below: list[str]) -> bool:
        """Whether all below is a name, and perhaps what its bearer does, or a place."""
        said = [line.strip() for line in below if line.strip()]
        return len(said) <= _SIGNED and all(
            _NAME.fullmatch(line) is not None and not self._says_more(line) for line in said
        )

    def _says_more(self, line: str) -> bool:
        return self.is_label(line) or self.is_telling(line) or ":" in line

    def _go_on(self, lines: list[str]) -> None:
        """Read a line without a label, the first of these."""
        line, asked = lines[0], self.open
        if asked is not None and asked.field == "text":
            self.told.append(line)
        elif not line.strip():
            self.open = asked if self.is_awaited and self._is_answered(lines) else None
            self.told.append(line)
        elif asked is not None and self.is_awaited:
            self._enter(asked, line.strip())
        elif asked is not None and self._is_wrapped(asked, lines):
            self.answers[asked.field] += f" {line.strip()}"
        else:
            self.open = None
            self.told.append(line)
            self.strays.append(line)

    def _is_answered(self, lines: list[str]) -> bool:
        """Whether one line below an empty one is an answer: another label follows it."""
        below = list(islice(filter(str.strip, lines), 2))
        return len(below) > 1 and not self.is_said(below[0]) and self.is_said(below[1])

    def _is_wrapped(self, asked: _Asked, lines: list[str]) -> bool:
        """Whether the first line is the rest of an answer that a mail program wrapped."""
        question = self.kind.field(asked.field)
        if question is None or question.type != "line" or ":" in lines[0]:
            return False
        paragraph = list(takewhile(str.strip, lines[:_WRAPPED]))
        if any(self.is_label(line) or is_agreement(line) for line in paragraph):
            return True
        last = self.answers[asked.field].rpartition("\n")[2]
        if last.endswith(","):
            return True
        return len(last) >= _WIDE and len(paragraph) == 1


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
