"""What one more submission takes: `python -m tests.bench.desk OUT COUNT ...`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import process_time

from postroom.intake.submission import Submission, check_submission
from postroom.model.imprint import NewsletterOptions
from postroom.model.item import Item
from postroom.model.ledger import Ledger
from postroom.model.newsletter import Newsletter
from postroom.reading.issues import parse_issue
from postroom.reading.items import parse_item

from .issues import FOLDER, NOW, PER_ISSUE, appears, issue, item, item_name, kind_of

_ROUNDS = 25
_TWINS = 8
"""Submissions of a batch that are there already."""

_NEW = 1_000_000
"""The number of the first submission; nothing has it yet."""

_TODAY = NOW.date()


@dataclass(frozen=True)
class Inbox:
    """A newsletter of some size, and everything in it for finding duplicates."""

    newsletter: Newsletter
    ledger: Ledger

    def take(self, batch: Sequence[Submission]) -> int:
        """Check submissions and enter what is accepted; say how many that were."""
        accepted = 0
        for submission in batch:
            verdict = check_submission(
                submission, newsletter=self.newsletter, ledger=self.ledger, now=NOW
            )
            if verdict.is_accepted and verdict.item is not None:
                self.ledger.add(verdict.item)
                accepted += 1
        return accepted


def measure(counts: Sequence[int]) -> list[float]:
    """Seconds for one submission where there are so many items: A B A B, the least."""
    newsletters = [fill(count) for count in counts]
    desks = [Inbox(n, Ledger.of(n.items.values())) for n in newsletters]
    batch = [submit(_NEW + number) for number in range(PER_ISSUE)]
    links = [number for number in range(PER_ISSUE) if kind_of(number) == "link"]
    batch += [submit(number) for number in links[:_TWINS]]
    rounds = [[_time(desk, batch) for desk in desks] for _ in range(_ROUNDS)]
    return [min(times) / len(batch) for times in zip(*rounds, strict=True)]


def _time(desk: Inbox, batch: Sequence[Submission]) -> float:
    start = process_time()
    accepted = desk.take(batch)
    spent = process_time() - start
    if accepted != PER_ISSUE:
        raise AssertionError(f"{accepted} of {PER_ISSUE} new items were accepted")
    return spent


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


if __name__ == "__main__":
    made = measure([int(count) for count in sys.argv[2:]])
    Path(sys.argv[1]).write_text(json.dumps(made), encoding="ascii")
