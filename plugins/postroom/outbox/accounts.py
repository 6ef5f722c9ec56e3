"""The accounts that essays are posted from: the groups that stand for them, their keys."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import SecretStr

from postroom.errors import PostroomError
from postroom.model.group import Group
from postroom.outbox.platforms.platform import Platform, address_variable
from postroom.toolbox.files import write_new
from postroom.web.call import check_address

_SECRET = re.compile(r"[!-~]+")

Environment = Mapping[str, str]
"""The variables of the environment, where secrets and addresses are said."""


def find_account(
    groups: Iterable[Group], platform: str, environment: Environment
) -> Group | None:
    """Find the group that stands for a platform, or for the server of it that is meant."""
    accounts = [group for group in groups if group.platform == platform]
    meant = _read_address(platform, environment).rstrip("/")
    if meant:
        accounts = [g for g in accounts if (g.server or meant).rstrip("/") == meant]
    return max(accounts, key=lambda group: bool(group.server), default=None)


def write_account(
    content: Path, folder: str, platform: str, *, name: str, server: str = ""
) -> tuple[Path, Group]:
    """Write the file of a group that stands for a platform.

    Args:
        content: The folder of content.
        folder: Where groups are described, below that.
        platform: Its id, which becomes the group's.
        name: What the platform is called.
        server: Where the account is, if not where the platform always is.

    Raises:
        PostroomError: There is such a file, and it says something else.
    """
    path = f"{folder}/{platform}.yml"
    place = content / path
    if place.exists():
        raise PostroomError(
            f"{path}: it is there, and does not stand for this platform or server\n"
            f"    fix: add `platform: {platform}` to it, or mend what is wrong with it"
        )
    facts = {"name": name, "kind": "online", "platform": platform, "server": server}
    keys: dict[str, str | bool] = {key: value for key, value in facts.items() if value}
    keys["feed"] = False  # nobody there reads one
    lines = (f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in keys.items())
    write_new(place, "".join(lines), fix="run the command again")
    return place, Group.model_validate({"path": path, "id": platform, **keys})


def find_address(
    kind: type[Platform], group: Group | None, environment: Environment
) -> str:
    """Find where a platform is: by the environment, by its group, or where it always is.

    Raises:
        PostroomError: Nobody said so, or no secret may go there.
    """
    variable = address_variable(kind.id)
    if address := _read_address(kind.id, environment):
        return check_address(address, f"${variable}")
    if group and group.server:
        return check_address(group.server, f"{group.path} [server]")
    if not kind.home:
        raise PostroomError(
            f"{kind.name} is many servers, and nobody said which one is yours\n"
            f"    fix: set {variable} to its address, such as https://social.example"
        )
    return kind.home


def _read_address(platform: str, environment: Environment) -> str:
    return environment.get(address_variable(platform), "").strip()


def read_secrets(
    platform: Platform, environment: Environment
) -> Iterator[tuple[str, SecretStr]]:
    """Read what opens a platform, by name.

    Raises:
        PostroomError: One is missing, or no header could hold it.
    """
    for key in platform.keys:
        value = environment.get(key, "").strip()
        if not value:
            raise PostroomError(f"${key} is not set\n    fix: {platform.admission}")
        if not _SECRET.fullmatch(value):
            raise PostroomError(
                f"${key} has signs in it that cannot be sent\n    fix: {platform.admission}"
            )
        yield key, SecretStr(value)
