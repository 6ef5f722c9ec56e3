"""An edition before it is made: what would overwrite, lead nowhere, or show boxes."""

import difflib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postroom.edition.edition import Edition
from postroom.edition.feedspec import STYLES
from postroom.edition.renditions import look_of
from postroom.errors import Place, Problem
from postroom.model.alias import former_of
from postroom.model.artefact import SETTINGS, Artefact, Claim, Origin
from postroom.model.names import fold
from postroom.model.site import Site
from postroom.model.text import count
from postroom.model.vocabulary import BY_NAME
from postroom.pages.metadata import card_of
from postroom.pages.typefaces import missing_letters
from postroom.reading.sitemap import path_of
from postroom.toolbox.drawings import is_drawing
from postroom.toolbox.pictures import list_pictures
from postroom.toolbox.rendition import Look, explain_broken
from postroom.toolbox.wording import nearest

TRACKED_CACHE = ".cache/"
"""What nobody should be able to send in."""


def check_edition(
    edition: Edition, *, fonts: Sequence[Path] | None, unread: Container[str] = ()
) -> Iterator[Problem]:
    """Find what is wrong with the site as a whole.

    Args:
        edition: The site.
        fonts: The site's own font files; None if one of them cannot be read.
        unread: The paths that there may be all the same: files could not be read.
    """
    yield from _check_address(edition)
    yield from _check_aliases(edition, unread)
    if fonts is not None:
        yield from _check_cards(edition, fonts)


def list_left_out(
    edition: Edition, bodies: Mapping[str, tuple[int, str]]
) -> Iterator[Problem]:
    """List what pages show and no other output can, once per post or letter and kind.

    Args:
        edition: Whose texts have been rendered.
        bodies: What authors wrote, by path, and the line on which it begins.
    """
    for path, (first, body) in bodies.items():
        for name in edition.fragments.of(path).left_out:
            sign = _SIGNS.get(name, rf"<{name}\b|\b{name}=")
            written = re.search(sign, body, re.I)
            line = first + body.count("\n", 0, written.start()) if written else 0
            row = BY_NAME[name]
            shown = f"<{name}>"
            if "-" in name:
                shown = row.title if name in _SIGNS else f"`{name}`"
            what = f"only the page shows {shown}: feeds, mails and kits leave it out"
            yield Problem(Place(path, line), what, row.remedy, is_fatal=False)


_SIGNS = {
    "background-image": r"background[\w-]*\s*:[^;\"']*url\(",
    "data-image": r"<img\b|!\[",
    "link-in-code": r"<pre\b",
    "script-of-elsewhere": r"<script\b",
    "unknown-element": r"<[a-z]\w*-[\w-]+",
}
"""How authors write what has no tag or attribute of its own."""


def check_pictures(
    edition: Edition,
    named: Iterable[tuple[Place, str]],
    bodies: Mapping[str, tuple[int, str]],
    known: Container[str],
) -> Iterator[Problem]:
    """Find the pictures of a site that nobody can see, or that say too much; each once.

    Without an address of the site nobody knows which are its own.

    Args:
        edition: Whose texts have been rendered.
        named: The covers of posts and the photos of authors, and who asks for them.
        bodies: What authors wrote, by path, and the line on which it begins.
        known: The path of every file of the site.
    """
    for name, (url, place) in _list_own(edition, named, bodies).items():
        look = look_of(edition, url)
        if look:
            yield from _check_look(look, name, place)
        elif content := edition.bytes_of(url):
            yield from _explain_broken(content, name, place)
        elif name not in known:
            yield from _explain_missing(name, place, bodies)


def _list_own(
    edition: Edition,
    named: Iterable[tuple[Place, str]],
    bodies: Mapping[str, tuple[int, str]],
) -> dict[str, tuple[str, Place]]:
    """List the pictures of the site by their paths, with an address and who shows it."""
    base = edition.site.base
    shown = [
        (url, _place_of(url, path, first, body))
        for path, (first, body) in bodies.items()
        for url in list_pictures(edition.fragments.of(path).page_html)
    ]
    found: dict[str, tuple[str, Place]] = {}
    for url, place in (*shown, *((url, place) for place, url in named)):
        if edition.site.url and url.startswith(base):
            found.setdefault(unquote(urlsplit(url[len(base) :]).path), (url, place))
    return found


