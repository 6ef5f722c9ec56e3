"""Where this Postroom was installed from, so that a site's workflows can do the same.

Source:
    PEP 610 (`direct_url.json`), PEP 508 (requirements with an address).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from postroom import __version__
from postroom.toolbox.programs import ask_program

NAME = "postroom"
"""What the package is called: here alone it is said where it can be had."""

_DRIVE = re.compile(r"^/(?=[A-Za-z]:)")
"""What stands before a path of Windows in an address (RFC 8089, E.2)."""

_GITHUB = re.compile(r"(?:^|[@/.])github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?$")

Ask = Callable[[Path, tuple[str, ...]], str]
"""Asks Git something about a folder; empty if it does not know."""


@dataclass(frozen=True)
class Provenance:
    """What to install Postroom from."""

    requirement: str
    """A line of `requirements.txt`."""

    is_public: bool
    """Whether other machines can install from there."""


def find_origin() -> Provenance:
    """Find out where this Postroom was installed from."""
    try:
        recorded = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        recorded = None
    return name_origin(json.loads(recorded) if recorded else {}, _ask_git)


def name_origin(recorded: Mapping[str, Any], ask: Ask) -> Provenance:
    """Name where a package comes from.

    Args:
        recorded: What the installer noted (PEP 610); nothing if it came from an index.
        ask: Asks Git about a folder that it was installed from.
    """
    address = str(recorded.get("url", ""))
    if not address:
        return Provenance(f"{NAME}=={__version__}", is_public=True)
    if version := recorded.get("vcs_info"):
        whole = f"{version['vcs']}+{address}@{version['commit_id']}"
        return Provenance(f"{NAME} @ {whole}", is_public=not address.startswith("file:"))
    if not address.startswith("file:"):
        return Provenance(f"{NAME} @ {address}", is_public=True)
    folder = Path(_DRIVE.sub("", unquote(urlsplit(address).path)))
    remote = _public(ask(folder, ("remote", "get-url", "origin")))
    commit = ask(folder, ("rev-parse", "HEAD"))
    if remote and commit and ask(folder, ("branch", "--remotes", "--contains", commit)):
        return Provenance(f"{NAME} @ git+{remote}@{commit}", is_public=True)
    return Provenance(f"{NAME} @ {address}", is_public=False)


def find_repository(remote: str) -> tuple[str, str] | None:
    """Find out which repository at GitHub a remote is.

    Returns:
        Its owner and its name; None if it is elsewhere.
    """
    found = _GITHUB.search(remote.strip())
    return (found[1], found[2]) if found else None


def _public(remote: str) -> str:
    """Write the address of a repository as anybody can fetch it; empty if nobody can."""
    if remote.startswith("git@") and ":" in remote:
        host, _, path = remote.removeprefix("git@").partition(":")
        return f"https://{host}/{path}"
    parts = urlsplit(remote)
    if parts.scheme not in ("https", "ssh") or not parts.hostname:
        return ""
    return f"https://{parts.hostname}{parts.path}"  # without anybody's name or key


def _ask_git(folder: Path, words: tuple[str, ...]) -> str:
    if not (folder / ".git").exists():  # or Git would speak of a repository around it
        return ""
    return (ask_program("git", "-C", folder, *words) or "").strip()
