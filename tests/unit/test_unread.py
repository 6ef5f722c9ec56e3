"""What a file may be called, or may say, that nobody can read."""

import pytest
from mkdocs.utils import markdown_extensions

from postroom.model.address import MARKDOWN, file_name, stem
from postroom.reading.unread import Unread

FRONT = b"""---
title: "Giving, first: a table"
slug: giving-first
note: a: b
tags: [Paper, "Ink & glue"]
series:
  name: Growing a table
  part: 1
also_on:
  - https://one.example/
---

It speaks of a saxifrage.
"""
CASES = {
    "its slug": ("giving-first", True),
    "its slug in capitals": ("Giving-First", True),
    "what its title would become": ("giving-first-a-table", True),
    "its file's name": ("a-letter", True),
    "a tag": ("paper", True),
    "a tag of two words": ("Ink & glue", True),
    "the address of a tag": ("ink-glue", True),
    "its series": ("Growing a table", True),
    "the address of its series": ("growing-a-table", True),
    "part of a word": ("giving-fir", False),
    "a word of its text": ("saxifrage", False),
    "another post": ("taking-second", False),
    "its folder": ("posts", False),
}


@pytest.mark.parametrize(("name", "expected"), CASES.values(), ids=CASES.keys())
def test_a_broken_file_may_be_what_its_front_matter_says(name, expected):
    assert Unread("posts/a-letter.md", FRONT).may_say(name) is expected


ODD = {
    "another encoding": FRONT.replace(b"Growing", b"Gr\xf6wing"),
    "a mark at the beginning": b"\xef\xbb\xbf" + FRONT,
    "ends of lines as on Windows": FRONT.replace(b"\n", b"\r\n"),
    "no end of the front matter": FRONT.replace(b"\n---\n", b"\n"),
    "far too long a text": FRONT + b"word " * 1_000_000,
}


@pytest.mark.parametrize("source", ODD.values(), ids=ODD.keys())
def test_whatever_is_broken_the_slug_is_found(source):
    assert Unread("posts/a.md", source).may_say("giving-first")


BLANK = {"empty": b"", "no front matter": b"# A title\n\nText.\n"}


@pytest.mark.parametrize("source", BLANK.values(), ids=BLANK.keys())
def test_a_file_without_front_matter_may_be_anything(source):
    assert Unread("posts/a.md", source).may_say("giving-first")


NAMES = {
    "a file": ("posts/a.md", "a", "a"),
    "another ending": ("posts/a.markdown", "a", "a"),
    "a dot within": ("posts/a.b.mkd", "a.b", "a.b"),
    "an ending that is none": ("posts/a.txt", "a.txt", "a.txt"),
    "the index of a folder": ("posts/a/index.md", "index", "a"),
    "the same by another name": ("posts/a/README.md", "README", "a"),
    "an index of nothing": ("index.md", "index", "index"),
}


@pytest.mark.parametrize(("path", "name", "called"), NAMES.values(), ids=NAMES.keys())
def test_a_file_is_called_after_its_name_or_its_folder(path, name, called):
    assert (stem(path), file_name(path)) == (name, called)


def test_markdown_files_are_those_of_mkdocs():
    assert set(MARKDOWN) == set(markdown_extensions)
