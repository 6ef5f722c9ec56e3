"""What one types: an example for every command, which its help shows."""

from copy import copy

import click

EXAMPLES = {
    "build": "postroom build --timings",
    "cache": "postroom cache --clear",
    "check": "postroom check --fix",
    "crosspost": "postroom crosspost how-to-leave-well --to mastodon --dry-run",
    "fetch-media": "postroom fetch-media",
    "forms": "postroom forms --workflows",
    "harvest": "postroom harvest --days 14",
    "init": 'postroom init my-site --author "Rosa Lindqvist"',
    "intake accept": "postroom intake accept --event event.json",
    "intake answer": "postroom intake answer --event event.json",
    "intake comment": "postroom intake comment --event event.json report",
    "intake csv": "postroom intake csv answers.csv --learn",
    "intake decline": "postroom intake decline --event event.json",
    "intake files": "postroom intake files content/newsletter/items/*.md",
    "intake inbox": "postroom intake inbox",
    "intake mail": "postroom intake mail messages.mbox --replies ../replies",
    "intake tell": "postroom intake tell 7 --dry-run",
    "intake withdraw": "postroom intake withdraw --event event.json",
    "issue check": "postroom issue check 7 --strict",
    "issue eml": "postroom issue eml 7 --to letters@example.org",
    "issue new": "postroom issue new --date 2026-12-10 --edit",
    "issue preview": "postroom issue preview 7",
    "issue send": "postroom issue send 7",
    "issue status": "postroom issue status",
    "item edit": 'postroom item edit lift-planner --note "The closing day has moved."',
    "item hold": "postroom item hold lift-planner --until 8",
    "item merge": "postroom item merge lift-planner planner-for-lifts",
    "item release": "postroom item release lift-planner",
    "item withdraw": "postroom item withdraw lift-planner",
    "kit": "postroom kit how-to-leave-well -o kit",
    "move": "postroom move --old site --fix",
    "mv": "postroom mv how-to-leave-well how-to-leave --dry-run",
    "new author": 'postroom new author "Rosa Lindqvist"',
    "new group": 'postroom new group "Humber Engineers"',
    "new issue": "postroom new issue --edit",
    "new item": "postroom new item event",
    "new post": 'postroom new post "How to leave well" --edit',
    "offer": "postroom offer humber-engineers how-to-leave-well",
    "offers": "postroom offers --all",
    "place": "postroom place humber-engineers how-to-leave-well accepted",
    "portfolio": "postroom portfolio --since 2026-01-01",
    "publish": "postroom publish --check",
    "schema": "postroom schema",
    "send check": "postroom send check 7 --online",
    "send plan": "postroom send plan 7",
    "send push": "postroom send push 7",
    "send resolve": "postroom send resolve 7",
    "send status": "postroom send status 7",
    "send test": "postroom send test 7",
    "submit": "postroom submit event",
}
"""By the words of a command, behind `postroom`."""


def show_examples(command: click.Command, path: str) -> click.Command:
    """Give a command that shows in its help what one types, as all below it do.

    It is another one: some commands can be called in two ways.
    """
    dressed = copy(command)
    if path in EXAMPLES:
        dressed.epilog = f"Example: {EXAMPLES[path]}"
    if isinstance(dressed, click.Group):
        dressed.commands = {
            name: show_examples(below, f"{path} {name}")
            for name, below in dressed.commands.items()
        }
    return dressed
