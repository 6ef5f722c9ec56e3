"""Every command that README and guides show runs on a site that `postroom init` made."""

from __future__ import annotations

import shlex
import shutil
from email.message import EmailMessage
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from tests.e2e.building import a_post
from tests.unit.test_docs import _CALL, ALL_DOCS

from postroom.cli import main
from postroom.model.kinds import KINDS

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
