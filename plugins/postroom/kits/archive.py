"""Named bytes become a .zip, the same every time, and a .zip of ours becomes them again."""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UNIX = 3 << 8 | _VERSION
_FILE = 0o100644 << 16
_UTF_8 = 1 << 11
_STORED, _DEFLATED = 0, 8
_MIDNIGHT, _DAY = 0, 1 << 5 | 1
"""The first moment that a .zip can tell: 1980-01-01."""

_LEVEL = 2
"""A third less time than the usual 6, for files a twentieth larger."""

_RAW = -15

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]|^/|(?:^|/)\.*(?:/|$)")
"""What could lead out of the folder that it is unpacked into, or is no file's name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive; whoever makes several archives can put it into each."""

    name: str
    """Its path within the archive, with `/` between folders."""

    crc: int
    size: int
    payload: bytes
    """What stands in the archive."""

    is_deflated: bool

    @classmethod
    def of(cls, name: str, content: bytes, *, is_packed: bool = False) -> "Entry":
        """Make an entry; ``is_packed`` says that it cannot be made any smaller."""
        if is_packed:
            return cls(name, zlib.crc32(content), len(content), content, False)
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
        payload = packer.compress(content) + packer.flush()
        return cls(name, zlib.crc32(content), len(content), payload, True)

    @property
    def content(self) -> bytes:
        """The file itself."""
        return zlib.decompress(self.payload, _RAW) if self.is_deflated else self.payload


def write_archive(entries: Iterable[Entry]) -> bytes:
    """Put files into one .zip, in this order; all are plain files of the same age.

    Raises:
        ValueError: A name is given twice, or could lead out of the archive's folder.
        struct.error: It would need the extension for more than 4 GiB or 65,535 files.

    Source:
        APPNOTE.TXT 6.3.10, 4.3 and 4.4.
    """
    files: list[bytes] = []
    directory: list[bytes] = []
    names: set[str] = set()
    position = 0
    for entry in entries:
        _check(entry.name, names)
        name = entry.name.encode()
        shared = (
            0 if entry.name.isascii() else _UTF_8,
            _DEFLATED if entry.is_deflated else _STORED,
            *(_MIDNIGHT, _DAY),
            *(entry.crc, len(entry.payload), entry.size, len(name), 0),
        )
        head = _LOCAL.pack(b"PK\3\4", _VERSION, *shared)
        files += (head, name, entry.payload)
        directory += (
            _CENTRAL.pack(b"PK\1\2", _UNIX, _VERSION, *shared, 0, 0, 0, _FILE, position),
            name,
        )
        position += len(head) + len(name) + len(entry.payload)
    listed = b"".join(directory)
    end = (0, 0, len(names), len(names), len(listed), position, 0)
    return b"".join((*files, listed, _END.pack(b"PK\5\6", *end)))


def _check(name: str, names: set[str]) -> None:
    """Refuse what is not safe to unpack everywhere; remember the name."""
    if _UNSAFE.search(name):
        raise ValueError(f"not a name for a file in an archive: {name!r}")
    if name.casefold() in names:
        raise ValueError(f"twice in an archive: {name!r}")
    names.add(name.casefold())


def read_archive(archive: bytes) -> Iterator[Entry]:
    """List what `write_archive` put into a .zip; nothing is unpacked before it is read."""
    end = _END.unpack(archive[-_END.size :])
    count, position = end[4], end[6]
    for _ in range(count):
        found = _CENTRAL.unpack_from(archive, position)
        (method, crc, packed, size, length), start = (found[4], *found[7:11]), found[16]
        position += _CENTRAL.size
        name = archive[position : position + length].decode()
        position += length
        start += _LOCAL.size + length
        payload = archive[start : start + packed]
        yield Entry(name, crc, size, payload, method == _DEFLATED)
