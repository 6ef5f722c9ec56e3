"""Templates that a site wrote for Material's blog show what they showed there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from mkdocs.exceptions import PluginError
from tests.e2e.building import Built, build_here

pytestmark = pytest.mark.e2e

POST = """{% extends "main.html" %}
{% import "partials/nav-item.html" as item with context %}
{% block container %}<main id="own">
{{ page.parent.url | url }} {{ lang.t("blog.index") }},
{{ page.meta.mood }} {{ page.meta.hide }} {{ page.excerpt.post.url | url }}
{% for a in page.authors %}{{ a.name }} {{ a.avatar | url }} {{ a.url | url }}{% endfor %}
{% for each in page.categories %}{{ each.url | url }} {{ each.title }}; {% endfor %}
{{ page.config.date.created }} {{ page.config.date.updated | date }}
{{ page.config.readtime }} {{ page.config.draft }} {{ page.config.pin }}
{% for link in page.config.links %}{{ link.url }} {{ link.title }}; {% endfor %}
{{ page.previous_page.url }} {{ page.next_page.url }}
{% for post in config.plugins["material/blog"].blog.posts %}{{ post.url }} {% endfor %}
{% include "partials/content.html" %}</main>{% endblock %}
"""
EXCERPT = """<article>{{ post.post.url | url }} {{ post.config.date.created | date }},
{{ config.plugins["material/blog"].config.post_excerpt_separator in post.post.content }}
{{ post.config.readtime }} {{ post.authors | map(attribute="name") | join }},
{% for each in post.categories %}{{ each.url | url }} {% endfor %}{{ post.meta.mood }}
{{ post.content }} {% if post.more %}<a href="{{ post.url | url }}">{{
lang.t("blog.continue") }}</a> {{ post.more | length }}{% endif %}</article>
"""
WHOLE = """{% extends "main.html" %}{% block container %}<main id="own">{{ page.content }}
{% for post in posts %}{% include "partials/post.html" %}{% endfor %}
{% if pagination %}{% include "partials/pagination.html" %}{% endif %}
{% for each in page.toc %}{{ each.children | map(attribute="title") | join }}{% endfor %}
</main>{% endblock %}
"""
FILES = {
    "docs/index.md": "# Home\n",
    "docs/blog/index.md": "# Notes\n\nWhat we *write*.\n",
    "docs/blog/.authors.yml": (
        "authors:\n  ines:\n    name: Ines\n    description: Edits\n"
        "    avatar: https://own.example/a.png\n"
        "  jo:\n    name: Jo\n    description: Writes\n    avatar: https://own.example/b.png\n"
        "    url: https://jo.example/\n"
    ),
    **{
        f"docs/blog/posts/p{n}.md": (
            f"---\ndate: {{created: 2024-0{n}-03, updated: 2024-0{n}-05}}\n"
            f"categories: [A B, C{n % 2}]\nauthors: [ines, jo]\nmood: merry\n"
            "links:\n  - blog/posts/p1.md\n  - Out: https://out.example/\n---\n"
            f"# Title *{n}* & more\n\nIntro with [one](p1.md).\n\n<!-- more -->\n\n"
            "## Part\n\nRest.\n"
        )
        for n in range(1, 6)
    },
    "overrides/blog-post.html": POST,
    "overrides/partials/post.html": EXCERPT,
}
BLOG = {
    "pagination_per_page": 2,
    "blog_toc": True,
    "archive_toc": False,
    "authors_profiles": True,
    "archive_name": "Old ones",
    "categories_sort_by": "!!python/name:material.plugins.blog.view_post_count",
    "categories_sort_reverse": True,
    "post_date_format": "short",
    "post_excerpt_max_authors": 1,
    "post_excerpt_max_categories": 1,
    "pagination_format": "$link_previous ~1~",
}


def build(folder: Path, plugin: object, *, strict: bool = True, **files: str) -> Built:
    for path, text in {**FILES, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    settings = {
        "site_name": "Own",
        "site_url": "https://own.example/",
        "theme": {**theme, "features": ["navigation.tabs", "navigation.indexes"]},
        "nav": ["index.md", {"Blog": ["blog/index.md"]}],
        "plugins": [plugin],
        "markdown_extensions": [{"toc": {"permalink": True}}],
    }
    text = yaml.safe_dump(settings, sort_keys=False, width=1000)
    text = re.sub(r"'(!!python/.*)'", r"\1 ''", text)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return build_here(folder, strict=strict)


def shown(built: Built, path: str) -> str:
    """What a template of the site's own shows, and the menu, but on further pages."""
    text = built.text(path)
    own = re.search(r'<main id="own">.*</main>', text, re.S)
    menu = re.findall(r'<span class="md-ellipsis">\s*(.*?)\s*</span>', text, re.S)
    return " ".join([*(() if "/page/" in path else menu), own[0] if own else ""])


