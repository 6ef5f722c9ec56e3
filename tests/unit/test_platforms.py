"""What is sent to platforms, to the letter, and what is made of everything they answer."""

import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from traceback import format_exception
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.fakes.echoes import CODED, ECHOES
from tests.fakes.platforms import BlueskyServer, Forem, MastodonServer
from tests.fakes.server import (
    Answer,
    Asked,
    Server,
    Trouble,
    answering,
    cut,
    done_but,
    drip,
    flood,
    half,
    listening,
    stall,
)

from postroom import PostroomError
from postroom.outbox.announcement import Announcement
from postroom.outbox.platforms.bluesky import Bluesky
from postroom.outbox.platforms.devto import Devto
from postroom.outbox.platforms.mastodon import Mastodon
from postroom.outbox.platforms.platform import Platform, Result, ThereError
from postroom.web.call import Call, RefusedError, Service, UnsureError, check_address
from postroom.web.courier import Courier

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
HOME = "https://longtable.example/posts/forty/"
PNG = b"\x89PNG\r\n\x1a\n"
POST = Announcement(
    uid="forty1",
    slug="forty",
    title="The forty letters",
    home=HOME,
    sentence="Within a day, forty people who had read it wrote back.",
    language="en-GB",
    published=datetime(2025, 10, 7, tzinfo=UTC),
    tags=("Careers", "thank you"),
    series="Letters",
    markdown="Text, and {{ 1 }}.\n",
    cover="https://longtable.example/images/forty.jpg",
    previews=(PNG + b"card",),
)
TEXT = (
    "The forty letters\nWithin a day, forty people who had read it wrote back.\n\n" + HOME
)
KEY = "3m2kszx7ramt3"
SECRETS = {
    "DEVTO_API_KEY": Forem.key,
    "MASTODON_TOKEN": MastodonServer.token,
    "BLUESKY_IDENTIFIER": BlueskyServer.identifier,
    "BLUESKY_APP_PASSWORD": BlueskyServer.password,
}
PRIVATE = (*SECRETS.values(), BlueskyServer.access)

_TLS = ssl.create_default_context()  # to read all certificates takes a while


def a_courier(seconds: float = 5) -> Courier:
    """One who waits so long for a sign of life, and twice as long for all of it."""

    def open_client() -> httpx.Client:
        return httpx.Client(timeout=seconds, trust_env=False, verify=_TLS)

    return Courier(open_client, 2 * seconds)


