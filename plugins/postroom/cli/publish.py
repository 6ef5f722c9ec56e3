"""`postroom publish`: what is still missing for a site to be online at GitHub."""

import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from postroom import ContentError, Place, Problem
from postroom.cli.config import Workplace, config_option, find_site
from postroom.cli.inbox import folder_of
from postroom.intake.formfolder import (
    FOLDER,
    WORKFLOWS,
    FormFolder,
    is_project,
    list_labels,
    read_requirements,
    render_all,
    render_workflow,
)
from postroom.model.imprint import NewsletterOptions
from postroom.outbox.websub import list_topics
from postroom.toolbox.files import shown, write_files
from postroom.toolbox.origin import find_origin, find_repository
from postroom.toolbox.programs import ask_program

_EXAMPLE = re.compile(
    r"(^|\.)(example(\.(com|net|org))?|invalid|local|localhost|test)$|^127\.|^::1$"
)
"""Hosts that are nobody's, or this machine alone (RFC 2606, RFC 6761)."""

_LOCAL = re.compile(
    r"^\s*(?:postroom\s*@\s*(?=file:|[./])|(?:-e|--editable)[ =]\s*(?=[./])"
    r"|(?=file:|\.{0,2}/))(\S+)",
    re.M | re.I,
)
_MAIN = "main"
_COMPLETE = f"nothing is missing: what is pushed to `{_MAIN}` goes online"
_WRITE = "run `postroom publish`"

Run = Callable[..., str | None]
"""Runs a program with words; None if it is not there or fails."""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is missing.")
@click.option(
    "--feeds",
    "site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="List the feeds of a built site that a hub has to be told of, and nothing else.",
)
@config_option
def publish(check: bool, site: Path | None, config_file: Path) -> None:
    """Write the workflows that put the site online, and say what is still missing.

    Nothing is sent: whether it goes online is decided by your push. Where `gh` is there,
    GitHub is asked what is set in the repository.
    """
    if site is not None:
        for topic in list_topics(site):
            click.echo(f"{topic.hub} {topic.url} {topic.path}")
        return
    place = find_site(config_file)
    hosting = Hosting(folder_of(place), place, ask_program)
    if not check and hosting.outdated:
        write_files(hosting.outdated)
        for path in hosting.outdated:
            click.echo(f"{path}: written")
        hosting = Hosting(hosting.root, place, ask_program)
    missing = [*hosting.list_missing()]
    for problem in missing:
        click.echo(str(problem))
    unknown = [*hosting.list_unknown()]
    for line in unknown:
        click.echo(line)
    if not missing:
        click.echo("nothing else is missing" if unknown else _COMPLETE)
    sys.exit(1 if missing else 0)


