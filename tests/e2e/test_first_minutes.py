"""From nothing to a site of one's own, and to what is missing for it to be online."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import etree
from tests.e2e.building import a_post, a_site, command_here

from postroom.cli import main
from postroom.cli.starter import MARKS, Beginning, render_site
from postroom.model.options import Options
from postroom.toolbox.origin import Provenance, find_repository, name_origin

pytestmark = pytest.mark.e2e
LETTERS = ("--newsletter", "Crumbs", "--mail", "letters@example.com")


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command here; a crash is raised as it is."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


# init


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with everything, of somebody whose names are markup."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    names = ("--name", "Salt & <b>Pepper</b>", "--author", "Žofia *Star* O’Neil")
    looks = ("--mark", "leaf", "--accent", "#7a3b1d", "--language", "de-AT")
    where = ("--address", "https://salt.example/letters", "--licence", "CC-BY-SA-4.0")
    run("init", folder, *names, *looks, *where, *LETTERS)
    return folder


def test_a_site_with_everything_passes_its_check_and_builds_strictly(whole):
    assert ", 0 problems" in run("check", "--strict", "-f", whole / "mkdocs.yml").output
    built = command_here(whole)

    assert built.code == 0, built.output
    page = built.text("posts/from-a-file-to-a-reader/index.html")
    assert "<b>Pepper" not in page
    assert "Salt &amp; &lt;b&gt;Pepper&lt;/b&gt;" in page
    assert "Žofia *Star* O’Neil" in page
    assert {"newsletter/index.html", "submit/index.html"} <= built.files.keys()
    assert not any(path.startswith("newsletter/1/") for path in built.files)


def test_a_site_with_everything_has_its_forms_and_workflows(whole):
    github = whole / ".github"

    workflows = {path.name for path in (github / "workflows").iterdir()}
    assert workflows == {"publish.yml", "intake.yml", "items.yml", "items-comment.yml"}
    assert "up to date" in run("forms", "--check", "-f", whole / "mkdocs.yml").output


def test_its_first_issue_could_go_out(whole):
    said = run("issue", "check", 1, "-f", whole / "mkdocs.yml").output

    assert "0 problems" in said or "postal" in said


def test_editors_know_what_its_files_may_hold(whole):
    settings = json.loads((whole / ".vscode/settings.json").read_text("utf-8"))

    for schema in settings["yaml.schemas"]:
        assert json.loads((whole / schema).read_text("utf-8"))["properties"]
    container = json.loads((whole / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert "requirements.txt" in container["postCreateCommand"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_a_drawing(tmp_path, mark):
    run("init", tmp_path / "site", "--mark", mark)

    drawing = (tmp_path / "site/content/images/mark.svg").read_bytes()
    assert etree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"{" not in drawing


WRONG = {
    "no licence": ("--licence", "free", "CC-BY-4.0"),
    "no address": ("--address", "salt", "https://"),
    "an address with a name": ("--address", "https://me:key@a.example/", "without"),
    "an address with a question": ("--address", "https://a.example/?a=1", "without"),
    "an address for files": ("--address", "ftp://a.example/", "https://"),
    "no language": ("--language", "German, I think", "`pt-BR`"),
    "no colour": ("--accent", "reddish", "#"),
    "a colour that nobody can read": ("--accent", "#ffff66", "contrast"),
    "no mark": ("--mark", "unicorn", "leaf"),
    "no zone": ("--zone", "Leeds", "Europe/London"),
    "no mail": ("--mail", "letters", "e-mail"),
    "nothing": ("--name", " ", "letter"),
}


@pytest.mark.parametrize(("option", "value", "told"), WRONG.values(), ids=WRONG.keys())
def test_an_answer_that_is_none_is_told_before_anything_is_made(
    tmp_path, option, value, told
):
    said = run("init", tmp_path / "site", option, value, code=2).output

    assert f"'{option}'" in said
    assert told in said
    assert not (tmp_path / "site").exists()


def begin(**words: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Say what somebody says; gives the settings, as text and read, and the authors."""
    said = {"name": "Salt", "author": "Ines", "url": "https://a.example/", **words}
    begun = Beginning(today=date(2026, 3, 4), **said)  # type: ignore[arg-type]
    files = render_site(begun, Provenance("postroom", is_public=True))
    settings = files[Path("mkdocs.yml")]
    authors = yaml.safe_load(files[Path("content/authors.yml")])["authors"]
    return settings, yaml.safe_load(settings.replace("!ENV", "")), authors


