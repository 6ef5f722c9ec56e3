"""Letters become submissions; who sent them stays between us."""

from email.message import EmailMessage
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.intaking import NOW, TEXT, a_newsletter, answers_of, check

from postroom.errors import Problem
from postroom.intake.answers import prepare_answers
from postroom.intake.forms import list_questions
from postroom.intake.mailbox import read_messages
from postroom.intake.message import read_message
from postroom.intake.plain import strip_tags
from postroom.model.kinds import KINDS


def a_mail(body=f"{TEXT}\n\nI agree\n", subject="News: A second room", **headers) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = headers.pop("sender", "Rosa Lindqvist <rosa@example.org>")
    message["To"] = "letters@longtable.example"
    message["Date"] = headers.pop("date", "Sat, 03 Oct 2026 09:41:22 +0100")
    message["Message-ID"] = headers.pop("key", "<1@example.org>")
    message.set_content(body, **headers)
    return bytes(message)


def read_all(mailbox):
    read_here = partial(read_message, now=NOW)
    return list(read_messages(BytesIO(mailbox), read=read_here))


def read(source):
    (submission,) = read_all(source)
    return submission


EVENT = f"""start: 2026-12-08 18:30
In which time zone?: Europe/London
Where is it? Chapel Allerton Library,
  Leeds
*Which page has the details?* https://example.org/december
mail_is_public: no

{TEXT}

I agree.

--{{space}}
Rosa Lindqvist, +44 20 7946 0958
""".replace("{space}", " ")


def test_a_message_with_labelled_lines_is_an_event():
    submission = read(a_mail(EVENT, "Event: Second Tuesday"))

    assert submission.kind == "event"
    assert submission.consent
    assert not submission.mail_is_public
    assert submission.submitted.isoformat() == "2026-10-03"
    assert dict(submission.answers) == {
        "title": "Second Tuesday",
        "by": "Rosa Lindqvist",
        "text": TEXT,
        "start": "2026-12-08 18:30",
        "zone": "Europe/London",
        "place": "Chapel Allerton Library, Leeds",
        "url": "https://example.org/december",
    }
    assert check(submission).is_accepted


def test_the_address_of_the_sender_is_nowhere():
    submission = read(a_mail())

    assert "example.org" not in repr(submission)
    assert submission.source.startswith("mail#")


SUBJECTS = {
    "a kind before a colon": ("Job: Lift service planner", "job", "Lift service planner"),
    "a kind in brackets": ("[worth your time] On meetings", "link", "On meetings"),
    "both, and an answer": ("Re: AW: Fwd: [Ask]: Somebody", "ask", "Somebody"),
    "in the plural": ("EVENTS: Second Tuesday", "event", "Second Tuesday"),
    "no kind": ("Lunch: a report", "news", "Lunch: a report"),
    "no kind in brackets": ("[Second Helpings] Lunch", "news", "[Second Helpings] Lunch"),
    "nothing": ("", "news", ""),
    "of many parts": ("=?utf-8?q?Job=3A_M=C3=BCller?=", "job", "Müller"),
}


@pytest.mark.parametrize(
    ("subject", "kind", "title"), SUBJECTS.values(), ids=SUBJECTS.keys()
)
def test_a_subject_is_kind_and_title(subject, kind, title):
    source = a_mail(subject="X").replace(b"Subject: X", b"Subject: " + subject.encode())

    submission = read(source)

    assert submission.kind == kind
    assert submission.answers.get("title", "") == title


def test_a_message_with_an_address_is_a_link():
    submission = read(a_mail(f"{TEXT}\n<https://example.org/a>\n{TEXT}\n", "On meetings"))

    assert submission.kind == "link"
    assert submission.answers["url"] == "https://example.org/a"
    assert submission.answers["text"] == f"{TEXT}\n{TEXT}"


def test_a_line_may_name_the_kind_and_agree():
    body = f"Kind: Offers\nreach: https://example.org/\nconsent: yes\n\nwho knows\n{TEXT}"

    submission = read(a_mail(body, "An hour of mine"))

    assert submission.kind == "offer"
    assert submission.consent
    assert submission.answers["text"] == f"who knows\n{TEXT}"


def test_an_address_reaches_whoever_asks():
    submission = read(a_mail(f"https://example.org/me\n\n{TEXT}", "Ask: Somebody"))

    assert submission.answers["reach"] == "https://example.org/me"


def test_the_text_may_have_its_own_label():
    submission = read(a_mail(f"url: https://a.example/\nby:\ntext: {TEXT}\nMore.\n"))

    assert submission.answers["url"] == "https://a.example/"
    assert submission.answers["text"] == f"{TEXT}\nMore."


def test_the_text_begins_where_a_line_has_no_question():
    submission = read(a_mail(f"url: https://a.example/\nPS: x\n{TEXT}"))

    assert submission.answers["text"] == f"PS: x\n{TEXT}"


