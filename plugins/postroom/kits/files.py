"""A kit becomes its files, and its files one archive that is kept by content."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pkgutil import resolve_name
from typing import Any

from postroom.fragments.story import count_words_of
from postroom.kits.archive import PackedFile, read_archive, write_archive
from postroom.kits.credit import Origin, list_conditions, plain
from postroom.kits.html import take_fragment
from postroom.kits.kit import Illustration, Kit
from postroom.kits.lengths import Length, list_lengths
from postroom.kits.names import (
    BIOS,
    CREDIT,
    IMAGES,
    MANIFEST,
    README,
    WHOLE,
    archive_name,
    ascii_name,
    file_name,
    list_texts,
)
from postroom.kits.text import ascii_text
from postroom.model.formats import FORMATS, Format
from postroom.model.text import write_day
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.darkroom import recall_print

BytesOf = Callable[[str], bytes | None]
"""Gives the bytes of a picture by its address; None if it is not at hand."""

_PRINTED_DPI = 300
_CM = 2.54


def make_files(kit: Kit, bytes_of: BytesOf) -> dict[str, bytes]:
    """Make every file of a kit, by its name; pictures are below `images/`.

    The same kit and the same pictures give the same bytes.
    """
    lengths = list_lengths(kit)
    files = dict(_write_lengths(kit, lengths, bytes_of))
    files[CREDIT] = _write_credit(kit)
    if any(contributor.bio_100 for contributor in kit.contributors):
        files[BIOS] = _write_bios(kit)
    pictures = {
        picture_name(each): found
        for each in kit.illustrations
        if (found := bytes_of(each.url)) is not None
    }
    files[MANIFEST] = _dump(describe_kit(kit, lengths, files, pictures))
    files[README] = _write_readme(kit, lengths, [*files, *pictures])
    return {**files, **pictures}


def picture_name(picture: Illustration) -> str:
    """The path of a picture within a kit."""
    return f"{IMAGES}/{picture.name}"


def _is_picture(name: str) -> bool:
    return name.startswith(f"{IMAGES}/")


def _dump(told: Mapping[str, Any]) -> bytes:
    """Write JSON, a line for each key; the library takes ten times as long to indent it."""
    lines = (f'"{key}": {json.dumps(v, ensure_ascii=False)}' for key, v in told.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _write_lengths(
    kit: Kit, lengths: Sequence[Length], bytes_of: BytesOf
) -> Iterator[tuple[str, bytes]]:
    made = {row.name: _write_format(row, kit, lengths, bytes_of) for row in _by_ending()}
    for length in lengths:
        for row in _by_ending():
            yield file_name(kit.name, length.name, row.ending), made[row.name][length.name]
    whole = made["text"][WHOLE].decode()
    yield ascii_name(kit.name), ascii_text(whole).encode()


def _by_ending() -> list[Format]:
    """The formats in the order in which folders list their files."""
    return sorted(FORMATS.values(), key=lambda row: row.ending)


def _write_format(
    row: Format, kit: Kit, lengths: Sequence[Length], bytes_of: BytesOf
) -> dict[str, bytes]:
    """Write every length in one format, by the length's name."""
    write = resolve_name(row.writer)
    made = write(kit, lengths, bytes_of) if row.embeds else write(kit, lengths)
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in made.items()
    }


def _write_credit(kit: Kit) -> bytes:
    return "\n".join(map(plain, kit.credit["whole"])).encode() + b"\n"


def _write_bios(kit: Kit) -> bytes:
    """Write each contributor's biographies, the longer one only if it is another."""
    parts = []
    for who in kit.contributors:
        bios = dict.fromkeys(filter(None, (who.bio_50, who.bio_100)))
        parts += [f"{who.name}, {count_words_of(bio)} words\n\n{bio}\n" for bio in bios]
    return "\n".join(parts).encode()


