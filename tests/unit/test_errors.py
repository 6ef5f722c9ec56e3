"""Problems say place, fact and fix, and stand in reading order."""

import pytest

from postroom import ContentError, Place, PostroomError, Problem

PLACES = {
    "a file as a whole": (Place("posts/a.md"), "posts/a.md"),
    "a line": (Place("posts/a.md", 3), "posts/a.md:3"),
    "a line and a key": (Place("posts/a.md", 3, "image.src"), "posts/a.md:3 [image.src]"),
    "a key whose line nobody knows": (Place("mkdocs.yml", 0, "url"), "mkdocs.yml [url]"),
}


@pytest.mark.parametrize(("place", "expected"), PLACES.values(), ids=PLACES.keys())
def test_a_place_reads_as_editors_write_it(place, expected):
    assert str(place) == expected


def test_a_problem_says_place_fact_and_fix():
    problem = Problem(
        Place("posts/a.md", 2, "titel"), "unknown key", "did you mean `title`?"
    )

    assert str(problem) == (
        "posts/a.md:2 [titel]: unknown key\n    fix: did you mean `title`?"
    )


def test_an_error_lists_all_problems_in_reading_order():
    late = Problem(Place("posts/b.md", 10), "late", "mend it")
    early = Problem(Place("posts/b.md", 9), "early", "mend it")
    first = Problem(Place("posts/a.md", 20), "first", "mend it")

    error = ContentError([late, early, first])

    assert error.problems == (first, early, late)
    assert str(error) == (
        "posts/a.md:20: first\n    fix: mend it\n"
        "posts/b.md:9: early\n    fix: mend it\n"
        "posts/b.md:10: late\n    fix: mend it"
    )


def test_one_except_clause_catches_every_mistake_of_a_user():
    assert issubclass(ContentError, PostroomError)
