"""Files get other names: links lead where they led, and no other letter changes."""

from __future__ import annotations

import pytest

from postroom.reading.frontmatter import parse_document
from postroom.reading.relinking import Renames, put_key, relink, rename_in_settings

KNOWN = {"posts/a.md", "posts/b.md", "posts/pic (1).png", "about.md", "guide/x.md"}
HERE = Renames({"posts/a.md": "posts/new.md"}, KNOWN, {"a": "new"})
AWAY = Renames({"posts/a.md": "posts/2026/new one.md"}, KNOWN)

LINKS = {
    "a link": ("[x](a.md)", "[x](new.md)"),
    "with its place": ("[x](a.md#top)", "[x](new.md#top)"),
    "with a title": ('[x](a.md "A title")', '[x](new.md "A title")'),
    "in brackets": ("[x](<a.md>)", "[x](<new.md>)"),
    "from the folder above": ("[x](../posts/a.md)", "[x](new.md)"),
    "a reference": ("[x][r]\n\n[r]: a.md", "[x][r]\n\n[r]: new.md"),
    "HTML": ('<a href="a.md">x</a>', '<a href="new.md">x</a>'),
    "HTML in one quote": ("<a href='a.md'>x</a>", "<a href='new.md'>x</a>"),
    "twice": ("[x](a.md) [y](a.md)", "[x](new.md) [y](new.md)"),
    "in a letter from Windows": ("[x](a.md)\r\n\r\ny", "[x](new.md)\r\n\r\ny"),
    "in code": ("`[x](a.md)`", "`[x](a.md)`"),
    "in a block of code": ("```\n[x](a.md)\n```", "```\n[x](a.md)\n```"),
    "another file": ("[x](about.md)", "[x](about.md)"),
    "a file of that name elsewhere": ("[x](guide/a.md)", "[x](guide/a.md)"),
    "the web": ("[x](https://a.example/a.md)", "[x](https://a.example/a.md)"),
    "from the root": ("[x](/posts/a.md)", "[x](/posts/a.md)"),
    "the word": ("a.md is a file", "a.md is a file"),
    "further reading": (
        "---\nlinks:\n  - posts/a.md#x\n  - T: posts/a.md\n---\nt",
        "---\nlinks:\n  - posts/new.md#x\n  - T: posts/new.md\n---\nt",
    ),
    "an issue's list": (
        "---\nsections:\n- {posts: [a, b], title: a}\n---\n",
        "---\nsections:\n- {posts: [new, b], title: a}\n---\n",
    ),
    "front matter that is broken": (
        "---\na: [\n---\n[x](a.md)",
        "---\na: [\n---\n[x](new.md)",
    ),
}


@pytest.mark.parametrize(("before", "after"), LINKS.values(), ids=LINKS.keys())
def test_who_links_to_it_follows(before, after):
    assert relink("posts/b.md", before, HERE) == after


MOVED = {
    "a neighbour": ("[x](b.md#y)", "[x](../b.md#y)"),
    "a page above": ("[x](../about.md)", "[x](../../about.md)"),
    "itself": ("[x](a.md#y)", "[x](new%20one.md#y)"),
    "a picture": ("![](pic%20(1).png)", "![](../pic%20%281%29.png)"),
    "its cover": ("---\nimage: pic (1).png\n---\n", '---\nimage: "../pic (1).png"\n---\n'),
    "its cover in full": (
        "---\nimage:\n  src: 'pic (1).png' # ours\n---\n",
        '---\nimage:\n  src: "../pic (1).png" # ours\n---\n',
    ),
    "what is not there": ("[x](gone.md)", "[x](gone.md)"),
}


@pytest.mark.parametrize(("before", "after"), MOVED.values(), ids=MOVED.keys())
def test_a_file_that_moves_away_still_leads_where_it_led(before, after):
    assert relink("posts/a.md", before, AWAY) == after


def test_a_step_names_the_post_by_its_new_slug():
    step = "post: a  # the essay\nmove: offered\n"

    assert relink("groups/h/1.yml", step, HERE) == step.replace(": a ", ": new ")


def test_the_settings_name_it_by_its_new_path():
    nav = "nav:\n  - A: posts/a.md\n  - B: posts/a.md.txt\n  - old/posts/a.md\n"

    assert rename_in_settings(nav, HERE.paths) == nav.replace(
        "A: posts/a.md", "A: posts/new.md"
    )


PUT = {
    "no such key": ("---\ntitle: x\n---\nt", "---\ntitle: x\naliases: [o/]\n---\nt"),
    "a list in one line": (
        "---\naliases: [a/] # was\nb: 1\n---\n",
        "---\naliases: [o/] # was\nb: 1\n---\n",
    ),
    "a list in many lines": (
        "---\naliases:\n  - a/\n  - b/\n\n# why\nb: 1\n---\n",
        "---\naliases: [o/]\n\n# why\nb: 1\n---\n",
    ),
    "a list without indent": (
        "---\naliases:\n- a/\nb: 1\n---\n",
        "---\naliases: [o/]\nb: 1\n---\n",
    ),
    "one word": ("---\naliases: a/\n---\n", "---\naliases: [o/]\n---\n"),
    "nothing": ("---\naliases:\nb: 1\n---\n", "---\naliases: [o/]\nb: 1\n---\n"),
    "from Windows": ("---\r\na: 1\r\n---\r\nt", "---\r\na: 1\r\naliases: [o/]\r\n---\r\nt"),
    "a long text above": (
        "---\na: >-\n  b\n---\n",
        "---\na: >-\n  b\naliases: [o/]\n---\n",
    ),
    "no front matter": ("# Title\n", "---\naliases: [o/]\n---\n\n# Title\n"),
    "an empty one": ("---\n---\nt", "---\naliases: [o/]\n---\nt"),
}


@pytest.mark.parametrize(("before", "after"), PUT.values(), ids=PUT.keys())
def test_a_key_is_put_where_it_was_or_at_the_end(before, after):
    assert put_key("a.md", before, "aliases", ["o/"]) == after


@pytest.mark.parametrize(
    "word", ["2019", "no", "a: b", "été/", "x y/", "- a", "#", '"', "1e3"]
)
def test_a_word_is_read_as_it_is_meant(word):
    document = parse_document("a.md", put_key("a.md", "# T\n", "aliases", [word]).encode())

    assert document.meta == {"aliases": [word]}


def test_a_file_of_yaml_has_its_keys_at_its_end():
    assert put_key("g.yml", "name: x", "aliases", ["h"]) == "name: x\naliases: [h]\n"
