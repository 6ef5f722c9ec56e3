"""Many submissions are filed one by one; none of them changes or stops another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import a_site
from tests.unit.intaking import NOW, a_newsletter, a_submission

from postroom.intake.batch import take_in
from postroom.intake.columnmap import ColumnMap
from postroom.intake.inbox import Inbox
from postroom.intake.table import read_csv
from postroom.intake.waiting import list_waiting, read_waiting, write_waiting
from postroom.toolbox.files import TakenError

ONE = a_submission("news", source="mail#1", title="A second room for us")
TWO = a_submission("news", source="mail#2", title="Nine chairs and a table")


def an_inbox(folder, *items):
    return Inbox.of(a_site(), a_newsletter(*items), content=folder, now=NOW)


def fates(folder, *submissions, items=(), **given):
    receipts = take_in(an_inbox(folder, *items), submissions, **given)
    return [receipt.fate for receipt in receipts]


def test_a_file_that_is_there_stops_no_other(tmp_path):
    path = an_inbox(tmp_path).place_of(an_inbox(tmp_path).check(ONE))
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")

    assert fates(tmp_path, ONE, TWO) == ["faulty", "new"]
    assert path.read_text("utf-8") == "mine"


RUNS = {
    "twice the same": ((ONE, ONE), ["new", "known"]),
    "twice, in other words": (
        (ONE, a_submission("news", source="mail#1", by="Me")),
        ["new", "kept"],
    ),
    "twice, as another kind": (
        (ONE, a_submission("ask", source="mail#1")),
        ["new", "faulty"],
    ),
}


@pytest.mark.parametrize("is_dry", [False, True], ids=["filed", "dry"])
@pytest.mark.parametrize(("submissions", "expected"), RUNS.values(), ids=RUNS.keys())
def test_the_first_of_a_run_stays(tmp_path, submissions, expected, is_dry):
    assert fates(tmp_path, *submissions, may_update=True, is_dry=is_dry) == expected


def test_what_is_there_is_changed_once_and_only_where_somebody_wants_it(tmp_path):
    known = an_inbox(tmp_path).check(ONE).item
    other = a_submission("news", source="mail#1", title="A third room")
    third = a_submission("news", source="mail#1", title="A fourth room")

    assert fates(tmp_path, other, items=[known]) == ["kept"]
    assert fates(tmp_path, other, third, items=[known], may_update=True) == [
        "changed",
        "kept",
    ]


def test_what_waits_is_kept_once_and_goes_when_it_comes_mended(tmp_path):
    inbox = an_inbox(tmp_path)
    faulty = a_submission("news", source="csv#1", title="WHAT A ROOM WE HAVE")
    folder = inbox.waiting_folder

    (first,) = take_in(inbox, [faulty], may_hold=True)
    first.path.write_text(first.path.read_text("utf-8") + "\nmine\n", "utf-8")
    (again,) = take_in(inbox, [faulty], may_hold=True)

    assert (first.fate, first.path) == ("faulty", again.path)
    assert again.path.read_text("utf-8").endswith("mine\n")
    assert [path.name for path in folder.iterdir() if path.suffix != ".md"] == [
        ".gitignore"
    ]

    mended = a_submission("news", source="csv#1", title="What a room we have")
    (last,) = take_in(inbox, [mended], may_hold=True)

    assert last.fate == "new"
    assert not list(folder.glob("*.md"))


CORRECTIONS = {
    "by whom it came, about the same": ({}, False),
    "by somebody else on the list": ({"by": "Otto"}, True),
    "about something else": (
        {"title": "A third room", "text": "It has a door " * 9, "url": ""},
        True,
    ),
    "of no letter that waits": ({"answers_to": ("mail#7",)}, True),
}


@pytest.mark.parametrize(("said", "waits"), CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_letter_that_is_corrected_waits_no_longer_and_does_not_come_again(
    tmp_path, said, waits
):
    faulty = replace(a_submission("news", source="mail#1", by="Ida"), consent=False)
    answers_to = said.get("answers_to", ("mail#5", "mail#1"))
    words = {"by": "Ida"} | {n: w for n, w in said.items() if n != "answers_to"}
    second = replace(a_submission("news", source="mail#2", **words), answers_to=answers_to)

    first, corrected = take_in(an_inbox(tmp_path), [faulty, second], may_hold=True)
    (again,) = take_in(an_inbox(tmp_path), [faulty], may_hold=True)

    assert (first.fate, corrected.fate) == ("faulty", "new")
    assert first.path.exists() is waits
    assert again.fate == ("faulty" if waits else "known")
    assert any(first.path.name in line for line in corrected.told) is not waits


def test_an_inbox_that_is_full_takes_no_more_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("postroom.intake.inbox._MOST_WAITING", 1)
    rows = [
        a_submission("news", source=f"csv#{n}", title=f"WHAT A ROOM WE HAVE {n}")
        for n in range(2)
    ]

    one, two = take_in(an_inbox(tmp_path), rows, may_hold=True)

    assert one.path
    assert two.path is None
    assert "the inbox is full" in str(two)


def test_what_an_editor_reads_names_place_and_question_and_not_the_answer(tmp_path):
    row = a_submission(
        "event",
        source="csv#1",
        start="03/04/2027",
        end="",
        place="Leeds",
        columns={"start": "F"},
        where="row 14",
    )

    (receipt,) = take_in(an_inbox(tmp_path), [row])

    assert str(receipt) == (
        "row 14: faulty\n"
        "  Second Tuesday: a table for people between jobs\n"
        "  column F, When does it begin?: "
        "'03/04/2027' can be 3 April 2027 or 4 March 2027\n"
        "    fix: write the month as a word, such as 3 April 2027"
    )
    assert receipt.reply.startswith(
        "Thank you! Before an editor can read it, one thing has"
    )


def test_nothing_is_changed_by_filing_alone(tmp_path):
    inbox = an_inbox(tmp_path)
    inbox.file(inbox.check(ONE))
    other = inbox.check(a_submission("news", source="mail#1", by="Somebody"))

    with pytest.raises(TakenError, match="it is there already in other words"):
        inbox.file(other)


def three_rows():
    return [
        a_submission(
            url=f"https://{name}.example/",
            title=f"The page called {name}",
            source=f"row {name}",
        )
        for name in ("one", "two", "three")
    ]


def test_a_table_goes_on_after_a_row_that_lost_a_race(tmp_path):
    rows, inbox = three_rows(), an_inbox(tmp_path)
    taken = inbox.place_of(inbox.check(rows[1]))
    taken.parent.mkdir(parents=True)
    taken.write_text("theirs")

    receipts = list(take_in(inbox, rows))

    assert [receipt.fate for receipt in receipts] == ["new", "faulty", "new"]
    assert str(receipts[1]) == (
        f"row two: faulty\n{taken}: another item has this file\n"
        "    fix: give that file another name, and run the command again"
    )
    assert taken.read_text() == "theirs"
    assert len(list(taken.parent.iterdir())) == 3


def test_the_same_table_twice_at_once_is_filed_once(tmp_path):
    one, other = an_inbox(tmp_path), an_inbox(tmp_path)

    fates = [[r.fate for r in take_in(inbox, three_rows())] for inbox in (one, other)]

    assert fates == [["new"] * 3, ["new"] * 3]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


@pytest.mark.parametrize("is_dry", [True, False])
def test_a_dry_run_writes_nothing(tmp_path, is_dry):
    list(take_in(an_inbox(tmp_path), three_rows(), is_dry=is_dry))

    assert any(tmp_path.iterdir()) is not is_dry


HEAD = "Timestamp,title,text,I agree"
STAMP = "2026/10/03 9:14:02 AM GMT+1"
WORDS = "The choir moves to the old quay for the winter."
A, B, C = (
    f"{stamp},{title},{words},yes"
    for stamp, title, words in (
        (STAMP, "A lantern on the quay", f"{WORDS} One."),
        (STAMP, "Knots that hold", f"{WORDS} Two."),
        ("2026/10/04 9:14:00 AM GMT+1", "Fatma Aydin has a boat", f"{WORDS} Three."),
    )
)
AGAIN = {
    "the same": ([A, B, C], ["known", "known", "known"]),
    "two of one second change places": ([B, A, C], ["known", "known", "known"]),
    "the first of two is gone": ([B, C], ["known", "known"]),
    "the first of two is gone, the other corrected": (
        [B.replace("Knots that hold", "Ten knots that hold"), C],
        ["changed", "known"],
    ),
    "a title is corrected": (
        [A.replace("lantern", "lamp"), B, C],
        ["changed", "known", "known"],
    ),
    "a text is corrected": (
        [A, B.replace("the old quay", "a quay"), C],
        ["known", "changed", "known"],
    ),
    "all of one of two is corrected": (
        [A, f"{STAMP},Ropes and how to lose them,It was not about knots at all.,yes", C],
        ["known", "changed", "known"],
    ),
    "another of that second": (
        [A, f"{STAMP},Eels are back,{WORDS} Four.,yes", B, C],
        ["known", "new", "known", "known"],
    ),
    "without seconds": (
        [row.replace(":02 AM", " AM").replace(":00 AM", " AM") for row in (A, B, C)],
        ["known", "known", "known"],
    ),
    "as a German spreadsheet has it": (
        [
            row.replace(STAMP, "03.10.2026 09:14:02").replace(
                "2026/10/04 9:14:00 AM GMT+1", "04.10.2026 09:14:00"
            )
            for row in (C, B.replace("hold", "held"), A)
        ],
        ["known", "changed", "known"],
    ),
}


def take_table(inbox, rows, head=HEAD):
    text = "\n".join([head, *rows, ""])
    found = read_csv(text, read_as=ColumnMap(kind="news"), now=NOW)
    receipts = [*take_in(inbox, found, may_update=True, may_hold=True)]
    return [receipt.fate for receipt in receipts if receipt.fate != "noticed"]


@pytest.mark.parametrize(("rows", "expected"), AGAIN.values(), ids=AGAIN.keys())
def test_a_table_that_changed_is_the_same_table(tmp_path, rows, expected):
    inbox = an_inbox(tmp_path)
    assert take_table(inbox, [A, B, C]) == ["new", "new", "new"]

    assert take_table(inbox, rows) == expected


def test_a_table_that_gets_ids_is_the_same_table(tmp_path):
    inbox = an_inbox(tmp_path)
    take_table(inbox, [A, B, C])
    rows = [f"{number},{row}" for number, row in enumerate((A, B, C), 1)]

    assert take_table(inbox, rows, f"ID,{HEAD}") == ["known", "known", "known"]


def test_what_waits_or_was_dropped_is_known_where_rows_move(tmp_path):
    inbox = an_inbox(tmp_path)
    shouted = A.replace("A lantern on the quay", "A LANTERN ON THE WHOLE QUAY")
    assert take_table(inbox, [shouted, B]) == ["faulty", "new"]

    assert take_table(inbox, [B, shouted]) == ["known", "faulty"]
    [path] = inbox.waiting_folder.glob("*.md")
    inbox.close(read_waiting(path))
    assert take_table(inbox, [B, shouted]) == ["known", "known"]
    assert [*inbox.waiting_folder.glob("*.md")] == []


def test_one_spoiled_file_hides_no_other_that_waits(tmp_path):
    inbox = an_inbox(tmp_path)
    rows = [row.replace(",yes", ",no") for row in (A, B)]
    take_table(inbox, rows)
    first, _ = sorted(inbox.waiting_folder.glob("*.md"))
    first.write_text("---\n[\n---\n", encoding="utf-8")

    told = "\n".join(write_waiting(list_waiting(inbox.waiting_folder)))

    assert f"{first.name}: this is not what waits in an inbox" in told
    assert "Knots that hold" in told
    assert take_table(inbox, rows) == ["faulty", "faulty"]
    assert len([*inbox.waiting_folder.glob("*.md")]) == 2


BARE = {
    "a text is corrected": ("A lantern on the quay", "It moves to a new quay.", "changed"),
    "another title": ("A lamp on the quay", "It moves to a new quay.", "new"),
}


@pytest.mark.parametrize(("title", "text", "fate"), BARE.values(), ids=BARE.keys())
def test_a_row_without_a_stamp_is_known_by_its_title(tmp_path, title, text, fate):
    head, inbox = "title,text,I agree", an_inbox(tmp_path)
    take_table(inbox, ["A lantern on the quay,It moves to the old quay.,yes"], head)
    later = replace(inbox, now=NOW + timedelta(days=20))

    assert take_table(later, [f"{title},{text},yes"], head) == [fate]
