"""A text gets another name: what its file says then, and what all others say of it."""

import difflib
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from postroom.errors import ContentError, PostroomError, Problem
from postroom.model.address import INDEXES, is_markdown, stem
from postroom.model.alias import former_of
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.reading.aliases import parse_aliases
from postroom.reading.groups import check_name
from postroom.reading.issues import parse_issue
from postroom.reading.posts import parse_post
from postroom.reading.relinking import Renames, put_key, relink
from postroom.reading.yamlfile import parse_file, parse_model


@dataclass(frozen=True)
class Shelves:
    """Everything that a text may be moved within."""

    site: Site
    now: datetime
    sources: Mapping[str, bytes]
    """All texts that people write, and what is written down of groups, by path."""

    files: frozenset[str]
    """All paths below the content folder."""

    posts: str
    """The folder of the posts."""

    groups: str
    """That of the groups."""

    address_of: Callable[[str], str]
    """The path of a page that is no post, by that of its Markdown file."""

    def kind_of(self, path: str) -> str:
        """Say what a file is by where it lies: what it is decides on its address."""
        if path.startswith(f"{self.groups}/"):
            return "a group" if path.count("/") == self.groups.count("/") + 1 else "a step"
        for newsletter in self.site.newsletters:
            folder = self.site.path(newsletter.options.folder)
            for name, kind in (("issues", "an issue"), ("items", "an item")):
                if path.startswith(f"{folder}/{name}/"):
                    return f"{kind} of {newsletter.options.title}"
        if not is_markdown(path):
            return "a file"
        folder = posixpath.dirname(path)
        is_introduction = folder == self.posts and stem(path) in INDEXES
        is_post = path.startswith(f"{self.posts}/") and not is_introduction
        return "a post" if is_post else "a page"


@dataclass(frozen=True)
class Relocation:
    """What moving a text changes."""

    paths: Mapping[str, str]
    """The new path of each file that moves, by the old one."""

    texts: Mapping[str, bytes] = field(default_factory=dict)
    """What each file says then that says something else, by its old path."""

    former: tuple[str, ...] = ()
    """The addresses that lead to it from now on."""

    def describe(self, sources: Mapping[str, bytes]) -> Iterator[str]:
        """Show what changes, as `diff` and Git do."""
        for old, new in self.paths.items():
            yield f"rename {old}\n    to {new}"
        for path, after in self.texts.items():
            before = sources[path].decode("utf-8", "replace")
            yield from difflib.unified_diff(
                before.splitlines(),
                after.decode("utf-8", "replace").splitlines(),
                path,
                self.paths.get(path, path),
                n=1,
                lineterm="",
            )


def plan_move(shelves: Shelves, old: str, new: str) -> Relocation:
    """Work out what moving a file changes.

    Args:
        shelves: The texts of the site.
        old: The path of a post, an issue, a page or a group, below the content folder.
        new: What it is to be called.

    Raises:
        PostroomError: It cannot be there, or would be something else there.
        ContentError: It could not be read there.
    """
    kind, paths = shelves.kind_of(old), dict(_list_moved(shelves, old, new))
    taken = [path for path in paths.values() if path in shelves.files]
    if taken:
        raise PostroomError(f"{taken[0]}: there is such a file\n    fix: choose another")
    if shelves.kind_of(new) != kind:
        raise PostroomError(
            f"{new}: it would be {shelves.kind_of(new)} there, and is {kind}\n"
            f"    fix: choose a place beside {old}"
        )
    texts = {path: source.decode() for path, source in shelves.sources.items()}
    renames, former, after = Renames(paths, shelves.files), list[str](), ""
    if old in texts:
        before = _read(shelves, old, texts[old])
        after = relink(old, texts[old], renames)
        there = _read(shelves, new, after)
        if there.uid != before.uid:  # it was derived from the path, and is a promise
            after = put_key(new, after, "uid", before.uid)
        renames = replace(renames, slugs={before.slug: there.slug})
        former = [a for a in before.addresses if a not in there.addresses]
        aliases = [a for a in (*before.aliases, *former) if a not in there.addresses]
        if aliases != [*before.aliases]:
            after = put_key(new, after, "aliases", [*dict.fromkeys(aliases)])
        _read(shelves, new, after)
    changed = {
        path: after if path == old else relink(path, text, renames)
        for path, text in texts.items()
    }
    return Relocation(
        paths,
        {path: text.encode() for path, text in changed.items() if text != texts[path]},
        tuple(former),
    )