Start = Callable[[Server], Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start servers, and stop them after the test."""
    with ExitStack() as stack:
        yield lambda server: stack.enter_context(listening(server))


def an_account(
    kind: type[Platform], server: Server, seconds: float = 5, **values: Any
) -> Any:
    secrets = {key: SecretStr(SECRETS[key]) for key in kind.keys}
    return kind(a_courier(seconds), server.url, secrets, NOW, **values)


SOON = 0.3
"""Seconds until a test gives up waiting."""


class Author:
    """Says yes or no, and remembers what was shown."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.seen: list[str] = []

    def __call__(self, text: str) -> bool:
        self.seen.append(text)
        return self.answer


def headers_of(asked: Asked, *names: str) -> dict[str, str]:
    return {name: asked.headers.get(name, "") for name in names}


# dev.to

FIND, CREATE = "GET /api/articles/me/all", "POST /api/articles"
ARTICLE = {
    "published": False,
    "title": "The forty letters",
    "body_markdown": "Text, and {% raw %}{{% endraw %}{ 1 }}.\n",
    "canonical_url": HOME,
    "description": "Within a day, forty people who had read it wrote back.",
    "main_image": "https://longtable.example/images/forty.jpg",
    "series": "Letters",
    "tags": ["careers", "thankyou"],
}
DRAFT = "https://dev.to/ines/101-temp-slug"


def test_devto_gets_a_draft_and_is_asked_before_and_after(start):
    server = start(Forem())

    result = an_account(Devto, server).push(POST, Author())

    assert result == Result("drafted", f"{DRAFT}/edit")
    assert server.lines == [FIND, CREATE, FIND, FIND]
    assert server.asked[0].query == {"page": "1", "per_page": "50"}
    assert server.asked[1].json == {"article": ARTICLE}
    assert headers_of(server.asked[1], "accept", "api-key", "content-type") == {
        "accept": "application/vnd.forem.api-v1+json",
        "api-key": Forem.key,
        "content-type": "application/json",
    }
    assert not server.articles[0]["published"]


def test_pushed_twice_devto_has_one_draft(start):
    server = start(Forem())
    account = an_account(Devto, server)
    account.push(POST, Author())

    result = account.push(replace(POST, title="Forty letters"), Author())

    assert result == Result("updated", f"{DRAFT}/edit")
    put = server.lines.index("PUT /api/articles/101")
    assert server.lines[4:] == [FIND, FIND, "PUT /api/articles/101", FIND, FIND]
    assert server.asked[put].json["article"] == {**ARTICLE, "title": "Forty letters"}
    assert [article["title"] for article in server.articles] == ["Forty letters"]


def test_what_someone_published_at_devto_is_not_touched(start):
    server = start(Forem())
    account = an_account(Devto, server)
    account.push(POST, Author())
    server.articles[0]["published"] = True
    before = dict(server.articles[0])

    with pytest.raises(ThereError) as error:
        account.push(replace(POST, title="Forty letters"), Author())

    assert error.value.url == DRAFT
    assert set(server.lines[4:]) == {FIND}
    assert server.articles == [before]


def test_the_draft_is_found_on_any_page_and_under_any_spelling(start):
    server = start(Forem())
    server.page = 2
    others = [
        {"id": n, "published": n % 2 > 0, "url": f"https://dev.to/ines/{n}", **spelling}
        for n, spelling in enumerate(
            [{"canonical_url": u} for u in ("https://[", "", None, HOME + "x")]
            + [{"canonical_url": "http://www.longtable.example/posts/forty"}, {}]
        )
    ]
    server.articles = others

    result = an_account(Devto, server).push(POST, Author())

    assert result == Result("updated", "https://dev.to/ines/4-temp-slug/edit")
    assert server.lines == [*[FIND] * 4, "PUT /api/articles/4", *[FIND] * 4]


def test_a_list_that_never_ends_is_left_at_some_point(start):
    class Endless(Forem):
        def answer(self, asked: Asked) -> Answer:
            answer = super().answer(asked)
            other = {"id": 1, "published": True, "url": DRAFT, "canonical_url": None}
            return Answer(200, [other]) if asked.line == FIND else answer

    server = start(Endless())

    with pytest.raises(UnsureError, match="does not list it"):
        an_account(Devto, server).push(POST, Author())

    assert server.lines.count(FIND) == 200


def test_a_draft_that_was_made_before_the_line_broke_is_found(start):
    server = start(Forem())
    server.trouble(CREATE, done_but(stall))

    result = an_account(Devto, server, SOON).push(POST, Author())

    assert result == Result("drafted", f"{DRAFT}/edit")
    assert server.lines.count(CREATE) == 1
    assert len(server.articles) == 1


def test_a_draft_that_was_not_made_is_not_sent_again(start):
    server = start(Forem())
    server.trouble(CREATE, cut)

    with pytest.raises(UnsureError, match=r"dev\.to broke off"):
        an_account(Devto, server).push(POST, Author())

    assert server.lines == [FIND, CREATE, FIND]


def test_a_change_of_which_nobody_knows_is_said_to_be_unknown(start):
    server = start(Forem())
    account = an_account(Devto, server)
    account.push(POST, Author())
    server.trouble("PUT /api/articles/101", done_but(cut))

    with pytest.raises(UnsureError, match="it looks first, and makes nothing twice"):
        account.push(POST, Author())


def test_a_draft_that_is_public_at_once_is_reported(start):
    class Eager(Forem):
        def answer(self, asked: Asked) -> Answer:
            answer = super().answer(asked)
            for article in self.articles:
                article["published"] = True
            return answer

    server = start(Eager())

    with pytest.raises(PostroomError) as error:
        an_account(Devto, server).push(POST, Author())

    assert str(error.value) == (
        f"dev.to published it at once, at {DRAFT}\n"
        "    fix: open it there, and choose Unpublish if that is too early"
    )


def test_a_draft_that_is_not_listed_is_reported(start):
    server = start(Forem())
    server.trouble(FIND, answering(200, []), answering(200, []))

    with pytest.raises(UnsureError, match=r"dev\.to took it, and does not list it"):
        an_account(Devto, server).push(POST, Author())


# Mastodon

WHO, OWN = "GET /api/v1/accounts/verify_credentials", "GET /api/v1/accounts/7/statuses"
LIMITS, PUBLISH = "GET /api/v2/instance", "POST /api/v1/statuses"
STATUS = "https://social.example/@ines/900"


def test_mastodon_gets_one_post_after_its_author_has_seen_it(start):
    server, author = start(MastodonServer()), Author()

    result = an_account(Mastodon, server).push(POST, author)

    assert result == Result("published", STATUS)
    assert author.seen == [TEXT]
    assert server.lines == [WHO, OWN, LIMITS, PUBLISH]
    assert server.asked[1].query == {"limit": "40", "exclude_reblogs": "true"}
    sent = server.asked[3]
    assert sent.json == {"status": TEXT, "visibility": "public", "language": "en"}
    assert headers_of(sent, "authorization", "content-type", "idempotency-key") == {
        "authorization": f"Bearer {MastodonServer.token}",
        "content-type": "application/json",
        "idempotency-key": (
            "ad3036cdfc71e39904a861f7a6a9268eaf9522daae1c2a0a24dd30e33b2c699a"
        ),
    }


def test_nothing_goes_out_if_its_author_says_no(start):
    server = start(MastodonServer())

    result = an_account(Mastodon, server).push(POST, Author(answer=False))

    assert result is None
    assert PUBLISH not in server.lines


def test_pushed_twice_mastodon_has_one_post(start):
    server = start(MastodonServer())
    account = an_account(Mastodon, server)
    account.push(POST, Author())

    with pytest.raises(ThereError) as error:
        account.push(replace(POST, words="Again!"), Author())

    assert error.value.url == STATUS
    assert len(server.statuses) == 1


def test_a_post_with_a_card_for_the_essay_counts_as_there(start):
    server = start(MastodonServer())
    server.statuses = [
        {"id": "1", "uri": STATUS, "url": None, "content": "<p>Read this.</p>"}
        | {"card": {"url": "https://longtable.example/posts/forty"}}
    ]

    with pytest.raises(ThereError, match=re.escape(STATUS)):
        an_account(Mastodon, server).push(POST, Author())


def test_it_can_be_wanted_again(start):
    server = start(MastodonServer())
    an_account(Mastodon, server).push(POST, Author())

    result = an_account(Mastodon, server, again=True).push(POST, Author())

    assert result == Result("published", "https://social.example/@ines/901")
    assert len(server.statuses) == 2


@pytest.mark.parametrize("again", [False, True])
def test_a_post_that_was_made_before_the_line_broke_is_found(start, again):
    server = start(MastodonServer())
    if again:
        an_account(Mastodon, server).push(POST, Author())
    server.trouble(PUBLISH, done_but(cut))

    result = an_account(Mastodon, server, again=again).push(POST, Author())

    assert result == Result("published", f"https://social.example/@ines/{900 + again}")
    assert len(server.statuses) == 1 + again


@pytest.mark.parametrize("again", [False, True])
def test_a_post_that_was_not_made_is_not_sent_again(start, again):
    server = start(MastodonServer())
    if again:
        an_account(Mastodon, server).push(POST, Author())
    server.trouble(PUBLISH, cut)

    with pytest.raises(UnsureError, match="Mastodon broke off"):
        an_account(Mastodon, server, again=again).push(POST, Author())

    assert len(server.statuses) == again


def test_who_sees_it_can_be_chosen(start):
    server = start(MastodonServer())

    an_account(Mastodon, server, visibility="unlisted").push(POST, Author())

    assert server.asked[-1].json["visibility"] == "unlisted"


SERVER_LIMITS: dict[str, tuple[Any, str]] = {
    "a small server": (answering(200, {"configuration": {"statuses": {
        "max_characters": 90, "characters_reserved_per_url": 23}}}), "who had read it…"),
    "a large one": (answering(200, {"configuration": {"statuses": {
        "max_characters": 5000}}}), "wrote back."),
    "one that says nothing": (answering(200, {}), "wrote back."),
    "one that says nonsense": (answering(200, {"configuration": {"statuses": {
        "max_characters": -1}}}), "wrote back."),
    "one that speaks half of the API": (answering(404, {"error": "no"}), "wrote back."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "expected"), SERVER_LIMITS.values(), ids=SERVER_LIMITS.keys()
)
def test_a_post_is_as_long_as_its_server_allows(start, limits, expected):
    server, author = start(MastodonServer()), Author()
    server.trouble(LIMITS, limits)

    an_account(Mastodon, server).push(POST, author)

    assert expected in author.seen[0]


def test_every_address_counts_alike_at_mastodon(start):
    server = start(MastodonServer())
    server.limits["max_characters"] = 150
    long = replace(POST, home=HOME + "x" * 300, words="See https://a.example/" + "y" * 300)

    an_account(Mastodon, server).push(long, Author())

    assert server.statuses[0]["content"].count("<a ") == 2


# Bluesky

LOGIN = "POST /xrpc/com.atproto.server.createSession"
LOOK = "GET /xrpc/com.atproto.repo.getRecord"
UPLOAD = "POST /xrpc/com.atproto.repo.uploadBlob"
RECORD = "POST /xrpc/com.atproto.repo.createRecord"
BSKY = f"https://bsky.app/profile/ines.example/post/{KEY}"


def test_bluesky_gets_one_post_with_a_card(start):
    server, author = start(BlueskyServer()), Author()

    result = an_account(Bluesky, server).push(POST, author)

    assert result == Result("published", BSKY)
    assert author.seen == [TEXT]
    assert server.lines == [LOGIN, LOOK, UPLOAD, RECORD]
    login, look, upload, record = server.asked
    assert "authorization" not in login.headers
    assert look.query == {
        "repo": BlueskyServer.did,
        "collection": "app.bsky.feed.post",
        "rkey": KEY,
    }
    assert upload.headers["content-type"] == "image/png"
    assert upload.body == PNG + b"card"
    assert record.headers["authorization"] == f"Bearer {BlueskyServer.access}"
    start_of_link = len(TEXT) - len(HOME)
    assert record.json == {
        "repo": BlueskyServer.did,
        "collection": "app.bsky.feed.post",
        "rkey": KEY,
        "validate": True,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": TEXT,
            "createdAt": "2026-11-03T09:30:00.000Z",
            "langs": ["en-GB"],
            "facets": [
                {
                    "index": {"byteStart": start_of_link, "byteEnd": len(TEXT)},
                    "features": [{"$type": "app.bsky.richtext.facet#link", "uri": HOME}],
                }
            ],
            "embed": {
                "$type": "app.bsky.embed.external",
                "external": {
                    "uri": HOME,
                    "title": "The forty letters",
                    "description": POST.sentence,
                    "thumb": {
                        "$type": "blob",
                        "ref": {"$link": "bafkrei1"},
                        "mimeType": "image/png",
                        "size": 12,
                    },
                },
            },
        },
    }