ASKED = """Ask: Someone who has closed a choir
How can people reach you? https://choir.example.org/contact
Tell a little more: We sang for forty years, and stop in spring.

Nobody knows how one says goodbye.
Who is asking? A chair of a small choir
Until when do you need it? 2026-12-31
Your name: Åse Dahl
I agree
"""
ORDERS = {
    "as the page asks": ("For Second Helpings", ASKED),
    "the text at the end": (
        "Ask: Someone who has closed a choir",
        "who: A chair of a small choir\nuntil: 2026-12-31\nby: Åse Dahl\n"
        "reach: https://choir.example.org/contact\nI agree\n\n"
        "We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.",
    ),
    "bullets, bold and capitals": (
        "[ASK] Someone who has closed a choir",
        "- **TELL A LITTLE MORE**: We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\n"
        "* *Who is asking?* A chair of a small choir\n"
        "3) “Until when do you need it?” 2026-12-31\n"
        "• Your name – Åse Dahl\n"
        "1. **How can people reach you**: https://choir.example.org/contact\n"
        "**I agree.**",
    ),
    "each below its question": (
        "Ask: Someone who has closed a choir",
        "Who is asking?\nA chair of a small choir\n\nTell a little more\n"
        "We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\n\nUntil when do you need it?\n\n"
        "2026-12-31\n\nHow can people reach you?\n\n"
        "https://choir.example.org/contact\n\nYour name:\nÅse Dahl\n\n"
        "I agree (yes or no):\nyes",
    ),
    "between quoted questions": (
        "Re: Ask: Someone who has closed a choir",
        "On Friday Ines wrote:\n> Dear Åse, answer these:\n> Who is asking?\n"
        "A chair of a small choir\n> Tell a little more.\n"
        "We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\n> Until when do you need it?\n2026-12-31\n"
        "> How can people reach you?\nhttps://choir.example.org/contact\n"
        "> Your name:\nÅse Dahl\n\nI agree",
    ),
    "in German": (
        "Gesuch: Someone who has closed a choir",
        "Wie erreicht man Sie? https://choir.example.org/contact\n"
        "Erzählen Sie etwas mehr: We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\nWer fragt? A chair of a small choir\n"
        "Bis wann brauchen Sie es? 2026-12-31\nIhr Name: Åse Dahl\nIch stimme zu",
    ),
    "in French": (
        "Demande : Someone who has closed a choir",
        "Comment vous joindre ? https://choir.example.org/contact\n"
        "Dites-en un peu plus : We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\nQui demande ? A chair of a small choir\n"
        "Jusqu'à quand en avez-vous besoin ? 2026-12-31\nVotre nom : Åse Dahl\n"
        "J'accepte",
    ),
    "in Spanish": (
        "Petición: Someone who has closed a choir",
        "¿Cómo se le puede contactar? https://choir.example.org/contact\n"
        "Cuente un poco más: We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.\n¿Quién pregunta? A chair of a small choir\n"
        "¿Hasta cuándo lo necesita? 2026-12-31\nSu nombre: Åse Dahl\nDe acuerdo",
    ),
}


@pytest.mark.parametrize(("subject", "body"), ORDERS.values(), ids=ORDERS.keys())
def test_a_known_label_ends_the_text_in_any_order(subject, body):
    submission = read(a_mail(body, subject))

    assert submission.kind == "ask"
    assert dict(submission.answers) == {
        "title": "Someone who has closed a choir",
        "reach": "https://choir.example.org/contact",
        "text": "We sang for forty years, and stop in spring.\n\n"
        "Nobody knows how one says goodbye.",
        "who": "A chair of a small choir",
        "until": "2026-12-31",
        "by": "Åse Dahl",
    }
    assert check(submission).is_accepted


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("shape", ["{} ?", "{} :", "- **{}** :", "> {}\n?", "“{}” ?"])
def test_the_questions_of_every_kind_are_understood_in_any_order(kind, shape):
    answers = answers_of(kind.name)
    fields = [field for field in kind.all_fields if field.name in answers]
    for order in (fields, fields[::-1], sorted(fields, key=lambda f: f.type != "text")):
        labels = {field: field.label.rstrip("?") + shape[-1] for field in order}
        begin, end = shape[:-1].split("{}")
        lines = [f"{begin}{labels[f]}{end}{answers[f.name]}" for f in order]

        submission = read(a_mail("\n".join([*lines, "I agree"]), f"{kind.name}: x"))

        assert dict(submission.answers) == answers
        assert submission.consent


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_letter_that_asks_the_questions_is_understood_when_it_is_filled(kind):
    answers = answers_of(kind.name)
    options = a_newsletter(zone="Europe/London").options
    asked = list(list_questions(kind, options))
    names = [field.name for field in kind.all_fields]
    filled = [
        question.removesuffix(options.zone) + answers.get(name, "")
        for name, question in zip(names, asked, strict=False)
    ]
    others = [f"{question}yes" for question in asked[len(names) :]]

    submission = read(
        a_mail("\n\n".join([*filled, *others]), f"{kind.name.capitalize()}: ")
    )

    assert dict(submission.answers) == answers
    assert submission.consent
    assert check(submission).is_accepted
    empty = read(a_mail("\n\n".join(asked), f"{kind.name.capitalize()}: "))
    assert {*empty.answers} <= {"zone"}
    assert not empty.consent


