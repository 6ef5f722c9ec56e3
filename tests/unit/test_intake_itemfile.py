"""An item becomes its file, and whoever reads it gets the same item."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.unit.intaking import a_submission, an_item, check

from postroom.intake.itemfile import render_item
from postroom.model.kinds import KINDS
from postroom.reading.items import parse_item

BOMB = (
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n--- !!python/object/apply:os.system [x]"
)
HOSTILE = st.one_of(
    st.text(st.characters(exclude_characters="\r"), max_size=120),
    st.sampled_from(
        ["---", "...", "--- \n", "---\nkind: job\n---", BOMB, '"', "\\", "'", "*x", "&x",
         "!x", "{a: b}", "[a", "# no", "a: b", "null", "~", "yes", "0x1f", "12:30",
         "2026-13-45", "{{ x }}", "\u2028", "\u0085", "\ufeff---", "\U0001f600\\n",
         "%TAG ! !", "? ", "- "]
    ),
)  # fmt: skip


def test_a_file_has_the_keys_in_the_order_of_the_form():
    item = an_item("event", source="github#12", text='She said: "Come."\n\n- one')

    assert render_item(item) == (
        "---\n"
        'kind: "event"\n'
        'uid: "aaaaaaaa"\n'
        "submitted: 2026-10-03\n"
        'title: "Second Tuesday: a table for people between jobs"\n'
        "start: 2026-12-08 18:30\n"
        "end: 2026-12-08 21:00\n"
        'zone: "Europe/London"\n'
        'place: "Chapel Allerton Library, Leeds"\n'
        'online: "https://meet.example.org/second-tuesday"\n'
        'url: "https://secondtuesday.example.org/december"\n'
        'by: "Rosa Lindqvist"\n'
        'by_url: "https://rosa.example.org/"\n'
        'source: "github#12"\n'
        "consent: true\n"
        "---\n"
        "\n"
        'She said: "Come."\n'
        "\n"
        "- one\n"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_back(kind):
    item = check(a_submission(kind)).item

    assert parse_item(item.path, render_item(item).encode()) == (item, ())


def test_what_is_not_answered_is_not_written():
    item = an_item("welcome", text="", by=None, by_url=None, url=None, helps=None)

    assert render_item(item).endswith("\nconsent: true\n---\n")
    assert parse_item(item.path, render_item(item).encode()) == (item, ())


def test_seconds_and_a_public_address_are_kept():
    item = an_item("ask", reach="rosa@example.org", mail_is_public=True, until="2026-12-31")
    event = an_item("event", start=datetime(2026, 12, 8, 18, 30, 5))  # noqa: DTZ001

    assert parse_item(item.path, render_item(item).encode()) == (item, ())
    assert parse_item(event.path, render_item(event).encode()) == (event, ())


@given(title=HOSTILE, by=HOSTILE, place=HOSTILE, text=HOSTILE, more=HOSTILE)
def test_any_text_is_read_back_as_it_was(title, by, place, text, more):
    words = {"title": title, "by": by, "place": place}
    try:
        item = an_item("event", **words, text=f"{text}\n{more}")
    except ValidationError:  # nothing is left of it
        return

    assert parse_item(item.path, render_item(item).encode()) == (item, ())