THUMBS = {
    "none": ((), []),
    "no picture": ((b"<svg/>",), []),
    "too large": ((PNG + b"x" * 1_000_000,), []),
    "the first is too large": ((PNG + b"x" * 1_000_000, b"\xff\xd8\xffx"), ["image/jpeg"]),
    "just small enough": ((PNG + b"x" * 999_992,), ["image/png"]),
}


@pytest.mark.parametrize(("previews", "sent"), THUMBS.values(), ids=THUMBS.keys())
def test_a_picture_goes_along_if_it_is_small_enough(start, previews, sent):
    server = start(BlueskyServer())

    an_account(Bluesky, server).push(replace(POST, previews=previews), Author())

    assert [kind for kind, _ in server.blobs] == sent
    [record] = server.records.values()
    assert ("thumb" in record["embed"]["external"]) == bool(sent)


def test_pushed_twice_bluesky_has_one_post(start):
    server = start(BlueskyServer())
    an_account(Bluesky, server).push(POST, Author())

    with pytest.raises(ThereError) as error:
        an_account(Bluesky, server).push(replace(POST, words="Again!"), Author())

    assert error.value.url == BSKY
    assert len(server.records) == 1


NOT_THERE = {
    "a server of today": (400, "RecordNotFound"),
    "an older one": (400, "InvalidRequest"),
    "one of its own kind": (404, "NotFound"),
}