def test_labels_say_the_kind_where_the_subject_does_not():
    body = (
        "When does it begin? 2026-12-08 18:30\nWhere is it? Leeds\nSee https://a.example/"
    )

    assert read(a_mail(body, "Second Tuesday")).kind == "event"
    assert read(a_mail("Worth it: see https://a.example/", "A page")).kind == "link"


def test_what_is_answered_twice_is_a_question():
    submission = read(a_mail(f"Where is it? Leeds\nplace: York\n{TEXT}", "Event: A table"))

    assert [p.what for p in submission.problems] == [
        "“Where is it?” is answered twice, in two ways"
    ]
    assert submission.answers["place"] == "Leeds"
    again = read(a_mail(f"Where is it? Leeds\nplace: Leeds\n{TEXT}", "Event: A table"))
    assert again.problems == ()


def test_words_outside_of_all_answers_are_kept_and_told_of():
    body = (
        f"What happened? A second room\n\nTell it in a few sentences: {TEXT}\nby: R\nPS: hi"
    )

    submission = read(a_mail(body))

    assert submission.answers["text"] == f"{TEXT}\nPS: hi"
    assert [(p.what, p.is_fatal) for p in submission.problems] == [
        ("'PS: hi' answers no question, and stands in the text", False)
    ]


SIGNED = {
    "what they typed": ("Your name: Rosa L.\n\n{}", {"by": "Rosa L."}),
    "nothing, on purpose": ("Your name:\n\n{}", {"by": ""}),
    "the header": ("{}", {"by": "Rosa Lindqvist"}),
    "a first name below": ("{}\n\nRosa", {"by": "Rosa Lindqvist"}),
}


@pytest.mark.parametrize(("body", "by"), SIGNED.values(), ids=SIGNED.keys())
def test_a_name_is_what_the_sender_typed_then_what_the_header_says(body, by):
    submission = read(a_mail(body.format(TEXT)))

    assert submission.answers.get("by", "") == by["by"]
    assert submission.answers["text"] == TEXT


OTHERS = {
    "a quoted mail": f"{TEXT}\n\nOn Friday, Ines <i@example.org> wrote:\n> Send it!\n> I",
    "in two lines": f"{TEXT}\n\nOn Friday, Ines Okafor\n<i@example.org> wrote:\n\n> Send",
    "quoted above": f"> Do you have news?\n\n{TEXT}",
    "a signature": f"{TEXT}\n-- \nRosa\nrosa@example.org",
    "a telephone": f"{TEXT}\n\nSent from my telephone",
    "a whole message": f"{TEXT}\n\n-----Original Message-----\nFrom: Ines\n\nSend it!",
    "a message passed on": (
        "---------- Forwarded message ---------\nFrom: Rosa <rosa@example.org>\n"
        f"Date: Friday\nTo: Ines <ines@example.org>\n\n{TEXT}"
    ),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS.keys())
def test_what_others_wrote_is_left_out(body):
    assert read(a_mail(body)).answers["text"] == TEXT


def test_a_sentence_that_ends_in_wrote_is_kept():
    body = f"{TEXT}\n\nThis is what she wrote:\n\nCome in.\n"

    assert read(a_mail(body)).answers["text"] == body.strip()


NAMES = {
    "a name": ("Rosa Lindqvist <rosa@example.org>", "Rosa Lindqvist"),
    "a quoted name": ('"Lindqvist, Rosa" <rosa@example.org>', "Lindqvist, Rosa"),
    "an address alone": ("rosa@example.org", None),
    "an address as a name": ('"rosa@example.org" <rosa@example.org>', None),
}


@pytest.mark.parametrize(("sender", "name"), NAMES.values(), ids=NAMES.keys())
def test_a_name_is_a_name_and_no_address(sender, name):
    assert read(a_mail(sender=sender)).answers.get("by") == name


def test_who_passes_a_message_on_did_not_write_it():
    assert "by" not in read(a_mail(subject="Fwd: News: A second room")).answers


def test_nobody_agrees_by_writing():
    verdict = check(read(a_mail(TEXT)))

    assert [problem.fix for problem in verdict.problems] == [
        "add a line `I agree`, if this is so: “I may share this, it is not copied from "
        "behind a paywall, and it may be published under the newsletter's licence”"
    ]


def test_a_message_in_html_alone_is_words():
    html = (
        "<html><head><title>x</title><style>p {}</style></head><body><p>" + TEXT[:20]
        + "\n" + TEXT[20:] + "</p><script>alert(1)</script><div>I agree<br></div></body>"
    )  # fmt: skip

    submission = read(a_mail(html, subtype="html"))

    assert submission.consent
    assert submission.answers["text"] == f"{TEXT[:20]} {TEXT[20:].strip()}".replace(
        "  ", " "
    )


