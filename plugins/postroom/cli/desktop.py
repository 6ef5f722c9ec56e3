"""What a command hands to the desktop: to the clipboard, to a browser."""

import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

import click

from postroom.errors import PostroomError

_SECONDS = 5
_TEXT = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("clip.exe",),
)
_HTML = (
    ("wl-copy", "--type", "text/html"),
    ("xclip", "-selection", "clipboard", "-t", "text/html"),
)
_ENCODINGS = {"clip.exe": "utf-16"}


def copy(content: str, *, is_html: bool = False) -> bool:
    """Put something on the clipboard; false where no program does that."""
    return any(_copy(command, content) for command in (_HTML if is_html else _TEXT))


def _copy(command: tuple[str, ...], content: str) -> bool:
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        done = subprocess.run(
            [program, *command[1:]],
            input=content.encode(_ENCODINGS.get(command[0], "utf-8")),
            env={**os.environ, "LC_CTYPE": "UTF-8"},  # else macOS takes it for MacRoman
            stdout=subprocess.DEVNULL,  # it stays to serve the clipboard: wait for nothing
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def open_page(address: str) -> None:
    """Open a page in a browser; where there is none, say so."""
    try:
        is_open = webbrowser.open(address)
    except webbrowser.Error:
        is_open = False
    if not is_open:
        click.echo(f"there is no browser to open {address} in", err=True)


def open_editor(path: Path) -> None:
    """Open a file in the editor that somebody chose, or in the one that is there.

    Raises:
        PostroomError: There is none, it fails, or nobody could type into it.
    """
    is_chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    fix = "change the file yourself, or say in EDITOR what opens it"
    if not (is_chosen or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise PostroomError(f"{path}: there is no terminal for an editor\n    fix: {fix}")
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        reason = error.format_message()
        raise PostroomError(f"{path}: {reason}\n    fix: {fix}") from error
