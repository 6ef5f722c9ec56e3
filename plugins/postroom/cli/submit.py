"""`postroom submit`: the questions of a kind, asked in a terminal or answered by a file."""

import json
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import config_option
from postroom.cli.inbox import open_inbox
from postroom.cli.options import newsletter_option
from postroom.errors import Problem
from postroom.intake.answerfile import read_answers
from postroom.intake.batch import take_in
from postroom.intake.inbox import Inbox
from postroom.intake.reply import render_plain_reply
from postroom.intake.submission import Submission, Verdict
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Field, Kind
from postroom.toolbox.marks import say_plain

_NEXT = (
    "What to do next:\n    git add {0}\n    git commit -m 'item: {1}'\n    git push"
    "\nor open a pull request with this one file."
)

_KEPT = (
    "Nothing was filed. To go on from here, save these lines as answers.json, correct\n"
    'what you like, agree with `"consent": true`, and run\n'
    "`postroom submit --answers answers.json`:"
)


@click.command()
@click.argument("kind", required=False, type=click.Choice([*KINDS]))
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask nothing: a JSON object, or one a line, with kind, answers and consent.",
)
@click.option(
    "--update", is_flag=True, help="With --answers: change what is there in other words."
)
@click.option("--online", is_flag=True, help="Ask whether its link leads anywhere.")
@newsletter_option
@config_option
def submit(
    kind: str | None,
    answers: Path | None,
    update: bool,
    online: bool,
    name: str,
    config_file: Path,
) -> None:
    """Send something in from here: answer the questions of KIND, and get its file."""
    inbox = open_inbox(config_file, name, online=online)
    if answers:
        submissions = read_answers(answers, inbox.now.date())
        code = _file_all(inbox, submissions, may_update=update)
        click.get_current_context().exit(code)
    row = KINDS[kind or click.prompt("What is it?", type=click.Choice([*KINDS]))]
    click.echo(f"{row.heading}: {row.about}\n")
    interview = Interview(inbox, row)
    try:
        _file_one(inbox, interview.ask())
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(f"\n{_KEPT}\n{interview.dump()}", err=True)
        raise
    except PostroomError as error:
        raise PostroomError(f"{error}\n{_KEPT}\n{interview.dump()}") from error


def _file_one(inbox: Inbox, verdict: Verdict) -> None:
    click.echo(
        render_plain_reply(verdict, newsletter=inbox.newsletter, url=inbox.submit_url)
    )
    if verdict.is_known:
        return
    click.confirm(f"{CONSENT} Is that so?", abort=True)
    path = inbox.file(verdict)
    named = shlex.quote(f"{_from_here(path)}")
    click.echo(f"{path}\n{_NEXT.format(named, verdict.submission.kind)}")


def _from_here(path: Path) -> Path:
    """Write a path as people do: from the folder in which they are."""
    whole, here = path.resolve(), Path.cwd().resolve()
    return whole.relative_to(here) if whole.is_relative_to(here) else path


@dataclass
class Interview:
    """One person's answers to the questions of a kind."""

    inbox: Inbox
    kind: Kind
    answers: dict[str, str] = field(default_factory=dict)
    mail_is_public: bool = False

    def ask(self) -> Verdict:
        """Ask everything, and again what does not go together, until an item is there."""
        for question in self.kind.all_fields:
            self._ask_until_right(question)
        while not (verdict := self._check()).is_accepted:
            wrong = [problem for problem in verdict.problems if problem.is_fatal]
            click.echo("\n".join(map(_say, wrong)), err=True)
            asked = list(self._list_again(wrong))
            if not asked:
                raise PostroomError("nothing can be asked again\n    fix: begin anew")
            for question in asked:
                del self.answers[question.name]
            for question in asked:
                self._ask_until_right(question)
        return verdict

    def dump(self) -> str:
        """Write what was answered so far, as `--answers` reads it."""
        said_so_far = {
            "kind": self.kind.name,
            "answers": {key: answer for key, answer in self.answers.items() if answer},
            "consent": False,
            "mail_is_public": self.mail_is_public,
        }
        return json.dumps(said_so_far, ensure_ascii=False, indent=2)

    def _list_again(self, wrong: list[Problem]) -> Iterator[Field]:
        """The questions that could mend what is wrong."""
        keys = {problem.place.key for problem in wrong}
        if keys & {*self.kind.needs_one_of}:
            keys |= {*self.kind.needs_one_of}
        return (question for question in self.kind.all_fields if question.name in keys)

    def _ask_until_right(self, question: Field) -> None:
        while True:
            self.answers[question.name] = self._read_answer(question)
            if question.type == "reach" and _is_mail(self.answers[question.name]):
                self.mail_is_public = click.confirm(f"{PUBLIC_MAIL} Is that so?")
            wrong = list(self._find_wrong(question))
            if not wrong:
                return
            click.echo("\n".join(map(_say, wrong)), err=True)

    def _find_wrong(self, question: Field) -> Iterator[Problem]:
        """What is wrong with one answer, and no later answer can mend."""
        needed = {*self.kind.needs_one_of}
        is_asked_later = question.name in needed and bool(needed - self.answers.keys())
        if is_asked_later and not self.answers[question.name]:
            return iter(())
        verdict = self._check()
        return (p for p in verdict.problems if p.is_fatal and p.place.key == question.name)

    def _read_answer(self, question: Field) -> str:
        example = f"For example: {question.example}" if question.example else ""
        is_text = question.type == "text"
        key = "A single dot" if is_text else "Enter alone"
        skip = "" if question.required else f"({key} leaves it out.)"
        click.secho(f"\n{question.label}", bold=True)
        for line in filter(None, (question.help, example, skip)):
            click.echo(line)
        if is_text:
            click.echo("Several lines if you like; a line with a single dot ends it.")
            return "\n".join(_read_lines())
        choice = f" ({', '.join(question.options)})" if question.options else ""
        default = self.inbox.newsletter.options.zone if question.type == "zone" else ""
        answer: str = click.prompt(
            f">{choice}", default=default, show_default=bool(default), prompt_suffix=" "
        )
        return answer

    def _check(self) -> Verdict:
        """Check what is there so far; consent is asked at the end."""
        return self.inbox.check(
            Submission(
                self.kind.name,
                self.answers,
                source="terminal",
                submitted=self.inbox.now.date(),
                consent=True,
                mail_is_public=self.mail_is_public,
            )
        )


def _is_mail(answer: str) -> bool:
    return "@" in answer and "//" not in answer


def _read_lines() -> Iterator[str]:
    while True:
        line: str = click.prompt(">", default="", show_default=False, prompt_suffix=" ")
        if line.strip() == ".":
            return
        yield line


def _say(problem: Problem) -> str:
    return f"  {say_plain(problem.what)}\n    fix: {say_plain(problem.fix)}"


def _file_all(inbox: Inbox, submissions: Iterable[Submission], *, may_update: bool) -> int:
    """File what can be filed, say what is wrong with the rest; the exit code."""
    code = 0
    for receipt in take_in(inbox, submissions, may_update=may_update):
        for line in (*receipt.changes, *map(_say, receipt.notes)):
            click.echo(line, err=True)
        if receipt.fate in ("new", "changed"):
            click.echo(f"{receipt.path}")
        elif receipt.fate == "known":
            click.echo(f"{receipt.path}: there already", err=True)
        elif receipt.fate == "kept":
            what = "it is there already in other words, and stays as it is"
            click.echo(f"{receipt.path}: {what}\n    fix: {receipt.fix}", err=True)
            code = 1
        else:
            click.echo(receipt.reply, err=True)
            code = 1
    return code
