"""Files below `groups/` become groups, or problems with the line of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_post

from postroom.model.group import FeedRule, Group, Wants
from postroom.model.options import Options
from postroom.reading.groups import Partners, read_partners

HUMBER = "name: Humber Engineers\nkind: association\n"
POSTS = (
    a_post("fortlt25", slug="the-forty-letters", tags=["Letters"], categories=["Asking"]),
    a_post("giving12", slug="giving-first", series="Beginnings"),
)


def read(
    files: dict[str, str | bytes], folder: str = "groups", **options: object
) -> Partners:
    """What these files hold; their paths begin below the folder of the groups."""
    return read_partners(
        [
            (f"{folder}/{name}", text if isinstance(text, bytes) else text.encode())
            for name, text in files.items()
        ],
        folder=folder,
        posts=POSTS,
        issues=(),
        options=Options.model_validate(options),
        authors=["ines", "jon"],
    )


def complaints(files: dict[str, str | bytes]) -> list[str]:
    """What the owner of a site reads about these files; a warning begins with `(`."""
    told = [
        (problem, str(problem).removeprefix("groups/").replace("\n    fix: ", " // "))
        for problem in read(files).problems
    ]
    return [said if problem.is_fatal else f"({said})" for problem, said in told]


def test_a_group_needs_a_name_and_a_kind():
    partners = read({"humber-engineers.yml": HUMBER})

    assert partners == Partners(
        (
            Group(
                path="groups/humber-engineers.yml",
                id="humber-engineers",
                name="Humber Engineers",
                kind="association",
            ),
        ),
        (),
        (),
    )


def test_a_group_says_all_that_an_offer_needs():
    text = """\
name: Humber Engineers
newsletter: The Humber Bulletin
url: https://humber.example/
kind: association
size: 1_200
language: en-GB
cadence: monthly
deadline: last friday monthly
wants:
  formats: word
  words: 250-500
  topics: [letters, Beginnings]
  exclusive_days: 30
  third_person: true
licences: CC-BY-4.0
feed:
  authors: ines
  limit: 5
