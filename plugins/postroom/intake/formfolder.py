"""The folder of a site's forms at GitHub, and the workflows that answer them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shlex import quote

from postroom.errors import ContentError, Place, Problem
from postroom.intake.forms import form_labels, form_name, render_chooser, render_form
from postroom.model.imprint import NewsletterOptions
from postroom.model.kinds import KINDS
from postroom.toolbox.files import write_files
from postroom.toolbox.templates import SHIPPED

FOLDER = ".github/ISSUE_TEMPLATE"
WORKFLOWS = ("intake.yml", "items.yml", "items-comment.yml")
_CHOOSER = "config.yml"
_RUN = "run `postroom forms`"
_LOCK = re.compile(r"\.github/locks/(\w+\.txt)")
_OURS = re.compile(r"^( *)python -m pip install --no-deps --no-build-isolation \.$", re.M)
_NAMED = re.compile(r"^\s*postroom(?![\w.-])", re.M | re.I)


def render_all(
    newsletters: Sequence[NewsletterOptions], submit_url: str
) -> Iterator[tuple[str, str]]:
    """Render every form of a site, and the page that offers them, by their names.

    Args:
        newsletters: Those of the site.
        submit_url: The address of the page that says how else to send something.
    """
    for options in newsletters:
        for kind in KINDS.values():
            yield form_name(kind, options), render_form(kind, options)
    yield _CHOOSER, render_chooser(newsletters, submit_url=submit_url)


def list_labels(newsletters: Sequence[NewsletterOptions]) -> list[str]:
    """List the labels that forms set and editors need; GitHub sets only what exists."""
    labels = (
        label
        for options in newsletters
        for kind in KINDS.values()
        for label in form_labels(kind, options)
    )
    return [*dict.fromkeys(labels), "accept", "declined"]


@dataclass(frozen=True)
class FormFolder:
    """The forms as they are in a folder, beside those that a site asks for."""

    path: Path
    rendered: Mapping[str, str]
    """What every form should be, by the name of its file."""

    @cached_property
    def forms(self) -> dict[str, str]:
        """The forms that are ours to write; a page of forms that others wrote stays.

        Raises:
            ContentError: Forms of theirs stand in our way.
        """
        theirs = [
            name
            for name, text in self.rendered.items()
            if (self.path / name).exists() and _head(_read(self.path / name)) != _head(text)
        ]
        what = "the file was not written by `postroom forms`"
        fix = "give it another name, or delete it"
        problems = [
            Problem(Place(str(self.path / name)), what, fix)
            for name in theirs
            if name != _CHOOSER
        ]
        if problems:
            raise ContentError(problems)
        return {name: text for name, text in self.rendered.items() if name not in theirs}

    @cached_property
    def outdated(self) -> tuple[Path, ...]:
        """Forms of ours that no kind and no newsletter asks for."""
        heads = {_head(text) for text in self.forms.values()}
        return tuple(
            path
            for path in sorted(self.path.glob("*.yml"))
            if path.name not in self.forms and _head(_read(path)) in heads
        )

    def check(self) -> None:
        """Compare what is there with what should be.

        Raises:
            ContentError: Something differs; names every file.
        """
        what = "nothing asks for it any more"
        problems = [Problem(Place(str(path)), what, _RUN) for path in self.outdated]
        for name, text in self.forms.items():
            path = self.path / name
            if not path.exists():
                problems.append(
                    Problem(Place(str(path)), "there is no such form yet", _RUN)
                )
            elif _read(path) != text:
                what = "it is not what the table of kinds makes of it"
                problems.append(Problem(Place(str(path)), what, _RUN))
        if problems:
            raise ContentError(problems)

    def write(self) -> None:
        """Write every form, and remove what is outdated."""
        outdated = self.outdated
        write_files({self.path / name: text for name, text in self.forms.items()})
        for path in outdated:
            path.unlink()


def read_requirements(root: Path) -> str | None:
    """Read what a site asks for beside Postroom; None if nothing is written down."""
    path = root / "requirements.txt"
    return _read(path) if path.is_file() else None


def _head(text: str) -> str:
    """The comment by which a file of ours is known."""
    return text.partition("\n")[0]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def render_workflow(name: str, requirement: str, asked: str | None) -> dict[Path, str]:
    """Take along a workflow of this project's own, for the version that writes it.

    What this version needs comes along too, locked by hash; what `requirements.txt` asks
    for beside it is installed as that says.

    Args:
        name: One of `WORKFLOWS`, or `publish.yml`.
        requirement: What installs this version.
        asked: What the site's `requirements.txt` says; None if it has none.

    Returns:
        The workflow and its locks, by their paths from the folder of a site.
    """
    text = _shipped("workflows", name).read_text(encoding="utf-8")
    locks = {
        Path(".github/locks", lock): _shipped("locks", lock).read_text(encoding="utf-8")
        for lock in sorted(set(_LOCK.findall(text)))
    }
    commands = _list_commands(requirement, asked)

    def install(ours: re.Match[str]) -> str:
        return "\n".join(ours[1] + command for command in commands)

    return {**locks, Path(".github/workflows", name): _OURS.sub(install, text)}


def is_project(root: Path) -> bool:
    """Whether a folder is this project itself, whose workflows are its own."""
    path = root / ".github/workflows" / WORKFLOWS[0]
    return path.exists() and path.samefile(_shipped("workflows", WORKFLOWS[0]))


def _list_commands(requirement: str, asked: str | None) -> list[str]:
    """List what installs Postroom and what a site asks for, where its needs are there."""
    all_asked = "python -m pip install --no-build-isolation -r requirements.txt"
    if asked is not None and _NAMED.search(asked):
        return [all_asked]
    ours = f"python -m pip install --no-deps --no-build-isolation {quote(requirement)}"
    return [ours] if asked is None else [ours, all_asked]


def _shipped(folder: str, name: str) -> Path:
    """A file of `.github` as it was installed, or as this project has it."""
    places = (SHIPPED / folder / name, SHIPPED.parent / ".github" / folder / name)
    return next(place for place in places if place.is_file())
