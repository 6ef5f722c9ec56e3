"""The files of items are read one by one: what is wrong with one says nothing of others."""

from datetime import UTC, date, datetime

import pytest
from tests.factories import a_file, an_item

from postroom.errors import Problem
from postroom.intake.itemfile import render_item
from postroom.model.item import Item
from postroom.model.kinds import KINDS
from postroom.reading.items import decode_index, encode_index, parse_item, read_items

LINK = {
    "kind": "link",
    "uid": "aaaa",
    "submitted": "2026-03-01",
    "title": "How to run a meeting",
    "url": "https://journal.example.org/meetings",
    "consent": "true",
}
EVENT = {
    "kind": "event",
    "uid": "aaaa",
    "submitted": "2026-03-01",
    "title": "Second Tuesday",
    "start": "2026-03-10 18:30",
    "zone": "Europe/London",
    "place": "Leeds",
    "consent": "true",
}
JOB = {
    "kind": "job",
    "uid": "aaaa",
    "submitted": "2026-03-01",
    "title": "Lift planner",
    "organisation": "Humber Lifts",
    "place": "Hull",
    "remote": "hybrid",
    "url": "https://humberlifts.example.org/jobs",
    "consent": "true",
}
ASK = {
    "kind": "ask",
    "uid": "aaaa",
    "submitted": "2026-03-01",
    "title": "Someone who closed a choir",
    "reach": "https://choir.example.org/",
    "consent": "true",
}
TEXT = "Short, and right, and free of slides.\n"


def the_file(values: dict[str, str], body: str = TEXT, **changes: str) -> bytes:
    """An item's file; a change to nothing takes a key out."""
    merged = values | changes
    return a_file(*(f"{k}: {v}" for k, v in merged.items() if v), body=body)


def parse(source: bytes) -> tuple[Item | None, list[str]]:
    item, problems = parse_item("newsletter/items/a.md", source)
    return item, [str(problem) for problem in problems]


def read(*sources: tuple[str, bytes]) -> tuple[list[str], list[Problem]]:
    found = read_items(sources)
    return list(found.by_name), list(found.problems)


def test_an_item_is_what_its_file_says():
    item, problems = parse(the_file(LINK, by="Rosa"))

    assert problems == []
    assert item == an_item(
        path="newsletter/items/a.md",
        title="How to run a meeting",
        url="https://journal.example.org/meetings",
        text=TEXT.strip(),
        by="Rosa",
    )
    assert (item.name, item.anchor) == ("a", "link-aaaa")


VALUES = {
    "a local time without seconds": (EVENT, "start", "2026-03-10 18:30", (18, 30)),
    "with seconds": (EVENT, "start", "2026-03-10 18:30:00", (18, 30)),
    "as ISO writes it": (EVENT, "start", "2026-03-10T18:30", (18, 30)),
    "in quotes": (EVENT, "start", '"2026-03-10 08:05"', (8, 5)),
}


@pytest.mark.parametrize(("kind", "key", "said", "expected"), VALUES.values(), ids=VALUES)
def test_a_moment_is_local_time(kind, key, said, expected):
    item, problems = parse(the_file(kind, **{key: said}))

    assert problems == []
    assert item is not None
    assert item.answer(key) == datetime(2026, 3, 10, *expected)  # noqa: DTZ001


def test_a_number_is_text_and_a_title_one_line():
    item, _ = parse(the_file(LINK, title="1984"))
    other, _ = parse(the_file(LINK, title='"  One\\n line\\t only  "', uid="1234"))

    assert item is not None
    assert other is not None
    assert (item.title, other.title, other.uid) == ("1984", "One line only", "1234")


def test_a_key_without_a_value_is_as_good_as_absent():
    item, problems = parse(the_file(EVENT, end=" ", url=" ", by=" "))

    assert problems == []
    assert item is not None
    assert (item.answer("end"), item.url, item.by) == (None, None, "")


