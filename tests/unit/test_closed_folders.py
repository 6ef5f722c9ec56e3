"""Folders of the content that nobody may read."""

from __future__ import annotations

import errno
import os

from postroom.engines.mkdocs.sitefiles import check_folders


def test_a_folder_that_cannot_be_read_is_a_problem_and_a_hidden_one_is_not(
    monkeypatch, tmp_path
):
    for name in ("posts/2026", "drafts", ".trash"):
        (tmp_path / name).mkdir(parents=True)
    look = os.scandir

    def look_as_somebody_else(folder):
        if os.fspath(folder).endswith(("2026", ".trash")):
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return look(folder)

    monkeypatch.setattr(os, "scandir", look_as_somebody_else)

    assert [*map(str, check_folders(tmp_path))] == [
        "posts/2026: it cannot be read: permission denied\n"
        "    fix: let the folder be read, or take it out"
    ]
