"""Files that commands write, and who may see them; what goes wrong is a sentence."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from postroom import PostroomError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, and the folders above it.

    Raises:
        PostroomError: It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise _explain_unwritable(path, error) from error


def create_file(path: Path, content: str | bytes) -> bool:
    """Write a file unless it is there, even if somebody else writes at this moment.

    Raises:
        PostroomError: It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        if isinstance(error, FileExistsError) and path.parent.is_dir():
            return False
        raise _explain_unwritable(path, error) from error
    return True


def _explain_unwritable(path: Path, error: OSError) -> PostroomError:
    reason = (error.strerror or str(error)).lower()
    return PostroomError(
        f"{path}: {reason}\n    fix: choose a place where files can be written"
    )


def shown(path: Path) -> Path:
    """Write a path as one would from the current folder, if it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def refuse_public(path: Path, published: Iterable[str | None], *, because: str) -> None:
    """Stop before something private is written where a build publishes it.

    Args:
        path: The file that is to be written.
        published: The folders of the content, of the site and of its theme, if it has one.
        because: Why it is private.

    Raises:
        PostroomError: It lies in one of them.
    """
    for folder in map(Path, filter(None, published)):
        if path.resolve().is_relative_to(folder.resolve()):
            raise PostroomError(
                f"{path}: what lies in {shown(folder)} is published, and {because}\n"
                "    fix: choose another place with -o, or leave -o out"
            )


def is_tracked(path: Path) -> bool:
    """Whether Git has a file or a folder already, written with any capitals."""
    here = f":(icase){path.name}"
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", here]
    try:
        listed = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    except OSError:  # there is no Git
        return False
    return bool(listed.stdout)


def is_open_to_git(path: Path) -> bool:
    """Whether Git would take a file in, or has it; outside of a repository it cannot."""
    command = ["git", "check-ignore", "--quiet", "--", path.name]
    try:
        ignored = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    except OSError:  # there is no Git
        return False
    return ignored.returncode == 1
