"""What is handed to the desktop gets there, or somebody is told."""

import pytest

from postroom.cli.desktop import open_editor
from postroom.errors import PostroomError


@pytest.fixture(autouse=True)
def nobody_chose(monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_terminal_no_editor_waits_for_keys(tmp_path):
    with pytest.raises(PostroomError, match="no terminal for an editor\n    fix: change"):
        open_editor(tmp_path / "a.md")


def test_the_editor_that_somebody_chose_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("TK", encoding="utf-8")
    monkeypatch.setenv("EDITOR", "sed -i s/TK/Said./")

    open_editor(path)

    assert path.read_text(encoding="utf-8") == "Said."


def test_an_editor_that_fails_is_told_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("EDITOR", "false")

    with pytest.raises(
        PostroomError, match="fix: change the file yourself, or say in EDITOR"
    ):
        open_editor(tmp_path / "a.md")
