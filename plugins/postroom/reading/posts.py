"""Markdown files become posts: each one checked by itself."""

import hashlib
import re
from base64 import b32encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.address import INDEXES, file_name, stem
from postroom.model.options import Options
from postroom.model.post import Dates, Post
from postroom.model.text import shorten_slug, slugify
from postroom.reading.frontmatter import (
    Document,
    add_defaults,
    explain_twins,
    parse_document,
)
from postroom.toolbox.wording import UNKNOWN, explain, nearest, nearest_key

POST_KEYS = frozenset(
    set(Post.model_fields)
    - {
        "path",
        "address",
        "rubrics",
        "is_scheduled",
    }
)
PAGE_KEYS = frozenset(
    "boost comments extra hide icon robots search social status subtitle template".split()
)
"""Keys that belong to the engine and its theme; handed on as they are."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_H1 = re.compile(
    r"\A\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*"
    r"(?:# +(?P<hashed>.+?)(?: +#+)?|(?P<underlined>[^\s#>`~*+-].*)\n=+)"
    r"[ \t]*(?:\{[^{}\n]*\})?[ \t]*(?:\n|\Z)"
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`+)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Manuscript:
    """A post together with what its author wrote."""

    post: Post
    document: Document
    body: str
    """The Markdown without the title."""


def parse_post(
    path: str, source: bytes, options: Options, defaults: Mapping[str, Any] = _NOTHING
) -> tuple[Manuscript | None, tuple[Problem, ...]]:
    """Read one post; without a manuscript the problems say why.

    Args:
        path: Its Markdown file.
        source: What its author wrote.
        options: What the site's owner set.
        defaults: What is said of all posts in its folder.
    """
    document = parse_document(path, source)
    if isinstance(document, Problem):
        return None, (document,)
    if defaults:
        document = replace(document, meta=add_defaults(document.meta, defaults))
    is_lenient = options.layout == "material-blog"
    heading, body = _split_title(document.body, is_html=is_lenient)
    problems = [] if is_lenient else [*find_strangers(path, document, options.own_keys)]
    values = _complete(document, path, heading, options)
    try:
        post = Post.model_validate(values)
    except ValidationError as error:
        explained = explain(error, lambda keys: document.place(path, keys), Post)
        theirs = {_top(problem) for problem in explained} & _THEIRS
        if not is_lenient or theirs:
            return None, (*problems, *explained)
        post = Post.model_validate(_without(values, explained))
        problems += (replace(problem, is_fatal=False) for problem in explained)
    return Manuscript(post, document, body), tuple(problems)


_THEIRS = frozenset(
    "authors categories date draft links pin readtime slug tags title".split()
)
"""The keys whose values Material's blog checks itself; any other may be for templates."""


def _top(problem: Problem) -> str:
    """The key of the front matter that a problem is about.

    In Material's blog, a post may have changed before it appeared.
    """
    key = problem.place.key
    return key if key == "date.updated" else key.partition(".")[0]


def _without(values: Mapping[str, Any], problems: Iterable[Problem]) -> dict[str, Any]:
    """Leave out what means something else here than it does to its author."""
    keys = {_top(problem) for problem in problems}
    kept = {key: value for key, value in values.items() if key not in keys}
    if "date.updated" in keys:
        kept["date"] = {k: v for k, v in values["date"].items() if k != "updated"}
    if "uid" in keys:
        kept["uid"] = derive_uid(values["path"], values.get("date"))
    return kept


def find_strangers(
    path: str, document: Document, own: Collection[str]
) -> Iterator[Problem]:
    """Find the keys that nobody knows, and those that stand there twice.

    Args:
        path: The post.
        document: What is written there.
        own: The keys that the site has for its own templates.
    """
    for key in sorted(document.meta.keys() - POST_KEYS - PAGE_KEYS - {*own}):
        yield Problem(
            Place(path, document.line(key), key),
            UNKNOWN,
            nearest_key(key, POST_KEYS | PAGE_KEYS),
            is_fatal=False,
        )
    yield from _check_date_keys(path, document)
    yield from explain_twins(path, document)


_TAGS = r"</?(?:a|b|br|code|em|i|kbd|mark|small|span|strong|sub|sup|u)\b[^<>]*>"
_MARKUP = re.compile(
    rf"{_TAGS}"
    r"|&(?:amp|lt|gt|quot|nbsp|[lr][sd]quo|#\d+|#x[0-9a-fA-F]+);"
    r"|\*\*(?=\S)[^*]+\*\*"
)
"""What authors write who take a title for HTML or Markdown."""


