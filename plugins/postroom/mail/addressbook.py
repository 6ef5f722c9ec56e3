"""The private address book: a file that Git ignores, and the environment, become mailboxes.

Nothing of what it holds ever stands in a problem: not an address, nor a line of the file.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postroom.errors import Place, PostroomError, Problem
from postroom.mail.headers import mailbox
from postroom.model.group import Group
from postroom.model.text import clean_line
from postroom.reading.frontmatter import decode, key_line, parse_yaml
from postroom.toolbox.files import is_open_to_git
from postroom.toolbox.wording import UNKNOWN, nearest

BOOK = "addresses.yml"
"""The file, beside `mkdocs.yml`."""

ENVIRONMENT = "environment"
"""What problems name as the place of a variable."""

SENDER = "POSTROOM_FROM"
_EDITOR = "POSTROOM_EDITOR_"
_FORM = "write it as `Name <name@example.org>`"
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_SHOWABLE = re.compile(r"[\w-]{1,61}")
"""A key that is no address itself."""


@dataclass(frozen=True)
class Mailbox:
    """A person and their address; neither is shown by accident."""

    name: str = field(repr=False)
    """May be empty."""

    address: str = field(repr=False)


@dataclass(frozen=True)
class AddressBook:
    """Who writes, to whom, and what is wrong with the book."""

    sender: Mailbox | None = None
    editors: Mapping[str, Mailbox] = field(default_factory=dict)
    """By the group's id."""

    problems: tuple[Problem, ...] = ()


def variable_of(group: str) -> str:
    """The variable of the environment that holds the address of a group's editor."""
    return _EDITOR + group.upper().replace("-", "_")


def read_addresses(
    path: Path, *, environment: Mapping[str, str], groups: Collection[str]
) -> AddressBook:
    """Read an address book from its file, which need not be there.

    Raises:
        PostroomError: It is there, and cannot be read.
    """
    try:
        source = path.read_bytes() if path.exists() else b""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: make it a readable file"
        ) from error
    return parse_addresses(source, environment=environment, groups=groups)


def explain_exposed(paths: Iterable[Path]) -> Iterator[str]:
    """Tell of files with addresses that Git would keep for ever."""
    for path in paths:
        if path.exists() and is_open_to_git(path):
            what = "it has addresses in it, and Git does not ignore it"
            ignored = "/.cache/" if ".cache" in path.parts else path.name
            yield f"{path}: {what}\n    fix: add a line `{ignored}` to .gitignore"


def explain_missing(book: AddressBook, group: Group) -> Iterator[str]:
    """Tell who is not named, of those between whom a message goes, and how to name them."""
    named = "`Name <name@example.org>`"
    if book.sender is None:
        fix = f"write `from:` and {named} into {BOOK}, or set {SENDER}"
        yield f"nobody is named as the sender\n    fix: {fix}"
    if group.id not in book.editors:
        fix = f"write `{group.id}:` and {named} below `editors:` in {BOOK}, "
        fix += f"or set {variable_of(group.id)}"
        yield f"nobody knows the editor of {group.title}\n    fix: {fix}"


def parse_addresses(
    source: bytes,
    *,
    environment: Mapping[str, str],
    groups: Collection[str],
    path: str = BOOK,
) -> AddressBook:
    """Read an address book; what the environment says goes before what the file says.

    Args:
        source: The file's bytes; nothing if there is none.
        environment: All variables.
        groups: The ids of the site's groups.
        path: What problems call the file.
    """
    written = _read_file(path, source, groups)
    editors = dict(written.editors)
    problems = list(written.problems)
    for group in groups:
        variable = variable_of(group)
        if environment.get(variable, "").strip():
            place = Place(ENVIRONMENT, 0, variable)
            _put(editors, group, environment[variable], place, problems)
    senders = {"from": written.sender} if written.sender else {}
    if environment.get(SENDER, "").strip():
        place = Place(ENVIRONMENT, 0, SENDER)
        _put(senders, "from", environment[SENDER], place, problems)
    return AddressBook(senders.get("from"), editors, tuple(sorted(problems)))


def _read_file(path: str, source: bytes, groups: Collection[str]) -> AddressBook:
    text = decode(path, source)
    if isinstance(text, Problem):
        return AddressBook(problems=(text,))
    meta = parse_yaml(path, text)
    if isinstance(meta, Problem):  # which may quote a line
        what = "this is no YAML; the line is private, and not shown"
        return AddressBook(problems=(Problem(meta.place, what, meta.fix),))
    problems = list(_check_keys(path, text, meta))
    senders: dict[str, Mailbox] = {}
    if meta.get("from") is not None:
        place = Place(path, key_line(text, ("from",)), "from")
        _put(senders, "from", meta["from"], place, problems)
    editors: dict[str, Mailbox] = {}
    people = meta.get("editors")
    if people is not None and not isinstance(people, dict):
        place = Place(path, key_line(text, ("editors",)), "editors")
        fix = "write one `id: Name <name@example.org>` a line, indented below it"
        problems.append(Problem(place, "no keys and values stand here", fix))
        people = None
    for key, written in (people or {}).items():
        place = _place_editor(path, text, str(key))
        if str(key) in groups:
            _put(editors, str(key), written, place, problems)
        else:
            problems.append(_explain_stranger(place, str(key), groups))
    return AddressBook(senders.get("from"), editors, tuple(problems))


def _check_keys(path: str, text: str, meta: Mapping[str, Any]) -> Iterator[Problem]:
    for key in meta.keys() - {"from", "editors"}:
        shown = key if _SHOWABLE.fullmatch(key) else ""
        fix = nearest(shown, ("from", "editors"), "put editors below `editors:`, indented")
        yield Problem(Place(path, key_line(text, (key,)), shown), UNKNOWN, fix)


def _place_editor(path: str, text: str, key: str) -> Place:
    shown = f"editors.{key}" if _SHOWABLE.fullmatch(key) else "editors"
    return Place(path, key_line(text, ("editors", key)), shown)


def _explain_stranger(place: Place, key: str, groups: Collection[str]) -> Problem:
    if not _SHOWABLE.fullmatch(key):
        return Problem(place, "the key of an editor is no group's id", "write the id first")
    what, fix = f"there is no group {key!r}", "write the name of a group's file"
    return Problem(place, what, nearest(key, groups, fix), is_fatal=False)


def _put(
    into: dict[str, Mailbox],
    key: str,
    written: object,
    place: Place,
    problems: list[Problem],
) -> None:
    """Keep a mailbox, or a problem that says nothing of it."""
    into.pop(key, None)
    person = parse_mailbox(written) if isinstance(written, str) else None
    if person is None:
        problems.append(Problem(place, "this is no name with an address", _FORM))
    else:
        into[key] = person


def parse_mailbox(written: str) -> Mailbox | None:
    """Read `Brenda Askwith <brenda@humber.example>`, or an address alone.

    None if it is neither: one address, of plain letters.
    """
    line = clean_line(written)
    named = _NAMED.fullmatch(line)
    name, address = (named["name"], named["address"]) if named else ("", line)
    try:
        mailbox("", address.strip())
    except ValueError:
        return None
    return Mailbox(name.strip().strip("\"'").strip(), address.strip())
