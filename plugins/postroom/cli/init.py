"""`postroom init`: a new site to start from."""

import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
from pydantic import TypeAdapter, ValidationError

from postroom import Place, PostroomError
from postroom.cli.starter import MARKS, Beginning, render_site
from postroom.model.base import WebAddress
from postroom.model.imprint import ServiceOptions
from postroom.model.licence import LICENCES, find_licence
from postroom.model.options import Accent, Options
from postroom.model.text import clean_line
from postroom.toolbox.files import create_folder, is_aside, shown, write_file
from postroom.toolbox.origin import Provenance, find_origin, find_repository
from postroom.toolbox.programs import ask_program
from postroom.toolbox.wording import explain

_NONE = "none"
_NOWHERE = "https://example.org/"
_MAY_BE_THERE = re.compile(
    r"\.(?!devcontainer$|github$|vscode$).+|venv"  # into these folders we write ourselves
    r"|(README|LICEN[CS]E|COPYING|CODE_OF_CONDUCT|CONTRIBUTING|AUTHORS|SECURITY)(\.\w+)?",
    re.I,
)
"""What a repository has before anybody put something into it."""


def _line(value: str) -> str:
    if not value:
        raise ValueError("write at least a letter")
    return value


def _licence(value: str) -> str:
    spelt = {name.casefold(): name for name in LICENCES}
    value = spelt.get(value.casefold(), value)
    if find_licence(value) is None:
        raise ValueError(f"write {', '.join(LICENCES)}, or the address of another")
    return value


def _language(value: str) -> str:
    return Options.model_validate({"language": _line(value)}).language


def _address(value: str) -> str:
    if not value.lower().startswith(("https://", "http://")):
        raise ValueError("write a whole address that begins with https://")
    address = TypeAdapter[str](WebAddress).validate_python(value)
    parts = urlsplit(address)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("write it without a name or a key, without `?` and `#`")
    return f"{address.rstrip('/')}/"


def _mail(value: str) -> str:
    return ServiceOptions(name="mailto", mail=value).mail


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, KeyError):
        raise ValueError("write it as `Europe/London`") from None


def _colour(value: str) -> str:
    return Accent(light=value).light


def _mark(value: str) -> str:
    if value not in (*MARKS, _NONE):
        raise ValueError(f"write {', '.join(MARKS)} or {_NONE}")
    return value


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "name": _line,
    "author": _line,
    "url": _address,
    "licence": _licence,
    "language": _language,
    "newsletter": _line,
    "mail": _mail,
    "zone": _zone,
    "accent": _colour,
    "mark": _mark,
}
"""What each answer must be; raise ValueError with what to write instead."""


