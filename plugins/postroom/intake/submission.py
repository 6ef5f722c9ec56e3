"""A submission becomes an item and the place of its file, or every problem with it."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.intake.answers import prepare_answers
from postroom.intake.checks import check_item
from postroom.intake.manners import check_manners
from postroom.intake.private import hide_private
from postroom.intake.times import lend_zone, settle_times
from postroom.model.item import EDITORIAL, Item, model_of
from postroom.model.kinds import CONSENT, KINDS, Kind
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.model.text import plain_slug, shorten_slug
from postroom.toolbox.wording import explain, nearest, show

_MIN_UID = 4
"""Characters of a uid that tell files of one day and title apart, as a rule."""

_MAX_SLUG = 60
"""Bytes of a file's name that come from the title."""


@dataclass(frozen=True)
class Envelope:
    """To whom a letter is answered; it enters no file of the site."""

    address: str = ""
    subject: str = ""
    message_id: str = ""


@dataclass(frozen=True)
class Submission:
    """What somebody sent in, as they wrote it."""

    kind: str
    answers: Mapping[str, str]
    """Raw text by the name of its field; nothing in it can be trusted."""

    source: str
    """Where it came from: `github:owner/name#12`, `csv#<key>`, `mail#<key>`, `terminal`,
    `file`."""

    submitted: date
    consent: bool
    """Whether they said that they may share it, and do."""

    mail_is_public: bool = False
    problems: tuple[Problem, ...] = ()
    """What was found when it was read."""

    where: str = ""
    """Where an editor finds it, such as `row 14`; empty if the source says it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The column of a spreadsheet that answers a field, such as `F`."""

    envelope: Envelope | None = field(default=None, repr=False, compare=False)
    """To whom it is answered, if it came as a letter."""

    others: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """Sources that it may have as well: rows of one stamp change places, or go."""

    answers_to: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """The sources that letters would have to which this one is an answer."""

    is_stamped: bool = field(default=True, compare=False)
    """Whether it says when it was sent."""

    of_its_stamp: int = field(default=1, compare=False)
    """How many rows have its stamp."""


@dataclass(frozen=True)
class Verdict:
    """What became of a submission."""

    submission: Submission
    item: Item | None
    """None when its values cannot be an item, or nobody agreed to it."""

    path: str
    """Its file, below the folder of the site's `blog_dir`; empty without an item."""

    problems: tuple[Problem, ...]
    """What must change, then what was noticed; `key` is the name of a field."""

    is_known: bool = False
    """Whether the same item, word for word, is there already."""

    replaces: Item | None = None
    """What is there already of the same submission, in other words."""

    @property
    def is_accepted(self) -> bool:
        """Whether the item can be written to its file."""
        return self.item is not None and not any(p.is_fatal for p in self.problems)


def check_submission(
    submission: Submission,
    *,
    newsletter: Newsletter,
    ledger: Ledger,
    now: datetime,
    home: str = "",
) -> Verdict:
    """Check everything at once; it takes the same time however many items there are.

    Whoever writes the item to its file also enters it into the ledger.

    Args:
        submission: What was sent in.
        newsletter: What it is for.
        ledger: All items there are.
        now: The moment at which it is checked.
        home: The site's own host; empty if it has none.
    """
    kind = KINDS.get(submission.kind)
    if kind is None:
        return Verdict(submission, None, "", (_explain_kind(submission),))
    answers = lend_zone(kind, submission.answers, newsletter.options)
    values, problems = prepare_answers(kind, answers, submission.source)
    values, unclear = settle_times(
        kind,
        values,
        today=submission.submitted,
        where=submission.source,
        is_lent=answers is not submission.answers,
    )
    problems += [*unclear, *submission.problems]
    problems += _check_sender(submission, now)
    item, faults = _make_item(kind, values, submission, newsletter, ledger)
    faulty = {p.place.key for p in problems if p.is_fatal}
    problems += [problem for problem in faults if problem.place.key not in faulty]
    wrong = {problem.place.key for problem in faults}
    known = ledger.of_uid(item.uid) if item else None
    if item is not None and known is not None:  # what an editor decided stays so
        decided = {key: getattr(known, key) for key in EDITORIAL}
        item = item.model_copy(update=decided)
    clash = _find_clash(item, known) if item else None
    if item is not None and clash is None and item.says_the_same_as(known):
        return Verdict(submission, item, item.path, _sorted(problems, kind), is_known=True)
    if clash is not None:
        problems.append(clash)
    elif item is not None:
        where = submission.source
        problems += check_item(
            item, newsletter=newsletter, ledger=ledger, now=now, where=where, home=home
        )
    else:
        problems += check_manners(
            kind,
            {key: value for key, value in values.items() if key not in wrong},
            where=submission.source,
            mail_is_public=submission.mail_is_public,
            home=home,
        )
    usable = item if submission.consent else None
    path = usable.path if usable else ""
    replaced = known if usable and clash is None else None
    return Verdict(submission, usable, path, _sorted(problems, kind), replaces=replaced)


