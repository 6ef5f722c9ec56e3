"""A post goes to platforms, each of which gets it once; what came of it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

from pydantic import SecretStr

from postroom.edition.lookup import find_placement
from postroom.errors import PostroomError
from postroom.model.group import Group
from postroom.model.placement import Move
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import write_day
from postroom.offers.stepfile import StepFolder
from postroom.outbox.accounts import (
    Environment,
    find_account,
    find_address,
    read_secrets,
    write_account,
)
from postroom.outbox.announcement import Announcement
from postroom.outbox.platforms.bluesky import Bluesky
from postroom.outbox.platforms.byhand import ByHand
from postroom.outbox.platforms.devto import Devto
from postroom.outbox.platforms.mastodon import Mastodon
from postroom.outbox.platforms.platform import (
    Confirm,
    Platform,
    Result,
    ThereError,
    Visibility,
)
from postroom.web.courier import Courier
from postroom.web.guard import open_client

APIS: Mapping[str, type[Platform]] = {
    platform.id: platform for platform in (Devto, Mastodon, Bluesky)
}
"""The platforms that let programs in, by their ids."""

TARGETS: tuple[str, ...] = (*APIS, *get_args(ByHand))
"""All platforms, by their ids."""

_SECONDS = 20.0
_INDEXED = timedelta(days=7)
"""How long search engines may take to know which page was there first."""


@dataclass(frozen=True)
class Crosspost:
    """One post on its way to platforms, and what its author wishes."""

    steps: StepFolder
    """Where it is recorded what becomes of the site's posts."""

    groups: str
    """Where groups are described, below the folder of content."""

    post: Post
    announcement: Announcement
    environment: Environment
    now: datetime
    visibility: Visibility = "public"
    again: bool = False
    """Whether it is wanted even where it is already."""

    def placement_command(self, group: Group, address: str) -> str:
        """What to type once it is out."""
        return f"postroom place {group.id} {self.post.slug} published --url {address}"


def check_public(site: Site, post: Post) -> None:
    """Stop where readers of the site cannot see a post yet.

    Raises:
        PostroomError: It is a draft, or still to come.
    """
    if site.is_hidden(post):
        when = "a draft" if post.draft else f"due on {write_day(post.published)}"
        raise PostroomError(
            f"{post.path}: it is {when}\n    fix: publish it on your own site first"
        )


def warn_of_youth(post: Post, now: datetime) -> str:
    """Say that a copy may be taken for the original; empty once that is over."""
    if now - post.published >= _INDEXED:
        return ""
    return (
        f"{post.path}: it is younger than a week\n"
        "    fix: wait, if you can, until search engines know that yours came first"
    )


def choose_account(crosspost: Crosspost, platform: str) -> Group | None:
    """Find the group that stands for a platform; None if there is none yet.

    Raises:
        PostroomError: The post is published there, and its author did not say `again`.
    """
    site, post = crosspost.steps.site, crosspost.post
    group = find_account(site.groups, platform, crosspost.environment)
    placement = find_placement(site, group, post) if group else None
    if group and placement and placement.published and not crosspost.again:
        where = f" at {placement.url}" if placement.url else ""
        raise PostroomError(
            f"{group.title} has it since {write_day(placement.published)}{where}\n"
            "    fix: change it there by hand, or add --again to go on all the same"
        )
    return group


def create_account(
    crosspost: Crosspost, platform: str, name: str, server: str = ""
) -> tuple[Path, Group]:
    """Write the file of a group that stands for a platform.

    Raises:
        PostroomError: There is such a file, and it says something else.
    """
    content, folder = crosspost.steps.content, crosspost.groups
    return write_account(content, folder, platform, name=name, server=server)


def find_platform(
    crosspost: Crosspost, kind: type[Platform], group: Group | None
) -> Platform:
    """Find a platform, which cannot be entered yet: instead of secrets it has their names.

    Raises:
        PostroomError: Nobody said where it is, or no secret may go there.
    """
    return kind(
        Courier(partial(open_client, "crosspost", _SECONDS, needed_by="crosspost")),
        find_address(kind, group, crosspost.environment),
        {key: SecretStr(key) for key in kind.keys},
        crosspost.now,
        crosspost.visibility,
        crosspost.again,
    )


def unlock(crosspost: Crosspost, platform: Platform) -> Platform:
    """Give a platform the secrets that open it.

    Raises:
        PostroomError: One is missing.
    """
    return replace(platform, secrets=dict(read_secrets(platform, crosspost.environment)))


def push(
    crosspost: Crosspost, platform: Platform, group: Group, confirm: Confirm
) -> Result | None:
    """Hand a post over; None if its author said no.

    Raises:
        PostroomError: The platform has it, says no, or nobody knows what came of it.
    """
    try:
        return platform.push(crosspost.announcement, confirm)
    except ThereError as error:
        record = crosspost.placement_command(group, error.url)
        raise PostroomError(
            f"{error.name} has it already, at {error.url}: nothing was touched\n"
            f"    fix: change it there by hand, and record it: {record}"
        ) from None


def record_result(crosspost: Crosspost, group: Group, result: Result) -> Path | None:
    """Write down what came of handing over; None if that is known."""
    if result.outcome == "published":
        return _write_step(crosspost, group, "published", url=result.url)
    return record_offer(crosspost, group, f"a draft at {result.url}")


def record_offer(crosspost: Crosspost, group: Group, note: str) -> Path | None:
    """Write down that it is on its way; None if that or more is known already."""
    if find_placement(crosspost.steps.site, group, crosspost.post) is not None:
        return None
    return _write_step(crosspost, group, "offered", note=note)


def _write_step(crosspost: Crosspost, group: Group, move: Move, **values: str) -> Path:
    path, _ = crosspost.steps.write(group, crosspost.post, move, values)
    return path
