"""What one types: an example for every command, and what comes after it."""

import sys
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

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

FIRST = {
    "intake": "intake csv",
    "issue": "issue new",
    "item": "item hold",
    "new": "new post",
    "send": "send plan",
}
"""What one types first of the commands that hold others: its example is theirs."""

_DESK = "`postroom issue status` shows what waits for the next issue"
_KEEP = "look at `git diff`, and commit it; the next build shows it"
_WRITE = "write it, look at it with `mkdocs serve`, and run `postroom check`"
NEXT = {
    "build": "look at it in `site`, or run `mkdocs serve`; a push publishes it",
    "check": "commit and push; `postroom publish --check` says what is still missing",
    "crosspost": "`postroom portfolio` shows where your texts are",
    "fetch-media": _KEEP,
    "forms": "commit what it wrote, and push: GitHub shows the forms then",
    "harvest": "take one in with `--accept KEY`, or put it away with `--dismiss KEY`",
    "intake csv": _DESK,
    "intake inbox": _DESK,
    "intake mail": f"{_DESK}; with `--replies FOLDER` there are answers to send",
    "issue check": "`postroom issue preview` shows its mail; take `draft: true` out then",
    "issue eml": "open it in a mail program, look, and send it",
    "issue new": "write subject, preheader and letter, then run `postroom issue check`",
    "issue preview": "`postroom issue send` makes a draft of it, and a test letter to you",
    "issue status": "`postroom issue new` drafts the next issue",
    "item edit": _KEEP,
    "item hold": _KEEP,
    "item merge": _KEEP,
    "item release": _KEEP,
    "item withdraw": _KEEP,
    "kit": "send it to whoever asked, or `postroom offer GROUP POST` writes the message",
    "move": "with `--fix` it is written, and `mkdocs serve` shows what became of it",
    "mv": _KEEP,
    "new author": "name them in a post: `authors: [KEY]`",
    "new group": "correct its lines, then `postroom offers` says what to offer there",
    "new issue": "write subject, preheader and letter, then run `postroom issue check`",
    "new post": _WRITE,
    "offers": "`postroom offer GROUP POST` writes the message",
    "portfolio": "`postroom offers` says what to offer next",
    "submit": _DESK,
}
"""What one does after a command, by its words; others say it themselves, or are the end."""


_TRIALS = ("check", "dry_run")
"""Options with which a command writes nothing: there is nothing to go on from."""


def _lead_on(callback: Callable[..., Any], step: str) -> Callable[..., Any]:
    """Say what to do next at the end of what went well, to somebody at a terminal.

    A pipe and CI need no advice, and keep what they got.
    """

    @wraps(callback)
    def call(*args: Any, **kwargs: Any) -> Any:
        code: object = 0
        try:
            return callback(*args, **kwargs)
        except SystemExit as error:
            code = error.code
            raise
        except click.exceptions.Exit as error:
            code = error.exit_code
            raise
        except BaseException:
            code = 1
            raise
        finally:
            is_trial = any(map(kwargs.get, _TRIALS))
            if not (code or is_trial) and sys.stderr.isatty():
                click.echo(f"next: {step}", err=True)

    return call


def show_examples(command: click.Command, path: str) -> click.Command:
    """Give a command that shows in its help what one types, as all below it do.

    It is another one: some commands can be called in two ways.
    """
    dressed = copy(command)
    if example := EXAMPLES.get(FIRST.get(path, path)):
        dressed.epilog = f"Example: {example}"
    if path in NEXT and dressed.callback is not None:
        dressed.callback = _lead_on(dressed.callback, NEXT[path])
    if isinstance(dressed, click.Group):
        dressed.commands = {
            name: show_examples(below, f"{path} {name}")
            for name, below in dressed.commands.items()
        }
    return dressed