def _explain_kind(submission: Submission) -> Problem:
    otherwise = f"choose one of {', '.join(KINDS)}"
    fix = nearest(submission.kind[:40], KINDS, otherwise)
    place = Place(submission.source, 0, "kind")
    what = f"got {show(submission.kind)}" if submission.kind else "nothing says the kind"
    return Problem(place, what, fix)


def way_of(source: str) -> str:
    """The way by which something came in: `github`, `csv`, `mail`, `terminal`, `file`."""
    return source.partition("#")[0].partition(":")[0]


def _find_clash(item: Item, known: Item | None) -> Problem | None:
    """Say that the item of this uid is something else; nothing may replace it."""
    if known is None or (known.kind, known.source) == (item.kind, item.source):
        return None
    origin = f" from {known.source}" if known.source else ""
    what = f"the uid {item.uid!r} is already that of {known.path}, {known.kind}{origin}"
    fix = "send it in as a new one; an editor can see whether it replaces the other"
    return Problem(Place(item.source), what, fix)


_AGREE = {
    "github": "tick the box before “{}”",
    "csv": "let the form ask it; if it lets nobody through who disagrees, say `--consent`:"
    " “{}”",
    "mail": "add a line `I agree`, if this is so: “{}”",
}


def _check_sender(submission: Submission, now: datetime) -> list[Problem]:
    problems = []
    if not submission.consent:
        fix = _AGREE.get(
            way_of(submission.source), "say `consent: yes`, if this is so: “{}”"
        ).format(CONSENT.rstrip("."))
        place = Place(submission.source, 0, "consent")
        problems.append(Problem(place, "nobody said that it may be published", fix))
    if submission.submitted > now.date() + timedelta(days=1):
        what = f"it was sent in on {submission.submitted}, which is still to come"
        place = Place(submission.source, 0, "submitted")
        problems.append(Problem(place, what, "give the day on which it was sent"))
    return problems


def _make_item(
    kind: Kind,
    values: Mapping[str, str],
    submission: Submission,
    newsletter: Newsletter,
    ledger: Ledger,
) -> tuple[Item | None, list[Problem]]:
    uid = _derive_uid(submission, values)
    known = ledger.of_uid(uid)
    facts = {
        "kind": kind.name,
        "uid": uid,
        "path": _place_file(newsletter, ledger, uid, _name_file(kind, values, submission)),
        "submitted": known.submitted if known else submission.submitted,
        "source": submission.source,
        "consent": True,
        "mail_is_public": submission.mail_is_public,
    }
    model = model_of(kind)
    try:
        return model.model_validate({**values, **facts}), []
    except ValidationError as error:
        place = submission.source
        return None, explain(error, lambda keys: Place(place, 0, ".".join(keys)), model)


def _derive_uid(submission: Submission, values: Mapping[str, str]) -> str:
    """The same submission keeps its uid, whatever its sender changes in it."""
    seed = submission.source
    if "#" not in seed:
        seed = json.dumps({**values, "kind": submission.kind}, sort_keys=True)
    return uid_of(seed)


def uid_of(source: str) -> str:
    """The uid of what came from a GitHub issue, a row or a letter."""
    told = source.encode(errors="surrogatepass")
    return b32encode(hashlib.sha256(told).digest()).decode().lower()[:8]


def _name_file(kind: Kind, values: Mapping[str, str], submission: Submission) -> str:
    slug = shorten_slug(plain_slug(values.get("title", "")), _MAX_SLUG) or kind.name
    return f"{submission.submitted}-{slug}"


def _place_file(newsletter: Newsletter, ledger: Ledger, uid: str, name: str) -> str:
    """The file of an item; what others choose does not lead to the file of another."""
    known = ledger.of_uid(uid)
    short = f"{name}-{uid[:_MIN_UID]}"
    whole = f"{name}-{uid}" if ledger.of_name(short) else short
    stem = known.name if known else whole
    return f"{newsletter.options.folder}/items/{stem}.md".lstrip("/")


def _sorted(problems: list[Problem], kind: Kind) -> tuple[Problem, ...]:
    """In the order of the questions, what must change first; it may be published."""
    order = {field.name: place for place, field in enumerate(kind.all_fields)}
    return tuple(
        sorted(
            {replace(p, what=hide_private(p.what)) for p in problems},
            key=lambda p: (not p.is_fatal, order.get(p.place.key, len(order)), p),
        )
    )