LINKED = {
    "words": (
        'have a look at <a href="https://x.example/a">this</a>',
        "have a look at this",
    ),
    "in brackets": (
        'here (<a href="https://x.example/a">a page</a>) it is',
        "here (a page) it is",
    ),
    "its own words": (
        'at <a href="https://x.example/a">https://x.example/a</a>.',
        "at https://x.example/a.",
    ),
    "a line of its own": ('look<br><a href="https://x.example/a"><b></b></a>', "look"),
}


@pytest.mark.parametrize(("html", "text"), LINKED.values(), ids=LINKED.keys())
def test_a_link_in_html_is_the_address(html, text):
    submission = read(a_mail(f"<p>{html}</p>", "Link: On meetings", subtype="html"))

    assert submission.answers["url"] == "https://x.example/a"
    assert submission.answers["text"] == text


def test_only_web_addresses_of_links_are_kept():
    html = '<a href="mailto:i@x.example">Ines</a> <a href="javascript:x">me</a> <a>us</a>'

    assert strip_tags(html) == "Ines me us"
    assert strip_tags('<style><a href="https://x.example">x</a></style>') == ""


def test_html_of_a_megabyte_is_words_at_once():
    link = '<a href="https://x.example/a">'

    assert strip_tags("x</a>" * 200_000) == "x" * 200_000
    assert strip_tags(link * 20_000 + "x</a>" * 200_000).count("<https://") == 1


QUOTED = (
    f"<div>{TEXT}</div><div>I agree</div>"
    '<div class="gmail_quote"><div class="gmail_attr">On Fri, 2 Oct 2026 at 10:00, Ines '
    'Okafor &lt;<a href="mailto:letters@x.example">letters@x.example</a>&gt; wrote:<br>'
    "</div><blockquote><p>Send <blockquote>older</blockquote> it!</p>Soon<br>"
    "</blockquote></div>"
)


def test_a_quote_in_html_is_not_the_senders():
    submission = read(a_mail(QUOTED, subtype="html"))

    assert submission.answers["text"] == TEXT
    assert submission.consent


GREETINGS = {
    "a name": "Hi Leila,\n\n",
    "everybody": "Hello dear editors of Second Helpings!\n\n",
    "no comma": "Good morning\n\n",
    "no empty line": "Dear Leila,\n",
    "another language": "\nLiebe Leila,\n",
    "an opening": "Hi Leila, here is something for you:\n\n",
    "a greeting and an opening": "Hello!\n\nHere is something for your letter.\n\n",
}


@pytest.mark.parametrize("greeting", GREETINGS.values(), ids=GREETINGS.keys())
@pytest.mark.parametrize("closing", ["", "\n\nBest wishes,\nRosa\n", "\n\nCheers\n"])
def test_a_greeting_and_good_wishes_are_no_answers(greeting, closing):
    body = f"{greeting}url: https://a.example/\nby: Rosa L.\n\n{TEXT}\n\nI agree{closing}"

    submission = read(a_mail(body, "Link: On meetings"))

    assert dict(submission.answers) == {
        "title": "On meetings",
        "url": "https://a.example/",
        "by": "Rosa L.",
        "text": TEXT,
    }
    assert submission.consent


def test_who_agrees_below_good_wishes_agrees():
    submission = read(a_mail(f"{TEXT}\n\nKind regards\nRosa\n\nI agree\n"))

    assert submission.answers["text"] == TEXT
    assert submission.consent


NO_GREETINGS = {
    "a sentence": "Hello Kitty has come to Leeds, and she is\nmade of paper.",
    "a short one": "Hi, I am Rosa and I mend clocks.\n\nCome in.",
    "wishes within": "Come in.\n\nBest wishes are welcome.\n\nSo is cake.",
    "wishes far above": "Thanks,\nsaid a\nsecond\nthird\nfourth voice.",
    "wishes alone": "Thanks!",
}


@pytest.mark.parametrize("text", NO_GREETINGS.values(), ids=NO_GREETINGS.keys())
def test_what_only_looks_like_a_greeting_is_kept(text):
    assert read(a_mail(text)).answers["text"] == text


ABOVE = {
    "an address": ("https://b.example/", "https://b.example/", ""),
    "an answer": ("Adress: somewhere", None, "Adress: somewhere\n\n"),
    "all there is to tell": ("Teams of four.", None, "Teams of four.\n\n"),
}


@pytest.mark.parametrize(("line", "url", "above"), ABOVE.values(), ids=ABOVE.keys())
def test_what_says_something_is_no_opening(line, url, above):
    submission = read(a_mail(f"{line}\n\nby: Rosa\n\n{TEXT}", "Link: On meetings"))

    assert submission.answers.get("url") == url
    assert submission.answers["text"].startswith(above)


