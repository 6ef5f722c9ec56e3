"""A checkout of the site's repository: what Git knows of it, and what is pushed from it."""

import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from postroom import PostroomError
from postroom.model.characters import neutralise
from postroom.model.text import clean_line, shorten
from postroom.toolbox.scratch import nowhere

BOT_MAIL = "41898282+github-actions[bot]@users.noreply.github.com"
"""The address in commits of our workflows."""

SERVER = "https://github.com"
_WHO = {
    f"GIT_{role}_{fact}": value
    for role in ("AUTHOR", "COMMITTER")
    for fact, value in (("NAME", "github-actions[bot]"), ("EMAIL", BOT_MAIL))
}
_SECONDS = 120
_MOST_SAID = 200


@dataclass(frozen=True)
class Tip:
    """The last commit of a branch."""

    commit: str
    committer: str
    """The address of whoever made it."""

    @property
    def is_ours(self) -> bool:
        """Whether one of our workflows made it."""
        return self.committer == BOT_MAIL


@dataclass(frozen=True)
class Change:
    """One file that a merge changes."""

    path: Path
    mode: str
    """As Git has it: `100644` a file, `120000` a link, `160000` another repository; zeros
    for a file that is gone."""

    @property
    def is_gone(self) -> bool:
        """Whether it was deleted."""
        return not self.mode.strip("0")


@dataclass(frozen=True)
class Checkout:
    """A working tree of a repository whose other end is called `origin`.

    Every method raises PostroomError when Git does not do what it is told.
    """

    root: Path
    """A folder in it."""

    token: SecretStr | None = None
    """What lets one push; goes to the server alone, and onto no command line."""

    server: str = SERVER

    def find_tip(self, branch: str) -> Tip | None:
        """Ask `origin` for the last commit of a branch; None if there is no such branch."""
        ref = f"refs/heads/{branch}"
        if not self._run("ls-remote", "origin", ref):
            return None
        self._run("fetch", "--quiet", "--depth", "1", "origin", ref)
        commit, committer = self._run("log", "-1", "--format=%H %ce", "FETCH_HEAD").split()
        return Tip(commit, committer)

    def push_file(self, path: Path, branch: str, *, message: str, over: str) -> None:
        """Push a branch that has one file more than what is checked out, and nothing else.

        Neither the working tree's own branch nor its index is touched.

        Args:
            path: The file, as it is now.
            branch: What the branch is called at `origin`.
            message: Of its one commit.
            over: The commit that the branch may lose; empty if it must not exist yet.
        """
        ref = f"refs/heads/{branch}"
        with nowhere() as folder:
            aside = {"GIT_INDEX_FILE": str(folder / "index")}
            self._run("read-tree", "HEAD", env=aside)
            self._run("add", "--", str(path.resolve()), env=aside)
            tree = self._run("write-tree", env=aside)
        commit = self._run("commit-tree", tree, "-p", "HEAD", "-F", "-", said=message)
        lease = f"--force-with-lease={ref}:{over}"
        self._run("push", "--quiet", lease, "origin", f"{commit}:{ref}")

    @property
    def top(self) -> Path:
        """The folder that the whole working tree is in."""
        return Path(self._run("rev-parse", "--show-toplevel"))

    def list_changes(self) -> Iterator[Change]:
        """List what the merge that is checked out adds, changes or deletes."""
        top = self.top
        listed = self._run("diff", "--raw", "-z", "--no-renames", "HEAD^1", "HEAD")
        parts = iter(listed.split("\0"))
        for facts, name in zip(parts, parts, strict=False):
            yield Change(top / name, facts.split()[1])

    def read_before(self, path: Path) -> bytes:
        """Read a file as it was before the merge; nothing if it was not there."""
        name = os.path.relpath(path, self.top).replace(os.sep, "/")
        if not self._run("ls-tree", "-z", "--full-tree", "HEAD^1", "--", name):
            return b""
        text = self._run("show", f"HEAD^1:{name}")
        return text.encode(errors="surrogateescape")

    def _run(
        self, *words: str, env: Mapping[str, str] | None = None, said: str = ""
    ) -> str:
        try:
            done = subprocess.run(
                ["git", *words],
                cwd=self.root,
                env={**os.environ, **_WHO, **self._admission, **(env or {})},
                input=said.encode(),
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PostroomError(
                f"git {words[0]}: it cannot be run, or does not end\n"
                "    fix: look whether Git is installed and the connection is up"
            ) from error
        if done.returncode:
            raise PostroomError(self._explain(words[0], done.stderr))
        return done.stdout.decode(errors="surrogateescape").strip("\n")

    @property
    def _admission(self) -> dict[str, str]:
        """Settings of Git's own that hand the token over, and no question to anybody."""
        quiet = {"GIT_TERMINAL_PROMPT": "0"}
        if self.token is None:
            return quiet
        pair = b64encode(f"x-access-token:{self.token.get_secret_value()}".encode())
        key = f"http.{self.server}/.extraheader"
        begin = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        values = ("", f"AUTHORIZATION: basic {pair.decode()}")  # nobody else's goes along
        for number, value in enumerate(values, begin):
            quiet |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        return {**quiet, "GIT_CONFIG_COUNT": f"{begin + len(values)}"}

    def _explain(self, word: str, stderr: bytes) -> str:
        lines = stderr.decode(errors="replace").strip().splitlines() or ["it says nothing"]
        reason = shorten(clean_line(neutralise(lines[0])[0]), _MOST_SAID)
        if word == "push":
            fix = "run the command again: it looks first, and overwrites nobody's commit"
        else:
            fix = "run it in a checkout of the repository that has a remote `origin`"
        return f"git {word}: {reason}\n    fix: {fix}"
