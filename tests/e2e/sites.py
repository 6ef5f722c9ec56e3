"""The small sites that tests build: what their owners wrote."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from tests.e2e.building import ROOT, a_post, a_site

SITES = ROOT / "tests" / "sites"
INVALID = sorted(path.name for path in (SITES / "invalid").iterdir() if path.is_dir())
SETTINGS = {"mkdocs.yml", "expected.txt"}
AUTHORS = "authors:\n  ines:\n    name: Ines Okafor\n    description: Editor\n"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200015e6d4f0b0000000049454e44ae426082"
)
"""A PNG of one pixel."""

RICH = {
    "authors.yml": AUTHORS,
    "about.md": "# About\n\nSee [the first letter](posts/first.md#a-part).\n",
    "posts/first.md": a_post(
        "The first letter",
        "It begins.\n\n<!-- more -->\n\n## A part\n\n"
        "![A table](table.png) and a note.[^1]\n\n[^1]: Small.\n\n"
        "```python\nprint()\n```\n",
        uid="first1",
        date="2025-05-01",
        authors=["ines"],
        categories=["Letters"],
        tags=["paper"],
        series={"name": "Correspondence", "part": 1},
        image="table.png",
    ),
    "posts/table.png": PIXEL,
    "posts/second.md": a_post(
        "The second letter",
        "After [the first](first.md#a-part) came [this](../about.md).",
        uid="second",
        date={"created": "2026-01-02T08:00:00", "updated": "2026-06-07T10:11:12+02:00"},
        authors=["ines"],
        categories=["Letters", "Replies"],
        tags=["paper", "ink"],
        series={"name": "Correspondence", "part": 2},
        links=[{"About us": "about.md"}, "posts/first.md"],
    ),
    "posts/third.md": a_post("The third letter", uid="third3", date="2026-03-04", pin=True),
}

FEEDS = {
    "authority": "small.example,2025",
    "hub": "https://hub.example/",
    "aliases": {"rss.xml": "feed.xml", "blog/feed_json_created.json": "feed.json"},
}


def rich(folder: Path, **more: Any) -> Path:
    """A few posts with everything that an essay may have."""
    options = {"feeds": FEEDS, "pagination_per_page": 2, **more.pop("options", {})}
    return a_site(
        folder,
        {**RICH, **more.pop("files", {})},
        options=options,
        markdown_extensions=["footnotes", "pymdownx.superfences"],
        **more,
    )


VEILED = {
    "authors.yml": AUTHORS,
    "posts/public.md": a_post(
        "Public", "All may read this.\n\nNot yet [that](unready.md).", uid="public"
    ),
    "posts/unready.md": a_post("Unready", uid="unready", draft=True),
    "posts/hidden/quillwort.md": a_post(
        "Quillwort one",
        "A quillwort ![of its own](marsh.png), and ![another](../fen.png).",
        uid="draft1",
        draft=True,
        authors=["ines"],
        tags=["quillwort"],
        categories=["Quillworts"],
        series="On the quillwort",
    ),
    "posts/hidden/marsh.png": PIXEL,
    "posts/fen.png": PIXEL,
    "posts/soon-quillwort.md": a_post(
        "Quillwort two", "More quillwort. ![](bog.png)", uid="soon12", date="2031-05-06"
    ),
    "posts/bog.png": PIXEL,
}
SECRET = "quillwort"
"""What only hidden posts say."""


def veiled(folder: Path, **more: Any) -> Path:
    """One post for everybody; a draft and a scheduled one, with pictures."""
    return a_site(folder, VEILED, **more)


ODD_TITLE = "Salt & <b>Pepper</b> < 3 ]]> \x00\x0b\U0001f389"
CLEAN_TITLE = "Salt & <b>Pepper</b> < 3 ]]> \U0001f389"
ODD_NAME = "A & B < C ]]> \U0001f389"
ODD_AUTHOR = "Zoë & <Ann> ]]> \x00\U0001f389"
CLEAN_AUTHOR = "Zoë & <Ann> ]]> \U0001f389"
ODD_TERM = "R & <D> ]]> \x00\U0001f389"
CLEAN_TERM = "R & <D> ]]> \U0001f389"


def odd(folder: Path) -> Path:
    """What people really type, paste and save: all of it is fine."""
    windows = a_post("From Windows", "Zwei\n\nZeilen", uid="windows").replace("\n", "\r\n")
    files = {
        "authors.yml": yaml.safe_dump(
            {"authors": {"zoe": {"name": ODD_AUTHOR, "description": ODD_TITLE}}}
        ),
        "posts/odd.md": a_post(
            ODD_TITLE,
            "A \x00 body \x0b with & < ]]> in it.\n\n    <code> & ]]>\n",
            uid="oddodd",
            description=ODD_TITLE,
            authors=["zoe"],
            categories=[ODD_TERM],
            tags=[ODD_TERM],
            series=ODD_TERM,
            date="2026-03-04T09:00:00",
        ),
        "posts/windows.md": b"\xef\xbb\xbf" + windows.encode(),
        "posts/über.md": a_post("Über", uid="ueber1", date="2026-03-04T09:00:00+05:30"),
        "posts/new-year.md": a_post("East", uid="east12", date="2026-01-01T00:30:00+14:00"),
        "posts/old-year.md": a_post("West", uid="west12", date="2025-12-31T23:00:00Z"),
        "posts/year-before.md": a_post("Before", uid="before", date="2025-01-01"),
    }
    return a_site(
        folder,
        files,
        site_name=ODD_NAME,
        site_description=ODD_NAME,
        options={"strapline": ODD_NAME, "feeds": {"authority": "small.example,2025"}},
    )


BLOG = "- blog: {authors_profiles: true}\n"
POSTROOM = "- postroom: {layout: material-blog, authors_profiles: true}\n"


def material_blog(folder: Path, *, moved: bool = False) -> Path:
    """A site with mkdocs-material's blog, and more posts than fit on a page."""
    shutil.copytree(SITES / "material-blog", folder, dirs_exist_ok=True)
    for number in range(1, 10):
        front = f"date: 2023-{number:02}-01\ncategories: [Letters]"
        post = f"---\n{front}\n---\n\n# Filler {number}\n\nText.\n"
        path = folder / "docs/blog/posts" / f"filler-{number}.md"
        path.write_text(post, encoding="utf-8")
    if moved:
        path = folder / "mkdocs.yml"
        config = path.read_text(encoding="utf-8")
        assert BLOG in config
        path.write_text(config.replace(BLOG, POSTROOM), encoding="utf-8")
    return folder