def _check_look(look: Look, name: str, place: Place) -> Iterator[Problem]:
    if not look.is_whole:
        what = f"{name} is cut off: a part of it is seen, and kits leave it out"
        yield Problem(place, what, "copy it once more", is_fatal=False)
    elif look.has_place:
        what = f"{name} says where it was taken, and is published as it came"
        fix = "take that out of it, such as with `exiftool -gps:all=`"
        yield Problem(place, what, fix, is_fatal=False)


def _explain_broken(content: bytes, name: str, place: Place) -> Iterator[Problem]:
    """Say why there is nothing to look at."""
    if not is_drawing(content, name):
        what, fix, is_fatal = explain_broken(content)
        yield Problem(place, f"{name} {what}", fix, is_fatal)


def _explain_missing(
    name: str, place: Place, bodies: Mapping[str, tuple[int, str]]
) -> Iterator[Problem]:
    """Say that an HTML tag leads nowhere; of Markdown's pictures MkDocs does."""
    written = re.escape(name.rpartition("/")[2])
    _, body = bodies.get(place.path, (0, ""))
    if re.search(rf"<(?:img|source)\b[^>]*{written}", body):
        what = f"an <img> leads to {name}, and there is nothing"
        fix = "write its path from the page, or use Markdown: `![](picture.jpg)`"
        yield Problem(place, what, fix, is_fatal=False)


def _place_of(url: str, path: str, first: int, body: str) -> Place:
    """Where a text shows a picture, as far as its name says."""
    name = urlsplit(url).path.rpartition("/")[2]
    at = max(body.find(name), body.find(unquote(name)))
    return Place(path, first + body.count("\n", 0, at) if at >= 0 else 0)


def check_cache(*, is_tracked: bool) -> Iterator[Problem]:
    """Refuse a cache that comes with the repository, from whoever can change that."""
    if is_tracked:
        yield Problem(
            Place(TRACKED_CACHE),
            "Git tracks it, so that whoever sends a change could fill it",
            "run `git rm -r --cached .cache`, and add a line `/.cache/` to .gitignore",
        )


def check_targets(edition: Edition, known: Container[str]) -> Iterator[Problem]:
    """Find the settings that lead nowhere; ``known`` has every path of the site."""
    options = edition.site.options
    targets = [(f"menu.{entry.name}", entry.target) for entry in options.menu]
    pictures = (("icon", options.icon), ("mark", options.mark))
    targets += [(key, path) for key, path in pictures if path]
    for key, target in targets:
        path = target.partition("#")[0].partition("?")[0]
        if not target.startswith(("https://", "http://", "mailto:")) and path not in known:
            yield Problem(
                Place("mkdocs.yml", 0, key),
                f"there is nothing at {target!r}",
                "write a path of the site, such as `about/`, or a web address",
                is_fatal=False,
            )


def check_published(
    site: Site, published: Sequence[str], files: Container[str]
) -> Iterator[Problem]:
    """Find what readers have the addresses of, and would no longer find.

    Args:
        site: What takes its place.
        published: The addresses of the site as it was last published.
        files: The paths of all files that it has now.
    """
    below = [path for url in published if (path := path_of(url, site.base)) is not None]
    if published and not below:
        what = f"none of the {len(published)} published addresses begins with {site.base}"
        fix = "let the old place redirect to the new, address by address"
        yield Problem(Place(SETTINGS, 0, "site_url"), what, fix, is_fatal=False)
    gone = sorted(path for path in below if not _is_there(path, files))
    for path in gone[:_TOLD]:
        what, fix = "it was published, and leads nowhere now", _keep_address(site, path)
        yield Problem(Place(f"/{path}"), what, fix, is_fatal=False)
    if len(gone) > _TOLD:
        what = f"{len(gone) - _TOLD} more published addresses lead nowhere now"
        fix = "keep them too: perhaps a pattern of addresses in mkdocs.yml has changed"
        yield Problem(Place("sitemap.xml"), what, fix, is_fatal=False)


_TOLD = 20
"""Of so many addresses each is told; more have one cause, such as another pattern."""


def _is_there(path: str, files: Container[str]) -> bool:
    names = (path, f"{path}index.html", f"{path}/index.html")
    return any(name in files for name in names)


