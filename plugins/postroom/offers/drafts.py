"""A post and a group become the draft of a message that offers the one to the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from postroom.edition.edition import Edition
from postroom.errors import PostroomError
from postroom.issues.draft import TO_COME
from postroom.kits.compose import compose_group_kit
from postroom.kits.files import KitStore, OpenKit
from postroom.kits.lengths import Length, list_lengths
from postroom.kits.names import file_name
from postroom.mail.addressbook import AddressBook
from postroom.mail.draft import EditorMessage, Enclosure
from postroom.model.address import add_query
from postroom.model.formats import FORMATS, FormatName, LengthName
from postroom.model.group import Group
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.offers.fit import find_fit, find_nearest, list_objections
from postroom.offers.message import Way, compose_offer, render_message
from postroom.offers.situation import Situation, short_name

_RULE = "-" * 72
_GAP = re.compile(rf"\b{TO_COME}\b")


@dataclass(frozen=True)
class Pairing:
    """A post and a group, and what a message from one to the other is made of."""

    edition: Edition
    every: tuple[Post, ...]
    """All posts: those that readers cannot see yet may have been offered, too."""

    post: Post
    group: Group
    kit: OpenKit
    """With the links back that this group gets."""

    @property
    def site(self) -> Site:
        """The site that the post is from."""
        return self.edition.site

    @property
    def name(self) -> str:
        """What files about the two are called."""
        return f"{self.group.id}-{self.post.slug}"

    @cached_property
    def lengths(self) -> dict[str, Length]:
        """The lengths in which there is the post, by name."""
        return {length.name: length for length in list_lengths(self.kit.kit)}

    @cached_property
    def situation(self) -> Situation:
        """What is known, with the words as they were counted."""
        words = {name: length.words for name, length in self.lengths.items()}
        today = self.edition.now.date()
        return Situation(self.site, {self.post.uid: words}, today, self.every)

    @property
    def kit_url(self) -> str:
        """The page of the kit, as this group gets it; empty if there is none."""
        if not self.site.has_kit(self.post):
            return ""
        page = self.site.absolute(self.site.kit_page(self.post))
        return add_query(page, self.group.link_tag)

    @property
    def notes(self) -> Iterator[str]:
        """What the post's author should know before a message is sent."""
        for objection in list_objections(self.situation, self.group, self.post):
            yield f"note: {objection}"
        if self.group.wants.third_person:
            what = "they print nothing that says “I”"
            yield f"note: {what}: put the text into the third person"


def pair(
    edition: Edition, every: tuple[Post, ...], post: Post, group: Group, store: KitStore
) -> Pairing:
    """Make the kit of a post for a group, where a message could be meant.

    Args:
        edition: The site, with the post rendered.
        every: All posts, drafts too.
        post: What is offered.
        group: To whom.
        store: Where kits are kept.

    Raises:
        PostroomError: The post is not to be reprinted, or nobody is there to be written to.
    """
    terms = edition.site.terms_of(post)
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
    kit = compose_group_kit(edition, post, group)
    return Pairing(edition, every, post, group, store.open(kit))


def refuse_unlinked(pairing: Pairing) -> None:
    """Stop where a message was to hold nothing but a link, and there is none.

    Raises:
        PostroomError: The post has no kit.
    """
    if not pairing.kit_url:
        raise PostroomError(
            f"{pairing.post.path}: it has no kit to link to\n"
            "    fix: write `reprint: allowed` or `reprint: ask`, or leave out --link-only"
        )


def choose_length(pairing: Pairing, asked: LengthName | None) -> Length:
    """Take the length asked for, or the longest that fits, or what is nearest to that.

    Raises:
        PostroomError: The post has no such length.
    """
    lengths, group, post = pairing.lengths, pairing.group, pairing.post
    if asked and asked not in lengths:
        there = (f"{name} ({each.words:,} words)" for name, each in lengths.items())
        raise PostroomError(
            f"{post.path}: it has no length {asked}\n"
            f"    fix: choose one of {', '.join(there)}"
        )
    fitting = find_fit(pairing.situation, group, post).length
    words = pairing.situation.lengths[post.uid]
    return lengths[asked or fitting or find_nearest(words, group)]


def write_message(
    pairing: Pairing,
    book: AddressBook,
    length: Length,
    form: FormatName | None = None,
    *,
    link_only: bool = False,
) -> EditorMessage:
    """Write the message, and put the text where the group wants it.

    Args:
        pairing: What is offered to whom.
        book: Who writes to whom, as far as anybody said.
        length: In which length.
        form: In which format; else the one that the group likes best.
        link_only: Whether the message links to the kit, and holds no text.

    Raises:
        PostroomError: The template of the message cannot be used.
    """
    form = form or pairing.group.wants.format
    kit, editor = pairing.kit, book.editors.get(pairing.group.id)
    way: Way = "linked" if link_only else "below" if form == "text" else "attached"
    offered = compose_offer(
        pairing.situation,
        pairing.group,
        pairing.post,
        kit=kit.kit,
        length=length,
        format=form,
        way=way,
        kit_url=pairing.kit_url,
        editor=editor.name if editor else "",
        sender=book.sender.name if book.sender else "",
    )
    subject, text = render_message(offered, pairing.edition.templates)
    row = FORMATS[form]
    name = file_name(kit.kit.name, length.name, row.ending)
    if way == "below":
        text = f"{text}\n{_RULE}\n\n{kit.text(name)}"
    attached = (
        (Enclosure(name, kit.files[name], row.media_type),) if way == "attached" else ()
    )
    return EditorMessage(subject, text, book.sender, editor, attached)


def explain_next(pairing: Pairing, message: EditorMessage, length: Length) -> Iterator[str]:
    """Say what the author has to do; sending is one of the things."""
    gaps = len(_GAP.findall(message.text.partition(_RULE)[0]))
    write = f"write what is marked {TO_COME}, " if gaps else ""
    yield f"next: open it in your mail program, {write}send it, and then run"
    name = short_name(pairing.post)
    yield f"    postroom place {pairing.group.id} {name} offered --length {length.name}"
