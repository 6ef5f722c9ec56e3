"""`postroom fetch-media`: pictures from elsewhere become files of the site, once."""

import hashlib
import posixpath
import sys
from pathlib import Path

import click

from postroom.cli.config import config_option, find_site
from postroom.cli.progress import show_progress
from postroom.model.text import count
from postroom.reading.remote import RemoteMedium, find_remote
from postroom.toolbox.files import write_file
from postroom.web.guard import Web, open_client
from postroom.web.media import NotAPictureError, PictureFetcher

_FOLDER = "images/fetched"


@click.command("fetch-media")
@config_option
def fetch_media(config_file: Path) -> None:
    """Get the pictures that texts load from elsewhere, and write their new addresses.

    Each is fetched once, into `images/fetched/` of the content folder; what is already
    there stays as it is. Look at the changes, and commit them.
    """
    site = find_site(config_file)
    client = open_client("fetch-media", 15.0, needed_by="fetch-media")
    fetched = _Fetched(site.content, PictureFetcher(Web(client)))
    covers = {
        m.post.path: m.post.image.src
        for m in site.survey.library.manuscripts
        if m.post.image
    }
    for path, text in site.survey.source.list_texts():
        media = find_remote(text, site.options.remote_media)
        media += _find_cover(text, covers.get(path, ""), site.options.remote_media)
        _rewrite(site.content / path, path, text, media, fetched)
    click.echo(f"{count(len(fetched.paths), 'picture')} fetched, {fetched.failures} not")
    sys.exit(1 if fetched.failures else 0)


class _Fetched:
    """The pictures of one run: each address is asked once."""

    def __init__(self, content: Path, fetcher: PictureFetcher) -> None:
        self.content = content
        self.fetcher = fetcher
        self.paths: dict[str, str] = {}
        self.refused: dict[str, str] = {}

    @property
    def failures(self) -> int:
        """How many were not to be had."""
        return len(self.refused)

    def find(self, url: str) -> str:
        """Give a picture's path below the content folder; empty if it is not to be had."""
        if url not in self.paths and url not in self.refused:
            try:
                with show_progress("Fetching a picture"):
                    content, kind = self.fetcher.fetch(url)
            except NotAPictureError as error:
                self.refused[url] = str(error)
            else:
                name = f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
                self.paths[url] = f"{_FOLDER}/{name}"
                write_file(self.content / _FOLDER / name, content)
        return self.paths.get(url, "")


def _find_cover(text: str, cover: str, allowed: tuple[str, ...]) -> list[RemoteMedium]:
    if not cover.startswith(("https://", "http://")) or cover not in text:
        return []
    start = text.index(cover)
    medium = RemoteMedium(start, start + len(cover), cover)
    return [] if medium.host in allowed else [medium]


def _rewrite(
    file: Path, path: str, text: str, media: list[RemoteMedium], fetched: _Fetched
) -> None:
    """Write the new addresses into a text, from its end, so that places stay right."""
    written = text
    folder = posixpath.dirname(path)
    for medium in sorted(
        {m.start: m for m in media if m.is_picture}.values(), reverse=True
    ):
        line = text.count("\n", 0, medium.start) + 1
        if target := fetched.find(medium.url):
            address = posixpath.relpath(target, folder or ".")
            written = written[: medium.start] + address + written[medium.end :]
            click.echo(f"{path}:{line}: {medium.url} is now {address}")
        else:
            what = fetched.refused[medium.url]
            click.echo(f"{path}:{line}: {medium.url} stays: {what}", err=True)
    if written != text:
        source = file.read_bytes()
        ends = b"\r\n" if b"\r\n" in source else b"\n"
        mark = b"\xef\xbb\xbf" if source.startswith(b"\xef\xbb\xbf") else b""
        write_file(file, mark + written.encode().replace(b"\n", ends))
