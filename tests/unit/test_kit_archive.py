"""Archives: the same bytes every time, safe to unpack, readable by anybody."""

import io
import zipfile
from contextlib import suppress
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.kits.archive import PackedFile, read_archive, write_archive

FILES = {
    "give/give.txt": b"Give before you ask. " * 40,
    "give/images/cover.png": bytes(range(256)),
    "give/Größe, 大.txt": b"",
}


def entries(files: dict[str, bytes] = FILES) -> list[PackedFile]:
    return [
        PackedFile(name, content, is_packed=name.endswith(".png"))
        for name, content in files.items()
    ]


def test_any_program_unpacks_it():
    made = zipfile.ZipFile(io.BytesIO(write_archive(entries())))

    assert made.testzip() is None
    assert {name: made.read(name) for name in made.namelist()} == FILES


def test_every_file_is_a_plain_file_of_the_same_age():
    made = zipfile.ZipFile(io.BytesIO(write_archive(entries())))

    assert {
        (info.create_system, info.external_attr >> 16, info.date_time, info.flag_bits & 1)
        for info in made.infolist()
    } == {(3, 0o100644, (1980, 1, 1, 0, 0, 0), 0)}


def test_what_is_packed_already_is_stored_and_the_rest_deflated():
    made = zipfile.ZipFile(io.BytesIO(write_archive(entries())))

    assert [info.compress_type for info in made.infolist()] == [8, 0, 8]


def test_the_same_files_give_the_same_bytes():
    assert write_archive(entries()) == write_archive(entries())


def test_an_archive_without_files_is_an_archive():
    assert list(read_archive(write_archive([]))) == []


@given(
    st.dictionaries(
        st.from_regex(r"[a-zà-ö一-三 ][\w -]{0,9}(/[\w -]{1,5})?", fullmatch=True),
        st.binary(max_size=99),
        max_size=5,
    )
)
def test_what_goes_in_comes_out(files):
    if len({name.casefold() for name in files}) < len(files):
        return
    made = write_archive(entries(files))

    assert {entry.name: entry.content for entry in read_archive(made)} == files
    assert list(read_archive(made)) == entries(files)
    assert zipfile.ZipFile(io.BytesIO(made)).namelist() == list(files)


UNSAFE = {
    "nothing": "",
    "one folder up": "../a.txt",
    "up from within": "a/../../b.txt",
    "nothing but up": "..",
    "dots that old systems take for up": "a/.../b.txt",
    "from the root": "/etc/passwd",
    "another system's folders": "a\\b.txt",
    "a drive": "C:/a.txt",
    "a stream of a file": "a.txt:b",
    "a folder": "a/",
    "no name between": "a//b",
    "the folder itself": "./a",
    "a line's end": "a\nb",
    "no character": "a\0b",
}


@pytest.mark.parametrize("name", UNSAFE.values(), ids=UNSAFE.keys())
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(ValueError, match="not a name for a file in an archive"):
        write_archive([PackedFile(name, b"")])


def test_two_files_of_one_name_are_refused_where_systems_know_no_case():
    with pytest.raises(ValueError, match=r"twice in an archive: 'A\.txt'"):
        write_archive([PackedFile("a.txt", b""), PackedFile("A.txt", b"")])


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive by another hand, which checks nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, catch_warnings():
        simplefilter("ignore")  # that a name is there twice
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


GOOD = write_archive(entries())
HOSTILE = {
    "nothing": b"",
    "no archive": b"PK and so on",
    "half an archive": GOOD[: len(GOOD) // 2],
    "an archive without its beginning": GOOD[40:],
    "one byte of a file changed": GOOD.replace(bytes(range(256)), bytes(255) + b"!"),
    "a name that leads out": packed(("../a.txt", b"")),
    "a name from the root": packed(("/etc/passwd", b"")),
    "a method that nobody asked for": packed(("a.txt", b"a"), method=zipfile.ZIP_BZIP2),
    "a name twice": packed(("a.txt", b""), ("A.txt", b"")),
    "a file that fills the memory": packed(("a.txt", bytes(10_000_000))).replace(
        (10_000_000).to_bytes(4, "little"), (4_000_000_000).to_bytes(4, "little")
    ),
}


@pytest.mark.parametrize("archive", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_archive_from_elsewhere_is_refused_if_it_is_not_sound(archive):
    with pytest.raises(ValueError, match=r"archive|seek"):
        list(read_archive(archive))


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_never_ends_in_anything_but_a_refusal(place, change):
    damaged = bytearray(GOOD)
    damaged[place] ^= change

    with suppress(ValueError):
        found = {entry.name: entry.content for entry in read_archive(bytes(damaged))}
        assert {*found.values()} <= {*FILES.values()}


def test_archives_that_begin_alike_are_those_that_were_packed_at_once():
    first, *others = entries()

    assert write_archive(others, begun=write_archive([first])) == write_archive(entries())
    with pytest.raises(ValueError, match="twice in an archive"):
        write_archive([first], begun=write_archive([first]))
