"""What mailboxes hold against a sender, and the record that mends it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from tests.fakes.names import dns_server
from tests.unit.mailing import some_options

from postroom.errors import PostroomError
from postroom.outbox.goodname import MailIdentity, check_name, describe_sender
from postroom.web.dns import make_lookup

KEY = "A" * 392
GOOD = {
    "table.example": {
        "TXT": ['"v=spf1 a:mail.table.example include:lists.example ~all"', '"other"'],
        "MX": ["10 mail.table.example."],
    },
    "lists.example": {"TXT": ['"v=spf1 ip4:192.0.2.0/24 -all"']},
    "post1._domainkey.table.example": {
        "TXT": [f'"v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"']
    },
    "_dmarc.table.example": {"TXT": ['"v=DMARC1; p=none; rua=mailto:d@table.example"']},
    "mail.table.example": {"A": ["192.0.2.25"]},
    "25.2.0.192.in-addr.arpa": {"PTR": ["mail.table.example."]},
}
SENDER = MailIdentity(
    "table.example",
    "post1",
    "mail.table.example",
    signs_off=False,
    one_click=True,
    way_out="https://table.example/stop",
)


def problems(records: dict, identity: MailIdentity = SENDER) -> list[str]:
    with dns_server(records) as port:
        return [*check_name(identity, make_lookup(["127.0.0.1"], port))]


def without(name: str) -> dict:
    return {key: value for key, value in deepcopy(GOOD).items() if key != name}


def with_text(name: str, *texts: str) -> dict:
    records = deepcopy(GOOD)
    records.setdefault(name, {})["TXT"] = [f'"{text}"' for text in texts]
    return records


def test_a_good_name_has_nothing_against_it():
    assert problems(GOOD) == []


MANY = "v=spf1 " + " ".join(f"include:i{n}.example" for n in range(11)) + " ~all"
FAULTS = {
    "no SPF": (
        with_text("table.example", "nothing"),
        "table.example: it has no SPF record; Gmail and Yahoo ask it of everybody, "
        "Microsoft from 5,000 letters a day\n"
        '    fix: set `table.example. TXT "v=spf1 a:mail.table.example ~all"`',
    ),
    "two SPF records": (
        with_text("table.example", "v=spf1 -all", "v=spf1 mx -all"),
        "table.example: it has 2 SPF records, and then none counts\n"
        "    fix: make one of them, with one `v=spf1` and one `all`",
    ),
    "an SPF record for everybody": (
        with_text("table.example", "v=spf1 +all"),
        "table.example: its SPF record lets everybody send in its name\n"
        "    fix: end it with `~all`",
    ),
    "an SPF record that takes too long": (
        with_text("table.example", MANY),
        "table.example: its SPF record takes 11 look-ups, and mailboxes stop at 10\n"
        "    fix: take `include:` of services that you left out of it",
    ),
    "no DKIM key": (
        without("post1._domainkey.table.example"),
        "post1._domainkey.table.example: there is no DKIM key; Gmail and Yahoo ask it of "
        "everybody, Microsoft from 5,000 letters a day\n"
        '    fix: set `post1._domainkey.table.example. TXT "v=DKIM1; k=rsa; p=…"`, as your '
        "server or service says",
    ),
    "a DKIM key that was revoked": (
        with_text("post1._domainkey.table.example", "v=DKIM1; p="),
        "post1._domainkey.table.example: its DKIM key was revoked\n"
        "    fix: set `dkim` to another selector",
    ),
    "a DKIM key that is too short": (
        with_text("post1._domainkey.table.example", "v=DKIM1; p=AAAA"),
        "post1._domainkey.table.example: its DKIM key is too short to count\n"
        "    fix: make one of 2048 bits",
    ),
    "no DMARC": (
        without("_dmarc.table.example"),
        "table.example: it has no DMARC record; Gmail, Yahoo and Microsoft turn letters "
        "away without it, from 5,000 a day\n"
        '    fix: set `_dmarc.table.example. TXT "v=DMARC1; p=none"`, and later a stricter '
        "`p`",
    ),
    "a DMARC record without a policy": (
        with_text("_dmarc.table.example", "v=DMARC1; rua=mailto:d@table.example"),
        "_dmarc.table.example: its DMARC record says no policy\n"
        "    fix: write `p=none`, `p=quarantine` or `p=reject` after `v=DMARC1;`",
    ),
    "an address without a name": (
        without("25.2.0.192.in-addr.arpa"),
        "mail.table.example: 192.0.2.25 has no name that leads back to it; Gmail and Yahoo "
        "ask it of everybody, Microsoft from 5,000 letters a day\n"
        "    fix: let whoever gave you 192.0.2.25 set its PTR record to mail.table.example",
    ),
}


@pytest.mark.parametrize(("records", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_the_record_that_mends_it(records, told):
    assert problems(records) == [told]


def test_a_domain_that_takes_no_mail_is_told():
    records = deepcopy(GOOD)
    del records["table.example"]["MX"]

    assert problems(records) == [
        "table.example: it takes no mail, so that nobody can answer\n"
        "    fix: set an MX record for it"
    ]


def test_readers_who_cannot_leave_with_one_click_are_told_of():
    by_letter = replace(SENDER, one_click=False, way_out="mailto:table@table.example")

    [told] = problems(GOOD, by_letter)

    assert told.startswith(
        "readers cannot leave with one click; Gmail, Yahoo and Microsoft"
    )
    assert problems(GOOD, replace(by_letter, signs_off=True)) == []


def test_dmarc_of_a_domain_above_counts():
    records = deepcopy(GOOD)
    records["news.table.example"] = records["table.example"]
    name = "post1._domainkey.news.table.example"
    records[name] = records["post1._domainkey.table.example"]

    assert problems(records, replace(SENDER, domain="news.table.example")) == []


def test_nobody_can_vouch_for_an_address_of_a_mail_provider():
    [told] = problems(GOOD, replace(SENDER, domain="gmail.com"))

    assert told.startswith("gmail.com: only its own servers may send in its name")


SPF = {
    "a server of ours": ("mail.table.example", "a:mail.table.example"),
    "a server of theirs": ("smtp.provider.example", "include:what-your-provider-says"),
    "a number": ("192.0.2.25", "ip4:192.0.2.25"),
    "none": ("", "include:what-your-provider-says"),
}


@pytest.mark.parametrize(("host", "named"), SPF.values(), ids=SPF.keys())
def test_a_record_is_suggested_for_whoever_sends(host, named):
    sender = replace(SENDER, host=host)

    [told] = problems(with_text("table.example", "nothing"), sender)

    assert f'TXT "v=spf1 {named} ~all"' in told


def test_without_a_selector_it_is_asked_for():
    [told] = problems(GOOD, replace(SENDER, selector=""))

    assert told.startswith("table.example: nobody said by which key mail is signed")


def test_a_server_of_somebody_else_is_theirs_to_name():
    assert problems(GOOD, replace(SENDER, host="smtp.provider.example")) == []


def test_a_dns_that_does_not_answer_is_no_verdict():
    with pytest.raises(PostroomError, match="the DNS does not answer"):
        problems(GOOD, replace(SENDER, domain="broken.example"))


WAYS = {
    "a mail server": (
        {"via": "smtp", "server": "mail.x.example:465"},
        "mail.x.example",
        False,
    ),
    "a mailing list": (
        {"via": "smtp", "server": "mail.x.example", "to": "l@x.example"},
        "mail.x.example",
        True,
    ),
    "a service": ({"via": "buttondown"}, "", True),
    "a folder": ({}, "", False),
}


@pytest.mark.parametrize(("send", "host", "signs_off"), WAYS.values(), ids=WAYS.keys())
def test_who_sends_follows_from_the_settings(send, host, signs_off):
    options = some_options(send=send)

    identity = describe_sender(options, options.send.via)

    assert identity.domain == "longtable.example.org"
    assert (identity.host, identity.signs_off) == (host, signs_off)


def test_without_an_address_there_is_no_name():
    [told] = problems(GOOD, replace(SENDER, domain=""))

    assert told.startswith("nobody said which address the mail comes from")


def test_several_dmarc_records_count_for_nothing():
    records = with_text("_dmarc.table.example", "v=DMARC1; p=none", "v=DMARC1; p=reject")

    assert problems(records) == [
        "_dmarc.table.example: there are several DMARC records, and none counts\n"
        "    fix: keep one"
    ]


def test_without_spf_and_dkim_nothing_vouches_for_from():
    told = problems(with_text("table.example", "nothing"), replace(SENDER, selector=""))

    assert any("neither SPF nor DKIM vouch for From" in each for each in told)
