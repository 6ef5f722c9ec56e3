"""What `postroom check --strict` passes, `mkdocs build --strict` builds; and no more."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.e2e import sites
from tests.e2e.building import a_post, a_site, command_here
from tests.e2e.papers import TABLE, issue, item, section
from tests.e2e.test_cli import in_site, is_said, run

pytestmark = pytest.mark.e2e
FINE = a_post(uid="first1")
INSIDES = ("Traceback", "<class", "NoneType", "Error(", "postroom-")
ALL_LINKS = ("not_found", "anchors", "absolute_links", "unrecognized_links")


@pytest.fixture(autouse=True)
def _undisturbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Leave the log as loud as it was, and see what stays behind of temporary folders."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    logger = logging.getLogger("mkdocs")
    level = logger.level
    # MkDocs' command says nothing twice in one process
    logging.getLogger("mkdocs.commands.build").filters.clear()
    yield
    logger.setLevel(level)
    assert list((tmp_path / "temporary").iterdir()) == []


@dataclass(frozen=True)
class Case:
    """A small site, and what is wrong with it."""

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    told: str = ""
    """The problem that is told, as it begins; nothing if the site is as it should be."""

    config: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    """Files beside `mkdocs.yml`."""

    fix: str = ""


def hook(code: str, **more: Any) -> dict[str, Any]:
    return {"config": {"hooks": ["hooks.py"]}, "beside": {"hooks.py": code}, **more}


LOG = "import logging\nlog = logging.getLogger('mkdocs.plugins.mine')\n\n"
BRANCH = "import warnings\nfrom mkdocs.structure.files import File\n\n"
ADDS = BRANCH + (
    "def on_files(files, config):\n"
    "    made = File.generated(config, 'made.md', content='# Made\\n\\n## Part\\n')\n"
    "    files.append(made)\n"
)
ABOUT = "# About\n\n## Who we are\n\nUs.\n"

CASES = {
    # links
    "a link to a file that is not there": Case(
        {
            "about.md": ABOUT,
            "posts/a.md": a_post("A", "See\n[us](../abuot.md).", uid="aaaa"),
        },
        "posts/a.md:8: there is no file 'abuot.md'",
        fix="did you mean `../about.md`?",
    ),
    "a link to a file that has moved": Case(
        {
            "more/about.md": ABOUT,
            "posts/a.md": a_post("A", "[us](../about.md)", uid="aaaa"),
        },
        "posts/a.md:7: there is no file 'about.md'",
        fix="did you mean `../more/about.md`?",
    ),
    "a link to an anchor that is not there": Case(
        {"about.md": ABOUT, "more.md": "# More\n\nSee [us](about.md#who-we-ar).\n"},
        "more.md:3: there is no anchor 'who-we-ar' in about.md",
        fix="did you mean `who-we-are`?",
    ),
    "a link to an anchor of its own that is not there": Case(
        {"about.md": "# About\n\n[Down](#botom)\n\n## Bottom\n"},
        "about.md:3: there is no anchor 'botom' on this page",
        fix="did you mean `bottom`?",
    ),
    "an anchor of a post": Case(
        {
            "posts/a.md": a_post("A", "## Part one", uid="aaaa"),
            "about.md": "[A](posts/a.md#part-won)\n",
        },
        "about.md:1: there is no anchor 'part-won' in posts/a.md",
        fix="did you mean `part-one`?",
    ),
    "a picture that is not there": Case(
        {"posts/a.md": a_post("A", "![](tabel.png)", uid="aaaa"), "posts/table.png": b"x"},
        "posts/a.md:7: there is no picture 'posts/tabel.png'",
        fix="did you mean `table.png`?",
    ),
    "an absolute link": Case(
        {"about.md": "# About\n\n[Home](/posts/first/)\n"},
        "about.md:3: the link '/posts/first/' is absolute",
    ),
    "a link that leads to no file": Case(
        {"about.md": "# About\n\n[Home](nowhere)\n"},
        "about.md:3: the link 'nowhere' leads to no file",
    ),
    "the same link twice": Case(
        {"about.md": "[a](gone.md)\n\n`gone.md`\n"},
        "about.md:1: there is no file 'gone.md'",
    ),
    "a link between spaces": Case(
        {"about.md": "# About\n\n[a](<what is gone.md>)\n"},
        "about.md:3: there is no file 'what is gone.md'",
    ),
    "a link by reference": Case(
        {"about.md": "# About\n\n[a][b]\n\n[b]: gone.md\n"},
        "about.md:5: there is no file 'gone.md'",
    ),
    "links that the site does not mind": Case(
        {"about.md": "[a](gone.md) [b](/x/) [c](#d) [e](f)\n"},
        config={"validation": {"links": dict.fromkeys(ALL_LINKS, "ignore")}},
    ),
    "links of MkDocs' own strictness": Case(
        {"about.md": "# A\n\n[b](/x/) [c](#d) [e](f) [a](gone.md)\n"},
        "about.md:3: there is no file 'gone.md'",
        config={"validation": None},
    ),
    "a link that is no address": Case(
        {"about.md": "# About\n\n[a](http://[::1)\n"},
        "about.md:3: 'http://[::1' is no address",
    ),
    # the navigation
    "a navigation with a missing file": Case(
        {"about.md": ABOUT},
        "mkdocs.yml:17 [nav]: there is no file 'abuot.md'",
        {"nav": ["index.md", {"About": "abuot.md"}]},
        fix="did you mean `about.md`?",
    ),
    "a navigation that forgets a page": Case(
        {"about.md": ABOUT},
        "mkdocs.yml:11 [nav]: about.md cannot be found there",
        {"validation": {"omitted_files": "warn"}, "nav": ["index.md"]},
    ),
    "a navigation with an absolute path": Case(
        {},
        "mkdocs.yml:13 [nav]: the path '/about/' is absolute",
        {"validation": {"absolute_links": "warn"}, "nav": ["index.md", {"A": "/about/"}]},
    ),
    # files by the engine's rules
    "a post that ends in .markdown": Case(
        {"posts/a.markdown": a_post("A", "[B](b.mkd)", uid="aaaa"), "posts/b.mkd": FINE},
    ),
    "a post of the name README.md": Case(
        {"posts/a/README.md": a_post("A", uid="aaaa"), "posts/b/README.md": FINE}
    ),
    "README.md beside index.md": Case(
        {"posts/a/README.md": FINE, "posts/a/index.md": a_post("A", uid="aaaa")},
        "posts/a/README.md: it has the address of posts/a/index.md",
    ),
    "an introduction of posts in README.md": Case({"posts/README.md": "# Essays\n"}),
    "a draft by the settings": Case(
        {
            "posts/a.md": a_post("A", "[gone](gone.md)", uid="aaaa"),
            "about.md": "[gone](x.md)",
        },
        config={"draft_docs": "a.md\nabout.md\n"},
    ),
    "a file that is left out": Case(
        {"posts/a.md": "no post at all", "about.md": "[A](posts/a.md)\n"},
        config={"exclude_docs": "a.md\n"},
    ),
    "addresses without folders": Case(
        {"about.md": "[A](posts/first.md)\n", "posts/a.md": a_post("A", uid="aaaa")},
        config={"use_directory_urls": False},
    ),
    "a site below a path": Case(
        {"about.md": "[A](posts/first.md)\n"}, config={"site_url": "https://e.example/sub/"}
    ),
    "a page that is not UTF-8": Case(
        {"about.md": b"# About\n\nCaf\xe9\n"}, "about.md:3: byte 0xE9 is not UTF-8"
    ),
    "a template that is not there": Case(
        {"about.md": "---\ntemplate: mian.html\n---\n\n# About\n"},
        "about.md:2 [template]: there is no template 'mian.html'",
        fix="did you mean `main.html`?",
    ),
    # hooks
    "a hook that adds a page": Case({"about.md": "[Made](made.md#part)\n"}, **hook(ADDS)),
    "a hook that adds a page, and a link to it that is wrong": Case(
        {"about.md": "[Made](made.md#prat)\n"},
        "about.md:1: there is no anchor 'prat' in made.md",
        **hook(ADDS, fix="did you mean `part`?"),
    ),
    "a hook that adds a broken post": Case(
        told="posts/b.md:1: there is no front matter",
        **hook(ADDS.replace("made.md", "posts/b.md")),
    ),
    "a hook that takes a broken post away": Case(
        {"posts/broken.md": "none"},
        **hook(
            "def on_files(files, config):\n"
            "    files.remove(files.get_file_from_path('posts/broken.md'))\n"
        ),
    ),
    **{
        f"a hook that warns in {event}": Case(
            told="hooks.py:5: take care",
            **hook(f"{LOG}def {event}(*args, **more):\n    log.warning('Take care.')\n"),
        )
        for event in ("on_config", "on_pre_build", "on_files", "on_nav", "on_env")
    },
    **{
        f"a hook that warns in {event}": Case(
            told="hooks.py:5: take care",
            **hook(f"{LOG}def {event}(*args, **more):\n    log.warning('Take care.')\n"),
        )
        for event in ("on_pre_template", "on_post_template", "on_post_build")
    },
    **{
        f"a hook that warns of a page in {event}": Case(
            told="index.md: take care",
            **hook(
                f"{LOG}def {event}(*args, page, **more):\n"
                "    if page.file.src_uri == 'index.md':\n"
                "        log.warning('Take care.')\n",
                fix="hooks.py:6 says so",
            ),
        )
        for event in (
            "on_page_markdown",
            "on_page_content",
            "on_page_context",
            "on_post_page",
        )
    },
    "a hook that warns of every page alike": Case(
        told="hooks.py:5: take care",
        **hook(
            f"{LOG}def on_page_content(*args, **more):\n    log.warning('Take care.')\n"
        ),
    ),
    "a plugin that fails": Case(
        {"blog/index.md": "", "blog/posts/b.md": "---\ntitle: B\n---\n\nText.\n"},
        "mkdocs.yml:14 [plugins.blog]: the plugin material/blog failed in on_files: ",
        {"plugins": ["postroom", "blog"]},
    ),
    "a plugin that fails at a page": Case(
        {
            "blog/index.md": "# Blog\n",
            "blog/posts/b.md": "---\ndate: 2026-03-04\nauthors: [nobody]\n---\n# B\n",
        },
        "blog/posts/b.md: the plugin material/blog failed in on_page_markdown: ",
        {"plugins": ["postroom", "blog"]},
    ),
    "a hook that only informs": Case(
        **hook(f"{LOG}def on_env(*args, **more):\n    log.info('Take care.')\n")
    ),
    **{
        f"a hook that fails in {event}": Case(
            told=f"hooks.py:2: {event} failed",
            **hook(f"def {event}(*args, **more):\n    return 1 / 0\n"),
        )
        for event in (
            "on_config",
            "on_files",
            "on_page_markdown",
            "on_env",
            "on_post_build",
        )
    },
    "a hook that is no Python": Case(
        told="hooks.py:1: it failed", **hook("def on_env(:\n")
    ),
    "a hook that is not there": Case(
        told="mkdocs.yml:15 [hooks]: the path 'nothing.py' isn't an existing file",
        config={"hooks": ["nothing.py"]},
    ),
    # extensions and templates
    "a snippet that is not there": Case(
        {"about.md": '--8<-- "gone.md"\n'},
        "about.md:1: pymdownx.snippets failed here: snippet at path 'gone.md' could not be",
        {"markdown_extensions": [{"pymdownx.snippets": {"check_paths": True}}]},
    ),
    "an extension that is not installed": Case(
        told="mkdocs.yml:15 [markdown_extensions]: failed to load extension 'no_such",
        config={"markdown_extensions": ["no_such_thing"]},
    ),
    "a template of the site that is broken": Case(
        told="overrides/main.html:1: ",
        config={"theme": {"name": "material", "font": False, "custom_dir": "overrides"}},
        beside={"overrides/main.html": "{% block %}\n"},
    ),
    "a template of the site that fails": Case(
        told="overrides/main.html:2: the template failed: 'b' is undefined",
        config={"theme": {"name": "material", "font": False, "custom_dir": "overrides"}},
        beside={"overrides/main.html": '{% extends "base.html" %}\n{% set a = b.c.d %}\n'},
    ),
    "an extra template that is not there": Case(
        told="mkdocs.yml:16 [extra_templates]: there is no template 'robot.txt'",
        files={"robots.txt": "x"},
        config={"extra_templates": ["robot.txt"]},
        fix="did you mean `robots.txt`?",
    ),
    # settings
    "a plugin that nobody knows": Case(
        told="mkdocs.yml:14 [plugins.serach]: there is no plugin 'serach'",
        config={"plugins": ["postroom", "serach"]},
        fix="did you mean `search`?",
    ),
    "an option that a plugin does not know": Case(
        told="mkdocs.yml:14 [plugins.search.langs]: unknown option",
        config={"plugins": [{"search": {"langs": "en"}}, "postroom"]},
        fix="did you mean `lang`?",
    ),
    "a setting that nobody knows": Case(
        told="mkdocs.yml:15 [site_nam]: unknown setting",
        config={"site_nam": "x"},
        fix="did you mean `site_name`?",
    ),
    "a theme that is not there": Case(
        told="mkdocs.yml:4 [theme]: there is no theme 'materail'",
        config={"theme": {"name": "materail"}},
        fix="did you mean `material`?",
    ),
    "a value of a wrong kind": Case(
        told="mkdocs.yml:15 [extra_css]: ", config={"extra_css": 3}
    ),
    "a folder for the site within the content": Case(
        told="mkdocs.yml", config={"docs_dir": "site/docs"}
    ),
}


def build(folder: Path) -> bool:
    """Build strictly, and say whether that works."""
    return command_here(folder).code == 0


def check(folder: Path, *, passes: bool) -> str:
    said = in_site("check", folder, "--strict", code=0 if passes else 1)
    assert not [inside for inside in INSIDES if inside in said], said
    return said


def count(said: str) -> int:
    """How many problems were told; that posts should have a uid is none."""
    return said.count("    fix: ") - said.count("    fix: run `postroom check --fix`")


def make(folder: Path, case: Case) -> Path:
    """Write the site of a case, with a post that is as it should be."""
    files = {"posts/first.md": FINE, **case.files}
    if any(content == FINE for content in case.files.values()):
        del files["posts/first.md"]
    a_site(folder, files, **case.config)
    for name, text in case.beside.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_check_and_strict_are_of_one_mind(tmp_path, case):
    folder = make(tmp_path, case)
    before = {path for path in folder.rglob("*") if ".cache" not in path.parts}

    said = check(folder, passes=not case.told)

    after = {path for path in folder.rglob("*") if ".cache" not in path.parts}
    assert {path for path in after - before if "__pycache__" not in path.parts} == set()
    assert count(said) == (1 if case.told else 0), said
    assert not case.told or any(x.startswith(case.told) for x in said.splitlines()), said
    assert case.fix in said
    assert build(folder) is not bool(case.told)


@pytest.mark.parametrize("moved", [False, True], ids=["their blog", "ours"])
def test_a_site_of_material_s_blog_is_judged_alike(tmp_path, moved):
    folder = sites.material_blog(tmp_path, moved=moved)
    if not moved:
        settings = folder / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text + "  - postroom: {blog_dir: other}\n", encoding="utf-8")

    works = build(folder)

    check(folder, passes=works)
    assert works is moved  # theirs has no post of ours


@pytest.mark.parametrize("case", sites.INVALID)
def test_what_an_invalid_site_is_refused_for_is_named(tmp_path, case):
    """That a strict build refuses each of these is held by `test_broken_sites`."""
    said = check(sites.invalid(tmp_path, case), passes=False)

    expected = sites.expected(case)
    pages = [m[1] for line in expected if (m := re.match(r"Doc file '(.+?)'", line))]
    fixes = sum(line.startswith(("    fix: ", "Config value ")) for line in expected)
    assert count(said) == fixes + len(pages), said
    ours = [line for line in expected if not line.startswith("Doc file ")]
    assert [line for line in ours if not is_said(line, said)] == []
    assert [page for page in pages if f"{page}:" not in said] == []


def linked_items(folder: Path) -> Path:
    """A site whose folder of items is a link, and one item ends in `.markdown`."""
    letter = issue(sections=[section("On", "ask", "link")])
    a_site(
        folder,
        {"posts/first.md": FINE, "newsletter/issues/1.md": letter},
        options={"newsletters": [TABLE]},
    )
    (folder / "elsewhere").mkdir()
    for name, kind in (("ask.markdown", "ask"), ("link.md", "link"), ("news.mkd", "news")):
        path = folder / "elsewhere" / name
        path.write_text(
            item(kind, f"{kind}link"[:8], title=f"One {kind} more"), encoding="utf-8"
        )
    (folder / "docs/newsletter/items").symlink_to(folder / "elsewhere")
    return folder


def test_every_command_counts_the_same_items(tmp_path):
    folder = linked_items(tmp_path)

    checked = check(folder, passes=True)
    status = run("issue", "status", "-f", folder / "mkdocs.yml").output

    assert "1 issue, 3 items read, 0 problems" in checked
    assert "2 used, 0 waiting, 1 over, 3 items in all" in status
    assert build(folder)


def test_what_is_noticed_of_groups_and_placements_stops_nothing(tmp_path):
    group = "name: Humber\nkind: association\ndeadline: every other wednesday\n"
    step = "post: taken-out\nmove: offered\ndate: 2026-03-01\n"
    files = {
        "posts/a.md": FINE,
        "groups/humber.yml": f"{group}wants: {{topics: [harbours]}}\nnote: a@b.example\n",
        "groups/humber/1.yml": step,
        "groups/humber/2.yml": step.replace("taken-out", "a").replace(
            "offered", "published"
        ),
    }
    folder = make(tmp_path, Case(files))

    said = check(folder, passes=True)

    assert "groups/humber.yml:4 [wants.topics.0]: no post has the category, tag" in said
    assert (
        "groups/humber.yml:5: an e-mail address in a file that everybody can read" in said
    )
    assert "there is no post 'taken-out', so the step does not count" in said
    assert "published, and nobody knows where" in said
    assert build(folder)


def test_a_link_to_nothing_is_told(tmp_path):
    folder = make(tmp_path, Case())
    (folder / "docs/posts/gone.md").symlink_to(tmp_path / "nothing.md")

    said = check(folder, passes=False)

    assert "posts/gone.md: it cannot be read: no such file or directory\n" in said
    assert not build(folder)


YAML = {
    "a bracket that stays open": ("site_name: [\n", "mkdocs.yml:2: broken YAML"),
    "a second colon": ("site_name: A\ntheme: a: b\n", "mkdocs.yml:2: a second colon"),
    "a tab": ("site_name: A\nplugins:\n\t- search\n", "mkdocs.yml:3: a tab where YAML"),
    "a letter that is none": (
        "site_name: \udcff\n",
        "mkdocs.yml:1: byte 0xFF is not UTF-8",
    ),
    "a list": ("- site_name\n", "mkdocs.yml: the configuration is invalid"),
    "nothing": ("", "mkdocs.yml [site_name]: required configuration not provided"),
    "a parent that is not there": (
        "INHERIT: base.yml\nsite_name: A\n",
        "mkdocs.yml: inherited config file 'base.yml' does not exist",
    ),
}


@pytest.mark.parametrize(("text", "told"), YAML.values(), ids=YAML.keys())
def test_settings_that_are_no_yaml_are_told_with_their_line(tmp_path, text, told):
    (tmp_path / "mkdocs.yml").write_bytes(text.encode("utf-8", "surrogateescape"))

    said = check(tmp_path, passes=False)

    assert said.startswith(told)
    assert said.count("\n    fix: ") == 1


def test_a_mistake_of_our_own_is_not_blamed_on_the_site(tmp_path, monkeypatch):
    folder = make(tmp_path, Case())
    survey = "postroom.engines.mkdocs.plugin.survey_site"
    monkeypatch.setattr(survey, lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        in_site("check", folder)


def test_what_was_printed_is_not_read_for_the_next_issue(tmp_path):
    folder = linked_items(tmp_path)
    (folder / "elsewhere/ask.markdown").write_text("no item at all", encoding="utf-8")

    result = run("issue", "status", "-f", folder / "mkdocs.yml")

    assert result.stderr == ""
    assert "2 used, 0 waiting, 1 over, 3 items in all" in result.stdout


def test_a_draft_by_the_settings_is_there_for_its_editors(tmp_path):
    files = {"posts/a.md": a_post("A", "Dear all.", uid="aaaa", slug="apart")}
    folder = make(tmp_path, Case(files, config={"draft_docs": "a.md\n"}))

    run("kit", "-f", folder / "mkdocs.yml", "apart", "-o", folder / "a.zip")

    assert (folder / "a.zip").is_file()
    assert "posts/apart/index.html" not in command_here(folder).files


def test_both_engines_are_heard(tmp_path):
    case = Case({"about.md": "[gone](gone.md) [down](#down) [home](/)\n"}, **hook(""))
    folder = make(tmp_path, case)
    warns = "def on_env(*args, **more):\n    log.warning('Take care.')\n"
    (folder / "hooks.py").write_text(LOG + warns, encoding="utf-8")
    code = "import properdocs.replacement; from postroom.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "-f", str(folder / "mkdocs.yml")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    ours = run("check", "-f", folder / "mkdocs.yml")
    assert done.stderr == ours.stderr
    assert done.stdout == ours.stdout
    assert count(ours.output) == 4, ours.output


def test_a_check_after_a_build_finds_what_a_first_one_finds(tmp_path):
    posts = {f"posts/{n}.md": a_post(n, uid=f"uid{n}") for n in ("one", "two", "three")}
    folder = a_site(tmp_path / "built", posts)
    assert command_here(folder).code == 0
    broken = a_post("Two", "[other](one.md#nowhere) ![](none.png)", uid="uidtwo")
    (folder / "docs/posts/two.md").write_text(broken, encoding="utf-8")
    fresh = tmp_path / "fresh"
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns(".cache", "site"))

    after, first = in_site("check", folder), in_site("check", fresh)

    assert after.count("posts/two.md:") == 2
    assert after == first
