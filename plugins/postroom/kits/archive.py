"""Named bytes become a .zip, the same every time, and a .zip of ours becomes them again."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a .zip can tell."""

_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_MOST_SWOLLEN = 1100
"""Deflating makes nothing smaller than one part in 1,032 (RFC 1951)."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What `zipfile` raises for archives that are none, or none of ours."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]|^/|(?:^|/)\.*(?:/|$)")
"""What could lead out of the folder that it is unpacked into, or is no file's name."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of an archive."""

    name: str
    """Its path within the archive, with `/` between folders."""

    content: bytes
    is_packed: bool = False
    """Whether it stays as it is: it cannot be made smaller, or its archive is packed."""


def write_archive(entries: Iterable[PackedFile], *, begun: bytes = b"") -> bytes:
    """Put files into one .zip, in this order; all are plain files of the same age.

    Args:
        entries: The files.
        begun: A .zip of ours with the files that come before them; whoever makes several
            archives that begin alike packs these once.

    Raises:
        ValueError: A name is given twice, or could lead out of the archive's folder.
    """
    made = io.BytesIO()
    made.write(begun)
    with zipfile.ZipFile(made, "a" if begun else "w", allowZip64=False) as archive:
        names = {name.casefold() for name in archive.namelist()}
        for entry in entries:
            _check(entry.name, names)
            about = zipfile.ZipInfo(entry.name, _FIRST_MOMENT)
            about.create_system = _UNIX  # whatever system this is
            about.external_attr = _PLAIN_FILE
            method = zipfile.ZIP_STORED if entry.is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(about, entry.content, method)
    return made.getvalue()


def _check(name: str, names: set[str]) -> None:
    """Refuse what is not safe to unpack everywhere; remember the name."""
    if _UNSAFE.search(name):
        raise ValueError(f"not a name for a file in an archive: {name!r}")
    if name.casefold() in names:
        raise ValueError(f"twice in an archive: {name!r}")
    names.add(name.casefold())


def read_archive(archive: bytes) -> Iterator[PackedFile]:
    """List the files of a .zip, whoever made it.

    Raises:
        ValueError: It is damaged, is none that `write_archive` would write, or says that
            it holds more than it can.
    """
    names: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            held = sum(about.file_size for about in opened.infolist())
            if held > _MOST_SWOLLEN * len(archive):
                raise ValueError(f"too small an archive for {held} bytes")
            for about in opened.infolist():
                _check(about.filename, names)
                if about.compress_type not in _METHODS:
                    raise ValueError(f"an archive of no method of ours: {about.filename!r}")
                is_packed = about.compress_type == zipfile.ZIP_STORED
                yield PackedFile(about.filename, opened.read(about), is_packed)
    except _DAMAGE as error:
        raise ValueError(f"a damaged archive: {error}") from error
