"""What the mails of a site's issues take: `python -m tests.bench.mail OUT`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

from markdown import Markdown
from mkdocs.config import load_config

from postroom.cli.config import find_site
from postroom.edition.edition import Edition
from postroom.edition.sheet import compose_sheet
from postroom.fragments import make_fragment
from postroom.mail.issue import compose_plain
from postroom.mail.message import compose_message
from postroom.model.newsletter import Newsletter
from postroom.model.sheet import Sheet
from postroom.reading.issues import IssueManuscript


@dataclass(frozen=True)
class KitStore:
    """What turns the issues of a site into mails."""

    edition: Edition
    newsletter: Newsletter
    markdown: Markdown
    """The site's own, with its extensions; it converts letters."""

    def convert(self, proof: IssueManuscript) -> None:
        """Convert every text of an issue, and nothing else."""
        for name in proof.issue.item_names:
            self.edition.convert(self.newsletter.items[name].text)
        self.markdown.reset().convert(proof.document.body)

    def compose(self, proof: IssueManuscript) -> Sheet:
        """Convert, clean and put together; no text was converted before."""
        letter = make_fragment(
            self.markdown.reset().convert(proof.document.body),
            url=self.edition.site.url,
            more="<!-- more -->",
            size_of=self.edition.size_of,
        )
        self.edition.fragments.keep(proof.issue.path, letter)
        return compose_sheet(self.edition, self.newsletter, proof.issue)

    def print(self, sheet: Sheet) -> bytes:
        """Make HTML, text and `.eml`, which holds both."""
        options, site = self.newsletter.options, self.edition.site
        mail = compose_plain(sheet, options, self.edition.templates)
        return compose_message(
            sheet, options, mail=mail, authority=site.authority, base=site.base
        )


def measure() -> list[float]:
    """Seconds for an issue: conversions alone, up to the sheet, from there to the mail."""
    survey = find_site(None).survey
    config = load_config()
    press = KitStore(
        survey.edition,
        survey.edition.site.newsletters[0],
        Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs
        ),
    )
    rounds = [_print_one(press, proof) for _, proof in survey.issues]
    return [median(times) for times in zip(*rounds[1:], strict=True)]  # the first warms up


def _print_one(press: KitStore, proof: IssueManuscript) -> tuple[float, float, float]:
    made: list[Sheet] = []
    converting = _time(lambda: press.convert(proof))
    composing = _time(lambda: made.append(press.compose(proof)))
    printing = _time(lambda: press.print(made[0]))
    return converting, composing, printing


def _time(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure()), encoding="ascii")
