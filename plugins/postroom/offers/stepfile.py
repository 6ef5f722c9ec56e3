"""A step becomes its file: under a name of its own, its keys in a fixed order."""

import json
import secrets
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postroom.edition.lookup import name_of
from postroom.errors import ContentError, Place
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.placement import Move, Step
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import clean_line, plain_slug, shorten_slug
from postroom.toolbox.files import create_file
from postroom.toolbox.wording import explain

_MAX_BYTES = 80
"""Of the part of a file's name that says what it is about."""


@dataclass(frozen=True)
class StepFolder:
    """Where the steps of a site are kept, and the day on which somebody adds to them."""

    site: Site
    content: Path
    """The folder of content, which the paths of groups begin in."""

    today: date

    def write(
        self, group: Group, subject: Post | Issue, move: Move, values: Mapping[str, Any]
    ) -> tuple[Path, Step]:
        """Write what happened to a file of its own.

        Args:
            group: Where it happened.
            subject: The post or the issue.
            move: What happened.
            values: More keys of a step, such as `url`; without `date` it was today.

        Returns:
            The file, and the step that it says.

        Raises:
            ContentError: A value is none that a step can have; nothing is written.
            PostroomError: The file cannot be written.
        """
        about = {"post" if isinstance(subject, Post) else "issue": subject.uid}
        facts = {"path": "", "group": group.id, "move": move, "date": self.today}
        step = _check({**facts, **values, **about})
        called = name_of(self.site, subject)
        slug = shorten_slug(plain_slug(called.replace("/", "-")), _MAX_BYTES) or subject.uid
        folder = self.content / group.path.rpartition(".")[0]
        begin = f"{step.date}-{move}-{slug}"
        while True:
            path = folder / f"{begin}-{_choose_letters(folder, begin)}.yml"
            if create_file(path, render_step(step, called=called)):
                name = path.relative_to(self.content).as_posix()
                return path, step.model_copy(update={"path": name})


def option_of(keys: tuple[str, ...]) -> Place:
    """Point at the option of a command that says a key of a step."""
    return Place(f"--{keys[-1].replace('_', '-')}")


def _check(values: Mapping[str, Any]) -> Step:
    try:
        return Step.model_validate(values)
    except ValidationError as error:
        problems = explain(error, option_of, Step)
        raise ContentError(problems) from error


def _choose_letters(folder: Path, begin: str) -> str:
    """Choose letters by chance, behind those of the same day: the last word is last."""
    names = folder.glob(f"{begin}-{'[a-z]' * 4}.yml")
    taken = max((path.stem[-4] for path in names), default="")
    first = chr(min(ord(taken) + 1, ord("z"))) if taken else "a"
    return first + "".join(secrets.choice(string.ascii_lowercase) for _ in range(3))


def render_step(step: Step, *, called: str = "") -> str:
    """Render the file of a step; whoever reads it gets the same step.

    Every text is in double quotes, as JSON writes them: nothing in it means anything
    to YAML.

    Args:
        step: What happened.
        called: What people call the post or issue whose uid the step has; a comment.
    """
    return "".join(f"{line}\n" for line in _list_lines(step, clean_line(called)))


def _list_lines(step: Step, called: str) -> Iterator[str]:
    for key, value in step.model_dump(exclude_defaults=True).items():
        line = f"{key}: {_scalar(value)}"
        yield f"{line}  # {called}" if called and key in ("post", "issue") else line


def _scalar(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
