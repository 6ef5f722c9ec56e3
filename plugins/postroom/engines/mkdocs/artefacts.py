"""Artefacts become files that MkDocs knows of, and writes without keeping them."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from postroom.engines.mkdocs.workers import write_files
from postroom.errors import PostroomError
from postroom.model.artefact import Artefact


class ArtefactFile(File):
    """A file whose bytes are made at the moment they are written."""

    artefact: Artefact
    is_made_apart = False
    """Whether a process of its own writes it."""

    @classmethod
    def of(cls, artefact: Artefact, config: MkDocsConfig) -> "ArtefactFile":
        file = cls(
            artefact.path,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.generated_by = "postroom"
        file.artefact = artefact
        return file

    @property  # type: ignore[misc]  # MkDocs lets one replace it; nobody should here
    def content_bytes(self) -> bytes:
        return self.artefact.render()

    @property  # type: ignore[misc]
    def content_string(self) -> str:
        return self.content_bytes.decode()

    def is_modified(self) -> bool:
        return True

    def copy_file(self, dirty: bool = False) -> None:
        if dirty:
            return  # nothing was rendered: the files of the last full build stay
        if self.is_made_apart:
            return
        artefact, path = self.artefact, Path(self.abs_dest_path)
        try:
            made = artefact.job().make() if artefact.job else {path.name: artefact.render()}
        except PostroomError as error:
            raise PluginError(f"postroom:\n{error}") from error
        write_files(path.parent, made, artefact.modified)


def move(file: File, path: str) -> None:
    """Give a page another address; MkDocs caches what follows from it."""
    file.dest_uri = path
    for name in ("url", "abs_dest_path"):
        file.__dict__.pop(name, None)
