"""Any bytes become front matter and body, or one sentence on why they cannot."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.factories import a_file

from postroom.errors import Problem
from postroom.reading.frontmatter import Document, key_line, parse_document

_BEGIN = "begin it with `---`, `title: ...`, `date: 2026-03-04` and `---`"
_CHECK = "check quotes, brackets and indentation on this line and the one above"
_SPACES = "indent with spaces"
_PAIRS = "write one `key: value` a line"

UNREADABLE = {
    "an empty file": (b"", f"a.md: the file is empty // {_BEGIN}"),
    "white space only": (b" \n\t\r\n", f"a.md: the file is empty // {_BEGIN}"),
    "text without front matter": (
        b"# Hello\n\nText.\n",
        f"a.md:1: there is no front matter // {_BEGIN}",
    ),
    "front matter that never ends": (
        b"---\ntitle: One\n\nText.\n",
        "a.md:1: the front matter never ends // close it with a line `---`",
    ),
    "front matter that never ends, behind a space": (
        b"--- \ntitle: One\n\nText.\n",
        "a.md:1: the front matter never ends // close it with a line `---`",
    ),
    "Latin-1": (
        "---\ntitle: One\nname: Café\n---\n".encode("latin-1"),
        "a.md:3: byte 0xE9 is not UTF-8 // save the file with the encoding UTF-8",
    ),
    "UTF-16": (
        "---\ntitle: One\n---\n".encode("utf-16"),
        "a.md:1: byte 0xFF is not UTF-8 // save the file with the encoding UTF-8",
    ),
    "two megabytes": (
        a_file("title: One", body="x" * 2_000_000),
        "a.md: the file has 2.0 MB; an essay may have 1 MB // "
        "split it, or move embedded pictures into files of their own",
    ),
    "a tab before a key": (
        a_file("title: One", "series:", "\tname: Two"),
        f"a.md:4: a tab where YAML wants spaces: 'name: Two' // {_SPACES}",
    ),
    "a second colon": (
        a_file("date: 2026-03-04", "title: One: two"),
        "a.md:3: a second colon in 'title: One: two' // "
        'put the value in quotes: `title: "One: two"`',
    ),
    "a bracket that never closes": (
        a_file("tags: [one, two", "title: One"),
        "a.md:3: broken YAML, did not find expected ',' or ']': 'title: One' // " + _CHECK,
    ),
    "a value that begins with an at": (
        a_file("title: @ines"),
        "a.md:2: broken YAML, found character that cannot start any token: "
        f"'title: @ines' // {_CHECK}",
    ),
    "an alias of nothing": (
        a_file("title: *One"),
        f"a.md:2: broken YAML, found undefined alias: 'title: *One' // {_CHECK}",
    ),
    "a list": (
        a_file("- one", "- two"),
        f"a.md:2: got ['one', 'two'] instead of keys and values // {_PAIRS}",
    ),
    "a sentence": (
        a_file("Hello there"),
        f"a.md:2: got 'Hello there' instead of keys and values // {_PAIRS}",
    ),
    "an object of Python": (
        a_file("title: !!python/object/apply:os.getcwd []"),
        "a.md:2: broken YAML, could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/object/apply:os.getcwd': "
        f"'title: !!python/object/apply:os.getcwd []' // {_CHECK}",
    ),
}


@pytest.mark.parametrize(("source", "expected"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_says_where_what_and_how_to_mend_it(source, expected):
    found = parse_document("a.md", source)

    assert isinstance(found, Problem)
    assert f"{found.place}: {found.what} // {found.fix}" == expected


def test_a_quote_that_never_closes_is_found_where_it_was_opened():
    found = parse_document("a.md", a_file('title: "One', "date: 2026-03-04", "tags: []"))

    assert isinstance(found, Problem)
    assert found.place.line == 2


EXPLICIT = {
    "a number that is none": "readtime: !!int many",
    "a number without a digit": "readtime: !!int",
    "a date that is none": "date: !!timestamp soon",
    "a switch that is none": "draft: !!bool perhaps",
    "a number of 5,000 digits": f"readtime: {'9' * 5000}",
    "three thousand brackets": "tags: " + "[" * 3000,
}


@pytest.mark.parametrize("line", EXPLICIT.values(), ids=EXPLICIT.keys())
def test_a_value_that_yaml_itself_cannot_read_is_a_problem(line):
    found = parse_document("a.md", a_file("title: One", line))

    assert isinstance(found, Problem)
    assert found.place.path == "a.md"


DEEP = {"brackets": "[", "braces": "{a: ", "dashes": "- ", "question marks": "? "}


@pytest.mark.parametrize("opening", DEEP.values(), ids=DEEP.keys())
def test_nesting_without_end_does_not_end_the_process(opening):
    code = (
        "from postroom.reading.frontmatter import parse_document as parse;"
        f"front = 200_000 * {opening.encode()!r};"
        "print(parse('a.md', b'---\\n' + front + b'\\n---\\n').place)"
    )

    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert (made.returncode, made.stdout.partition(b":")[0]) == (0, b"a.md")


SPELLINGS = {
    "a byte order mark": b"\xef\xbb\xbf" + a_file("title: One"),
    "line ends of Windows": a_file("title: One").replace(b"\n", b"\r\n"),
    "line ends of an old Mac": a_file("title: One").replace(b"\n", b"\r"),
    "dots as the second fence": b"---\ntitle: One\n...\nThe text.\n",
    "spaces behind the fences": b"---  \ntitle: One\n--- \t\nThe text.\n",
    "control characters": a_file("title: O\x00n\x0be", body="The\x1b text.\n"),
}


@pytest.mark.parametrize("source", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_file_reads_the_same_however_an_editor_saved_it(source):
    found = parse_document("a.md", source)

    assert found == Document({"title": "One"}, "title: One\n", "The text.\n")


def test_front_matter_without_a_key_is_empty():
    assert parse_document("a.md", b"---\n---\nText.") == Document({}, "", "Text.")


def test_a_rule_in_the_text_does_not_end_the_front_matter_twice():
    found = parse_document("a.md", a_file("title: One", body="Above.\n\n---\n\nBelow.\n"))

    assert isinstance(found, Document)
    assert found.body == "Above.\n\n---\n\nBelow.\n"


def test_every_key_is_a_word_even_if_yaml_reads_it_otherwise():
    found = parse_document("a.md", a_file("2026: a year", "no: an answer"))

    assert isinstance(found, Document)
    assert set(found.meta) == {"2026", "False"}


TEXT = (
    "title: One\nauthors:\n  - ines\n  - jon\nimage:\n  src: a.png\n  # words\n  alt: A\n"
)
LINES = {
    "a key": (("title",), 1),
    "a key within a key": (("image", "alt"), 8),
    "a place in a list": (("authors", "1"), 4),
    "a place behind the end of a list": (("authors", "7"), 2),
    "a key nobody wrote": (("image", "credit"), 5),
    "no key at all": ((), 1),
}


@pytest.mark.parametrize(("keys", "expected"), LINES.values(), ids=LINES.keys())
def test_the_line_of_a_key_is_found_or_that_of_the_one_above(keys, expected):
    assert key_line(TEXT, keys) == expected


def test_in_text_that_is_no_yaml_every_key_is_on_the_first_line():
    assert key_line("title: [", ("title",)) == 1


fronts = st.lists(
    st.sampled_from(["title", "tags", ":", " ", "\n", "-", "[", "]", "{", "}", '"', "'"])
    | st.sampled_from(
        ["&a ", "*a", "!!int ", "!!set ", "? ", "| ", "> ", "#", "%", "\t", "~"]
    )
    | st.sampled_from(
        ["2026-03-04", "2026-02-30", "12:30", "no", "0x", ".inf", "1e9", "<<"]
    )
    | st.characters(),
    max_size=20,
).map("".join)


@given(fronts)
@example("a: !!int ")
@example("a: !!int b")
@example("a: !!timestamp b")
def test_any_front_matter_is_read_or_refused_but_never_breaks_the_build(front):
    source = f"---\n{front}\n---\nText.\n".encode(errors="replace")

    found = parse_document("a.md", source)

    assert isinstance(found, (Document, Problem))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_but_never_break_the_build(source):
    assert isinstance(parse_document("a.md", source), (Document, Problem))
