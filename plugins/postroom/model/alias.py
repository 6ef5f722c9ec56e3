"""An address that a page had before: what of it makes sense, and which file is there."""

from collections.abc import Iterable
from mimetypes import MimeTypes
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator

from postroom.model.base import Line, listed

_INDEX = "index.html"
_PAGES = (".html", ".htm")
_EXAMPLE = "such as `old/address/`"
_TYPES = MimeTypes()
"""Those that Python ships with: the machine's own must not decide what an address is."""


def _alias(value: str) -> str:
    """Write an address as its owner would find it on the disk, each the one way.

    Raises:
        ValueError: It is none that a page of this site can have had.
    """
    if ":" in value.partition("/")[0] or value.startswith("//"):
        raise ValueError(f"write only what stands behind the site's address, {_EXAMPLE}")
    if value.startswith("/"):
        raise ValueError(f"write it from the root of the site, without `/`, {_EXAMPLE}")
    if "?" in value or "#" in value:
        raise ValueError("write it without `?` and `#`, and what follows: a page has many")
    path = unquote(value).removeprefix("./")
    parts = path.removesuffix("/").split("/")
    is_odd = not path.isprintable() or not {"\\", "\ufffd"}.isdisjoint(path)
    if is_odd or {"", ".", ".."}.intersection(parts):
        raise ValueError(f"write a path with `/` between its parts, {_EXAMPLE}")
    if path.endswith("/") or path.endswith(_PAGES):
        return path if parts[-1] != _INDEX else path.removesuffix(_INDEX)
    kind, _ = _TYPES.guess_type(parts[-1])
    if kind is not None:
        raise ValueError("write the address of a page: nothing else can lead to another")
    return f"{path}/"


def _once_each(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


Alias = Annotated[Line, AfterValidator(_alias)]
"""A former address, from the root of the site: `old/address/`, or `old/page.html`."""

Aliases = Annotated[tuple[Alias, ...], BeforeValidator(listed), AfterValidator(_once_each)]
"""Former addresses; one alone need not be a list."""


def former_of(page: str) -> str:
    """Write the path of a page as the alias that it will be once it is elsewhere."""
    folder, _, name = page.rpartition("/")
    return f"{folder}/" if folder and name in ("", _INDEX) else page


def file_of(alias: str) -> str:
    """The path of the file that stands at a former address."""
    return f"{alias}{_INDEX}" if alias.endswith("/") else alias


def add_below(alias: str, names: Iterable[str]) -> list[str]:
    """Give the addresses that stood below a former one; below a file there are none."""
    return [f"{alias}{name}" for name in names] if alias.endswith("/") else []
