"""`authors.yml` becomes people, or problems with the line of each."""

import pytest

from postroom.model.author import Author
from postroom.model.options import Options
from postroom.model.site import Site
from postroom.reading.authors import People, parse_authors

PATH = "authors.yml"


def complaints(*lines: str) -> list[str]:
    """What the owner of a site reads about these people."""
    source = "\n".join(lines).encode(errors="surrogateescape")
    problems = parse_authors(PATH, source).problems
    told = (str(p).removeprefix(PATH).replace("\n    fix: ", " // ") for p in problems)
    return sorted(told)


FORMS = {
    "people at the top": ["ines:", "  name: Ines Okafor"],
    "people below a key, as in a Material blog": [
        "authors:",
        "  ines:",
        "    name: Ines Okafor",
    ],
}


@pytest.mark.parametrize("lines", FORMS.values(), ids=FORMS.keys())
def test_an_author_needs_but_a_name(lines):
    people = parse_authors(PATH, "\n".join(lines).encode())

    assert people == People(
        {"ines": Author(id="ines", name="Ines Okafor")}, frozenset({"ines"})
    )


def test_a_file_without_anybody_is_no_fault():
    assert parse_authors(PATH, b"# nobody yet\n") == People()


_GONE = "remove it, or check its spelling"
_WHOLE = "write a whole address that begins with https://"
BAD = {
    "a name that is all there is": (
        ["ines: Ines Okafor"],
        [":1 [ines.name]: there is no name // add `name: ...`"],
    ),
    "a slip of the pen": (
        ["ines:", "  name: Ines", "  descripton: Editor"],
        [":3 [ines.descripton]: unknown key // did you mean `description`?"],
    ),
    "a slip of the pen in a link": (
        [
            "ines:",
            "  name: Ines",
            "  links:",
            "    - {name: Blog, uri: https://ines.example}",
        ],
        [
            ":4 [ines.links.0.uri]: unknown key // did you mean `url`?",
            ":4 [ines.links.0.url]: there is no url // add `url: ...`",
        ],
    ),
    "an address without a scheme, below `authors`": (
        ["authors:", "  ines:", "    name: Ines", "    url: ines.example"],
        [f":4 [ines.url]: got 'ines.example' // {_WHOLE}"],
    ),
    "an account without a server": (
        ["ines:", "  name: Ines", "  fediverse: ines"],
        [
            ":3 [ines.fediverse]: got 'ines' // "
            "write an account such as `@ines@social.example`"
        ],
    ),
    "a key with a space": (
        ["Ines Okafor:", "  name: Ines"],
        [
            ":1 [Ines Okafor]: got 'Ines Okafor' // "
            "use letters, digits, `.`, `-` and `_` for the key of an author, such as `ines`"
        ],
    ),
    "a list of people": (
        ["- ines", "- jon"],
        [
            ":1: got ['ines', 'jon'] instead of keys and values // "
            "write one `key: value` a line"
        ],
    ),
    "a list below `authors`": (
        ["authors:", "  - ines"],
        [":1 [authors]: got ['ines'] // write `key: ...` below it"],
    ),
    "Latin-1": (
        ["ines:", "  name: In\udce9s"],
        [":2: byte 0xE9 is not UTF-8 // save the file with the encoding UTF-8"],
    ),
    "a tab": (
        ["ines:", "\tname: Ines"],
        [":2: a tab where YAML wants spaces: 'name: Ines' // indent with spaces"],
    ),
    "faults of two people": (
        ["ines:", "  nme: Ines", "jon:", "  name: Jon", "  url: jon"],
        [
            ":1 [ines.name]: there is no name // add `name: ...`",
            ":2 [ines.nme]: unknown key // did you mean `name`?",
            f":5 [jon.url]: got 'jon' // {_WHOLE}",
        ],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_told_with_line_key_value_and_remedy(lines, expected):
    assert complaints(*lines) == expected


def test_one_faulty_author_does_not_hide_the_others():
    source = b"ines:\n  url: ines\njon:\n  name: Jon\n"

    people = parse_authors(PATH, source)

    assert list(people.authors) == ["jon"]
    assert people.named == {"ines", "jon"}


def test_of_a_file_that_cannot_be_read_nobody_knows_who_is_in_it():
    assert parse_authors(PATH, b"ines: [").named is None


def test_another_key_above_all_people_is_one_mistake():
    assert complaints(
        "author:", "  ines:", "    name: Ines", "  jon:", "    name: Jon"
    ) == [":1 [author]: unknown key // did you mean `authors`?"]


ELSEWHERE = {
    "a slug that leads out": ["ines:", "  name: Ines", "  slug: ../../etc"],
    "a slug of two parts": ["ines:", "  name: Ines", "  slug: a/b"],
    "a key of which no address is left": ["..:", "  name: Ines"],
}


@pytest.mark.parametrize("lines", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_profile_can_only_stand_where_profiles_stand(lines):
    assert complaints(*lines) != []


SHARED = {
    "a slug like another's key": [
        "ines:",
        "  name: Ines",
        "jon:",
        "  name: Jon",
        "  slug: ines",
    ],
    "two keys that differ in a dot": ["a.b:", "  name: Ines", "ab:", "  name: Jon"],
}


@pytest.mark.parametrize("lines", SHARED.values(), ids=SHARED.keys())
def test_two_profiles_cannot_share_an_address(lines):
    assert len(complaints(*lines)) == 1


ELSEWHERE = {
    "an address below the site": ("url: about/", "url"),
    "a slug with a dot": ("slug: ines.o", "slug"),
    "places that are no list": ("links: here", "links"),
}


@pytest.mark.parametrize(("line", "key"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_means_something_else_in_a_material_blog_is_no_error(line, key):
    source = f"authors:\n  Ines O:\n    name: Ines\n    mastodon: '@i'\n    {line}\n"

    people = parse_authors(PATH, source.encode(), is_lenient=True)

    assert [*people.authors] == ["Ines O"]
    assert [(p.place.key, p.is_fatal) for p in people.problems] == [
        (f"Ines O.{key}", False)
    ]


PROFILES = {
    "a key": ("Ines.O", "", "Ines.O"),
    "a key of two words": ("Ines O", "", "Ines O"),
    "a slug": ("ines", "slug: Ines", "Ines"),
    "a slug with a dot": ("ines", "slug: in.es", "in.es"),
}


@pytest.mark.parametrize(
    ("key", "line", "expected"), PROFILES.values(), ids=PROFILES.keys()
)
def test_a_profile_stands_where_it_stood_in_a_material_blog(key, line, expected):
    source = f"{key}:\n  name: Ines\n  {line}\n"
    people = parse_authors(PATH, source.encode(), is_lenient=True)
    options = Options(layout="material-blog", authors_profiles=True)
    site = Site("A", "https://a.example/", options)

    assert site.author_page(people.authors[key]) == f"blog/author/{expected}/"


HOMES = {
    "a profile": (Options(), "https://a.example/authors/ines/"),
    "a page elsewhere": (Options(layout="material-blog"), "https://ines.example/"),
}


@pytest.mark.parametrize(("options", "expected"), HOMES.values(), ids=HOMES.keys())
def test_an_author_is_at_home_somewhere(options, expected):
    site = Site("A", "https://a.example/", options)
    ines = Author(id="ines", name="Ines", url="https://ines.example/")

    assert site.home_of_author(ines) == expected
    assert site.home_of_author(Author(id="jo", name="Jo")) in (
        "https://a.example/",
        "https://a.example/authors/jo/",
    )
