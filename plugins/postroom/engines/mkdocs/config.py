"""The plugin's entry in `mkdocs.yml` becomes options."""

from pathlib import Path
from typing import Any

import click
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from pydantic import ValidationError as ModelError

from postroom.errors import Place
from postroom.model.materialblog import CALLED, list_names
from postroom.model.options import Options
from postroom.toolbox.wording import explain, nearest

_BY_MKDOCS = "Config value 'plugins': Plugin 'postroom' option"


class PostroomConfig(Config):
    """All options are checked by the core's own model, which words the errors."""

    options: Options = Options()

    warned: tuple[str, ...] = ()
    """What MkDocs says of the options, before anybody can listen."""

    refused: tuple[str, ...] = ()
    """What it would say of those with which nothing can be built."""

    def set_defaults(self) -> None:
        self.options = Options()

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        known = sorted(Options.model_fields.keys() - {"material"})
        if self.data.get("layout") == "material-blog":
            known = sorted({*known, *list_names()})
        values: dict[str, Any] = {k: v for k, v in self.data.items() if k in known}
        warnings: ConfigWarnings = [
            (key, f"unknown option; {nearest(key, known)}")
            for key in sorted(self.data.keys() - values.keys())
        ]
        self.refused = ()
        self.warned = tuple(f"{_BY_MKDOCS} {key!r}: {told}" for key, told in warnings)
        try:
            options = Options.model_validate(values)
            self.options = options.with_functions(*map(values.get, CALLED))
        except ModelError as error:
            problems = explain(error, lambda keys: Place("", 0, ".".join(keys)), Options)
            failed: ConfigErrors = [
                (
                    p.place.key.removeprefix("material."),
                    ValidationError(f"{p.what}; {p.fix}"),
                )
                for p in problems
            ]
            if not _is_served():
                return failed, warnings
            self.refused = tuple(f"{_BY_MKDOCS} {key!r}: {told}" for key, told in failed)
        return [], warnings


def _is_served() -> bool:
    """Whether `mkdocs serve` asks, which would end before there is a page to say why."""
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "serve"


def site_root(config: MkDocsConfig) -> Path:
    """The folder that `mkdocs.yml` lies in: all that is no content is beside it."""
    return Path(config.config_file_path).parent if config.config_file_path else Path()