def invalid(folder: Path, case: str) -> Path:
    """One case of `tests/sites/invalid`, with all that it does not say itself."""
    place = SITES / "invalid" / case / "mkdocs.yml"
    said = yaml.safe_load(place.read_bytes()) if place.exists() else {}
    return a_site(folder, _files([case]), options=said.pop("postroom", None), **said)


def all_invalid(folder: Path) -> Path:
    """Every case at once that stands in posts alone."""
    return a_site(folder, _files(TOGETHER))


def _files(cases: Iterable[str]) -> dict[str, bytes]:
    found = {"authors.yml": AUTHORS.encode()}
    for case in cases:
        root = SITES / "invalid" / case
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.name not in SETTINGS:
                found[path.relative_to(root).as_posix()] = path.read_bytes()
        if case == "too-large":
            found["posts/too-large.md"] = a_post("Too large", "word " * 1_000_000).encode()
    return found


def expected(case: str) -> list[str]:
    """What must be printed; a line that ends in `…` is the beginning of one."""
    path = SITES / "invalid" / case / "expected.txt"
    return path.read_text(encoding="utf-8").splitlines()


def _stands_in_posts(case: str) -> bool:
    place = SITES / "invalid" / case
    alone = ("mkdocs.yml", "authors.yml")
    return case != "no-post" and not any((place / name).exists() for name in alone)


TOGETHER = [case for case in INVALID if _stands_in_posts(case)]
