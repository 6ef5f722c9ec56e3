"""What is wrong with a site is said: where, what, and how to mend it."""

from __future__ import annotations

import pytest
from tests.e2e import sites
from tests.e2e.building import Built, command_here

pytestmark = pytest.mark.e2e
BY_MKDOCS = "Doc file "
INSIDES = ("Traceback", "datetime.", "<class", "NoneType", "Error(")


def missing(expected: list[str], built: Built) -> list[str]:
    """The expected lines that were not printed."""
    return [
        line
        for line in expected
        if line not in built.lines
        and not (line.endswith("…") and any(x.startswith(line[:-1]) for x in built.lines))
    ]


def fixes(lines: list[str]) -> int:
    return sum(line.startswith("    fix: ") for line in lines)


@pytest.fixture(scope="module", params=sites.INVALID)
def broken(request, tmp_path_factory) -> tuple[Built, list[str]]:
    """A site with one mistake, and what must be said of it."""
    folder = sites.invalid(tmp_path_factory.mktemp(request.param), request.param)
    return command_here(folder), sites.expected(request.param)


def test_a_mistake_stops_a_strict_build_with_its_place_and_its_fix(broken):
    built, expected = broken

    assert built.code != 0, built.output
    assert not [inside for inside in INSIDES if inside in built.output], built.output
    assert not missing(expected, built), built.output
    assert fixes(built.lines) == fixes(expected), built.output


def test_all_mistakes_of_all_files_are_told_at_once(all_invalid):
    expected = [line for case in sites.TOGETHER for line in sites.expected(case)]
    own = [line for line in expected if not line.startswith(BY_MKDOCS)]

    assert all_invalid.code != 0
    assert not missing(own, all_invalid), all_invalid.output
    assert "Traceback" not in all_invalid.output


def test_what_the_engine_finds_is_told_in_the_same_build(all_invalid):
    expected = [line for case in sites.TOGETHER for line in sites.expected(case)]
    # MkDocs follows anchors last, when all pages are written: with mistakes none is
    engines = [
        line for line in expected if line.startswith(BY_MKDOCS) and "anchor" not in line
    ]

    assert not missing(engines, all_invalid), all_invalid.output
