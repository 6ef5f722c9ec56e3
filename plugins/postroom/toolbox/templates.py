"""The one Jinja environment: autoescape on, nothing undefined, a site's own first."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from postroom.model.text import write_day
from postroom.toolbox.cache import fingerprint
from postroom.toolbox.makers import SHIPPED, templates_of
from postroom.toolbox.selfknowledge import find_own_folder, recall

__all__ = ["SHIPPED", "Templates"]


_TEXTS = ("css", "html", "js", "txt", "xml")


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates that were compiled before; any trouble with them costs only time."""

    @classmethod
    @cache
    def at_hand(cls) -> "CompiledTemplates | None":
        """Give those of the user, if there is a place for them."""
        folder = find_own_folder()
        return cls(str(folder)) if folder else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is there, if it is whole and of the same text."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # half a file may be wrong in any way
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


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
            bytecode_cache=CompiledTemplates.at_hand(),
        )
        self.environment.filters["day"] = write_day
        # pages of a site in another language are rendered with its own
        self.environment.globals |= {"say": str, "day": write_day}
        self.environment.filters["host"] = lambda url: urlsplit(url).hostname

    @cached_property
    def digest(self) -> str:
        """Tell one state of the site's own templates from another."""
        texts = [
            (path.relative_to(folder).as_posix(), path.read_bytes())
            for folder in self.folders[:-1]
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        return fingerprint("site", texts)

    def digest_of(self, kind: str) -> str:
        """Tell one state of the templates that make a kind of thing from another.

        Args:
            kind: One of `MAKERS`.
        """
        if kind not in self._digests:
            texts = {name: self.read(name) for name in self._list_makers(kind)}
            self._digests[kind] = fingerprint(kind, sorted(texts.items()))
        return self._digests[kind]

    def _list_makers(self, kind: str) -> list[str]:
        """List all templates that a kind of thing is made with."""

        def list_used() -> list[str]:
            return sorted(self._list_used(templates_of(kind)))

        has_own = len(self.folders) > 1
        return list_used() if has_own else recall(f"all templates of {kind}", list_used)

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
                for name in self._list_makers(kind)
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