def describe_kit(
    kit: Kit,
    lengths: Sequence[Length],
    files: Mapping[str, bytes],
    pictures: Mapping[str, bytes],
) -> dict[str, Any]:
    """Say what a program needs to know of a kit; what the kit's page shows, too."""
    sums = {**files, **pictures}
    return {
        "postroom": 1,
        "kind": kit.kind,
        "title": kit.title,
        "byline": kit.byline,
        "canonical": kit.home,
        "published_in": kit.site,
        "published": kit.published.isoformat(),
        "language": kit.language,
        "licence": {"name": kit.licence.name, "url": kit.licence.url},
        "permission": kit.permission,
        "not_before": kit.not_before.isoformat() if kit.not_before else None,
        "note": kit.note,
        "contact": kit.contact,
        "credit": [*map(plain, kit.credit["whole"])],
        "lengths": [_describe_length(kit, length) for length in lengths],
        "contributors": [
            {"name": c.name, "url": c.url, "bio_50": c.bio_50, "bio_100": c.bio_100}
            for c in kit.contributors
        ],
        "pictures": [
            _describe(each) for each in kit.illustrations if picture_name(each) in pictures
        ],
        "pictures_left_out": list(kit.withheld),
        "sha256": {name: hashlib.sha256(made).hexdigest() for name, made in sums.items()},
    }


def _describe_length(kit: Kit, length: Length) -> dict[str, Any]:
    endings = [row.ending for row in _by_ending()]
    files = {e: file_name(kit.name, length.name, e) for e in endings}
    return {
        "name": length.name,
        "words": length.words,
        "origin": length.origin,
        "files": files,
    }


def _describe(picture: Illustration) -> dict[str, Any]:
    size = picture.size
    printed = [round(side / _PRINTED_DPI * _CM, 1) for side in size] if size else None
    return {
        "file": picture_name(picture),
        "role": picture.role,
        "shows": picture.alt,
        "credit": picture.credit,
        "licence": picture.licence._asdict() if picture.licence else None,
        "pixels": list(size) if size else None,
        "cm_at_300_dpi": printed,
        "url": picture.printed or picture.url,
    }


def _write_readme(kit: Kit, lengths: Sequence[Length], files: Collection[str]) -> bytes:
    """Tell a busy person what is in here, and what is asked of them."""
    lines = [kit.title, "=" * min(len(kit.title), 72), "", *_say_terms(kit)]
    lines += [
        "",
        "Keep these lines, in any form:",
        "",
        *map(plain, kit.credit["whole"]),
        "",
    ]
    for length in lengths:
        lines.append(
            f"{file_name(kit.name, length.name, '*')}: {length.words:,} words, "
            f"{ORIGINS[length.origin]}"
        )
    lines += (f"{name}: {said}" for name, said in _OTHERS.items() if name in files)
    if any(map(_is_picture, files)):
        lines.append(f"{IMAGES}/: pictures, large enough for print")
        lines += (
            f"{picture_name(each)}: {said}"
            for each in kit.illustrations
            if picture_name(each) in files and (said := say_rights(each))
        )
    lines += (f"Not in here, since nobody may reprint it: {x}" for x in kit.withheld)
    uses = ", ".join(f"{row.ending} for {row.use}" for row in _by_ending())
    lines += ["", f"{uses}."]
    lines += ["There is no counter in any of it, and no link that tells on your readers."]
    return "\n".join(lines).encode() + b"\n"


def say_rights(picture: Illustration) -> str:
    """Say whose a picture is, and under which terms, if these are its own."""
    licence = picture.licence
    terms = f"{licence.name} ({licence.url})" if licence and licence.url else ""
    return ", ".join(filter(None, (picture.credit, terms)))


def _say_terms(kit: Kit) -> Iterator[str]:
    """Say what one may do, and what is asked of one, a line each."""
    contact = kit.contact.removeprefix("mailto:")
    if kit.permission == "allowed":
        yield "You may print this."
        if contact:
            yield f"Please tell us where it ran: {contact}"
    else:
        yield f"Please ask first: {contact}" if contact else "Please ask first."
    if kit.not_before:
        yield f"Not before {write_day(kit.not_before)}."
    if conditions := list_conditions(kit.licence):
        yield f"The licence: {'; '.join(conditions)}."
    if kit.note:
        yield kit.note


_OTHERS = {CREDIT: "the lines to keep", BIOS: "who wrote it, to print below"}
"""What files of a kit hold that are in every length the same."""

ORIGINS: Mapping[Origin, str] = {
    "whole": "the whole text",
    "author": "the author's own short version",
    "cut": "the beginning, cut where a paragraph ends",
}
"""What the origin of a length means."""