KEYS = {
    "a name": ("Ines Okafor", "ines"),
    "with an accent": ("Žofia O’Neil", "zofia"),
    "no name of YAML's": ("No Chan", "no-chan"),
    "nothing of YAML's": ("Null", "me"),
    "a number": ("007", "me"),
    "letters of another kind": ("山田 太郎", "me"),
    "a picture": ("🎉", "me"),
}


@pytest.mark.parametrize(("author", "key"), KEYS.values(), ids=KEYS.keys())
def test_whoever_writes_has_a_key_that_is_text(author, key):
    _, _, authors = begin(author=author)

    assert [*authors] == [key]
    assert authors[key]["name"] == author


LANGUAGES = {
    "one that the theme has": ("de", "de", True),
    "one of a country that it has": ("pt-BR", "pt-BR", True),
    "one of a country that it has not": ("de-AT", "de", True),
    "in another case": ("PT-br", "pt-BR", True),
    "one that it has not": ("tlh", "en", True),
    "one in letters that no font of ours has": ("ja", "ja", False),
    "one from right to left": ("ar", "ar", False),
}


@pytest.mark.parametrize(
    ("language", "theme", "has_cards"), LANGUAGES.values(), ids=LANGUAGES.keys()
)
def test_a_site_in_any_language_can_be_built(language, theme, has_cards):
    _, settings, _ = begin(language=language)

    options = settings["plugins"][1]["postroom"]
    assert settings["theme"]["language"] == theme
    assert options.get("language", theme) == language
    assert options.get("share", {}) == ({} if has_cards else {"cards": False})


def test_a_name_in_letters_that_no_font_of_ours_has_needs_no_font():
    _, settings, _ = begin(name="長いテーブル")

    assert settings["plugins"][1]["postroom"]["share"] == {"cards": False}


HOSTS = {
    "a domain": ("https://Salt.example/a/", "salt.example,2026"),
    "with a port": ("http://salt.example:8000/", "salt.example,2026"),
    "with umlauts": ("https://müller.example/", "xn--mller-kva.example,2026"),
    "a number": ("http://[::1]/", "example.org,2026"),
}


@pytest.mark.parametrize(("url", "authority"), HOSTS.values(), ids=HOSTS.keys())
def test_ids_are_minted_by_the_host_of_the_address(url, authority):
    _, settings, _ = begin(url=url)

    options = settings["plugins"][1]["postroom"]
    assert options["feeds"]["authority"] == authority
    Options.model_validate(options)


APART = {
    "a newsletter that is not wanted": ("--newsletter", "Crumbs", "--no-newsletter"),
    "an address of none": ("--mail", "a@example.com"),
    "an address of one that is not wanted": ("--mail", "a@b.example", "--no-newsletter"),
    "a zone of none": ("--zone", "Europe/London"),
}


@pytest.mark.parametrize("words", APART.values(), ids=APART.keys())
def test_what_belongs_to_a_newsletter_is_not_dropped_in_silence(tmp_path, words):
    said = CliRunner().invoke(main, ["init", str(tmp_path / "site"), *words])

    assert said.exit_code in (1, 2)
    assert "newsletter" in said.output
    assert not (tmp_path / "site").exists()


def test_a_licence_may_be_spelt_in_any_case(tmp_path):
    run("init", tmp_path, "--licence", "cc0-1.0")

    assert 'licence: "CC0-1.0"' in (tmp_path / "mkdocs.yml").read_text("utf-8")


IN_THE_WAY = {
    "a site of another kind": (("index.html", "b", "c", "d"), "b, c, d and 1 more"),
    "a site": (("mkdocs.yml",), "add `- postroom` to its plugins"),
    "workflows": ((".github",), ".github"),
}


@pytest.mark.parametrize(("names", "told"), IN_THE_WAY.values(), ids=IN_THE_WAY.keys())
def test_what_is_in_the_way_is_named_and_stays(tmp_path, names, told):
    for name in (*names, ".python-version", ".venv"):
        (tmp_path / name).touch()

    said = run("init", tmp_path, code=1).output

    assert told in said
    assert len([*tmp_path.iterdir()]) == len(names) + 2


def test_what_nobody_was_asked_for_is_told(tmp_path):
    guessed = run("init", tmp_path / "a", "--author", "Ines").output
    chosen = run("init", tmp_path / "b", "--yes").output

    assert "what --name, --address would have said is guessed" in guessed
    assert "guessed" not in chosen


def test_a_newsletter_needs_an_address(tmp_path):
    said = run("init", tmp_path / "site", "--newsletter", "Crumbs", code=1).output

    assert "--mail" in said
    assert not (tmp_path / "site").exists()


