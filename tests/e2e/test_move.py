"""`postroom move`: what a blog of Material's keeps here is known before it has moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from tests.e2e.building import a_site, build_here
from tests.e2e.links import broken_links
from tests.e2e.reading import findings
from tests.e2e.sites import PIXEL

from postroom.cli import main
from postroom.edition.feedspec import RSS_PLUGIN

pytestmark = pytest.mark.e2e

FILES: dict[str, str | bytes] = {
    "blog/index.md": "# Blog\n",
    "blog/posts/one.md": (
        "---\ndate: 2024-01-31\ncategories: [A B]\n---\n# One & only\n\nText. ![p](p.png)\n"
    ),
    "blog/posts/two.md": (
        "---\ndate:\n  created: 2024-02-01\n  updated: 2025-02-01\naliases: [gone/]\n---\n"
        "# C++ ~ Über, @ Tilde\n\nText.\n"
    ),
    "blog/posts/p.png": PIXEL,
    "about.md": "# About\n",
}
RSS = {"use_git": False, "date_from_meta": {"as_creation": "date.created"}}


def a_blog(folder: Path, *plugins: object) -> Path:
    listed = ["search", *(plugins or ["blog"])]
    return a_site(folder, FILES, plugins=listed)


def move(folder: Path, *arguments: object, code: int = 0) -> str:
    command = ["move", "-f", str(folder / "mkdocs.yml"), *map(str, arguments)]
    result = CliRunner().invoke(main, command)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def contents(folder: Path) -> dict[Path, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if ".cache" not in path.parts}


def test_a_blog_is_compared_before_anything_is_written(tmp_path):
    folder = a_blog(tmp_path)
    before = contents(folder)

    output = move(folder)

    assert "8 kept, 0 redirected, 0 lost; 0 titles and 0 days changed" in output
    assert "1 file to change" in output
    assert contents(folder) == before


def test_fix_moves_it_in_and_shows_how(tmp_path):
    folder = a_blog(tmp_path)

    output = move(folder, "--fix")

    assert "-- blog\n+- postroom: {layout: material-blog}\n" in output
    plugins = yaml.safe_load((folder / "mkdocs.yml").read_text())["plugins"]
    assert plugins == ["search", {"postroom": {"layout": "material-blog"}}]
    assert "0 lost" in move(folder)  # the old one is still built, of what is written now


def test_settings_that_others_inherit_move_where_the_blog_stands(tmp_path):
    folder = a_blog(tmp_path, {"blog": {"post_url_date_format": "yyyy"}})
    (folder / "mkdocs.yml").rename(folder / "base.yml")
    (folder / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_author: Ines\n")

    output = move(folder, "--fix")

    assert "base.yml\n@@" in output
    assert "0 redirected, 0 lost" in output
    assert "postroom" not in (folder / "mkdocs.yml").read_text()
    assert "0 redirected, 0 lost" in move(folder)


def test_templates_for_materials_frame_keep_it(tmp_path):
    folder = a_blog(tmp_path)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text())
    settings["theme"] = {"name": "material", "font": False, "custom_dir": "own"}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    (folder / "own").mkdir()
    own = '{% extends "main.html" %}{% block container %}OWN {{ page.title }}{% endblock %}'
    (folder / "own/blog-post.html").write_text(own)

    output = move(folder, "--fix")

    assert "+- postroom: {magazine: false, layout: material-blog}\n" in output
    built = build_here(folder)
    assert "OWN One & only" in built.text("blog/2024/01/31/one--only/index.html")


def test_a_hook_that_asks_for_the_blog_is_told_whom_to_ask(tmp_path):
    folder = a_blog(tmp_path)
    with (folder / "mkdocs.yml").open("a") as settings:
        settings.write("hooks: [own.py]\n")
    asks = "def on_nav(nav, config, **_):\n    config.plugins['material/blog'].blog\n"
    (folder / "own.py").write_text(asks)

    output = move(folder, code=1)

    assert "own.py:2: on_nav failed: 'material/blog'\n    fix: Postroom has the" in output


def test_of_two_blogs_one_moves_and_the_other_stays(tmp_path):
    news = {"blog": {"blog_dir": "news", "post_dir": "{blog}/posts"}}
    folder = a_blog(tmp_path, news, {"postroom": {"layout": "material-blog"}})
    post = folder / "docs/news/posts/three.md"
    post.parent.mkdir(parents=True)
    post.write_text("---\ndate: 2024-03-01\n---\n# Three\n")
    (folder / "docs/news/index.md").write_text("# News\n")

    output = move(folder)

    assert "0 redirected, 0 lost" in output


def test_lost_pages_are_found_in_an_old_folder_and_get_aliases(tmp_path):
    options = {"post_url_format": "{date}/{slug}", "post_url_date_format": "yyyy"}
    old = build_here(a_blog(tmp_path / "old", {"blog": options})).folder
    ours = {"layout": "material-blog"}
    folder = a_blog(tmp_path / "new", {"postroom": ours})

    assert "/blog/2024/one--only/: is lost" in move(folder, "--old", old, code=1)
    output = move(folder, "--old", old, "--fix")

    assert "+aliases: [blog/2024/one--only/]\n" in output
    assert "-aliases: [gone/]\n+aliases: [gone/, " in output
    assert "/blog/2024/one--only/: leads on" in output
    assert "2 redirected, 0 lost" in output


def test_a_sitemap_of_another_place_will_do(tmp_path):
    folder = a_blog(tmp_path, {"postroom": {"layout": "material-blog"}})
    urls = ["", "about/", "news/one--only/", "nowhere/"]
    locations = (f"<url><loc>https://old.example/b/{url}</loc></url>" for url in urls)
    sitemap = tmp_path / "old.xml"
    sitemap.write_text(f"<urlset>{''.join(locations)}</urlset>")

    output = move(folder, "--old", sitemap, "--fix", code=1)

    assert "/nowhere/: is lost" in output
    assert "/news/one--only/: leads on" in output
    assert "2 kept, 1 redirected, 1 lost" in output


def test_a_feed_of_another_name_is_kept_if_its_ids_are_addresses(tmp_path):
    rss = {**RSS, "feeds_filenames": {"rss_created": "rss.xml"}, "json_feed_enabled": False}
    old = build_here(a_blog(tmp_path / "old", "blog", {"rss": rss}), strict=False)
    folder = a_blog(tmp_path / "new")

    output = move(folder, "--old", old.folder, "--fix")

    line = "feeds: {replace: rss-plugin, aliases: {rss.xml: feed_rss_created.xml}}"
    assert f"postroom: {{{line}, layout: material-blog}}" in output
    assert "/rss.xml: a feed that stays, 2 known again\n" in output


def test_subscribers_of_the_other_plugin_see_nothing_twice(tmp_path):
    old = build_here(a_blog(tmp_path / "old", "blog", {"rss": RSS}), strict=False)
    folder = a_blog(tmp_path / "new")

    output = move(folder, "--old", old.folder, "--fix")
    ours = build_here(folder)

    assert "feeds: {replace: rss-plugin}" in output
    assert "0 lost" in output
    for path in RSS_PLUGIN:
        assert f"/{path}: a feed that stays, 2 known again\n" in output
    assert findings(ours.files, "https://small.example/") == {}
    feed = json.loads(ours.files["feed_json_updated.json"])
    assert feed["feed_url"] == "https://small.example/feed_json_updated.json"
    assert [item["title"] for item in feed["items"]] == [
        "C++ ~ Über, @ Tilde",
        "One & only",
    ]
    assert broken_links(ours.files, "https://small.example/") == []


def test_what_cannot_be_compared_is_said_with_a_way_out(tmp_path):
    never = a_blog(tmp_path / "never", "postroom")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.xml").write_text("<urlset/>")

    assert "it is not laid out so\n    fix: give what was" in move(never, code=1)
    assert "there is no page in it" in move(never, "--old", tmp_path / "empty", code=1)
    listed = move(never, "--old", tmp_path / "empty.xml", code=1)
    assert "it lists no address" in listed
    nothing = a_blog(tmp_path / "no", "tags")
    assert "there is no `blog`" in move(nothing, code=1)
    with (nothing / "mkdocs.yml").open("a") as settings:
        settings.write("INHERIT: mkdocs.yml\n")
    assert "there is no `blog`" in move(nothing, code=1)
    (nothing / "mkdocs.yml").write_bytes(b"plugins:\n\t- blog\n")
    assert "mkdocs.yml:2: a tab where YAML wants spaces" in move(nothing, code=1)
    (nothing / "mkdocs.yml").write_bytes(b"site_name: \xe9\n")
    assert "byte 0xE9 is not UTF-8\n    fix: save" in move(nothing, code=1)


def test_settings_that_inherit_from_themselves_are_told(tmp_path):
    folder = a_blog(tmp_path)
    with (folder / "mkdocs.yml").open("a") as settings:
        settings.write("INHERIT: base.yml\n")
    (folder / "base.yml").write_text("INHERIT: mkdocs.yml\n")
    told = "[INHERIT]: these settings inherit from themselves\n    fix: take `INHERIT` out"

    assert told in move(folder, code=1)
    checked = CliRunner().invoke(main, ["check", "-f", str(folder / "mkdocs.yml")])
    assert (checked.exit_code, told in checked.output) == (1, True)


def test_both_plugins_cannot_write_the_same_feeds(tmp_path):
    options = {"layout": "material-blog", "feeds": {"replace": "rss-plugin"}}
    folder = a_blog(tmp_path, {"rss": RSS}, {"postroom": options})

    output = move(folder, "--old", folder / "docs", code=1)

    assert "take `rss` out of `plugins`" in output
