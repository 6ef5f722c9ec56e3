"""Web addresses lose their trackers, and two that lead to one page are the same."""

from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.model.address import file_of_page, folder_of_page, normalise, tidy

TIDY = {
    "nothing to do": ("https://a.example/b?c=1#d", "https://a.example/b?c=1#d"),
    "a campaign": ("https://a.example/b?utm_source=x&utm_medium=y", "https://a.example/b"),
    "a campaign among others": (
        "https://a.example/b?id=7&utm_campaign=z&page=2",
        "https://a.example/b?id=7&page=2",
    ),
    "in capitals": ("https://a.example/?UTM_Source=x", "https://a.example/"),
    "in code": ("https://a.example/?utm%5Fsource=x", "https://a.example/"),
    "a click": ("https://a.example/?fbclid=abc&gclid=d&a=1", "https://a.example/?a=1"),
    "a mailing": ("https://a.example/?mc_cid=1&mc_eid=2&_hsenc=3", "https://a.example/"),
    "an empty tracker": ("https://a.example/?utm_source", "https://a.example/"),
    "the fragment stays": (
        "https://a.example/?fbclid=1#part-2",
        "https://a.example/#part-2",
    ),
    "a fragment with trackers stays": (
        "https://a.example/#utm_source=x",
        "https://a.example/#utm_source=x",
    ),
    "the order stays": ("https://a.example/?b=1&a=2&b=0", "https://a.example/?b=1&a=2&b=0"),
    "an empty value stays": ("https://a.example/?a=&b", "https://a.example/?a=&b"),
    "code stays as it was written": (
        "https://a.example/%7Eme?q=a%20b+c&utm_id=1",
        "https://a.example/%7Eme?q=a%20b+c",
    ),
    "a ref that counts": ("https://a.example/?ref=producthunt", "https://a.example/"),
    "a ref by address": ("https://a.example/?ref=our.example.org", "https://a.example/"),
    "a ref that may matter": (
        "https://git.example/x?ref=main",
        "https://git.example/x?ref=main",
    ),
    "a ref that is a version": (
        "https://git.example/x?ref=v1.22",
        "https://git.example/x?ref=v1.22",
    ),
    "a source that may matter": (
        "https://a.example/?source=42",
        "https://a.example/?source=42",
    ),
    "a name that only begins like one": (
        "https://a.example/?fbclids=1&igs=2",
        "https://a.example/?fbclids=1&igs=2",
    ),
    "a path that looks like one": (
        "https://a.example/utm_source=x",
        "https://a.example/utm_source=x",
    ),
}


@pytest.mark.parametrize(("url", "expected"), TIDY.values(), ids=TIDY)
def test_tidy(url, expected):
    assert tidy(url) == expected


