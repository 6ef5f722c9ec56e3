"""Whoever writes one thing many times waits no longer than for other texts as long."""

import time
from collections.abc import Callable

import pytest

from postroom.fragments.clean import text_of
from postroom.model.options import Options
from postroom.reading.links import blank_code, find_hidden_links
from postroom.reading.media import find_targets
from postroom.reading.posts import parse_post
from postroom.reading.remote import check_remote
from postroom.reading.secrets import holds_key
from postroom.toolbox.wrap import wrap

READERS: dict[str, Callable[[str], object]] = {
    "links to hidden posts": lambda s: list(find_hidden_links("a.md", s, 1, {})),
    "code": blank_code,
    "media from elsewhere": lambda s: list(check_remote("a.md", s, ())),
    "used files": lambda s: find_targets("a.md", s),
    "posts": lambda s: parse_post("posts/a.md", f"{_BEGIN}{s}".encode(), Options()),
    "keys": lambda s: holds_key(s.encode()),
    "the words of HTML": text_of,
    "lines": wrap,
}
_BEGIN = "---\ntitle: One\ndate: 2026-01-01\n---\n"
RUNS = ("\n", " \n", " ", "a", "é", "1.", "- ", "*a ", "<", "<a ", '"', "](", "[a](", "]:")
RUNS += ("![", "`a", "{", "|-", "a@", "src=", "<img ", "---\n", "[a]: ", "> ")


@pytest.mark.parametrize("name", READERS)
def test_long_runs_are_read_in_time(name):
    begin = time.process_time()
    for run in RUNS:
        READERS[name](run * (100_000 // len(run)) + "x")

    # seconds are enough for all of them; of one run the square would take minutes
    assert time.process_time() - begin < 40


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("a" * 25, ["a" * 10, "a" * 10, "a" * 5]),
        ("é" * 12, ["é" * 5, "é" * 7]),
        ("é" + "a" * 24, ["éaaaa", "a" * 10, "a" * 10]),
    ],
)
def test_what_no_line_can_hold_is_broken(word, lines):
    assert wrap(word, 10) == lines
