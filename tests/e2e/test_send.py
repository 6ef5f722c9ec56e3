"""`postroom send`: an issue goes out as its editor types, and never by accident."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.e2e.building import a_post, a_site
from tests.e2e.papers import ISSUES, ITEMS, TABLE, a_paper, files_of
from tests.fakes.lists import ListmonkServer
from tests.fakes.mail import PASSWORD, MailServer, mail_server
from tests.fakes.names import dns_server
from tests.fakes.server import answering, cut, done_but, listening

from postroom.cli import main, outgoing
from postroom.web.dns import make_lookup

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 3, 10, tzinfo=UTC).timestamp():.0f}"
READERS = "Anna <anna@readers.example>\n# gone: carl\nben@readers.example\n"
IGNORED = "/readers.txt\n/outbox.key\n/addresses.yml\n/.cache/\n"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nobody be known, and leave the log as loud as it was."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    for name in ("CI", "POSTROOM_FROM", "POSTROOM_OUTBOX_KEY", "POSTROOM_SMTP_USER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ListmonkServer.secrets.items():
        monkeypatch.setenv(name, value)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def a_paper_by(folder: Path, **send: Any) -> Path:
    """A site with one issue, which goes out by some way."""
    files = files_of(ITEMS, {"1": ISSUES["1"]})
    a_paper(folder, files, newsletters=({**TABLE, "send": send},))
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    (folder / "readers.txt").write_text(READERS, "utf-8")
    return folder


def by_mail(folder: Path, server: MailServer, **more: Any) -> Path:
    where = f"127.0.0.1:{server.port}"
    return a_paper_by(folder, via="smtp", server=where, rate=60000, **more)


def send(folder: Path, *arguments: str, code: int = 0, answer: str = "") -> str:
    """Run a command; give all that it printed, in which no reader and no key is."""
    command, *others = arguments
    file = str(folder / "mkdocs.yml")
    group = [] if command == "issue" else ["send"]
    arguments = (*group, command, *others, "-f", file)
    result = CliRunner().invoke(main, arguments, input=answer)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    journal = folder / "outbox.jsonl"
    kept = journal.read_text("utf-8") if journal.exists() else ""
    for private in ("readers.example", PASSWORD, ListmonkServer.key):
        assert private not in result.output + kept
    return result.output


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "docs/newsletter/issues/1.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_without_settings_it_is_a_folder_of_files(tmp_path):
    folder = a_paper_by(tmp_path)
    (folder / "readers.txt").unlink()

    planned = send(folder, "plan")
    pushed = send(folder, "push")
    again = send(folder, "push")

    assert "1 letter to hand over" in planned
    assert "next" not in planned
    assert "newsletter-1.eml" in pushed
    assert "nothing is left to hand over" in again
    assert (folder / ".cache/postroom/send/newsletter-1.eml").is_file()


def test_a_mail_server_gets_one_letter_for_each_reader(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)

    planned = send(folder, "plan", "--live")
    refused = send(folder, "push", "--live", answer="2\n", code=1)
    pushed = send(folder, "push", "--live", answer="1\n")
    again = send(folder, "push", "--live", "--yes")

    assert "2 letters to hand over" in planned
    assert "nothing was sent" in refused
    assert "Type the number of the issue to send it to 2 readers" in refused
    assert "2 letters sent" in pushed
    assert "nothing is left to hand over" in again
    assert server.people == ["anna@readers.example", "ben@readers.example"]
    assert "№ 1 by smtp: 2 sent" in send(folder, "status")


def test_a_mail_server_has_no_drafts(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)

    told = send(folder, "push", code=1)

    assert told == (
        "smtp has no drafts: what is handed over is out\n"
        "    fix: look at `postroom send test`, then add --live\n"
    )
    assert server.people == []


def test_a_letter_of_unknown_fate_waits_for_a_person(tmp_path, stack):
    server = stack.enter_context(mail_server())
    server.replies = ["?? what"]
    folder = by_mail(tmp_path, server)

    pushed = send(folder, "push", "--live", "--yes", code=1)
    again = send(folder, "push", "--live", "--yes", code=1)
    listed = send(folder, "resolve")
    [name] = re.findall(r"^(\w{12}) unknown, reader in line 1$", listed, re.M)
    decided = send(folder, "resolve", "--letter", name, "--not-sent")
    last = send(folder, "push", "--live", "--yes")

    assert "reader in line 1: unknown (no answer at end)" in pushed
    assert "look into these mailboxes" in again
    assert decided == "1 letter to be tried again\n"
    assert "1 letter sent" in last
    assert server.people == ["ben@readers.example", "anna@readers.example"]


def test_who_is_not_there_is_told_by_the_line(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    (folder / "readers.txt").write_text("nobody@readers.example\n" + READERS, "utf-8")

    pushed = send(folder, "push", "--live", "--yes", code=1)

    assert "reader in line 1: refused (550 5.1.1: there is no such mailbox)" in pushed
    assert len(server.people) == 2


def test_what_changed_since_the_plan_is_not_pushed(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)

    send(folder, "plan", "--live")
    edit(folder, "hello", "good evening")
    told = send(folder, "push", "--live", "--yes", code=1)

    assert re.search(r"№ 1 has changed since it was planned: \w{16} is now \w{16}\n", told)
    assert server.people == []


def test_more_readers_than_planned_are_not_written_to(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)

    send(folder, "plan", "--live")
    (folder / "readers.txt").write_text(READERS + "dora@readers.example\n", "utf-8")
    told = send(folder, "push", "--live", "--yes", code=1)

    assert "1 letter more than planned would go out" in told
    assert server.people == []


def test_an_issue_that_changed_after_sending_asks_for_a_decision(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    send(folder, "push", "--live", "--yes")
    edit(folder, "hello", "good evening")
    (folder / "readers.txt").write_text(READERS + "dora@readers.example\n", "utf-8")

    told = send(folder, "push", "--live", "--yes", code=1)
    rest = send(folder, "push", "--live", "--yes", "--rest")

    assert "2 letters handed over before it was changed" in told
    assert "1 letter sent" in rest
    assert server.people[2:] == ["dora@readers.example"]


def test_a_correction_is_a_short_letter_that_goes_out_once(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    send(folder, "push", "--live", "--yes")
    words = tmp_path / "words.md"
    words.write_text("The choir meets on **Wednesday**, not {{ 1 }}.", "utf-8")

    send(folder, "push", "--correction", str(words), "--live", "--yes")
    send(folder, "push", "--correction", str(words), "--live", "--yes")

    [_, _, (_, one), (_, other)] = server.letters
    assert b"Subject: Correction: What the choir asked us" in one
    assert b"*Wednesday*" in one or b"Wednesday" in one
    assert len(other) < len(server.letters[0][1])


def test_too_many_readers_are_for_a_service(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server, most=1)

    told = send(folder, "plan", "--live", code=1)

    assert "there are 2 readers, and a mail server of one's own is for 1" in told
    assert "listmonk" in told


def test_a_list_that_git_would_keep_is_refused(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    (folder / ".gitignore").write_text("/outbox.key\n", "utf-8")

    told = send(folder, "plan", "--live", code=1)

    assert told == (
        "readers.txt: Git does not ignore it, and it has addresses in it\n"
        "    fix: add a line `/readers.txt` to .gitignore\n"
    )


def test_without_its_key_nothing_is_sent(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    send(folder, "push", "--live", "--yes")
    (folder / "outbox.key").unlink()

    told = send(folder, "push", "--live", "--yes", code=1)

    assert told == (
        "outbox.key: there is none, and without it nobody knows who has what\n"
        "    fix: bring it from where you sent before, or set POSTROOM_OUTBOX_KEY\n"
    )
    assert len(server.people) == 2


def test_a_mailing_list_is_one_reader(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server, to="list@readers.example")

    send(folder, "push", "--live", "--yes")

    assert server.people == ["list@readers.example"]


def test_a_draft_on_the_site_is_no_issue_for_readers(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    edit(folder, "sections:", "draft: true\nsections:")

    told = send(folder, "push", "--live", "--yes", code=1)

    assert "readers of the site cannot see it yet" in told
    assert server.people == []


def test_the_short_way_ends_before_any_reader(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)

    told = send(folder, "issue", "send")

    assert server.people == ["table@small.example"]
    assert told.splitlines()[-2:] == [
        "a test letter is on its way to you",
        "next: read the test letter, and then `postroom send push 1 --newsletter "
        "newsletter --live`",
    ]


def test_a_service_gets_a_draft_and_a_test(tmp_path, stack):
    server = stack.enter_context(listening(ListmonkServer()))
    assert isinstance(server, ListmonkServer)
    folder = a_paper_by(tmp_path, via="listmonk", server=server.url, lists=["Friends"])

    checked = send(folder, "check")
    told = send(folder, "issue", "send")
    status = send(folder, "status")

    assert checked.endswith("№ 1 by listmonk: it can go out\n")
    assert f"drafted (draft): {server.url}/admin/campaigns/40" in told
    assert "next: look at the draft, and send it there" in told
    assert status == (
        f"№ 1 by listmonk: 1 drafted\ndraft: {server.url}/admin/campaigns/40\n"
    )
    assert "1 drafted" in send(folder, "issue", "status")
    assert server.sent == []


def test_a_service_that_loses_its_answer_has_one_draft(tmp_path, stack):
    server = stack.enter_context(listening(ListmonkServer()))
    assert isinstance(server, ListmonkServer)
    folder = a_paper_by(tmp_path, via="listmonk", server=server.url, lists=["Friends"])
    server.trouble("POST /api/campaigns", done_but(cut))
    server.trouble("GET /api/templates", answering(503))

    stopped = send(folder, "push", code=1)
    send(folder, "push")
    send(folder, "push", "--live", "--yes")
    last = send(folder, "push", "--live", "--yes")

    assert "listmonk is in trouble (503)" in stopped
    assert "nothing is left to hand over" in last
    assert (len(server.issues), server.sent) == (1, ["40"])


def test_what_speaks_against_an_issue_stops_it(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    edit(folder, "hello", ("Too long a letter. " * 50 + "\n\n") * 120)

    told = send(folder, "check", code=1)
    stopped = send(folder, "push", "--live", "--yes", code=1)

    assert "and Gmail cuts it at about 100" in told
    assert told.endswith("№ 1 by smtp: it should not go out\n")
    assert "and Gmail cuts it at about 100" in stopped
    assert server.people == []


def test_two_at_once_send_once(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    command = [sys.executable, "-m", "postroom", "send", "push", "--live", "--yes"]
    code = "from postroom.cli import main; main()"
    command[1:3] = ["-c", code]

    both = [
        subprocess.Popen([*command, "-f", str(folder / "mkdocs.yml")]) for _ in range(2)
    ]
    codes = sorted(process.wait() for process in both)

    assert codes in ([0, 0], [0, 1])
    assert sorted(server.people) == ["anna@readers.example", "ben@readers.example"]


def test_a_list_of_readers_that_a_build_would_publish_is_refused(tmp_path, stack):
    server = stack.enter_context(mail_server())
    folder = by_mail(tmp_path, server)
    place = folder / "docs/people.txt"
    place.write_text(READERS, "utf-8")

    told = send(folder, "plan", "--live", "--readers", str(place), code=1)

    assert "is published, and it has addresses in it" in told


def test_what_was_to_be_filled_in_is_told(tmp_path):
    folder = a_paper_by(tmp_path)
    edit(folder, "Dear all", "Dear {{ name }}")

    told = send(folder, "check")

    assert "№ 1 says {{ name }}, which readers get as it is\n    fix: " in told


def test_a_site_that_sends_gets_the_workflow_for_it(tmp_path):
    folder = a_paper_by(tmp_path, via="buttondown")

    CliRunner().invoke(main, ["publish", "-f", str(folder / "mkdocs.yml")])

    assert (folder / ".github/workflows/send.yml").is_file()


def test_feeds_that_a_hub_has_to_be_told_of_are_listed(tmp_path):
    folder = a_paper_by(tmp_path)
    (folder / "site").mkdir()
    feed = {"feed_url": "https://a.example/feed.json"}
    feed["hubs"] = [{"type": "WebSub", "url": "https://hub.example/"}]
    place = folder / "site/feed.json"
    place.write_text(json.dumps(feed), "utf-8")

    file = str(folder / "mkdocs.yml")
    command = ["publish", "--feeds", str(folder / "site"), "-f", file]
    listed = CliRunner().invoke(main, command).output

    assert listed == f"https://hub.example/ https://a.example/feed.json {place}\n"


def test_the_name_of_the_sender_is_looked_up(tmp_path, stack, monkeypatch):
    port = stack.enter_context(dns_server({"small.example": {"MX": ["1 m.example."]}}))
    lookup = make_lookup(["127.0.0.1"], port)
    monkeypatch.setattr(outgoing, "make_lookup", lambda: lookup)
    folder = a_paper_by(tmp_path)

    told = send(folder, "check", "--online", code=1)
    again = send(folder, "issue", "check", "--online", code=1)

    fix = 'fix: set `_dmarc.small.example. TXT "v=DMARC1; p=none"`'
    assert fix in told
    assert fix in again
    assert "files sent by hand are for a small list" in told


# an offer

OFFER = {
    "posts/letters.md": a_post("The forty letters", uid="letters1", reprint="allowed"),
    "groups/humber.yml": "name: Humber\nkind: association\n",
}
ADDRESSES = """
from: Ines <ines@longtable.example>
editors:
  humber: Brenda <brenda@readers.example>
