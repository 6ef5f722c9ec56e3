"""`postroom mv`: a text gets another name, and whoever knows the old one still finds it."""

import os
import posixpath
from pathlib import Path
from urllib.parse import unquote

import click
from mkdocs.structure.files import File

from postroom.cli.completion import complete_post
from postroom.cli.config import Workplace, config_option, find_site
from postroom.edition.lookup import find_subject
from postroom.edition.relocation import Relocation, Shelves, plan_move
from postroom.errors import PostroomError
from postroom.model.address import INDEXES, is_markdown, stem
from postroom.model.text import count
from postroom.reading.relinking import rename_in_settings
from postroom.toolbox.files import rename_file, shown, write_files


@click.command()
@click.argument("old", shell_complete=complete_post)
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@config_option
def mv(old: str, new: str, dry_run: bool, config_file: Path) -> None:
    """Move OLD, a post, an issue, a page or a group, to NEW.

    OLD is a file, a slug, a uid, an issue such as newsletter/4, or the id of a group.
    NEW is a path, or another name in the same folder. Its former addresses become
    `aliases`, and a uid that followed from its path is written down; links to it, and
    those in it, lead where they led.
    """
    workplace = find_site(config_file)
    shelves = _open(workplace)
    path = _find(workplace, shelves, old)
    there = _choose(workplace, path, new)
    move = plan_move(shelves, path, there)
    settings = config_file.read_text("utf-8")
    renamed = rename_in_settings(settings, move.paths)
    if dry_run:
        for line in move.describe({**shelves.sources}):
            click.echo(line)
        if renamed != settings:
            click.echo(f"{config_file}: it would name {there}")
        return
    _carry_out(workplace, move)
    if renamed != settings:
        write_files({config_file: renamed})
    for before, after in move.paths.items():
        click.echo(f"{before} is now {after}")
    mended = [each for each in move.texts if each not in move.paths]
    mended += [str(config_file)] if renamed != settings else []
    if mended:
        click.echo(f"{count(len(mended), 'file')} mended: {', '.join(mended)}")
    for alias in move.former:
        click.echo(f"/{alias} leads to it")


def _open(workplace: Workplace) -> Shelves:
    """Read everything that may speak of a file, whether it is published or not."""
    survey = workplace.survey
    source = survey.source
    docs = Path(source.config.docs_dir)
    files = {f.src_uri for f in source.files if f.src_dir == source.config.docs_dir}
    texts = {}
    for path in sorted(files):
        is_told = path.startswith(f"{source.groups}/") and path.endswith((".yml", ".yaml"))
        if is_told or is_markdown(path):
            content = (docs / path).read_bytes()
            if _is_text(content):
                texts[path] = content

    def address_of(path: str) -> str:
        config = source.config
        return unquote(
            File(path, str(docs), config.site_dir, config.use_directory_urls).url
        )

    return Shelves(
        survey.edition.site,
        workplace.now,
        texts,
        frozenset(files),
        source.folder,
        source.groups,
        address_of,
    )


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _find(workplace: Workplace, shelves: Shelves, name: str) -> str:
    """Find the file that somebody means, below the content folder."""
    below = _below(workplace, name)
    for path in (
        below,
        f"{below}.md",
        f"{below}.yml",
        *(f"{below}/{i}.md" for i in INDEXES),
    ):
        if path in shelves.files:
            return path
    site = workplace.survey.edition.site
    if name in site.group_by_id:
        return site.group_by_id[name].path
    if is_markdown(name):
        raise PostroomError(f"{name}: there is no such file\n    fix: check its path")
    posts = [manuscript.post for manuscript in workplace.survey.library.manuscripts]
    explain = workplace.survey.explain_unread
    return find_subject(site, posts, name, is_issue=False, explain=explain).path


def _choose(workplace: Workplace, old: str, new: str) -> str:
    """Choose the whole path of what somebody called in short."""
    ending = posixpath.splitext(old)[1]
    is_index = stem(old) in INDEXES and posixpath.dirname(old)
    if "/" not in new:
        home = posixpath.dirname(old)
        path = posixpath.join(posixpath.dirname(home) if is_index else home, new)
    else:
        path = _below(workplace, new)
        if new.endswith("/") or (workplace.content / path).is_dir():
            name = posixpath.dirname(old) if is_index else old
            path = posixpath.join(path, posixpath.basename(name))
    if path.endswith(ending):
        return path
    return f"{path}/{posixpath.basename(old)}" if is_index else f"{path}{ending}"


def _below(workplace: Workplace, name: str) -> str:
    """Write a path from here, or from the content folder, as one from there.

    Raises:
        PostroomError: It leads out of that folder.
    """
    content = workplace.content.resolve()
    here = Path(os.path.normpath(Path.cwd() / name))
    if not here.is_relative_to(content):
        here = Path(os.path.normpath(content / name))
    if not here.is_relative_to(content):
        raise PostroomError(
            f"{name}: it is not below {shown(content)}\n    fix: choose a place there"
        )
    return here.relative_to(content).as_posix()


def _carry_out(workplace: Workplace, move: Relocation) -> None:
    content = workplace.content
    for old, new in move.paths.items():
        rename_file(content / old, content / new)
    write_files(
        {content / move.paths.get(path, path): text for path, text in move.texts.items()}
    )
