"""What a build makes: paths known beforehand, a key of all it depends on, its bytes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

SETTINGS = "mkdocs.yml"
"""The file in which a site's owner sets what is where."""


class Job(Protocol):
    """What makes an artefact from plain values alone; another process may do it."""

    def make(self) -> Mapping[str, bytes]:
        """Make the files, by their paths."""


@dataclass(frozen=True)
class Origin:
    """Who fills a path: what one is told of when somebody else wants it as well."""

    name: str
    """What it is: `the page of feeds`, `the kit`, or the path of an author's own file."""

    file: str
    """The file that makes it be there."""

    key: str = ""
    """The key in that file."""

    fix: str = "give the file another name"
    """What its owner can do if the path is taken."""


Claim = tuple[str, Origin]
"""A path of the site, and who fills it."""


@dataclass(frozen=True)
class Artefact:
    """Files of the site that are made together.

    Their paths are known before anything is rendered, so that pages can link to them and
    two for one path are found in time; their bytes are made when they are written, and
    not kept.
    """

    paths: tuple[str, ...]
    """What it makes, relative to the site's root, with `/` between the parts."""

    make: Callable[[], Mapping[str, bytes]]
    """Makes the bytes by path: of all of `paths`, and of those `beside` that there are; may
    raise `ContentError`."""

    origin: Origin
    key: Callable[[str], str] | None = None
    """Tells everything that the bytes depend on, once all texts are rendered: while it
    stays the same, so do they. Takes what tells one state of pictures and fonts from
    another. None, or nothing, where nobody knows: it has to be made every time."""

    beside: Callable[[], Iterable[str]] = tuple
    """Lists what it may make as well in the folder of the first of its paths, and only its
    own page leads to: which of these there are depends on what was rendered."""

    gives_way: bool = False
    """Whether a file of the author's at its path is meant to take its place."""

    job: Callable[[], Job] | None = field(default=None, repr=False)
    """Says how another process can make it, once all texts are rendered."""


def single(make: Callable[[], bytes], path: str) -> Callable[[], Mapping[str, bytes]]:
    """Let what makes one file be what makes an artefact."""
    return lambda: {path: make()}
