"""Artefacts become files that MkDocs knows of, and writes without keeping them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from postroom.engines.mkdocs.inventory import Inventory
from postroom.engines.mkdocs.workers import write_files
from postroom.errors import PostroomError
from postroom.model.artefact import SETTINGS, Artefact, Claim, Origin


@dataclass
class Progress:
    """What all artefacts of a build share."""

    made: set[str] = field(default_factory=set)
    """The first paths of those that are made already, or by other processes."""

    inventory: Inventory | None = None
    """What is known of the last site; nothing while others may change what is written."""

    state: str = ""
    """Tells one state of the pictures, fonts and settings from another."""


class ArtefactFile(File):
    """A file whose bytes are made at the moment they are written.

    The first file of an artefact that is written brings all others with it.
    """

    artefact: Artefact
    progress: Progress

    @classmethod
    def of(
        cls, artefact: Artefact, path: str, progress: Progress, config: MkDocsConfig
    ) -> File:
        file = cls(
            path,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.generated_by = "postroom"
        file.artefact = artefact
        file.progress = progress
        return file

    @property
    def is_first(self) -> bool:
        """Whether this file is the one that the artefact is known by."""
        return self.src_uri == self.artefact.paths[0]

    @property  # type: ignore[misc]  # MkDocs lets one replace it; nobody should here
    def content_bytes(self) -> bytes:
        return self.artefact.make()[self.src_uri]

    @property  # type: ignore[misc]
    def content_string(self) -> str:
        return self.content_bytes.decode()

    def is_modified(self) -> bool:
        return True

    def copy_file(self, dirty: bool = False) -> None:
        artefact = self.artefact
        if dirty or artefact.paths[0] in self.progress.made:
            return  # in dirty builds, the files of the last full build stay
        if self.take_over():
            return
        try:
            files = artefact.make()
        except PostroomError as error:
            raise PluginError(f"postroom:\n{error}") from error
        check_made(artefact, files)
        assert self.dest_dir is not None  # it is the site's
        write_files(Path(self.dest_dir), files)

    def take_over(self) -> bool:
        """Take over the files of the last site, if they would be made the same again.

        From now on they count as made, by whoever asked.
        """
        artefact, progress = self.artefact, self.progress
        name = artefact.paths[0]
        progress.made.add(name)
        if progress.inventory is None or artefact.key is None:
            return False
        key = artefact.key(progress.state)
        if progress.inventory.take_over(name, key):
            return True
        progress.inventory.enter(name, key, (*artefact.paths, *artefact.beside()))
        return False


def check_made(artefact: Artefact, files: Iterable[str]) -> None:
    """Make sure that an artefact made what it said.

    Raises:
        ValueError: A path is missing, or nobody knew of it.
    """
    paths, made = {*artefact.paths}, {*files}
    unknown = made - paths and made - paths - {*artefact.beside()}
    if unknown or paths - made:
        raise ValueError(f"{artefact.origin.name} was to make {paths}, and made {made}")


def list_files(
    artefacts: Iterable[Artefact],
    config: MkDocsConfig,
    taken: Iterable[str],
    progress: Progress,
) -> Iterator[File]:
    """List the files of artefacts that pages can link to.

    Args:
        artefacts: What is to be made.
        config: The site's settings.
        taken: The paths of the author's files, to which some artefacts give way.
        progress: What all of them share.
    """
    own = {*taken}
    for artefact in artefacts:
        if not (artefact.gives_way and own.intersection(artefact.paths)):
            for path in artefact.paths:
                yield ArtefactFile.of(artefact, path, progress, config)


def list_file_claims(files: Iterable[File], config: MkDocsConfig) -> Iterator[Claim]:
    """List the paths that files fill by themselves, and whose files they are."""
    for file in files:
        if file.inclusion.is_excluded():
            continue
        if file.generated_by:
            name = f"the file {file.src_uri} of the plugin {file.generated_by!r}"
            origin = Origin(name, SETTINGS, f"plugins.{file.generated_by}", _ASK)
        elif file.src_dir != config.docs_dir:
            origin = Origin(f"the theme's file {file.src_uri}", SETTINGS, "theme", _ASK)
        else:
            noun = "page" if file.is_documentation_page() else "file"
            fix = f"give the {noun} another name"
            origin = Origin(file.src_uri, file.src_uri, fix=fix)
        yield file.dest_uri, origin


def list_theme_claims(config: MkDocsConfig) -> Iterator[Claim]:
    """List the pages that a theme makes from templates, after all files are there."""
    names = {*config.theme.static_templates}
    packed = {f"{name}.gz" for name in names if name == "sitemap.xml"}
    for name in sorted(names | packed):
        yield name, Origin(f"the theme's page {name}", SETTINGS, "theme", _ASK)


_ASK = "set another address there"


def move(file: File, path: str) -> None:
    """Give a page another address; MkDocs caches what follows from it."""
    file.dest_uri = path
    for name in ("url", "abs_dest_path"):
        file.__dict__.pop(name, None)
