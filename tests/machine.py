"""The browser that tests drive: found, or installed where that needs nobody's word.

`python3 -m tests.machine` is the first thing that `make test` does; it needs no package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "microsoft-edge", "microsoft-edge-stable", "msedge"),
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_PACKAGES = "chromium fontconfig fonts-dejavu-core fonts-liberation".split()
_FIX = "install Chrome, Chromium or Edge, or set CHROME to the path of one"


def find_browser() -> str | None:
    """Find Chrome, Chromium or Edge: $CHROME, on the path, or where systems put them."""
    return next(_list_browsers(), None)


def _list_browsers() -> Iterator[str]:
    given = os.environ.get("CHROME")
    if given:  # somebody meant this one, and no other
        yield from filter(None, [shutil.which(given)])
        return
    yield from filter(None, map(shutil.which, _NAMES))
    yield from (place for place in _PLACES if Path(place).is_file())


def install_browser() -> str:
    """Install Chromium with apt; give why that cannot be, or nothing."""
    if os.environ.get("CHROME"):
        return f"CHROME is {os.environ['CHROME']}, which is no program"
    if not shutil.which("apt-get"):
        return "there is no apt-get to install one"
    sudo: list[str] = []
    if os.geteuid() != 0:
        sudo = ["sudo", "--non-interactive"]
        if (
            not shutil.which("sudo")
            or subprocess.run([*sudo, "true"], check=False).returncode
        ):
            return "installing one needs root, or sudo without a password"
    calm = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    for call in (["update"], ["install", "--yes", "--no-install-recommends", *_PACKAGES]):
        if subprocess.run(
            [*calm, *call], stdout=subprocess.DEVNULL, check=False
        ).returncode:
            return f"`apt-get {call[0]}` failed"
    return ""


def main() -> int:
    """See to it that there is a browser; if there cannot be one, say so in one line."""
    if find_browser():
        return 0
    reason = install_browser()
    if not reason and find_browser():
        return 0
    reason = reason or "what apt-get installed does not start"
    sys.stderr.write(f"make test: there is no browser, and {reason}: {_FIX}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