def test_of_many_addresses_in_a_sentence_none_is_the_one():
    body = f"See https://a.example/ and https://b.example/. {TEXT}"

    assert "url" not in read(a_mail(body, "Link: On meetings")).answers


def test_an_address_that_nobody_asks_for_stays_where_it_is():
    body = f"See https://a.example/. {TEXT}"

    submission = read(a_mail(body, "News: A second room"))

    assert "url" not in submission.answers
    assert submission.answers["text"] == body


def test_lines_that_flow_are_joined():
    source = a_mail("Meet us on the second \nTuesday of the month.\n-- \nRosa\n")
    source = source.replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')

    assert read(source).answers["text"] == "Meet us on the second Tuesday of the month."


def test_a_mailbox_is_many_messages():
    first = a_mail(f"{TEXT}\n\n>From here on it is mine.\nI agree\n", key="<1@x.example>")
    second = a_mail(key="<2@x.example>")
    mailbox = b"".join(
        b"From rosa Sat Oct  3 09:41:22 2026\n" + m + b"\n" for m in (first, second)
    )

    one, two = read_all(mailbox)

    assert one.source != two.source
    assert one.answers["text"].endswith("From here on it is mine.")
    assert two.consent


def test_a_paragraph_that_begins_with_from_is_no_message():
    text = (
        f"{TEXT}\n\nFrom Monday to Friday, early.\n\nFrom 10:00 in 2026: bring tea.\n\nOK"
    )
    message = a_mail(f"{text}\n\nI agree\n").replace(b"\n>From", b"\nFrom")
    mailbox = b"From rosa@x.example Sat Oct  3 09:41:22 2026 +0100\n" + message

    (submission,) = read_all(mailbox)

    assert submission.answers["text"] == text
    assert submission.consent


def test_a_mailbox_of_a_megabyte_is_taken_apart_at_once():
    assert len(read_all(b"\n\nFrom " + b"1:11:11 " * 200_000)) == 1


def test_the_same_message_is_the_same_submission():
    assert read(a_mail()).source == read(a_mail(subject="News: Another")).source
    assert read(a_mail()).source != read(a_mail(key="<2@example.org>")).source
    bare = b"Subject: News: x\n\nwords\n"
    assert read(bare).source != read(bare + b"more").source


def test_a_message_without_a_day_or_from_the_future_is_of_today():
    assert read(b"Subject: x\n\ny").submitted == NOW.date()
    assert read(a_mail(date="Sat, 03 Oct 2099 09:41:22 +0100")).submitted == NOW.date()


def test_a_megabyte_of_text_is_refused_as_what_it_is():
    verdict = check(read(a_mail("x\n" * 500_000)))

    assert "1,000,000 characters" in [problem.what for problem in verdict.problems]


ODD = {
    "nothing": b"",
    "no body": b"Subject: x\n\n",
    "an unknown charset": b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nx",
    "no text": (
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\n"
        b"Content-Type: image/png\n\nx\n--b--\n"
    ),
    "a picture": b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nAA==",
    "a broken name": b"From: =?utf-8?b?\x00?= <@\nSubject: =?x?q?y?=\nDate: never\n\nx",
    "an empty mailbox": b"From x\n",
    "a part that is a message": (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: message/rfc822'
        b"\n\nSubject: y\n\nz\n--b--\n"
    ),
}


@pytest.mark.parametrize("source", ODD.values(), ids=ODD.keys())
def test_an_odd_message_is_refused_in_words(source):
    for found in read_all(source):
        assert isinstance(found, Problem) or not check(found).is_accepted


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(source):
    for found in read_all(source):
        assert isinstance(found, Problem) or found.submitted <= NOW.date()


@given(st.text(max_size=200))
def test_any_body_is_read_without_an_error(text):
    source = b"Subject: Event: x\nContent-Type: text/plain; charset=utf-8\n\n"

    read(source + text.encode(errors="replace"))


@given(st.text(max_size=200))
def test_any_html_is_stripped_without_an_error(text):
    assert "\n\n\n" not in strip_tags(f"<p>{text}</p>")


