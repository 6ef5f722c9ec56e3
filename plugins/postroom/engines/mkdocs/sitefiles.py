"""Where an edition's files come from: what MkDocs has, sorted by what it is to us."""

import errno
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from stat import S_ISREG
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from postroom.engines.mkdocs.artefacts import move
from postroom.engines.mkdocs.beside import find_defaults
from postroom.errors import Place, Problem
from postroom.fragments.clean import text_of
from postroom.intake.waiting import FOLDER
from postroom.model.address import join_path
from postroom.model.author import Author
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.reading.aliases import parse_aliases
from postroom.reading.authors import People, parse_authors
from postroom.reading.frontmatter import decode
from postroom.reading.groups import Partners, read_partners
from postroom.reading.library import Library, read_library
from postroom.reading.links import find_hidden_links
from postroom.reading.media import find_targets
from postroom.reading.posts import Manuscript
from postroom.reading.remote import RemoteMedium, check_remote, explain
from postroom.reading.secrets import (
    MOST_READ,
    explain_name,
    holds_key,
    is_allowed,
    may_hold_key,
)
from postroom.reading.unread import Unread
from postroom.toolbox.rendition import measure_picture
from postroom.toolbox.wording import tell_once

Size = tuple[int, int]
Authors = Mapping[str, Author]


@dataclass(frozen=True)
class NewsletterFiles:
    """The files of one newsletter."""

    options: NewsletterOptions
    folder: str
    """Below the content folder."""

    issues: dict[str, File] = field(default_factory=dict)
    items: dict[str, File] = field(default_factory=dict)

    def take(self, file: File) -> bool:
        """Keep a file if it belongs to the newsletter."""
        for name, files in (("issues", self.issues), ("items", self.items)):
            if file.src_uri.startswith(f"{self.folder}/{name}/"):
                files[file.src_uri] = file
                return True
        return False


def folder_of(newsletter: NewsletterOptions, options: Options) -> str:
    """Where a newsletter's files are, below the content folder."""
    return "/".join(part for part in (options.blog_dir, newsletter.folder) if part)


