"""What one more submission takes: `python -m tests.bench.desk OUT COUNT`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import process_time

from postroom.intake.submission import Submission, check_submission
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter, NewsletterOptions
from postroom.reading.issues import parse_issue
from postroom.reading.items import parse_item

from .issues import FOLDER, NOW, PER_ISSUE, appears, issue, item, item_name, kind_of

_ROUNDS = 15
_NEW = 1_000_000
"""The number of the first submission; nothing has it yet."""

_TODAY = NOW.date()


def measure(count: int) -> list[float]:
    """Seconds for one submission where there are ``count`` items; least of rounds."""
    newsletter = fill(count)
    ledger = Ledger.of(newsletter.items.values())
    batch = [submit(_NEW + number) for number in range(PER_ISSUE)]
    twins = [submit(number) for number in range(PER_ISSUE) if kind_of(number) == "link"]
    batch += twins[:8]
    _go_through(batch, newsletter, ledger)  # opens the newsletter's register
    rounds = []
    for _ in range(_ROUNDS):
        start = process_time()
        accepted = _go_through(batch, newsletter, ledger)
        rounds.append((process_time() - start) / len(batch))
        if accepted != PER_ISSUE:
            raise AssertionError(f"{accepted} of {PER_ISSUE} new items were accepted")
    return [min(rounds)]


def fill(count: int) -> Newsletter:
    """Read a newsletter of so many items, the last of them not printed yet."""
    options = NewsletterOptions(title="The Weekly Table", cadence="weekly")
    issues = count // PER_ISSUE
    items = (read(number, issues) for number in range(count))
    proofs = [
        parse_issue(f"{FOLDER}/issues/{number + 1}.md", issue(number, issues).encode())[0]
        for number in reversed(range(issues))
    ]
    return Newsletter(
        options, tuple(p.issue for p in proofs if p), {item.name: item for item in items}
    )


def read(number: int, issues: int) -> Item:
    """Read one item as its file would be."""
    came = appears(number // PER_ISSUE, issues) - timedelta(days=2)
    path = f"{FOLDER}/items/{item_name(number, came)}.md"
    found, _ = parse_item(path, item(number, came).encode())
    assert found is not None
    return found


def submit(number: int) -> Submission:
    """Send in the item of a number, today and by a form."""
    found, _ = parse_item("", item(number, _TODAY).encode())
    assert found is not None
    answers = {
        field.name: str(found.answer(field.name)).removesuffix(":00")
        for field in found.row.all_fields
        if found.answer(field.name)
    }
    return Submission(found.kind, answers, f"github#{_NEW + number}", _TODAY, consent=True)


def _go_through(batch: Sequence[Submission], newsletter: Newsletter, ledger: Ledger) -> int:
    """Check each submission, and enter what is accepted."""
    accepted = 0
    for submission in batch:
        verdict = check_submission(
            submission, newsletter=newsletter, ledger=ledger, now=NOW
        )
        if verdict.is_accepted and verdict.item is not None:
            ledger.add(verdict.item)
            accepted += 1
    return accepted


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure(int(sys.argv[2]))), encoding="ascii")
