"""What the files of a kit are called, beside those with the same name in every kit."""

from collections.abc import Iterator

from postroom.model.formats import FORMATS, LENGTHS
from postroom.model.names import fold, set_apart

PAGE = "index.html"
MANIFEST = "manifest.json"
README = "README.txt"
CREDIT = "credit.txt"
BIOS = "bios.txt"
IMAGES = "images"
FIXED = (PAGE, MANIFEST, README, CREDIT, BIOS, IMAGES)
"""What a kit holds beside its text: nothing that somebody named may be called so."""

WHOLE = "full"
"""The length whose files have no other name than the text."""


def stem_of(name: str) -> str:
    """What the files of a text begin with: its name, unless one would be a fixed file."""
    fixed = {fold(each) for each in FIXED}

    def is_taken(stem: str) -> bool:
        own = (*list_texts(stem), ascii_name(stem), archive_name(stem))
        return any(fold(file) in fixed for file in own)

    return set_apart(name, is_taken)


def file_name(stem: str, length: str, ending: str) -> str:
    """What the file of a length is called: `give-before-you-ask-250.docx`."""
    return f"{stem}.{ending}" if length == WHOLE else f"{stem}-{length}.{ending}"


def ascii_name(stem: str) -> str:
    """What the whole text in ASCII alone is called."""
    return f"{stem}-ascii.txt"


def archive_name(stem: str) -> str:
    """What the archive of all of it is called."""
    return f"{stem}-kit.zip"


def list_texts(stem: str) -> Iterator[str]:
    """List the files of every length in every format; a text says which it has."""
    for length in LENGTHS:
        for each in FORMATS.values():
            yield file_name(stem, length, each.ending)


def list_published(stem: str) -> Iterator[str]:
    """List what stands beside the page of a kit: the rest is in the archive, once."""
    yield MANIFEST
    yield archive_name(stem)
