"""A blog of Material's, with settings and titles by chance, beside what it is here.

`python -m tests.e2e.moves` makes 50 of them, or as many as `--count` says.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from tests.e2e.building import Built, build_here
from tests.e2e.sites import PIXEL

from postroom.moving import compare, take_snapshot

_CALLED = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: none}}"
_SORT = "!!python/name:material.plugins.blog.view_post_count"
_OPTIONS: dict[str, list[Any]] = {
    "archive": [True, True, False],
    "archive_date_format": ["yyyy", "MMMM yyyy", "MM/yy"],
    "archive_name": ["The past"],
    "archive_pagination": [True, False],
    "archive_pagination_per_page": [1, 3],
    "archive_toc": [True, False],
    "archive_url_date_format": ["yyyy", "yyyy/MM", "MMMM-yyyy"],
    "archive_url_format": ["archive/{date}", "{date}/all", "/old/{date}/"],
    "authors": [True, True, False],
    "authors_file": ["{blog}/.authors.yml", "people.yml"],
    "authors_profiles": [True, False],
    "authors_profiles_name": ["Who"],
    "authors_profiles_pagination": [True, False],
    "authors_profiles_pagination_per_page": [1, 4],
    "authors_profiles_toc": [True],
    "authors_profiles_url_format": ["who/{slug}", "author/{slug}", "by-{slug}"],
    "blog_toc": [True, False],
    "categories": [True, True, False],
    "categories_name": ["About"],
    "categories_pagination": [True, False],
    "categories_pagination_per_page": [1, 2],
    "categories_slugify": [_CALLED],
    "categories_slugify_separator": ["_", "-"],
    "categories_sort_by": [_SORT],
    "categories_sort_reverse": [True, False],
    "categories_toc": [True],
    "categories_url_format": ["category/{slug}", "c/{slug}/", "about-{slug}"],
    "draft": [True, False],
    "draft_if_future_date": [True, False],
    "draft_on_serve": [True, False],
    "enabled": [True],
    "pagination": [True, True, False],
    "pagination_format": ["$link_first ~1~ $link_last"],
    "pagination_if_single_page": [True],
    "pagination_keep_content": [True, False],
    "pagination_per_page": [1, 2, 5, 1000],
    "pagination_template": ["~3~"],
    "pagination_url_format": ["page/{page}", "p{page}", "/{page}/"],
    "post_date_format": ["full", "short", "d MMM"],
    "post_excerpt": ["optional"],
    "post_excerpt_max_authors": [0, 2],
    "post_excerpt_max_categories": [1],
    "post_excerpt_separator": ["<!-- more -->", "<!-- cut -->"],
    "post_readtime": [True, False],
    "post_readtime_words_per_minute": [100, 300],
    "post_slugify": [_CALLED],
    "post_slugify_separator": ["-", "_", "."],
    "post_url_date_format": ["yyyy/MM/dd", "yyyy-MM-dd", "yyyy/MMM/d"],
    "post_url_format": [
        "{date}/{slug}",
        "{date}/{slug}/",
        "/{categories}/{date}/{slug}",
        "p/{date}-{file}/{slug}",
        "{date}/{file}",
    ],
    "post_url_max_categories": [0, 1, 2],
}
NAMES = frozenset({*_OPTIONS, "blog_dir", "post_dir", "categories_allowed"})
"""The options that chance sets."""

_BLOGS = {
    "blog": ["{blog}/posts", "blog/entries", "articles"],
    ".": ["posts", "{blog}/recipes", "./texts/deep"],
    "writing/notes": ["{blog}/posts", "writing/notes/all"],
}
_TITLES = (
    "🎉 Party time 🎉",
    "`code` and *stars* in **one**",
    "<b>Tags</b> & 100% #1",
    "İstanbul'da IŞIK",
    "東京の話",
    "שלום עולם",
    "C++, C# & .NET?",
    "a/b\\c: d|e",
    "Fünf “Anführungen” – groß",
    "...",
    "1. First",
    "[Guncel] _under_score_",
)
_CATEGORIES = ("A B", "C++", "C", "Ünï", "İş", "東", "R&D / lab", "a b c")
_BODY = "Text, [one]({link}).\n\n{cut}\n\n## Part\n\n![p]({picture})\n"


@dataclass(frozen=True)
class Blog:
    """A blog as Material builds it."""

    options: Mapping[str, Any]
    settings: Mapping[str, Any]
    files: Mapping[str, str | bytes]

    def write(self, folder: Path, plugin: Mapping[str, Any]) -> Path:
        """Write it with this plugin, and give the folder."""
        for path, text in self.files.items():
            place = folder / "docs" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
        settings = {**self.settings, "plugins": [plugin]}
        text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=10**6)
        text = re.sub(r"'(!!python/.*)'", r"\1", text)
        (folder / "mkdocs.yml").write_text(text, "utf-8")
        return folder


def make_blog(seed: int) -> Blog:
    """Make a blog by chance; the same seed makes the same one."""
    chance = random.Random(seed)
    names = chance.sample(sorted(_OPTIONS), chance.randint(4, 24))
    options = {name: chance.choice(_OPTIONS[name]) for name in names}
    blog = chance.choice(sorted(_BLOGS))
    options |= {"blog_dir": blog, "post_dir": chance.choice(_BLOGS[blog])}
    if options.get("authors") is False:
        options["authors_profiles"] = False  # with them Material fails
    if chance.random() < 0.3:
        options["categories_allowed"] = [*_CATEGORIES]
    language = chance.choice(["en", "de", "pt-BR", "ja", "tr"])
    settings: dict[str, Any] = {
        "site_name": "By chance",
        "site_url": chance.choice(["https://a.example/", "https://a.example/b/"]),
        "use_directory_urls": chance.random() < 0.8,
        "theme": {"name": "material", "font": False, "language": language},
        "strict": chance.random() < 0.5 and "pagination_template" not in options,
    }
    root = "" if blog == "." else f"{blog}/"
    people = str(options.get("authors_file", "{blog}/.authors.yml"))
    folder = str(options["post_dir"]).replace("{blog}/", root).removeprefix("./")
    files: dict[str, str | bytes] = {
        "index.md": "# Home\n",
        "about.md": "# About\n",
        f"{root}index.md": "# All\n\nThat we *wrote*.\n",
        people.replace("{blog}/", root): _AUTHORS,
        f"{folder}/img/a.png": PIXEL,
        f"{folder}/notes.pdf": b"%PDF-1.4\n",
    }
    cut = options.get("post_excerpt_separator", "<!-- more -->")
    for number in range(chance.randint(4, 11)):
        path, text = _make_post(chance, number, str(cut))
        files[f"{folder}/{path}"] = text
    return Blog(options, settings, files)


_AUTHORS = (
    "authors:\n  ines:\n    name: Ines\n    description: Edits\n"
    "    avatar: https://a.example/i.png\n    mastodon: '@ines'\n"
    "  Jo.Doe:\n    name: Jo\n    description: Writes\n    avatar: https://a.example/j.png\n"
    "    url: https://jo.example/\n"
    "  Ann Lee:\n    name: Ann\n    description: Draws\n    avatar: img/a.png\n"
    "    slug: ann.lee\n    url: about/\n"
)


def _make_post(chance: random.Random, number: int, cut: str) -> tuple[str, str]:
    """Make a post, as its path below the folder of posts, and its text."""
    title = chance.choice(_TITLES)
    front: dict[str, Any] = {"date": _choose_date(chance, number)}
    for key, (often, values) in _FRONT.items():
        if chance.random() < often:
            front[key] = chance.choice(values)
    if chance.random() < 0.7:
        filed = chance.sample(_CATEGORIES, chance.randint(1, 3))
        # which has a post twice in a list, if its names for it are two
        front["categories"] = [name for name in filed if name != "C" or "C++" not in filed]
    heading = f"# {title}\n\n"
    if chance.random() < 0.4:
        front["title"], heading = title, ""
    name = chance.choice(["p{}", "20{}-a post", "deep/{}/index", "Über-{}", "x_{}.y"])
    up = "../../" if name.startswith("deep") else ""
    body = _BODY.format(cut=cut, link=f"{up}notes.pdf", picture=f"{up}img/a.png")
    lines = (f"{key}: {_write(value)}\n" for key, value in front.items())
    return f"{name.format(number)}.md", f"---\n{''.join(lines)}---\n\n{heading}{body}"


_FRONT: dict[str, tuple[float, list[Any]]] = {
    "draft": (0.3, [True, False, None]),
    "slug": (0.3, ["v1.2/notes", "same", "end...", "/first", "[x]"]),
    "authors": (0.5, [["ines"], ["Jo.Doe", "ines"], ["Ann Lee"]]),
    "pin": (0.2, [True, False]),
    "mood": (0.2, [{"a": 1}, "merry"]),
    "tags": (0.3, [["Rust", "rust"], "one", None]),
    "links": (0.2, [["index.md", {"Out": "https://out.example/"}], {"In": "about.md"}]),
    "image": (0.2, [{"path": "x.png"}, "/img/none.png"]),
}
"""Keys of front matter: how often each is there, and with which values."""


def _choose_date(chance: random.Random, number: int) -> Any:
    day = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{number + 1:02}"
    moments = [day, f"{day} 22:30:00", f"{day}T23:30:00-05:00", f"2090-05-{number + 1:02}"]
    moment = chance.choices(moments, [5, 2, 2, 1])[0]
    whole = {"created": moment, "updated": "2025-01-01", "checked": "2025-01-02"}
    return whole if chance.random() < 0.3 else moment


def _write(value: object) -> str:
    """Write a value of the front matter; dates are no text there."""
    written = json.dumps(value, ensure_ascii=False)
    return re.sub(r'"(20\d\d-\d\d-\d\d[^"]*)"', r"\1", written)


def find_difference(folder: Path, seed: int) -> str:
    """Build one with Material's plugin and with ours; say what its readers would lose."""
    blog = make_blog(seed)
    is_strict = bool(blog.settings["strict"])
    theirs = build_here(
        blog.write(folder / "theirs", {"blog": dict(blog.options)}), strict=is_strict
    )
    plugin = {"postroom": {"layout": "material-blog", **blog.options}}
    ours = build_here(blog.write(folder / "ours", plugin), strict=is_strict)
    name = str(blog.settings["site_name"])
    old, new = (take_snapshot(built.files.items(), name) for built in (theirs, ours))
    posts = [*_list_posts(theirs)]
    comparison = compare(old, new, posts)
    told = [path for path in comparison.lost if path != "people.yml"]  # no page of a site
    told += [line for line in ours.lines if "unknown option" in line]
    titles = (each for each in comparison.titles if each[0] in posts)
    told += [f"{each}" for each in titles if re.sub("<.*?>", "", each[1]) != each[2]]
    told += [f"{change}" for change in comparison.days]
    if len(posts) != len([*_list_posts(ours)]):
        told.append(f"posts: {posts}, and {[*_list_posts(ours)]}")
    if blog.settings["use_directory_urls"]:
        told += _compare_lists(theirs, ours, posts)
    return f"seed {seed}, {dict(blog.options)}: {', '.join(told)}" if told else ""