HABITS = {
    "a day and a time apart": (
        "Event: Film night",
        "Date: 11 December 2026\nTime: 7.30pm\nWhere: Leeds\nI agree",
        {"start": "11 December 2026 7.30pm", "place": "Leeds"},
    ),
    "the time of an unclear day": (
        "Event: Film night",
        "Date: St Lucy's day\nTime: 7.30pm\nWhere: Leeds\nI agree",
        {"start": "St Lucy's day 7.30pm", "place": "Leeds"},
    ),
    "dashes behind all labels": (
        "Event: Film night",
        "WHEN – 11 December 2026\nPLACE – The old lock – upstairs\nI AGREE",
        {"start": "11 December 2026", "place": "The old lock – upstairs"},
    ),
    "bullets, and a tick": (
        "Event: Film night",
        "- When: 11 December 2026\n- Where: Leeds\n- [x] I agree",
        {"start": "11 December 2026", "place": "Leeds"},
    ),
    "a bold question without a mark": (
        "Ask: Somebody with a trailer",
        f"*Tell a little more* {TEXT}\n*I agree*",
        {"text": TEXT},
    ),
    "questions of ours that are quoted": (
        "Re: The table",
        "On Thu, 19 Nov 2026 Ed wrote:\n\n> What are you looking for?\nA harmonium tuner\n"
        "> How can people reach you?\nhttps://a.example/\n> Until when do you need it?\n"
        f"20 December 2026\n> Tell a little more\n{TEXT}\nYes, I agree!",
        {
            "title": "A harmonium tuner",
            "reach": "https://a.example/",
            "until": "20 December 2026",
            "text": TEXT,
        },
    ),
    "a name below": ("News: The table moves", f"{TEXT}\n\nI agree.\nSue Lind\nEditor", {}),
    "wishes in French": (
        "News: The table moves",
        f"{TEXT}\n\nJ’accepte\n\nBien cordialement,\nVéra Petit",
        {"text": TEXT},
    ),
    "wishes in German": (
        "News: The table moves",
        f"{TEXT}\n\nEinverstanden\n\nMit herzlichen Grüßen aus Bremen\nUlla\nGemeindebüro",
        {"text": TEXT},
    ),
    "a kind, and a dash": (
        "Event - Film night",
        f"{TEXT}\nI agree",
        {"title": "Film night"},
    ),
    "an answer above a letter that Outlook did not mark": (
        "Event: Film night",
        "When: 11 December 2026\nWhere: Leeds\nI agree\n\nFrom: Ed <ed@x.example>\n"
        "Sent: Thursday, November 19, 2026\nTo: Rosa\nSubject: Your event\n\nWhere is it?",
        {"start": "11 December 2026", "place": "Leeds"},
    ),
    "a letter that Outlook passed on": (
        "WG: News: The table moves",
        "FYI\n\nVon: Yara\nGesendet: Mittwoch, 18. November 2026\nAn: Zoe\nBetreff: N\n\n"
        f"What happened? The slipway reopens\nTell it in a few sentences: {TEXT}\nI agree",
        {"title": "The slipway reopens", "text": TEXT},
    ),
    "a telephone that says so": (
        "News: The table moves",
        f"{TEXT}\n\nJ’accepte\n\nEnvoyé de mon iPhone",
        {"text": TEXT},
    ),
    "a line that begins with From, as mailboxes keep it": (
        "News: The table moves",
        f"Tell it in a few sentences: {TEXT}\n>From there it goes on.\nI agree",
        {"text": f"{TEXT}\nFrom there it goes on."},
    ),
    "answers below their questions": (
        "Event: Film night",
        "When does it begin?\n\n11 December 2026\n\nWhere is it?\n\nLeeds\n\nI agree",
        {"start": "11 December 2026", "place": "Leeds"},
    ),
    "a name with its label": (
        "News: The table moves",
        f"Name: Bob\nText: {TEXT}\nI agree to its publication.",
        {"by": "Bob", "text": TEXT},
    ),
    "who agrees in German": (
        "News: The table moves",
        f"{TEXT}\nIch stimme der Veröffentlichung zu.",
        {"text": TEXT},
    ),
    "a kind alone": ("Thanks", f"Whom do you want to thank? Bo\n{TEXT}\nI agree", {}),
}


@pytest.mark.parametrize(("subject", "body", "said"), HABITS.values(), ids=HABITS.keys())
def test_letters_are_understood_as_people_write_them(subject, body, said):
    submission = read(a_mail(body, subject))

    assert submission.consent
    assert {key: submission.answers.get(key) for key in said} == said
    assert submission.answers.get("text", TEXT) == said.get("text", TEXT)
    assert submission.problems == ()


def test_what_stands_below_the_agreement_and_is_no_name_is_kept():
    submission = read(a_mail(f"{TEXT}\nI agree\nSee you there", "News: The table moves"))

    assert submission.answers["text"] == f"{TEXT}\nSee you there"


CHOICES = {
    "On-site, in Hull": "on site",
    "fully remote": "remote",
    "Hybrid (two days)": "hybrid",
    "not remote": "not remote",
    "remote or on site": "remote or on site",
    "no": "on site",
    "No, sorry": "No, sorry",
    "vor Ort in Hull": "on site",
    "télétravail": "remote",
}


@pytest.mark.parametrize(("said", "meant"), CHOICES.items())
def test_a_choice_is_the_one_option_that_is_named(said, meant):
    values, _ = prepare_answers(KINDS["job"], {"remote": said}, "mail#1")

    assert values["remote"] == meant


def test_a_table_of_questions_and_answers_is_read_row_by_row():
    rows = (("Title", "Film night"), ("When?", "11 December 2026"), ("Where", "Leeds"))
    cells = "".join(f"<tr><td>{one}</td><td><p>{two}</p></td></tr>" for one, two in rows)
    html = f"<table>{cells}<tr><td>I agree</td><td>yes</td></tr><tr><td>a</td></tr></table>"

    said = strip_tags(html).split("\n")

    assert [line for line in said if line] == [
        "Title: Film night",
        "When? 11 December 2026",
        "Where: Leeds",
        "I agree: yes",
        "a",
    ]


