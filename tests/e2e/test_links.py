"""Every address in a built site leads somewhere, wherever the site is served."""

from __future__ import annotations

import pytest
from tests.e2e import sites
from tests.e2e.building import SMALL, build_here
from tests.e2e.links import Checker, addresses_of, broken_links
from tests.e2e.reading import documents_of, head_of

pytestmark = pytest.mark.e2e
AT_PATH = "https://user.example/repo/"
LONG_TABLE = "https://longtable.example/"

PAGE = b'<html><body id="top"><a name="old"></a><p id="here">%s</p></body></html>'
CASES = {
    "a file": ("other/", ""),
    "a file by name": ("other/index.html", ""),
    "an id": ("other/#here", ""),
    "a name": ("other/#old", ""),
    "itself": ("#top", ""),
    "from the root": ("/repo/other/", ""),
    "absolute": ("https://user.example/repo/other/", ""),
    "somebody else's": ("https://example.org/gone", ""),
    "a letter": ("mailto:a@b.example", ""),
    "a query": ("pic.png?v=1", ""),
    "quoted": ("%C3%BCber/", ""),
    "gone": ("gone/", "no such file"),
    "no slash": ("other", "no such file"),
    "id gone": ("other/#gone", "no such id"),
    "above": ("../other/", "outside the site"),
    "another part of the host": ("https://user.example/other/", "outside the site"),
}


@pytest.mark.parametrize(("address", "why"), CASES.values(), ids=CASES.keys())
def test_the_checker_tells_what_is_broken(address, why):
    page = PAGE % b""
    files = {
        "index.html": page,
        "other/index.html": page,
        "über/index.html": page,
        "pic.png": b"",
    }

    assert Checker(files, AT_PATH).follow("index.html", address) == why


def test_the_example_has_no_broken_link(example):
    assert broken_links(example.files, LONG_TABLE) == []


def test_the_example_below_a_path_has_no_broken_link(example_at_path):
    assert example_at_path.code == 0, example_at_path.output
    assert broken_links(example_at_path.files, AT_PATH) == []


def test_below_a_path_every_address_begins_with_it(example_at_path):
    files = example_at_path.files
    said = set[str]()
    for path in documents_of(files):
        said.update(addresses_of(path, files[path]))
    for path, document in files.items():
        if path.startswith("share/") and not path.endswith(".png"):
            said.update(addresses_of(path, document))
        elif path.endswith(".html") and not path.endswith("email.html"):
            if "/kit/" in path and not path.endswith("index.html"):
                said.update(addresses_of(path, document))  # a text to paste, with no head
                continue
            said.update(
                found.get("href") or found.get("content", "") for found in head_of(document)
            )

    own = [address for address in said if address.startswith(("https://user.", LONG_TABLE))]
    assert len(own) > 100
    assert [address for address in own if not address.startswith(AT_PATH)] == []


def test_a_site_with_everything_has_no_broken_link(rich):
    assert broken_links(rich.files, SMALL) == []


@pytest.mark.parametrize("url", [SMALL, AT_PATH.rstrip("/")])
def test_pages_that_are_files_find_each_other(tmp_path, url):
    built = build_here(sites.rich(tmp_path, use_directory_urls=False, site_url=url))
    # a server shows the page for what is missing: its addresses start at the root
    files = {path: text for path, text in built.files.items() if path != "404.html"}

    assert broken_links(files, f"{url.rstrip('/')}/", names_files=True) == []


def test_without_an_address_pages_still_find_each_other(tmp_path):
    built = build_here(sites.rich(tmp_path, site_url=None), strict=False)

    assert broken_links(built.files, SMALL) == []
    assert [path for path, text in built.files.items() if b"://localhost" in text] == []


def test_a_site_from_windows_and_beyond_has_no_broken_link(odd):
    assert broken_links(odd.files, SMALL) == []


def test_posts_in_lists_of_several_pages_are_reached_from_the_first(rich):
    here, seen = "posts/index.html", []
    while here:
        seen.append(here)
        body = rich.text(here)
        here = f"posts/page/{len(seen) + 1}/index.html" if 'rel="next"' in body else ""

    assert seen == ["posts/index.html", "posts/page/2/index.html"]
