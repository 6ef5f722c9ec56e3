"""Where hostile submissions arrive: a site of its own, by every way in there is."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from pathlib import Path
from random import Random
from traceback import format_exception
from typing import Any
from unittest.mock import patch

import yaml
from click.testing import CliRunner
from tests.attack.letters import good_letter, list_letters
from tests.attack.payloads import EVIL, Payload, list_payloads
from tests.attack.tables import list_tables
from tests.e2e.papers import a_paper, issue, item, section
from tests.unit.intaking import NOW, an_event, answers_of, fill_form

from postroom.cli import main
from postroom.cli.config import find_site
from postroom.cli.inbox import inbox_of, open_inbox
from postroom.errors import PostroomError
from postroom.harvest.harvest import compose_link
from postroom.harvest.parsing import parse_feed
from postroom.harvest.proposals import Proposal
from postroom.harvest.reprint import compose_reprint
from postroom.harvest.source import FeedSource, Place
from postroom.intake.batch import take_in
from postroom.intake.formbody import read_submission
from postroom.intake.private import hide_private
from postroom.intake.pullrequest import Branch, check_files
from postroom.intake.submission import Submission
from postroom.intake.waiting import parse_waiting
from postroom.model.address import stem
from postroom.model.kinds import KINDS
from postroom.toolbox.templates import Templates

EPOCH = str(int(NOW.timestamp()))
OPTIONS = {"licence": "CC-BY-4.0", "kits": {"permission": "no"}}
PER_ISSUE = 60
_ITEMS = Path("docs/newsletter/items")
_INBOX = Path("docs/newsletter/inbox")
_INBOX_NAMES = (".gitignore", "done.txt")
_OURS = re.compile(r"^(?:source|as_sent): .*$", re.M)
"""What we write ourselves of what waits: digests, some of which look like a number."""

_REPRINT = re.compile(r"docs/posts/reprint-\d+\.md")
_PASSING = ((".cache",), ("site",), ("sent",))
_MAILBOX = b"From a@b.example Sat Oct  3 09:41:22 2026\n"
_STEERS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}


@dataclass(frozen=True)
class Sent:
    """What is sent: good answers to the questions of a kind, but for a payload."""

    kind: str
    answers: dict[str, str]
    payload: Payload
    where: str
    number: int


@dataclass
class Yard:
    """A site to which things are sent, what became of them, and what was broken."""

    folder: Path
    chance: Random
    figures: dict[str, Counter[str]] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    def __post_init__(self) -> None:
        a_paper(self.folder, {}, options=OPTIONS)
        self.payloads = list_payloads(self.chance)

    @property
    def settings(self) -> Path:
        """The site's settings."""
        return self.folder / "mkdocs.yml"

    def count(self, way: str, what: str, many: int = 1) -> None:
        """Count what became of things that came in one way."""
        self.figures.setdefault(way, Counter())[what] += many

    def breach(self, kind: str, what: str, way: str = "site") -> None:
        """Note that something did what it must not do."""
        self.count(way, kind)
        self.breaches.append(f"{way}: {kind}: {what}")

    def write_all(self, count: int) -> Iterator[Sent]:
        """Write so many submissions."""
        return (self._write(payload) for payload in islice(self.payloads, count))

    def _write(self, payload: Payload) -> Sent:
        chance, number = self.chance, next(self._numbers)
        kind = KINDS[chance.choice([*KINDS])]
        answers = answers_of(kind.name)
        answers["title"] = f"{answers['title']} {number}"
        for name in {"url", "online", "reach"} & answers.keys():
            answers[name] = f"https://n{number}.example.org/{name}"
        names = [each.name for each in kind.all_fields]
        where = chance.choice(["text", "title", chance.choice(names)])
        for name in dict.fromkeys((where, chance.choice([where, *names]))):
            answers[name] = self._put(payload.text, answers.get(name, ""))
        return Sent(kind.name, answers, payload, where, number)

    def _put(self, text: str, good: str) -> str:
        forms = (text, f"{good} {text}", f"{text} {good}", f"{good}\n\n{text}")
        return self.chance.choice(forms)

    @contextmanager
    def watch(self, way: str) -> Iterator[None]:
        """See to it that one way in breaks nothing, and writes where it may alone."""
        before = set(self._list_files())
        with patch.dict("os.environ", SOURCE_DATE_EPOCH=EPOCH):
            try:
                yield
            except Exception as error:
                told = "".join(format_exception(error)[-4:])
                self.breach("tracebacks", told, way)
        for path in sorted({*self._list_files()} - before):
            is_item = path.parent == _ITEMS and path.suffix == ".md"
            if path.parent == _INBOX and path.name not in _INBOX_NAMES:
                self._read_waiting(way, path)
            elif path.parent == _INBOX:
                pass
            elif not (is_item or _REPRINT.fullmatch(path.as_posix())):
                self.breach("outside", f"{path} was written", way)

    def _read_waiting(self, way: str, path: Path) -> None:
        """Look whether what waits for an editor can be read, and steers nothing."""
        text = (self.folder / path).read_text("utf-8")
        if signs := _STEERS & {*text}:
            self.breach("steered", f"{path} has {sorted(signs)}", way)
        try:
            waiting = parse_waiting(text, path)
        except PostroomError as error:
            self.breach("lost", f"{error}", way)
        else:
            own = _OURS.sub("", text)
            if not waiting.submission.mail_is_public and hide_private(own) != own:
                self.breach("outside", f"{path} has somebody's address", way)

    def _list_files(self) -> Iterator[Path]:
        """All that lies in the folder around the site, where paths could lead, too."""
        for path in self.folder.parent.rglob("*"):
            is_ours = path.is_relative_to(self.folder)
            name = path.relative_to(self.folder) if is_ours else path
            is_passing = is_ours and name.parts[:1] in _PASSING
            if path.is_file() and not is_passing:
                yield name

    def run(self, way: str, *words: str | Path) -> str:
        """Run a command of ours; a crash, and what steers a terminal, are breaches."""
        given = [*map(str, words), "-f", str(self.settings)]
        done = CliRunner().invoke(main, given, color=True)  # or it hides what steers
        if done.exception and not isinstance(done.exception, SystemExit):
            told = "".join(format_exception(done.exception)[-4:])
            self.breach("tracebacks", told, way)
        if signs := _STEERS & set(done.output):
            self.breach("steered", f"a terminal got {sorted(signs)}", way)
        return done.output

    def keep(self, name: str, content: str | bytes) -> Path:
        """Keep what is sent as a file, beside the site's."""
        path = self.folder / "sent" / name
        path.parent.mkdir(exist_ok=True)
        raw = content.encode(errors="replace") if isinstance(content, str) else content
        path.write_bytes(raw)
        return path

    def take(self, way: str, submissions: Iterable[Submission | Any]) -> None:
        """File what is accepted of submissions, as commands do."""
        inbox = open_inbox(self.settings)
        for receipt in take_in(inbox, submissions):
            self.count(way, "taken", receipt.fate in ("new", "changed"))


