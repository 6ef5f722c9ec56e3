"""Every address of a post is the one that mkdocs-material's own plugin makes."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from material.plugins.blog.plugin import BlogPlugin
from material.plugins.blog.structure import Post
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from pymdownx.slugs import slugify

from postroom.engines.mkdocs.config import PostroomConfig
from postroom.model.site import Site
from postroom.reading.library import read_posts

PLACE = Path(tempfile.mkdtemp(prefix="postroom-material-"))
SIGNS = "aB9 -_#`*[](){}<>&%$!?.,:;'\"/\\|~+@^İıßéǅ東京あ한عא🎉👩‍💻\u0301\u200b"
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=14).filter(str.strip)
FORMATS = (
    "{date}/{slug}",
    "{slug}",
    "{date}/{file}",
    "{categories}/{slug}",
    "/{categories}/{date}/{slug}/",
    "posts//{file}-{slug}",
)
DATES = ("yyyy/MM/dd", "yyyy", "MMMM-yyyy", "yyyy/MMM/d", "dd.MM.yy", "medium", "'w'w/EEE")
FILES = ("one.md", "2024/a post.md", "deep/index.md", "deep/README.md", "Über-uns.md")


@cache
def settings_of(language: str) -> MkDocsConfig:
    config = MkDocsConfig()
    (PLACE / "docs").mkdir(exist_ok=True)
    config.load_dict(
        {
            "site_name": "A",
            "docs_dir": str(PLACE / "docs"),
            "site_dir": str(PLACE / "site"),
            "theme": {"name": "material", "language": language},
        }
    )
    assert config.validate() == ([], [])
    return config


def theirs(path: str, source: str, options: dict[str, Any], language: str) -> str:
    """The address that Material's plugin gives a post."""
    config = settings_of(language)
    written = PLACE / "docs/blog/posts" / path
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(source, "utf-8")
    plugin = BlogPlugin()
    assert plugin.load_config(options) == ([], [])
    file = File(f"blog/posts/{path}", config.docs_dir, config.site_dir, True)
    assert isinstance(plugin._resolve_post(file, config), Post)
    return unquote(file.url)


def ours(path: str, source: str, options: dict[str, Any], language: str) -> str:
    """The address that it has here."""
    config = PostroomConfig()
    config.load_dict({"layout": "material-blog", **options})
    assert config.validate() == ([], [])
    library = read_posts([(f"blog/posts/{path}", source.encode())], config.options)
    assert [p for p in library.problems if p.is_fatal] == []
    site = Site("A", "https://a.example/", config.options, language=language)
    return site.post_page(library.manuscripts[0].post)


def a_file(body: str, **front: Any) -> str:
    lines = (
        f"{key}: {json.dumps(said, ensure_ascii=False)}\n" for key, said in front.items()
    )
    return f"---\ndate: 2024-01-31\n{''.join(lines)}---\n{body}"


@settings(max_examples=150)
@given(
    title=WORDS,
    is_front=st.booleans(),
    slug=st.none() | st.sampled_from(["a.b", "v1.2/notes", "Zwei Wörter", "x_y", "index"]),
    categories=st.lists(WORDS, max_size=2),
    options=st.fixed_dictionaries(
        {},
        optional={
            "post_url_format": st.sampled_from(FORMATS),
            "post_url_date_format": st.sampled_from(DATES),
            "post_url_max_categories": st.integers(1, 3),
            "post_slugify_separator": st.sampled_from(["-", "_", "."]),
            "post_slugify": st.sampled_from([slugify(), slugify(case="fold")]),
            "categories_slugify_separator": st.sampled_from(["-", "+"]),
        },
    ),
    path=st.sampled_from(FILES),
    language=st.sampled_from(["en", "de", "pt-BR", "ja"]),
)
@example("🎉 Party", True, None, [], {}, "one.md", "en")
@example("İstanbul 100% `code` #1", False, None, ["C++ & C#"], {}, "one.md", "en")
@example("東京", True, None, [], {"post_url_date_format": "MMMM-yyyy"}, "one.md", "ja")
@example("Tabs <b>bold</b> & more", True, None, [], {}, "deep/index.md", "en")
def test_a_post_stands_where_it_stood(  # noqa: PLR0913, PLR0917 - each is a habit of somebody's
    title, is_front, slug, categories, options, path, language
):
    front = {"slug": slug} if slug else {}
    front |= {"categories": categories} if categories else {}
    if is_front:
        source = a_file("Text.\n", title=title, **front)
    else:
        source = a_file(f"# {title}\n\nText.\n", **front)

    expected = theirs(path, source, options, language)
    assume(not expected.endswith("..md/"))  # of nothing there comes a file without a name
    assert ours(path, source, options, language) == expected


HABITS = {
    "no heading": a_file("Text without a heading.\n"),
    "a comment before it": a_file("<!-- prettier -->\n\n# The title\n\nText.\n"),
    "a heading of another kind": a_file("The title\n=========\n\nText.\n"),
    "a heading with attributes": a_file("# The title { #here .big }\n\nText.\n"),
    "a second-class heading": a_file("## Not a title\n\nText.\n"),
    "a number for a title": a_file("Text.\n", title="2024"),
    "keys of nobody's": a_file("Text.\n", title="T", hero={"a": 1}, comments=True),
    "a key twice": "---\ndate: 2024-01-31\ntitle: A\ntitle: B\n---\nText.\n",
    "a title of signs": a_file("Text.\n", title="???"),
}


@pytest.mark.parametrize("source", HABITS.values(), ids=HABITS.keys())
def test_what_material_takes_stands_where_it_stood(source):
    for path in FILES:
        assert ours(path, source, {}, "en") == theirs(path, source, {}, "en")
