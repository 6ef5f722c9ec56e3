"""A text converted by a reader that was used before, and that skips what cannot match."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.engines.mkdocs.conversion import explain_extensions
from postroom.engines.mkdocs.inline import list_marks, try_where_possible

ROOT = Path(__file__).resolve().parents[2]
MARKS = {
    "a character": (r"`", "`"),
    "the first of several": (r"\!\[", "!"),
    "one of a few": (r"\*|_", "*_"),
    "a set": (r"[<>]b?", "<>"),
    "what is looked ahead for": (r"(?=~)..", "~"),
    "what is looked back for": (r"(?<=~)..", "~"),
    "what is there at least once": (r"(?:\[x?)+", "["),
    "one way asks, the other too": (r"(a#|b&)", "#&"),
    "fewer rather than more": (r"[xyz]q", "q"),
}
UNKNOWN = {
    "anything": r".*",
    "what may be missing": r"a*(?:b)?",
    "what must not be there": r"(?!a)\d",
    "all but one": r"[^a]",
    "a range": r"[a-z]",
    "one way asks, the other not": r"(a|\d)",
    "a letter of either case": r"(?i)a",
    "the same in a part": r"(?i:a)",
}


@pytest.mark.parametrize(("pattern", "marks"), MARKS.values(), ids=MARKS.keys())
def test_marks_of_which_a_match_has_one_are_found(pattern, marks):
    compiled = re.compile(pattern)

    assert list_marks(pattern, compiled.flags) == frozenset(marks)


@pytest.mark.parametrize("pattern", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_of_what_asks_for_nothing_in_particular_nothing_is_known(pattern):
    assert list_marks(pattern, re.compile(pattern).flags) is None


BUILT_IN = (
    "abbr admonition attr_list def_list fenced_code footnotes legacy_attrs legacy_em"
    " md_in_html meta nl2br sane_lists smarty tables toc wikilinks"
).split()
MORE = (
    "arithmatex betterem caret critic details escapeall fancylists highlight inlinehilite"
    " keys magiclink mark progressbar quotes saneheaders smartsymbols striphtml superfences"
    " tabbed tasklist tilde blocks.admonition blocks.caption blocks.definition"
    " blocks.details blocks.html blocks.tab"
).split()
SETS = {
    "none": [],
    "ours": "abbr admonition attr_list def_list footnotes md_in_html smarty tables toc"
    " pymdownx.details pymdownx.highlight pymdownx.inlinehilite pymdownx.superfences"
    " pymdownx.tabbed pymdownx.tasklist",
    "all that are built in": BUILT_IN,
    "old ones": "extra codehilite",
    **{f"{name} of pymdownx": f"smarty toc pymdownx.{name}" for name in MORE},
}
TEXTS = [
    "# A\n\n*a* **b** ***c*** _d_ `e` ~~f~~ ==g== ^^h^^ H~2~O \"i\" -- 'j'... <k@l.example>"
    ' <https://m.example> [n](o "p") ![q](r) [s][t] &copy; &lt; \\* u  \nv',
    "[t]: /t\n[^1]: note\n*[HTML]: Language\n\nHTML[^1] [[Wiki Page]] ++ctrl+a++ [=50%]\n",
    "## A {#b .c}\n\n!!! note\n    d\n\n??? tip\n    e\n\n- [x] f\n- [ ] g\n",
    "term\n:   h\n",
    '```python title="a"\nprint("b")\n```\n\n`#!python c` {++d++} {--e--} --> f (c) 1/2\n',
    '=== "A"\n    b\n\n=== "C"\n    d\n\n<div markdown="1">*e*</div>\n',
    "| f | g |\n|-|-|\n| h | i |",
    "/// caption\nA\n///\n\n/// tab | B\nc\n///\n\n/// details | D\ne\n///\n",
    "## A\n\n## A\n\n[^1]\n\n[^1]: b\n",
    "",
]


def _reader(extensions: str | list[str]) -> markdown.Markdown:
    names = extensions.split() if isinstance(extensions, str) else extensions
    return markdown.Markdown(extensions=names)


def _told(reader: markdown.Markdown, text: str) -> tuple[str, object]:
    return reader.convert(text), getattr(reader, "toc_tokens", [])


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS.keys())
def test_what_was_converted_before_leaves_no_trace(extensions):
    essays = [p.read_text(encoding="utf-8") for p in (ROOT / "content/posts").glob("*.md")]
    again = _reader(extensions)
    try_where_possible(again)

    for text in [*TEXTS, *essays[:4], *reversed(TEXTS)]:
        assert _told(again.reset(), text) == _told(_reader(extensions), text)


MARKED = [*"`*_[]()!<>&\\~^=+-#|:\"'{}/ab \n", "  \n", "](", "![", "**", "``"]
PIECES = st.sampled_from(MARKED)
READERS = [(_reader(SETS[name]), _reader(SETS[name])) for name in ("none", "ours")]
for _, selective in READERS:
    try_where_possible(selective)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_patterns_that_are_skipped_would_not_have_matched(text):
    for plain, selective in READERS:
        assert _told(selective.reset(), text) == _told(plain.reset(), text)


def _slug(text: str, separator: str) -> str:
    return text + separator


OPAQUE = {
    "files are read": (["pymdownx.snippets"], {}, "the extension pymdownx.snippets"),
    "pictures are read": (["pymdownx.b64"], {}, "the extension pymdownx.b64"),
    "all texts are counted": (
        ["footnotes"],
        {"footnotes": {"UNIQUE_IDS": True}},
        "the extension footnotes",
    ),
    "pictures of the site's own": (
        ["pymdownx.emoji"],
        {"pymdownx.emoji": {"options": {"custom_icons": ["icons"]}}},
        "the extension pymdownx.emoji",
    ),
    "somebody else's": (["postroom.errors"], {}, "the extension postroom.errors"),
    "an object": ([object()], {}, "the extension object"),
    "a function of the site's": (
        ["toc"],
        {"toc": {"slugify": _slug}},
        f"{_slug.__module__}._slug",
    ),
    "a thing": (["toc"], {"toc": {"slugify": {1}}}, "the setting {1}"),
}


@pytest.mark.parametrize(("names", "settings", "what"), OPAQUE.values(), ids=OPAQUE.keys())
def test_what_may_see_more_than_the_text_is_named(names, settings, what):
    assert explain_extensions(names, settings) == ([], what)


def test_settings_and_functions_of_known_libraries_are_told_apart():
    from pymdownx.slugs import slugify  # noqa: PLC0415

    told = [
        explain_extensions(["toc"], {"toc": own})
        for own in (
            {},
            {"slugify": slugify(case="lower")},
            {"slugify": slugify(case="fold")},
        )
    ]

    assert len({repr(spelled) for spelled, _ in told}) == len(told)
    assert {what for _, what in told} == {""}
