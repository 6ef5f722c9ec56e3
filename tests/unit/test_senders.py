"""One contract for every way out: a draft, once, escaped, and no key in anything."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from httpx import Client
from tests.fakes.echoes import CODED, ECHOES
from tests.fakes.lists import (
    LIST_SERVERS,
    ButtondownServer,
    ListmonkServer,
    ListServer,
    Receiver,
)
from tests.fakes.server import answering, cut, done_but, half, listening, stall
from tests.unit.mailing import AUTHORITY, BASE, TEMPLATES, a_block, a_sheet, some_options
from tests.unit.test_mail_services import HOSTILE, LIVE, TAGS, WRITTEN, said_by_us

from postroom.errors import PostroomError
from postroom.mail.addressbook import Mailbox
from postroom.outbox.journal import Act, Fate, open_journal, read_journal
from postroom.outbox.mailing import Mailing
from postroom.outbox.senders.folder import FolderSender
from postroom.outbox.senders.service import ListService, RemoteIssue
from postroom.outbox.sending import Postbox, plan
from postroom.outbox.ways import SENDERS, open_way
from postroom.toolbox import files
from postroom.web.courier import Courier

NOW = datetime(2026, 12, 8, 7, tzinfo=UTC)
LISTS = {"listmonk": ["Friends"], "mailchimp": ["Friends"]}


@cache
def a_mailing(subject: str = "Eleven people", words: str = "Good morning.") -> Mailing:
    sheet = a_sheet(a_block("A title"), subject=subject, letter=f"<p>{words}</p>")
    return Mailing("abcd1234", sheet, some_options(), TEMPLATES, AUTHORITY, BASE)


@dataclass
class Outbox:
    """A service, the journal, and a fake of the service's server."""

    via: str
    server: ListServer
    sender: ListService
    path: Path

    def push(self, mailing: Mailing | None = None, act: Act = "draft") -> Counter[Fate]:
        mailing = mailing or a_mailing()
        with open_journal(self.path) as (journal, writer):
            looks = self.sender.looks
            planned = plan(mailing, [None], journal, sender=self.via, act=act, looks=looks)
            return Postbox(self.sender, writer).push(planned)

    @property
    def fates(self) -> list[Fate]:
        issue = a_mailing().issue
        return [fate for _, fate in read_journal(self.path).list_issue(issue)]

    @property
    def states(self) -> list[str]:
        return [self.server.state_of(issue) for issue in self.server.issues]

    @property
    def writing(self) -> str:
        """The request by which an issue comes to be."""
        return {
            "listmonk": "POST /api/campaigns",
            "buttondown": "POST /emails",
            "kit": "POST /v4/broadcasts",
            "mailchimp": "POST /3.0/campaigns",
            "keila": "POST /api/v1/campaigns",
            "webhook": "POST /",
        }[self.via]


@contextmanager
def an_outbox(via: str, folder: Path, seconds: float = 10) -> Iterator[Outbox]:
    with listening(LIST_SERVERS[via]()) as server:
        assert isinstance(server, ListServer)
        send = {"via": via, "server": server.url, "lists": LISTS.get(via, [])}
        options = some_options(send=send)
        way = open_way(
            options, server.secrets, via=options.send.via, folder=folder, now=NOW
        )
        assert isinstance(way, ListService)
        # without certificates, which take longer to read than all the rest
        opening = partial(Client, verify=False, trust_env=False, timeout=seconds)
        url = f"{server.url}/" if via == "webhook" else server.url
        sender = replace(way, courier=Courier(opening, patience=seconds), url=url)
        yield Outbox(via, server, sender, folder / "outbox.jsonl")