WHOLE = "write a whole address that begins with https://"
ZONE = "write a time zone by continent and city, such as Europe/London"
WRONG = {
    "no kind": (LINK, {"kind": ""}, "2 [kind]: there is no kind"),
    "an unknown kind": (LINK, {"kind": "lnk"}, "2 [kind]: got 'lnk'|did you mean `link`?"),
    "the plural": (LINK, {"kind": "jobs"}, "2 [kind]: got 'jobs'|did you mean `job`?"),
    "a kind that is a list": (
        LINK,
        {"kind": "[link]"},
        "2 [kind]: got ['link']|did you mean `link`?",
    ),
    "no title": (LINK, {"title": ""}, "2 [title]: there is no title|add `title: ...`"),
    "a short title": (LINK, {"title": "Hm"}, "5 [title]: got 'Hm'|write at least 4 char"),
    "a long title": (
        LINK,
        {"title": "long " * 30},
        "5 [title]: got 'long|write at most 120",
    ),
    "no uid": (LINK, {"uid": ""}, "2 [uid]: there is no uid"),
    "a strange uid": (LINK, {"uid": "A-1"}, "3 [uid]: got 'A-1'|use 4 to 16 small letters"),
    "no consent": (LINK, {"consent": ""}, "2 [consent]: there is no consent|add `consent"),
    "consent refused": (LINK, {"consent": "false"}, "7 [consent]: got False|write"),
    "an unknown key": (
        LINK,
        {"tilte": "X"},
        "8 [tilte]: unknown key|did you mean `title`?",
    ),
    "a kind under the name of elsewhere": (
        LINK,
        {"kind": "", "type": "link"},
        "7 [type]: unknown key|did you mean `kind`?",
    ),
    "a key of another kind": (LINK, {"salary": "10"}, "8 [salary]: unknown key|"),
    "a program": (LINK, {"url": '"javascript:alert(1)"'}, f"6 [url]: got|{WHOLE}"),
    "a data address": (LINK, {"url": '"data:text/html,hi"'}, f"6 [url]: got|{WHOLE}"),
    "no scheme": (LINK, {"url": "example.org/a"}, f"6 [url]: got 'example.org/a'|{WHOLE}"),
    "a bracket": (LINK, {"url": '"https://[a"'}, f"6 [url]: got 'https://[a'|{WHOLE}"),
    "no host": (LINK, {"url": '"https:///a"'}, f"6 [url]: got 'https:///a'|{WHOLE}"),
    "29 February": (
        EVENT,
        {"start": "2026-02-29 10:00"},
        "6 [start]: got|write a date that",
    ),
    "a time with its offset": (
        EVENT,
        {"start": "2026-03-10 10:00:00+01:00"},
        "6 [start]: got|write a local",
    ),
    "an aware time": (
        EVENT,
        {"start": "2026-03-10 10:00:00Z"},
        "6 [start]: got|write a local",
    ),
    "an hour that is none": (
        EVENT,
        {"start": "2026-03-10 25:00"},
        "6 [start]: got|write a date",
    ),
    "a date in words": (
        JOB,
        {"closes": "next week"},
        "11 [closes]: got 'next week'|write a date",
    ),
    "31 April": (
        JOB,
        {"closes": "2026-04-31"},
        "11 [closes]: got '2026-04-31'|write a date",
    ),
    "a choice that is none": (
        JOB,
        {"remote": "maybe"},
        "8 [remote]: got 'maybe'|write one of",
    ),
    "a zone that is nowhere": (EVENT, {"zone": "Europe/Nowhere"}, f"7 [zone]: got|{ZONE}"),
    "a zone in small letters": (EVENT, {"zone": "europe/london"}, f"7 [zone]: got|{ZONE}"),
    "a zone that is a path": (EVENT, {"zone": "../../etc/passwd"}, f"7 [zone]: got|{ZONE}"),
    "a zone that is a folder": (
        EVENT,
        {"zone": "America/Argentina"},
        f"7 [zone]: got|{ZONE}",
    ),
    "a zone by its letters": (EVENT, {"zone": "BST"}, f"7 [zone]: got 'BST'|{ZONE}"),
    "a reach in words": (
        ASK,
        {"reach": "call me"},
        "6 [reach]: got 'call me'|write a public",
    ),
    "a reach by script": (
        ASK,
        {"reach": '"javascript:x"'},
        "6 [reach]: got|write a public",
    ),
    "an address that turns around": (
        LINK,
        {"url": '"https://journal.example.org/\u202egpj.exe"'},
        "6 [url]: got|write it again by hand: it holds",
    ),
    "an address by an escape": (
        LINK,
        {"url": r'"https://journal.example.org/\u202egpj.exe"'},
        "6 [url]: got|write it again by hand",
    ),
    "an address that pretends": (
        LINK,
        {"url": "https://journal.example.org@evil.example/"},
        "6 [url]: got|write it without what stands before its host",
    ),
    "an address of nobody's": (
        LINK,
        {"by_url": "http://0x7f.1/"},
        "8 [by_url]: got|write the address of a page that anybody can open",
    ),
    "a letter to somebody else as well": (
        ASK,
        {"reach": "mailto:rosa@a.example?bcc=eve@evil.example"},
        "6 [reach]: got|write a public",
    ),
    "neither place nor online": (EVENT, {"place": ""}, "2 [place]: neither place nor"),
    "an end before the start": (
        EVENT,
        {"end": "2026-03-09 10:00"},
        "10 [end]: it ends before",
    ),
    "a day at whose end there is a time": (
        EVENT,
        {"start": "2026-03-10", "end": "2026-03-10 20:00"},
        "10 [end]: of its beginning and its end, only one has a time|give both",
    ),
    "no rule": (
        EVENT,
        {"repeats": "every Tuesday"},
        "10 [repeats]: got 'every Tuesday'|write a rule of RFC 5545, such as FREQ",
    ),
    "a rule without an end": (
        EVENT,
        {"repeats": "FREQ=WEEKLY"},
        "10 [repeats]: got 'FREQ=WEEKLY'|write a rule of RFC 5545, such as",
    ),
    "a rule of other days": (
        EVENT,
        {"repeats": "FREQ=WEEKLY;BYDAY=WE;COUNT=3"},
        "10 [repeats]: the first day, 10 March 2026, is none of those|let it begin",
    ),
    "a day at the end of time": (JOB, {"closes": "9999-12-31"}, "11 [closes]: got|"),
    "sent in at the end of time": (
        LINK,
        {"submitted": "9999-12-31"},
        "4 [submitted]: got|",
    ),
    "an event at the beginning of time": (
        EVENT,
        {"start": "0001-01-01 00:00", "zone": "Asia/Tokyo"},
        "6 [start]: got|",
    ),
    "a key twice": (
        LINK,
        {"kind": "link\ntitle: Twice over"},
        "6 [title]: the key stands he",
    ),
}