def _keep_address(site: Site, path: str) -> str:
    """Say where an alias belongs: into the post whose address is like it, if any is."""
    alias = former_of(path)
    by_page = {former_of(site.post_page(post)): post for post in site.posts}
    near = difflib.get_close_matches(alias, by_page, n=1)
    if not near:
        return f"add `aliases: [{alias}]` to the front matter of what takes its place"
    shared = site.path("share", alias.rstrip("/").rpartition("/")[2])
    aliases = f"{alias}, {shared}/" if site.url and site.options.share.enabled else alias
    return f"add `aliases: [{aliases}]` to {by_page[near[0]].path}, if that is it"


def check_paths(
    claims: Iterable[Claim], artefacts: Iterable[Artefact]
) -> Iterator[Problem]:
    """Find what would overwrite something else, whoever makes the two; told once a pair.

    Names that some file system takes for one are one, and a file cannot stand where others
    need a folder.

    Args:
        claims: Every path of the site, and who fills it; whoever comes first keeps it.
        artefacts: Those whose files `beside` count as well.
    """
    holders = _Holders()
    met: dict[frozenset[tuple[str, str]], Problem] = {}
    listed = [*claims]
    for path, _ in listed:
        holders.count(path)
    beside = (
        (path, artefact.origin)
        for artefact in artefacts
        if holders.is_shared(artefact.paths[0].rpartition("/")[0])
        for path in artefact.beside()
    )
    # in front: what a kit makes comes before an author's file that is in its way
    for path, origin in (*beside, *listed):
        for holder, fact in holders.take(path, origin):
            pair = frozenset((each.file, each.key) for each in (holder, origin))
            if pair not in met or origin.name == origin.file:  # a post rather than its kit
                met[pair] = _explain_taken(path, holder, origin, fact)
    yield from met.values()


def check_lengths(
    edition: Edition, claims: Iterable[Claim], artefacts: Iterable[Artefact], *, root: str
) -> Iterator[Problem]:
    """Find names and paths that are longer than file systems take; one problem a name.

    Args:
        edition: Whose terms are named by the authors of posts.
        claims: Every path of the site, and who fills it.
        artefacts: Those whose files `beside` count as well.
        root: The folder of the site.
    """
    told = set()
    for view in edition.views:
        for part in filter(_is_long, view.path.split("/")):
            if view.kind in _TERMS and part not in told:
                told.add(part)
                place = Place(view.posts[0].path, 0, view.kind)
                yield Problem(place, _explain_length(part), "write a shorter one")
    # what stands beside a kit's page begins with a name in its path
    beside = (
        (path, artefact.origin)
        for artefact in artefacts
        if _is_long(artefact.paths[0], _MAX_NAME - _ENDING)
        for path in artefact.beside()
    )
    owners = set()
    for path, origin in sorted((*claims, *beside), key=_by_longest, reverse=True):
        longest = _longest(path)
        owner = (origin.file, origin.key)
        if longest in told or owner in owners:
            continue
        if _is_long(longest):
            what = _explain_length(longest)
        elif _size(root) + 1 + _size(path) > _MAX_PATH:
            what = f"its path has {_size(path)} bytes, with {root} more than {_MAX_PATH}"
        else:
            continue
        owners.add(owner)
        yield Problem(Place(origin.file, 0, origin.key), what, origin.fix)


_MAX_NAME = 255
_MAX_PATH = 4095
"""In bytes, as Linux counts; a character may have four."""

_ENDING = 55
"""More than a kit adds to the name of its text."""

_TERMS = ("categories", "tags", "series", "authors")
"""The views that are called what posts say."""


def _size(name: str) -> int:
    return len(name.encode())


def _longest(path: str) -> str:
    return max(path.split("/"), key=_size)


def _by_longest(claim: Claim) -> int:
    return _size(_longest(claim[0]))  # so that one told of need not shorten it twice


def _is_long(name: str, most: int = _MAX_NAME) -> bool:
    return _size(name) > most


def _explain_length(name: str) -> str:
    shown = name if len(name) <= 2 * _SHOWN else f"{name[:_SHOWN]}…{name[-_SHOWN:]}"
    return (
        f"a file called {shown!r} would need {_size(name)} bytes; {_MAX_NAME} is the most"
    )


_SHOWN = 12