@dataclass(frozen=True)
class Hosting:
    """A site's folder, beside what GitHub needs of it."""

    root: Path
    place: Workplace
    run: Run

    @property
    def newsletters(self) -> list[NewsletterOptions]:
        """Those that forms at GitHub belong to."""
        return [each.options for each in self.place.survey.edition.site.newsletters]

    @cached_property
    def workflows(self) -> dict[Path, str]:
        """The workflows that the site should have, and what they need."""
        if is_project(self.root):
            return {}
        sends = any(options.send.via != "folder" for options in self.newsletters)
        names = ("publish.yml", *(WORKFLOWS if self.newsletters else ()))
        names += ("send.yml",) * sends
        requirement, asked = find_origin().requirement, read_requirements(self.root)
        files: dict[Path, str] = {}
        for name in names:
            files |= render_workflow(name, requirement, asked)
        return {self.root / path: text for path, text in files.items()}

    @cached_property
    def outdated(self) -> dict[Path, str]:
        """Those of them that are not there, or not as this version writes them."""
        return {
            path: text
            for path, text in self.workflows.items()
            if not path.is_file() or path.read_text("utf-8", "replace") != text
        }

    @cached_property
    def repository(self) -> tuple[str, str] | None:
        """Its owner and name at GitHub; None if it is not there."""
        return find_repository(self._git("remote", "get-url", "origin") or "")

    def list_missing(self) -> Iterator[Problem]:
        """Say what is missing, with the click or the command that mends it."""
        yield from self._check_address()
        yield from self._check_requirements()
        for path in self.outdated:
            what = "it is not as this version writes it" if path.exists() else "missing"
            yield Problem(Place(str(path)), what, _WRITE)
        yield from self._check_forms()
        yield from self._check_repository()
        if self.repository:
            yield from self._check_pages(*self.repository)
            yield from self._check_labels()

    def list_unknown(self) -> Iterator[str]:
        """Say what only somebody who is logged in at GitHub can see."""
        if self.repository and self._ask_github("user") is None:
            page = "https://github.com/{}/{}".format(*self.repository)
            yield "What GitHub has set was not asked: there is no `gh` that is logged in."
            yield f"Look there yourself: {page}/settings/pages says `GitHub Actions`;"
            if self.newsletters:
                labels = ", ".join(list_labels(self.newsletters))
                yield f"{page}/labels has {labels};"
            yield f"{page}/actions has no run that failed."

    def _check_address(self) -> Iterator[Problem]:
        site = self.place.survey.edition.site
        host = urlsplit(site.url).hostname or ""
        has_variable = "SITE_URL" in (self._ask_github_text("variable", "list") or "")
        if not site.url or (_EXAMPLE.search(host) and not self.repository):
            yield Problem(
                Place("mkdocs.yml", 0, "site_url"),
                f"nobody can reach {host!r}" if host else "there is none",
                "write where the site will be; at GitHub its workflow fills in the address "
                "of Pages, or the repository's variable SITE_URL"
                + (", which is set" if has_variable else ""),
            )
        minted = self.place.options.feeds.authority.partition(",")[0]
        if not minted or _EXAMPLE.search(minted):
            yield Problem(
                Place("mkdocs.yml", 0, "feeds.authority"),
                f"{minted} is nobody's, and readers will know your entries by it"
                if minted
                else "readers know entries by it, and there is none",
                "write a domain of yours and this year, such as `ines.github.io,2026`, "
                "before anybody subscribes; then never change it",
            )

    def _check_requirements(self) -> Iterator[Problem]:
        if is_project(self.root):
            return
        asked = read_requirements(self.root)
        place = Place(str(self.root / "requirements.txt"))
        if asked is None:
            yield Problem(place, "missing", f"write `{find_origin().requirement}` into it")
        elif found := _LOCAL.search(asked):
            yield Problem(
                place,
                f"only this machine has {found[1]}",
                "write where others can install Postroom from, such as "
                "`postroom @ git+https://github.com/OWNER/postroom@main`",
            )

    def _check_forms(self) -> Iterator[Problem]:
        if not self.newsletters:
            return
        site = self.place.survey.edition.site
        submit = site.absolute(site.page("submit")) if site.url else ""
        forms = FormFolder(self.root / FOLDER, dict(render_all(self.newsletters, submit)))
        try:
            forms.check()
        except ContentError as error:
            yield from error.problems

    def _check_repository(self) -> Iterator[Problem]:
        place = Place(str(self.root))
        if self._git("--version") is None:
            fix = "install it from https://git-scm.com/downloads"
            yield Problem(place, "there is no Git on this machine", fix)
            return
        if self._git("rev-parse", "--git-dir") is None:
            fix = "run `git init -b main`, then `git add .` and `git commit`"
            yield Problem(place, "it is no repository of Git", fix)
            return
        top = (self._git("rev-parse", "--show-toplevel") or "").strip()
        if top and Path(top).resolve() != self.root.resolve():
            what = f"it lies within {shown(Path(top))}, and GitHub reads no workflows there"
            fix = "run `git init -b main` here, better in a folder outside of that"
            yield Problem(place, what, fix)
            return
        if not self.repository:
            name = shlex.quote(self.root.resolve().name)
            yield Problem(
                place,
                "no remote called `origin` leads to GitHub",
                f"run `gh repo create {name} --public --source . --push`, or make it at "
                "https://github.com/new and run the commands that the page shows",
            )
        if self._git("status", "--porcelain"):
            fix = "run `git add .` and `git commit`"
            yield Problem(place, "some changes are in no commit", fix)
        ahead = self._git("rev-list", "--count", "HEAD", f"^origin/{_MAIN}")
        if self.repository and ahead is None:
            fix = f"run `git push -u origin HEAD:{_MAIN}`"
            yield Problem(place, f"there is no branch `{_MAIN}` at GitHub", fix)
        elif ahead and ahead.strip() != "0":
            what = f"{ahead.strip()} commits are not at GitHub"
            yield Problem(place, what, f"run `git push origin HEAD:{_MAIN}`")

    def _check_pages(self, owner: str, name: str) -> Iterator[Problem]:
        if self._ask_github("user") is None:
            return
        where = f"https://github.com/{owner}/{name}"
        pages = self._ask_github(f"repos/{owner}/{name}/pages")
        if pages is None or pages.get("build_type") != "workflow":
            yield Problem(
                Place(f"{where}/settings/pages"),
                "Pages is off" if pages is None else "Pages takes a branch",
                "set Source to `GitHub Actions` there",
            )
        yield from self._check_branches(f"repos/{owner}/{name}", where)
        runs = self._ask_github(
            f"repos/{owner}/{name}/actions/workflows/publish.yml/runs?per_page=1"
        )
        for run in (runs or {}).get("workflow_runs", ()):
            if run.get("conclusion") not in (None, "success"):
                what = "the last run that should have published failed"
                yield Problem(Place(str(run.get("html_url"))), what, "read its last lines")

    def _check_branches(self, repository: str, where: str) -> Iterator[Problem]:
        """Say that GitHub lets the branch not deploy, as where Pages took another one."""
        path = f"{repository}/environments/github-pages/deployment-branch-policies"
        answer = self._ask_github(path) or {}
        allowed = [str(each["name"]) for each in answer.get("branch_policies", ())]
        if allowed and not any(fnmatch(_MAIN, pattern) for pattern in allowed):
            yield Problem(
                Place(f"{where}/settings/environments"),
                f"only {', '.join(allowed)} may deploy to github-pages",
                f"open github-pages there, and add the branch `{_MAIN}`",
            )

    def _check_labels(self) -> Iterator[Problem]:
        listed = self._ask_github_text("label", "list", "--limit", "500", "--json", "name")
        if not self.newsletters or listed is None:
            return
        there = {str(each["name"]).lower() for each in json.loads(listed)}
        for label in list_labels(self.newsletters):
            if label.lower() not in there:
                fix = f"run `gh label create {shlex.quote(label)}`"
                yield Problem(Place(label), "there is no such label at GitHub", fix)

    def _git(self, *words: str) -> str | None:
        return self.run("git", "-C", str(self.root), *words)

    def _ask_github(self, path: str) -> dict[str, Any] | None:
        answer = self._ask_github_text("api", path)
        asked: dict[str, Any] | None = json.loads(answer) if answer else None
        return asked

    def _ask_github_text(self, *words: str) -> str | None:
        return self.run("gh", *words, cwd=self.root)