@pytest.mark.parametrize(("status", "code"), NOT_THERE.values(), ids=NOT_THERE.keys())
def test_servers_say_in_many_ways_that_there_is_nothing(start, status, code):
    server = start(BlueskyServer())
    server.trouble(LOOK, answering(status, {"error": code, "message": "nothing"}))

    an_account(Bluesky, server).push(POST, Author())

    assert len(server.records) == 1


def test_a_server_that_lets_nobody_look_gets_nothing(start):
    server = start(BlueskyServer())
    server.trouble(LOOK, answering(401, {"error": "ExpiredToken", "message": "too late"}))

    with pytest.raises(RefusedError, match="Bluesky does not let us in: too late"):
        an_account(Bluesky, server).push(POST, Author())

    assert RECORD not in server.lines


def test_the_same_key_keeps_two_runs_at_once_from_posting_twice(start):
    server = start(BlueskyServer())
    an_account(Bluesky, server).push(POST, Author())
    gone = answering(400, {"error": "RecordNotFound", "message": "not yet"})
    server.trouble(LOOK, gone)

    result = an_account(Bluesky, server).push(POST, Author())

    assert result == Result("published", BSKY)
    assert len(server.records) == 1


def test_another_one_at_bluesky_has_the_key_of_its_own_moment(start):
    server = start(BlueskyServer())
    an_account(Bluesky, server).push(POST, Author())

    an_account(Bluesky, server, again=True).push(POST, Author())

    assert len(server.records) == 2


