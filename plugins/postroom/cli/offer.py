"""`postroom offer`: a message to an editor, as a draft that a person sends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from postroom import PostroomError
from postroom.cli.config import Workplace, config_option, need_address, render_post
from postroom.cli.partners import find_group
from postroom.cli.private import explain_exposed, open_addresses, refuse_public
from postroom.engines.mkdocs.reader import Survey
from postroom.issues.draft import TO_COME
from postroom.kits.compose import compose_group_kit
from postroom.kits.files import KitStore, OpenKit
from postroom.kits.lengths import Length, list_lengths
from postroom.kits.names import file_name
from postroom.mail.addressbook import BOOK, SENDER, AddressBook, variable_of
from postroom.mail.letter import Enclosure, Letter, compose_letter
from postroom.model.address import add_query
from postroom.model.formats import FORMATS, LENGTHS, FormatName, LengthName
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.offers.fit import find_fit, find_nearest, list_objections
from postroom.offers.message import Way, compose_offer, render_message
from postroom.offers.situation import Situation, short_name
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import write_file

_RULE = "-" * 72
_GAP = re.compile(rf"\b{TO_COME}\b")


@dataclass(frozen=True)
class _Pair:
    """A post and a group, and what a message from one to the other is made of."""

    survey: Survey
    post: Post
    group: Group
    kit: OpenKit
    """With the links back that this group gets."""

    @property
    def site(self) -> Site:
        """The site that the post is from."""
        return self.survey.edition.site

    @cached_property
    def lengths(self) -> dict[str, Length]:
        """The lengths in which there is the post, by name."""
        return {length.name: length for length in list_lengths(self.kit.kit)}

    @cached_property
    def books(self) -> Situation:
        """What is known, with the words as they were counted."""
        words = {name: length.words for name, length in self.lengths.items()}
        today = self.survey.edition.now.date()
        every = tuple(m.post for m in self.survey.library.manuscripts)
        return Situation(self.site, {self.post.uid: words}, today, every)

    @property
    def kit_url(self) -> str:
        """The page of the kit, as this group gets it; empty if there is none."""
        if not self.site.has_kit(self.post):
            return ""
        page = self.site.absolute(self.site.kit_page(self.post))
        return add_query(page, self.group.link_tag)


@click.command()
@click.argument("group")
@click.argument("post")
@click.option(
    "--length",
    "asked",
    type=click.Choice([*LENGTHS]),
    help="Which length; else the longest that the group takes.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    help="In which format; else the one that the group likes best.",
)
@click.option("--link-only", is_flag=True, help="Link to the kit, and send no text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; else .cache/postroom/offers/GROUP-POST.eml.",
)
@config_option
def offer(
    group: str,
    post: str,
    asked: LengthName | None,
    form: FormatName | None,
    link_only: bool,
    output: Path | None,
    config_file: Path,
) -> None:
    """Draft the message that offers POST to the editor of GROUP; nothing is sent."""
    root = config_file.parent
    pair = _open_pair(config_file, group, post)
    name = f"{pair.group.id}-{pair.post.slug}.eml"
    path = output or root / CACHE / "offers" / name
    because = "a draft has addresses in it"
    refuse_public(path, pair.survey.source.config, because=because)
    if link_only and not pair.kit_url:
        raise PostroomError(
            f"{pair.post.path}: it has no kit to link to\n"
            "    fix: write `reprint: allowed` or `reprint: ask`, or leave out --link-only"
        )
    length = _choose_length(pair, asked)
    book = open_addresses(root, pair.site.group_by_id)
    letter = _write_letter(
        pair, book, length, form or pair.group.wants.format, link_only=link_only
    )
    write_file(path, compose_letter(letter, domain=pair.site.domain))
    click.echo(str(path))
    exposed = explain_exposed((root / BOOK, path))
    for told in (*_warn(pair, book), *exposed, *_explain_next(pair, letter, length)):
        click.echo(told, err=True)


def _open_pair(config_file: Path, group_id: str, name: str) -> _Pair:
    """Render the post, and make its kit for the group."""
    survey, post = render_post(config_file, name)
    group = find_group(Workplace(survey), group_id)
    _check_pair(survey.edition.site, post, group)
    kit = compose_group_kit(survey.edition, post, group)
    press = KitStore(Cache(config_file.parent / CACHE), survey.edition.bytes_of)
    return _Pair(survey, post, group, press.open(kit))


def _check_pair(site: Site, post: Post, group: Group) -> None:
    """Stop where no message could be meant; all else is only noted."""
    need_address(site, "an offer leads back to the site")
    terms = site.terms_of(post)
    if terms and terms.permission == "no":
        raise PostroomError(
            f"{post.path} [reprint]: it is not to be reprinted\n"
            "    fix: write `reprint: ask`, or offer another post"
        )
    if group.platform:
        raise PostroomError(
            f"{group.path} [platform]: a platform has no editor to write to\n"
            f"    fix: run `postroom crosspost {short_name(post)} --to {group.platform}`"
        )


def _choose_length(pair: _Pair, asked: LengthName | None) -> Length:
    """Take the length asked for, or the longest that fits, or what is nearest to that."""
    if asked and asked not in pair.lengths:
        there = (f"{name} ({each.words:,} words)" for name, each in pair.lengths.items())
        raise PostroomError(
            f"{pair.post.path}: it has no length {asked}\n"
            f"    fix: choose one of {', '.join(there)}"
        )
    fitting = find_fit(pair.books, pair.group, pair.post).length
    words = pair.books.lengths[pair.post.uid]
    return pair.lengths[asked or fitting or find_nearest(words, pair.group)]


def _write_letter(
    pair: _Pair, book: AddressBook, length: Length, form: FormatName, *, link_only: bool
) -> Letter:
    """Write the message, and put the text where the group wants it."""
    editor = book.editors.get(pair.group.id)
    way: Way = "linked" if link_only else "below" if form == "text" else "attached"
    offered = compose_offer(
        pair.books,
        pair.group,
        pair.post,
        kit=pair.kit.kit,
        length=length,
        format=form,
        way=way,
        kit_url=pair.kit_url,
        editor=editor.name if editor else "",
        sender=book.sender.name if book.sender else "",
    )
    subject, text = render_message(offered, pair.survey.edition.templates)
    row = FORMATS[form]
    name = file_name(pair.kit.kit.name, length.name, row.ending)
    if way == "below":
        text = f"{text}\n{_RULE}\n\n{pair.kit.text(name)}"
    enclosed = (Enclosure(name, pair.kit.files[name], row.media_type),)
    return Letter(subject, text, book.sender, editor, enclosed if way == "attached" else ())


def _warn(pair: _Pair, book: AddressBook) -> Iterator[str]:
    """Say what its author should know before it is sent."""
    group = pair.group
    for objection in list_objections(pair.books, group, pair.post):
        yield f"note: {objection}"
    if group.wants.third_person:
        yield "note: they print nothing that says “I”: put the text into the third person"
    yield from map(str, book.problems)
    named = "`Name <name@example.org>`"
    if book.sender is None:
        fix = f"write `from:` and {named} into {BOOK}, or set {SENDER}"
        yield f"nobody is named as the sender\n    fix: {fix}"
    if group.id not in book.editors:
        fix = f"write `{group.id}:` and {named} below `editors:` in {BOOK}, "
        fix += f"or set {variable_of(group.id)}"
        yield f"nobody knows the editor of {group.title}\n    fix: {fix}"


def _explain_next(pair: _Pair, letter: Letter, length: Length) -> Iterator[str]:
    """Say what the author has to do; sending is one of the things."""
    yield letter.subject
    gaps = len(_GAP.findall(letter.text.partition(_RULE)[0]))
    write = f"write what is marked {TO_COME}, " if gaps else ""
    yield f"next: open it in your mail program, {write}send it, and then run"
    name = short_name(pair.post)
    yield f"    postroom place {pair.group.id} {name} offered --length {length.name}"
