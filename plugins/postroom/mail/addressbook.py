"""The private address book: a file that Git ignores, and the environment, become mailboxes.

Nothing of what it holds ever stands in a problem: not an address, nor a line of the file.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from postroom.errors import Place, Problem
from postroom.mail.headers import mailbox
from postroom.model.text import clean_line
from postroom.reading.frontmatter import decode, key_line, parse_yaml
from postroom.toolbox.wording import nearest

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
    found = {group: environment.get(variable_of(group), "") for group in groups}
    for group, said in found.items():
        if said.strip():
            _put(editors, group, said, Place(ENVIRONMENT, 0, variable_of(group)), problems)
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
    for key, said in (people or {}).items():
        place = _place_editor(path, text, str(key))
        if str(key) in groups:
            _put(editors, str(key), said, place, problems)
        else:
            problems.append(_explain_stranger(place, str(key), groups))
    return AddressBook(senders.get("from"), editors, tuple(problems))


def _check_keys(path: str, text: str, meta: Mapping[str, Any]) -> Iterator[Problem]:
    for key in meta.keys() - {"from", "editors"}:
        shown = key if _SHOWABLE.fullmatch(key) else ""
        fix = nearest(shown, ("from", "editors"), "put editors below `editors:`, indented")
        yield Problem(Place(path, key_line(text, (key,)), shown), "unknown key", fix)


def _place_editor(path: str, text: str, key: str) -> Place:
    shown = f"editors.{key}" if _SHOWABLE.fullmatch(key) else "editors"
    return Place(path, key_line(text, ("editors", key)), shown)


def _explain_stranger(place: Place, key: str, groups: Collection[str]) -> Problem:
    if not _SHOWABLE.fullmatch(key):
        return Problem(place, "the key of an editor is no group's id", "write the id first")
    what, fix = f"there is no group {key!r}", "write the name of a group's file"
    return Problem(place, what, nearest(key, groups, fix), is_fatal=False)


def _put(
    into: dict[str, Mailbox], key: str, said: object, place: Place, problems: list[Problem]
) -> None:
    """Keep a mailbox, or a problem that says nothing of it."""
    into.pop(key, None)
    found = parse_mailbox(said) if isinstance(said, str) else None
    if found is None:
        problems.append(Problem(place, "this is no name with an address", _FORM))
    else:
        into[key] = found


def parse_mailbox(said: str) -> Mailbox | None:
    """Read `Brenda Askwith <brenda@humber.example>`, or an address alone.

    None if it is neither: one address, of plain letters.
    """
    line = clean_line(said)
    named = _NAMED.fullmatch(line)
    name, address = (named["name"], named["address"]) if named else ("", line)
    try:
        mailbox("", address.strip())
    except ValueError:
        return None
    return Mailbox(name.strip().strip("\"'").strip(), address.strip())
