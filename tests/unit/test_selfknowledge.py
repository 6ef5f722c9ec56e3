"""What the program knows of its own code is found out again when that is another."""

import json
import os
from pathlib import Path

import pytest

from postroom.toolbox import selfknowledge
from postroom.toolbox.selfknowledge import find_own_folder, recall
from postroom.toolbox.templates import CompiledTemplates, Templates


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """A folder of the user's own for each test, and nothing remembered."""
    monkeypatch.setattr(selfknowledge, "user_cache_path", lambda *_, **__: tmp_path / "own")
    forget()
    yield tmp_path / "own"
    forget()


def forget() -> None:
    for known in (
        find_own_folder,
        selfknowledge._read_answers,
        selfknowledge._describe_code,
        selfknowledge._name_file,
    ):
        known.cache_clear()
    CompiledTemplates.at_hand.cache_clear()


def ask(answer: object) -> object:
    """Ask as another process would that finds out something."""
    forget()
    return recall("what", lambda: answer)


def test_an_answer_is_found_out_once():
    assert [ask("one"), ask("two")] == ["one", "one"]


def test_it_is_found_out_again_when_the_code_may_be_another(monkeypatch):
    ask("one")
    monkeypatch.setattr(selfknowledge.sys, "version", "4.0")

    assert ask("two") == "two"


def test_another_version_of_a_library_counts(tmp_path, monkeypatch):
    (tmp_path / "markdown-3.11.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    ask("one")
    (tmp_path / "markdown-3.11.dist-info").rename(tmp_path / "markdown-3.12.dist-info")

    assert ask("two") == "two"


SPOILED = {
    "nothing": b"",
    "half of it": b'{"of": "',
    "something else": b"[1]",
    "bytes": b"\xff\xfe",
}


@pytest.mark.parametrize("content", SPOILED.values(), ids=SPOILED.keys())
def test_what_cannot_be_read_is_found_out(own, content):
    ask("one")
    [kept] = own.glob("selfknowledge-*.json")
    kept.write_bytes(content)

    assert ask("two") == "two"


def test_nothing_is_kept_where_others_can_write(own):
    own.mkdir(mode=0o700)
    own.chmod(0o777)

    assert (ask("one"), ask("two")) == ("one", "two")
    assert (find_own_folder(), CompiledTemplates.at_hand()) == (None, None)


def test_a_place_that_is_none_costs_nothing(own):
    own.write_text("a file", encoding="utf-8")

    assert (ask("one"), ask("two")) == ("one", "two")


def test_a_compiled_template_that_is_spoiled_is_compiled_anew(own, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.html").write_text("{{ 1 + 1 }}", encoding="utf-8")
    assert Templates([folder]).render("a.html") == "2"
    [kept] = own.glob("__jinja2_*")
    whole = kept.read_bytes()

    for content in (b"", whole[:40], whole[:-9], os.urandom(99), whole[:30] + b"\x80\x05."):
        kept.write_bytes(content)
        assert Templates([folder]).render("a.html") == "2"


def test_a_full_disk_costs_nothing(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(selfknowledge.tempfile, "mkstemp", refuse)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.html").write_text("A", encoding="utf-8")
    monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", refuse)

    assert (ask("one"), Templates([folder]).render("a.html")) == ("one", "A")


def test_what_is_kept_can_be_read_by_people(own: Path):
    ask("one")

    [kept] = own.glob("selfknowledge-*.json")
    assert json.loads(kept.read_text())["answers"] == {"what": "one"}


def test_two_installations_that_take_turns_keep_their_own(monkeypatch):
    first = selfknowledge._PACKAGE
    ask("one")
    monkeypatch.setattr(selfknowledge, "_PACKAGE", first / "other")
    ask("two")
    monkeypatch.setattr(selfknowledge, "_PACKAGE", first)

    assert ask("three") == "one"
