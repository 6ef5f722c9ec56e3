"""`postroom move`: a blog of Material's moves in, and nobody loses what they had."""

import difflib
import gzip
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from postroom.cli.config import config_option
from postroom.cli.progress import show_progress
from postroom.engines.mkdocs.driver import Rehearsal, list_material_options, rehearse
from postroom.errors import ContentError, PostroomError
from postroom.model.text import count
from postroom.moving import (
    Comparison,
    Snapshot,
    compare,
    list_further,
    plan_aliases,
    plan_feeds,
    report,
    snapshot_of,
    take_snapshot,
)
from postroom.reading.aliases import parse_aliases
from postroom.reading.relinking import put_key
from postroom.reading.sitemap import parse_sitemap
from postroom.reading.switching import (
    add_option,
    explain_broken,
    explain_unswitched,
    find_base,
    has_blog,
    is_switched,
    switch_to_material,
    switch_to_postroom,
)
from postroom.toolbox.files import write_files
from postroom.toolbox.scratch import nowhere

_GIVE = "give what was published: `postroom move --old site/`, or `--old sitemap.xml`"


@click.command()
@click.option(
    "--old",
    type=click.Path(exists=True, path_type=Path),
    help="The site as it was: its folder, or its sitemap.xml; else it is built.",
)
@click.option("--fix", is_flag=True, help="Change mkdocs.yml, and write missing aliases.")
@config_option
def move(old: Path | None, fix: bool, config_file: Path) -> None:
    """Compare a blog of Material's with what Postroom makes of it.

    Lists the addresses that stay, lead on or are lost, titles and days that change, and
    feeds with their entries' ids; exits 1 while a reader would lose something. Nothing is
    written without --fix, which shows what it writes as a diff.
    """
    place = _find_settings(config_file)
    written = _read(place)
    settings = written if is_switched(written) else _switch(place, written)
    seen, after = _build(config_file, {place: settings})
    if settings != written and seen.templates:  # which are for Material's frame
        settings = add_option(settings, "magazine: false") or settings
        seen, after = _build(config_file, {place: settings})
    before = _look_back(config_file, {place: written}, old, seen)
    comparison = _compare(before, after, seen)
    edits = _Edits(place, {place: settings} if settings != written else {})
    edits.plan(comparison, before, after, seen)
    if fix and edits.texts:
        for line in edits.list_diff():
            click.echo(line, nl=False)
        write_files(edits.texts)
        seen, after = _build(config_file, {})
        comparison = _compare(before, after, seen)
    for line in report(comparison):
        click.echo(line)
    if edits.texts and not fix:
        names = ", ".join(sorted(map(str, edits.texts)))
        files = count(len(edits.texts), "file")
        click.echo(f"{files} to change: {names}\n    fix: run `postroom move --fix`")
    sys.exit(1 if comparison.is_lossy else 0)


def _find_settings(config_file: Path) -> Path:
    """Find the file in which the blog stands: these settings, or what they inherit from."""
    place, seen = config_file, {config_file.resolve()}
    while not has_blog(text := _read(place)):
        base = find_base(text)
        place = place.parent / base
        if not base or not place.is_file() or place.resolve() in seen:
            return config_file
        seen.add(place.resolve())
    return place


def _switch(place: Path, written: str) -> str:
    if broken := explain_broken(str(place), written):
        raise ContentError([broken])
    switched = switch_to_postroom(written)
    if switched is None:
        raise ContentError([explain_unswitched(str(place), written)])
    return switched


def _look_back(
    config_file: Path, texts: Mapping[Path, str], old: Path | None, seen: Rehearsal
) -> Snapshot:
    """See the site as it was.

    Raises:
        PostroomError: Nobody knows any more how it was.
    """
    if old is not None and old.is_dir():
        return _see(old, seen.name)
    if old is not None:
        return _see_listed(old, seen.base)
    known = list_material_options()
    [(place, written)] = texts.items()
    settings = switch_to_material(written, known) if is_switched(written) else written
    if settings is None or not known:
        why = "Material's blog is not installed" if not known else "it is not laid out so"
        raise PostroomError(
            f"{place} [plugins]: the blog of Material's cannot be built from it: "
            f"{why}\n    fix: {_GIVE}"
        )
    try:
        return _build(config_file, {place: settings})[1]
    except ContentError as error:
        raise PostroomError(
            f"the site as it was cannot be built:\n{error}\n    or: {_GIVE}"
        ) from error


def _build(config_file: Path, texts: Mapping[Path, str]) -> tuple[Rehearsal, Snapshot]:
    with nowhere() as folder, show_progress("Building the site"):
        seen = rehearse(config_file, texts, folder)
        return seen, _see(folder, seen.name)


def _see(folder: Path, name: str) -> Snapshot:
    """Look at a folder of a site.

    Raises:
        PostroomError: There is no page in it.
    """
    snapshot = take_snapshot(_list_files(folder), name)
    if not snapshot.pages:
        raise PostroomError(f"{folder}: there is no page in it\n    fix: {_GIVE}")
    return snapshot


def _see_listed(sitemap: Path, base: str) -> Snapshot:
    """Look at a sitemap, packed or not.

    Raises:
        PostroomError: It lists nothing.
    """
    content = sitemap.read_bytes()
    packed = content.startswith(b"\x1f\x8b")
    addresses = parse_sitemap(gzip.decompress(content) if packed else content)
    if not addresses:
        raise PostroomError(f"{sitemap}: it lists no address\n    fix: {_GIVE}")
    return snapshot_of(addresses, base)


def _list_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            is_read = path.suffix in (".html", ".htm", ".xml", ".json", ".rss", ".atom")
            content = path.read_bytes() if is_read else b""
            yield path.relative_to(folder).as_posix(), content


def _compare(before: Snapshot, after: Snapshot, seen: Rehearsal) -> Comparison:
    assert seen.survey is not None  # it is built of settings with Postroom
    edition = seen.survey.edition
    private = {file.dest_uri for file in seen.survey.withheld}  # such as who writes
    before = replace(before, files=before.files - private)
    pages = (seen.files.get(post.path, "") for post in edition.site.posts)
    return compare(before, after, filter(None, pages), list_further(edition))


@dataclass(frozen=True)
class _Edits:
    """What can be changed without asking: the settings, and aliases."""

    place: Path
    """The file of the settings."""

    texts: dict[Path, str]
    """What is to be in each file."""

    def plan(
        self, comparison: Comparison, old: Snapshot, new: Snapshot, seen: Rehearsal
    ) -> None:
        """Find what brings lost addresses and feeds back."""
        aliases = plan_aliases(comparison, old, new, seen.files)
        content = Path(seen.survey.source.config.docs_dir) if seen.survey else Path()
        for name, former in aliases.items():
            path = content / name
            source = path.read_bytes()
            listed = [*parse_aliases(name, source)[0], *former]
            self.texts[path] = put_key(name, source.decode(), "aliases", listed)
        if line := plan_feeds(comparison, old):
            settings = self.texts.get(self.place) or _read(self.place)
            changed = add_option(settings, line)
            if changed is not None:
                self.texts[self.place] = changed

    def list_diff(self) -> Iterator[str]:
        """Show what changes, as `diff -u` would."""
        for path, text in self.texts.items():
            lines = _read(path).splitlines(keepends=True), text.splitlines(keepends=True)
            for line in difflib.unified_diff(*lines, str(path), str(path)):
                yield line if line.endswith("\n") else f"{line}\n"


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise PostroomError(
            f"{path}: byte 0x{error.object[error.start]:02X} is not UTF-8\n"
            "    fix: save the file with the encoding UTF-8"
        ) from error
