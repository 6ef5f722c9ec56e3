"""The site in the current folder, as commands see it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import get_files
from mkdocs.utils import get_build_datetime

from postroom import PostroomError
from postroom.engines.mkdocs.source import Source
from postroom.model.options import Options

config_option: Callable[[Any], Any] = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml; else the one in the current folder.",
)


@dataclass(frozen=True)
class Workplace:
    """A site's folder of content, and what its owner set."""

    content: Path
    options: Options
    source: Source
    now: datetime

    @property
    def posts(self) -> Path:
        """Where new posts go."""
        return self.content / self.source.folder


def find_site(config_file: Path | None) -> Workplace:
    """Load the site that a command is about."""
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    try:
        config = load_config(config_file=str(config_file) if config_file else None)
    except MkDocsException as error:
        raise PostroomError(
            f"mkdocs.yml: {str(error).strip() or 'cannot be read'}\n"
            "    fix: run the command in the folder of a site, or name it with -f"
        ) from error
    plugin = config.plugins.get("postroom")
    if plugin is None:
        raise PostroomError(
            "mkdocs.yml [plugins]: postroom is not among the plugins\n"
            "    fix: add `- postroom` to `plugins:`"
        )
    options = plugin.config.options
    source = Source(get_files(config), config, options)
    return Workplace(Path(config.docs_dir), options, source, get_build_datetime())
