"""`postroom crosspost`: a post goes to platforms: as a draft, as news of it, or by hand."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import cast, get_args

import click
from pydantic import SecretStr

from postroom import PostroomError
from postroom.cache import Cache
from postroom.cli.accounts import find_account, find_address, read_secrets, write_account
from postroom.cli.config import Workplace, config_option, render_post
from postroom.cli.desk import root_of
from postroom.cli.desktop import copy, open_page
from postroom.cli.files import shown, write_file
from postroom.cli.partners import find_placement
from postroom.cli.place import write_step
from postroom.cli.web import missing_package, open_client
from postroom.engines.mkdocs.survey import CACHE, Survey
from postroom.kits.press import Press
from postroom.model.group import Group
from postroom.model.placement import Move
from postroom.model.post import Post
from postroom.model.text import clean_text, write_day
from postroom.outbox.announcement import Announcement, compose_announcement
from postroom.outbox.platforms.bluesky import Bluesky
from postroom.outbox.platforms.byhand import ByHand, Handout, prepare
from postroom.outbox.platforms.devto import Devto
from postroom.outbox.platforms.mastodon import Mastodon
from postroom.outbox.platforms.platform import Platform, Result, ThereError, Visibility
from postroom.outbox.refusal import AGAIN
from postroom.outbox.web import Courier
from postroom.pages.kit import compose_post_kit
from postroom.pages.metadata import preview_picture

_SECONDS = 20.0
_INDEXED = timedelta(days=7)
"""How long search engines may take to know which page was there first."""

_APIS: dict[str, type[Platform]] = {way.id: way for way in (Devto, Mastodon, Bluesky)}
TARGETS = (*_APIS, *get_args(ByHand))
_DONE = {
    "drafted": "a draft is there; look at it, and publish it",
    "updated": "the draft that was there is changed; look at it, and publish it",
    "published": "published",
}


@dataclass(frozen=True)
class _Task:
    """One post on its way, and what its author wishes."""

    site: Workplace
    post: Post
    announcement: Announcement
    root: Path
    visibility: Visibility
    is_agreed: bool
    """Whether texts may go out that nobody has seen."""

    again: bool
    is_dry: bool
    is_opening: bool


@click.command()
@click.argument("post")
@click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    type=click.Choice(TARGETS),
    help="Where to; repeatable.",
)
@click.option("--text", default="", help="Your own words, to stand above title and link.")
@click.option(
    "--visibility",
    type=click.Choice(get_args(Visibility)),
    default="public",
    show_default=True,
    help="Who sees it, on Mastodon.",
)
@click.option("--yes", is_flag=True, help="Do not ask before something is published.")
@click.option("--again", is_flag=True, help="Publish it even where it is already.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send nothing.")
@click.option("--open", "opens", is_flag=True, help="Open the page to go on at.")
@config_option
def crosspost(
    post: str,
    targets: tuple[str, ...],
    text: str,
    visibility: Visibility,
    yes: bool,
    again: bool,
    dry_run: bool,
    opens: bool,
    config_file: Path | None,
) -> None:
    """Bring POST to other platforms; each copy leads back to your own page.

    dev.to gets a draft, Mastodon and Bluesky a short text with the link, after you have
    seen it. What came of it is recorded as a placement. Medium, Substack and LinkedIn
    let no program in: you get the right format, the steps, and the command to type once
    it is out.

    Keys come from the environment: DEVTO_API_KEY, MASTODON_TOKEN, BLUESKY_IDENTIFIER
    and BLUESKY_APP_PASSWORD. A server of your own is `server` in the group's file, or
    POSTROOM_DEVTO_URL, POSTROOM_MASTODON_URL, POSTROOM_BLUESKY_URL.
    """
    if find_spec("regex") is None:
        raise missing_package("regex", "crosspost")
    survey, found = render_post(config_file, post)
    _refuse_unpublished(survey, found)
    root = root_of(config_file)
    config = survey.source.config
    now = survey.edition.now
    site = Workplace(Path(config.docs_dir), survey.edition.site.options, survey, now, ())
    task = _Task(
        site=site,
        post=found,
        announcement=_announce(survey, found, root, clean_text(text).strip()),
        root=root,
        visibility=visibility,
        is_agreed=yes,
        again=again,
        is_dry=dry_run,
        is_opening=opens,
    )
    if now - found.published < _INDEXED:
        click.echo(
            f"{found.path}: it is younger than a week\n"
            "    fix: wait, if you can, until search engines know that yours came first",
            err=True,
        )
    sys.exit(_send_all(task, targets))


def _refuse_unpublished(survey: Survey, post: Post) -> None:
    site = survey.edition.site
    if not site.url:
        raise PostroomError(
            "mkdocs.yml [site_url]: there is none, and every copy leads back to the site\n"
            "    fix: add `site_url: https://your.domain/`"
        )
    if site.is_hidden(post):
        when = "a draft" if post.draft else f"due on {write_day(post.published)}"
        raise PostroomError(
            f"{post.path}: it is {when}\n    fix: publish it on your own site first"
        )


def _announce(survey: Survey, post: Post, root: Path, words: str) -> Announcement:
    edition = survey.edition
    press = Press(Cache(root / CACHE), edition.bytes_of)
    opened = press.open(compose_post_kit(edition, post))
    previews = tuple(_list_previews(survey, post))
    return compose_announcement(edition, post, opened, words=words, previews=previews)


def _list_previews(survey: Survey, post: Post) -> Iterator[bytes]:
    """Give the pictures that link previews could show: the cover, and the card."""
    site = survey.edition.site
    picture = preview_picture(survey.edition, post)
    cover = survey.edition.bytes_of(picture.url) if picture else None
    if cover is not None:
        yield cover
    card = site.path("share", post.slug, "card.png")
    yield from (made.render() for made in survey.artefacts if made.path == card)


def _send_all(task: _Task, targets: tuple[str, ...]) -> int:
    """Bring a post everywhere; what goes wrong at one place stops no other."""
    code = 0
    for target in dict.fromkeys(targets):
        try:
            if target in _APIS:
                _send(task, _APIS[target])
            else:
                _hand_out(task, cast(ByHand, target))
        except PostroomError as error:
            click.echo(str(error), err=True)
            code = 1
    return code


# platforms with an API


def _send(task: _Task, kind: type[Platform]) -> None:
    group = find_account(task.site, kind.id)
    if group:
        _refuse_twice(task, group)
    way = kind(
        Courier(partial(open_client, "crosspost", _SECONDS, needed_by="crosspost")),
        find_address(kind, group),
        {key: SecretStr(key) for key in kind.keys},
        task.site.now,
        task.visibility,
        task.again,
    )
    if task.is_dry:
        click.echo("\n\n".join([*map(str, way.outline(task.announcement)), ""]))
        return
    way = replace(way, secrets=dict(read_secrets(way)))
    server = way.url if way.url != way.home else ""
    group = group or write_account(task.site, kind.id, kind.name, server)
    try:
        result = way.push(task.announcement, partial(_confirm, task, kind.name))
    except ThereError as error:
        raise PostroomError(_explain_there(task, error, group)) from None
    except KeyboardInterrupt:
        what = f"{kind.name}: stopped, and nobody knows how far it came"
        click.echo(f"{what}\n    fix: {AGAIN}", err=True)
        raise
    if result is None:
        click.echo(f"{kind.name}: nothing was sent", err=True)
        return
    _record(task, group, kind.name, result)


def _refuse_twice(task: _Task, group: Group) -> None:
    known = find_placement(task.site, group, task.post)
    if known and known.published and not task.again:
        where = f" at {known.url}" if known.url else ""
        raise PostroomError(
            f"{group.title} has it since {write_day(known.published)}{where}\n"
            "    fix: change it there by hand, or add --again to go on all the same"
        )


def _confirm(task: _Task, name: str, text: str) -> bool:
    """Show what everybody will see, and ask."""
    shown = "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
    click.echo(f"{name} will show:\n\n{shown}\n", err=True)
    return task.is_agreed or click.confirm("Publish it?", err=True)


def _explain_there(task: _Task, error: ThereError, group: Group) -> str:
    record = f"postroom place {group.id} {task.post.slug} published --url {error.url}"
    return (
        f"{error.name} has it already, at {error.url}: nothing was touched\n"
        f"    fix: change it there by hand, and record it: {record}"
    )


def _record(task: _Task, group: Group, name: str, result: Result) -> None:
    """Write down what came of it, and say so."""
    try:
        if result.outcome == "published":
            _write_down(task, group, "published", url=result.url)
        else:
            _write_offer(task, group, f"a draft at {result.url}")
    finally:  # it is out there, even if it cannot be written down
        click.echo(f"{name}: {_DONE[result.outcome]}: {result.url}")
    if result.outcome != "published":
        _tell_next(task, group)
    if task.is_opening:
        open_page(result.url)


def _write_offer(task: _Task, group: Group, note: str) -> None:
    """Write down that it is on its way, unless the books have that or more already."""
    if find_placement(task.site, group, task.post) is None:
        _write_down(task, group, "offered", note=note)


def _write_down(task: _Task, group: Group, move: Move, **values: str) -> None:
    path = write_step(task.site, group, task.post, move, **values)
    click.echo(f"recorded in {shown(path)}", err=True)


def _tell_next(task: _Task, group: Group) -> None:
    command = f"postroom place {group.id} {task.post.slug} published --url ADDRESS"
    click.echo(f"when it is out: {command}", err=True)


# platforms without one


def _hand_out(task: _Task, target: ByHand) -> None:
    """Write down what to paste, and say how to go on."""
    group = find_account(task.site, target)
    if group:
        _refuse_twice(task, group)
    handout = prepare(target, task.announcement, (group and group.server) or "")
    if not task.is_dry:
        group = group or write_account(task.site, target, handout.name)
    click.echo(f"{handout.name} lets no program in. By hand:")
    steps = [f"open {handout.page}", *handout.steps]
    for number, step in enumerate(steps, 1):
        click.echo(f"{number:3}. {step}")
    _write_files(task, handout)
    if group and not task.is_dry:
        _write_offer(task, group, "to be published by hand")
        _tell_next(task, group)


def _write_files(task: _Task, handout: Handout) -> None:
    folder = task.root / CACHE / "crosspost"
    for name, content in handout.files.items():
        if task.is_dry:
            click.echo(f"{folder / name} would have {len(content.encode())} bytes")
        else:
            write_file(folder / name, content)
            click.echo(f"{folder / name}")
    if task.is_dry:
        return
    if copy(handout.copied, is_html=handout.is_html):
        click.echo("it is on the clipboard", err=True)
    if task.is_opening:
        open_page(handout.page)
