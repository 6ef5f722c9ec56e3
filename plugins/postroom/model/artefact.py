"""What a build makes: a path and its bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Job(Protocol):
    """What makes all files of a folder from plain values; another process may do it."""

    def make(self) -> Mapping[str, bytes]:
        """Make the files, by their names."""


@dataclass(frozen=True)
class Artefact:
    """One file of the site.

    Its path is known before anything is rendered, so that pages can link to it; its
    bytes are made when they are written, and not kept.
    """

    path: str
    """Relative to the site's root, with `/` between its parts."""

    render: Callable[[], bytes]
    """Makes the bytes; may raise `ContentError`."""

    modified: datetime | None = None
    """When its content last changed; the file's time, for conditional requests."""

    job: Callable[[], Job] | None = None
    """Says how to make it together with more files of its folder: which there are, only
    what was rendered decides."""
