"""What makes each kind of entry: modules, templates and libraries, found by reading code.

Nobody has to raise a number when the meaning of an entry changes, and nobody can forget to.
"""

import hashlib
import platform
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from postroom.toolbox.selfknowledge import recall

MAKERS: Mapping[str, tuple[str, ...]] = {
    "card": ("pages.card", "pages.typefaces"),
    "conversion": ("engines.mkdocs.conversion",),
    "feed": ("feeds.xml", "feeds.jsonfeed"),
    "fragment": ("fragments.stored",),
    "harvest": ("harvest.__main__", "harvest.memory"),
    "issues": ("reading.issues",),
    "items": ("reading.items",),
    "kit": ("kits.files",),
    "kit page": ("pages.kitpage",),
    "ledger": ("intake.index",),
    "mail": ("mail.issue",),
    "notice": ("pages.notice",),
    "online": ("web.linkcheck",),
    "page": ("engines.mkdocs.plugin",),
    "picture": ("toolbox.darkroom",),
    "search": ("pages.search",),
    "submitted": ("engines.mkdocs.markdown", "fragments.submitted"),
    "share page": ("pages.share",),
    "site": ("engines.mkdocs.plugin",),
}
"""The modules that make the bytes of each kind, from the values in its key; whatever they
import has a say as well. Below this package, without its name."""

_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "templates", _PACKAGE.parent.parent / "templates")
SHIPPED = next(filter(Path.is_dir, _PLACES), _PLACES[0])
"""In a wheel the templates lie inside the package; in a checkout beside `plugins/`."""

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ ]+([\w.]+)[ ]+import[ ]+(\([^)]*\)|.*)|import[ ]+([\w., ]+))", re.M
)
"""Also those within functions; much quicker than to parse a module."""

_NAMED = re.compile(r"[\"'](postroom(?:\.\w+)+)[\":']")
"""A module that is called by its name, such as the writer of a format; it counts only for
those who resolve names."""

_RESOLVING = re.compile(r"\b(?:resolve_name|import_module)\(")

_TEMPLATE = re.compile(r"[\"']([\w-]+/[\w./-]+\.\w+)[\"']")
_DATA = re.compile(r"[\"']([\w-]+\.\w+)[\"']")
_REQUIREMENT = re.compile(r"[\w.-]+")
_OTHER_NAMES = {
    "material": "mkdocs-material",
    "PIL": "pillow",
    "pymdownx": "pymdown-extensions",
    "yaml": "pyyaml",
}
"""A short way for libraries that are not called like their modules."""


@dataclass(frozen=True)
class Sources:
    """The code of this package, and the templates that it is shipped with."""

    package: Path = _PACKAGE
    templates: Path = SHIPPED

    def code_of(self, kind: str) -> str:
        """Tell whether another code would make the entries of a kind."""
        modules = self.list_modules(MAKERS[kind])
        digest = hashlib.sha256(f"{kind}\n{_ENGINE}\n".encode())
        for name, path in sorted(modules.items()):
            digest.update(f"{name} {_read(path).digest}\n".encode())
        for name in self.list_templates(modules.values()):
            digest.update(f"{name}\n".encode() + (self.templates / name).read_bytes())
        for path in self._list_data(modules.values()):
            digest.update(f"{path.name}\n".encode() + path.read_bytes())
        for library in list_libraries(self._list_foreign(modules.values())):
            digest.update(f"{library}\n".encode())
        return digest.hexdigest()

    def list_modules(self, names: Iterable[str]) -> dict[str, Path]:
        """Find modules, and all that they import of this package, by their names."""
        left = [f"postroom.{name}" for name in names]
        modules: dict[str, Path] = {}
        while left:
            self._follow_imports(left, modules)
            if any(_read(path).resolves for path in modules.values()):
                named = {name for path in modules.values() for name in _read(path).named}
                left = [n for n in named - modules.keys() if self._find(n)]
        return modules

    def _follow_imports(self, left: list[str], modules: dict[str, Path]) -> None:
        while left:
            name = left.pop()
            path = self._find(name)
            if name in modules or path is None:
                continue
            modules[name] = path
            if "." in name:
                left.append(name.rpartition(".")[0])
            left += (n for n in _read(path).imports if n.partition(".")[0] == "postroom")

    def list_templates(self, modules: Iterable[Path]) -> list[str]:
        """List the shipped templates that modules name, and those that these name."""
        left = [n for path in modules for n in _TEMPLATE.findall(_read(path).text)]
        names: set[str] = set()
        while left:
            name = left.pop()
            if name not in names and (self.templates / name).is_file():
                names.add(name)
                text = (self.templates / name).read_text(encoding="utf-8")
                tree = Environment(autoescape=True).parse(text)
                left += filter(None, find_referenced_templates(tree))
        return sorted(names)

    def _list_foreign(self, modules: Iterable[Path]) -> set[str]:
        roots = {name.partition(".")[0] for path in modules for name in _read(path).imports}
        return roots - sys.stdlib_module_names - {"postroom", ""}

    def _find(self, name: str) -> Path | None:
        """The file of a module; None for what a module holds."""
        below = self.package.joinpath(*name.split(".")[1:])
        places = (below / "__init__.py", below.with_name(f"{below.name}.py"))
        return next((path for path in places if path.is_file()), None)

    def _list_data(self, modules: Iterable[Path]) -> Iterator[Path]:
        """List what modules name of the files that are no code, such as fonts."""
        named = {n for path in modules for n in _DATA.findall(_read(path).text)}
        yield from (path for path in self._data if path.name in named)

    @cached_property
    def _data(self) -> list[Path]:
        files = sorted(self.package.rglob("*.*"))
        code = (".py", ".pyc")
        return [path for path in files if path.suffix not in code and path.is_file()]


