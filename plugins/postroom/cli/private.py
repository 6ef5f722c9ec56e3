"""Files for their author alone: where they may lie, and that Git leaves them alone."""

import os
import subprocess
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from postroom import PostroomError
from postroom.mail.addressbook import BOOK, AddressBook, parse_addresses
from postroom.toolbox.files import shown


def open_addresses(root: Path, groups: Collection[str]) -> AddressBook:
    """Read the address book beside the settings, and what the environment says.

    Args:
        root: The folder of the settings.
        groups: The ids of the site's groups.
    """
    path = root / BOOK
    try:
        source = path.read_bytes() if path.exists() else b""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: make it a readable file"
        ) from error
    return parse_addresses(source, environment=os.environ, groups=groups)


def refuse_public(path: Path, config: MkDocsConfig, *, because: str) -> None:
    """Stop before something private is written where a build publishes it.

    Args:
        path: The file that is to be written.
        config: Which folders are published: of the content, the site and its theme.
        because: Why it is private.
    """
    published = (config.docs_dir, config.site_dir, config.theme.custom_dir)
    for folder in map(Path, filter(None, published)):
        if path.resolve().is_relative_to(folder.resolve()):
            raise PostroomError(
                f"{path}: what lies in {shown(folder)} is published, and {because}\n"
                "    fix: choose another place with -o, or leave -o out"
            )


def explain_exposed(paths: Iterable[Path]) -> Iterator[str]:
    """Tell of files with addresses that Git would keep for ever."""
    for path in paths:
        if path.exists() and _is_open_to_git(path):
            what = "it has addresses in it, and Git does not ignore it"
            ignored = "/.cache/" if ".cache" in path.parts else path.name
            yield f"{path}: {what}\n    fix: add a line `{ignored}` to .gitignore"


def _is_open_to_git(path: Path) -> bool:
    """Whether Git would take a file in, or has it; outside of a repository it cannot."""
    command = ["git", "check-ignore", "--quiet", "--", path.name]
    try:
        done = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    except OSError:  # there is no Git
        return False
    return done.returncode == 1
