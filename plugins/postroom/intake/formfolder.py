"""The folder of a site's forms at GitHub, and the workflows that answer them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from postroom import __version__
from postroom.errors import ContentError, Place, Problem
from postroom.intake.forms import form_labels, form_name, render_chooser, render_form
from postroom.model.kinds import KINDS
from postroom.model.site import Site
from postroom.toolbox.files import write_files
from postroom.toolbox.templates import SHIPPED

FOLDER = ".github/ISSUE_TEMPLATE"
WORKFLOWS = ("intake.yml", "items.yml", "items-comment.yml")
_CHOOSER = "config.yml"
_RUN = "run `postroom forms`"
_LOCK = re.compile(r"\.github/locks/(\w+\.txt)")
_OURS = re.compile(r"^( *)(python -m pip install --no-deps) --no-build-isolation \.$", re.M)


def render_all(site: Site) -> Iterator[tuple[str, str]]:
    """Render every form of a site, and the page that offers them, by their names."""
    every = [newsletter.options for newsletter in site.newsletters]
    for options in every:
        for kind in KINDS.values():
            yield form_name(kind, options), render_form(kind, options)
    url = site.absolute(site.page("submit")) if site.url else ""
    yield _CHOOSER, render_chooser(every, submit_url=url)


def list_labels(site: Site) -> list[str]:
    """List the labels that forms set and editors need; GitHub sets only what exists."""
    labels = (
        label
        for newsletter in site.newsletters
        for kind in KINDS.values()
        for label in form_labels(kind, newsletter.options)
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


def _head(text: str) -> str:
    """The comment by which a file of ours is known."""
    return text.partition("\n")[0]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def render_workflow(root: Path, name: str) -> dict[Path, str]:
    """Take along a workflow of this project's own, for this version in the index.

    What this version needs comes along too, locked by hash; what `requirements.txt` asks
    for beside it is installed as that says.

    Args:
        root: The folder of a site.
        name: One of `WORKFLOWS`, or `publish.yml`.

    Returns:
        The workflow and its locks, and where they go; nothing where the workflow lies
        already, in this project itself.
    """
    path = root / ".github/workflows" / name
    source = _shipped("workflows", name)
    if path.exists() and path.samefile(source):
        return {}
    text = source.read_text(encoding="utf-8")
    # another version may ask for other forms
    install = rf"\1\2 postroom=={__version__}"
    if (root / "requirements.txt").is_file():
        install += r"\n\1python -m pip install -r requirements.txt"
    locks = {
        root / ".github/locks" / lock: _shipped("locks", lock).read_text(encoding="utf-8")
        for lock in sorted(set(_LOCK.findall(text)))
    }
    return {**locks, path: _OURS.sub(install, text)}


def _shipped(folder: str, name: str) -> Path:
    """A file of `.github` as it was installed, or as this project has it."""
    places = (SHIPPED / folder / name, SHIPPED.parent / ".github" / folder / name)
    return next(place for place in places if place.is_file())
