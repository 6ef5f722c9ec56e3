"""A preview shows what is wrong on the page, and what there is to do at its desk."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from lxml import html
from mkdocs.commands import serve
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from tests.e2e.building import NOW, a_post, a_site

from postroom.desk import editor_link
from postroom.engines.mkdocs.desk import DeskServer, FirstBuild

pytestmark = pytest.mark.e2e
PAGE = "/posts/first/"
GROUP = "name: The Choir\nkind: hobby\ndeadline: last friday monthly\n"
ITEM = (
    "---\nkind: news\nuid: abcdef12\nsubmitted: 2029-12-20\ntitle: A piano is free\n"
    "consent: true\n---\n\nIt stands in the hall, and has all of its keys.\n"
)
SERVICE = {"name": "mailto", "mail": "a@example.com"}
OPTIONS = {"newsletters": [{"title": "Crumbs", "service": SERVICE}]}


class Preview:
    """What `mkdocs serve` does, but for the socket."""

    def __init__(self, folder: Path, site_dir: Path) -> None:
        self.docs = folder / "docs"
        self.settings = folder / "mkdocs.yml"

        def get_config():
            config = load_config(str(self.settings), site_dir=str(site_dir))
            config.site_url = "http://127.0.0.1:8000/"
            return config

        def builder(config=None):
            serve.build(config or get_config(), serve_url="http://127.0.0.1:8000/")

        config = get_config()
        config.plugins.on_startup(command="serve", dirty=False)
        self.plugins = config.plugins
        self.server = LiveReloadServer(builder, "127.0.0.1", 8000, str(site_dir))
        self.server._watched_paths["x"] = 1
        builder(config)
        config.plugins.on_serve(self.server, config=config, builder=builder)

    def save(self, path: str, text: str) -> None:
        """Save a file, as its author does, whom the server sees."""
        file = self.settings if path == "mkdocs.yml" else self.docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.server._wanted_epoch += 1
        self.server.builder()
        self.server._visible_epoch = self.server._wanted_epoch

    def get(self, path: str, status: int = 200) -> str:
        """Ask for a page."""
        answered: list[str] = []
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
        body = self.server.get_app()(environ, lambda said, _: answered.append(said))
        content = b"".join(body).decode()
        assert answered[0].startswith(str(status)), (answered, content[:200])
        return content


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    monkeypatch.setenv("POSTROOM_EDITOR", "subl")
    files = {
        "posts/first.md": a_post(uid="first1", title="The first"),
        "posts/later.md": a_post(uid="later1", title="A later one", date="2031-05-04"),
        "posts/draft.md": a_post(uid="draft1", title="Half an idea", draft=True),
        "groups/choir.yml": GROUP,
        "newsletter/items/piano.md": ITEM,
    }
    with serving(a_site(tmp_path / "site", files, options=OPTIONS)) as made:
        yield made


@contextmanager
def serving(folder: Path) -> Iterator[Preview]:
    level = logging.getLogger("mkdocs").level
    made = Preview(folder, folder / "out")
    try:
        yield made
    finally:
        made.plugins.on_shutdown()
        made.server.server_close()
        logging.getLogger("mkdocs").setLevel(level)


def test_a_page_without_a_fault_is_as_it_is(preview):
    page = preview.get(PAGE)

    assert 'role="alert"' not in page
    assert re.search(r"^livereload\(\d", page, re.M)
    assert "_desk/version" not in page


def test_a_mistake_is_on_the_page_and_the_last_good_page_stays(preview):
    preview.get(PAGE)

    preview.save("posts/first.md", a_post(uid="first1", title="The first", date="soon"))

    page = html.fromstring(preview.get(PAGE))
    [alert] = page.xpath("//div[@role='alert']")
    scripts = " ".join(page.xpath("//script/text()"))
    assert "_desk/version" in scripts
    assert not re.search(r"^livereload\(\d", scripts, re.M)  # it would not rest
    assert "posts/first.md:" in alert.text_content()
    assert "fix: write a date as" in alert.text_content()
    assert alert.xpath(".//a/@href")[0].startswith("subl://open?url=file:///")
    assert page.xpath("//h1")[0].text_content().strip() == "The first"


def test_a_mended_mistake_is_gone(preview):
    good = (preview.docs / "posts/first.md").read_text("utf-8")
    preview.save("posts/first.md", good.replace("title:", "titel:"))
    assert 'role="alert"' in preview.get("/")

    preview.save("posts/first.md", good)

    assert 'role="alert"' not in preview.get("/")
    assert 'role="alert"' not in preview.get(PAGE)


FAILS = {
    "settings that are no YAML": ("mkdocs.yml", "site_name: [\n", "mkdocs.yml:"),
    "an option that nobody knows": (
        "mkdocs.yml",
        "site_name: X\nplugins: [{postroom: {menu: 3}}]\n",
        "menu",
    ),
    "a plugin that is not there": (
        "mkdocs.yml",
        "site_name: X\nplugins: [postroom, gone]\n",
        "gone",
    ),
}


@pytest.mark.parametrize(("path", "text", "told"), FAILS.values(), ids=FAILS.keys())
def test_what_ends_a_build_is_told_and_the_whole_site_stays(preview, path, text, told):
    preview.save(path, text)

    page = preview.get(PAGE)
    assert 'role="alert"' in page
    assert told in page
    assert "The first" in page
    assert told in preview.get("/_desk/")


def test_one_mistake_in_settings_is_told_once(preview):
    preview.save("mkdocs.yml", "site_name: X\nplugins: [{postroom: {menu: 3}}]\n")

    assert "1 problem<" in preview.get(PAGE)


FIRST = {
    "a hook": ("hook.py", "def on_env(*_, **__):\n    1 / 0\n", ""),
    "a template": ("templates/pages/post.html", "\n{% if %}", "<h1>The first</h1>"),
    "a page": ("docs/about.md", "---\ntemplate: gone.html\n---\n", "About us."),
}


@pytest.mark.parametrize(("path", "wrong", "right"), FIRST.values(), ids=FIRST.keys())
def test_a_first_build_that_fails_is_shown_until_it_is_mended(tmp_path, path, wrong, right):
    posts = {"posts/first.md": a_post(uid="first1", title="The first")}
    folder = a_site(tmp_path / "site", posts, hooks=["hook.py"])
    (folder / "hook.py").touch()
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(wrong, encoding="utf-8")

    with serving(folder) as preview:
        place = f"{path.removeprefix('docs/')}:2"
        for page, status in ((PAGE, 404), ("/", 404), ("/_desk/", 200)):
            assert place in preview.get(page, status)
            assert "_desk/version" in preview.get(page, status)
        is_watched = str(folder / path) in preview.server._watched_paths
        assert is_watched == (path == "hook.py")  # the others lie in folders that are
        (folder / path).write_text(right, encoding="utf-8")
        preview.server.builder()

        assert 'role="alert"' not in preview.get(PAGE)
        assert "The first" in preview.get(PAGE)


SETTINGS = {
    "two options of ours": (
        "plugins: [{postroom: {menu: 3, feeds: {authority: x}}}]",
        ["[menu]", "[feeds.authority]"],
    ),
    "a plugin that cannot be beside us": (
        "plugins: [rss, postroom: {feeds: {replace: rss-plugin}}]",
        ["feeds.replace"],
    ),
}


@pytest.mark.parametrize(("wrong", "told"), SETTINGS.values(), ids=SETTINGS.keys())
def test_what_is_wrong_with_settings_of_ours_is_shown_from_the_start(tmp_path, wrong, told):
    folder = a_site(tmp_path / "site", {"posts/first.md": a_post(uid="first1")})
    good = (folder / "mkdocs.yml").read_text("utf-8")
    settings = f"{good.partition('plugins:')[0]}{wrong}\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")

    with (
        click.Context(click.Command("serve"), info_name="serve"),
        serving(folder) as preview,
    ):
        problems = html.fromstring(preview.get("/", 404)).xpath("//section//li")
        preview.save("mkdocs.yml", good)

        assert len(problems) == len(told)
        assert [
            t for t in told if t not in "".join(p.text_content() for p in problems)
        ] == []
        assert 'role="alert"' not in preview.get("/")


def test_templates_that_come_while_it_serves_are_watched(preview):
    templates = preview.settings.parent / "templates"
    (templates / "pages").mkdir(parents=True)

    preview.save("posts/first.md", a_post(uid="first1", title="Another"))

    assert str(templates) in preview.server._watched_paths


BY_ENGINE = {
    "MkDocs": {"livereload": False},
    "ProperDocs": {"livereload": False, "no_livereload": True},
}


@pytest.mark.parametrize("params", BY_ENGINE.values(), ids=BY_ENGINE.keys())
def test_a_first_build_that_nothing_would_follow_ends(params):
    asked = click.Context(click.Command("serve"))
    asked.params.update(params)
    first = FirstBuild()

    with asked:
        first.outlive()

    assert serve.build is build


def test_a_page_that_a_mistake_keeps_away_comes_when_it_is_mended(preview):
    preview.save("posts/new.md", a_post(uid="new111", title="New", date="soon"))

    page = preview.get("/posts/new/", 404)
    assert "posts/new.md:" in page
    assert "_desk/version" in page


def test_a_broken_link_is_told_with_its_line(preview):
    preview.save("posts/first.md", a_post("First", "[away](gone.md)", uid="first1"))

    alert = html.fromstring(preview.get(PAGE)).xpath("//div[@role='alert']")[0]
    assert "there is no file" in alert.text_content()


def test_the_desk_has_all_that_there_is_to_do(preview):
    page = html.fromstring(preview.get("/_desk/"))
    text = " ".join(page.text_content().split())

    for said in (
        "Half an idea",
        "A later one",
        "4 May 2031",
        "A piano is free news, 12 days · edit",
        "№ 1 is due on",
        "Offer “The first” to The Choir",
        "postroom offer choir first",
    ):
        assert said in text
    assert "To mend" not in text
    for href in page.xpath("//a[not(@class='file')]/@href"):
        preview.get(href)
    for source in page.xpath("//img/@src"):
        assert source.endswith("card.png")
    opened = page.xpath("//a[@class='file']")
    assert all(a.get("href").startswith("subl://") for a in opened)
    assert "edit posts/draft.md" in [a.get("aria-label") for a in opened]


@pytest.mark.parametrize("path", ["/_desk", "/_desk/", "/table/_desk"])
def test_the_desk_of_a_site_below_a_path_is_found(path):
    desk = DeskServer(Path(), "/table/", lambda *_: [])
    answered: list[object] = []

    desk({"PATH_INFO": path}, lambda *said: answered.extend(said))

    assert answered == ["302 Found", [("Location", "/table/_desk/")]]


def test_the_desk_shows_the_mail_of_an_issue(preview):
    preview.save(
        "newsletter/issues/1.md",
        "---\nnumber: 1\nuid: issue111\ndate: 2030-01-10\ndraft: true\nsubject: Hello\n"
        "sections: [{title: News, items: [piano]}]\n---\n\nWelcome to it.\n",
    )

    assert "/_desk/mail/newsletter/1/" in preview.get("/_desk/")
    assert "A piano is free" in preview.get("/_desk/mail/newsletter/1/")
    assert "there is no issue 7" in preview.get("/_desk/mail/newsletter/7/", 404)
    preview.get("/_desk/mail/other/1/", 404)
    preview.get("/_desk/other", 404)


def test_an_issue_that_is_late_was_due(preview):
    preview.save(
        "newsletter/issues/1.md",
        "---\nnumber: 1\nuid: issue111\ndate: 2029-11-01\nsubject: Hello\n"
        "sections: [{title: Essays, posts: [first]}]\n---\n\nWelcome to it.\n",
    )

    page = html.fromstring(preview.get("/_desk/"))
    text = " ".join(page.text_content().split())
    assert "№ 2 was due on 6 December 2029" in text
    assert "The mail of № 1 published" in text


def test_the_desk_shows_the_beginning_of_what_is_long(preview):
    for number in range(12):
        name = f"posts/draft-{number}.md"
        post = a_post(uid=f"more{number:04}", title=f"More {number}", draft=True)
        (preview.docs / name).write_text(post, encoding="utf-8")
    preview.save("posts/first.md", a_post(uid="first1", title="The first"))

    text = html.fromstring(preview.get("/_desk/")).text_content()
    assert 0 < text.count("More ") < 12
    assert "And 3 more." in text


def test_the_desk_is_loaded_again_after_each_build(preview):
    before = preview.get("/_desk/version")

    preview.save("posts/first.md", a_post(uid="first1", title="Another"))

    assert preview.get("/_desk/version") != before


EDITORS = {
    "nothing said": ({}, "vscode://file/a/b%20c.md:3"),
    "a program in the terminal": ({"EDITOR": "vim"}, "vscode://file/a/b%20c.md:3"),
    "with a path and words": (
        {"VISUAL": "/usr/bin/subl -w"},
        "subl://open?url=file:///a/b%20c.md&line=3",
    ),
    "the second that is known": (
        {"VISUAL": "nano", "EDITOR": "zed"},
        "zed://file/a/b%20c.md:3",
    ),
    "an address of one's own": (
        {"POSTROOM_EDITOR": "x://{path}#{line}", "EDITOR": "zed"},
        "x:///a/b%20c.md#3",
    ),
}


@pytest.mark.parametrize(("environment", "link"), EDITORS.values(), ids=EDITORS.keys())
def test_a_file_opens_in_the_editor_that_somebody_uses(environment, link):
    assert editor_link("/a/b c.md", 3, environment) == link


def test_a_path_of_windows_is_one_in_an_address():
    assert editor_link("C:\\a\\b.md", 0, {}) == "vscode://file/C%3A/a/b.md:1"