def test_an_address_that_begins_with_www_is_one():
    values, problems = prepare_answers(
        KINDS["welcome"],
        {"title": "Ana", "does": "x", "url": "www.ana.example/a"},
        "mail#1",
    )

    assert values["url"] == "https://www.ana.example/a"
    assert [(p.what, p.is_fatal) for p in problems] == [
        ("the address was read as 'https://www.ana.example/a'", False)
    ]


def test_a_word_that_a_flowed_mail_cuts_is_whole_again():
    body = "What should people know? You cook for forty peo \nple, twice a day.\n"
    source = a_mail(body, "Job: Ferry cook").replace(
        b'charset="utf-8"', b'charset="utf-8"; format=flowed; delsp=yes'
    )

    assert read(source).answers["text"] == "You cook for forty people, twice a day."


@pytest.mark.parametrize(
    "line",
    [
        "I agree with Rosa that it rains.",
        "I agree to print, but not my name",
        "I agree to publish it without my name",
        "I agree that you don’t print this",
        "Ich stimme Rosa darin zu.",
    ],
)
def test_a_story_is_no_agreement(line):
    submission = read(a_mail(f"{TEXT}\n{line}", "News: The table moves"))

    assert not submission.consent
    assert submission.answers["text"] == f"{TEXT}\n{line}"


def a_raw_mail(text: bytes, content_type: str) -> bytes:
    head = "Subject: News: A bridge\nFrom: Pat <pat@example.org>\nMIME-Version: 1.0\n"
    told = b"What happened? " + text + b"\nI agree: yes\n"
    return f"{head}Content-Type: {content_type}\n\n".encode() + told


ENCODED = {
    "quotes of Windows under the name of Latin 1": (
        "“Café” €2 – now",
        "cp1252",
        "iso-8859-1",
    ),
    "UTF-8 under the name of Latin 1": ("Brücke über den Fluss", "utf-8", "iso-8859-1"),
    "UTF-8 under the name of ASCII": ("Brücke über den Fluss", "utf-8", "us-ascii"),
    "UTF-8 under no name": ("Brücke über den Fluss", "utf-8", ""),
    "Windows under no name": ("Brücke über den Fluss", "cp1252", ""),
    "a name that nobody knows": ("Brücke über den Fluss", "utf-8", "utf8mb4"),
    "a name that is no encoding of text": ("Brücke über den Fluss", "utf-8", "rot13"),
    "another name than is true": ("Brücke über den Fluss", "cp1252", "utf-8"),
    "more Chinese than GB 2312 has": ("朱镕基与喆在一起喝茶", "gb18030", "gb2312"),
    "Japanese of Windows": ("①新しい店が開きました", "cp932", "shift_jis"),
    "Japanese in seven bits": ("新しい店が開きましたよ", "iso-2022-jp", "iso-2022-jp"),
    "Russian": ("Мост снова открыт", "koi8-r", "koi8-r"),
}


@pytest.mark.parametrize(("text", "written", "named"), ENCODED.values(), ids=ENCODED.keys())
def test_a_letter_loses_no_character_to_what_its_program_says_of_them(text, written, named):
    said = f"text/plain; charset={named}" if named else "text/plain"

    submission = read(a_raw_mail(text.encode(written), said))

    assert submission.answers["title"] == text


def test_what_openpgp_signs_within_a_letter_is_its_text():
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
        "Whom do you want to thank? Maria from the bakery\n"
        "What for? She gave bread to all of us\n- - and cake\nI agree: yes\n"
        "-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0WIQQ\n=abcd\n"
        "-----END PGP SIGNATURE-----\n"
    )

    submission = read(a_mail(signed, "Kudos: Maria"))

    assert submission.answers["text"] == "She gave bread to all of us\n- and cake"
    assert submission.consent


FILLED_IN = "> What are you looking for? A long ladder\n> Who is asking? Kim Oak\n"
ANSWERED = {
    "within the quote": (f"Here you go:\n\n{FILLED_IN}> I agree: yes\n", "Kim Oak"),
    "and below it": (f"{FILLED_IN}> Tell a little more:\nFor a week.\n", "Kim Oak"),
    "by somebody at another time": (
        f"Thanks!\n\nDnia 27 listopada 2026 09:12 Kim napisał:\n{FILLED_IN}",
        None,
    ),
    "by whoever is answered": (
        f"Thanks!\n\nOn 27 Nov 2026 Kim wrote:\n{FILLED_IN}",
        None,
    ),
}


@pytest.mark.parametrize(("body", "who"), ANSWERED.values(), ids=ANSWERED.keys())
def test_questions_that_are_answered_within_a_quote_count(body, who):
    submission = read(a_mail(body, "Ask: Ladder"))

    assert submission.answers.get("who") == who
    assert ">" not in submission.answers.get("text", "")