def _convert(key: str, value: str) -> str:
    """Give an answer as it is meant, or say what to write: then it is asked again."""
    try:
        return _CHECKS[key](clean_line(value))
    except ValidationError as error:
        [problem, *_] = explain(error, lambda _: Place(""), Options)
        raise click.BadParameter(problem.fix) from error
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _answer(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    return None if value is None else _convert(str(option.name), value)


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", callback=_answer, help="The site's; else the folder's.")
@click.option("--author", callback=_answer, help="Who writes; else Git's.")
@click.option("--address", "url", callback=_answer, help="Where it will be.")
@click.option("--licence", callback=_answer, help="Such as CC-BY-4.0, which is usual.")
@click.option("--language", callback=_answer, help="Of the essays; else en.")
@click.option("--newsletter", callback=_answer, help="The title of one.")
@click.option("--no-newsletter", is_flag=True, help="Do not ask for one.")
@click.option("--mail", callback=_answer, help="What its readers write to.")
@click.option("--zone", callback=_answer, help="Of its events; else this one.")
@click.option("--accent", callback=_answer, help="Such as #2f5d50.")
@click.option("--mark", callback=_answer, help=f"{', '.join(MARKS)}, or none.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing.")
def init(folder: Path, yes: bool, **given: Any) -> None:
    """Begin a new site in FOLDER, or here: settings, pages, two posts, workflows.

    What you do not say is asked in a terminal. FOLDER may be an empty clone, with a
    README, a licence and `.gitignore` in it, which stay.
    """
    _check_newsletter(given)
    present = _look_into(folder)
    asks = not yes and sys.stdin.isatty()
    begun = _Interview(folder, asks, given).begin()
    origin = find_origin()
    files = render_site(begun, origin)
    own = {Path(name).stem.upper() for name in present}
    made = {p: t for p, t in files.items() if p.parent.name or p.stem.upper() not in own}
    create_folder(folder, made, fix="name a folder that does not exist yet")
    if _IGNORED not in made:
        _add_lines(folder / _IGNORED, files[_IGNORED])
    _tell(folder, begun, origin, present)
    if not (yes or asks):
        _tell_guesses(given)


_IGNORED = Path(".gitignore")
_FEW = 3


def _look_into(folder: Path) -> list[str]:
    """List what is in a folder already.

    Raises:
        PostroomError: More than a repository has that was just made.
    """
    if not folder.exists():
        return []
    present = sorted(path.name for path in folder.iterdir() if not is_aside(path))
    if others := [name for name in present if not _MAY_BE_THERE.fullmatch(name)]:
        more = f" and {len(others) - _FEW} more" if len(others) > _FEW else ""
        has = f"{', '.join(others[:_FEW])}{more}"
        fix = "name one that does not exist yet"
        if "mkdocs.yml" in others:
            fix = f"it is a site: add `- postroom` to its plugins, or {fix}"
        what = f"the folder is not empty, it has {has}"
        raise PostroomError(f"{folder}: {what}\n    fix: {fix}")
    return present


def _check_newsletter(given: Mapping[str, Any]) -> None:
    """Refuse what cannot be meant together.

    Raises:
        UsageError: A newsletter is wanted and is not, or its parts are without it.
    """
    if given["no_newsletter"]:
        for key in ("newsletter", "mail", "zone"):
            if given[key] is not None:
                raise click.UsageError(f"--{key} and --no-newsletter exclude each other")


class _Interview:
    """Asks for what was not given, or takes what is likely."""

    def __init__(self, folder: Path, asks: bool, given: dict[str, Any]) -> None:
        self._folder = folder.resolve()
        self._asks = asks
        self._given = given

    def begin(self) -> Beginning:
        """Ask for everything."""
        name = self._ask("name", "What is the site called?", self._name())
        author = self._ask("author", "Who writes?", _ask_git("config", "user.name") or name)
        url = self._ask("url", "At which address will it be?", self._address())
        licence = self._ask("licence", "What may others do with it?", "CC-BY-4.0")
        language = self._ask("language", "In which language?", "en")
        accent = self._ask("accent", "Which colour?", "#2f5d50")
        mark = self._ask("mark", "Which mark?", _NONE if not self._asks else MARKS[0])
        newsletter, mail, zone = self._ask_newsletter(name)
        return Beginning(
            name=name,
            author=author,
            url=url,
            today=datetime.now(UTC).date(),
            licence=licence,
            language=language,
            newsletter=newsletter,
            mail=mail,
            zone=zone,
            accent=accent,
            mark="" if mark == _NONE else mark,
        )

    def _ask_newsletter(self, name: str) -> tuple[str, str, str]:
        title, mail = self._given["newsletter"] or "", self._given["mail"] or ""
        if self._given["no_newsletter"]:
            return "", "", ""
        if self._asks and not title:
            if not click.confirm("Will it have a newsletter?", default=False):
                return "", "", ""
            title = self._ask("newsletter", "What is it called?", f"Letters from {name}")
        if not title and (mail or self._given["zone"]):
            raise PostroomError(
                'a newsletter needs a title\n    fix: add `--newsletter "Its title"`'
            )
        if not title:
            return "", "", ""
        if not mail and not self._asks:
            raise PostroomError(
                "a newsletter needs an address that its readers write to\n"
                "    fix: add `--mail letters@your.domain`"
            )
        mail = mail or self._ask("mail", "What address do its readers write to?", None)
        return title, mail, self._ask("zone", "In which time zone?", _local_zone())

    def _ask(self, key: str, question: str, likely: str | None) -> str:
        if self._given[key] is not None:
            return str(self._given[key])
        if not self._asks and likely is not None:
            return likely
        return str(click.prompt(question, likely, value_proc=partial(_convert, key)))

    def _name(self) -> str:
        return clean_line(self._folder.name.replace("-", " ").title()) or "Essays"

    def _address(self) -> str:
        """Where GitHub puts what is in the repository of the folder."""
        here = ("-C", str(self._folder))
        top = _ask_git(*here, "rev-parse", "--show-toplevel")
        is_own = top and Path(top).resolve() == self._folder  # not one around it
        remote = _ask_git(*here, "remote", "get-url", "origin") if is_own else ""
        if not (found := find_repository(remote)):
            return _NOWHERE
        owner, repository = found
        host = f"{owner.lower()}.github.io"
        return f"https://{host}/" + ("" if repository.lower() == host else f"{repository}/")


def _ask_git(*words: str) -> str:
    return clean_line(ask_program("git", *words) or "")


def _local_zone() -> str:
    """Name the time zone of this machine."""
    name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
    try:
        return _zone(os.environ.get("TZ", "") or name).removeprefix("Etc/")
    except ValueError:
        return "UTC"


def _add_lines(path: Path, lines: str) -> None:
    before = path.read_text(encoding="utf-8", errors="replace")
    missing = [each for each in lines.splitlines() if each not in before.splitlines()]
    gap = "" if not before or before.endswith("\n") else "\n"
    write_file(path, before + gap + "".join(f"{each}\n" for each in missing))


def _tell_guesses(given: Mapping[str, Any]) -> None:
    """Say what was made up: nobody could be asked."""
    guessed = [key for key in _GUESSED if given[key] is None]
    if guessed:
        options = ", ".join(_GUESSED[key] for key in guessed)
        click.echo(
            f"There was no terminal to ask in: what {options} would have said is guessed."
        )


_GUESSED = {"name": "--name", "author": "--author", "url": "--address"}
"""What nobody can know of somebody else's site."""


_WHILE = (
    "`mkdocs serve` says at which address it shows the site, and goes on until you press "
    "Ctrl-C: type the others in a second terminal."
)


def _tell(folder: Path, begun: Beginning, origin: Provenance, own: list[str]) -> None:
    """Say what is there now, and what to do next."""
    for name in sorted(own):
        click.echo(f"{folder / name}: kept")
    click.echo(f"{folder}: {begun.name} is ready. Look at it, and begin to write:")
    commands = ["mkdocs serve", 'postroom new "A title of your own"', "postroom check"]
    if folder.resolve() != Path().resolve():
        commands.insert(0, f"cd {shlex.quote(str(shown(folder)))}")
    for command in commands:
        click.echo(f"    {command}")
    click.echo(_WHILE)
    click.echo("To be online:")
    steps = [
        "put it into a repository at GitHub, as the branch `main`",
        "there, under Settings > Pages, set Source to GitHub Actions",
        "push; then `postroom publish --check` says what is missing",
    ]
    if begun.url == _NOWHERE:
        steps.insert(0, "say in mkdocs.yml where it will be: site_url, and the authority")
    if not origin.is_public:
        place = origin.requirement.partition(" @ ")[2]
        steps.insert(0, f"say in requirements.txt where Postroom is, instead of {place}")
    for number, step in enumerate(steps, 1):
        click.echo(f"    {number}. {step}")