link_tag: utm_source=humber&utm_medium=print
note: Brenda likes short ones
"""

    [group] = read({"humber.yml": text}).groups

    assert read({"humber.yml": text}).problems == ()
    assert group.title == "The Humber Bulletin"
    assert group.size == 1200
    assert group.wants == Wants(
        formats=("word",),
        words=(250, 500),
        topics=("letters", "Beginnings"),
        exclusive_days=30,
        third_person=True,
    )
    assert group.wants.format == "word"
    assert group.licences == ("CC-BY-4.0",)
    assert group.feed == FeedRule(authors=("ines",), limit=5)
    assert group.topics == ("letters", "Beginnings")


def test_groups_are_listed_by_id_whatever_their_files_are_called():
    files = {"zebra.yml": HUMBER, "alumni.yaml": HUMBER, "b2b.yml": HUMBER}

    assert [group.id for group in read(files).groups] == ["alumni", "b2b", "zebra"]


def test_groups_can_be_in_another_folder():
    [group] = read({"humber.yml": HUMBER}, folder="blog/partners").groups

    assert (group.id, group.path) == ("humber", "blog/partners/humber.yml")


SHORT = {
    "a range of words": ("wants: {words: 250-500}", "words", (250, 500)),
    "a range with a dash": ("wants: {words: 250 – 500}", "words", (250, 500)),
    "a list of two": ("wants: {words: [250, 500]}", "words", (250, 500)),
    "the most words": ("wants: {words: 500}", "words", (0, 500)),
    "the most words in quotes": ("wants: {words: '500'}", "words", (0, 500)),
    "one topic": ("wants: {topics: Letters}", "topics", ("Letters",)),
    "no topic": ("wants: {topics: }", "topics", ()),
}


@pytest.mark.parametrize(("line", "key", "expected"), SHORT.values(), ids=SHORT)
def test_wishes_have_short_forms(line, key, expected):
    partners = read({"a.yml": f"{HUMBER}{line}\n"})

    assert partners.problems == ()
    assert getattr(partners.groups[0].wants, key) == expected


TRAPS = {
    "Norwegian": ("language: no", "language", "no"),
    "no feed": ("feed: no", "feed", False),
    "a feed": ("feed: yes", "feed", FeedRule()),
    "a name that is a number": ("newsletter: 1984", "newsletter", "1984"),
    "a key without a value": ("deadline:", "deadline", None),
}


@pytest.mark.parametrize(("line", "key", "expected"), TRAPS.values(), ids=TRAPS)
def test_what_yaml_reads_otherwise_is_read_as_it_was_meant(line, key, expected):
    partners = read({"a.yml": f"{HUMBER}{line}\n"})

    assert partners.problems == ()
    assert getattr(partners.groups[0], key) == expected


_TELL = (
    "write `15th monthly`, `last friday monthly`, `wednesday weekly`, or a rule such as "
    "`FREQ=MONTHLY;BYDAY=-1FR` (RFC 5545)"
)
_WORDS = "write the words as `250-500`, or one number for the most"
_TEXT = "write text, in quotes if it looks like a number or a date"
BAD_LINES = {
    "a slip of the pen": (
        "newsleter: x",
        "a.yml:3 [newsleter]: unknown key // did you mean `newsletter`?",
    ),
    "a slip within": (
        "wants: {topic: Letters}",
        "a.yml:3 [wants.topic]: unknown key // did you mean `topics`?",
    ),
    "a slip in a feed rule": (
        "feed:\n  author: ines",
        "a.yml:4 [feed.author]: unknown key // did you mean `authors`?",
    ),
    "what the file's name says": (
        "id: humber",
        "a.yml:3 [id]: unknown key // take it out: the file's name and folder say it",
    ),
    "a key twice": (
        "name: Again",
        "a.yml:3 [name]: the key stands here a second time // "
        "keep one `name:`, and take the other out",
    ),
    "another cadence": (
        "cadence: daily",
        "a.yml:3 [cadence]: got 'daily' // write one of 'weekly', 'fortnightly', "
        "'monthly', 'quarterly', 'yearly' or 'irregular'",
    ),
    "a time as deadline": ("deadline: 12:30", f"a.yml:3 [deadline]: got 750 // {_TELL}"),
    "a date as deadline": (
        "deadline: 2026-12-04",
        f"a.yml:3 [deadline]: got 2026-12-04 // {_TEXT}",
    ),
    "a rule that never comes": (
        "deadline: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "a.yml:3 [deadline]: got 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' // "
        "name a day that comes: this one does not for ten years",
    ),
    "a size that is true": (
        "size: yes",
        "a.yml:3 [size]: got True // write a whole number",
    ),
    "nobody": ("size: 0", "a.yml:3 [size]: got 0 // write a number from 1 on"),
    "words that are no number": (
        "wants: {words: few}",
        f"a.yml:3 [wants.words]: got 'few' // {_WORDS}",
    ),
    "words that are false": (
        "wants: {words: no}",
        f"a.yml:3 [wants.words]: got False // {_WORDS}",
    ),
    "words below nothing": (
        "wants: {words: -5}",
        f"a.yml:3 [wants.words]: got -5 // {_WORDS}",
    ),
    "words the wrong way round": (
        "wants: {words: 500-250}",
        "a.yml:3 [wants.words]: got '500-250' // "
        "write the fewer words first, such as `250-500`",
    ),
    "an odd format": (
        "wants: {formats: [pdf]}",
        "a.yml:3 [wants.formats.0]: got 'pdf' // "
        "write one of 'text', 'word', 'html' or 'markdown'",
    ),
    "a licence nobody knows": (
        "licences: CC",
        "a.yml:3 [licences]: got 'CC' // name one of ",
    ),
    "an address without a scheme": (
        "harvest: humber.example/feed",
        "a.yml:3 [harvest]: got 'humber.example/feed' // "
        "write a whole address that begins with https://",
    ),
    "a parameter without a value": (
        "link_tag: humber",
        "a.yml:3 [link_tag]: got 'humber' // write parameters such as `utm_source=humber`",
    ),
    "a country for a language": (
        "language: English",
        "a.yml:3 [language]: got 'English' // write a language tag such as `en` or `pt-BR`",
    ),
    "an author nobody knows": (
        "feed: {authors: [inse]}",
        "a.yml:3 [feed.authors.0]: unknown author 'inse' // did you mean `ines`?",
    ),
    "an author like nobody": (
        "feed: {authors: quentin}",
        "a.yml:3 [feed.authors]: unknown author 'quentin' // "
        "describe quentin in authors.yml",
    ),
    "a topic that no post has": (
        "wants: {topics: [Lettres]}",
        "(a.yml:3 [wants.topics.0]: no post has the category, tag or series 'Lettres' // "
        "did you mean `Letters`?)",
    ),
    "a topic like none": (
        "feed: {topics: Gardening}",
        "(a.yml:3 [feed.topics]: no post has the category, tag or series 'Gardening' // "
        "check its spelling, or write a post about it)",
    ),
    "every other week, but which": (
        "deadline: wednesday fortnightly",
        "(a.yml:3 [deadline]: got 'wednesday fortnightly', and nobody knows from when to "
        "count // say it: `wednesday fortnightly from 2026-01-07`)",
    ),
    "somebody's address": (
        "note: ask brenda@humber.example",
        "(a.yml:3: an e-mail address in a file that everybody can read // "
        "move it to addresses.yml, which stays out of Git)",
    ),
    "somebody's address in a comment": (
        "# ask brenda@humber.example",
        "(a.yml:3: an e-mail address in a file that everybody can read // "
        "move it to addresses.yml, which stays out of Git)",
    ),
}


@pytest.mark.parametrize(("line", "expected"), BAD_LINES.values(), ids=BAD_LINES)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(line, expected):
    [told] = complaints({"a.yml": f"{HUMBER}{line}\n"})

    assert told.startswith(expected) if expected.endswith(" ") else told == expected


SOUND_LINES = {
    "an account of the fediverse": "note: they are @ines@social.example",
    "a page of an account": "url: https://social.example/@ines.okafor",
    "a topic in other letters": "wants: {topics: [LETTERS, beginnings]}",
    "a wish for an author's essays": "wants: {topics: [ines]}",
}


@pytest.mark.parametrize("line", SOUND_LINES.values(), ids=SOUND_LINES)
def test_what_only_looks_wrong_is_left_alone(line):
    assert complaints({"a.yml": f"{HUMBER}{line}\n"}) == []


def test_a_category_that_is_allowed_may_wait_for_its_first_post():
    files = {"a.yml": f"{HUMBER}wants: {{topics: Gardening}}\n"}

    assert read(files, categories_allowed=["Gardening", "Asking"]).problems == ()


def test_nobody_is_unknown_where_authors_cannot_be_read():
    partners = read_partners(
        [("groups/a.yml", f"{HUMBER}feed: {{authors: [inse]}}\n".encode())],
        folder="groups",
        posts=(),
        issues=(),
        options=Options(),
        authors=None,
    )

    assert partners.problems == ()


_NAME = "name the file after small letters, digits and `-`, such as"
BAD_FILES = {
    "an empty file": (
        {"a.yml": ""},
        [
            "a.yml:1 [kind]: there is no kind // add `kind: ...`",
            "a.yml:1 [name]: there is no name // add `name: ...`",
        ],
    ),
    "a list": (
        {"a.yml": "- Humber\n"},
        [
            "a.yml:1: got ['Humber'] instead of keys and values // "
            "write one `key: value` a line"
        ],
    ),
    "a colon too many": (
        {"a.yml": "name: Humber: Engineers\n"},
        [
            "a.yml:1: a second colon in 'name: Humber: Engineers' // "
            'put the value in quotes: `title: "One: two"`'
        ],
    ),
    "Latin-1": (
        {"a.yml": b"name: Caf\xe9\n"},
        ["a.yml:1: byte 0xE9 is not UTF-8 // save the file with the encoding UTF-8"],
    ),
    "capitals and spaces in a name": (
        {"Humber Engineers.yml": HUMBER},
        [
            "Humber Engineers.yml: commands and addresses cannot call a group "
            f"'Humber Engineers' // {_NAME} humber-engineers.yml"
        ],
    ),
    "a name without a plain letter": (
        {"工程.yml": HUMBER},
        [
            "工程.yml: commands and addresses cannot call a group '工程' // "
            f"{_NAME} a-name.yml"
        ],
    ),
    "a hidden name": (
        {".yml": HUMBER},
        [f".yml: commands and addresses cannot call a group '' // {_NAME} a-name.yml"],
    ),
    "one group in two files": (
        {"a.yaml": HUMBER, "a.yml": HUMBER},
        ["a.yml: the group 'a' is already groups/a.yaml // make one file of the two"],
    ),
    "a file too deep": (
        {"a.yml": HUMBER, "a/2026/step.yml": "move: offered\n"},
        [
            "a/2026/step.yml: the file is neither a group nor a step of one // "
            "make it groups/<id>.yml or groups/<id>/<name>.yml"
        ],
    ),
    "one account twice": (
        {
            "a.yml": f"{HUMBER}platform: mastodon\nserver: https://social.example\n",
            "b.yml": f"{HUMBER}platform: mastodon\nserver: https://social.example/\n",
            "c.yml": f"{HUMBER}platform: mastodon\nserver: https://other.example/\n",
            "d.yml": f"{HUMBER}platform: devto\n",
        },
        [
            "(b.yml:3 [platform]: mastodon is already groups/a.yml // "
            "keep one of the two, or give each a `server` of its own)"
        ],
    ),
    "faults of several files": (
        {"a.yml": "\tname: x", "b.yml": f"{HUMBER}sise: 3\n", "c.yml": "kind: faith\n"},
        [
            "a.yml:1: a tab where YAML wants spaces: 'name: x' // indent with spaces",
            "b.yml:3 [sise]: unknown key // did you mean `size`?",
            "c.yml:1 [name]: there is no name // add `name: ...`",
        ],
    ),
}


@pytest.mark.parametrize(("files", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_all_that_is_wrong_with_files_is_told_at_once(files, expected):
    assert complaints(files) == expected


def test_a_file_from_elsewhere_is_no_group():
    partners = read_partners(
        [("humber.yml", HUMBER.encode())],
        folder="groups",
        posts=(),
        issues=(),
        options=Options(),
        authors=(),
    )

    assert partners.groups == ()
    assert [problem.place.path for problem in partners.problems] == ["humber.yml"]


def test_one_bad_group_hides_no_other():
    partners = read({"a.yml": "name: [", "b.yml": HUMBER})

    assert [group.id for group in partners.groups] == ["b"]


def test_an_address_is_never_shown_again():
    told = complaints({"a.yml": f"{HUMBER}note: brenda@humber.example\n"})

    assert "brenda" not in "".join(told)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{0,3}(/[a-z]{0,3}){0,3}\.yml", fullmatch=True),
        st.binary(max_size=40)
        | st.text(max_size=60).map(str.encode)
        | st.lists(
            st.sampled_from(
                (*HUMBER.split("\n"), "post: fortlt25", "move: offered", "date: 2026-12-04")
            )
        ).map(lambda lines: "\n".join(lines).encode()),
        max_size=5,
    )
)
def test_whatever_is_in_files_is_read_or_told(files):
    partners = read(files)

    places = {problem.place.path for problem in partners.problems if problem.is_fatal}
    known = {group.path for group in partners.groups}
    known |= {step.path for p in partners.placements for step in p.steps}
    assert all(
        f"groups/{name}" in known | places
        or f"groups/{name.rpartition('/')[0]}/" in places  # its group is missing
        or f"groups/{name.rpartition('/')[0]}.yml" in places
        for name in files
    )