def test_a_record_that_was_made_before_the_line_broke_is_found(start):
    server = start(BlueskyServer())
    server.trouble(RECORD, done_but(stall))

    result = an_account(Bluesky, server, SOON).push(POST, Author())

    assert result == Result("published", BSKY)
    assert server.lines[3:] == [RECORD, LOOK]


def test_a_record_that_was_not_made_is_not_sent_again(start):
    server = start(BlueskyServer())
    server.trouble(RECORD, cut)

    with pytest.raises(UnsureError, match="Bluesky broke off"):
        an_account(Bluesky, server).push(POST, Author())

    assert server.lines.count(RECORD) == 1


def test_an_account_without_a_handle_has_a_page_all_the_same(start):
    server = start(BlueskyServer())
    session = {"did": server.did, "handle": "handle.invalid", "accessJwt": server.access}
    server.trouble(LOGIN, answering(200, session))

    result = an_account(Bluesky, server).push(POST, Author())

    assert result.url == f"https://bsky.app/profile/{server.did}/post/{KEY}"


def test_nothing_is_uploaded_if_its_author_says_no(start):
    server = start(BlueskyServer())

    result = an_account(Bluesky, server).push(POST, Author(answer=False))

    assert result is None
    assert server.lines == [LOGIN, LOOK]


# everything that can go wrong, everywhere