SAME = {
    "scheme": ("http://a.example/b", "https://a.example/b"),
    "www": ("https://www.a.example/b", "https://a.example/b"),
    "capitals of the host": ("https://A.Example/b", "https://a.example/b"),
    "slash at the end": ("https://a.example/b/", "https://a.example/b"),
    "no path at all": ("https://a.example", "https://a.example/"),
    "the index": ("https://a.example/b/index.html", "https://a.example/b/"),
    "the port that it has anyway": ("https://a.example:443/b", "https://a.example/b"),
    "the other port that it has anyway": ("http://a.example:80/b", "https://a.example/b"),
    "a dot behind the host": ("https://a.example./b", "https://a.example/b"),
    "slashes twice": ("https://a.example//b", "https://a.example/b"),
    "order of parameters": ("https://a.example/?b=1&a=2", "https://a.example/?a=2&b=1"),
    "code of letters": ("https://a.example/%7eme", "https://a.example/~me"),
    "case of code": ("https://a.example/%c3%bc", "https://a.example/%C3%BC"),
    "letters as they are": ("https://a.example/ü", "https://a.example/%C3%BC"),
    "blanks in parameters": ("https://a.example/?q=a+b", "https://a.example/?q=a%20b"),
    "names in other alphabets": (
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
    ),
    "trackers": ("https://a.example/b?utm_source=x&c=1", "https://a.example/b?c=1"),
    "the question mark alone": ("https://a.example/b?", "https://a.example/b"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_addresses_of_one_page_are_the_same(one, other):
    assert normalise(one) == normalise(other)


OTHER = {
    "fragment": ("https://a.example/#b", "https://a.example/#c"),
    "a fragment or none": ("https://a.example/#b", "https://a.example/"),
    "path": ("https://a.example/b", "https://a.example/c"),
    "capitals of the path": ("https://a.example/B", "https://a.example/b"),
    "parameter": ("https://a.example/?v=1", "https://a.example/?v=2"),
    "a parameter twice": ("https://a.example/?v=1", "https://a.example/?v=1&v=1"),
    "port": ("https://a.example:8080/", "https://a.example/"),
    "the port of the other scheme": ("https://a.example:80/", "https://a.example/"),
    "part of the site": ("https://b.a.example/", "https://a.example/"),
    "a name that begins with www": ("https://wwwa.example/", "https://a.example/"),
    "a slash in code": ("https://a.example/b%2Fc", "https://a.example/b/c"),
}


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_addresses_of_two_pages_differ(one, other):
    assert normalise(one) != normalise(other)


ODD = {
    "a port that is none": "https://a.example:99999/b",
    "a port in letters": "https://a.example:b/",
    "a label that is too long": f"https://{'a' * 70}.example/",
    "two dots": "https://a..example/",
    "an address of numbers": "https://[::1]/b",
    "somebody's password": "https://me:secret@a.example/b",
    "half a code": "https://a.example/%",
    "code that is no text": "https://a.example/%FF%FE",
    "a host alone": "https://a",
    "nothing but www": "https://www./",
    "a backslash": "https://a.example\\@b.example/",
}


@pytest.mark.parametrize("url", ODD.values(), ids=ODD)
def test_odd_addresses_have_a_form_too(url):
    assert normalise(url) == normalise(url)
    assert tidy(url) == url


def test_a_password_is_no_part_of_the_form():
    assert "secret" not in normalise("https://me:secret@a.example/b")


PART = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
NAMES = st.sampled_from(
    "a b id q page UTM_source utm_x fbclid gclid ref source _ga".split()
)
HOSTS = st.sampled_from(
    "a.example A.Example www.a.example a.example:8443 a.example:8080 bücher.example".split()
)


@st.composite
def addresses(draw) -> str:
    path = "/".join(quote(p) for p in draw(st.lists(PART, max_size=3)))
    pairs = draw(st.lists(st.tuples(NAMES, PART), max_size=4))
    query = "&".join(f"{name}={quote(value)}" for name, value in pairs)
    fragment = quote(draw(PART))
    return (
        f"{draw(st.sampled_from(['http', 'https']))}://{draw(HOSTS)}/{path}"
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )


@given(addresses())
def test_no_tracker_survives(url):
    for found in (tidy(url), f"https://{normalise(url)}"):
        names = {name.lower() for name, _ in parse_qsl(urlsplit(found).query)}
        assert not {name for name in names if name.startswith(("utm_", "fbclid", "gclid"))}


@given(addresses())
def test_what_is_tidy_stays_so_and_has_its_fragment(url):
    found = tidy(url)

    assert tidy(found) == found
    assert urlsplit(found).fragment == urlsplit(url).fragment
    assert urlsplit(found).path == urlsplit(url).path


@given(addresses())
def test_the_form_of_a_form_is_itself(url):
    found = normalise(url)

    assert normalise(f"https://{found}") == found
    assert urlsplit(f"https://{found}").fragment == urlsplit(url).fragment


@given(addresses())
def test_what_is_tidied_has_the_same_form(url):
    assert normalise(tidy(url)) == normalise(url)


PLACES = {
    "a folder": ("a/b/", "a/b/index.html", "a/b"),
    "a file": ("a/b.html", "a/b.html", "a/b"),
    "the file of a folder": ("a/b/index.html", "a/b/index.html", "a/b"),
    "a folder called as a file": ("a/b.html/", "a/b.html/index.html", "a/b.html"),
    "the front page": ("", "index.html", ""),
    "its file": ("index.html", "index.html", ""),
}


@pytest.mark.parametrize(("page", "file", "folder"), PLACES.values(), ids=PLACES.keys())
def test_a_page_has_a_file_and_a_folder(page, file, folder):
    assert (file_of_page(page), folder_of_page(page)) == (file, folder)
