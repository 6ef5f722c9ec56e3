"""An offer becomes a message in its author's words, and a draft that mail programs open."""

import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_group, a_placement, a_post, a_site, a_step, at

from postroom.errors import PostroomError
from postroom.kits.kit import Contributor, Kit
from postroom.kits.lengths import list_lengths
from postroom.mail.addressbook import Mailbox
from postroom.mail.draft import EditorMessage, Enclosure, compose_draft
from postroom.model.group import Group
from postroom.model.licence import LICENCES
from postroom.offers.message import Offer, compose_offer, render_message
from postroom.offers.situation import Situation
from postroom.toolbox.templates import Templates

INES = Mailbox("Ines Okafor", "ines@longtable.example")
BRENDA = Mailbox("Brenda Askwith", "brenda@humber.example")
DOMAIN = "longtable.example"
TODAY = at(10).date()


def a_message(**values: Any) -> EditorMessage:
    facts = {"subject": "An essay", "text": "Dear Brenda,\n\nhere it is.\n"}
    return EditorMessage(**facts | {"sender": INES, "recipient": BRENDA} | values)


def parse(made: bytes) -> EmailMessage:
    found = message_from_bytes(made, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def compose(written: EditorMessage) -> EmailMessage:
    return parse(compose_draft(written, domain=DOMAIN))


# the draft


def test_a_draft_says_who_writes_to_whom_and_about_what():
    message = compose(a_message())

    assert str(message["From"]) == "Ines Okafor <ines@longtable.example>"
    assert str(message["To"]) == "Brenda Askwith <brenda@humber.example>"
    assert str(message["Subject"]) == "An essay"
    assert message["X-Unsent"] == "1"
    assert message.get_content() == "Dear Brenda,\r\n\r\nhere it is.\r\n"


def test_a_draft_has_no_date_for_it_was_not_sent():
    assert compose(a_message())["Date"] is None


def test_whoever_is_not_known_is_left_to_the_mail_program():
    message = compose(a_message(sender=None, recipient=None))

    assert (message["From"], message["To"]) == (None, None)


def test_the_same_message_is_the_same_bytes():
    enclosure = Enclosure("a.docx", b"\x00\x01", "application/octet-stream")
    written = a_message(enclosures=(enclosure,))

    assert compose_draft(written, domain=DOMAIN) == compose_draft(written, domain=DOMAIN)


CHANGES = {
    "subject": {"subject": "Another"},
    "text": {"text": "Another.\n"},
    "file": {"enclosures": (Enclosure("a.txt", b"b", "text/plain"),)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_message_has_another_message_id(change):
    one, other = a_message(), replace(a_message(), **change)

    assert compose(one)["Message-ID"] != compose(other)["Message-ID"]


def test_a_message_id_is_of_one_line_and_tells_nobody_the_address():
    made = compose_draft(a_message(), domain=DOMAIN)

    assert re.search(
        rb"^Message-ID: <letter\.[0-9a-f]{24}@longtable\.example>\r$", made, re.M
    )


def test_files_go_with_a_message_as_they_are():
    files = (
        Enclosure("forty.docx", b"PK\x03\x04\xff", "application/zip"),
        Enclosure("forty.md", "# Grüße\n\nŁódź – 東京\n".encode(), "text/markdown"),
        Enclosure("grüße.html", b"<p>One</p>\r\n<p>Two</p>", "text/html"),
    )

    message = compose(a_message(enclosures=files))

    attached = list(message.iter_attachments())
    assert [a.get_filename() for a in attached] == [f.name for f in files]
    assert [a.get_content_type() for a in attached] == [f.media_type for f in files]
    assert [a.get_payload(decode=True) for a in attached] == [f.content for f in files]
    assert attached[1].get_content_charset() == "utf-8"
    body = message.get_body()
    assert body is not None
    assert body.get_content() == "Dear Brenda,\r\n\r\nhere it is.\r\n"


def test_lines_of_a_draft_are_short_and_end_as_mail_demands():
    made = compose_draft(a_message(text="Grüße " * 400 + "\n"), domain=DOMAIN)

    assert made.isascii()
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, made.split(b"\r\n"))) <= 78


NAMES = {
    "quotes": 'Ines "the table" Okafor',
    "a comma": "Okafor, Ines",
    "brackets": "Ines <all@everybody.example>",
    "letters of many languages": "Łucja Żółć, née Großmann 東京",
    "a line": "Ines\r\nBcc: all@everybody.example",
    "a backslash": "Ines \\ Okafor",
    "a long one": "Ines " * 40,
    "a long one of other letters": "Łucja " * 40,
    "what looks encoded": "=?utf-8?q?Ines?=",
    "none": "",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_stays_a_name(name):
    person = Mailbox(name, "ines@longtable.example")

    message = compose(a_message(sender=person, recipient=person))

    for header in (message["From"], message["To"]):
        [address] = header.addresses
        assert address.addr_spec == person.address
    assert message["Bcc"] is None
    assert len(message.keys()) == 8


HEADERS = [
    *(b"From", b"To", b"Subject", b"Message-ID", b"X-Unsent", b"MIME-Version"),
    *(b"Content-Type", b"Content-Transfer-Encoding"),
]


@given(st.text(max_size=60), st.text(max_size=60))
def test_nobody_can_add_a_header_through_a_name_or_a_title(name, title):
    person = Mailbox(name, "ines@longtable.example")
    written = a_message(subject=title, sender=person, recipient=person)

    made = compose_draft(written, domain=DOMAIN)

    headers = made.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"^([\w-]+):", headers, re.M)
    assert made.isascii()
    assert sorted(names) == sorted(HEADERS)
    assert message_from_bytes(made, policy=policy.default)["To"].addresses[0].addr_spec == (
        "ines@longtable.example"
    )


@given(st.text(alphabet="Aäß東Ł é'.-", min_size=1, max_size=80))
def test_names_and_subjects_are_read_back_as_they_were(said):
    name = " ".join(said.split())
    written = a_message(subject=name, recipient=Mailbox(name, BRENDA.address))
    message = message_from_bytes(compose_draft(written, domain=DOMAIN))

    # not by `policy.default`, which in Python 3.11 reads a space between encoded words
    display_name, address = parseaddr(message["To"])
    assert address == BRENDA.address
    assert str(make_header(decode_header(display_name))) == name
    assert str(make_header(decode_header(message["Subject"]))) == name


# the message


def a_kit(**values: Any) -> Kit:
    facts: dict[str, Any] = {
        "name": "the-forty-letters",
        "kind": "post",
        "title": "The forty letters",
        "home": "https://longtable.example/posts/the-forty-letters/",
        "site": "The Long Table",
        "published": date(2026, 3, 4),
        "licence": LICENCES["CC-BY-4.0"],
        "permission": "allowed",
        "language": "en-GB",
        "html": f"<p>{'One two three four. ' * 75}</p>",
        "standfirst": "One reprint brought forty letters by nine the same evening.",
        "byline": "Ines Okafor",
        "contributors": (
            Contributor("Ines Okafor", bio_50="Ines Okafor edits The Long Table in Leeds."),
        ),
    }
    return Kit(**facts | values)


def an_offer(group: Group | None = None, kit: Kit | None = None, **values: Any) -> Offer:
    """An offer to a group that said nothing; name only what follow_ups."""
    partner, made = group or a_group(newsletter="Plain Lines"), kit or a_kit()
    essay = a_post(tags=["thanks", "communities"])
    known = a_site(
        *(essay, a_post("bbbb", title="Notes on asking")),
        groups=(partner,),
        placements=values.pop("placements", ()),
    )
    length = list_lengths(made)[0]
    situation = Situation(known, {essay.uid: {"full": length.words}}, TODAY)
    facts: dict[str, Any] = {"format": "text", "way": "below"} | values
    return compose_offer(situation, partner, essay, kit=made, length=length, **facts)


def a_full_offer() -> Offer:
    """An offer of which everything is known."""
    group = a_group(
        newsletter="Plain Lines",
        deadline="15th monthly",
        wants={
            "words": "250-500",
            "topics": ["Communities", "thanks", "soup"],
            "third_person": True,
            "exclusive_days": 60,
        },
    )
    printed = a_placement(
        a_step("published", 1, post="bbbb"), a_step("replied", 2, post="bbbb", replies=12)
    )
    kit = a_kit(not_before=date(2026, 3, 12), note="Leave out the table, if you like.")
    return an_offer(
        group,
        kit,
        placements=(printed,),
        kit_url="https://longtable.example/share/the-forty-letters/kit/",
        editor="Brenda Askwith",
        sender="Ines Okafor",
    )


def write(offer: Offer) -> tuple[str, str]:
    return render_message(offer, Templates())


def test_a_message_that_can_say_everything_looks_as_it_was_reviewed(golden):
    subject, text = write(a_full_offer())

    golden("offer/full.txt", f"Subject: {subject}\n\n{text}".encode())


def test_a_message_that_knows_nothing_looks_as_it_was_reviewed(golden):
    kit = a_kit(
        licence=LICENCES["all-rights-reserved"], standfirst="", byline="", contributors=()
    )

    subject, text = write(an_offer(kit=kit))

    golden("offer/bare.txt", f"Subject: {subject}\n\n{text}".encode())


def test_a_whole_draft_looks_as_it_was_reviewed(golden):
    subject, text = write(replace(a_full_offer(), way="attached", format="markdown"))
    enclosure = Enclosure("forty.md", b"# The forty letters\n", "text/markdown")
    written = EditorMessage(subject, text, INES, BRENDA, (enclosure,))

    made = compose_draft(written, domain=DOMAIN)

    golden("offer/draft.eml", made.replace(b"\r\n", b"\n"))


def test_what_only_a_person_can_write_is_marked():
    _, text = write(an_offer())

    assert re.findall(r"TK[^.,\n]*", text) == [
        "TK: the editor’s name",
        "TK: one sentence on why you thought of their readers",
        "TK: your name",
    ]


WAYS = {
    "below": ({"way": "below"}, "The text is below, ready to paste."),
    "Word": ({"way": "attached", "format": "word"}, "The text is attached, for Word."),
    "HTML": ({"way": "attached", "format": "html"}, "The text is attached, as HTML."),
    "Markdown": (
        {"way": "attached", "format": "markdown"},
        "The text is attached, as Markdown.",
    ),
    "linked": (
        {"way": "linked", "kit_url": "https://longtable.example/kit/"},
        "The text is on the page named below, ready to copy.",
    ),
}


@pytest.mark.parametrize(("values", "expected"), WAYS.values(), ids=WAYS)
def test_a_message_says_where_the_text_is(values, expected):
    assert expected in write(an_offer(**values))[1].splitlines()


WRITERS = {
    "the author": ("Ines Okafor", "Ines Okafor", "May I offer you an essay of mine,"),
    "somebody else": ("Ines Okafor", "Leila Haddad", "an essay by Leila Haddad,"),
    "nobody knows who": ("", "Leila Haddad", "May I offer you an essay by Leila Haddad,"),
    "nobody knows by whom": ("Ines Okafor", "", "May I offer you an essay,"),
}


@pytest.mark.parametrize(("sender", "byline", "expected"), WRITERS.values(), ids=WRITERS)
def test_a_message_says_whose_essay_it_is(sender, byline, expected):
    assert expected in write(an_offer(kit=a_kit(byline=byline), sender=sender))[1]


NOTES = {
    "nobody has to ask": ("allowed", "to print it, with the credit lines at its end. Ask."),
    "others ask first": (
        "ask",
        "TK: its kit says “Ask.” Write what of that holds for them.",
    ),
}


@pytest.mark.parametrize(("permission", "expected"), NOTES.values(), ids=NOTES)
def test_a_note_for_those_who_have_to_ask_is_not_sent_unread(permission, expected):
    kit = a_kit(note="Ask.", permission=permission, licence=LICENCES["all-rights-reserved"])

    _, text = write(an_offer(kit=kit))

    assert expected in text


def test_words_that_are_not_within_the_wishes_are_not_boasted_of():
    offer = an_offer(a_group(wants={"words": "50-60"}))

    assert (offer.takes, offer.words) == ("", 300)
    assert "You print" not in write(offer)[1]


def test_a_day_that_has_come_is_not_mentioned():
    assert an_offer(kit=a_kit(not_before=TODAY)).not_before is None


def test_characters_are_written_as_they_are():
    kit = a_kit(title="Soup & <bread> “hot”", standfirst="It’s <b>.")

    subject, text = write(an_offer(kit=kit, editor="O'Brien & Sons"))

    assert "Soup & <bread> “hot”" in subject
    assert "Dear O'Brien & Sons," in text
    assert "It’s <b>." in text


# a template of the author's own


def own(folder: Path, text: str) -> Templates:
    path = folder / "offer/message.txt"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return Templates([folder])


def test_an_author_may_write_the_message_in_their_own_words(tmp_path):
    templates = own(
        tmp_path, "Subject: Für {{ newsletter }}\n\n\nLiebe {{ editor }}!\n\n\n\nI"
    )

    message = render_message(an_offer(editor="O'Brien"), templates)

    assert message == ("Für Plain Lines", "Liebe O'Brien!\n\nI\n")


BROKEN = {
    "a name that there is not": (
        "Subject: a\n\n{{ titel }}",
        "templates/offer/message.txt: 'titel' is undefined",
    ),
    "a mark that is not closed": (
        "Subject: a\n\n{{ title",
        "templates/offer/message.txt:3: unexpected end of template, expected "
        "'end of print statement'.",
    ),
    "a sum that cannot be made": (
        "Subject: a\n\n{{ words / 0 }}",
        "templates/offer/message.txt: division by zero",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_in_a_template_is_told(tmp_path, text, expected):
    with pytest.raises(PostroomError) as error:
        render_message(an_offer(), own(tmp_path, text))

    assert str(error.value) == (
        f"{expected}\n    fix: mend it, or take it out to use the one that Postroom has"
    )


@pytest.mark.parametrize("text", ["", "Dear {{ editor }},\n", "Subject: {{ editor }}\n\nA"])
def test_a_message_needs_a_subject(tmp_path, text):
    with pytest.raises(PostroomError) as error:
        render_message(an_offer(), own(tmp_path, text))

    assert str(error.value) == (
        "templates/offer/message.txt: it does not begin with a subject\n"
        "    fix: begin it with a line `Subject: ...` and an empty line"
    )