PLATFORMS: dict[str, tuple[type[Platform], type[Server], str]] = {
    "devto": (Devto, Forem, CREATE),
    "mastodon": (Mastodon, MastodonServer, PUBLISH),
    "bluesky": (Bluesky, BlueskyServer, RECORD),
}
LOOKS = "it looks first, and makes nothing twice"
CHECK = "check the address in `server` of its group"
NO, UNSURE = RefusedError, UnsureError
TROUBLES: dict[str, tuple[Trouble, type[PostroomError], str]] = {
    "401": (
        answering(401, {"error": "unauthorized"}),
        NO,
        "does not let us in: unauthorized\n    fix: make an? ",
    ),
    "403": (
        answering(403, {"error": "This action is outside the authorized scopes."}),
        NO,
        "does not allow it: This action is outside the authorized scopes\n    fix: make",
    ),
    "404": (
        answering(404, {"error": "no"}),
        NO,
        f"has nothing at /.*\n    fix: {CHECK}",
    ),
    "409": (
        answering(409, {"message": "it is there"}),
        NO,
        "has something in its way: it is there\n    fix: look what is there already",
    ),
    "422": (
        answering(422, {"error": "Validation failed: Title is too long"}),
        NO,
        "does not take it: Validation failed: Title is too long\n    fix: mend what",
    ),
    "422 without a word": (answering(422), NO, r"does not take it \(422\)\n"),
    "422 with a page": (answering(422, b"<html>No!</html>"), NO, r"take it \(422\)\n"),
    "422 with a novel": (answering(422, {"error": "no " * 500}), NO, "no no…\n"),
    "422 with colours": (
        answering(422, {"error": "\x1b[31mno\n\x07no"}),
        NO,
        r": \[31mno no\n",
    ),
    "422 that runs backwards": (
        answering(422, {"error": "no\u202eyes\u2066"}),
        NO,
        r": noyes\n",
    ),
    "422 with odd keys": (
        answering(422, {"error": {"a": 1}, "message": 3}),
        NO,
        r"\(422\)\n",
    ),
    "429": (
        answering(429, {"error": "slow down"}, retry_after="30"),
        NO,
        "for patience: slow down\n    fix: run the command again in 30 seconds$",
    ),
    "429 until a day": (
        answering(429, {}, retry_after="Fri, 31 Dec 2027 23:59:59 GMT"),
        NO,
        "again in some minutes$",
    ),
    "429 for ever": (answering(429, {}, retry_after="9" * 40), NO, "in some minutes$"),
    "500": (
        answering(500, {"error": "InternalServerError"}),
        UNSURE,
        rf"is in trouble \(500\)\n    fix: run the command again: {LOOKS}$",
    ),
    "503 with a page": (answering(503, b"<html>"), UNSURE, r"in trouble \(503\)\n"),
    "cut": (cut, UNSURE, f"broke off\n    fix: run the command again: {LOOKS}$"),
    "cut in the middle": (half, UNSURE, "broke off\n"),
    "silence": (stall, UNSURE, "does not answer in time\n    fix: run the command"),
    "no end": (drip, UNSURE, "takes too long over its answer\n    fix: run the"),
    "a page": (
        answering(200, b"<!doctype html><title>Log in</title>"),
        UNSURE,
        f"answers with something that is not JSON\n    fix: {CHECK}",
    ),
    "brackets": (answering(200, b"[" * 200_000), UNSURE, "is not JSON"),
    "no text at all": (answering(200, b"\xff\xfe{"), UNSURE, "is not JSON"),
    "another shape": (answering(200, {"id": {"a": 1}}), UNSURE, "answers without `"),
    "a list": (answering(200, [1]), UNSURE, "answers without `"),
    "50 MB": (flood, UNSURE, f"answers with more than 8 MB\n    fix: {CHECK}"),
    "on to nowhere": (answering(302), NO, "us on to 127.0.0.1, and no secret goes"),
    "on to nonsense": (answering(302, location="https://[/"), NO, "us on to nowhere"),
}


def begin(start: Start, name: str, trouble: Trouble | None = None) -> tuple[Any, Any, str]:
    """A platform that is up, an account there, and the line that would publish."""
    kind, server_kind, line = PLATFORMS[name]
    server = start(server_kind())
    seconds = SOON if trouble in (stall, drip) else 5
    return server, an_account(kind, server, seconds), line


