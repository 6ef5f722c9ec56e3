"""Every command on every terminal: its help, an example, what a shell completes."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from postroom.cli import main
from postroom.cli.examples import EXAMPLES, FIRST, NEXT, show_examples


def list_commands(command: click.Command, path: str = "") -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from list_commands(below, f"{path} {name}".strip())


COMMANDS = list(list_commands(main))


def test_every_command_has_one_example_and_no_other():
    assert {*EXAMPLES} == {*COMMANDS}


def test_the_next_step_is_that_of_a_command():
    assert {*NEXT} <= {*COMMANDS}


CODES = {
    "well": (0, True),
    "by an exit": (click.exceptions.Exit(0), True),
    "by the system's": (SystemExit(0), True),
    "badly": (SystemExit(1), False),
    "with problems": (click.exceptions.Exit(1), False),
    "with a mistake": (OSError(), False),
}


@pytest.mark.parametrize(("end", "is_told"), CODES.values(), ids=CODES.keys())
def test_whoever_sits_at_a_terminal_is_told_the_next_step(
    monkeypatch, capsys, end, is_told
):
    @click.command()
    def offers() -> None:
        if isinstance(end, BaseException):
            raise end

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    callback = show_examples(offers, "offers").callback
    with suppress(type(end)) if isinstance(end, BaseException) else nullcontext():
        callback()

    assert capsys.readouterr().err == (f"next: {NEXT['offers']}\n" if is_told else "")


@pytest.mark.parametrize("option", ["check", "dry_run"])
def test_after_a_trial_there_is_no_next_step(monkeypatch, capsys, option):
    @click.command()
    def mv(**_: bool) -> None:
        pass

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    callback = show_examples(mv, "mv").callback
    callback(**{option: True})
    assert capsys.readouterr().err == ""
    callback(**{option: False})
    assert capsys.readouterr().err == f"next: {NEXT['mv']}\n"


def test_a_pipe_gets_what_a_command_says_and_no_more(capsys):
    @click.command()
    def offers() -> None:
        click.echo("nothing")

    show_examples(offers, "offers").callback()

    assert capsys.readouterr() == ("nothing\n", "")


@pytest.mark.parametrize("path", COMMANDS)
def test_an_example_is_what_one_can_type(path):
    words = EXAMPLES[path].split()

    assert words[0] == "postroom"
    assert " ".join(words[1 : len(path.split()) + 1]) == path
    command = main
    for name in path.split():
        command = command.get_command(click.Context(main), name)
    options = {option for p in command.params for option in p.opts + p.secondary_opts}
    assert {word for word in words if word.startswith("-")} <= options
    shown = CliRunner().invoke(main, [*path.split(), "--help"]).output
    assert " ".join(shown.split()).endswith(f"Example: {EXAMPLES[path]}")


@pytest.mark.parametrize("path", ["", *FIRST])
def test_what_holds_other_commands_has_an_example_too(path):
    shown = CliRunner().invoke(main, [*path.split(), "--help"]).output

    example = EXAMPLES[FIRST[path]] if path else "postroom check --help"
    assert " ".join(shown.split()).endswith(f"Example: {example}")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_no_command_ends_in_a_traceback_on_an_old_terminal(encoding, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(charset=encoding)
    for path in COMMANDS:
        for words in ([*path.split(), "--help"], path.split()):
            if words == ["init"]:  # it asks, and then writes
                continue
            result = runner.invoke(main, words, input="")
            assert isinstance(result.exception, SystemExit | None), (
                words,
                result.exception,
            )


def test_a_letter_that_cannot_be_shown_has_one_that_stands_for_it():
    program = (
        "import click\n"
        "from postroom.cli.terminal import let_terminals_show\n"
        "let_terminals_show()\n"
        "click.echo('№ 7 → “Ørsted” … Łódź 東 caf\\u00e9')\n"
    )

    shown = {
        encoding: subprocess.check_output(
            [sys.executable, "-c", program],
            env={"PYTHONIOENCODING": encoding, "PATH": ""},
        )
        for encoding in ("cp1252", "ascii", "utf-8")
    }

    assert shown["cp1252"].decode("cp1252").strip() == "No. 7 -> “Ørsted” … Lódz ? café"
    assert shown["ascii"].decode("ascii").strip() == 'No. 7 -> "Orsted" ... Lodz ? cafe'
    assert shown["utf-8"].decode().strip() == "№ 7 → “Ørsted” … Łódź 東 café"


def a_folder(folder: Path) -> Path:
    docs = folder / "texts"
    for name, text in {
        "posts/2026/how-to-leave-well.md": "---\ntitle: A\n---\n",
        "posts/2026-11-01-second.md": "---\ntitle: B\nslug: a-second-one\n---\n",
        "groups/humber-engineers.yml": "name: Humber\n",
        "groups/humber-engineers/2026-01-01-offered-kjwt.yml": "x: y\n",
        "newsletter/issues/7.md": "---\n---\n",
        "newsletter/issues/12.md": "---\n---\n",
        "newsletter/items/lift-planner.md": "---\n---\n",
    }.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_name: X\ndocs_dir: texts\n", encoding="utf-8")
    return folder


COMPLETED = {
    "commands": ([], "fo", ["forms"]),
    "kinds": (["submit"], "we", ["welcome"]),
    "slugs": (["kit"], "", ["a-second-one", "how-to-leave-well"]),
    "the beginning of one": (["crosspost"], "how", ["how-to-leave-well"]),
    "groups": (["offer"], "", ["humber-engineers"]),
    "a slug for a group": (["offer", "humber-engineers"], "a-", ["a-second-one"]),
    "numbers of issues": (["issue", "check"], "", ["12", "7"]),
    "items": (["item", "hold"], "li", ["lift-planner"]),
}


@pytest.mark.parametrize(("words", "begun", "expected"), COMPLETED.values(), ids=COMPLETED)
def test_a_shell_completes(tmp_path, monkeypatch, words, begun, expected):
    monkeypatch.chdir(a_folder(tmp_path))
    shell = ShellComplete(main, {}, "postroom", "_POSTROOM_COMPLETE")

    assert [each.value for each in shell.get_completions(words, begun)] == expected


def test_where_there_is_no_site_a_shell_completes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shell = ShellComplete(main, {}, "postroom", "_POSTROOM_COMPLETE")

    assert shell.get_completions(["kit"], "") == []