"""


def an_offering(folder: Path, server: MailServer) -> Path:
    send_by = {"via": "smtp", "server": f"127.0.0.1:{server.port}"}
    a_site(folder, OFFER, options={"newsletters": [{**TABLE, "send": send_by}]})
    (folder / "addresses.yml").write_text(ADDRESSES, "utf-8")
    (folder / "templates/offer").mkdir(parents=True)
    template = folder / "templates/offer/message.txt"
    template.write_text("Subject: An essay\n\nDear {{ editor }},\n\nTK\n", "utf-8")
    return folder


def offer(folder: Path, *arguments: str, code: int = 0) -> str:
    file = str(folder / "mkdocs.yml")
    command = ["offer", "humber", "letters", *arguments, "--send", "-f", file]
    result = CliRunner().invoke(main, command)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def test_an_offer_is_shown_sent_once_and_recorded(tmp_path, stack, monkeypatch):
    server = stack.enter_context(mail_server())
    folder = an_offering(tmp_path, server)
    monkeypatch.setenv("EDITOR", "sed -i s/TK/You.will.like.it./")
    monkeypatch.delenv("VISUAL", raising=False)

    unsaid = offer(folder, code=1)
    told = offer(folder, "--yes")
    again = offer(folder, "--yes", code=1)

    [(to, message)] = server.letters
    assert "Aborted" in unsaid or "nothing was sent" in unsaid
    assert "You.will.like.it." in told
    assert to == "brenda@readers.example"
    assert b"\r\nDate: " in message
    assert b"X-Unsent" not in message
    [step] = (folder / "docs/groups/humber").iterdir()
    assert 'move: "offered"' in step.read_text("utf-8")
    assert "nobody gets it twice" in again
    assert "readers.example" not in (folder / "outbox.jsonl").read_text("utf-8")


def test_an_offer_that_says_tk_is_not_sent(tmp_path, stack, monkeypatch):
    server = stack.enter_context(mail_server())
    folder = an_offering(tmp_path, server)
    monkeypatch.setenv("EDITOR", "true")

    told = offer(folder, "--yes", code=1)

    assert "the message still says TK" in told
    assert server.people == []
    assert not (folder / "docs/groups/humber").exists()


def test_an_offer_that_was_not_taken_is_not_recorded(tmp_path, stack, monkeypatch):
    server = stack.enter_context(mail_server())
    server.replies = ["554 5.7.1 no"]
    folder = an_offering(tmp_path, server)
    monkeypatch.setenv("EDITOR", "sed -i s/TK/You.will.like.it./")
    monkeypatch.delenv("VISUAL", raising=False)

    told = offer(folder, "--yes", code=1)
    server.replies = ["?? what"]
    unknown = offer(folder, "--yes", code=1)

    assert "the mail server did not take it (554 5.7.1" in told
    assert "nobody knows whether the server took it" in unknown
    assert not (folder / "docs/groups/humber").exists()
