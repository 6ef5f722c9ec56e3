"""YAML files become groups, and steps that add up to placements: read, checked together."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from postroom.errors import Place, Problem
from postroom.model.address import normalise
from postroom.model.deadline import is_vague
from postroom.model.group import GROUP_ID, Group
from postroom.model.issue import Issue
from postroom.model.options import Options
from postroom.model.placement import Placement, Step, fold_steps
from postroom.model.post import Post
from postroom.model.text import plain_slug
from postroom.reading.steps import (
    Subjects,
    check_day,
    check_step,
    explain_nowhere,
    find_nowhere,
    find_subject,
    list_subjects,
)
from postroom.reading.unread import Unread, may_say
from postroom.reading.yamlfile import YamlFile, parse_file, parse_model
from postroom.toolbox.wording import nearest

_MAIL = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w")


@dataclass(frozen=True)
class Partners:
    """Every group, every placement, and what is wrong with their files."""

    groups: tuple[Group, ...]
    """By id."""

    placements: tuple[Placement, ...]
    """Newest first; made of sound steps of sound groups, about what is there."""

    problems: tuple[Problem, ...]
    """In reading order."""


@dataclass
class _Pile:
    """The files of a folder, sorted."""

    folder: str
    groups: dict[str, tuple[YamlFile, Group]] = field(default_factory=dict)
    steps: list[tuple[YamlFile, Step]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """The file of every group by its id, of troubled ones too."""

    homes: set[str] = field(default_factory=set)
    """The folders of steps, which are called like groups."""

    unread: list[Unread] = field(default_factory=list)
    """The files of steps that could not be read."""

    problems: list[Problem] = field(default_factory=list)


def read_partners(  # noqa: PLR0913 - each is a part of the site
    sources: Iterable[tuple[str, bytes]],
    *,
    folder: str,
    posts: Collection[Post],
    issues: Collection[tuple[str, Issue]],
    options: Options,
    authors: Collection[str] | None,
    unread: Collection[Unread] = (),
) -> Partners:
    """Read groups and steps and check them, alone and together.

    Args:
        sources: The path below the content folder, and the bytes, of each YAML file.
        folder: Where groups are, below the content folder.
        posts: All posts, drafts too.
        issues: All issues, each with the folder of its newsletter.
        options: What the site's owner set.
        authors: The keys that feed rules may name; None if nobody knows.
        unread: The files of posts, issues and authors that could not be read: what they
            may say is missed by nobody.
    """
    pile = _Pile(folder)
    for path, source in sorted(sources):
        _sort_in(pile, path, source)
    placements = fold_steps(_count_steps(pile, list_subjects(posts, issues, unread)))
    pile.problems += _check_places(pile, placements)
    pile.problems += _check_homes(pile)
    pile.problems += _check_accounts(pile)
    terms = {*_list_terms(posts), *options.categories_allowed}
    for file, group in pile.groups.values():
        pile.problems += _check_deadline(file, group)
        pile.problems += _check_topics(file, group, terms, authors or (), unread)
        pile.problems += _check_authors(file, group, authors, options)
    return Partners(
        tuple(group for _, (_, group) in sorted(pile.groups.items())),
        placements,
        tuple(sorted(pile.problems)),
    )


def _sort_in(pile: _Pile, path: str, source: bytes) -> None:
    """Put a file where it belongs: it is a group, or a step of one."""
    below = path.removeprefix(f"{pile.folder}/")
    home, _, name = below.rpartition("/")
    if below == path or "/" in home:
        what = "the file is neither a group nor a step of one"
        fix = f"make it {pile.folder}/<id>.yml or {pile.folder}/<id>/<name>.yml"
        pile.problems.append(Problem(Place(path), what, fix))
        return
    key = home or name.rpartition(".")[0]
    if home:
        pile.homes.add(home)
    else:
        pile.problems += check_name(path, key, pile.names.setdefault(key, path))
    file = parse_file(path, source)
    if isinstance(file, Problem):
        pile.problems.append(file)
        pile.unread += [Unread(path, source)] if home else []
        return
    pile.problems += _check_privacy(file)
    if home:
        is_read = _add_step(pile, file, key)
        pile.unread += [] if is_read else [Unread(path, source)]
    else:
        _add_group(pile, file, key)


def _add_step(pile: _Pile, file: YamlFile, key: str) -> bool:
    """Keep a step; whether it could be read."""
    step, problems = parse_model(file, Step, {"path": file.path, "group": key})
    pile.problems += problems
    if step:
        pile.problems += check_step(file.place, step)
        pile.steps.append((file, step))
    return step is not None


def _add_group(pile: _Pile, file: YamlFile, key: str) -> None:
    group, problems = parse_model(file, Group, {"path": file.path, "id": key})
    pile.problems += problems
    if group and pile.names[key] == file.path:
        pile.groups[key] = (file, group)


def check_name(path: str, key: str, first: str) -> Iterator[Problem]:
    """Check what the file of a group is called; ``first`` has that name already."""
    if not re.fullmatch(GROUP_ID, key):
        better = plain_slug(key).replace("_", "-")[:60].strip("-") or "a-name"
        what = f"commands and addresses cannot call a group {key!r}"
        fix = f"name the file after small letters, digits and `-`, such as {better}.yml"
        yield Problem(Place(path), what, fix)
    elif first != path:
        what = f"the group {key!r} is already {first}"
        yield Problem(Place(path), what, "make one file of the two")


def _check_privacy(file: YamlFile) -> Iterator[Problem]:
    """Nobody asked to have an address kept in a repository for ever."""
    found = _MAIL.search(file.text) if "@" in file.text else None
    if found:
        line = file.text.count("\n", 0, found.start()) + 1
        what = "an e-mail address in a file that everybody can read"
        fix = "move it to addresses.yml, which stays out of Git"
        yield Problem(Place(file.path, line), what, fix, is_fatal=False)


def _count_steps(pile: _Pile, subjects: Subjects) -> Iterator[tuple[str, Step]]:
    """Give the steps that count, each with the tag of what it is about."""
    for file, step in pile.steps:
        subject = find_subject(file.place, step, subjects)
        if subject is None or isinstance(subject, Problem):
            pile.problems += [subject] if subject else []
            continue
        pile.problems += check_day(file.place, step, subject)
        if step.group in pile.groups:
            yield subject.tag, step


def _check_places(pile: _Pile, placements: Iterable[Placement]) -> Iterator[Problem]:
    """Find what was published where nobody can find it."""
    files = {step.path: file for file, step in pile.steps}
    for step in filter(None, map(find_nowhere, placements)):
        home = f"{pile.folder}/{step.group}/"
        beside = [file for file in pile.unread if file.path.startswith(home)]
        if may_say(beside, step.post or step.issue):
            continue  # that file may say where
        yield explain_nowhere(files[step.path].place)


def _check_homes(pile: _Pile) -> Iterator[Problem]:
    """Steps need their group; that is said once for all of them."""
    without, alone = sorted(pile.homes - pile.names.keys()), pile.names.keys() - pile.homes
    for home in without:
        fix = f"write {pile.folder}/{home}.yml"
        near = nearest(home, pile.names, fix)
        told = fix if near == fix else f"{near} else {fix}"
        if len(without) == len(alone) == 1:
            (renamed,) = alone
            told = (
                f"if it is {renamed!r} now, call this folder so too, and list {home!r} in "
                f"its `aliases`; `postroom mv` does all of it; else {fix}"
            )
        place = Place(f"{pile.folder}/{home}/")
        yield Problem(place, f"there is no group {home!r}", told)


def _check_accounts(pile: _Pile) -> Iterator[Problem]:
    """An account of a platform is one group."""
    first: dict[tuple[str, str], str] = {}
    for file, group in pile.groups.values():
        if group.platform is None:
            continue
        account = (group.platform, normalise(group.server or ""))
        other = first.setdefault(account, file.path)
        if other != file.path:
            what = f"{group.platform} is already {other}"
            fix = "keep one of the two, or give each a `server` of its own"
            yield Problem(file.place("platform"), what, fix, is_fatal=False)


def _check_deadline(file: YamlFile, group: Group) -> Iterator[Problem]:
    if group.deadline and is_vague(group.deadline):
        what = f"got {group.deadline!r}, and nobody knows from when to count"
        fix = "say it: `wednesday fortnightly from 2026-01-07`"
        yield Problem(file.place("deadline"), what, fix, is_fatal=False)


def _list_terms(posts: Iterable[Post]) -> Iterator[str]:
    for post in posts:
        yield from (*post.categories, *post.tags)
        if post.series:
            yield post.series.name


def _check_topics(
    file: YamlFile,
    group: Group,
    terms: Collection[str],
    authors: Collection[str],
    unread: Collection[Unread],
) -> Iterator[Problem]:
    """A topic that no post has is a slip, or a wish for later."""
    known = {term.casefold() for term in (*terms, *authors)}
    named = {"wants": group.wants.topics, "feed": group.feed.topics if group.feed else ()}
    for key, topics in named.items():
        for number, topic in enumerate(topics):
            if topic.casefold() not in known and not may_say(unread, topic):
                place = file.place(key, "topics", f"{number}")
                what = f"no post has the category, tag or series {topic!r}"
                fix = nearest(topic, terms, "check its spelling, or write a post about it")
                yield Problem(place, what, fix, is_fatal=False)


def _check_authors(
    file: YamlFile, group: Group, authors: Collection[str] | None, options: Options
) -> Iterator[Problem]:
    for number, name in enumerate(group.feed.authors if group.feed else ()):
        if authors is not None and name not in authors:
            place = file.place("feed", "authors", f"{number}")
            fix = nearest(name, authors, f"describe {name} in {options.authors_file}")
            yield Problem(place, f"unknown author {name!r}", fix)
