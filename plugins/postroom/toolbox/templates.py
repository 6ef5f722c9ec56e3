"""The one Jinja environment: autoescape on, nothing undefined, a site's own first."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from postroom.model.text import write_day
from postroom.toolbox.cache import fingerprint, read_all

_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "templates", _PACKAGE.parent.parent / "templates")
SHIPPED = next(filter(Path.is_dir, _PLACES), _PLACES[0])
"""In a wheel the templates lie inside the package; in a checkout beside `plugins/`."""


class Templates:
    """Renders a template by its name, such as `pages/post.html`."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        """Look for templates in the given folders first, then among the shipped ones."""
        self.folders = (*(folder for folder in folders if folder.is_dir()), SHIPPED)
        self._texts: dict[str, str] = {}
        self.environment = Environment(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # every build makes an environment of its own
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["day"] = write_day
        self.environment.filters["host"] = lambda url: urlsplit(url).hostname

    @cached_property
    def digest(self) -> str:
        """Tells one state of all templates from another."""
        files = [pair for folder in self.folders for pair in read_all(folder)]
        return fingerprint(files)

    def render(self, name: str, **values: Any) -> str:
        """Render one template."""
        return self.environment.get_template(name).render(**values)

    def read(self, name: str) -> str:
        """Give a template's text as it is: a style sheet, say."""
        if name not in self._texts:
            loader = self.environment.loader
            assert loader is not None
            self._texts[name] = loader.get_source(self.environment, name)[0]
        return self._texts[name]
