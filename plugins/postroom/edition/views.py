"""Posts become the views that list them, and views become pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf

from postroom.model.options import Options
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.model.view import Listing, Overview, View

TITLES = {
    "categories": "Categories",
    "tags": "Tags",
    "series": "Series",
    "authors": "Authors",
}
_ARCHIVE_PAGE = 100


def list_views(site: Site) -> tuple[View, ...]:
    """Every view of the site that has a page, in a fixed order."""
    return tuple(v for v in list_groupings(site) if site.options.has_lists(v.kind))


def list_groupings(site: Site) -> tuple[View, ...]:
    """Everything by which posts stand together, whether it has a page or not."""
    pinned = tuple(sorted(site.posts, key=lambda p: not p.pin))
    if site.options.layout == "material-blog":
        site = replace(site, posts=pinned)  # there, these stand before others everywhere
    return (
        View("index", "Essays", site.page(site.options.index), pinned),
        View("archive", "Archive", _archive_page(site, ""), site.posts),
        *_years(site),
        *_terms(site, "categories", lambda p: p.categories),
        *_terms(site, "tags", lambda p: p.tags),
        *_series(site),
        *_authors(site),
    )


def list_overviews(site: Site, views: Iterable[View]) -> tuple[Overview, ...]:
    """One page each for all categories, tags, series and authors; none without any."""
    by_kind = defaultdict(list)
    for view in views:
        by_kind[view.kind].append(view)
    return tuple(
        Overview(kind, title, site.term_page(kind, ""), tuple(by_kind[kind]))
        for kind, title in TITLES.items()
        if by_kind[kind]
    )


def paginate(site: Site, view: View) -> tuple[Listing, ...]:
    """Cut a view into pages; the first stands at the view's own path."""
    size = _count_per_page(site.options, view)
    folder = view.path.removesuffix(site.index_name)
    starts = range(0, max(1, len(view.posts)), size)
    numbers = range(2, len(starts) + 1)
    pages = (site.options.material.pagination_url_format.format(page=n) for n in numbers)
    paths = (view.path, *(f"{folder}{page}/{site.index_name}" for page in pages))
    return tuple(
        Listing(view, number, paths, view.posts[start : start + size])
        for number, start in enumerate(starts, 1)
    )


def _count_per_page(options: Options, view: View) -> int:
    size = options.pagination_per_page
    if view.kind == "series":
        return max(size, len(view.posts))
    if options.layout == "material-blog":
        return options.material.per_page(kind_of(view), size) or max(1, len(view.posts))
    return max(size, _ARCHIVE_PAGE) if view.kind in ("archive", "years") else size


def kind_of(view: View) -> str:
    """How the options of Material's blog begin that are about such a view."""
    return _MATERIAL_KINDS.get(view.kind, view.kind)


_MATERIAL_KINDS = {"years": "archive", "authors": "authors_profiles"}


def _archive_page(site: Site, year: str) -> str:
    return site.page(site.options.archive_url_format.format(date=year))


def _years(site: Site) -> Iterable[View]:
    parts = site.options.material
    by_part = defaultdict(list)
    for post in site.posts:
        by_part[site.write_date(post, parts.archive_url_date_format)].append(post)
    for part, posts in by_part.items():
        title = site.write_date(posts[0], parts.archive_date_format)
        yield View("years", title, _archive_page(site, part), tuple(posts))


def _terms(site: Site, kind: str, of: Callable[[Post], tuple[str, ...]]) -> Iterable[View]:
    by_name = defaultdict(list)
    for post in site.posts:
        for name in dict.fromkeys(of(post)):
            by_name[name].append(post)
    slugs = {name: site.options.term_slug(name) for name in by_name}
    for name, slug in sorted(slugs.items(), key=lambda pair: pair[::-1]):
        posts = tuple(by_name[name])
        yield View(kind, name, site.term_page(kind, slug), posts, f"{kind}/{slug}")


def _series(site: Site) -> Iterable[View]:
    for view in _terms(site, "series", lambda p: (p.series.name,) if p.series else ()):
        yield View(view.kind, view.title, view.path, in_parts(view.posts), view.feed_key)


def in_parts(posts: Iterable[Post]) -> tuple[Post, ...]:
    """The posts of a series in reading order: by part, then by date."""
    oldest_first = sorted(posts, key=lambda p: p.sort_key)
    return tuple(sorted(oldest_first, key=lambda p: (p.series and p.series.part) or inf))


def _authors(site: Site) -> Iterable[View]:
    by_key = defaultdict(list)
    for post in site.posts:
        for key in dict.fromkeys(post.authors):
            by_key[key].append(post)
    for key, author in site.authors.items():
        yield View(
            "authors",
            author.name,
            site.author_page(author),
            tuple(by_key[key]),
            f"authors/{author.address}",
            author.description,
            author,
        )