def _list_moved(shelves: Shelves, old: str, new: str) -> Iterator[tuple[str, str]]:
    """List what moves along: what else is in the folder of an essay, a group's steps."""
    yield old, new
    kind = shelves.kind_of(old)
    folder, there = posixpath.dirname(old), posixpath.dirname(new)
    if kind == "a group":
        folder = f"{shelves.groups}/{_id_of(shelves, old)}"
        there = f"{shelves.groups}/{_id_of(shelves, new)}"
    elif kind != "a post" or not {stem(old), stem(new)} <= {*INDEXES}:
        return
    for path in sorted(shelves.files):
        if path.startswith(f"{folder}/") and not is_markdown(path):
            yield path, f"{there}/{path.removeprefix(f'{folder}/')}"


def _id_of(shelves: Shelves, path: str) -> str:
    return path.removeprefix(f"{shelves.groups}/").rpartition(".")[0]


@dataclass(frozen=True)
class _Subject:
    """What its file says of a text."""

    addresses: tuple[str, ...] = ()
    """Those that readers have, as `aliases` writes them."""

    aliases: tuple[str, ...] = ()
    uid: str = ""
    slug: str = ""


def _read(shelves: Shelves, path: str, text: str) -> _Subject:
    """Read a text as a build would.

    Raises:
        ContentError: It cannot be read.
    """
    kind, source = shelves.kind_of(path), text.encode()
    problems: tuple[Problem, ...] = ()
    if kind == "a post":
        written, problems = parse_post(path, source, shelves.site.options)
        if written:
            return _describe_post(shelves, written.post)
    elif kind.startswith("an issue"):
        letter, problems = parse_issue(path, source)
        if letter:
            return _describe_issue(shelves, letter.issue)
    elif kind == "a group":
        return _read_group(shelves, path, source)
    elif kind == "a page":
        aliases, _ = parse_aliases(path, source)
        return _Subject((former_of(shelves.address_of(path)),), aliases)
    else:
        return _Subject()
    raise ContentError(problems)


def _read_group(shelves: Shelves, path: str, source: bytes) -> _Subject:
    file, name = parse_file(path, source), _id_of(shelves, path)
    misnamed = [*check_name(path, name, path)]
    if isinstance(file, Problem) or misnamed:
        raise ContentError([file] if isinstance(file, Problem) else misnamed)
    group, problems = parse_model(file, Group, {"path": path, "id": name})
    if group is None:
        raise ContentError(problems)
    return _Subject((name,) if group.feed else (), group.aliases)


def _describe_post(shelves: Shelves, post: Post) -> _Subject:
    site = replace(shelves.site, posts=())  # which remembers where its own posts are
    addresses = [site.post_page(post)]
    if site.url and site.options.share.enabled:
        addresses.append(site.share_page(post))
    is_read = post.is_public(shelves.now)
    known = tuple(map(former_of, addresses)) if is_read else ()
    return _Subject(known, post.aliases, post.uid, post.slug)


def _describe_issue(shelves: Shelves, issue: Issue) -> _Subject:
    addresses = (
        shelves.site.issue_page(newsletter, issue)
        for newsletter in shelves.site.newsletters
        if issue.path.startswith(f"{shelves.site.path(newsletter.options.folder)}/")
    )
    is_read = issue.is_public(shelves.now)
    known = tuple(map(former_of, addresses)) if is_read else ()
    return _Subject(known, issue.aliases, issue.uid)