def plain(text: str) -> str:
    """Without what no reader sees: room, and how `&` and the front page are written."""
    text = text.replace("&amp;", "&").replace("../../../../.. ", "../../../../../ ")
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", text))


PAGES = (
    "blog/2024/01/03/title-1--more/index.html",
    "blog/2024/03/03/title-3--more/index.html",
    "blog/2024/05/03/title-5--more/index.html",
)
LISTS = (
    "blog/index.html",
    "blog/category/a-b/index.html",
    "blog/category/a-b/page/2/index.html",
    "blog/category/c1/index.html",
    "blog/archive/2024/index.html",
    "blog/archive/2024/page/3/index.html",
    "blog/author/ines/index.html",
)


def test_posts_and_lists_show_what_they_showed(tmp_path):
    own = {"overrides/blog.html": WHOLE}
    ours = {"layout": "material-blog", "magazine": False, "own_keys": ["mood"], **BLOG}

    before = build(tmp_path / "theirs", {"blog": {**BLOG}}, **own)
    after = build(tmp_path / "ours", {"postroom": ours}, **own)

    assert "do nothing" not in after.output
    assert "unknown" not in after.output
    for path in (*PAGES, *LISTS):
        assert plain(shown(after, path)) == plain(shown(before, path)), path
    for path in LISTS:
        lists = [
            re.findall(r"<article>.*?</article>", b.text(path), re.S)
            for b in (before, after)
        ]
        assert lists[0] == lists[1]
        assert lists[0]


def test_a_list_says_the_same_where_other_pages_stay_as_they_are(tmp_path):
    links = "{{ post.config.links | map(attribute='title') | join }}"
    own = {"overrides/blog.html": WHOLE, "overrides/partials/post.html": links + EXCERPT}
    plain_values = {k: v for k, v in BLOG.items() if k != "categories_sort_by"}
    ours = {"layout": "material-blog", "magazine": False, "own_keys": ["mood"]}
    ours |= {**plain_values, "pagination_keep_content": True}
    build(tmp_path, {"postroom": ours}, **own)
    further = [tmp_path / "site" / path for path in LISTS if "/page/" in path]
    before = [path.read_text("utf-8") for path in further]
    for path in further:
        path.unlink()
    shutil.rmtree(tmp_path / ".cache" / "postroom" / "page")

    build_here(tmp_path)

    assert [path.read_text("utf-8") for path in further] == before


def test_templates_that_no_page_has_are_named(tmp_path, caplog):
    with caplog.at_level("INFO"):
        build(tmp_path, {"postroom": {"layout": "material-blog"}}, strict=False)

    said = (
        "no page has this template: the magazine has a frame of its own\n"
        "    fix: set `magazine: false`, which keeps Material's, or take the file away"
    )
    assert [line for line in caplog.messages if "no page has" in line] == [
        f"postroom: overrides/{name}:1: {said}"
        for name in ("blog-post.html", "partials/post.html")
    ]


def test_one_that_a_post_names_itself_works_in_the_magazine(tmp_path):
    text = FILES["docs/blog/posts/p1.md"].replace(
        "---\n", "---\ntemplate: blog-post.html\n", 1
    )

    built = build(
        tmp_path,
        {"postroom": {"layout": "material-blog"}},
        strict=False,
        **{"docs/blog/posts/p1.md": text},
    )

    assert "Back to index,\nmerry" in built.text(PAGES[0])
    assert "pr-post" in built.text(PAGES[1])


def test_one_that_fails_is_named_with_its_line(tmp_path):
    broken = POST.replace("page.parent.url", "page.nothing.url")
    own = {"layout": "material-blog", "magazine": False}

    with pytest.raises(
        PluginError, match=r"overrides/blog-post\.html:4: .*\n    fix: mend"
    ):
        build(tmp_path, {"postroom": own}, **{"overrides/blog-post.html": broken})