def first_line(kind: str) -> str:
    return {"devto": FIND, "mastodon": WHO, "bluesky": LOGIN}[kind]


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize(
    ("trouble", "error", "expected"), TROUBLES.values(), ids=TROUBLES.keys()
)
def test_trouble_is_one_sentence_with_a_fix(start, kind, trouble, error, expected):
    server, account, _ = begin(start, kind, trouble)
    server.trouble(first_line(kind), trouble)

    with pytest.raises(error) as caught:
        account.push(POST, Author())

    said = str(caught.value)
    assert re.search(expected, said), said
    assert said.startswith(account.name)
    assert said.count("\n    fix: ") == said.count("\n") == 1
    assert not [secret for secret in PRIVATE if secret in said]
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize(
    "trouble", [trouble for trouble, error, _ in TROUBLES.values() if error is UNSURE]
)
def test_whatever_breaks_after_the_deed_it_is_done_once(start, kind, trouble):
    server, account, line = begin(start, kind, trouble)
    server.trouble(line, done_but(trouble))

    result = account.push(POST, Author())

    assert result is not None
    assert server.lines.count(line) == 1
    with pytest.raises(ThereError) if kind != "devto" else ExitStack():
        account.push(POST, Author())


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_secret_goes_along_to_another_server(start, kind, status):
    elsewhere = start(Forem())
    server, account, line = begin(start, kind)
    server.trouble(line, answering(status, location=f"{elsewhere.url}/steal"))

    with pytest.raises(RefusedError) as error:
        account.push(POST, Author())

    assert elsewhere.asked == []
    assert str(error.value) == (
        f"{account.name} sends us on to 127.0.0.1, and no secret goes along\n"
        "    fix: if it moved there, change its address in `server` of its group, or "
        f"$POSTROOM_{kind.upper()}_URL"
    )


@pytest.mark.parametrize("kind", PLATFORMS)
def test_a_platform_that_is_not_there_is_said_not_to_be(kind):
    account = replace(an_account(PLATFORMS[kind][0], Forem()), url="http://127.0.0.1:1")

    with pytest.raises(PostroomError) as error:
        account.push(POST, Author())

    assert str(error.value) == (
        f"{account.name} cannot be reached\n    fix: check your connection, and the "
        f"address in `server` of its group, or $POSTROOM_{kind.upper()}_URL"
    )


# secrets

ADMITTING = ("api-key", "authorization")


@pytest.mark.parametrize("kind", PLATFORMS)
def test_a_secret_that_is_thrown_back_is_not_shown(start, kind):
    server, account, _ = begin(start, kind)
    echo = "; ".join((*SECRETS.values(), BlueskyServer.access))
    own = [SECRETS[key] for key in account.keys]
    server.trouble(first_line(kind), answering(401, {"error": echo}))

    with pytest.raises(RefusedError) as error:
        account.push(POST, Author())

    assert "…" in str(error.value)
    assert not [secret for secret in own if secret in str(error.value)]


def test_what_a_session_opens_is_not_shown_either(start):
    server, account, _ = begin(start, "bluesky")
    server.trouble(UPLOAD, answering(403, {"error": "no", "message": server.access}))

    with pytest.raises(RefusedError, match="Bluesky does not allow it: …\n"):
        account.push(POST, Author())


@pytest.mark.parametrize("kind", PLATFORMS)
def test_secrets_are_in_no_log_and_no_name(start, kind, caplog):
    caplog.set_level(logging.DEBUG)
    _, account, _ = begin(start, kind)

    account.push(POST, Author())

    told = [caplog.text, repr(account), str(account), repr(account.outline(POST))]
    told += map(str, account.outline(POST))
    assert not [s for s in PRIVATE for text in told if s in text]


@pytest.mark.parametrize("kind", PLATFORMS)
def test_secrets_stand_where_they_must_and_nowhere_else(start, kind):
    server, account, _ = begin(start, kind)

    account.push(POST, Author())

    for asked in server.asked:
        if asked.line == LOGIN:
            continue
        said = [f"{asked.path} {asked.query}", asked.body.decode(errors="replace")]
        said += [
            v for k, v in asked.headers.items() if k not in ("api-key", "authorization")
        ]
        assert not [s for s in PRIVATE for text in said if s in text]


def test_what_httpx_would_say_of_a_header_is_not_heard(start):
    server = start(Forem())
    call = Call("GET", server.url, headers={"api-key": SecretStr("se\ncret")})
    service = Service("dev.to", server.url, "make a key", "$POSTROOM_DEVTO_URL")

    with pytest.raises(PostroomError) as error:
        a_courier().ask(service, call, object)

    assert "cret" not in str(error.value)
    assert error.value.__context__ is None