@pytest.mark.parametrize(("values", "changes", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_with_its_place_and_its_fix(values, changes, told):
    what, _, fix = told.partition("|")

    _, problems = parse(the_file(values, **changes))

    [problem] = problems
    assert problem.startswith(f"newsletter/items/a.md:{what}")
    assert f"\n    fix: {fix}" in problem


@pytest.mark.parametrize(
    ("name", "slug"),
    [("lift-planner", "lift-planner"), ("a <b x=1>", "a-b-x1-aaaa"), ("桌", "link-aaaa")],
)
def test_a_file_that_has_an_odd_name_has_an_address_all_the_same(name, slug):
    assert an_item(path=f"newsletter/items/{name}.md").slug == slug


def test_a_link_in_the_text_that_can_only_deceive_is_told_with_its_line():
    body = "Soup.\n\n`http://10.0.0.1/` is code.\nSee [this](https://a.example@b.example/)."

    _, problems = parse(the_file(LINK, body=body))

    assert problems == [
        "newsletter/items/a.md:12 [text]: an address that pretends to be elsewhere; it "
        "leads to b.example\n    fix: write it without what stands before its host"
    ]


EXPLOSION = "\n".join(
    ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    + ["title: *a8"]
)
BROKEN = {
    "empty": b"",
    "no front matter": b"Hello",
    "front matter that never ends": b"---\nkind: link\n",
    "not UTF-8": b"---\nkind: link\ntitle: caf\xe9\n---\n",
    "a list": b"---\n- kind\n---\n",
    "a tag that runs": b"---\nkind: !!python/object/apply:os.system [id]\n---\n",
    "brackets without end": b"---\nkind: " + b"[" * 5000 + b"\n---\n",
    "a hundred megabytes of aliases": f"---\n{EXPLOSION}\nkind: link\n---\n".encode(),
    "a megabyte": b"---\nkind: link\n---\n" + b"x" * 1_000_000,
    "numbers that are too long": b"---\nkind: link\nuid: " + b"9" * 5000 + b"\n---\n",
    "a second document": b"---\nkind: link\n---\n---\nkind: job\n",
    "a null byte": b"---\nkind: link\0\n---\n",
    "keys that are lists": b"---\n? [a]\n: b\n---\n",
}


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_is_told_in_a_few_lines(source):
    item, problems = parse(source)

    assert item is None
    assert problems
    assert all(len(problem) < 500 and "\n    fix: " in problem for problem in problems)


def test_a_broken_item_does_not_hide_the_others():
    names, problems = read(
        ("newsletter/items/a.md", the_file(LINK)),
        ("newsletter/items/b.md", b"---\nkind: link\n---\n"),
        ("newsletter/items/c.md", the_file(LINK, uid="cccc")),
    )

    assert names == ["a", "c"]
    assert {problem.place.path for problem in problems} == {"newsletter/items/b.md"}


def test_a_uid_twice_names_both_files():
    names, problems = read(
        ("newsletter/items/a.md", the_file(LINK)), ("newsletter/items/b.md", the_file(LINK))
    )

    assert names == ["a"]
    assert [str(problem) for problem in problems] == [
        "newsletter/items/b.md [uid]: "
        "the uid 'aaaa' is already that of newsletter/items/a.md\n"
        "    fix: delete one of the two files, or give it a uid of its own"
    ]


def test_a_name_twice_loses_no_item_without_a_word():
    names, problems = read(
        ("newsletter/items/2025/a.md", the_file(LINK)),
        ("newsletter/items/2026/a.md", the_file(LINK, uid="bbbb")),
    )

    told = "\n".join(map(str, problems))
    assert names == ["a"]
    assert "newsletter/items/2025/a.md" in told
    assert "newsletter/items/2026/a.md" in told


ENDS = {
    "an event, when it ends": (
        an_item("event", end="2026-03-20 20:00"),
        datetime(2026, 3, 20, 20, tzinfo=UTC),
    ),
    "an event without an end, when it begins": (
        an_item("event", zone="America/New_York"),
        datetime(2026, 3, 20, 22, 30, tzinfo=UTC),
    ),
    "a job, when its last day is over": (
        an_item("job", closes="2026-03-31"),
        datetime(2026, 4, 1, tzinfo=UTC),
    ),
    "a job that names no day, when it has waited long": (
        an_item("job"),
        datetime(2026, 4, 30, tzinfo=UTC),
    ),
    "a welcome may wait longer": (
        an_item("welcome"),
        datetime(2026, 6, 29, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize(("item", "expected"), ENDS.values(), ids=ENDS)
def test_an_item_is_over_at_an_instant(item, expected):
    assert item.over == expected
    assert item.is_over(expected)


def test_items_that_are_known_are_not_read_again():
    sources = [
        (f"newsletter/items/{kind}.md", render_item(an_item(kind, f"uid{place}")).encode())
        for place, kind in enumerate(KINDS)
    ]
    first = read_items(sources)

    known = decode_index(encode_index(first.index))
    again = read_items(sources, known)

    assert first.problems == ()
    assert again == first
    assert known == first.index


LENT = {
    "it names none": ({"zone": ""}, "Europe/Berlin"),
    "it names one": ({}, "Europe/London"),
}


@pytest.mark.parametrize(("changes", "zone"), LENT.values(), ids=LENT)
def test_the_zone_of_the_newsletter_is_that_of_an_event_that_names_none(changes, zone):
    source = ("newsletter/items/a.md", the_file(EVENT, **changes))

    found = read_items([source], zone="Europe/Berlin")

    assert [item.answer("zone") for item in found.by_name.values()] == [zone]


def test_an_item_of_a_lent_zone_is_read_again_when_the_zone_changes():
    source = ("newsletter/items/a.md", the_file(EVENT, zone=""))
    known = read_items([source], zone="Europe/Berlin").index

    again = read_items([source], known, zone="Europe/Paris")

    assert [item.answer("zone") for item in again.by_name.values()] == ["Europe/Paris"]


def test_what_changed_is_read_again_although_the_rest_is_known():
    one = ("newsletter/items/a.md", the_file(LINK))
    other = ("newsletter/items/b.md", the_file(LINK, uid="bbbb"))
    known = read_items([one, other]).index

    again = read_items([one, (other[0], the_file(LINK, uid="cccc"))], known)

    assert [item.uid for item in again.by_name.values()] == ["aaaa", "cccc"]
    assert len(again.index) == 2


def test_a_file_that_moved_is_found_where_it_is_now():
    known = read_items([("newsletter/items/a.md", the_file(LINK))]).index

    again = read_items([("newsletter/items/b.md", the_file(LINK))], known)

    assert [item.path for item in again.by_name.values()] == ["newsletter/items/b.md"]


GARBAGE = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[1]",
    "a text": b'"link"',
    "an unknown kind": b'{"poem":{"x":{}}}',
    "no items": b'{"link":7}',
    "an item that is a number": b'{"link":{"x":7}}',
    "an item without anything": b'{"link":{"x":{}}}',
    "no UTF-8": b"\xff\xfe",
}


@pytest.mark.parametrize("encoded", GARBAGE.values(), ids=GARBAGE)
def test_an_index_that_cannot_be_read_is_as_good_as_none(encoded):
    assert decode_index(encoded) == {}


@pytest.mark.parametrize("reach", ["me@example.org", "mailto:me@example.org"])
def test_an_address_of_a_person_becomes_a_link(reach):
    item = an_item("ask", reach=reach, mail_is_public=True)

    assert item.answer("reach") == "mailto:me@example.org"


def test_a_day_may_be_written_with_a_time():
    assert an_item("job", closes="2026-03-31").answer("closes") == date(2026, 3, 31)
    assert an_item("job", closes=datetime(2026, 3, 31, tzinfo=UTC)).answer(
        "closes"
    ) == date(2026, 3, 31)
