"""`postroom check`: everything that is wrong with a site, and would stop its build."""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

import click

from postroom.build import list_shortened
from postroom.checks import check_published, list_left_out
from postroom.cli.config import Workplace, check_site, config_option, need_address
from postroom.cli.progress import show_progress
from postroom.engines.mkdocs.driver import Visit
from postroom.errors import Problem
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.text import count
from postroom.reading.posts import Manuscript, parse_post
from postroom.reading.sitemap import PUBLISHED, parse_sitemap
from postroom.toolbox.files import write_file

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*(\r\n|\n|\r)( *)")
_EMPTY_UID = re.compile(rb"^( *)uid:[ \t]*(?:null|~)?[ \t]*(?:#[^\r\n]*)?(?=\r|$)", re.M)
_CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.M)


@click.command()
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--online", is_flag=True, help="Look which addresses the site has that is online now."
)
@click.option("--fix", is_flag=True, help="Write a uid into each post that has none.")
@config_option
def check(strict: bool, online: bool, fix: bool, config_file: Path) -> None:
    """Build the site into nowhere, and list every problem with its fix.

    What passes with --strict, `mkdocs build --strict` builds.
    """
    visit = check_site(config_file)
    survey = visit.survey
    problems = {*visit.problems, *(survey.problems if survey else ())}
    problems |= {*_compare(visit, online=online)}
    problems |= {visit.failure} if visit.failure else set()
    for problem in sorted(problems):
        click.echo(str(problem), err=True)
    if survey is not None and visit.failure is None:
        with suppress(LookupError):  # what is wrong kept it from being rendered
            for remark in list_shortened(survey.edition):
                click.echo(str(remark), err=True)
            for remark in list_left_out(survey.edition, survey.bodies):
                click.echo(str(remark), err=True)
    for remark in survey.remarks if survey is not None else ():
        click.echo(str(remark), err=True)
    if survey is not None:
        _sum_up(Workplace(survey), len(problems), fix=fix)
    is_broken = any(problem.is_fatal for problem in problems) or (strict and problems)
    sys.exit(1 if is_broken else 0)


def _compare(visit: Visit, *, online: bool) -> Iterator[Problem]:
    """Compare a site that could be built with the one that was published last."""
    if visit.survey is None or visit.failure is not None:
        return
    edition, record = visit.survey.edition, visit.survey.root / PUBLISHED
    published = _look_online(edition.site, edition.now) if online else None
    if published is not None:
        write_file(record, published)
    elif record.is_file():
        published = record.read_bytes()
    addresses = parse_sitemap(published or b"")
    yield from check_published(edition.site, addresses, visit.pages)


def _look_online(site: Site, now: datetime) -> bytes | None:
    """Get the sitemap of the site that is online; None if there is none yet.

    Raises:
        PostroomError: Nobody can be asked.
    """
    # most checks ask nobody
    from postroom.web.fetch import (  # noqa: PLC0415
        FeedRequest,
        Fetcher,
        Limits,
        NotFetchedError,
    )
    from postroom.web.guard import Web, open_client  # noqa: PLC0415

    need_address(site, "that is where the published one is")
    url = site.absolute("sitemap.xml")
    limits = Limits(max_bytes=50_000_000)  # sitemaps.org allows no larger one
    client = open_client("are all addresses still there?", 15.0, needed_by="--online")
    try:
        fetcher = Fetcher(Web(client), now, limits)
        with show_progress("Asking the site that is online"):
            answer = fetcher.fetch(FeedRequest(url), monotonic() + limits.seconds)
    except NotFetchedError as error:
        click.echo(f"{url}: {error.what}\n    fix: {error.fix}", err=True)
        return None
    return answer.content


def _sum_up(site: Workplace, problems: int, *, fix: bool) -> None:
    """Say how much was read; write the uids that are missing, or say that they are."""
    manuscripts = site.survey.library.manuscripts
    unnamed = [m for m in manuscripts if m.document.meta.get("uid") is None]
    if fix:
        _write_uids(site, unnamed)
    elif unnamed:
        click.echo(
            f"{count(len(unnamed), 'post')} without a uid of their own: moved, they would "
            "be new to every feed reader\n    fix: run `postroom check --fix`"
        )
    known = site.survey.edition.site
    items = sum(len(newsletter.items) for newsletter in known.newsletters)
    read = [count(len(manuscripts), "post")]
    if known.newsletters:
        read += [count(len(site.survey.issues), "issue"), count(items, "item")]
    if known.groups:
        places = count(len(known.placements), "placement")
        read += [count(len(known.groups), "group"), places]
    click.echo(f"{', '.join(read)} read, {count(problems, 'problem')}")


def _write_uids(site: Workplace, unnamed: list[Manuscript]) -> None:
    """Make the derived identity a written one, so that it survives a move."""
    for manuscript in unnamed:
        post = manuscript.post
        path = site.content / post.path
        written = add_uid(path.read_bytes(), post, site.options)
        if written is None:
            click.echo(
                f"{post.path}: the uid cannot be written\n"
                f"    fix: add `uid: {post.uid}` to the front matter",
                err=True,
            )
            continue
        write_file(path, written)
        click.echo(f"{post.path}: uid {post.uid}")


def add_uid(source: bytes, post: Post, options: Options) -> bytes | None:
    """Add a line to a post's file; None if it would then not be the same post."""
    uid = post.uid.encode()
    opening = _OPENING.match(source)
    if opening is None:
        return None
    line_end, indent = opening[1], opening[2]
    at = opening.end(1)
    closing = _CLOSING.search(source, at)
    end = closing.start() if closing else len(source)
    front = source[at:end]
    named = _EMPTY_UID.sub(rb"\1uid: " + uid, front, count=1)
    if named == front:
        named = indent + b"uid: " + uid + line_end + front
    written = source[:at] + named + source[end:]
    again, problems = parse_post(post.path, written, options)
    if again is None or again.document.meta.get("uid") != post.uid:
        return None
    filed = {"tags": post.tags, "categories": post.categories}  # perhaps spelled otherwise
    is_same = again.post.model_copy(update=filed) == post and not any(
        problem.is_fatal for problem in problems
    )
    return written if is_same else None
