"""A post becomes what is handed over to platforms: plain values, all addresses whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from postroom import PostroomError
from postroom.edition.edition import Edition
from postroom.kits.compose import compose_post_kit
from postroom.kits.files import KitStore, OpenKit
from postroom.kits.names import file_name
from postroom.model.artefact import Artefact
from postroom.model.post import Post
from postroom.outbox.graphemes import count_graphemes, cut_graphemes
from postroom.pages.metadata import preview_picture

_LEAST_SENTENCE = 24
"""A sentence that would be cut shorter says too little to stand there."""


@dataclass(frozen=True)
class Announcement:
    """One post, as it is handed over."""

    uid: str
    slug: str
    title: str
    home: str
    """Where it was first published: what every copy and every mention leads to."""

    sentence: str
    """What it is about; may be empty."""

    language: str
    """BCP 47."""

    published: datetime
    tags: tuple[str, ...] = ()
    series: str = ""
    markdown: str = ""
    """The whole text below its title, with its credit."""

    html: str = ""
    """The same as a page that survives being pasted into an editor."""

    cover: str = ""
    """The address of the picture that stands for it; may be empty."""

    previews: tuple[bytes, ...] = ()
    """Pictures for link previews, the best one first."""

    words: str = ""
    """What its author says to go with it."""


def announce(
    edition: Edition,
    post: Post,
    store: KitStore,
    artefacts: Iterable[Artefact],
    *,
    words: str = "",
) -> Announcement:
    """Make the kit of a post that was rendered, and of both what platforms get.

    Args:
        edition: The site.
        post: What goes out.
        store: Where kits are kept.
        artefacts: What a build of the site makes; its card is among it.
        words: What its author says to go with it.
    """
    opened = store.open(compose_post_kit(edition, post))
    previews = tuple(_list_previews(edition, post, artefacts))
    return compose_announcement(edition, post, opened, words=words, previews=previews)


def _list_previews(
    edition: Edition, post: Post, artefacts: Iterable[Artefact]
) -> Iterator[bytes]:
    """Give the pictures that link previews could show: the cover, and the card."""
    picture = preview_picture(edition, post)
    cover = edition.bytes_of(picture.url) if picture else None
    if cover is not None:
        yield cover
    card = edition.site.path("share", post.slug, "card.png")
    yield from (each.make()[card] for each in artefacts if card in each.paths)


def compose_announcement(
    edition: Edition,
    post: Post,
    opened: OpenKit,
    *,
    words: str = "",
    previews: tuple[bytes, ...] = (),
) -> Announcement:
    """Take from a post and its reprint kit what platforms get."""
    kit = opened.kit
    return Announcement(
        uid=post.uid,
        slug=post.slug,
        title=post.title,
        home=kit.home,
        sentence=edition.description(post),
        language=kit.language,
        published=post.published,
        tags=post.tags,
        series=post.series.name if post.series else "",
        markdown=_below_title(opened.text(file_name(kit.name, "full", "md"))),
        html=opened.text(file_name(kit.name, "full", "html")),
        cover=edition.site.cover_of(post),
        previews=previews,
        words=words,
    )


def _below_title(markdown: str) -> str:
    """Take the title off: every platform has a field of its own for it."""
    first, _, rest = markdown.partition("\n")
    return (rest if first.startswith("# ") else markdown).lstrip("\n")


def compose_text(
    announcement: Announcement,
    *,
    most: int,
    link: int | None = None,
    count: Callable[[str], int] = count_graphemes,
) -> str:
    """Announce a post in one short text: own words, title, sentence and address.

    The sentence is cut to what room there is, then the title; never the address, nor
    what its author wrote to go with it.

    Args:
        announcement: What is announced.
        most: How long the text may be.
        link: What the address counts; else as many as it has characters.
        count: How the platform counts everything else.

    Raises:
        PostroomError: The author's own words leave no room for the title.
    """
    own = f"{announcement.words}\n\n" if announcement.words else ""
    end = f"\n\n{announcement.home}"
    room = most - count(own) - (count(end) if link is None else link + 2)
    if own and room < count(announcement.title):
        over = count(announcement.title) - room
        raise PostroomError(
            f"--text is too long by {over} characters for {most} with title and address\n"
            "    fix: shorten it"
        )
    title = cut_graphemes(announcement.title, max(room, 0))
    left = room - count(title) - 1
    sentence = announcement.sentence
    if left < min(count(sentence), _LEAST_SENTENCE) or not sentence:
        return f"{own}{title}{end}"
    return f"{own}{title}\n{cut_graphemes(sentence, left)}{end}"