ADDRESSES = {
    "https": ("https://forem.example/", "https://forem.example"),
    "with a port and a path": ("https://a.example:8443/x", "https://a.example:8443/x"),
    "this machine": ("http://localhost:3000", "http://localhost:3000"),
    "by number": ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
    "by a newer number": ("http://[::1]:3000", "http://[::1]:3000"),
    "plain http": ("http://forem.example", ""),
    "plain http to a neighbour": ("http://192.168.0.7", ""),
    "a name that looks local": ("http://localhost.evil.example", ""),
    "with a password": ("https://ines:pw@forem.example", ""),
    "with a question": ("https://forem.example/?a=b", ""),
    "no address": ("forem.example", ""),
    "nonsense": ("https://[", ""),
    "an odd port": ("https://a.example:x", ""),
    "a space": ("https://a.example/a: b", ""),
    "two lines": ("https://a.example/\nx", ""),
    "another scheme": ("file:///etc/passwd", ""),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_secrets_go_to_safe_addresses_only(url, expected):
    if expected:
        assert check_address(url, "$X") == expected
        return
    with pytest.raises(PostroomError) as error:
        check_address(url, "$POSTROOM_DEVTO_URL")

    assert str(error.value) == (
        "$POSTROOM_DEVTO_URL: no secret goes to such an address\n"
        "    fix: write it as https://social.example; http is for this machine alone"
    )


# what is submitted arrives as it was written

CORPUS = (
    "{{ 1 }}", "{% load x %}", "{{{x}}}", "{# x #}", "{% endverbatim %}{{ 1 }}",
    "{% endraw %}{{ 1 }}", "*|MERGE|*", "%recipient%", "https://x.example@TrackLink",
    "--- title: x", "line\r\nBcc: all@example.org", '"},"published":true,"x":{"', "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("text", CORPUS)
def test_titles_and_sentences_arrive_literally(start, text):
    hostile = replace(POST, title=text, sentence=text, words=text)
    forem, mastodon, bluesky = (
        start(Forem()),
        start(MastodonServer()),
        start(BlueskyServer()),
    )

    an_account(Devto, forem).push(hostile, Author())
    an_account(Mastodon, mastodon).push(hostile, Author())
    an_account(Bluesky, bluesky).push(hostile, Author())

    assert (forem.articles[0]["title"], forem.articles[0]["published"]) == (text, False)
    expected = f"{text}\n\n{text}\n{text}\n\n{HOME}"
    assert mastodon.asked[-1].json["status"] == expected
    [record] = bluesky.records.values()
    assert record["text"] == expected
    assert record["embed"]["external"]["title"] == text


def test_front_matter_in_an_essay_publishes_nothing(start):
    server = start(Forem())
    hostile = replace(POST, markdown="\n---\ntitle: x\npublished: true\n---\n\nText.")

    an_account(Devto, server).push(hostile, Author())

    assert not server.articles[0]["published"]


# what would be sent

SAID_LATER = {"bluesky": {"repo": "did:plc:yours"}}


@pytest.mark.parametrize("kind", PLATFORMS)
def test_an_outline_is_what_would_be_sent_and_asks_nobody(start, kind):
    server, account, line = begin(start, kind)
    bare = replace(POST, previews=())
    account.push(bare, Author())
    sent = next(asked for asked in server.asked if asked.line == line)
    quiet = replace(account, courier=Courier(lambda: pytest.fail("it asks")))

    *_, last = quiet.outline(bare)

    assert f"{last.method} {last.url.removeprefix(server.url)}" == line
    assert last.body == {**sent.json, **SAID_LATER.get(kind, {})}


def test_an_outline_shows_no_secret_and_no_file():
    account = an_account(Bluesky, BlueskyServer())

    shown = "\n".join(map(str, account.outline(POST)))

    assert '"password": "**********"' in shown
    assert "(12 bytes)" in shown


# planted keys


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_that_is_planted_in_an_answer_is_nowhere(start, kind, echo, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    server, account, line = begin(start, kind)
    mine = [SECRETS[key] for key in account.keys]
    forms = [code(key) for code in CODED.values() for key in mine]
    for asked in {first_line(kind), line}:
        server.troubles.clear()
        server.trouble(asked, ECHOES[echo](" ".join(forms)))
        with pytest.raises(PostroomError) as error:
            account.push(POST, Author())
        told = "".join(format_exception(error.value)) + caplog.text
        told += "".join(capfd.readouterr())
        assert not [form for form in forms if form.casefold() in told.casefold()]
