"""What Material's blog was told stays true: whatever its options, every address stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.exceptions import PluginError
from tests.e2e.building import Built, build_here
from tests.e2e.links import broken_links
from tests.e2e.moves import NAMES, find_difference
from tests.e2e.reading import findings, items_of
from tests.e2e.sites import PIXEL

from postroom.engines.mkdocs.driver import list_material_options

pytestmark = pytest.mark.e2e
MOVING = "https://moving.example/"
AUTHORS = (
    "authors:\n  ines:\n    name: Ines\n    description: Editor\n"
    "    avatar: https://moving.example/a.png\n    mastodon: '@ines'\n"
)


COVERED = "---\ndate: 2024-01-01\nimage: img/a.png\n---\n![](img/a.png)\n"


def the_files(blog: str, posts: str) -> dict[str, str | bytes]:
    """A blog with other habits than ours."""
    files: dict[str, str | bytes] = {
        "index.md": "# Home\n",
        "a.png": PIXEL,
        f"{blog}index.md": "# Blog\n",
        f"{blog}.authors.yml": AUTHORS,
        f"{posts}/img/a.png": PIXEL,
        f"{posts}/no-heading.md": COVERED,
        f"{posts}/dots.md": "---\ndate: 2024-01-02\nslug: v1.2/notes\n---\n# Notes\n",
    }
    for n in range(1, 10):
        front = f"date: 202{n % 3 + 1}-0{n}-03\ncategories: [{'A B' if n % 2 else 'C++'}]"
        text = (
            f"# Twice {n // 2}\n\nText, [one](p1.md).\n\n<!-- more -->\n\n![p](img/a.png)\n"
        )
        files[f"{posts}/p{n}.md"] = f"---\n{front}\nauthors: [ines]\nodd: 1\n---\n{text}"
    return files


def a_blog(
    folder: Path, files: dict[str, str | bytes], plugin: object, **config: Any
) -> Path:
    for path, text in files.items():
        place = folder / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    settings = {
        "site_name": "Moving House",
        "site_url": MOVING,
        "theme": {
            "name": "material",
            "font": False,
            "language": config.pop("language", "en"),
        },
        "plugins": [plugin],
        **config,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    return folder


HABITS: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "the default, with profiles": ("blog/", "blog/posts", {"authors_profiles": True}, {}),
    "the default, written out": (
        "blog/",
        "blog/posts",
        {"post_dir": "{blog}/posts", "authors_file": "{blog}/.authors.yml"},
        {},
    ),
    "a folder below the blog's": (
        "writing/",
        "writing/posts",
        {"blog_dir": "writing", "post_dir": "writing/posts"},
        {},
    ),
    "posts beside the blog": ("blog/", "articles", {"post_dir": "articles"}, {}),
    "a blog at the root": ("", "posts", {"blog_dir": "."}, {}),
    "months": (
        "blog/",
        "blog/posts",
        {
            "archive_date_format": "MMMM yyyy",
            "archive_url_date_format": "yyyy/MM",
            "post_url_date_format": "MMMM-yyyy",
        },
        {"language": "de"},
    ),
    "pages of its own": (
        "blog/",
        "blog/posts",
        {
            "authors_profiles": True,
            "authors_profiles_url_format": "who/{slug}",
            "pagination_per_page": 3,
            "pagination_url_format": "p/{page}",
            "categories_pagination": False,
            "archive_pagination_per_page": 2,
        },
        {},
    ),
    "no pages, and categories in addresses": (
        "blog/",
        "blog/posts",
        {
            "pagination": False,
            "categories_url_format": "c/{slug}",
            "archive_url_format": "a/{date}",
            "post_url_format": "{categories}/{date}/{slug}",
            "post_url_max_categories": 2,
        },
        {},
    ),
    "addresses that name files": (
        "blog/",
        "blog/posts",
        {"pagination_per_page": 3, "authors_profiles": True},
        {"use_directory_urls": False},
    ),
}


@pytest.mark.parametrize(
    ("blog", "posts", "options", "config"), HABITS.values(), ids=HABITS.keys()
)
def test_every_address_stays_and_leads_on(  # noqa: PLR0913, PLR0917 - a row of the table
    blog, posts, options, config, tmp_path, caplog
):
    def build(name: str, plugin: dict[str, Any]) -> Built:
        files = the_files(blog, posts)
        return build_here(a_blog(tmp_path / name, files, plugin, **config), strict=False)

    theirs = build("theirs", {"blog": dict(options)})
    caplog.clear()
    ours = build("ours", {"postroom": {"layout": "material-blog", **options}})

    lost = theirs.files.keys() - ours.files.keys()
    assert [path for path in lost if not path.startswith("assets/")] == []
    assert broken_links(ours.files, MOVING) == []
    assert "unknown" not in ours.output
    assert len(items_of(ours.files, f"{blog}feed.json")) == 11


def test_a_blog_made_by_chance_stays_what_it_was(tmp_path):
    assert find_difference(tmp_path, seed=5) == ""


def test_chance_sets_every_option_that_material_has():
    assert {*list_material_options()} == {*NAMES}


def test_a_picture_among_the_posts_is_found_where_it_is_published(tmp_path):
    files = the_files("blog/", "blog/posts")
    built = build_here(
        a_blog(tmp_path, files, {"postroom": {"layout": "material-blog"}}), strict=False
    )

    [entry] = [
        e for e in items_of(built.files, "blog/feed.json") if "No heading" in e["title"]
    ]
    assert entry["image"] == f"{MOVING}blog/img/a.png"
    assert 'width="1" height="1"' in entry["content_html"]


def test_what_does_nothing_is_named_once_with_its_reason(tmp_path, caplog):
    options = {
        "archive_name": "All of it",
        "blog_toc": True,
        "post_date_format": "full",
        "categories": True,
    }
    files = the_files("blog/", "blog/posts")
    plugin = {"postroom": {"layout": "material-blog", **options}}
    with caplog.at_level("INFO"):
        build_here(a_blog(tmp_path, files, plugin), strict=False)

    [told] = [line for line in caplog.messages if "Material's blog" in line]
    assert told == (
        "postroom: of the options of Material's blog, these do nothing: "
        "archive_name, post_date_format (lists are titled, and days written, in the "
        "language of the site); blog_toc (lists have a look of their own)"
    )


def test_lists_that_the_site_does_not_want_are_not_made(tmp_path):
    files = the_files("blog/", "blog/posts")
    off = {"archive": False, "categories": False}

    theirs = build_here(a_blog(tmp_path / "theirs", files, {"blog": off}), strict=False)
    plugin = {"postroom": {"layout": "material-blog", **off}}
    ours = build_here(a_blog(tmp_path / "ours", files, plugin), strict=False)

    for built in (theirs, ours):
        lists = ("blog/archive/", "blog/category/")
        assert [path for path in built.files if path.startswith(lists)] == []
    assert {p for p in theirs.files if p.endswith("/index.html")} <= ours.files.keys()
    assert broken_links(ours.files, MOVING) == []
    entries = items_of(ours.files, "blog/feed.json")
    assert any("tags" in entry for entry in entries)  # what each is about stays
    assert findings(ours.files, MOVING) == {}


TAGGED = "---\ndate: 2024-01-01\ntags: [Rust Lang, C++]\n---\n# Tagged\n\nText.\n"
INDEXES: dict[str, tuple[str, list[str], dict[str, bool]]] = {
    "the index of a plugin": ("<!-- material/tags -->", ["tags"], {}),
    "an index with options": ("<!-- material/tags {toc: false} -->", ["tags"], {}),
    "no index": ("Nothing.", [], {}),
    "asked for": ("<!-- material/tags -->", ["tags"], {"tags": True}),
}


@pytest.mark.parametrize(("page", "plugins", "own"), INDEXES.values(), ids=INDEXES.keys())
def test_one_page_of_tags_stays_one_page_unless_more_are_asked_for(
    page, plugins, own, tmp_path
):
    files = {
        "index.md": "# Home\n",
        "blog/index.md": "# Blog\n",
        "blog/posts/a.md": TAGGED,
        "labels.md": f"# Labels\n\n{page}\n",
    }
    plugin = {"postroom": {"layout": "material-blog", **own}}
    folder = a_blog(tmp_path, files, plugin)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8"))
    settings["plugins"] += plugins
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")

    built = build_here(folder, strict=False)

    made = [p for p in built.files if p.startswith("blog/tags/")]
    post = built.text("blog/2024/01/01/tagged/index.html")
    assert bool(made) == bool(own)
    leads = ("labels/#tag:rust-lang" in post, "tags/rust-lang/" in post)
    assert leads == (bool(plugins) and not own, bool(own))
    assert "Rust Lang" in post
    assert broken_links(built.files, MOVING) == []


def test_the_functions_of_a_site_make_its_slugs(tmp_path):
    files = {
        "blog/index.md": "# Blog\n",
        "blog/posts/a.md": "---\ndate: 2024-01-01\ncategories: [Über Uns]\n---\n# Ein Ei\n",
    }
    folder = a_blog(tmp_path, files, {"postroom": {"layout": "material-blog"}})
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    called = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: none}}"
    line = "    layout: material-blog"
    added = f"{line}\n    post_slugify: {called}\n    categories_slugify: {called}"
    assert line in settings
    (folder / "mkdocs.yml").write_text(settings.replace(line, added), "utf-8")

    built = build_here(folder, strict=False)

    assert "blog/2024/01/01/Ein-Ei/index.html" in built.files
    assert "blog/category/Über-Uns/index.html" in built.files


OWN = """{% extends "base.html" %}
{% block extrahead %}
<meta name="own" content="{% if page and page.config %}
{{ page.config.date.created | date }}, by
{% for author in page.authors %}{{ author.name }}{% endfor %}, in
{% for each in page.categories %}{{ each.url | url }} {{ each.title }}{% endfor %},
{{ page.meta.odd }} ({{ page.config.slug }}){% endif %}">
{% endblock %}
"""


def with_template(folder: Path, text: str) -> Path:
    files = the_files("blog/", "blog/posts")
    plugin = {"postroom": {"layout": "material-blog"}}
    a_blog(folder, files, plugin)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8"))
    settings["theme"]["custom_dir"] = "overrides"
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    (folder / "overrides/postroom").mkdir(parents=True)
    (folder / "overrides/main.html").write_text(text, "utf-8")
    return folder


def test_templates_of_the_site_ask_posts_what_they_asked_before(tmp_path):
    built = build_here(with_template(tmp_path, OWN), strict=False)

    [page] = [path for path in built.files if path.startswith("blog/2022/01/03/")]
    text = " ".join(built.text(page).split())
    said = "January 3, 2022, by Ines, in ../../../../category/a-b/ A B, 1 (twice-0)"
    assert f'<meta name="own" content=" {said}">' in text


def test_a_template_that_fails_is_named_with_its_line(tmp_path):
    folder = with_template(tmp_path, OWN.replace("page.config.slug", "page.nothing.title"))

    with pytest.raises(PluginError, match=r"overrides/main\.html:7: .*\n    fix: mend it"):
        build_here(folder, strict=False)
