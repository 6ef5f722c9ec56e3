"""`postroom crosspost`: a post goes to platforms: as a draft, as news of it, or by hand."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import cast, get_args

import click
from pydantic import SecretStr

from postroom import PostroomError
from postroom.cli.accounts import find_account, find_address, read_secrets, write_account
from postroom.cli.config import Workplace, config_option, need_address, render_post
from postroom.cli.desktop import open_page
from postroom.cli.errand import Errand, refuse_twice, tell_next, write_down, write_offer
from postroom.cli.handout import hand_out
from postroom.engines.mkdocs.reader import Survey
from postroom.kits.compose import compose_post_kit
from postroom.kits.files import KitStore
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.text import clean_text, write_day
from postroom.outbox.announcement import Announcement, compose_announcement
from postroom.outbox.platforms.bluesky import Bluesky
from postroom.outbox.platforms.byhand import ByHand
from postroom.outbox.platforms.devto import Devto
from postroom.outbox.platforms.mastodon import Mastodon
from postroom.outbox.platforms.platform import Platform, Result, ThereError, Visibility
from postroom.pages.metadata import preview_picture
from postroom.toolbox.cache import CACHE, Cache
from postroom.web.courier import Courier
from postroom.web.guard import missing_package, open_client
from postroom.web.refusal import AGAIN

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
    config_file: Path,
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
    root = config_file.parent
    errand = Errand(
        site=Workplace(survey),
        post=found,
        announcement=_announce(survey, found, root, clean_text(text).strip()),
        root=root,
        visibility=visibility,
        is_agreed=yes,
        again=again,
        is_dry=dry_run,
        is_opening=opens,
    )
    _warn_of_youth(found, survey.edition.now)
    sys.exit(_send_all(errand, targets))


def _warn_of_youth(post: Post, now: datetime) -> None:
    if now - post.published < _INDEXED:
        click.echo(
            f"{post.path}: it is younger than a week\n"
            "    fix: wait, if you can, until search engines know that yours came first",
            err=True,
        )


def _refuse_unpublished(survey: Survey, post: Post) -> None:
    site = survey.edition.site
    need_address(site, "every copy leads back to the site")
    if site.is_hidden(post):
        when = "a draft" if post.draft else f"due on {write_day(post.published)}"
        raise PostroomError(
            f"{post.path}: it is {when}\n    fix: publish it on your own site first"
        )


def _announce(survey: Survey, post: Post, root: Path, words: str) -> Announcement:
    edition = survey.edition
    press = KitStore(Cache(root / CACHE), edition.bytes_of)
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
    yield from (made.make()[card] for made in survey.artefacts if card in made.paths)


def _send_all(errand: Errand, targets: tuple[str, ...]) -> int:
    """Bring a post everywhere; what goes wrong at one place stops no other."""
    code = 0
    for target in dict.fromkeys(targets):
        try:
            if target in _APIS:
                _send(errand, _APIS[target])
            else:
                hand_out(errand, cast(ByHand, target))
        except PostroomError as error:
            click.echo(str(error), err=True)
            code = 1
    return code


def _send(errand: Errand, kind: type[Platform]) -> None:
    group = find_account(errand.site, kind.id)
    if group:
        refuse_twice(errand, group)
    way = kind(
        Courier(partial(open_client, "crosspost", _SECONDS, needed_by="crosspost")),
        find_address(kind, group),
        {key: SecretStr(key) for key in kind.keys},
        errand.site.now,
        errand.visibility,
        errand.again,
    )
    if errand.is_dry:
        click.echo("\n\n".join([*map(str, way.outline(errand.announcement)), ""]))
        return
    way = replace(way, secrets=dict(read_secrets(way)))
    server = way.url if way.url != way.home else ""
    group = group or write_account(errand.site, kind.id, kind.name, server)
    try:
        result = way.push(errand.announcement, partial(_confirm, errand, kind.name))
    except ThereError as error:
        raise PostroomError(_explain_there(errand, error, group)) from None
    except KeyboardInterrupt:
        what = f"{kind.name}: stopped, and nobody knows how far it came"
        click.echo(f"{what}\n    fix: {AGAIN}", err=True)
        raise
    if result is None:
        click.echo(f"{kind.name}: nothing was sent", err=True)
        return
    _record(errand, group, kind.name, result)


def _confirm(errand: Errand, name: str, text: str) -> bool:
    """Show what everybody will see, and ask."""
    shown = "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
    click.echo(f"{name} will show:\n\n{shown}\n", err=True)
    return errand.is_agreed or click.confirm("Publish it?", err=True)


def _explain_there(errand: Errand, error: ThereError, group: Group) -> str:
    record = f"postroom place {group.id} {errand.post.slug} published --url {error.url}"
    return (
        f"{error.name} has it already, at {error.url}: nothing was touched\n"
        f"    fix: change it there by hand, and record it: {record}"
    )


def _record(errand: Errand, group: Group, name: str, result: Result) -> None:
    """Write down what came of it, and say so."""
    try:
        if result.outcome == "published":
            write_down(errand, group, "published", url=result.url)
        else:
            write_offer(errand, group, f"a draft at {result.url}")
    finally:  # it is out there, even if it cannot be written down
        click.echo(f"{name}: {_DONE[result.outcome]}: {result.url}")
    if result.outcome != "published":
        tell_next(errand, group)
    if errand.is_opening:
        open_page(result.url)
