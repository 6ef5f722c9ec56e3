"""Files that commands write; what goes wrong is a sentence."""

from pathlib import Path

from postroom import PostroomError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, and the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: choose a place where files can be written"
        ) from error


def shown(path: Path) -> Path:
    """Write a path as one would from the current folder, if it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