def _compare_lists(theirs: Built, ours: Built, posts: list[str]) -> Iterator[str]:
    """Find the pages of lists on which other posts stand, or in another order."""
    for path, text in theirs.files.items():
        if path.endswith(".html") and b"md-post--excerpt" in text:
            main = ours.text(path).partition("<main")[2].partition("</main>")[0]
            before = _list_links(path, text.decode(), r'class="toclink" href="([^"]*)"')
            after = _list_links(path, main, r'<a[^>]* href="([^"]*)"')
            listed = [
                [each for each in links if each in posts] for links in (before, after)
            ]
            if listed[0] != listed[1]:
                yield f"/{path} lists {listed[0]}, and {listed[1]}"


def _list_links(path: str, text: str, pattern: str) -> list[str]:
    """List the files that links lead to, each once."""
    links = (unescape(link).partition("#")[0] for link in re.findall(pattern, text))
    paths = (unquote(urlsplit(urljoin(f"http://a/{path}", link)).path) for link in links)
    return [*dict.fromkeys(f"{path.lstrip('/')}index.html" for path in paths)]


def _list_posts(built: Built) -> Iterator[str]:
    """List the pages of posts, which alone show a whole text."""
    for path, text in built.files.items():
        is_page = path.endswith(".html") and "share/" not in path
        if is_page and b'id="part"' in text:
            yield path


def main() -> int:
    """Make many blogs; say what was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.moves", description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="blogs to make")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    chosen = parser.parse_args()
    wrong = 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        with tempfile.TemporaryDirectory(prefix="postroom-moves-") as folder:
            said = find_difference(Path(folder), seed)
        wrong += bool(said)
        sys.stdout.write(f"{said or f'seed {seed}: nothing lost'}\n")
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