class _Holders:
    """Who holds which path."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, Origin]] = {}
        self.folders: dict[str, Origin] = {}
        self.held: Counter[str] = Counter()

    def count(self, path: str) -> None:
        """Count a path in every folder above it."""
        self.held.update(_folders_above(fold(path)))

    def is_shared(self, folder: str) -> bool:
        """Whether a folder holds more than one path, or is one itself."""
        return self.held[fold(folder)] > 1

    def take(self, path: str, origin: Origin) -> Iterator[tuple[Origin, str]]:
        """Give a path to whoever asks first; else tell who has it, or is in its way."""
        name = fold(path)
        above = _folders_above(name)
        if name in self.files:
            written, holder = self.files[name]
            if not (written == path and _is_told(holder, origin)):
                yield holder, _SAME if written == path else _ALIKE
        elif name in self.folders:
            yield self.folders[name], _IS_FOLDER
        else:
            self.files[name] = (path, origin)
            for each in above:
                self.folders.setdefault(each, origin)
            yield from ((self.files[f][1], _IS_FILE) for f in above if f in self.files)


_SAME = "the address /{} is already that of {}"
_ALIKE = f"{_SAME} where systems know no case"
_IS_FOLDER = "/{} stands where there has to be a folder, for {}"
_IS_FILE = "the folder of /{} stands where there has to be a file, {}"


def _folders_above(path: str) -> list[str]:
    ends = (at for at, character in enumerate(path) if character == "/")
    return [path[:end] for end in ends]


def _is_told(holder: Origin, origin: Origin) -> bool:
    """Whether reading has told of the two: of terms and authors that share an address."""
    return (holder.file, holder.key) == (origin.file, origin.key) == (SETTINGS, origin.key)


_NAMED = "aliases"
"""The key under which a file names addresses itself: no setting can part two of them."""


def _explain_taken(path: str, holder: Origin, origin: Origin, fact: str) -> Problem:
    is_own = (holder.file, holder.key) == (origin.file, origin.key) != (origin.file, _NAMED)
    return Problem(
        Place(origin.file, 0, origin.key),
        fact.format(path.removesuffix("index.html"), holder.name),
        "set another address in mkdocs.yml" if is_own else origin.fix,
    )


def _check_address(edition: Edition) -> Iterator[Problem]:
    if not edition.site.url:
        yield Problem(
            Place("mkdocs.yml", 0, "site_url"),
            "there is no site_url: feeds and share pages need absolute addresses",
            "add `site_url: https://your.domain/`; until then they are left out",
            is_fatal=False,
        )


def _check_aliases(edition: Edition, unread: Container[str]) -> Iterator[Problem]:
    every = (*edition.feeds, *edition.group_feeds)
    feeds = [feed.path(style) for feed in every for style in STYLES]
    for old, current in edition.site.options.feeds.aliases.items():
        if feeds and current not in feeds and current not in unread:
            yield Problem(
                Place("mkdocs.yml", 0, f"feeds.aliases.{old}"),
                f"there is no feed at {current!r}",
                nearest(current, feeds),
                is_fatal=False,
            )


def _check_cards(edition: Edition, fonts: Sequence[Path]) -> Iterator[Problem]:
    """Cards leave out what no font at hand can write; that must not go unsaid."""
    missing = {
        place: letters
        for place, text in list_card_texts(edition.site)
        if (letters := missing_letters(text, fonts))
    }
    if missing:
        place = min(missing)
        letters = "".join(dict.fromkeys("".join(missing.values())))
        others = len(missing) - 1
        more = f", here and in {count(others, 'other text')}" if others else ""
        yield Problem(
            place,
            f"no font for {letters[:12]!r}{more}: cards leave them out, and there is none "
            "of a title without half of its letters",
            "add a font file that has these letters to `share: {card_fonts: [...]}`",
            is_fatal=False,
        )


def list_card_texts(site: Site) -> Iterator[tuple[Place, str]]:
    """List what the cards of a site say, each text once, and who says it."""
    if not (site.url and site.options.share.enabled and site.options.share.cards):
        return
    texts = [(Place("mkdocs.yml", 0, "site_name"), site.name)]
    for post in site.posts:
        card = card_of(site, post)
        texts.append((Place(post.path, 0, "title"), card.title))
        texts.append((Place(post.path, 0, "authors"), card.byline))
    first = {text: place for place, text in reversed(texts)}  # told once, not for each
    yield from ((place, text) for text, place in reversed(first.items()))
