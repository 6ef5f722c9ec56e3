"""What an author wrote is told in their words: what was meant, and each mistake once."""

import pytest

from postroom.errors import Place, Problem
from postroom.toolbox.wording import nearest_key, tell_once

POST = ["title", "date", "description", "tags", "authors", "categories", "image", "draft"]
POST += ["series", "slug", "canonical", "uid", "lang", "licence"]

KEYS = {
    "a slip": ("titel", "did you mean `title`?"),
    "capitals": ("Title", "did you mean `title`?"),
    "what others call it": ("keywords", "did you mean `tags`?"),
    "what others call it, with a dash": ("publish-date", "did you mean `date`?"),
    "a word of its own": ("xyzzy", "remove it, or check its spelling"),
}


@pytest.mark.parametrize(("key", "fix"), KEYS.values(), ids=KEYS.keys())
def test_an_unknown_key_is_told_with_what_was_meant(key, fix):
    assert nearest_key(key, POST) == fix


def test_where_few_keys_can_stand_all_are_named():
    assert nearest_key("xyzzy", ["src", "alt"]) == "use one of alt, src, or take it out"


def a_problem(key: str, what: str, fix: str = "", *, is_fatal: bool = True) -> Problem:
    return Problem(Place("a.md", 2, key), what, fix, is_fatal)


def test_a_misspelt_key_is_not_also_missing():
    slip = a_problem("titel", "unknown key", "did you mean `title`?", is_fatal=False)
    inner = a_problem("image.scr", "unknown key", "did you mean `src`?")
    problems = [
        slip,
        inner,
        a_problem("title", "there is no title", "add `title: ...`"),
        a_problem("image.src", "there is no src", "add `src: ...`"),
        a_problem("src", "there is no src", "add `src: ...`"),
    ]

    told = list(tell_once(problems))

    assert [(p.place.key, p.is_fatal) for p in told] == [
        ("titel", True),  # nothing can be published without a title
        ("image.scr", True),
        ("src", True),
    ]


def test_a_slip_of_what_need_not_be_there_stays_a_warning():
    slip = a_problem(
        "desciption", "unknown key", "did you mean `description`?", is_fatal=False
    )

    nothing = Problem(Place("posts/"), "there is no post yet", "write one", is_fatal=False)

    assert list(tell_once([slip, nothing])) == [slip, nothing]
