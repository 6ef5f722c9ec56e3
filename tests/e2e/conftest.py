"""The built sites that several tests look at: each is built once, two at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.e2e import sites
from tests.e2e.building import ROOT, Built, build, build_here

ABROAD = {
    "SOURCE_DATE_EPOCH": "1894320001",  # ten days and a second after the other builds
    "PYTHONHASHSEED": "4711",
    "TZ": "XXX-14",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def _example(folder: Path, **how: object) -> Built:
    return build(ROOT, into=folder / "site", **how)  # type: ignore[arg-type]


def _example_elsewhere(folder: Path) -> Built:
    """The same files in another folder: nothing is cached there."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return build(folder, env=ABROAD)


RECIPES: dict[str, Callable[[Path], Built]] = {
    "example": lambda folder: _example(folder, env={"PYTHONHASHSEED": "0", "TZ": "UTC"}),
    "example_by_properdocs": lambda folder: _example(folder, engine="properdocs"),
    "example_elsewhere": _example_elsewhere,
    "example_at_path": lambda folder: _example(
        folder, env={"SITE_URL": "https://user.example/repo"}
    ),
    "odd": lambda folder: build(sites.odd(folder)),
    "theirs": lambda folder: build(sites.material_blog(folder)),
    "ours": lambda folder: build(sites.material_blog(folder, moved=True)),
    "all_invalid": lambda folder: build(sites.all_invalid(folder)),
}


class Workshop:
    """Builds what was asked for ahead of time, and each site once."""

    def __init__(self, folder: Path, pool: ThreadPoolExecutor) -> None:
        self.folder = folder
        self.pool = pool
        self.orders: dict[str, Future[Built]] = {}

    def order(self, name: str) -> None:
        """Begin with a site; come back for it later."""
        if name not in self.orders:
            place = self.folder / name
            place.mkdir(parents=True)
            self.orders[name] = self.pool.submit(RECIPES[name], place)

    def fetch(self, name: str) -> Built:
        """Wait for a site."""
        self.order(name)
        return self.orders[name].result()


@pytest.fixture(scope="session")
def workshop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    """Build the sites of the tests that were selected, in their order."""
    with ThreadPoolExecutor(2) as pool:
        shop = Workshop(tmp_path_factory.mktemp("sites"), pool)
        for item in request.session.items:
            for name in _wanted_by(item):
                shop.order(name)
        yield shop


def _wanted_by(item: pytest.Item) -> list[str]:
    """The sites that a test names as fixtures, or in the values of its parameters."""
    callspec = getattr(item, "callspec", None)
    parameters = callspec.params.values() if callspec else ()
    named = [*getattr(item, "fixturenames", ()), *map(str, parameters)]
    return [name for name in named if name in RECIPES]


def _fixture(name: str) -> Callable[[Workshop], Built]:
    @pytest.fixture(scope="session", name=name)
    def fetch(workshop: Workshop) -> Built:
        return workshop.fetch(name)

    return fetch


example = _fixture("example")
example_by_properdocs = _fixture("example_by_properdocs")
example_elsewhere = _fixture("example_elsewhere")
example_at_path = _fixture("example_at_path")
odd = _fixture("odd")
theirs = _fixture("theirs")
ours = _fixture("ours")
all_invalid = _fixture("all_invalid")


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small site with a little of everything."""
    return build_here(sites.rich(tmp_path_factory.mktemp("rich")))


@pytest.fixture(scope="session")
def veiled(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a draft and a scheduled post, as the public has it."""
    return build_here(sites.veiled(tmp_path_factory.mktemp("veiled")), strict=False)
