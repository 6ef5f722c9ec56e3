"""What waits for the next issue, found without reading what was printed long ago."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from postroom.engines.mkdocs.mailroom import folder_of
from postroom.errors import ContentError, Problem
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.post import Post
from postroom.reading.issues import decode_issues, encode_issues
from postroom.reading.items import read_items
from postroom.reading.newsletters import read_proofs
from postroom.reading.posts import parse_post
from postroom.toolbox.cache import Cache


@dataclass(frozen=True)
class Backlog:
    """A newsletter with the items that no issue lists, and what there is besides."""

    newsletter: Newsletter
    """All its issues; of its items only those that wait."""

    posts: tuple[Post, ...]
    """The essays that readers can see."""

    used: int
    """How many items its issues list."""

    folder: Path
    """Where its files are."""

    problems: tuple[Problem, ...]
    """What is wrong with posts, issues and waiting items."""


def read_backlog(
    config: MkDocsConfig,
    options: Options,
    newsletter: NewsletterOptions,
    *,
    now: datetime,
    cache: Cache,
) -> Backlog:
    """Read a newsletter's issues, and then only the items that none of them lists.

    What tens of thousands of printed items say does not matter for the next issue, so
    that the cost follows the number of issues.

    Raises:
        ContentError: An issue cannot be read, and nobody knows what it lists.
    """
    docs = Path(config.docs_dir)
    folder = folder_of(newsletter, options)
    posts, problems = _read_posts(config, options)
    sources = list(_contents(docs, _walk(config, f"{folder}/issues")))
    issues, found = _read_issues(sources, cache)
    if any(problem.is_fatal for problem in found):
        raise ContentError(found)
    listed = {name for issue in issues for name in issue.item_names}
    files = list(_walk(config, f"{folder}/items"))
    waiting = [path for path in files if _name(path) not in listed]
    items = read_items(_contents(docs, waiting))
    return Backlog(
        Newsletter(
            newsletter,
            tuple(issue for issue in issues if issue.is_public(now)),
            items.by_name,
            coming=tuple(issue for issue in issues if not issue.is_public(now)),
            today=now.date(),
        ),
        tuple(post for post in posts if post.is_public(now)),
        len(files) - len(waiting),
        docs / folder,
        (*problems, *found, *items.problems),
    )


def _read_issues(
    sources: Iterable[tuple[str, bytes]], cache: Cache
) -> tuple[list[Issue], list[Problem]]:
    """Read all issues, or remember them while none of their files has changed."""
    sources = list(sources)
    digest = hashlib.sha256(repr(Issue.model_json_schema()).encode())
    for path, source in sources:
        digest.update(b"%b\0%d\0%b" % (os.fsencode(path), len(source), source))
    key = digest.hexdigest()
    stored = cache.find("issues", key)
    if stored is not None:
        return decode_issues(stored), []
    proofs, problems = read_proofs(sources)
    issues = [proof.issue for proof in proofs]
    if not problems:
        cache.keep("issues", key, encode_issues(issues))
    return issues, problems


def _read_posts(config: MkDocsConfig, options: Options) -> tuple[list[Post], list[Problem]]:
    folder = "/".join(part for part in (options.blog_dir, options.post_dir) if part)
    posts, problems = [], []
    for path, source in _contents(Path(config.docs_dir), _walk(config, folder)):
        if path not in (f"{folder}/index.md", f"{folder}/README.md"):
            manuscript, found = parse_post(path, source, options)
            problems += [problem for problem in found if problem.is_fatal]
            posts += [manuscript.post] if manuscript else []
    return posts, problems


def _walk(config: MkDocsConfig, folder: str) -> Iterator[str]:
    """The paths of all Markdown files below a folder that MkDocs would read, sorted."""
    docs, excluded = Path(config.docs_dir), config.exclude_docs
    found: list[str] = []
    for above, _, names in os.walk(docs / folder):
        below = Path(above).relative_to(docs).as_posix()
        found += [f"{below}/{name}" for name in names if name.endswith(".md")]
    for path in sorted(found):
        if "/." not in path and not (excluded and excluded.match_file(path)):
            yield path


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _contents(docs: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield path, (docs / path).read_bytes()