TRANSLATED = {
    "German": "Wo findet es statt? Küche\nWiederholung: nein\nIch bin einverstanden: ja",
    "French": "Où : Cuisine\nRépétition : non\nD’accord : oui",
    "Spanish": "¿Dónde se celebra? Cocina\nRepetición: no\nEstoy de acuerdo: sí, claro",
    "numbers and wide signs": "1. Where： Kitchen\n2. Repeat： no\n3. I agree： yes",
    "one word and a dash": "Place - Kitchen\nRepeat - no\nI agree - Yes!",
}


@pytest.mark.parametrize("labels", TRANSLATED.values(), ids=TRANSLATED.keys())
def test_a_question_is_one_in_other_words_too(labels):
    submission = read(a_mail(f"{labels}\n\n{TEXT}\n", "Event: Biscuits"))

    assert submission.consent
    assert submission.answers["place"].startswith(("K", "C"))
    assert submission.answers["text"] == TEXT


CONSENTS = {
    "Yes!": True,
    "Yes, of course": True,
    "ja, gerne": True,
    "oui, avec plaisir": True,
    "ok": True,
    "yes, if you ask me first": False,
    "yes, but no photos": False,
    "no, thanks": False,
    "yes and no": False,
}


@pytest.mark.parametrize(("answer", "agrees"), CONSENTS.items())
def test_a_yes_with_nothing_but_kindness_behind_it_is_one(answer, agrees):
    assert read(a_mail(f"{TEXT}\n\nI agree: {answer}\n")).consent is agrees


def test_an_address_may_go_on_below_a_comma():
    body = f"Where is it?\n  The Crown,\n  4 High Road\n\nI agree\n\n{TEXT}\n"

    submission = read(a_mail(body, "Event: Quiz"))

    assert submission.answers["place"] == "The Crown, 4 High Road"
    assert submission.answers["text"] == TEXT


def test_what_stands_above_a_table_of_answers_is_no_answer():
    html = (
        "<table><tr><th>Question</th><th>Answer</th></tr>"
        "<tr><td>Where is it?</td><td>North gate</td></tr></table>"
    )

    assert strip_tags(html) == "Where is it? North gate"


ASKED = {
    "no, to a question": ("I agree?\nNo", False),
    "no, after a gap": ("I agree?\n\nNo.", False),
    "no, to a sentence": ("I agree\nNo", False),
    "yes, to a question": ("I agree?\nYes", True),
    "a name below it": ("I agree\n\nNora Ruiz", True),
}


@pytest.mark.parametrize(("lines", "agrees"), ASKED.values(), ids=ASKED.keys())
def test_who_says_no_below_the_question_has_not_agreed(lines, agrees):
    submission = read(a_mail(f"{TEXT}\n\n{lines}\n", "News: The table moves"))

    assert submission.consent is agrees


def test_a_letter_names_those_to_which_it_is_an_answer():
    first = read(a_mail(key="<1@example.org>"))
    mail = a_mail(key="<3@example.org>")
    answer = b"References: <1@example.org> <2@example.org>\nIn-Reply-To: <2@example.org>\n"

    again = read(answer + mail)

    assert len(again.answers_to) == len({"1", "2"})
    assert again.answers_to[-1] == first.source
    assert first.answers_to == ()


BELOW = {
    "yes": ("I agree\n\nyes", True),
    "yes, of course": ("**I agree**\n\nYes, of course", True),
    "no": ("I agree\n\nNo", False),
    "no below a colon": ("I agree:\nno", False),
    "nothing below a colon": ("I agree:", False),
    "nothing below a question": ("I agree?\n\nYour name: Ida", False),
    "a ticked box before a colon": ("[x] I agree:", True),
    "nothing below a sentence": ("I agree.", True),
}


@pytest.mark.parametrize(("said", "agrees"), BELOW.values(), ids=BELOW.keys())
def test_who_is_asked_whether_they_agree_agrees_by_an_answer(said, agrees):
    submission = read(a_mail(f"{TEXT}\n\n{said}\n"))

    assert submission.consent is agrees
    assert submission.answers["text"] == TEXT


def test_an_address_that_is_asked_for_may_be_a_link():
    html = "<p>Where is it? <a href='https://a.example/b'>here</a></p><p>I agree</p>"

    submission = read(a_mail(html, "Link: A page", subtype="html"))

    assert submission.answers["url"] == "https://a.example/b"


NOTICES = (
    "This email and any attachments are confidential and intended solely for you.",
    "Diese E-Mail enthält vertrauliche Informationen.",
    "Ce message est confidentiel.",
    "CONFIDENTIALITY NOTICE: do not read this.",
    "Virus-free.www.avast.com",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_what_lawyers_write_below_a_mail_is_no_text(notice):
    assert read(a_mail(f"I agree: yes\n\n{TEXT}\n\n{notice}\n")).answers["text"] == TEXT
