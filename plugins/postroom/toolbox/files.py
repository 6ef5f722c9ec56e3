"""Files are written here and nowhere else: whole or not at all; failures are sentences."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE

from postroom import PostroomError
from postroom.toolbox.programs import ask_program

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class TakenError(PostroomError):
    """Somebody else was faster: a file that was to be new is there."""


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, and the folders above it; what was there goes only when it is whole.

    The rights of a file stay, and what a link leads to is written, not the link.

    Raises:
        PostroomError: It cannot be written there; then what was there is as it was.
    """
    with _explained(path):
        if path.exists() and not path.is_file():  # such as /dev/stdout
            path.write_bytes(_encode(content))
            return
        real = _follow(path)
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(None, "permission denied")
        with _folders_above(real), _aside(real.parent, content) as aside:
            if real.exists():
                aside.chmod(S_IMODE(real.stat().st_mode))
            aside.replace(real)
        _flush_folder(real.parent)


def create_file(path: Path, content: str | bytes) -> bool:
    """Write a file unless it is there, even if somebody else writes at this moment.

    Raises:
        PostroomError: It cannot be written there; then nothing is there.
    """
    with _explained(path), _folders_above(path):
        if os.path.lexists(path):
            return False
        # at once under its own name, where the system can: a kill leaves nothing aside
        if not _write_nameless(path, _encode(content)):
            if os.path.lexists(path):
                return False
            with _aside(path.parent, content) as aside:
                if not _give_name(aside, path):
                    return False
        _flush_folder(path.parent)
    return True


def create_private(path: Path, content: str) -> None:
    """Write a file that is nobody else's from its first byte; whoever comes second reads.

    Raises:
        PostroomError: It cannot be written there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    aside = path.with_name(f".postroom-{token_hex(8)}")
    with _explained(path), ExitStack() as undo:
        undo.callback(aside.unlink, missing_ok=True)
        with _open(aside, flags, 0o600) as descriptor:
            store(descriptor, _encode(content))
        _give_name(aside, path)
        _flush_folder(path.parent)


def write_new(path: Path, content: str | bytes, *, fix: str) -> None:
    """Write a file that was not there a moment ago.

    Args:
        path: The file.
        content: What it says; that it says so already does no harm.
        fix: What to do where somebody else was faster.

    Raises:
        TakenError: It is there, and says something else.
        PostroomError: It cannot be written there.
    """
    if not create_file(path, content):
        with suppress(OSError):
            if path.is_file() and path.read_bytes() == _encode(content):
                return
        raise TakenError(f"{path}: somebody else has just written it\n    fix: {fix}")


def create_files(files: Mapping[Path, str | bytes], *, fix: str) -> None:
    """Write files that were not there, all of them or none.

    Args:
        files: What each says.
        fix: What to do where somebody else was faster.

    Raises:
        TakenError: One of them is there, and says something else.
        PostroomError: One cannot be written.
    """
    with ExitStack() as undo:
        for path, content in files.items():
            for folder in _list_missing(path.parent):
                undo.callback(_remove_empty, folder)
            write_new(path, content, fix=fix)
            undo.callback(path.unlink, missing_ok=True)
        undo.pop_all()


def write_files(files: Mapping[Path, str | bytes]) -> None:
    """Write files one after the other.

    Raises:
        PostroomError: One cannot be written; says which of them were.
    """
    written: list[str] = []
    for path, content in files.items():
        try:
            write_file(path, content)
        except PostroomError as error:
            if written:
                raise PostroomError(
                    f"{error}\nwritten before: {', '.join(written)}"
                ) from error
            raise
        written.append(str(path))


def update_file(path: Path, change: Callable[[str], str]) -> None:
    """Write a text anew as it is now; who does so at the same time takes turns.

    Args:
        path: The file, which need not be there.
        change: What becomes of the text; of nothing, where there is no file.

    Raises:
        PostroomError: It cannot be read, or written.
    """
    with _explained(path), _folders_above(path), _turn(path.parent):
        before = path.read_text("utf-8", "replace") if path.exists() else ""
        write_file(path, change(before))


@contextmanager
def open_log(path: Path, *, taken: str) -> Iterator[Callable[[bytes], None]]:
    """Open a file that only grows, alone; what it gives adds a line that lasts.

    A last line that was never finished, since the machine stopped or the disk was full, is
    taken off first: nobody was told that it stands there. A line that cannot be added
    whole leaves nothing.

    Args:
        path: The file; it is made if it is not there.
        taken: What is said if another process has it open.

    Raises:
        TakenError: Another process has it open.
        PostroomError: It cannot be written.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    with ExitStack() as opened:
        with _explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = opened.enter_context(_open(path, flags))
            _claim(descriptor, f"{path}: {taken}")
            _finish_last(path, descriptor)
            _flush_folder(path.parent)
        yield lambda line: _append(path, descriptor, line)


