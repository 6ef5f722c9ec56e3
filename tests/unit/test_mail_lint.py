"""What a mail's readers would not get, or would miss, is said before it is sent."""

import pytest
from tests.unit.mailing import (
    AUTHORITY,
    BASE,
    TEMPLATES,
    a_block,
    a_far_sheet,
    a_sheet,
    a_whole_sheet,
    some_options,
)

from postroom.errors import Place, Problem
from postroom.mail.issue import compose_mail, compose_plain
from postroom.mail.lint import lint_mail
from postroom.mail.message import compose_message
from postroom.mail.support import LOSSES
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Sheet

PLACE = Place("newsletter/issues/12.md")
GOOD = compose_plain(a_sheet(), some_options(), TEMPLATES)


def problems_of(sheet: Sheet, options: NewsletterOptions | None = None) -> list[Problem]:
    options = options or some_options()
    mail = compose_plain(sheet, options, TEMPLATES)
    message = compose_message(sheet, options, mail=mail, authority=AUTHORITY, base=BASE)
    return list(lint_mail(mail.html, mail.text, message, place=PLACE))


def found_in(markup: str, text: str = "") -> list[Problem]:
    """What is found when an override of the template adds something to a good mail."""
    page = GOOD.html.replace("<h1", f"{markup}<h1", 1)
    return list(lint_mail(page, GOOD.text + text, None, place=PLACE))


@pytest.mark.parametrize("sheet", [a_whole_sheet(), a_far_sheet(), a_sheet()])
def test_our_own_mail_has_no_fault(sheet: Sheet):
    assert problems_of(sheet) == []


@pytest.mark.parametrize(
    "service",
    [
        {"name": "buttondown", "account": "table"},
        {"name": "listmonk", "action": "https://list.example.org/form"},
        {"name": "mailchimp", "action": "https://eu.example.com/form"},
    ],
)
def test_mail_for_a_service_has_no_fault(service: dict[str, str]):
    mail = compose_mail(a_whole_sheet(), some_options(service=service), TEMPLATES)

    assert list(lint_mail(mail.html, mail.text, None, place=PLACE)) == []


MARKUP = {
    "a script": ("<script>x()</script>", "<script> is lost", True),
    "a form": ("<form></form>", "<form> is lost in Outlook on Windows", True),
    "a frame": ("<iframe></iframe>", "<iframe> is lost", True),
    "a drawing": ("<svg></svg>", "<svg> is lost", False),
    "a handler": ('<p onclick="x()">a</p>', "the mail has a script: `onclick`", True),
    "an attribute": ('<img srcset="a" src="https://a.example/a.png" alt="" width="9">',
                     "the attribute `srcset` is lost", False),
    "columns": ('<p style="display: flex">a</p>', "the style `display:flex`", False),
    "a unit": ('<p style="margin:1rem">a</p>', "the style `rem`", False),
    "a calculation": ('<p style="width:calc(1px + 1px)">a</p>', "style `calc(`", False),
    "a variable": ('<p style="color:var(--x)">a</p>', "the style `var(`", False),
    "an emphasis": ('<p style="color:red!important">a</p>', "is inline and !imp", False),
    "a negative margin": ('<p style="margin:0 -4px">a</p>', "`0 -4px` is negative", False),
    "a colour with spaces": ('<p style="color:rgb(1 2 3)">a</p>', "drop the whole", True),
    "a relative link": ('<a href="/a">a</a>', "'/a' is not a whole address", True),
    "a plain link": ('<a href="http://a.example">a</a>', "is not https", False),
    "an anchor": ('<a href="#a">a</a>', "'#a' leads nowhere", False),
    "a tracker": ('<a href="https://a.example/?utm_source=b">a</a>',
                  "counts its readers", False),
    "a relative picture": ('<img src="a.png" alt="" width="9">',
                           "'a.png' has no whole https address", True),
    "a data picture": ('<img src="data:image/png;base64,A" alt="" width="9">',
                       "has no whole https address", True),
    "a picture without words": ('<img src="https://a.example/a.png" width="9">',
                                "has no alt text", False),
    "a picture without width": ('<img src="https://a.example/a.png" alt="">',
                                "has no width", False),
    "a pixel": ('<img src="https://a.example/a.png" alt="" width="1" height="1">',
                "too small to be seen", True),
    "a modern picture": ('<img src="https://a.example/a.webp?b" alt="" width="9">',
                         "a.webp?b' is lost in Outlook on Windows", False),
    "a table": ("<table><tr><td>a</td></tr></table>", "a table has no headings", False),
    "a heading": ("<table><tr><th>a</th></tr></table>", "the heading 'a' does not", False),
    "a jump": ("<h1>a</h1><h3>b</h3>", "the heading 'b' skips a level", False),
    "a control character": ("<p>a\u0092</p>", "the control character U+0092", True),
    "a large style sheet": (f"<style>{'p{margin:0}' * 900}</style>", "sheet has", False),
    "a broken address": ('<img src="https://[a" alt="">', "[a' has no width", False),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "what", "is_fatal"), MARKUP.values(), ids=MARKUP)