class SiteFiles:
    """What MkDocs and all plugins count as the files of a site, sorted."""

    def __init__(  # noqa: PLR0913 - what a scope leaves out is said one by one
        self,
        files: Files,
        config: MkDocsConfig,
        options: Options,
        *,
        preview: bool = False,
        only_group: str = "",
        trusts_items: bool = False,
    ) -> None:
        """Sort files.

        Args:
            files: What MkDocs has found, and what other plugins made of it.
            config: The settings of the site.
            options: Those of Postroom.
            preview: Whether drafts are there.
            only_group: A group; what others did is not looked at.
            trusts_items: Whether items are looked at only when they are read.
        """
        set_exclusions(files, config)  # of files that other plugins added a moment ago
        self.files = files
        self.config = config
        self.options = options
        self.folder = options.posts_folder
        self.posts: dict[str, File] = {}
        self.pages: dict[str, File] = {}
        """Documentation pages that are no posts."""

        self.media: dict[str, File] = {}
        self.groups = "/".join(p for p in (options.blog_dir, options.groups) if p)
        self.people = People()
        self.partners: dict[str, File] = {}
        """What is written down of groups and placements; no part of the site."""

        self.waiting: dict[str, File] = {}
        """What waits in the inboxes of newsletters; no part of the site."""

        self.problems: dict[str, Problem] = {}
        """Why a file cannot be read at all, such as a link to nothing, by its path."""

        self.digests: dict[str, bytes] = {}
        """What each file that was read says, in short."""

        self._sizes: dict[str, Size | None] = {}
        self._moved: dict[str, File] = {}
        self._ways_out: dict[str, str] = {}
        self._circles: dict[str, str] = {}
        self.newsletters = tuple(
            NewsletterFiles(newsletter, folder_of(newsletter, options))
            for newsletter in options.newsletters
        )
        self._inboxes = tuple(f"{each.folder}/{FOLDER}/" for each in self.newsletters)
        self._look_into_folders()
        steps = f"{self.groups}/"
        own = f"{steps}{only_group}/"
        items = tuple(f"{each.folder}/items/" for each in self.newsletters)
        for file in files:
            if only_group and file.src_uri.startswith(steps):
                is_step = "/" in file.src_uri[len(steps) :]
                if is_step and not file.src_uri.startswith(own):
                    continue
            level = file.inclusion  # by MkDocs' own settings: what is left out is not ours
            is_ours = level.is_in_serve() if preview else level.is_included()
            is_trusted = trusts_items and file.src_uri.startswith(items)
            if is_ours and (is_trusted or self._admit(file)):
                self._sort(file)

    def _sort(self, file: File) -> None:
        """Keep a file with those of its kind."""
        if file.src_uri.startswith(self._inboxes) and file.src_dir == self.config.docs_dir:
            self.waiting[file.src_uri] = file
        elif not file.is_documentation_page():
            if file.src_dir == self.config.docs_dir:  # else it is the theme's
                is_private = file.src_uri.startswith(f"{self.groups}/")
                kept = self.partners if is_private else self.media
                kept[file.src_uri] = file
                if (path := self.options.media_path(file.src_uri)) != file.src_uri:
                    move(file, path)
                    self._moved[path] = file
        elif any(newsletter.take(file) for newsletter in self.newsletters):
            return
        elif not file.src_uri.startswith(f"{self.folder}/"):
            self.pages[file.src_uri] = file
        elif not self._is_introduction(file):
            self.posts[file.src_uri] = file

    def _admit(self, file: File) -> bool:
        """Look whether a file can be read, before MkDocs or anybody else stumbles over it.

        What cannot be is left out and told of. Posts, issues, items, groups stay known:
        what others say of them may be right.
        """
        if file.src_dir != self.config.docs_dir or not file.abs_src_path:
            return True  # the theme's, or made by a plugin
        if circle := self._find_circle(file.src_uri.rpartition("/")[0]):
            what = "it is a link that leads back to a folder above it"
            self.problems[circle] = Problem(Place(circle), what, "take the link out")
            file.inclusion = InclusionLevel.EXCLUDED
            return False
        try:
            _look_at(file.abs_src_path)
        except OSError as error:
            self._keep_reason(file.src_uri, error)
            file.inclusion = InclusionLevel.EXCLUDED
            folders = (self.folder, self.groups, *(n.folder for n in self.newsletters))
            return file.src_uri.startswith(tuple(f"{folder}/" for folder in folders))
        return True

    def _look_into_folders(self) -> None:
        """Tell of folders that cannot be listed: MkDocs takes them for empty ones."""
        errors: list[OSError] = []
        for _, folders, _ in os.walk(self._docs, onerror=errors.append, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
        for error in errors:
            if error.errno != errno.ENOENT:  # it went away a moment ago
                path = os.path.relpath(os.fsdecode(error.filename), self._docs)
                self._keep_reason(path.replace(os.sep, "/"), error)

    def _keep_reason(self, path: str, error: OSError) -> None:
        what = f"it cannot be read: {(error.strerror or str(error)).lower()}"
        fix = "make it a readable file, or take it out"
        self.problems[path] = Problem(Place(path), what, fix)

    def _find_circle(self, folder: str) -> str:
        """Give the link on the way to a folder that leads to a folder above itself."""
        if folder and folder not in self._circles:
            above = self._find_circle(folder.rpartition("/")[0])
            here = self._docs / folder
            if not above and here.is_symlink():
                outer = Path(os.path.realpath(here.parent))
                above = folder if outer.is_relative_to(os.path.realpath(here)) else ""
            self._circles[folder] = above
        return self._circles.get(folder, "")

    def _is_introduction(self, file: File) -> bool:
        """Whether a file introduces the list of posts: `index.md`, or a README.md."""
        return file.name == "index" and file.src_uri.rpartition("/")[0] == self.folder

    def contents(self, files: Mapping[str, File]) -> Iterator[tuple[str, bytes]]:
        """Read files one after the other, in the order of their paths.

        What cannot be read is as if it were empty; the reason is kept.
        """
        for path, file in sorted(files.items()):
            source = b""
            try:
                if file.abs_src_path:
                    _look_at(file.abs_src_path)
                source = file.content_bytes
            except OSError as error:
                self._keep_reason(path, error)
            self.digests[path] = hashlib.sha256(source).digest()
            yield path, source

    def list_unread(
        self, files: Mapping[str, File], problems: Iterable[Problem]
    ) -> list[Unread]:
        """List the files that nobody will see before they are mended."""
        broken = {problem.place.path for problem in problems if problem.is_fatal}
        mine = {path: file for path, file in files.items() if path in broken}
        return [Unread(path, source) for path, source in self.contents(mine)]

    def explain(self, problems: Iterable[Problem]) -> list[Problem]:
        """Say of what cannot be read why, and not what is wrong with it besides."""
        told = (p for p in problems if p.place.path not in self.problems)
        return sorted((*tell_once(told), *self.problems.values()))

    def read(self, now: datetime) -> tuple[Library, Authors, list[Problem]]:
        """Read everything, and report every problem of every file."""
        people = self.read_people()
        authors = people.authors
        library = read_library(
            self.contents(self.posts),
            authors=people.named,
            options=self.options,
            pages=self.pages.keys(),
            now=now,
            defaults_of=partial(find_defaults, self.config),
        )
        found = [
            *people.problems,
            *self._check_pages(library, now),
            *library.problems,
            *self._check_pictures(library, authors),
        ]
        if not self.posts:
            found += self._explain_emptiness()
        return library, authors, sorted(found)

    def read_people(self) -> People:
        """Read who writes, and remember it."""
        self.people = self._read_authors()
        return self.people

    def _read_authors(self) -> People:
        for path in self._authors_paths():
            here = self._docs / path  # MkDocs does not list hidden files
            if os.path.lexists(here):
                try:
                    _look_at(here)
                    is_lenient = self.options.layout == "material-blog"
                    source = here.read_bytes()
                    return parse_authors(path, source, is_lenient=is_lenient)
                except OSError as error:
                    self._keep_reason(path, error)
                    problem = self.problems[path]
                    return People({}, None, (problem,), (Unread(path, b""),))
        return People()

    def find_authors_path(self) -> str:
        """Find the file that says who writes, or where it would be read from first."""
        paths = self._authors_paths()
        return next((p for p in paths if os.path.lexists(self._docs / p)), paths[0])

    def _authors_paths(self) -> list[str]:
        below = f"{self.options.blog_dir}/" if self.options.blog_dir else ""
        names = (f"{below}{name}" for name in (".authors.yml", "authors.yml"))
        return [*dict.fromkeys((self.options.authors_path, *names))]

    def read_partners(
        self,
        library: Library,
        issues: Collection[tuple[str, Issue]],
        unread: Collection[Unread],
    ) -> Partners:
        """Read what is written down of groups and placements."""
        return read_partners(
            (
                (path, source)
                for path, source in self.contents(self.partners)
                if path.lower().endswith((".yml", ".yaml"))
            ),
            folder=self.groups,
            posts=[manuscript.post for manuscript in library.manuscripts],
            issues=issues,
            options=self.options,
            authors=self.people.named,
            unread=unread,
        )

    def authors_files(self) -> list[File]:
        """The files that describe authors: settings, and no part of the site."""
        found = map(self.files.get_file_from_path, self._authors_paths())
        return [file for file in found if file is not None]

    def used_by_pages(self, authors: Iterable[Author]) -> set[str]:
        """The paths of files that pages, authors and settings use, posts aside."""
        shown = (path for a in authors for path in (a.avatar, a.photo))
        used = {path.lstrip("/") for path in shown} | {self.options.icon, self.options.mark}
        for path, source in self.contents(self.pages):
            text = decode(path, source)
            if isinstance(text, str):
                used |= find_targets(path, text)
        return used

    def _check_pages(self, library: Library, now: datetime) -> Iterator[Problem]:
        """Other pages must not lead to hidden posts either."""
        posts = [manuscript.post for manuscript in library.manuscripts]
        hidden = {post.path: post for post in posts if not post.is_public(now)}
        for path, source in self.contents(self.pages) if hidden else ():
            text = decode(path, source)
            if isinstance(text, str):  # else MkDocs says what is wrong with it
                yield from find_hidden_links(path, text, 1, hidden)

    def check_private(self, withheld: Iterable[File]) -> Iterator[Problem]:
        """Find what would be published, and no reader should get."""
        hidden = {file.src_uri for file in withheld}
        links: dict[str, Problem] = {}
        for path, file in sorted({**self.media, **self.pages, **self.posts}.items()):
            if path in hidden or is_allowed(path, self.options.publish):
                continue
            if link := self._find_way_out(path):
                links.setdefault(
                    link,
                    Problem(
                        Place(link),
                        "it is a link that leads out of the content folder",
                        f"put the file itself there, or set `publish: ['{path}']`",
                    ),
                )
            elif what := explain_name(path) or self._look_into(path, file):
                yield Problem(
                    Place(path),
                    f"it would be published, and is {what}",
                    f"move it out of the content folder, or set `publish: ['{path}']`",
                )
        yield from links.values()

    def list_drawings(self) -> Iterator[str]:
        """Where drawings are published, but for those that are allowed to do anything."""
        for path, file in self.media.items():
            is_drawing = path.lower().endswith(".svg")
            if is_drawing and not is_allowed(path, self.options.publish):
                yield file.abs_dest_path

    def list_texts(self) -> Iterator[tuple[str, str]]:
        """The texts that people of the site write: posts, pages, issues; by path."""
        issues = (newsletter.issues for newsletter in self.newsletters)
        for files in (self.posts, self.pages, *issues):
            for path, source in self.contents(files):
                text = decode(path, source)
                if isinstance(text, str):  # else reading tells of it
                    yield path, text

    def read_aliases(self) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
        """Read which addresses the pages that are no posts have had, by their files."""
        aliases: dict[str, tuple[str, ...]] = {}
        problems: list[Problem] = []
        for path, source in self.contents(self.pages):
            if b"aliases" in source:
                aliases[path], explained = parse_aliases(path, source)
                problems += explained
        return aliases, problems

    def check_remote(self, covers: Iterable[Post]) -> Iterator[Problem]:
        """Warn of what is loaded from elsewhere, and can count readers."""
        allowed = self.options.remote_media
        for path, text in self.list_texts():
            yield from check_remote(path, text, allowed)
        for post in covers:
            cover = RemoteMedium(0, 0, post.image.src if post.image else "")
            if cover.url.startswith(("http://", "https://")) and cover.host not in allowed:
                yield Problem(
                    Place(post.path, 0, "image.src"), *explain(cover), is_fatal=False
                )

    def _look_into(self, path: str, file: File) -> str:
        if path not in self.media or not may_hold_key(path) or not file.abs_src_path:
            return ""
        try:
            with Path(file.abs_src_path).open("rb") as stream:
                return "a private key" if holds_key(stream.read(MOST_READ)) else ""
        except OSError:  # MkDocs says what is wrong with it
            return ""

    def _find_way_out(self, path: str) -> str:
        """Give the link on the way to a file that leads out of the content folder."""
        if path not in self._ways_out:
            folder = path.rpartition("/")[0]
            found = self._find_way_out(folder) if folder else ""
            here = self._docs / path
            if not found and here.is_symlink() and here.exists():
                home = self._docs.resolve()
                found = "" if here.resolve().is_relative_to(home) else path
            self._ways_out[path] = found
        return self._ways_out[path]

    def _check_pictures(self, library: Library, authors: Authors) -> Iterator[Problem]:
        for manuscript in library.manuscripts:
            image = manuscript.post.image
            if image and not self._exists(self._cover_path(manuscript.post)):
                yield Problem(
                    manuscript.document.place(manuscript.post.path, ("image", "src")),
                    f"there is no picture at {image.src!r}",
                    "write a path relative to the post's own file",
                    is_fatal=False,
                )
            yield from self._check_named(manuscript)
        shown = (
            (author.id, key, getattr(author, key))
            for author in authors.values()
            for key in ("avatar", "photo")
        )
        for name, key, path in shown:
            if path and not self._exists(path):
                yield Problem(
                    Place(self.options.authors_file, 0, f"{name}.{key}"),
                    f"there is no picture at {path!r}",
                    "write a path below the content folder",
                    is_fatal=False,
                )

    def _check_named(self, manuscript: Manuscript) -> Iterator[Problem]:
        """Whoever says whose a picture is has to name one that there is."""
        post = manuscript.post
        for path in post.pictures:
            if not self._exists(self._path_of(post, path)):
                yield Problem(
                    manuscript.document.place(post.path, ("pictures", path)),
                    f"there is no picture at {path!r}",
                    "write a path relative to the post's own file",
                    is_fatal=False,
                )

    def drop_missing_cover(self, manuscript: Manuscript) -> Manuscript:
        """Take a cover away that is not there: nobody is to see a broken picture."""
        post = manuscript.post
        if post.image is None or self._exists(self._cover_path(post)):
            return manuscript
        return replace(manuscript, post=post.model_copy(update={"image": None}))

    @classmethod
    def _cover_path(cls, post: Post) -> str:
        assert post.image is not None
        return cls._path_of(post, post.image.src)

    @staticmethod
    def _path_of(post: Post, src: str) -> str:
        remote = src.startswith(("https://", "http://"))
        return src if remote else join_path(post.path, unquote(src))

    def _exists(self, path: str) -> bool:
        if path.startswith(("https://", "http://")):
            return True
        return self.files.get_file_from_path(path.lstrip("/")) is not None

    def _explain_emptiness(self) -> Iterator[Problem]:
        elsewhere = "blog/posts"
        moved = any(f.src_uri.startswith(f"{elsewhere}/") for f in self.files)
        yield Problem(
            Place(f"{self.folder}/"),
            "there is no post yet",
            f"the posts are in {elsewhere}/: set the option `layout: material-blog`"
            if moved
            else 'write one with `postroom new "A title"`',
            is_fatal=False,
        )

    def address_of(self, path: str) -> str:
        """The path of a page that is no post, by its Markdown file; or nothing."""
        return unquote(self.pages[path].url) if path in self.pages else ""

    def title_of(self, path: str) -> str:
        """What such a page is called, once it is rendered."""
        page = self.pages[path].page if path in self.pages else None
        return text_of(page.title or "") if page is not None else ""

    def size_of(self, url: str) -> Size | None:
        """Read a picture's width and height by its absolute address."""
        if url not in self._sizes:
            self._sizes[url] = self._read_size(url)
        return self._sizes[url]

    def _read_size(self, url: str) -> Size | None:
        path = self.file_of(url)
        return measure_picture(path) if path else None

    def bytes_of(self, url: str) -> bytes | None:
        """Read a picture of the site by its absolute address."""
        path = self.file_of(url)
        try:
            return Path(path).read_bytes() if path else None
        except OSError:  # it went away a moment ago
            return None

    def file_of(self, url: str) -> str | None:
        """Find the file of a picture of the site by its absolute address."""
        base = self.config.site_url or ""
        base = base if base.endswith("/") else f"{base}/"
        if not base or not url.startswith(base):
            return None
        path = unquote(url[len(base) :].partition("#")[0].partition("?")[0])
        file = self._moved.get(path) or self.files.get_file_from_path(path)
        return file.abs_src_path if file else None

    @property
    def _docs(self) -> Path:
        return Path(self.config.docs_dir)


def _look_at(path: str | Path) -> None:
    """Look whether a path is a file that can be read; a pipe would be waited for.

    Raises:
        OSError: It is none, or cannot be.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a pipe, a device or a folder, and no file")
    finally:
        os.close(descriptor)
