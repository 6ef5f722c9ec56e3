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
