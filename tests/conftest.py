"""What all tests share: golden files, and properties that find the same every time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["POSTROOM_CACHE_KEY"] = "0123456789abcdef" * 4  # else one in the user's folder

settings.register_profile(
    "postroom", database=None, deadline=None, derandomize=True, max_examples=60
)
settings.load_profile("postroom")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the files under tests/golden; review them as a diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare bytes with a file under tests/golden, or rewrite that file."""

    def check(name: str, actual: bytes) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
        assert actual.decode() == path.read_text(encoding="utf-8"), name

    return check