def test_what_clients_drop_is_found(markup: str, what: str, is_fatal: bool):
    found = [problem for problem in found_in(markup) if what in problem.what]

    assert [problem.is_fatal for problem in found] == [is_fatal]
    assert all(problem.fix for problem in found)


def test_the_same_fault_is_said_once():
    assert len(found_in('<p style="display:flex">a</p>' * 9)) == 1


def test_a_link_that_the_text_lacks_is_found():
    problems = found_in('<a href="https://lost.example/">a</a>')

    assert [problem.what for problem in problems] == [
        "the text part does not lead to https://lost.example/"
    ]


TEXT = {
    "a long line": ("word " * 20, "a line of the text part has 99 columns"),
    "a wide line": ("東" * 40, "a line of the text part has 80 columns"),
    "a tag": ("see <br> this", "the text part shows the tag '<br>'"),
}


@pytest.mark.parametrize(("text", "what"), TEXT.values(), ids=TEXT)
def test_what_spoils_the_text_is_found(text: str, what: str):
    (problem,) = found_in("", text.strip())

    assert problem.what.startswith(what)
    assert not problem.is_fatal


def test_long_addresses_and_code_are_left_alone():
    assert found_in("", f"https://a.example/{'a' * 90}\n    {'code ' * 30}<br>") == []


def test_what_readers_are_owed_is_missed():
    options = some_options(mail={"postal": "", "reason": "", "address": ""})
    mail = compose_plain(a_sheet(), options, TEMPLATES)

    problems = list(lint_mail(mail.html, mail.text, None, place=PLACE))

    assert [(problem.what, problem.is_fatal) for problem in problems] == [
        ("the mail does not say why its reader gets it", False),
        ("the mail has no way to unsubscribe", True),
        ("the mail has no postal address, which laws ask for", False),
    ]


def test_a_bare_document_misses_nearly_everything():
    problems = list(lint_mail("<p>Hello</p>", "Hello", None, place=PLACE))

    assert [problem.what for problem in problems] == [
        "the mail has no character above U+00FF, so that a relay may re-encode it",
        "the mail does not say its language",
        "the mail has no title",
        "the mail does not fit itself to phones",
        "webmail strips <html>, and the language with it",
        "the mail does not say why its reader gets it",
        "the mail has no way to unsubscribe",
        "the mail has no postal address, which laws ask for",
    ]


SIZES = {"small": (70, []), "large": (85, [False]), "too large": (101, [True])}


@pytest.mark.parametrize(("kb", "fatal"), SIZES.values(), ids=SIZES)
def test_size(kb: int, fatal: list[bool]):
    filler = "<p>word</p>" * ((kb * 1024 - len(GOOD.html.encode())) // 11)

    problems = found_in(filler)

    assert [problem.is_fatal for problem in problems] == fatal
    assert all("`show: line` or `show: excerpt`" in problem.fix for problem in problems)


def test_an_address_that_was_encoded_is_found():
    message = b"List-Unsubscribe: =?utf-8?q?=3Chttps=3A//u=2Eexample=3E?=\r\n\r\nHello"

    problems = list(lint_mail(GOOD.html, GOOD.text, message, place=PLACE))

    assert [problem.what for problem in problems] == [
        "List-Unsubscribe is encoded, so that mail programs ignore it"
    ]


def test_a_subject_may_be_encoded():
    message = b"Subject: =?utf-8?q?=C3=A9?=\r\nList-Id: =?utf-8?q?=C3=A9?= <a.b>\r\n\r\nHi"

    assert list(lint_mail(GOOD.html, GOOD.text, message, place=PLACE)) == []


def test_a_digest_of_80_items_fits():
    text = "<p>Bring one question. Nobody has to speak, and whoever wants to may leave.</p>"

    assert problems_of(a_sheet(*[a_block(html=text) for _ in range(80)])) == []


def test_the_table_says_each_thing_once_and_what_to_do():
    names = [(loss.sort, loss.name) for loss in LOSSES]

    assert len(names) == len(set(names))
    assert all(loss.lost_in and loss.instead for loss in LOSSES)


def test_problems_name_the_issue():
    assert str(found_in("<script></script>")[0]) == (
        "newsletter/issues/12.md: <script> is lost in Gmail, Outlook, Yahoo (2026-06)\n"
        "    fix: take it out: no client runs it"
    )