def pack_kit(kit: Kit, files: Mapping[str, bytes]) -> bytes:
    """Put the files of a kit into one archive, all below one folder."""
    return write_archive(
        PackedFile(f"{kit.name}/{name}", made, is_packed=_is_packed(name))
        for name, made in files.items()
    )


def _is_packed(name: str) -> bool:
    """Whether a file is as small as it gets."""
    return name.endswith(".docx") or _is_picture(name)


@dataclass(frozen=True)
class OpenKit:
    """A kit with its files."""

    kit: Kit
    archive: bytes
    files: Mapping[str, bytes]
    """Everything in the archive but pictures, by name."""

    @property
    def archive_name(self) -> str:
        """What the archive is called."""
        return archive_name(self.kit.name)

    @property
    def published(self) -> dict[str, bytes]:
        """What stands beside the kit's page: what it leads to; the rest is archived."""
        lengths = self.manifest["lengths"]
        named = {name for each in lengths for name in each["files"].values()}
        texts = (name for name in list_texts(self.kit.name) if name in named)
        files = {name: self.files[name] for name in (*texts, MANIFEST)}
        return {**files, self.archive_name: self.archive}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What `describe_kit` said."""
        found: dict[str, Any] = json.loads(self.files[MANIFEST])
        return found

    @property
    def words(self) -> tuple[int, ...]:
        """How many words each of its lengths has."""
        return tuple(each["words"] for each in self.manifest["lengths"])

    def text(self, name: str) -> str:
        """One of its files as text that one can paste."""
        return take_fragment(self.files[name].decode())


class KitStore:
    """Makes each kit once, and remembers the last one."""

    def __init__(
        self, cache: Cache, bytes_of: BytesOf, digests: Mapping[str, str] | None = None
    ) -> None:
        """Keep archives in a cache; ask ``bytes_of`` for pictures.

        Args:
            cache: Where archives are kept, by all that they depend on.
            bytes_of: Gives the bytes of a picture by its address.
            digests: What `digest` would say, as far as it is known.
        """
        self.cache = cache
        self._stored = bytes_of
        self.bytes_of = partial(_print, bytes_of, cache)
        self._digests = dict(digests or {})
        self._last: OpenKit | None = None

    def open(self, kit: Kit) -> OpenKit:
        """Give a kit with its files, made now or before."""
        if self._last is None or self._last.kit != kit:
            key = self.key(kit)
            archive = self.cache.find("kit", key) or b""
            made = _unpack(archive, kit)
            if made is None:
                made = make_files(kit, self.bytes_of)
                archive = pack_kit(kit, made)
                self.cache.keep("kit", key, archive)
            files = {name: made[name] for name in made if not _is_picture(name)}
            self._last = OpenKit(kit, archive, files)
        return self._last

    def key(self, kit: Kit) -> str:
        """Everything that the bytes of an archive depend on."""
        return fingerprint(
            "kit", kit, [self.digest(each.url) for each in kit.illustrations]
        )

    def digest(self, url: str) -> str:
        """Tell one picture from another, as it came; empty if it is not at hand."""
        if url not in self._digests:
            found = self._stored(url)
            self._digests[url] = hashlib.sha256(found).hexdigest() if found else ""
        return self._digests[url]


def _print(bytes_of: BytesOf, cache: Cache, url: str) -> bytes | None:
    """Give a picture as others print it, never as it came."""
    content = bytes_of(url)
    return recall_print(cache, content, url) if content else None


def _unpack(archive: bytes, kit: Kit) -> dict[str, bytes] | None:
    """Give the files of a kit's archive by name; None if it is none of this kit."""
    folder = f"{kit.name}/"
    try:
        entries = list(read_archive(archive))
    except ValueError:  # whoever filled the cache
        return None
    files = {entry.name.removeprefix(folder): entry.content for entry in entries}
    is_whole = MANIFEST in files and all(e.name.startswith(folder) for e in entries)
    return files if is_whole and _is_of(kit, files) else None


def _is_of(kit: Kit, names: Iterable[str]) -> bool:
    """Whether all files are called as those of a kit; no archive decides that."""
    fixed = (MANIFEST, README, CREDIT, BIOS, ascii_name(kit.name))
    pictures = map(picture_name, kit.illustrations)
    return {*names} <= {*fixed, *list_texts(kit.name), *pictures}
