"""The key of the cache is the user's alone, or for one process."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postroom.toolbox.secret import VARIABLE, find_secret

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders and rights of Unix")


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "home/postroom"
    monkeypatch.setattr("postroom.toolbox.secret.user_data_path", lambda *_, **__: folder)
    return folder


def test_a_user_gets_a_key_at_first_use_and_keeps_it(home, tmp_path):
    one, other = (find_secret(tmp_path / "site", environment={}) for _ in range(2))

    path = home / "cache.key"
    assert one == other
    assert (one.remark, len(one.key)) == ("", 64)
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(home) == ["cache.key"]  # noqa: PTH208


def test_many_who_begin_at_once_have_one_key(home, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(
            lambda _: find_secret(tmp_path / "site", environment={}), range(32)
        )

    assert len({secret.key for secret in found}) == 1


def test_a_server_gives_its_own(home, tmp_path):
    secret = find_secret(tmp_path / "site", environment={VARIABLE: "x" * 32})

    assert (secret.key, secret.remark) == (b"x" * 32, "")
    assert not home.exists()


def _short(home: Path) -> None:
    (home / "cache.key").write_bytes(b"short")


def _readable(home: Path) -> None:
    (home / "cache.key").chmod(0o644)


def _writable_folder(home: Path) -> None:
    home.chmod(0o777)


def _link(home: Path) -> None:
    (home / "cache.key").rename(home / "other.key")
    (home / "cache.key").symlink_to(home / "other.key")


def _folder(home: Path) -> None:
    (home / "cache.key").unlink()
    (home / "cache.key").mkdir()


def _pipe(home: Path) -> None:
    (home / "cache.key").unlink()
    os.mkfifo(home / "cache.key", 0o600)


@pytest.mark.parametrize(
    "spoil", [_short, _readable, _writable_folder, _link, _folder, _pipe]
)
def test_a_key_that_others_may_have_is_refused_with_words(home, tmp_path, spoil):
    kept = find_secret(tmp_path / "site", environment={})
    spoil(home)

    one, other = (find_secret(tmp_path / "site", environment={}) for _ in range(2))

    assert len({kept.key, one.key, other.key}) == 3
    assert str(home) in one.remark
    assert "\n    fix: " in one.remark


def test_without_a_home_nothing_fails(home, tmp_path):
    home.parent.write_bytes(b"no folder")

    secret = find_secret(tmp_path / "site", environment={})

    assert len(secret.key) == 32
    assert "this run only" in secret.remark


def test_a_variable_that_is_too_short_is_refused_with_words(home, tmp_path):
    secret = find_secret(tmp_path / "site", environment={VARIABLE: "secret"})

    assert secret.key != b"secret"
    assert secret.remark.startswith(f"${VARIABLE}: it has only 6 characters")


def test_a_key_is_not_kept_in_the_site(home, tmp_path):
    secret = find_secret(tmp_path, environment={})

    assert "within the site" in secret.remark
    assert not home.exists()