@dataclass(frozen=True)
class _Module:
    text: str
    digest: str
    imports: tuple[str, ...]
    named: tuple[str, ...]
    resolves: bool


@cache
def _read(path: Path) -> _Module:
    """Read a module once for all kinds."""
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    imports, named = tuple(_list_imports(text)), tuple(_NAMED.findall(text))
    return _Module(text, digest, imports, named, bool(_RESOLVING.search(text)))


def _list_imports(text: str) -> Iterator[str]:
    """List what a module imports; of `from a import b` both `a` and `a.b`."""
    for origin, names, plain in _IMPORT.findall(text):
        yield from re.findall(r"[\w.]+", plain.partition(" as ")[0])
        if origin:
            yield origin
            yield from (f"{origin}.{name}" for name in re.findall(r"\w+", names))


_ENGINE = f"{platform.python_implementation()} {sys.version} {zlib.ZLIB_RUNTIME_VERSION}"


def list_libraries(roots: Iterable[str]) -> list[str]:
    """List libraries with their versions, and those that they need themselves."""
    left = [_distribution_of(root) for root in roots]
    versions: dict[str, str] = {}
    while left:
        name = re.sub(r"[-_.]+", "-", left.pop()).lower()
        if name in versions:
            continue
        versions[name], needed = _look_up(name)
        left += needed
    return [f"{name} {version}" for name, version in sorted(versions.items())]


@cache
def _look_up(name: str) -> tuple[str, tuple[str, ...]]:
    """Give the version of a library, and the names of what it needs."""
    version, names = recall(f"library {name}", lambda: _ask_library(name))
    return version, tuple(names)


def _ask_library(name: str) -> tuple[str, tuple[str, ...]]:
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return "", ()
    needed = [each for each in found.requires or () if "extra ==" not in each]
    names = (_REQUIREMENT.match(each) for each in needed)
    return found.version, tuple(name[0] for name in names if name)


@cache
def _distribution_of(root: str) -> str:
    """The library that brings a module."""
    name = _OTHER_NAMES.get(root, root)
    if _look_up(name)[0] or find_spec(root) is None:  # or a word of a docstring
        return name
    return next(iter(metadata.packages_distributions().get(root, ())), name)


_OURS = Sources()


@cache
def code_of(kind: str) -> str:
    """Tell whether another code would make the entries of a kind, than made it before.

    Args:
        kind: One of `MAKERS`.
    """
    return recall(f"code of {kind}", lambda: _OURS.code_of(kind))


@cache
def templates_of(kind: str) -> tuple[str, ...]:
    """List the templates that the makers of a kind use, by their names."""
    return tuple(
        recall(
            f"templates of {kind}",
            lambda: _OURS.list_templates(_OURS.list_modules(MAKERS[kind]).values()),
        )
    )