def test_an_empty_clone_becomes_a_site_and_loses_nothing(tmp_path, monkeypatch):
    for words in (("init", "-q"), ("remote", "add", "origin", "git@github.com:Ines/Table")):
        subprocess.run(("git", *words), cwd=tmp_path, check=True)
    own = {"README": "Mine\n", "LICENSE.md": "Mine too\n", ".gitignore": "dist\n/site/"}
    for name, text in own.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    said = run("init").output

    assert Path("README").read_text("utf-8") == "Mine\n"
    assert not Path("README.md").exists()
    ignored = Path(".gitignore").read_text("utf-8").splitlines()
    assert ignored[:2] == ["dist", "/site/"]
    assert ignored.count("/site/") == 1
    assert "/addresses.yml" in ignored
    assert "README: kept" in said
    assert "https://ines.github.io/Table/" in Path("mkdocs.yml").read_text("utf-8")
    assert "authority: ines.github.io," in Path("mkdocs.yml").read_text("utf-8")


def test_the_last_words_are_the_next_commands(tmp_path):
    said = run("init", tmp_path / "my site").output

    for command in ("mkdocs serve", 'postroom new "', "postroom check", "postroom publish"):
        assert command in said
    assert f"cd '{tmp_path / 'my site'}'" in said


def test_a_terminal_is_asked_for_what_was_not_said(tmp_path):
    answers = ["Salt", "pepper", "https://salt.example", "", "", "red-ish", ""]
    answers += ["leaf", "y", "Crumbs", "letters@salt.example", "Europe/London"]
    command = [sys.executable, "-c", "from postroom.cli import main; main()"]
    here, there = pty.openpty()
    os.write(here, "\n".join([*answers, ""]).encode())
    done = subprocess.run(
        [*command, "init", tmp_path / "site", "--author", "Ines"],
        stdin=there,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    os.close(here)
    os.close(there)

    assert "Who writes?" not in done.stdout
    assert done.stdout.count("Which colour?") == 2
    assert done.stdout.count("At which address") == 2
    settings = (tmp_path / "site/mkdocs.yml").read_text("utf-8").replace("!ENV", "")
    [newsletter] = yaml.safe_load(settings)["plugins"][1]["postroom"]["newsletters"]
    assert (newsletter["title"], newsletter["zone"]) == ("Crumbs", "Europe/London")


# where it comes from

ORIGINS = {
    "an index": ({}, {}, "postroom==", True),
    "a repository": (
        {
            "url": "https://git.example/p.git",
            "vcs_info": {"vcs": "git", "commit_id": "abc"},
        },
        {},
        "postroom @ git+https://git.example/p.git@abc",
        True,
    ),
    "a file on a server": (
        {"url": "https://files.example/p.whl", "archive_info": {}},
        {},
        "postroom @ https://files.example/p.whl",
        True,
    ),
    "a file here": (
        {"url": "file:///tmp/p.whl", "archive_info": {}},
        {},
        "postroom @ file:///tmp/p.whl",
        False,
    ),
    "a folder": (
        {"url": "file:///home/p", "dir_info": {"editable": True}},
        {},
        "postroom @ file:///home/p",
        False,
    ),
    "a clone whose last commit is elsewhere, too": (
        {"url": "file:///home/p", "dir_info": {}},
        {"remote": "https://key@git.example/p", "rev-parse": "abc", "branch": "origin/x"},
        "postroom @ git+https://git.example/p@abc",
        True,
    ),
    "a clone by SSH": (
        {"url": "file:///home/p", "dir_info": {}},
        {"remote": "git@git.example:a/p.git", "rev-parse": "abc", "branch": "origin/x"},
        "postroom @ git+https://git.example/a/p.git@abc",
        True,
    ),
    "a clone with a commit that nobody else has": (
        {"url": "file:///home/p", "dir_info": {}},
        {"remote": "https://git.example/p", "rev-parse": "abc"},
        "postroom @ file:///home/p",
        False,
    ),
    "a clone of a folder": (
        {"url": "file:///home/p", "dir_info": {}},
        {"remote": "/srv/p", "rev-parse": "abc", "branch": "origin/x"},
        "postroom @ file:///home/p",
        False,
    ),
}


@pytest.mark.parametrize(
    ("recorded", "git", "requirement", "is_public"), ORIGINS.values(), ids=ORIGINS.keys()
)
def test_a_site_installs_from_where_its_maker_came(recorded, git, requirement, is_public):
    made = name_origin(recorded, lambda _, words: git.get(words[0], ""))

    assert made.requirement.startswith(requirement)
    assert made == Provenance(made.requirement, is_public)


def test_a_repository_at_github_is_known_by_its_remote():
    assert find_repository("git@github.com:a/b.git\n") == ("a", "b")
    assert find_repository("https://x@github.com/a/b.c/") == ("a", "b.c")
    assert find_repository("https://notgithub.com/a/b") is None
    assert find_repository("") is None


# publish

GH = """\
#!/usr/bin/env python3
import json, sys
answers = json.load(open({answers!r}))
key = next((k for k in answers if " ".join(sys.argv[1:]).startswith(k)), None)
if key is None:
    sys.exit(1)
print(answers[key] if isinstance(answers[key], str) else json.dumps(answers[key]))
"""
PAGES, RUNS = "api repos/ines/table/pages", "api repos/ines/table/actions"
WELL: Mapping[str, object] = {
    "api user": {},
    PAGES: {"build_type": "workflow"},
    RUNS: {"workflow_runs": [{"conclusion": "success"}]},
}


@pytest.fixture
def hosted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that has been pushed, with a stand-in for GitHub's own command."""
    folder, remote = tmp_path / "site", tmp_path / "github.com/ines/table"
    run("init", folder, "--address", "https://ines.github.io/table/", "--author", "Ines")
    (folder / "requirements.txt").write_text("postroom @ git+https://a.example/p\n")
    run("publish", "-f", folder / "mkdocs.yml", code=1)
    subprocess.run(("git", "init", "-q", "--bare", "-b", "main", remote), check=True)
    for words in (
        ("init", "-q", "-b", "main"),
        ("remote", "add", "origin", remote),
        ("add", "."),
        ("-c", "user.name=I", "-c", "user.email=i@example.com", "commit", "-qm", "One"),
        ("push", "-q", "-u", "origin", "main"),
    ):
        subprocess.run(("git", *words), cwd=folder, check=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(GH.format(answers=str(tmp_path / "gh.json")))
    (tmp_path / "bin/gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    answer(folder, WELL)
    return folder


def answer(folder: Path, answers: Mapping[str, object]) -> None:
    """Let GitHub answer so."""
    (folder.parent / "gh.json").write_text(json.dumps(answers))


def check(folder: Path, code: int) -> str:
    return run("publish", "--check", "-f", folder / "mkdocs.yml", code=code).output


def test_a_site_with_everything_set_misses_nothing(hosted):
    assert check(hosted, 0) == "nothing is missing: what is pushed to `main` goes online\n"


MISSING = {
    "Pages is off": ({**WELL, PAGES: ""}, "settings/pages: Pages is off"),
    "Pages takes a branch": ({**WELL, PAGES: {"build_type": "legacy"}}, "takes a branch"),
    "the last run failed": (
        {
            **WELL,
            RUNS: {"workflow_runs": [{"conclusion": "failure", "html_url": "https://r"}]},
        },
        "https://r: the last run that should have published failed",
    ),
}


@pytest.mark.parametrize(("answers", "told"), MISSING.values(), ids=MISSING.keys())
def test_what_github_has_not_set_is_told_with_the_click(hosted, answers, told):
    answer(hosted, {key: value for key, value in answers.items() if value != ""})

    said = check(hosted, 1)

    assert told in said
    assert said.count("    fix: ") == 1


def test_without_git_it_is_told_where_to_get_it(hosted, monkeypatch):
    monkeypatch.setenv("PATH", str(hosted))

    said = check(hosted, 1)

    assert "there is no Git on this machine" in said
    assert "no repository" not in said


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "site.test"])
def test_an_address_that_others_cannot_reach_is_told(tmp_path, host):
    run("init", tmp_path / "site", "--address", f"http://{host}/")

    said = check(tmp_path / "site", 1)

    assert "[site_url]: nobody can reach" in said
    assert "is nobody's" in said


def test_without_a_login_the_clicks_are_told_in_words(hosted):
    answer(hosted, {})

    said = check(hosted, 0)

    assert "https://github.com/ines/table/settings/pages says `GitHub Actions`" in said


def test_what_is_missing_here_is_told_all_at_once(hosted):
    (hosted / "requirements.txt").write_text("postroom @ file:///home/ines/postroom\n")
    (hosted / ".github/workflows/publish.yml").unlink()
    settings = hosted / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("ines.github.io,", "example.org,")
    settings.write_text(text, encoding="utf-8")

    said = check(hosted, 1)

    assert "only this machine has file:///home/ines/postroom" in said
    assert "publish.yml: missing" in said
    assert "[feeds.authority]: example.org is nobody's" in said
    assert "some changes are in no commit" in said
    run("publish", "-f", settings, code=1)
    assert (hosted / ".github/workflows/publish.yml").is_file()


def test_labels_that_forms_set_must_be_at_github(tmp_path, hosted):
    other = tmp_path / "other"
    run("init", other, "--address", "https://ines.github.io/table/", *LETTERS)
    (hosted / ".git").rename(other / ".git")
    answer(other, {**WELL, "label list": [{"name": "Event"}]})

    said = check(other, 1)

    assert (
        "job: there is no such label at GitHub\n    fix: run `gh label create job`" in said
    )
    assert "\nevent: " not in said


# new


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    run("init", folder, "--author", "Ines Okafor", *LETTERS)
    monkeypatch.chdir(folder)
    return folder


def test_everything_that_one_writes_can_be_begun(site):
    for words in (
        ("A title",),
        ("post", "Another title", "--author", "ines"),
        ("group", "Les Amis de l’Été", "--newsletter", "L’Été", "--kind", "hobby"),
        ("author", "Ada Lovelace"),
        ("issue", "--number", "7"),
    ):
        run("new", *words)

    assert ", 0 problems" in run("check", "--strict").output
    assert Path("content/groups/les-amis-de-lete.yml").is_file()
    assert "Usage: " in run("new", "item", "--help").output


def test_what_is_begun_opens_in_the_editor_that_was_chosen(site, monkeypatch):
    monkeypatch.setenv("VISUAL", "cp /dev/stdin")
    opened = site / "opened"
    editor = (
        f"{sys.executable} -c \"import sys; open({str(opened)!r}, 'w').write(sys.argv[1])\""
    )
    monkeypatch.setenv("VISUAL", editor)

    path = run("new", "A title", "--edit").output.strip()

    assert opened.read_text("utf-8") == path


AUTHORS = {
    "below a key": ("authors:\n  ines:\n    name: Ines\n", "    name: Ines\n  ada:\n"),
    "with deep indents": (
        "authors:\n    ines:\n        name: Ines\n# the end\n",
        "\n    ada:\n      name: ",
    ),
    "without the key": ("ines:\n  name: Ines\n", "\nada:\n"),
    "with something behind": (
        "authors:\n  ines:\n    name: Ines\n\nother:\n  name: O\n",
        "  ada:\n",
    ),
    "nothing yet": ("", "authors:\n  ada:\n"),
    "only a remark": ("# who writes\n", "# who writes\nauthors:\n  ada:\n"),
    "no line end": ("authors:\n  ines:\n    name: Ines", "Ines\n  ada:\n"),
}


@pytest.mark.parametrize(("text", "written"), AUTHORS.values(), ids=AUTHORS.keys())
def test_an_author_is_added_and_nothing_else_is_changed(site, text, written):
    path = site / "content/authors.yml"
    path.write_text(text, encoding="utf-8")

    run("new", "author", 'Ada "A" Lovelace: #1')

    after = path.read_text("utf-8")
    assert written in after
    assert [line for line in text.splitlines() if line not in after.splitlines()] == []
    people = yaml.safe_load(after)
    assert people.get("authors", people)["ada"] == {"name": 'Ada "A" Lovelace: #1'}


REFUSED = {
    "there already": ("authors:\n  ada: {name: Ada}\n", "there is an author `ada` already"),
    "in braces": ("authors: {ines: {name: I}}\n", "add by hand"),
    "no YAML": ("authors: [\n", "authors.yml"),
}


@pytest.mark.parametrize(("text", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_an_author_who_cannot_be_added_leaves_the_file_as_it_is(site, text, told):
    path = site / "content/authors.yml"
    path.write_text(text, encoding="utf-8")

    said = run("new", "author", "Ada", code=1).output

    assert told in said
    assert "fix: " in said
    assert path.read_text("utf-8") == text


BLOGS = {
    "where Material has it": ({}, "blog/.authors.yml"),
    "where the settings say": ({"authors_file": "people.yml"}, "people.yml"),
}


@pytest.mark.parametrize(("options", "path"), BLOGS.values(), ids=BLOGS.keys())
def test_an_author_of_a_blog_of_materials_is_added_to_its_own_file(tmp_path, options, path):
    posts = {"blog/posts/one.md": a_post("One"), path: "authors:\n"}
    folder = a_site(tmp_path, posts, options={"layout": "material-blog", **options})

    run("new", "author", "Ada", "-f", folder / "mkdocs.yml")

    people = yaml.safe_load((folder / "docs" / path).read_text("utf-8"))
    assert people["authors"]["ada"] == {"name": "Ada"}
    assert len([*folder.rglob("*authors.yml"), *folder.rglob("people.yml")]) == 1