def remark_on_title(manuscript: Manuscript, options: Options) -> Iterator[Problem]:
    """Say what becomes of a title that is written twice, or with signs that do nothing."""
    post, document = manuscript.post, manuscript.document
    is_lenient = options.layout == "material-blog"
    heading, _ = _split_title(document.body, is_html=is_lenient)
    if heading and _letters(heading) != _letters(post.title):
        above = len(document.body) - len(document.body.lstrip())
        line = document.body_line + document.body.count("\n", 0, above)
        what = f"the heading {heading!r} is not shown: the title is {post.title!r}"
        fix = "write them alike, or write the heading with ##"
        yield Problem(Place(post.path, line), what, fix, is_fatal=False)
    if not is_lenient and (found := _MARKUP.search(post.title)):
        what = f"the title shows {found[0]!r} as it is written: it is plain text"
        place = document.place(post.path, ("title",))
        yield Problem(place, what, "write it without", is_fatal=False)


def _drop_tags(title: str) -> str:
    """Leave out the tags of a title, but for those in its code."""
    return _TAG.sub(lambda found: found["code"] or "", title)


_TAG = re.compile(rf"(?P<code>(`+).+?\2)|{_TAGS}")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _check_date_keys(path: str, document: Document) -> list[Problem]:
    """Dates of other names are the author's own affair, unless they look like a slip."""
    dates = document.meta.get("date")
    if not isinstance(dates, dict):
        return []
    return [
        Problem(document.place(path, ("date", str(key))), UNKNOWN, fix, is_fatal=False)
        for key in dates.keys() - Dates.model_fields.keys()
        if "did you mean" in (fix := nearest(str(key), Dates.model_fields))
    ]


def _complete(
    document: Document, path: str, heading: str, options: Options
) -> dict[str, Any]:
    """Add what a post need not say: its path, uid, slug, and title from its heading."""
    meta = document.meta
    values = {key: meta[key] for key in meta.keys() & POST_KEYS}
    values["path"] = path
    if not values.get("title") and heading:
        values["title"] = heading
    if options.layout == "material-blog":
        _hold_back_as_material(values, options)
        _complete_as_material(values, document, options)
    if values.get("slug") is None:
        name = file_name(path)
        by_title = options.post_slug == "title" and "title" in values
        values["slug"] = slugify(str(values["title"]) if by_title else name)
    if values.get("uid") is None:
        values["uid"] = derive_uid(path, meta.get("date"))
    elif isinstance(values["uid"], int):
        values["uid"] = str(values["uid"])
    return values


def _hold_back_as_material(values: dict[str, Any], options: Options) -> None:
    """Publish what Material's blog does: drafts if asked for, and the future."""
    says, blog = values.get("draft"), options.material
    values["is_scheduled"] = says is None and blog.draft_if_future_date and not blog.draft
    if blog.draft and isinstance(says, bool):
        values["draft"] = False
    if not blog.authors:
        values.pop("authors", None)


def _complete_as_material(
    values: dict[str, Any], document: Document, options: Options
) -> None:
    """Give a post the title and the address that it has in Material's blog.

    There a slug is made of what the title is before anything is rendered, and may be
    anything; here it also names files, so that it cannot.
    """
    name = "index" if stem(values["path"]) in INDEXES else stem(values["path"])
    spoken = name.replace("-", " ").replace("_", " ")
    spoken = spoken.capitalize() if spoken == spoken.lower() else spoken
    if isinstance(title := document.meta.get("title"), str) and title:
        values["title"] = unescape(_drop_tags(title))
    if not values.get("title"):
        values["title"] = spoken
    if not (slug := values.get("slug")):
        by_title = options.post_slug == "title"
        heading = _first_heading(document.body)
        unread = document.meta.get("title", spoken if heading is None else heading)
        slug = options.title_slug(str(unread)) if by_title else slugify(name)
    if not isinstance(slug, str):
        return
    values["address"] = slug
    plain = re.sub(r"[^\w-]+", "-", slug).strip("-_")
    values["slug"] = shorten_slug(plain, _MAX_SLUG) or "post"


_MAX_SLUG = 100


def _first_heading(body: str) -> str | None:
    """What MkDocs takes for the title of a text that nobody has rendered."""
    first = next((line.strip() for line in body.split("\n") if line.strip()), "")
    return first.lstrip("# ") if first.startswith("# ") else None


def derive_uid(path: str, date: object) -> str:
    """Make the uid of a post that names none, from its path and first date."""
    created = date.get("created") if isinstance(date, dict) else date
    digest = hashlib.sha256(f"{path}\n{str(created)[:10]}".encode()).digest()
    return b32encode(digest).decode().lower()[:10]


def _split_title(body: str, *, is_html: bool) -> tuple[str, str]:
    """Take the first heading off a text, as plain text; both may be empty.

    Args:
        body: The text.
        is_html: Whether tags are no part of what a heading says, as in Material's blog.
    """
    found = _H1.match(body)
    if found is None:
        return "", body
    written = found["hashed"] or found["underlined"]
    plain = _LINK.sub(r"\1", _drop_tags(written) if is_html else written)
    while (bare := _EMPHASIS.sub(r"\2", plain)) != plain:
        plain = bare
    return unescape(_ESCAPED.sub(r"\1", plain)).strip(), body[found.end() :]
