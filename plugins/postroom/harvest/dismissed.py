"""The posts that an editor need not see again, as a file that Git keeps."""

from collections.abc import Iterable

FILE = "harvest-dismissed.txt"
"""Its name; it lies beside `mkdocs.yml`, where no build looks."""

_HEAD = "# Posts that `postroom harvest` need not show again: one address on each line."


def list_dismissed(text: str) -> tuple[str, ...]:
    """The addresses in the text of the file."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def add_dismissed(text: str, addresses: Iterable[str]) -> str:
    """Add addresses to the text of the file.

    They stand in the order of letters, so that two editors meet in few lines.
    """
    remarks = [line for line in text.splitlines() if line.startswith("#")] or [_HEAD]
    return "\n".join([*remarks, *sorted({*list_dismissed(text), *addresses}), ""])
