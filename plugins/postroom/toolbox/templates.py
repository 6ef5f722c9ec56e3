"""The one Jinja environment: autoescape on, nothing undefined, a site's own first."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from postroom.model.text import write_day
from postroom.toolbox.cache import fingerprint
from postroom.toolbox.makers import SHIPPED, templates_of

__all__ = ["SHIPPED", "Templates"]


_TEXTS = ("css", "html", "js", "txt", "xml")


class Templates:
    """Renders a template by its name, such as `pages/post.html`."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        """Look for templates in the given folders first, then among the shipped ones."""
        self.folders = (*(folder for folder in folders if folder.is_dir()), SHIPPED)
        self._texts: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._own: dict[str, bool] = {}
        self.environment = Environment(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # every build makes an environment of its own
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["day"] = write_day
        # pages of a site in another language are rendered with its own
        self.environment.globals |= {"say": str, "day": write_day}
        self.environment.filters["host"] = lambda url: urlsplit(url).hostname

    def digest_of(self, kind: str) -> str:
        """Tell one state of the templates that make a kind of thing from another.

        Args:
            kind: One of `MAKERS`.
        """
        if kind not in self._digests:
            texts = {name: self.read(name) for name in self._list_used(templates_of(kind))}
            self._digests[kind] = fingerprint(kind, sorted(texts.items()))
        return self._digests[kind]

    def _list_used(self, names: Iterable[str]) -> set[str]:
        """List templates, and those that the site's own instead of them use as well."""
        left, used = [*names], set[str]()
        while left:
            name = left.pop()
            if name in used:
                continue
            try:
                tree = self.environment.parse(self.read(name))
            except (TemplateNotFound, TemplateSyntaxError):  # told when it is rendered
                continue
            used.add(name)
            for other in find_referenced_templates(tree):
                left += [other] if other else self.environment.list_templates(_TEXTS)
        return used

    def has_own(self, kind: str) -> bool:
        """Whether a site wrote a page itself that a kind of thing is made with.

        Args:
            kind: One of `MAKERS`.
        """
        if kind not in self._own:
            self._own[kind] = any(
                (folder / name).is_file()
                for name in self._list_used(templates_of(kind))
                if name.endswith(".html")
                for folder in self.folders[:-1]
            )
        return self._own[kind]

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
