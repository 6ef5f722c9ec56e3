"""Many submissions are filed one by one; none of them changes or stops another."""

import pytest
from tests.factories import a_site
from tests.unit.intaking import NOW, a_newsletter, a_submission

from postroom.intake.batch import take_in
from postroom.intake.inbox import Inbox, TakenError

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


def test_nothing_is_changed_by_filing_alone(tmp_path):
    inbox = an_inbox(tmp_path)
    inbox.file(inbox.check(ONE))
    other = inbox.check(a_submission("news", source="mail#1", by="Somebody"))

    with pytest.raises(TakenError, match="it is there already in other words"):
        inbox.file(other)
