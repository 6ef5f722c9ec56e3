"""Many submissions: one that loses a race is told, and the others are filed."""

import pytest
from tests.factories import a_site
from tests.unit.intaking import NOW, a_newsletter, a_submission

from postroom.intake.batch import take_in
from postroom.intake.inbox import Inbox


def open_inbox(content) -> Inbox:
    newsletter = a_newsletter()
    site = a_site(newsletters=(newsletter,))
    return Inbox.of(site, newsletter, content=content, now=NOW)


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
    rows, inbox = three_rows(), open_inbox(tmp_path)
    taken = inbox.place_of(inbox.check(rows[1]))
    taken.parent.mkdir(parents=True)
    taken.write_text("theirs")

    receipts = list(take_in(inbox, rows))

    assert [receipt.fate for receipt in receipts] == ["new", "faulty", "new"]
    assert str(receipts[1]) == (
        f"row two: faulty\n{taken}: another item has this file\n"
        "    fix: give that file another name, and run the command again\n"
    )
    assert taken.read_text() == "theirs"
    assert len(list(taken.parent.iterdir())) == 3


def test_the_same_table_twice_at_once_is_filed_once(tmp_path):
    one, other = open_inbox(tmp_path), open_inbox(tmp_path)

    fates = [[r.fate for r in take_in(inbox, three_rows())] for inbox in (one, other)]

    assert fates == [["new"] * 3, ["new"] * 3]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


@pytest.mark.parametrize("is_dry", [True, False])
def test_a_dry_run_writes_nothing(tmp_path, is_dry):
    list(take_in(open_inbox(tmp_path), three_rows(), is_dry=is_dry))

    assert any(tmp_path.iterdir()) is not is_dry
