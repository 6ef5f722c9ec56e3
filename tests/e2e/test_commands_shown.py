"""All that README and guides show holds on a site that `postroom init` made.

Commands run, blocks of settings and files are taken, placeholders are filled. What is shown
and not tried is named here with its reason, and nothing else may be shown.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from tests.e2e.building import ROOT, a_post, command_here
from tests.unit.test_docs import _CALL, ALL_DOCS, DOCS

from postroom.cli import main
from postroom.model.kinds import KINDS
from postroom.model.options import Options
from postroom.pages.placeholders import PLACEHOLDERS

pytestmark = pytest.mark.e2e

ELSEWHERE = {
    "check --online": "asks the web",
    "harvest": "asks the web",
    "harvest --accept ktqz": "speaks of what was harvested",
    "harvest --reprint pmfd": "speaks of what was harvested",
    "intake accept": "is run at GitHub",
    "intake answer": "is run at GitHub",
    "intake comment": "is run at GitHub",
    "intake decline": "is run at GitHub",
    "intake tell": "is run at GitHub",
    "intake withdraw": "is run at GitHub",
    "crosspost give-before-you-ask --to mastodon --text": "asks the web",
    "init": "is tried by itself",
    "move": "compares with a blog of Material's",
    "item": "is tried by itself",
    "mv OLD NEW": "says what stands where",
    "new item": "asks in a terminal",
    "offer GROUP POST": "says what stands where",
    "send push --live": "asks in a terminal",
    "send resolve --letter": "speaks of a letter that was sent",
    "send check --online": "asks the DNS",
    "submit": "asks in a terminal",
    "publish": "exits with what is missing",
}
"""What is shown and not run here, by how it begins, and why; other tests run it."""

NAMED = (
    *("give-before-you-ask", "how-to-close-a-loop", "twice-a-year-is-enough"),
    "closing-loops",
)
GROUPS = ("humber-engineers", "delta-libraries", "pennine-surveyors")


def list_shown() -> list[str]:
    """List the commands, in the order in which they are shown, each once."""
    shown = dict.fromkeys(" ".join(call.split()) for call in _CALL.findall(ALL_DOCS))
    return [
        call
        for call in shown
        if not call.startswith(tuple(ELSEWHERE)) and not _is_mentioned(call)
    ]


def _is_mentioned(call: str) -> bool:
    """Whether a command is only named, without what it needs."""
    command = main.get_command(click.Context(main), call)
    return command is not None and (
        isinstance(command, click.Group)
        or any(isinstance(each, click.Argument) for each in command.params)
    )


def test_what_is_not_run_is_shown_all_the_same():
    shown = [" ".join(call.split()) for call in _CALL.findall(ALL_DOCS)]

    assert [e for e in ELSEWHERE if not any(call.startswith(e) for call in shown)] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of `postroom init`, with the posts, groups and files that guides name."""
    folder = tmp_path_factory.mktemp("made") / "site"
    words = ["--author", "Ines Okafor", "--newsletter", "Crumbs", "--mail", "a@example.com"]
    done = CliRunner().invoke(main, ["init", str(folder), *words])
    assert done.exit_code == 0, done.output
    settings = folder / "mkdocs.yml"
    postal = "          mail:\n            postal: Crumbs, 1 High Street, Leeds\n"
    text = settings.read_text("utf-8").replace("          mail:\n", postal)
    settings.write_text(text, encoding="utf-8")
    content = folder / "content"
    for number, name in enumerate(NAMED):
        text = "A sentence about people who help each other, and how. " * 60
        post = a_post(name.title(), text, uid=f"named{number}", authors=["ines"])
        (content / f"posts/{name}.md").write_text(post, encoding="utf-8")
    for group in GROUPS:
        wants = {"formats": ["text"], "words": "20-900"}
        about = {"name": group.title(), "kind": "hobby", "wants": wants}
        (content / f"groups/{group}.yml").write_text(yaml.safe_dump(about), "utf-8")
    first = content / "newsletter/issues/1.md"
    issue = first.read_text("utf-8").replace("draft: true\n", "reprint: allowed\n")
    first.write_text(issue, encoding="utf-8")
    fourth = issue.replace("number: 1", "number: 4").partition("  - title: Asks")[0]
    (first.parent / "4.md").write_text(
        f"{fourth.replace('uid: ', 'uid: x')}---\n\nHello again.\n", encoding="utf-8"
    )
    letter = EmailMessage()
    letter["From"], letter["Subject"] = (
        "Rosa <rosa@example.com>",
        "News: A bench in the park",
    )
    letter["Date"], letter["Message-ID"] = "Wed, 4 Mar 2026 09:00:00 +0000", "<1@a>"
    letter.set_content("There is a new bench in the park, for everybody.\n\nI agree")
    (folder / "message.eml").write_bytes(bytes(letter))
    (folder / "messages.mbox").write_bytes(
        b"From rosa@example.com Wed Mar  4 09:00:00 2026\n" + bytes(letter) + b"\n"
    )
    names = [field.name for field in KINDS["news"].all_fields]
    (folder / "answers.csv").write_text(f"kind,{','.join(names)}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("call", list_shown())
def test_a_command_that_is_shown_runs_on_a_new_site(made, tmp_path, monkeypatch, call):
    site = tmp_path / "site"
    shutil.copytree(made, site)
    monkeypatch.chdir(site)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setenv("POSTROOM_MASTODON_URL", "https://social.example")
    if len(shlex.split(call)) > 3 and call.startswith("place "):
        _prepare(call)
    if call.startswith("mv "):
        Path("content/posts/how-to-close-a-loop.md").unlink()
    words = [
        path
        for word in shlex.split(call)
        for path in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]

    done = CliRunner().invoke(main, words)

    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    assert done.exit_code == 0, done.output


def _prepare(call: str) -> None:
    """Let happen at a group what comes before the step that is shown."""
    before = {
        "reminded": ["offered"],
        "declined": ["offered --date 2026-11-01"],
        "accepted": ["offered"],
        "published": ["offered"],
        "thanked": ["offered", "published --url https://a.example/1"],
        "replied": ["offered", "published --url https://a.example/1"],
    }
    group, post, move = shlex.split(call)[1:4]
    for step in before.get(move, []):
        words = shlex.split(f"place {group} {post} {step}")
        assert CliRunner().invoke(main, words).exit_code == 0


# blocks

_BLOCK = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```$", re.M | re.S)
GUIDES = sorted((ROOT / "content/guide").glob("*.md"))
PAGES = (
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
    *GUIDES,
)


def list_blocks(*kinds: str) -> Iterator[tuple[str, str]]:
    """List the blocks of some kinds that pages show, each with its page and line."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in _BLOCK.finditer(text):
            if found[2] in kinds:
                line = text.count("\n", 0, found.start()) + 1
                yield (
                    f"{page.name}:{line}",
                    re.sub(f"^{found[1]}", "", found[3], flags=re.M),
                )


TRIED = {"shell", "console", "yaml", "markdown", "diff"}
NOT_TRIED = {
    ("publish.md", "nginx"): "is for a server, of which tests/readers tries one",
    ("publish.md", "text"): "is for hosts, or a message, which tests/unit compares",
    ("README.md", "text"): "is a message, which tests/unit compares",
}
"""Kinds of blocks that nothing here tries, by page, and why."""


def test_every_block_is_of_a_kind_that_is_tried_or_named_with_a_reason():
    shown = {
        (page.name, found[2])
        for page in PAGES
        for found in _BLOCK.finditer(page.read_text("utf-8"))
    }

    assert {each for each in shown if each[1] not in TRIED} == NOT_TRIED.keys()


def test_every_page_of_the_guide_is_looked_at():
    named = {name for name in DOCS if name.startswith("content/guide/")}
    others = {f"content/guide/{page.name}" for page in GUIDES} - named

    assert others <= {"content/guide/speed.md"}  # which shows no command and no settings
    assert "```" not in (ROOT / "content/guide/speed.md").read_text("utf-8")


BY_OTHERS = {
    "make": "tests/unit knows every target",
    "python3 -m venv": "made what runs this",
    ".venv/bin/": "made what runs this, and serves",
    ". ": "speaks to a shell",
    "pip install": "tests/e2e/test_wheel.py installs",
    "cd ": "speaks to a shell",
    "mkdocs serve": "tests/e2e/test_desk.py serves",
    "git ": "is run below, but for what needs GitHub",
    "gh ": "needs GitHub",
    "openssl": "makes a key",
    "python3 -m http.server": "serves what is there",
}
"""How other commands begin that are shown, and who tries them."""


def list_typed() -> Iterator[str]:
    for _, text in list_blocks("shell"):
        yield from filter(None, text.splitlines())
    for _, text in list_blocks("console"):
        yield from (w.removeprefix("$ ") for w in text.splitlines() if w.startswith("$ "))


def test_every_command_of_others_is_tried_or_named_with_a_reason():
    typed = [words for words in list_typed() if not words.startswith(("postroom ", "#"))]

    assert [words for words in typed if not words.startswith(tuple(BY_OTHERS))] == []
    assert [b for b in BY_OTHERS if not any(words.startswith(b) for words in typed)] == []


def test_every_command_of_ours_in_a_block_is_among_those_that_are_run():
    typed = [words for words in list_typed() if words.startswith("postroom ")]
    run = {" ".join(call.split()) for call in _CALL.findall(ALL_DOCS)}

    ours = (" ".join(w.partition("#")[0].split()[1:]) for w in typed)
    assert [words for words in ours if words not in run] == []


def test_what_is_typed_into_git_keeps_the_site(made, tmp_path, monkeypatch):
    site = tmp_path / "site"
    shutil.copytree(made, site)
    for name in ("author", "committer"):
        monkeypatch.setenv(f"GIT_{name.upper()}_NAME", "Ines")
        monkeypatch.setenv(f"GIT_{name.upper()}_EMAIL", "ines@example.com")

    for words in list_typed():
        if words.startswith("git ") and "push" not in words:
            (site / f"content/{len(words)}.md").write_text("# More\n", encoding="utf-8")
            subprocess.run(shlex.split(words), cwd=site, check=True, capture_output=True)

    asked = ("git", "-C", str(site), "ls-files")
    kept = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert {"mkdocs.yml", ".github/workflows/publish.yml"} <= set(kept.splitlines())
    assert ".cache" not in kept


OTHER_FILES = {
    r"---\nkind:": "content/newsletter/items/2026-10-30-shown-{}.md",
    r"---\ntitle:": "content/posts/shown-{}.md",
    r"name: .*\n(?:.*\n)*kind:": "content/groups/shown-{}.yml",
    r"post: .*\n(?:.*\n)*move:": "content/groups/humber-engineers/2026-11-01-shown-{}.yml",
    r"from: .*\neditors:": "addresses.yml",
    r"licence: .*\nreprint:": "content/posts/front-{}.md",
    r"<figure": "content/posts/body-{}.md",
}
"""Where a file belongs that a block shows, by how it begins."""


def place_of(place: str, text: str) -> str:
    """Say where a block belongs; `mkdocs.yml` for settings."""
    if re.search(r"^[ +-]?plugins:", text, re.M):
        return "mkdocs.yml"
    [name] = [n for begins, n in OTHER_FILES.items() if re.match(begins, text)] or [""]
    assert name, f"{place}: nobody tries this block"
    return name


def as_file(name: str, text: str) -> str:
    """Make a file of a block; what it names is what the site has."""
    text = text.replace("fortlt25", "named0").replace("../../images", "../images")
    if "posts/front-" in name:
        return a_post(**yaml.safe_load(text), uid="front111", authors=["ines"])
    return a_post("Body", text, uid="body1111") if "posts/body-" in name else text


def test_every_file_that_is_shown_is_taken(made, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(made, site)
    for name in ("ledger-page.jpg", "covers/chairs.jpg"):
        (site / "content/images" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "content/images/ledger-page.jpg", site / "content/images" / name)
    part = a_post("Before", uid="before11", series={"name": "Following through", "part": 1})
    (site / "content/posts/before.md").write_text(part, encoding="utf-8")
    with (site / "content/authors.yml").open("a", encoding="utf-8") as authors:
        authors.write("\n  leila:\n    name: Leila\n")
    for number, (place, text) in enumerate(list_blocks("yaml", "markdown")):
        name = place_of(place, text).format(number)
        if name != "mkdocs.yml":
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(as_file(name, text), encoding="utf-8")

    checked = CliRunner().invoke(main, ["check", "--strict", "-f", f"{site}/mkdocs.yml"])

    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    "text", [t for p, t in list_blocks("yaml", "diff") if place_of(p, t) == "mkdocs.yml"]
)
def test_every_block_of_settings_is_taken(text):
    for sign in " +-":  # of a change, as it is before and afterwards
        lines = [ln[1:] for ln in text.splitlines() if ln[:1] in (" ", sign)]
        is_change = bool(re.search(r"^[+-]", text, re.M)) and not text.startswith("plugins")
        settings = yaml.safe_load("\n".join(lines) if is_change else text)
        for plugin in settings["plugins"] or ():
            if isinstance(plugin, dict) and "postroom" in plugin:
                Options.model_validate(plugin["postroom"])


def test_every_placeholder_is_shown_and_filled(made, tmp_path):
    shown = set(re.findall(r"<!-- postroom:.*? -->", ALL_DOCS))
    site = tmp_path / "site"
    shutil.copytree(made, site)
    (site / "content/parts.md").write_text("# Parts\n\n" + "\n\n".join(shown), "utf-8")

    built = command_here(site)

    assert built.code == 0, built.output
    assert "postroom:" not in built.text("parts/index.html")
    assert {re.findall(r":(\w+)", each)[0] for each in shown} == set(PLACEHOLDERS)


def test_a_placeholder_that_is_none_is_told(made, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(made, site)
    (site / "content/parts.md").write_text("# Parts\n\n<!-- postroom:lates -->\n", "utf-8")

    checked = CliRunner().invoke(main, ["check", "--strict", "-f", f"{site}/mkdocs.yml"])

    assert "parts.md:3: there is no placeholder 'lates'" in checked.output
    assert "did you mean `latest`?" in checked.output