def cut_torn(content: bytes) -> tuple[bytes, bool]:
    """Leave out a last line that was not finished; tell whether there was one."""
    whole, newline, rest = content.rpartition(b"\n")
    return whole + newline, bool(rest)


def _claim(descriptor: int, taken: str) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise TakenError(taken) from None
    except OSError:  # a file system without locks
        return


def _finish_last(path: Path, descriptor: int) -> None:
    whole, is_torn = cut_torn(path.read_bytes())
    if is_torn:
        os.ftruncate(descriptor, len(whole))
        os.fsync(descriptor)


def _append(path: Path, descriptor: int, line: bytes) -> None:
    before = os.fstat(descriptor).st_size
    try:
        store(descriptor, line + b"\n")
    except OSError as error:
        with suppress(OSError):
            os.ftruncate(descriptor, before)
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: make room there, and run the command again"
        ) from error


def store(descriptor: int, content: bytes) -> None:
    """Put bytes into an open file, and wait until the disk has them.

    All that is written goes through here: to fill the disk at the n-th file, put another
    function in the place of this one, which raises ``OSError(errno.ENOSPC, "...")``.
    """
    with open(descriptor, "wb", closefd=False) as file:
        file.write(content)
    os.fsync(descriptor)


def _encode(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def _follow(path: Path) -> Path:
    """Find the file that a name leads to.

    Raises:
        OSError: It leads in a circle.
    """
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        real.stat()
    return real


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PostroomError(
            f"{path}: {reason}\n    fix: choose a place where files can be written"
        ) from error


@contextmanager
def _folders_above(path: Path) -> Iterator[None]:
    """Make the folders of a file; without the file, they go again."""
    missing = _list_missing(path.parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in reversed(missing):
            _remove_empty(folder)
        raise


def _list_missing(folder: Path) -> list[Path]:
    """The folders that have to be made, the outermost first."""
    return [each for each in (*reversed(folder.parents), folder) if not each.exists()]


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there
        folder.rmdir()


_ASIDE = re.compile(r"\.postroom-[0-9a-f]{16}")
_HOUR = 3600


@cache
def _sweep(folder: Path) -> None:
    """Remove what others wrote aside in a folder, and were killed before it had a name.

    What is younger than an hour may be somebody's at this moment; once a run is enough.
    """
    with suppress(OSError):
        asides = [e for e in os.scandir(folder) if _ASIDE.fullmatch(e.name)]
        for entry in asides:
            if entry.stat(follow_symlinks=False).st_mtime < time.time() - _HOUR:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    Path(entry.path).unlink(missing_ok=True)


def create_folder(folder: Path, files: Mapping[Path, str | bytes], *, fix: str) -> None:
    """Make a folder with files in it: whole, or not at all.

    Args:
        folder: It is not there, or empty but for what a killed writer left.
        files: What each says, by its path from the folder.
        fix: What to do where somebody else was faster.

    Raises:
        PostroomError: It cannot be written there.
    """
    is_there = folder.is_dir()
    with _explained(folder), ExitStack() as undo:
        parent = folder if is_there else folder.parent
        undo.enter_context(_folders_above(folder))
        _sweep(parent)
        aside = parent / f".postroom-{token_hex(8)}"
        undo.callback(shutil.rmtree, aside, ignore_errors=True)
        try:
            create_files({aside / path: text for path, text in files.items()}, fix=fix)
        except PostroomError as error:  # told of where it would have been
            told = str(error).replace(str(aside), str(folder))
            raise PostroomError(told) from error
        if not is_there:
            aside.rename(folder)
            return
        for entry in sorted(aside.iterdir()):  # a shell may be in the folder: it stays
            entry.rename(folder / entry.name)


def is_aside(path: Path) -> bool:
    """Whether a file or a folder is what a writer has not yet given its name."""
    return bool(_ASIDE.fullmatch(path.name))


@contextmanager
def _aside(folder: Path, content: str | bytes) -> Iterator[Path]:
    """Write a hidden file, which is gone afterwards unless it was renamed.

    While it is written it has no name where the system can do that, so that nothing is
    left of it, however the program ends; see O_TMPFILE in open(2).
    """
    _sweep(folder)
    aside = folder / f".postroom-{token_hex(8)}"
    try:
        if not _write_nameless(aside, _encode(content)):
            binary = getattr(os, "O_BINARY", 0)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary
            with _open(aside, flags) as descriptor:
                store(descriptor, _encode(content))
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def _write_nameless(path: Path, content: bytes) -> bool:
    """Write a file that gets its name when it is whole; whether the system can do that."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return False
    with ExitStack() as opened:
        try:
            descriptor = opened.enter_context(_open(path.parent, flag | os.O_WRONLY))
        except OSError:
            return False
        store(descriptor, content)
        try:
            # only with a folder's descriptor does Python follow the link to the file
            os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)
        except OSError:
            return False
    return True


@contextmanager
def _open(path: Path, flags: int, rights: int = 0o666) -> Iterator[int]:
    descriptor = os.open(path, flags, rights)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _give_name(aside: Path, path: Path) -> bool:
    """Give a file its name unless there is such a file already."""
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: the name first, then what it says
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
        try:
            aside.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return True


def _flush_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where it can be asked to."""
    with suppress(OSError), _open(folder, os.O_RDONLY) as descriptor:
        os.fsync(descriptor)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until nobody else updates files of a folder, and let others wait."""
    if fcntl is None:
        yield
        return
    with _open(folder, os.O_RDONLY) as descriptor:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def shown(path: Path) -> Path:
    """Write a path as one would from the current folder, if it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def refuse_public(
    path: Path,
    published: Iterable[str | None],
    *,
    because: str,
    fix: str = "choose another place with -o, or leave -o out",
) -> None:
    """Stop before something private is written, or kept, where a build publishes it.

    Args:
        path: The file.
        published: The folders of the content, of the site and of its theme, if it has one.
        because: Why it is private.
        fix: What to do instead.

    Raises:
        PostroomError: It lies in one of them.
    """
    for folder in map(Path, filter(None, published)):
        if path.resolve().is_relative_to(folder.resolve()):
            raise PostroomError(
                f"{path}: what lies in {shown(folder)} is published, and {because}\n"
                f"    fix: {fix}"
            )


def find_draft(root: Path, name: str) -> Path:
    """Find where a draft for its author alone is kept: below a site's hidden folder.

    Raises:
        PostroomError: A link on the way there leads out of the site.
    """
    path = root / DRAFTS / name
    if not path.resolve().is_relative_to(root.resolve()):
        links = (each for each in (*reversed(path.parents), path) if each.is_symlink())
        raise PostroomError(
            f"{next(links, path)}: it is a link that leads out of the site, and drafts "
            "are for you alone\n    fix: take the link out, or name a file with -o"
        )
    return shown(path)


DRAFTS = ".cache/postroom"


def is_tracked(path: Path) -> bool:
    """Whether Git has a file or a folder already, written with any capitals."""
    here = f":(icase){path.name}"
    words = ("git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", here)
    return bool(ask_program(*words, cwd=path.parent))


def is_open_to_git(path: Path) -> bool:
    """Whether Git would take a file in, or has it; outside of a repository it cannot."""
    command = ["git", "check-ignore", "--quiet", "--", path.name]
    try:
        ignored = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    except OSError:  # there is no Git
        return False
    return ignored.returncode == 1


def rename_file(old: Path, new: Path) -> None:
    """Give a file another name, in Git too if it is there; folders left empty go.

    Raises:
        PostroomError: It cannot be moved there.
    """
    with _explained(new), _folders_above(new):
        if is_tracked(old):
            command = ["git", "mv", "--", os.path.abspath(old), os.path.abspath(new)]  # noqa: PTH100 - links stay
            moved = subprocess.run(
                command, cwd=old.parent, capture_output=True, check=False
            )
            if moved.returncode:
                reason = moved.stderr.decode(errors="replace").strip()
                fix = "look at `git status`"
                raise PostroomError(f"{old}: Git says {reason}\n    fix: {fix}")
        else:
            old.rename(new)
    for folder in old.parents:
        if not folder.is_dir() or any(folder.iterdir()):
            break
        _remove_empty(folder)