@pytest.fixture(params=LIST_SERVERS)
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    with an_outbox(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture(params=[via for via in LIST_SERVERS if via != "webhook"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    """A service that can be asked what is there."""
    with an_outbox(request.param, tmp_path) as opened:
        yield opened


def test_every_way_out_has_its_fake():
    assert {*LIST_SERVERS, "folder", "smtp"} == SENDERS.keys()


def test_it_is_a_draft_and_nobody_got_it(outbox):
    assert outbox.push() == {"drafted": 1}

    assert outbox.states == ["draft"]
    assert outbox.server.sent == []


def test_pushed_twice_it_is_there_once(outbox):
    outbox.push()
    asked = len(outbox.server.asked)

    assert outbox.push() == {}
    assert outbox.states == ["draft"]
    assert len(outbox.server.asked) == asked


def test_what_goes_out_goes_out_once(outbox):
    outbox.push()

    assert outbox.push(act="live") == {"sent": 1}
    assert outbox.push(act="live") == {}
    assert len(outbox.server.sent) == 1


def test_without_a_draft_it_can_go_out_too(outbox):
    assert outbox.push(act="live") == {"sent": 1}

    assert len(outbox.server.sent) == 1


def test_a_changed_issue_changes_its_own_draft(service):
    service.push()

    assert service.push(a_mailing("Twelve people")) == {"drafted": 1}
    [issue] = service.server.issues
    assert service.server.subject_of(issue) == "Twelve people"


def test_a_draft_that_somebody_sent_is_not_touched(service):
    service.push()
    service.server.send_by_hand()
    before = json.dumps(service.server.issues)

    assert service.push(a_mailing("Twelve people"), "live") == {"sent": 1}
    assert json.dumps(service.server.issues) == before
    assert service.server.sent == []


def test_what_an_editor_changed_in_the_draft_goes_out_as_it_is(service):
    service.push()
    asked = len(service.server.asked)

    service.push(act="live")

    written = [each.body.decode() for each in service.server.asked[asked:]]
    touched = [body for body in written if "Eleven people" in body]
    assert touched == [] or service.via == "kit"  # which takes all, or nothing


def test_without_its_journal_the_draft_is_found_again(service):
    service.push()
    service.path.unlink()

    assert service.push(a_mailing("Twelve people")) == {"drafted": 1}
    assert service.states == ["draft"]


LOST = {
    "the line is cut": done_but(cut),
    "half of an answer": done_but(half),
    "an answer that is no JSON": done_but(answering(200, b"<html>welcome")),
    "an answer of something else": done_but(answering(200, {"weather": "rain"})),
    "trouble": done_but(answering(500, {"message": "sorry"})),
    "trouble on the way": done_but(answering(502, b"<html>bad gateway")),
    "too late": done_but(answering(504)),
    "said to be there already": done_but(answering(409, {"message": "a duplicate"})),
}


@pytest.mark.parametrize("trouble", LOST.values(), ids=LOST.keys())
def test_what_was_taken_and_not_answered_is_there_once(service, trouble):
    service.server.trouble(service.writing, trouble)

    service.push()
    service.push()

    assert service.states == ["draft"]
    assert service.fates == ["drafted"]


def test_a_time_out_after_the_draft_was_made_makes_no_other(tmp_path):
    for via in ("listmonk", "buttondown"):
        (tmp_path / via).mkdir()
        with an_outbox(via, tmp_path / via, seconds=0.3) as opened:
            opened.server.trouble(opened.writing, done_but(stall))

            opened.push()

            assert (opened.states, opened.fates) == (["draft"], ["drafted"])


REFUSED = {
    401: "does not let us in",
    403: "does not allow it",
    404: "has nothing at",
    422: "does not take it",
    429: "asks for patience",
}


@pytest.mark.parametrize("status", REFUSED)
def test_a_no_is_a_sentence_and_nothing_came_of_it(outbox, status):
    said = {"retry_after": "7"} if status == 429 else {}
    outbox.server.trouble(outbox.writing, answering(status, **said))

    with pytest.raises(PostroomError) as caught:
        outbox.push()

    assert REFUSED[status] in str(caught.value)
    assert "\n    fix: " in str(caught.value)
    assert outbox.states == []
    assert outbox.fates == ["nothing"]
    assert outbox.push() == {"drafted": 1}


def starting_of(outbox: Outbox) -> str:
    """The request by which readers get it, once it is a draft."""
    number = outbox.server.issues[0]["id"]
    return {
        "listmonk": f"PUT /api/campaigns/{number}/status",
        "buttondown": f"POST /emails/{number}/publish",
        "kit": f"PUT /v4/broadcasts/{number}",
        "mailchimp": f"POST /3.0/campaigns/{number}/actions/send",
        "keila": f"POST /api/v1/campaigns/{number}/actions/send",
    }[outbox.via]


def test_what_went_out_without_an_answer_does_not_go_out_again(service):
    service.push()
    service.server.trouble(starting_of(service), done_but(cut))

    service.push(act="live")
    service.push(act="live")

    assert len(service.server.sent) == 1
    assert service.fates == ["sent"]


def test_a_webhook_of_unknown_fate_waits_for_a_person(tmp_path):
    with an_outbox("webhook", tmp_path) as opened:
        opened.server.trouble(opened.writing, done_but(cut))

        with pytest.raises(PostroomError):
            opened.push(act="live")

        assert opened.push(act="live") == {}
        assert opened.fates == ["unknown"]


def test_a_webhook_is_signed_as_others_are():
    with listening(Receiver()) as server:
        options = some_options(send={"via": "webhook", "server": server.url})
        secret = base64.b64encode(b"s" * 24).decode()
        environment = {"POSTROOM_WEBHOOK_SECRET": f"whsec_{secret}"}
        way = open_way(options, environment, via="webhook", folder=Path(), now=NOW)
        assert isinstance(way, ListService)
        way.send(a_mailing(), None, act="draft", remote="")
        [asked] = server.asked

    head = asked.headers
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + asked.body
    seal = base64.b64encode(hmac.new(b"s" * 24, signed, hashlib.sha256).digest())
    assert head["webhook-signature"] == f"v1,{seal.decode()}"
    assert head["content-type"] == "application/json"


# what is in it

ALWAYS = {
    "listmonk": {"type": "regular", "content_type": "html", "send_at": None},
    "buttondown": {"status": "draft", "template": "naked"},
    "kit": {"public": False, "send_at": None, "published_at": None},
    "mailchimp": {},
    "keila": {},
    "webhook": {"status": "draft"},
}


def test_nothing_that_decides_is_left_to_a_default(outbox):
    outbox.push()

    [said] = [a.json for a in outbox.server.asked if a.line == outbox.writing]
    assert said | ALWAYS[outbox.via] == said


def test_nothing_submitted_is_code_for_the_service(service):
    service.push(a_mailing(HOSTILE, HOSTILE.replace("&", "&amp;").replace("<", "&lt;")))

    [issue] = service.server.issues
    subject = service.server.subject_of(issue)
    page = service.server.html_of(issue)
    live, tags = LIVE[service.via], TAGS[service.via]
    assert live.search(re.sub(tags, "", subject)) is None
    assert live.search(re.sub(tags, "", said_by_us(page))) is None
    assert WRITTEN[service.via](subject) == HOSTILE
    assert HOSTILE in unescape(WRITTEN[service.via](page))


def every_text(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    for each in said.values() if isinstance(said, dict) else said or ():
        if not isinstance(said, str):
            yield from every_text(each) if isinstance(each, (dict, list, str)) else ()


def test_no_other_field_is_code_either(service):
    mailing = a_mailing("plain")
    sheet = replace(mailing.sheet, preheader=HOSTILE)
    options = mailing.options.model_copy(update={"title": HOSTILE})
    service.push(replace(mailing, sheet=sheet, options=options))

    for asked in service.server.asked:
        said = asked.json if asked.body else {}
        said.pop("description", None)  # Buttondown's, which no engine reads
        for text in every_text(said):
            if "<style" not in text:
                left = re.sub(TAGS[service.via], "", text)
                left = left.replace("[[", "").replace("]]", "")
                assert LIVE[service.via].search(left) is None, text


def test_a_list_that_is_not_there_is_told(tmp_path):
    for via in ("listmonk", "mailchimp"):
        (tmp_path / via).mkdir()
        with an_outbox(via, tmp_path / via) as opened:
            opened.sender = replace(opened.sender, lists=("Freinds",))

            with pytest.raises(PostroomError) as caught:
                opened.push()

            assert str(caught.value) == (
                f"{opened.sender.name} has no list 'Freinds' for this key\n"
                "    fix: did you mean `Friends`?"
            )


def test_a_list_that_listmonk_drops_is_told(tmp_path):
    with an_outbox("listmonk", tmp_path) as opened:
        assert isinstance(opened.server, ListmonkServer)
        opened.sender = replace(opened.sender, lists=("Friends", "Neighbours"))
        opened.server.dropped = {4}

        with pytest.raises(PostroomError, match="left out the list 'Neighbours'"):
            opened.push()


def test_a_listmonk_without_our_template_is_told(tmp_path):
    with an_outbox("listmonk", tmp_path) as opened:
        assert isinstance(opened.server, ListmonkServer)
        opened.server.templates = []

        [told] = opened.sender.check(a_mailing())

    assert told.startswith("listmonk has no template 'Postroom'")


def test_buttondown_never_says_that_it_is_dangerous(tmp_path):
    with an_outbox("buttondown", tmp_path) as opened:
        assert isinstance(opened.server, ButtondownServer)
        opened.push()
        opened.push(act="live")

        said = {name for asked in opened.server.asked for name in asked.headers}
        assert "x-buttondown-live-dangerously" not in said


def test_a_check_hands_nothing_over(outbox):
    assert [*outbox.sender.check(a_mailing())] == []

    assert outbox.server.issues == []


def test_a_test_goes_to_one_address_or_says_how(service):
    service.push()

    try:
        told = service.sender.test(a_mailing(), Mailbox("", "me@x.example"), remote="")
    except PostroomError as error:
        told = str(error)

    assert "to you" in told or "fix: do it at" in told
    assert service.server.sent == []


def test_a_status_is_what_the_service_says(service):
    assert service.sender.look(a_mailing(), "") == "it is not there"

    service.push()

    assert re.fullmatch(r"(draft|save): https?://\S+", service.sender.look(a_mailing(), ""))


# secrets


def planted(outbox: Outbox) -> list[str]:
    return [secret for secret in outbox.server.secrets.values() if secret != "postroom"]


def test_no_key_that_is_planted_in_an_answer_is_anywhere(outbox):
    [secret] = planted(outbox)
    coded = [code(secret) for code in CODED.values()]
    texts = []
    for echo in ECHOES.values():
        outbox.server.trouble("*", echo(" ".join(coded)))
        try:
            outbox.push()
        except PostroomError as error:
            texts += traceback.format_exception(error)
    shown = "\n".join([*texts, outbox.path.read_text("utf-8"), repr(outbox.sender)])

    assert secret.lower() not in shown.lower()
    assert [code for code in coded if code in shown] == []


def test_a_key_that_is_not_set_is_asked_for_with_the_least_right():
    options = some_options(send={"via": "buttondown"})

    with pytest.raises(PostroomError) as caught:
        open_way(options, {}, via="buttondown", folder=Path(), now=NOW)

    assert str(caught.value) == (
        "$BUTTONDOWN_API_KEY is not set\n"
        "    fix: make a key at https://buttondown.com/settings/api with "
        "`email_access: write` and `sending_access: none`, and set BUTTONDOWN_API_KEY to it"
    )


def test_a_key_may_stand_in_a_file(tmp_path):
    place = tmp_path / "key"
    place.write_text("k-1\n", "utf-8")
    options = some_options(send={"via": "kit"})
    environment = {"KIT_API_KEY_FILE": str(place)}

    way = open_way(options, environment, via="kit", folder=Path(), now=NOW)

    assert isinstance(way, ListService)
    assert way.secrets["KIT_API_KEY"].get_secret_value() == "k-1"


def test_no_key_goes_along_to_another_server(tmp_path):
    for via in LIST_SERVERS:
        (tmp_path / via).mkdir()
        with an_outbox(via, tmp_path / via) as opened, listening(Receiver()) as other:
            opened.server.trouble("*", answering(307, location=other.url))

            with pytest.raises(PostroomError, match="no secret goes along"):
                opened.push()

            assert other.asked == []


def test_no_secret_goes_over_an_open_line():
    options = some_options(
        send={"via": "listmonk", "server": "http://lists.example.org", "lists": ["a"]}
    )

    with pytest.raises(PostroomError, match="no secret goes to such an address"):
        open_way(options, {}, via="listmonk", folder=Path(), now=NOW)


def test_mailchimps_server_stands_in_its_key():
    options = some_options(send={"via": "mailchimp", "lists": ["a"]})
    environment = {"MAILCHIMP_API_KEY": "abc-us21"}

    way = open_way(options, environment, via="mailchimp", folder=Path(), now=NOW)

    assert isinstance(way, ListService)
    assert way.url == "https://us21.api.mailchimp.com"


# all at once: servers that fail, and a process that dies


class DiedError(BaseException):
    """What happens to a process that is killed: nothing after it is done."""


@dataclass
class Dying:
    """Dies at the n-th line of a journal, before or after it is written."""

    nth: int
    is_written: bool
    store: Callable[[int, bytes], None]
    count: int = 0

    def __call__(self, descriptor: int, content: bytes) -> None:
        self.count += 1
        if self.count != self.nth or self.is_written:
            self.store(descriptor, content)
        if self.count == self.nth:
            raise DiedError


TROUBLES = {
    **LOST,
    "nothing": None,
    "no": answering(422, {"message": "no"}),
    "not so fast": answering(429, retry_after="1"),
    "not done": answering(500),
    "cut before": cut,
}
WRITES = 4
"""How many lines two pushes write: of a draft, and of what goes out."""


@pytest.mark.parametrize("via", ["listmonk", "buttondown"])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_whatever_fails_and_dies_readers_get_it_once(via, trouble, tmp_path, monkeypatch):
    store = files.store
    for number, (nth, is_written) in enumerate(
        product(range(1, WRITES + 1), (False, True))
    ):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with an_outbox(via, folder) as opened:
            if trouble:
                opened.server.trouble(opened.writing, trouble)
            monkeypatch.setattr(files, "store", Dying(nth, is_written, store))
            with suppress(DiedError, PostroomError):
                opened.push()
                opened.push(act="live")
            monkeypatch.setattr(files, "store", store)
            for _ in range(3):
                with suppress(PostroomError):
                    opened.push(act="live")

            assert (len(opened.server.issues), len(opened.server.sent)) == (1, 1)
            assert opened.fates == ["sent"]


# other things that are there


def test_other_issues_are_not_ours(service):
    for name in ("one11111", "two22222", "tre33333"):
        service.push(replace(a_mailing(), issue=name))

    service.push()
    service.push(a_mailing("Twelve people"))

    assert service.states == ["draft"] * 4


def test_a_draft_that_has_another_id_at_buttondown_is_found(tmp_path):
    with an_outbox("buttondown", tmp_path) as opened:
        opened.push()
        opened.server.issues[0]["id"] = "em_new"

        opened.push(a_mailing("Twelve people"))

        assert opened.states == ["draft"]


def test_the_last_page_of_buttondown_may_be_a_no(tmp_path):
    with an_outbox("buttondown", tmp_path) as opened:
        opened.push(replace(a_mailing(), issue="one11111"))
        as_ever = lambda server, asked, _: server.answer(asked)  # noqa: E731
        opened.server.trouble("GET /emails", as_ever, answering(404))

        assert opened.push() == {"drafted": 1}


def test_what_cannot_be_asked_is_told_by_a_check(service):
    service.server.trouble("*", answering(401, {"message": "no"}))

    [told] = service.sender.check(a_mailing())

    assert "does not let us in" in told


def test_keila_needs_a_sender_and_takes_a_segment(tmp_path):
    with an_outbox("keila", tmp_path) as opened:
        opened.sender = replace(opened.sender, lists=("Friends",))
        opened.push()
        mailing = a_mailing()
        other = some_options(mail={"address": "other@x.example"})

        with pytest.raises(PostroomError, match="no sender with the address"):
            opened.push(replace(mailing, issue="one11111", options=other))

        [issue] = opened.server.issues
        assert issue["segment_id"] == "g1"
        issue["scheduled_for"] = "2026-12-09T07:00:00Z"
        assert opened.push(a_mailing("Twelve people")) == {"sent": 1}


def test_a_key_of_mailchimp_without_a_server_is_told():
    options = some_options(send={"via": "mailchimp", "lists": ["a"]})
    environment = {"MAILCHIMP_API_KEY": "abc"}

    with pytest.raises(PostroomError, match="does not end with a server"):
        open_way(options, environment, via="mailchimp", folder=Path(), now=NOW)


def test_a_key_with_strange_signs_is_told():
    options = some_options(send={"via": "kit"})

    with pytest.raises(PostroomError, match="has signs in it that cannot be sent"):
        open_way(options, {"KIT_API_KEY": "ké"}, via="kit", folder=Path(), now=NOW)


def test_a_draft_that_is_not_there_cannot_be_tested(outbox):
    with pytest.raises(PostroomError, match="has no draft of it yet"):
        outbox.sender.test(a_mailing(), Mailbox("", "me@x.example"), remote="")


def test_a_start_that_was_lost_before_it_was_heard_is_not_taken_for_one(service):
    service.push()
    service.server.trouble(starting_of(service), cut)

    with pytest.raises(PostroomError):
        service.push(act="live")

    assert service.server.sent == []
    assert service.push(act="live") == {"sent": 1}


def test_a_webhook_keeps_nothing_that_could_be_changed(tmp_path):
    there = RemoteIssue("1", "", "draft", is_draft=True)
    with an_outbox("webhook", tmp_path) as opened:
        hook, mailing = opened.sender, a_mailing()
        for act in (
            lambda: hook.create(mailing),
            lambda: hook.update(mailing, there),
            lambda: hook.start(mailing, there),
        ):
            with pytest.raises(NotImplementedError):
                act()


def test_a_folder_has_a_file_for_its_editor(tmp_path):
    sender = FolderSender(tmp_path)

    told = sender.test(a_mailing(), Mailbox("", "me@x.example"), remote="")

    assert told == str(tmp_path / f"{a_mailing().name}-test.eml")
    assert b"Subject: [Test] " in Path(told).read_bytes()
    assert sender.look(a_mailing(), "") == ""
    assert [*sender.check(a_mailing())] == []
