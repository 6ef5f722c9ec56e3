"""Who gets an issue by mail: a list outside of Git becomes people, each known by a hash."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from postroom.errors import ContentError, Place, PostroomError, Problem
from postroom.mail.addressbook import Mailbox, parse_mailbox
from postroom.outbox.accounts import Environment
from postroom.toolbox.files import create_private, is_open_to_git

READERS = "readers.txt"
"""Where readers are listed, beside `mkdocs.yml`."""

KEY = "outbox.key"
_VARIABLE = "POSTROOM_OUTBOX_KEY"
_SHORTEST = 32
_MARK = b"postroom outbox"


def shorten_token(token: str) -> str:
    """Shorten what stands for an address, for people: still nobody else has it."""
    return token[:12]


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a letter."""

    mailbox: Mailbox = field(repr=False)
    token: str
    """Stands for the address, wherever that must not be."""

    line: int = 0
    """Where the list names them."""

    @property
    def short(self) -> str:
        """What stands for them in files, in links and on the screen."""
        return shorten_token(self.token)


@dataclass(frozen=True)
class OutboxKey:
    """What addresses are hashed with: who does not have it cannot try addresses out."""

    secret: SecretStr

    @property
    def mark(self) -> str:
        """Tells this key from any other."""
        return self._hash(_MARK)[:16]

    def token_of(self, address: str) -> str:
        """Hash an address; capitals make no other person."""
        return self._hash(address.strip().lower().encode())[:32]

    def _hash(self, content: bytes) -> str:
        key = self.secret.get_secret_value().encode()
        return hmac.new(key, content, hashlib.sha256).hexdigest()


def find_key(root: Path, environment: Environment, *, is_new: bool) -> OutboxKey:
    """Give the key of the environment, or that of the file beside `mkdocs.yml`.

    Args:
        root: The folder of the site.
        environment: All variables.
        is_new: Whether nobody was hashed yet, so that a key may be made.

    Raises:
        PostroomError: There is none, or everybody could have it.
    """
    path = root / KEY
    given = environment.get(_VARIABLE, "").strip()
    if not given:
        if not path.exists():
            # a machine that forgets it would leave a journal that nobody can go on with
            _create_key(path, is_new=is_new and not environment.get("CI"))
        _refuse_open(path, "whoever has it can try addresses out")
        given = path.read_text("utf-8").strip()
    if len(given) < _SHORTEST:
        place = f"${_VARIABLE}" if environment.get(_VARIABLE, "").strip() else path.name
        raise PostroomError(
            f"{place}: it has only {len(given)} characters, and has to have {_SHORTEST}\n"
            "    fix: use what `openssl rand -hex 32` prints"
        )
    return OutboxKey(SecretStr(given))


def _create_key(path: Path, *, is_new: bool) -> None:
    if not is_new:
        raise PostroomError(
            f"{path.name}: there is none, and without it nobody knows who has what\n"
            f"    fix: bring it from where you sent before, or set {_VARIABLE}"
        )
    create_private(path, secrets.token_hex(_SHORTEST) + "\n")


def _refuse_open(path: Path, because: str) -> None:
    if is_open_to_git(path):
        raise PostroomError(
            f"{path.name}: Git does not ignore it, and {because}\n"
            f"    fix: add a line `/{path.name}` to .gitignore"
        )


def read_recipients(path: Path, key: OutboxKey) -> tuple[Recipient, ...]:
    """Read a list of readers: one `Name <name@example.org>`, or an address, a line.

    Raises:
        PostroomError: It cannot be read, or Git would keep it.
        ContentError: Lines of it are no addresses; what they say is not shown.
    """
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", "") or "it is not UTF-8").lower()
        raise PostroomError(
            f"{path}: {reason}\n"
            "    fix: write one address a line into it, or name another with --readers"
        ) from None
    if path.is_file() and is_open_to_git(path.absolute()):
        _refuse_open(path.absolute(), "it has addresses in it")
    return parse_recipients(source, key, path=str(path))


def parse_recipients(
    source: str, key: OutboxKey, *, path: str = READERS
) -> tuple[Recipient, ...]:
    """Make people of lines; who stands there twice gets one letter.

    Raises:
        ContentError: Lines are no addresses; what they say is not shown.
    """
    people: dict[str, Recipient] = {}
    problems: list[Problem] = []
    for number, line in _list_lines(source):
        mailbox = parse_mailbox(line)
        if mailbox is None:
            what = "this is no name with an address; the line is private, and not shown"
            fix = "write `Name <name@example.org>`, or the address alone"
            problems.append(Problem(Place(path, number), what, fix))
            continue
        token = key.token_of(mailbox.address)
        people.setdefault(token, Recipient(mailbox, token, number))
    if problems:
        raise ContentError(problems)
    return tuple(people.values())


def _list_lines(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def read_secret(name: str, environment: Mapping[str, str]) -> SecretStr | None:
    """Read a secret from a variable, or from the file that `NAME_FILE` names.

    Raises:
        PostroomError: The file cannot be read, or Git would keep it.
    """
    given = environment.get(name, "").strip()
    place = environment.get(f"{name}_FILE", "").strip()
    if given or not place:
        return SecretStr(given) if given else None
    path = Path(place).absolute()
    try:
        given = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise PostroomError(
            f"${name}_FILE: there is no file that can be read\n    fix: mend its path"
        ) from None
    if is_open_to_git(path):
        raise PostroomError(
            f"${name}_FILE: Git does not ignore the file, and it has a secret in it\n"
            "    fix: keep it outside of the repository"
        )
    return SecretStr(given)
