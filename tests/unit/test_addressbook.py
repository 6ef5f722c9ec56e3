"""The private address book is read, and nothing of it is ever told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.mail.addressbook import (
    AddressBook,
    Mailbox,
    parse_addresses,
    parse_mailbox,
    variable_of,
)

GROUPS = ("choir", "humber-engineers")
INES = Mailbox("Ines Okafor", "ines@longtable.example")
BRENDA = Mailbox("Brenda Askwith", "brenda@humber.example")
BOOK = """
from: Ines Okafor <ines@longtable.example>
editors:
  humber-engineers: Brenda Askwith <brenda@humber.example>
"""


def read(text: str = "", environment: Mapping[str, str] | None = None) -> AddressBook:
    return parse_addresses(text.encode(), environment=environment or {}, groups=GROUPS)


def told(book: AddressBook) -> list[str]:
    return [line for problem in book.problems for line in str(problem).splitlines()]


def test_a_book_names_who_writes_and_to_whom():
    assert read(BOOK) == AddressBook(INES, {"humber-engineers": BRENDA})


def test_without_a_book_nobody_is_named():
    assert read() == AddressBook()


def test_the_environment_is_enough():
    environment = {
        "POSTROOM_FROM": "Ines Okafor <ines@longtable.example>",
        "POSTROOM_EDITOR_HUMBER_ENGINEERS": "Brenda Askwith <brenda@humber.example>",
        "PATH": "/usr/bin",
    }

    assert read("", environment) == read(BOOK)


def test_the_environment_goes_before_the_book():
    environment = {
        "POSTROOM_FROM": "tomasz@longtable.example",
        "POSTROOM_EDITOR_HUMBER_ENGINEERS": " ",
    }

    book = read(BOOK, environment)

    assert book.sender == Mailbox("", "tomasz@longtable.example")
    assert book.editors == {"humber-engineers": BRENDA}


def test_what_is_wrong_in_the_environment_is_not_replaced_by_the_book():
    book = read(BOOK, {"POSTROOM_EDITOR_HUMBER_ENGINEERS": "nobody"})

    assert book.editors == {}
    assert told(book) == [
        "environment [POSTROOM_EDITOR_HUMBER_ENGINEERS]: this is no name with an address",
        "    fix: write it as `Name <name@example.org>`",
    ]


def test_a_variable_is_named_after_its_group():
    assert variable_of("humber-engineers") == "POSTROOM_EDITOR_HUMBER_ENGINEERS"


MAILBOXES = {
    "Ines Okafor <ines@longtable.example>": INES,
    "  Ines   Okafor  < ines@longtable.example > ": INES,
    '"Okafor, Ines" <ines@longtable.example>': Mailbox("Okafor, Ines", INES.address),
    "'Ines' <ines@longtable.example>": Mailbox("Ines", INES.address),
    "Ines\r\nBcc: all <ines@longtable.example>": Mailbox("Ines Bcc: all", INES.address),
    "Łucja Żak <lucja@longtable.example>": Mailbox("Łucja Żak", "lucja@longtable.example"),
    "ines@longtable.example": Mailbox("", INES.address),
    "<ines@longtable.example>": Mailbox("", INES.address),
    "ines+post@mail.longtable.example": Mailbox("", "ines+post@mail.longtable.example"),
    "Ines Okafor": None,
    "": None,
    "Ines <>": None,
    "Ines <ines>": None,
    "Ines <ines@longtable.example": None,
    "Ines <a@b.example> <c@d.example>": None,
    "a@b.example, c@d.example": None,
    "Ines <a@b.example, c@d.example>": None,
    "Ines <a b@c.example>": None,
    "Ines <łucja@longtable.example>": None,
    "Ines <ines@[127.0.0.1]>": None,
    "mailto:ines@longtable.example": None,
}


@pytest.mark.parametrize(("said", "expected"), MAILBOXES.items())
def test_a_mailbox_is_a_name_and_one_address(said, expected):
    assert parse_mailbox(said) == expected


WRONG = {
    "no address": (
        "from: Ines Okafor\n",
        [
            "addresses.yml:1 [from]: this is no name with an address",
            "    fix: write it as `Name <name@example.org>`",
        ],
    ),
    "a list": (
        "editors:\n  choir:\n    - a@choir.example\n    - b@choir.example\n",
        [
            "addresses.yml:2 [editors.choir]: this is no name with an address",
            "    fix: write it as `Name <name@example.org>`",
        ],
    ),
    "a group that is not there": (
        "editors:\n  chior: Ann <ann@choir.example>\n",
        [
            "addresses.yml:2 [editors.chior]: there is no group 'chior'",
            "    fix: did you mean `choir`?",
        ],
    ),
    "turned round": (
        "editors:\n  ann@choir.example: Ann\n",
        [
            "addresses.yml:2 [editors]: the key of an editor is no group's id",
            "    fix: write the id first",
        ],
    ),
    "no keys": (
        "editors: Ann <ann@choir.example>\n",
        [
            "addresses.yml:1 [editors]: no keys and values stand here",
            "    fix: write one `id: Name <name@example.org>` a line, indented below it",
        ],
    ),
    "a key of another name": (
        "form: Ines <ines@longtable.example>\n",
        [
            "addresses.yml:1 [form]: unknown key",
            "    fix: did you mean `from`?",
        ],
    ),
    "an editor at the top": (
        "choir: Ann <ann@choir.example>\nann@choir.example: Ann\n",
        [
            "addresses.yml:1 [choir]: unknown key",
            "    fix: put editors below `editors:`, indented",
            "addresses.yml:2: unknown key",
            "    fix: put editors below `editors:`, indented",
        ],
    ),
    "a line that is no YAML": (
        'from: ines@longtable.example\neditors:\n  choir: "Ann" <ann@choir.example>\n',
        [
            "addresses.yml:3: this is no YAML; the line is private, and not shown",
            "    fix: check quotes, brackets and indentation on this line and the one "
            "above",
        ],
    ),
    "a second colon": (
        "from: Ines: <ines@longtable.example>\n",
        [
            "addresses.yml:1: this is no YAML; the line is private, and not shown",
            '    fix: put the value in quotes: `title: "One: two"`',
        ],
    ),
    "no mapping": (
        "ines@longtable.example\n",
        [
            "addresses.yml:1: this is no YAML; the line is private, and not shown",
            "    fix: write one `key: value` a line",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_without_what_is_private(text, expected):
    book = read(text)

    assert told(book) == expected
    assert "longtable" not in repr(book) + str(book.problems)
    assert "choir.example" not in repr(book) + str(book.problems)


def test_bytes_that_are_no_text_are_told():
    book = parse_addresses(b"from: \xff", environment={}, groups=GROUPS)

    assert told(book) == [
        "addresses.yml:1: byte 0xFF is not UTF-8",
        "    fix: save the file with the encoding UTF-8",
    ]


def test_one_wrong_line_does_not_hide_the_others():
    book = read(BOOK + "  choir: nobody\n")

    assert book.editors == {"humber-engineers": BRENDA}
    assert len(book.problems) == 1


def test_a_book_is_not_shown_by_accident():
    shown = f"{read(BOOK)!r} {read(BOOK)} {[INES]}"

    assert "@" not in shown
    assert "Okafor" not in shown


PIECES = [
    *("from", "editors", "choir", "humber-engineers", "secret@private.example", "Ann"),
    *(
        ":",
        ": ",
        "\n",
        "\n  ",
        "- ",
        "<",
        ">",
        '"',
        "'",
        "[",
        "{",
        "}",
        "#",
        "\t",
        "&a",
        "*a",
        "!b",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_address_is_told_whatever_stands_in_the_book(text):
    book = read(text, {"POSTROOM_FROM": text, "POSTROOM_EDITOR_CHOIR": text})

    assert "secret" not in str(book.problems) + repr(book)
    assert "private" not in "".join(told(book)).replace("the line is private", "")
