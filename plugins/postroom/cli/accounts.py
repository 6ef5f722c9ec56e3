"""The accounts that essays are posted from: the groups that stand for them, their keys."""

import json
import os
import re
from collections.abc import Iterator

import click
from pydantic import SecretStr

from postroom import PostroomError
from postroom.cli.config import Workplace
from postroom.model.group import Group
from postroom.outbox.platforms.platform import Platform, address_variable
from postroom.toolbox.files import shown, write_file
from postroom.web.call import check_address

_SECRET = re.compile(r"[!-~]+")


def find_account(site: Workplace, platform: str) -> Group | None:
    """Find the group that stands for a platform, or for the server of it that is meant."""
    groups = site.survey.edition.site.groups
    known = [group for group in groups if group.platform == platform]
    meant = _read_address(platform).rstrip("/")
    if meant:
        known = [g for g in known if (g.server or meant).rstrip("/") == meant]
    return max(known, key=lambda group: bool(group.server), default=None)


def write_account(site: Workplace, platform: str, name: str, server: str = "") -> Group:
    """Write the file of a group that stands for a platform."""
    path = f"{site.survey.source.groups}/{platform}.yml"
    place = site.content / path
    if place.exists():
        raise PostroomError(
            f"{path}: it is there, and does not stand for this platform or server\n"
            f"    fix: add `platform: {platform}` to it, or mend what is wrong with it"
        )
    facts = {"name": name, "kind": "online", "platform": platform, "server": server}
    told: dict[str, str | bool] = {key: value for key, value in facts.items() if value}
    told["feed"] = False  # nobody there reads one
    written = {key: json.dumps(value, ensure_ascii=False) for key, value in told.items()}
    write_file(place, "".join(f"{key}: {value}\n" for key, value in written.items()))
    click.echo(f"{shown(place)} is new: it keeps what becomes of essays there", err=True)
    return Group.model_validate({"path": path, "id": platform, **told})


def find_address(kind: type[Platform], group: Group | None) -> str:
    """Find where a platform is: by the environment, by its group, or where it always is.

    Raises:
        PostroomError: Nobody said so, or no secret may go there.
    """
    variable = address_variable(kind.id)
    if said := _read_address(kind.id):
        return check_address(said, f"${variable}")
    if group and group.server:
        return check_address(group.server, f"{group.path} [server]")
    if not kind.home:
        raise PostroomError(
            f"{kind.name} is many servers, and nobody said which one is yours\n"
            f"    fix: set {variable} to its address, such as https://social.example"
        )
    return kind.home


def _read_address(platform: str) -> str:
    return os.environ.get(address_variable(platform), "").strip()


def read_secrets(way: Platform) -> Iterator[tuple[str, SecretStr]]:
    """Read what opens a platform from the environment, by name.

    Raises:
        PostroomError: One is missing, or no header could hold it.
    """
    for key in way.keys:
        value = os.environ.get(key, "").strip()
        if not value:
            raise PostroomError(f"${key} is not set\n    fix: {way.admission}")
        if not _SECRET.fullmatch(value):
            raise PostroomError(
                f"${key} has signs in it that cannot be sent\n    fix: {way.admission}"
            )
        yield key, SecretStr(value)
