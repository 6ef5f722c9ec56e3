"""What is written is whole or not there, and what was there stays until it is."""

import errno
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postroom import PostroomError
from postroom.toolbox import files, scratch
from postroom.toolbox.files import (
    TakenError,
    create_file,
    create_files,
    create_folder,
    find_draft,
    is_open_to_git,
    is_tracked,
    update_file,
    write_file,
    write_files,
    write_new,
)


def everything_in(folder: Path) -> dict[str, str]:
    """All entries below a folder, hidden ones too, and what the files say."""
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def fill_the_disk(monkeypatch, *, at: int = 1) -> None:
    """Let the n-th write fail when a part of it is written."""
    left, store = iter(range(1, 1000)), files.store

    def fail(descriptor: int, content: bytes) -> None:
        if next(left) == at:
            os.write(descriptor, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        store(descriptor, content)

    monkeypatch.setattr(files, "store", fail)


WRITERS = {
    "a file": write_file,
    "a new file": create_file,
    "a file that must be new": lambda path, text: write_new(path, text, fix="-"),
    "an update": lambda path, text: update_file(path, lambda _: text),
    "several new files": lambda path, text: create_files({path: text}, fix="-"),
}


@pytest.fixture(params=["nameless", "named"])
def way(request, monkeypatch):
    """Both ways to write aside: the one of Linux, and the one of all others."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_a_file_is_written_with_its_folders_and_nothing_else(tmp_path, write):
    umask = os.umask(0)
    os.umask(umask)
    path = tmp_path / "new" / "folder" / "é.md"

    write(path, "été\r\n")

    assert path.read_bytes() == "été\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    assert sorted(everything_in(tmp_path)) == ["new", "new/folder", "new/folder/é.md"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, write):
    fill_the_disk(monkeypatch)

    with pytest.raises(PostroomError, match=r"a.md: no space left on device\n    fix: "):
        write(tmp_path / "new" / "folder" / "a.md", "text")

    assert everything_in(tmp_path) == {}


@pytest.mark.usefixtures("way")
def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    path = tmp_path / "essay.md"
    path.write_text("all of it")
    fill_the_disk(monkeypatch)

    with pytest.raises(PostroomError, match="no space left"):
        write_file(path, "all of it, and a uid")

    assert everything_in(tmp_path) == {"essay.md": "all of it"}


def test_a_real_limit_loses_nothing(tmp_path):
    path = tmp_path / "essay.md"
    path.write_text("all of it")
    code = (
        "import sys; from pathlib import Path; from postroom.toolbox.files import *;"
        "write_file(Path(sys.argv[1]), 'x' * 5000)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code, path],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
    )

    assert "essay.md: file too large" in ended.stderr
    assert everything_in(tmp_path) == {"essay.md": "all of it"}


def test_the_rights_of_a_file_stay(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o640)

    write_file(path, "new")

    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_what_a_link_leads_to_is_written(tmp_path):
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    link.symlink_to("real.md")

    write_file(link, "new")

    assert (real.read_text(), link.is_symlink()) == ("new", True)


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


NO_PLACES = {
    "a folder": (Path.mkdir, "is a directory"),
    "a link in a circle": (a_loop, "too many levels of symbolic links"),
}


@pytest.mark.parametrize(("make", "reason"), NO_PLACES.values(), ids=NO_PLACES.keys())
def test_what_is_no_file_is_not_replaced(tmp_path, make, reason):
    path = tmp_path / "a.md"
    make(path)

    with pytest.raises(PostroomError, match=f"a.md: {reason}\n    fix: "):
        write_file(path, "text")

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_must_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o444)
    # root may write everything, and is asked like everybody else
    monkeypatch.setattr(os, "access", lambda p, _: bool(p.stat().st_mode & 0o200))

    with pytest.raises(PostroomError, match="permission denied"):
        write_file(path, "new")

    assert everything_in(tmp_path) == {"a.md": "old"}


def test_a_pipe_is_written_to():
    code = (
        "from pathlib import Path; from postroom.toolbox.files import *;"
        "write_file(Path('/dev/stdout'), 'text')"
    )

    assert subprocess.check_output([sys.executable, "-c", code]) == b"text"


def no_links(*_):
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_of_many_at_once_one_creates_the_file(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = tmp_path / "new" / "a.md"
    texts = [f"{number}" * 1000 for number in range(8)]

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda text: create_file(path, text), texts))

    assert created.count(True) == 1
    assert path.read_text() == texts[created.index(True)]
    assert sorted(everything_in(tmp_path)) == ["new", "new/a.md"]


def test_updates_at_once_lose_nothing(tmp_path):
    path = tmp_path / "list.txt"
    lines = [f"{number}\n" for number in range(20)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda line: update_file(path, lambda before: before + line), lines))

    assert sorted(path.read_text().splitlines(keepends=True)) == sorted(lines)


def test_who_is_slower_is_told(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("theirs")

    with pytest.raises(
        TakenError, match="somebody else has just written it\n    fix: wait"
    ):
        write_new(path, "ours", fix="wait")

    assert path.read_text() == "theirs"


def test_the_same_text_twice_is_no_conflict(tmp_path):
    path = tmp_path / "a.md"

    write_new(path, "same", fix="wait")
    write_new(path, "same", fix="wait")

    assert path.read_text() == "same"


def test_of_new_files_all_are_there_or_none(tmp_path, monkeypatch):
    fill_the_disk(monkeypatch, at=3)
    names = ("site/a.md", "site/b/c.md", "site/d.md")

    with pytest.raises(PostroomError, match=r"d.md: no space left"):
        create_files({tmp_path / name: name for name in names}, fix="-")

    assert everything_in(tmp_path) == {}


def test_what_was_written_before_a_failure_is_said(tmp_path, monkeypatch):
    fill_the_disk(monkeypatch, at=2)

    with pytest.raises(PostroomError) as caught:
        write_files({tmp_path / name: name for name in ("a.md", "b.md", "c.md")})

    assert str(caught.value).splitlines() == [
        f"{tmp_path}/b.md: no space left on device",
        "    fix: choose a place where files can be written",
        f"written before: {tmp_path}/a.md",
    ]
    assert everything_in(tmp_path) == {"a.md": "a.md"}


def test_a_folder_is_there_with_all_its_files_or_not_at_all(tmp_path, monkeypatch):
    folder = tmp_path / "deep/new"
    contents = {Path("a.md"): "a", Path("below/b.md"): "b"}
    fill_the_disk(monkeypatch, at=2)

    with pytest.raises(PostroomError, match=r"new/below/b\.md: no space left on device"):
        create_folder(folder, contents, fix="choose another")

    assert not everything_in(tmp_path)
    monkeypatch.undo()
    create_folder(folder, contents, fix="choose another")
    assert everything_in(folder) == {"a.md": "a", "below": "", "below/b.md": "b"}


def test_an_empty_folder_is_filled_and_stays_the_same(tmp_path):
    before = tmp_path.stat().st_ino

    create_folder(tmp_path, {Path("a.md"): "a"}, fix="choose another")

    assert everything_in(tmp_path) == {"a.md": "a"}
    assert tmp_path.stat().st_ino == before


def test_what_a_killed_writer_left_goes_after_an_hour(tmp_path):
    old, young, other = (
        tmp_path / name
        for name in (
            ".postroom-0123456789abcdef",
            ".postroom-fedcba9876543210",
            ".postroom-notes",
        )
    )
    folder = tmp_path / ".postroom-00000000000000ff"
    folder.mkdir()
    for path in (old, young, other, folder / "mkdocs.yml"):
        path.write_text("half")
    for path in (old, other, folder):
        os.utime(path, (1_000_000, 1_000_000))

    write_file(tmp_path / "a.md", "a")

    assert everything_in(tmp_path) == {
        "a.md": "a",
        young.name: "half",
        other.name: "half",
    }


@pytest.mark.parametrize("link", [".cache", ".cache/postroom", ".cache/postroom/offers"])
def test_a_draft_is_not_written_through_a_link_that_leads_out(tmp_path, link):
    site, outside = tmp_path / "site", tmp_path / "public"
    outside.mkdir()
    (site / link).parent.mkdir(parents=True)
    (site / link).symlink_to(outside)

    with pytest.raises(PostroomError, match=f"{link}: it is a link that leads out"):
        find_draft(site, "offers/one.eml")


def test_a_link_within_the_site_may_hold_drafts(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / ".cache").symlink_to("kept")

    assert find_draft(tmp_path, "one.eml") == tmp_path / ".cache/postroom/one.eml"


def hand_a_name_to_another(text: str):
    """What the system calls when a name is taken in the last moment."""

    def take(path: Path, *_, **__):
        path.write_text(text)
        raise FileExistsError(errno.EEXIST, "File exists")

    return take


def no_links_but_somebody_else(path: Path, *_):
    path.write_text("theirs")
    no_links()


LAST_MOMENTS = {
    "when it is to get its name": hand_a_name_to_another("theirs"),
    "where there are no links": no_links_but_somebody_else,
}


@pytest.mark.parametrize("link", LAST_MOMENTS.values(), ids=LAST_MOMENTS.keys())
def test_what_somebody_else_writes_in_the_last_moment_stays(tmp_path, monkeypatch, link):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(Path, "hardlink_to", link)

    assert not create_file(tmp_path / "a.md", "ours")

    assert everything_in(tmp_path) == {"a.md": "theirs"}


def test_a_file_that_cannot_be_put_in_its_place_leaves_no_name(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    monkeypatch.setattr(Path, "replace", no_links)

    with pytest.raises(PostroomError, match="operation not permitted\n    fix: "):
        create_file(tmp_path / "a.md", "ours")

    assert everything_in(tmp_path) == {}


def test_a_file_system_without_nameless_files_gets_a_named_one(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "O_TMPFILE", -1, raising=False)
    opened = os.open

    def refuse(path, flags, mode=0o777, **more):
        if flags < 0:
            raise OSError(errno.EOPNOTSUPP, "Operation not supported")
        return opened(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", refuse)

    assert create_file(tmp_path / "a.md", "text")

    assert everything_in(tmp_path) == {"a.md": "text"}


def test_a_system_without_locks_updates_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "fcntl", None)
    path = tmp_path / "list.txt"
    path.write_text("one\n")

    update_file(path, lambda before: f"{before}two\n")

    assert everything_in(tmp_path) == {"list.txt": "one\ntwo\n"}


def test_where_the_first_file_cannot_be_written_none_is_said_to_be(tmp_path, monkeypatch):
    fill_the_disk(monkeypatch)

    with pytest.raises(PostroomError) as caught:
        write_files({tmp_path / name: name for name in ("a.md", "b.md")})

    assert "written before" not in str(caught.value)
    assert everything_in(tmp_path) == {}


def test_where_there_is_no_git_it_has_nothing_and_takes_nothing(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("text")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    assert is_open_to_git(path)
    subprocess.run(["git", "add", "a.md"], cwd=tmp_path, check=True)
    assert is_tracked(tmp_path / "A.md")

    monkeypatch.setenv("PATH", str(tmp_path))

    assert not is_open_to_git(path)
    assert not is_tracked(path)


# folders for a while


def test_what_killed_runs_left_goes_and_what_is_held_stays(tmp_path):
    for name in ("dead", "alive"):
        (tmp_path / f"{scratch.PREFIX}{name}").mkdir()
    (tmp_path / f"{scratch.PREFIX}link").symlink_to(tmp_path)
    (tmp_path / "other").mkdir()
    held = scratch.lock(tmp_path / f"{scratch.PREFIX}alive")

    scratch.clear(tmp_path)

    left = {path.name.removeprefix(scratch.PREFIX) for path in tmp_path.iterdir()}
    assert left == {"alive", "link", "other"}
    scratch.unlock(held)
    scratch.clear(tmp_path)
    assert not (tmp_path / f"{scratch.PREFIX}alive").exists()


def without_locks(monkeypatch) -> None:
    monkeypatch.setattr(scratch, "fcntl", None)


def with_locks_that_fail(monkeypatch) -> None:
    def fail(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(scratch.fcntl, "flock", fail)


LOCKLESS = {"the system has none": without_locks, "the disk has none": with_locks_that_fail}


@pytest.mark.parametrize("arrange", LOCKLESS.values(), ids=LOCKLESS.keys())
def test_where_nothing_can_be_held_nothing_is_cleared(tmp_path, monkeypatch, arrange):
    monkeypatch.setattr(scratch, "gettempdir", lambda: str(tmp_path))
    other = tmp_path / f"{scratch.PREFIX}other"
    other.mkdir()
    arrange(monkeypatch)

    with scratch.nowhere() as folder:
        assert folder.is_dir()
        assert folder.parent == tmp_path

    assert list(tmp_path.iterdir()) == [other]


def test_a_folder_that_another_run_cleared_is_made_anew(tmp_path, monkeypatch):
    made, lock = iter((tmp_path / "first", tmp_path / "second")), scratch.lock

    def create() -> Path:
        folder = next(made)
        folder.mkdir()
        return folder

    def lock_too_late(folder: Path) -> int | None:
        held = lock(folder)
        if folder.name == "first":
            folder.rmdir()
        return held

    monkeypatch.setattr(scratch, "lock", lock_too_late)

    folder, held = scratch.begin(create)

    assert (folder.name, folder.is_dir()) == ("second", True)
    scratch.unlock(held)
