"""The options of mkdocs-material's blog: what each means here, or why it means nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from postroom.model.base import Frozen, Line

Slugify = Callable[[str, str], str]
"""Makes the part of an address of a text, with a separator, as pymdownx.slugs does."""


Order = Callable[[Any], Any]
"""Says of a category, which has a `name` and `posts`, where it stands among others."""


def _pattern(value: object) -> object:
    if isinstance(value, str) and "{page}" not in value:
        raise ValueError("write an address with {page} in it")
    return value.strip("/") if isinstance(value, str) else value


PagePattern = Annotated[Line, BeforeValidator(_pattern)]
PerPage = Annotated[int | None, Field(ge=1, le=100_000)]


class MaterialBlog(Frozen):
    """What decides on addresses there, beside the options that we share."""

    post_url_max_categories: int = Field(default=1, ge=0)
    """How many categories stand in a post's address."""

    post_slugify_separator: str = "-"
    categories_slugify_separator: str = "-"

    archive: bool = True
    """Whether there is an archive, and its parts."""

    archive_date_format: Line = "yyyy"
    """What a part of the archive is called."""

    archive_url_date_format: Line = "yyyy"
    """How `{date}` is written in its address; what is written alike is one part."""

    categories: bool = True
    """Whether categories have pages, and feeds."""

    authors: bool = True
    """Whether posts name who wrote them."""

    authors_profiles: bool = False
    """Whether authors have pages, and feeds."""

    draft: bool = False
    """Whether drafts are published, too."""

    draft_if_future_date: bool = False
    """Whether a post with a date in the future is a draft, if it does not say."""

    pagination: bool = True
    """Whether lists are cut into pages."""

    pagination_url_format: PagePattern = "page/{page}"
    """Where further pages stand, below the first."""

    archive_pagination: bool | None = None
    archive_pagination_per_page: PerPage = None
    categories_pagination: bool | None = None
    categories_pagination_per_page: PerPage = None
    authors_profiles_pagination: bool | None = None
    authors_profiles_pagination_per_page: PerPage = None

    archive_name: str = "blog.archive"
    """What the archive is called in the menu of Material's own frame; else the language
    says it."""

    categories_name: str = "blog.categories"
    categories_sort_reverse: bool = False
    """Whether categories stand there the other way round."""

    authors_profiles_name: str = "blog.authors"

    blog_toc: bool = False
    """Whether templates of the site get the titles of posts in the contents of lists."""

    archive_toc: bool | None = None
    categories_toc: bool | None = None
    authors_profiles_toc: bool | None = None

    pagination_format: str = "~2~"
    """How the pages of a list are named in templates of the site."""

    pagination_if_single_page: bool = False
    pagination_keep_content: bool = False
    """Whether a list's introduction stands on its further pages, too, in these."""

    post_date_format: Line = "long"
    """How the filter `date` writes a day."""

    post_excerpt_max_authors: int = 1
    """How many authors of a post templates of the site get for lists."""

    post_excerpt_max_categories: int = 5

    def shows_headings(self, kind: str) -> bool:
        """Whether the titles of posts are in the contents of a list."""
        own: bool | None = getattr(self, f"{kind}_toc", None)
        return self.blog_toc if own is None else own

    def per_page(self, kind: str, default: int) -> int:
        """How many posts stand on a page of a list; 0 for all of them.

        Args:
            kind: What is listed, as Material's options begin: `archive`, `categories`,
                `authors_profiles`; anything else is as the list of all posts.
            default: How many stand on that.
        """
        is_cut = getattr(self, f"{kind}_pagination", None)
        many: int | None = getattr(self, f"{kind}_pagination_per_page", None)
        cut = self.pagination if is_cut is None else is_cut
        return (many or default) if cut else 0


CALLED = ("post_slugify", "categories_slugify", "categories_sort_by")
"""Options whose values are functions of Python's."""

IN_MENU = frozenset(
    {
        *("archive_name", "authors_profiles_name", "categories_name"),
        *("categories_sort_by", "categories_sort_reverse"),
    }
)
"""Options that are for the menu of Material's own frame."""

IN_TEMPLATES = frozenset(
    {
        *("archive_toc", "authors_profiles_toc", "blog_toc", "categories_toc"),
        *("pagination_format", "pagination_if_single_page", "pagination_keep_content"),
        *("pagination_template", "post_date_format"),
        *("post_excerpt_max_authors", "post_excerpt_max_categories"),
    }
)
"""Options that are for templates of the site's own, which show posts and lists."""

_LOOK = "lists have a look of their own"
_LANGUAGE = "lists are titled, and days written, in the language of the site"
IDLE: Mapping[str, tuple[object, str]] = {
    "archive_name": ("blog.archive", _LANGUAGE),
    "archive_toc": (None, _LOOK),
    "authors_profiles_name": ("blog.authors", _LANGUAGE),
    "authors_profiles_toc": (None, _LOOK),
    "blog_toc": (False, _LOOK),
    "categories_name": ("blog.categories", _LANGUAGE),
    "categories_sort_by": (None, _LOOK),
    "categories_sort_reverse": (False, _LOOK),
    "categories_toc": (None, _LOOK),
    "pagination_format": ("~2~", _LOOK),
    "pagination_if_single_page": (False, _LOOK),
    "pagination_keep_content": (False, _LOOK),
    "pagination_template": ("~2~", _LOOK),
    "post_date_format": ("long", _LANGUAGE),
    "post_excerpt": ("optional", "a post without the mark begins with its first lines"),
    "post_excerpt_max_authors": (None, _LOOK),
    "post_excerpt_max_categories": (None, _LOOK),
}
"""What does nothing in the magazine: the value that it has all the same, and why."""


def explain_idle(values: Mapping[str, Any], used: Collection[str] = ()) -> str:
    """Name what does nothing of the options that a site has given, in one line.

    Args:
        values: The options.
        used: Those that do something here all the same.
    """
    reasons: dict[str, list[str]] = {}
    for name in sorted(values.keys() & IDLE.keys() - {*used}):
        has, reason = IDLE[name]
        if values[name] != has:
            reasons.setdefault(reason, []).append(name)
    return "; ".join(f"{', '.join(names)} ({why})" for why, names in reasons.items())


def translate(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write the options of Material's blog as ours.

    There, folders and files are named from the content folder, with `{blog}` for the
    blog's own.
    """
    theirs = {*MaterialBlog.model_fields}
    values = {**values}
    if "pagination_template" in values:
        values.setdefault("pagination_format", values.pop("pagination_template"))
    ours = {k: v for k, v in values.items() if k not in theirs and k not in IDLE}
    ours = {key: value for key, value in ours.items() if key not in CALLED}
    ours["material"] = {key: values[key] for key in values.keys() & theirs}
    blog = str(values.get("blog_dir") or "").strip("./")
    for key, default in _FOLDERS.items():
        written = ours.get(key) or default
        if isinstance(written, str):
            ours[key] = written.replace("{blog}", blog).lstrip("/")
    for old, new in _RENAMED.items():
        if old in ours:
            written = ours.pop(old)
            ours[new] = str(written).replace("{name}", "{slug}")
    return ours


_FOLDERS = {"post_dir": "{blog}/posts", "authors_file": "{blog}/.authors.yml"}
_RENAMED = {"authors_profiles_url_format": "authors_url_format"}


def list_names() -> Iterator[str]:
    """Name all options that Material has and we do not call so."""
    yield from (*MaterialBlog.model_fields, *CALLED, *IDLE, *_RENAMED)
