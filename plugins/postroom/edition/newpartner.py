"""A name becomes what stands in a file: a group's own, or an author's entry."""

import json
from dataclasses import dataclass

import yaml

from postroom.errors import PostroomError
from postroom.model.text import clean_line, plain_slug, shorten_slug
from postroom.reading.authors import parse_authors

_LONGEST = 60


def _name_id(name: str) -> str:
    """Name a file or a key after somebody.

    Raises:
        PostroomError: The name has no plain letter.
    """
    named = shorten_slug(plain_slug(clean_line(name)), _LONGEST)
    if not named:
        raise PostroomError(
            f"{clean_line(name)!r} has no plain letter to name it after\n"
            "    fix: choose a name that has, and correct it in the file"
        )
    return named


def _quoted(text: str) -> str:
    return json.dumps(clean_line(text), ensure_ascii=False)


@dataclass(frozen=True)
class NewGroup:
    """A community that somebody wants to write for."""

    name: str
    kind: str
    newsletter: str = ""

    @property
    def id(self) -> str:
        """What its file is called, and what commands call it."""
        return _name_id(self.name)

    def render(self) -> str:
        """Write its file: what is known, and what else may stand there."""
        known = [f"name: {_quoted(self.name)}"]
        if self.newsletter:
            known.append(f"newsletter: {_quoted(self.newsletter)}")
        lines = [
            *known,
            f"kind: {self.kind}",
            "# size: 250                      # how many people read it, about",
            "# url: https://...               # its page",
            "# cadence: monthly               # and when its next number closes:",
            "# deadline: last friday monthly",
            "wants:",
            "  formats: [text]                # or word, html, markdown",
            "  # words: 250-800",
            "feed: false                      # true makes a feed for its editor",
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class NewAuthor:
    """A person who is going to write."""

    name: str
    key: str = ""

    @property
    def id(self) -> str:
        """What posts call this person."""
        return self.key or _name_id(self.name.split()[0] if self.name.split() else "")

    def add_to(self, text: str, path: str) -> str:
        """Write the file of authors with one more, everything else in it as it was.

        Raises:
            PostroomError: There is such a key, or the file is not one that can be added to.
        """
        people = parse_authors(path, text.encode())
        if people.named is None:
            raise PostroomError("\n".join(map(str, people.problems)))
        if self.id in people.named:
            raise PostroomError(
                f"{path}: there is an author `{self.id}` already\n"
                "    fix: choose another with --key"
            )
        written = self._insert(text)
        if self.id not in (parse_authors(path, written.encode()).authors):
            raise PostroomError(
                f"{path}: this file is written in a way that is not added to here\n"
                f"    fix: add by hand: `{self.id}: {{name: {_quoted(self.name)}}}`"
            )
        return written

    def _insert(self, text: str) -> str:
        outer = yaml.compose(text)
        people = _people_in(outer)
        if people is None:  # nobody yet
            return f"{text.rstrip()}\nauthors:\n{self._entry('  ')}".lstrip()
        before = text[: people.end_mark.index].rstrip()
        after = text[len(before) :].removeprefix("\n")
        indent = " " * people.start_mark.column
        return f"{before}\n{self._entry(indent)}{after}"

    def _entry(self, indent: str) -> str:
        return f"{indent}{self.id}:\n{indent}  name: {_quoted(self.name)}\n"


def _people_in(outer: yaml.Node | None) -> yaml.MappingNode | None:
    """The mapping that has a person below each key, however deep it is."""
    if not isinstance(outer, yaml.MappingNode) or not outer.value:
        return None
    for key, value in outer.value:
        if key.value == "authors":
            return value if isinstance(value, yaml.MappingNode) and value.value else None
    return outer