def by_form(yard: Yard, count: int) -> None:
    """Fill forms at GitHub."""

    def read() -> Iterator[Any]:
        for sent in yard.write_all(count):
            yard.count("form", "sent")
            body = fill_form(KINDS[sent.kind], sent.answers, mail=sent.number % 2 == 0)
            event = an_event(
                body, sent.kind, number=sent.number + 1, title=sent.payload.text
            )
            yield read_submission(event, label="submission")

    yard.take("form", read())


def by_letter(yard: Yard, count: int) -> None:
    """Write letters: some of them want to stop the mailbox, and good ones are between."""
    letters = [_letter(yard.chance, sent) for sent in yard.write_all(count)]
    seed = yard.chance.randrange(1 << 30)
    letters += [raw for _, raw in list_letters(count // 8, seed, sizes=(1, 8, 250))]
    letters += [good_letter(number) for number in range(20)]
    yard.chance.shuffle(letters)
    yard.count("letter", "sent", len(letters))
    mailbox = b"\n\n".join(_MAILBOX + letter for letter in letters) + b"\n"
    told = yard.run("letter", "intake", "mail", yard.keep("letters.mbox", mailbox))
    yard.count("letter", "taken", told.count(": new, "))
    if (good := told.count("Table ")) < 20:
        yard.breach("lost", f"{good} of 20 good letters were read", "letter")


def _letter(chance: Random, sent: Sent) -> bytes:
    answers = dict(sent.answers)
    title, name, text = (answers.pop(key, "") for key in ("title", "by", "text"))
    subject = f"{KINDS[sent.kind].heading}: {title}"
    if chance.random() < 0.7:
        word = b64encode(subject.encode(errors="replace")).decode()
        subject = f"=?utf-8?b?{word}?="
    labels = "".join(f"{key}: {value}\n" for key, value in answers.items())
    body = f"I agree: yes\n{labels}\n{text}\n\nI agree\n".encode(errors="replace")
    coding, subtype = "8bit", "plain"
    if chance.random() < 0.2:
        subtype, body = "html", b"<p>" + body.replace(b"\n", b"<br>")
    if chance.random() < 0.3:
        coding, body = "base64", b64encode(body)
    head = (
        f"From: {name or 'Rosa'} <r{sent.number}@x.example>\n"
        f"Message-ID: <{sent.number}@x.example>\nDate: Mon, 02 Nov 2026 20:15:00 +0000\n"
        f"Subject: {subject}\nContent-Type: text/{subtype}; charset=utf-8\n"
        f"Content-Transfer-Encoding: {coding}\n\n"
    )
    whole = head.encode(errors="replace") + body
    return whole.replace(b"\nFrom ", b"\n>From ")


def by_table(yard: Yard, count: int) -> None:
    """Fill the rows of tables, and send what is no table at all."""
    rows: dict[str, list[Sent]] = {}
    for sent in yard.write_all(count):
        rows.setdefault(sent.kind, []).append(sent)
    for kind, sents in rows.items():
        names = [each.name for each in KINDS[kind].all_fields]
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(names)
        writer.writerows([sent.answers.get(n, "") for n in names] for sent in sents)
        path = yard.keep(f"{kind}.csv", table.getvalue())
        told = yard.run("table", "intake", "csv", path, "--kind", kind, "--consent")
        yard.count("table", "sent", len(sents))
        yard.count("table", "taken", told.count(": new, "))
    for name, raw in list_tables(yard.chance.randrange(1 << 30), scale=0.0005):
        if len(raw) < 1_000_000:
            yard.count("table", "sent")
            path = yard.keep("odd.csv", raw)
            words = ("intake", "csv", path, "--kind", "news", "--consent")
            told = yard.run(f"table {name}", *words)
            yard.count("table", "taken", told.count(": new, "))


def by_terminal(yard: Yard, count: int) -> None:
    """Answer by files, as programs write them for `postroom submit --answers`."""
    lines = []
    for sent in yard.write_all(count):
        claimed = yard.chance.choice([{}, {}, {"source": sent.payload.text}])
        lines.append(
            json.dumps(
                {"kind": sent.kind, "answers": sent.answers, "consent": True, **claimed},
                ensure_ascii=yard.chance.random() < 0.5,
            )
        )
    path = yard.keep("answers.json", "\n".join(lines))
    told = yard.run("terminal", "submit", "--answers", path)
    yard.count("terminal", "sent", count)
    yard.count("terminal", "taken", told.count(f"{_ITEMS}/"))


def by_feed(yard: Yard, count: int) -> None:
    """Publish feeds, of which an editor takes every post, as a link or to be printed."""
    source = FeedSource("tuesday", "The Tuesday table", "https://x.example/f", Place("x"))
    reprints: list[str] = []

    def read() -> Iterator[Submission]:
        sents = yard.write_all(count)
        while batch := [*islice(sents, 50)]:
            yard.count("feed", "sent", len(batch))
            write = yard.chance.choice([_rss, _atom, _json_feed])
            found = parse_feed(write(batch), url="https://x.example/f", now=NOW)
            for find in found if isinstance(found, tuple) else ():
                proposal = Proposal("bcdf", find, source)
                yield compose_link(proposal, today=NOW.date())
                if proposal.choices == ("link", "reprint"):
                    reprints.extend(_reprint(yard, proposal, len(reprints)))

    yard.take("feed", read())
    posts = yard.folder / "docs/posts"
    for number, draft in enumerate(reprints[: max(4, count // 20)]):
        printed = draft.replace("\ndraft: true\n", "\n")
        (posts / f"reprint-{number}.md").write_text(printed, encoding="utf-8")
        yard.count("feed", "reprinted")


def _reprint(yard: Yard, proposal: Proposal, number: int) -> Iterator[str]:
    try:
        yield compose_reprint(
            proposal,
            uid=f"reprint{number}",
            today=NOW.date(),
            slug=f"reprint-{number}",
            language="en",
        )
    except PostroomError:
        yard.count("feed", "refused")


def _page_of(sent: Sent) -> str:
    return sent.answers.get("url") or f"https://n{sent.number}.example.org/"


def _xml(text: str) -> str:
    return escape("".join(c for c in text if c in "\n\t" or (c >= " " and c < "\ud800")))


def _rss(sents: Iterable[Sent]) -> bytes:
    entries = "".join(
        f"<item><title>{_xml(sent.answers['title'])}</title>"
        f"<link>{_xml(_page_of(sent))}</link>"
        f"<author>{_xml(sent.answers.get('by', ''))}</author>"
        f"<pubDate>Mon, 02 Nov 2026 20:15:00 +0000</pubDate>"
        f"<description>{_xml(sent.answers.get('text', ''))}</description>"
        f"<content:encoded>{_xml('<p>' + sent.payload.text)}</content:encoded></item>"
        for sent in sents
    )
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:cc="http://creativecommons.org/ns#"'
    )
    licence = '<cc:license resource="https://creativecommons.org/licenses/by/4.0/"/>'
    return (
        f'<rss version="2.0" {spaces}><channel>{licence}<title>x</title>{entries}'
        "</channel></rss>"
    ).encode()


def _atom(sents: Iterable[Sent]) -> bytes:
    entries = "".join(
        f'<entry><title type="html">{_xml(sent.answers["title"])}</title>'
        f'<link href="{_xml(_page_of(sent))}"/><id>urn:x:{sent.number}</id>'
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>'
        f"<author><name>{_xml(sent.answers.get('by', 'Rosa'))}</name></author>"
        "<published>2026-11-02T20:15:00Z</published>"
        f'<summary type="html">{_xml(sent.answers.get("text", ""))}</summary>'
        f'<content type="html">{_xml(sent.payload.text)}</content></entry>'
        for sent in sents
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def _json_feed(sents: Iterable[Sent]) -> bytes:
    items = [
        {
            "id": f"{sent.number}",
            "url": _page_of(sent),
            "title": sent.answers["title"],
            "summary": sent.answers.get("text", ""),
            "content_html": sent.payload.text,
            "authors": [{"name": sent.answers.get("by", "")}],
            "date_published": "2026-11-02T20:15:00Z",
        }
        for sent in sents
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "x", "items": items}).encode()


def by_pull_request(yard: Yard, count: int) -> None:
    """Add files by pull requests: front matter as people write it, or do not."""
    folder = yard.folder / _ITEMS
    folder.mkdir(exist_ok=True)
    paths = [_write_file(yard, folder, sent) for sent in yard.write_all(count)]
    yard.count("pull request", "sent", len(paths))
    place = find_site(yard.settings)
    [newsletter] = place.survey.edition.site.newsletters
    origin = Branch("", lambda _: b"")
    by_path = check_files(inbox_of(place, newsletter), paths, place.survey.problems, origin)
    for path, problems in by_path.items():
        if any(problem.is_fatal for problem in problems):
            (yard.folder / "docs" / path).unlink()
        else:
            yard.count("pull request", "taken")


def _write_file(yard: Yard, folder: Path, sent: Sent) -> Path:
    values = {"kind": sent.kind, "uid": f"pull{sent.number:06}", "submitted": "2026-11-09"}
    values |= {key: value for key, value in sent.answers.items() if key != "text"}
    values |= {"consent": "true"}
    if yard.chance.random() < 0.1:
        values["source"] = yard.chance.choice([sent.payload.text, "github:small/site#1"])
    write = yard.chance.choice([_front_of_json, _front_by_hand, _front_dumped])
    text = f"---\n{write(values)}---\n\n{sent.answers.get('text', '')}\n"
    name = yard.chance.choice(
        [f"pull-{sent.number}", f"pull-{sent.number} <b onclick={sent.number}>"]
    )
    path = folder / f"{name}.md"
    path.write_bytes(text.encode(errors="replace"))
    return path


_PLAIN = ("kind", "uid", "submitted", "consent", "start", "end", "closes", "until")


def _front_of_json(values: dict[str, str]) -> str:
    return "".join(
        f"{key}: {value if key in _PLAIN else json.dumps(value)}\n"
        for key, value in values.items()
    )


def _front_by_hand(values: dict[str, str]) -> str:
    return "".join(
        f"{key}: {value}\n" if key in _PLAIN else f'{key}: "{value}"\n'
        for key, value in values.items()
    )


def _front_dumped(values: dict[str, str]) -> str:
    whole = {k: v.encode(errors="replace").decode() for k, v in values.items()}
    plain = "".join(f"{key}: {whole.pop(key)}\n" for key in _PLAIN if key in whole)
    return plain + yaml.safe_dump(whole, allow_unicode=True)


WAYS: dict[str, tuple[Callable[[Yard, int], None], float]] = {
    "form": (by_form, 0.25),
    "letter": (by_letter, 0.2),
    "table": (by_table, 0.2),
    "terminal": (by_terminal, 0.12),
    "feed": (by_feed, 0.1),
    "pull request": (by_pull_request, 0.13),
}
"""Every way in, and its part of what is sent."""


def send_all(yard: Yard, count: int) -> None:
    """Send so many submissions, by all ways in."""
    for way, (send, part) in WAYS.items():
        with yard.watch(way):
            send(yard, round(count * part))


LETTER = """Dear *all*, **here** is `all` that [a letter](https://x.example/) may have.

## Two

### Three

#### Four

##### Five

###### Six

- one
    - below
1. first

> A quote.

    code

| a | b |
|---|---|
| c | d |

***
"""


def print_all(yard: Yard, most: int) -> None:
    """Print what was taken in issues; kits are made of the items of one of them."""
    names = sorted(stem(path.name) for path in (yard.folder / _ITEMS).glob("*.md"))
    yard.chance.shuffle(names)
    posts = sorted(p.stem for p in (yard.folder / "docs/posts").glob("reprint-*.md"))
    folder = yard.folder / "docs/newsletter/issues"
    for number, at in enumerate(range(0, min(len(names), most), PER_ISSUE), 1):
        sections = [section("From you", *names[at : at + PER_ISSUE], posts=posts[:3])]
        posts = posts[3:]
        text = issue(
            date=f"{NOW.date()}",
            number=number,
            uid=f"issue{number}",
            sections=sections,
            reprint="allowed" if number == 1 else "no",
        )
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
        yard.count("site", "printed", len(names[at : at + PER_ISSUE]))


def fill_clean(yard: Yard) -> None:
    """Fill a site with what nobody has anything against: what it holds, may stand there."""
    folder = yard.folder / _ITEMS
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / f"{kind}.md").write_text(item(kind, f"{kind}x"), encoding="utf-8")
    # pages ask for cuts of the typeface by the letters that they have
    faces = Templates().read("share/faces.css")
    letters = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-Fa-f]+)", faces)}
    words = " ".join(sorted(filter(str.isalpha, letters)))
    every = item("job", "jobxx", text=f"Whoever writes {words}, is wanted.")
    (folder / "letters.md").write_text(every, encoding="utf-8")
    entry = Sent(
        "link",
        {**answers_of("link"), "url": f"https://{EVIL}/x", "text": f"It is good: {words}."},
        Payload("plain words"),
        "text",
        1,
    )
    found = parse_feed(_atom([entry]), url="https://x.example/f", now=NOW)
    assert isinstance(found, tuple)
    source = FeedSource("tuesday", "The Tuesday table", "https://x.example/f", Place("x"))
    [draft] = _reprint(yard, Proposal("bcdf", found[0], source), 0)
    path = yard.folder / "docs/posts/reprint-0.md"
    path.write_text(draft.replace("\ndraft: true\n", "\n"), encoding="utf-8")
    print_all(yard, 99)
    rich = issue(LETTER, date=f"{NOW.date()}", number=2, uid="issue2", sections=[])
    place = yard.folder / "docs/newsletter/issues/2.md"
    place.write_text(rich, encoding="utf-8")
