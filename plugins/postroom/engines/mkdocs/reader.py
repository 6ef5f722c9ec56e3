"""The files of a MkDocs site become an edition, and every problem known before a build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from postroom.build import list_artefacts, list_claims
from postroom.checks import check_edition, check_paths, check_targets
from postroom.edition.edition import Edition
from postroom.engines.mkdocs.artefacts import list_file_claims, list_theme_claims
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.engines.mkdocs.pages import find_page
from postroom.engines.mkdocs.sitefiles import Source
from postroom.errors import Problem
from postroom.model.artefact import Artefact
from postroom.model.author import Author
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.site import Site
from postroom.model.text import clean_line
from postroom.pages.pagespec import PageSpec, list_pages
from postroom.pages.typefaces import find_fonts
from postroom.reading.issues import IssueManuscript
from postroom.reading.library import Library
from postroom.reading.media import private_media
from postroom.reading.newsletters import NewsletterLibrary, check_together
from postroom.reading.posts import Manuscript
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.templates import Templates


@dataclass(frozen=True)
class Survey:
    """What a site holds, before anything is rendered."""

    edition: Edition
    source: Source
    library: Library
    shown: tuple[Manuscript, ...]
    """The posts of the edition, newest first."""

    withheld: tuple[File, ...]
    """What no reader should get: pictures of unpublished posts, what is written down of
    authors, groups and placements."""

    proofs: tuple[tuple[Newsletter, IssueManuscript], ...]
    """The issues of the edition, newest first."""

    pages: tuple[PageSpec, ...]
    artefacts: tuple[Artefact, ...]
    problems: tuple[Problem, ...]
    """Of posts, authors and settings; in reading order."""


def survey_site(
    files: Files, config: MkDocsConfig, options: Options, *, now: datetime, preview: bool
) -> Survey:
    """Read everything and check it; ``preview`` shows drafts and scheduled posts too."""
    source = Source(files, config, options)
    library, authors, problems = source.read(now)
    broken = {problem.place.path for problem in problems if problem.is_fatal}
    sound = [m for m in library.manuscripts if m.post.path not in broken]
    shown = tuple(m for m in sound if preview or m.post.is_public(now))
    root = site_root(config)
    cache = Cache(root / CACHE)
    posts = {m.post.slug: m.post.path for m in sound}
    archives = [mailroom.read(posts, cache) for mailroom in source.mailrooms]
    problems += [problem for archive in archives for problem in archive.problems]
    problems += check_together(archives)
    printed = [(a.options.folder, p.issue) for a in archives for p in a.proofs]
    partners = source.read_partners(library, printed)
    problems += partners.problems
    newsletters = tuple(_publish(archive, now, preview=preview) for archive in archives)
    site = replace(
        _describe_site(config, options, shown, authors, now),
        newsletters=newsletters,
        groups=partners.groups,
        placements=partners.placements,
    )
    edition = _edit(config, site, source, now)
    fonts, font_problems = find_fonts(root, options.share.card_fonts)
    pages = tuple(list_pages(edition))
    artefacts = tuple(list_artefacts(edition, cache, fonts))
    known = _known_paths(files, edition.site, pages, artefacts)
    withheld = tuple(_withheld(source, edition.site, sound, now))
    others = _other_files(files, source, pages, withheld)
    claims = [
        *list_theme_claims(config),
        *list_claims(edition, pages, artefacts, list_file_claims(others, config)),
    ]
    found = [
        *problems,
        *font_problems,
        *check_edition(edition, fonts=fonts),
        *check_targets(edition, known),
        *check_paths(claims, artefacts),
    ]
    return Survey(
        edition,
        source,
        library,
        shown,
        withheld,
        tuple(_proofs(archives, newsletters)),
        pages,
        artefacts,
        tuple(sorted(found)),
    )


def _other_files(
    files: Files, source: Source, pages: Iterable[PageSpec], withheld: Iterable[File]
) -> Iterator[File]:
    """Leave out the files that have an address of ours, or none."""
    written = (find_page(files, page.path) for page in pages)
    ours = {file.src_uri for file in (*filter(None, written), *withheld)}
    ours |= {*source.posts, *source.partners}
    ours |= {path for room in source.mailrooms for path in (*room.issues, *room.items)}
    return (file for file in files if file.src_uri not in ours)


def _withheld(
    source: Source, site: Site, sound: Sequence[Manuscript], now: datetime
) -> Iterator[File]:
    """Find the files that no reader should get."""
    yield from source.authors_files()
    yield from source.partners.values()
    if len(site.posts) < len(sound):
        used = source.used_by_pages(site.authors.values())
        for path in sorted(private_media(source.media, sound, now, used)):
            yield source.media[path]


def _edit(config: MkDocsConfig, site: Site, source: Source, now: datetime) -> Edition:
    """Give a site all that its pages are made from."""
    is_smart = "smarty" in config.markdown_extensions
    return Edition(
        site,
        Templates([site_root(config) / "templates"]),
        source.size_of,
        source.address_of,
        bytes_of=source.bytes_of,
        file_of=source.file_of,
        now=now,
        convert=partial(convert_submitted, is_smart=is_smart),
    )


def _publish(archive: NewsletterLibrary, now: datetime, *, preview: bool) -> Newsletter:
    """Take what readers may see of a newsletter; a preview shows all issues."""
    broken = {problem.place.path for problem in archive.problems if problem.is_fatal}
    issues = [p.issue for p in archive.proofs if p.issue.path not in broken]
    coming = tuple(issue for issue in issues if not issue.is_public(now))
    return Newsletter(
        archive.options,
        tuple(issue for issue in issues if preview or issue.is_public(now)),
        archive.items.by_name,
        hidden=frozenset(issue.uid for issue in coming) if preview else frozenset(),
        coming=() if preview else coming,
        today=now.date(),
    )


def _proofs(
    archives: Iterable[NewsletterLibrary], newsletters: Iterable[Newsletter]
) -> Iterator[tuple[Newsletter, IssueManuscript]]:
    for archive, newsletter in zip(archives, newsletters, strict=True):
        shown = {issue.path for issue in newsletter.issues}
        yield from ((newsletter, p) for p in archive.proofs if p.issue.path in shown)


def _describe_site(
    config: MkDocsConfig,
    options: Options,
    shown: tuple[Manuscript, ...],
    authors: Mapping[str, Author],
    now: datetime,
) -> Site:
    """Take the site's facts from MkDocs' settings."""
    return Site(
        name=clean_line(unescape(config.site_name)),
        url=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
        options=options,
        description=clean_line(config.site_description or ""),
        language=options.language or _theme_language(config),
        index_name="" if config.use_directory_urls else "index.html",
        posts=tuple(m.post for m in shown),
        hidden=frozenset(m.post.uid for m in shown if not m.post.is_public(now)),
        authors=authors,
        repository=(config.repo_url or "").rstrip("/"),
    )


def _known_paths(
    files: Files, site: Site, pages: tuple[PageSpec, ...], artefacts: tuple[Artefact, ...]
) -> set[str]:
    """Every path that a setting may lead to."""
    return {
        *("", ".", "./"),
        *(path for file in files for path in (unquote(file.url), file.src_uri)),
        *(made.path for made in pages),
        *(path for artefact in artefacts for path in artefact.paths),
        *(site.post_page(post) for post in site.posts),
        *(
            site.issue_page(newsletter, issue)
            for newsletter in site.newsletters
            for issue in newsletter.issues
        ),
    }


def site_root(config: MkDocsConfig) -> Path:
    """The folder that `mkdocs.yml` lies in."""
    return Path(config.config_file_path).parent if config.config_file_path else Path()


def _theme_language(config: MkDocsConfig) -> str:
    language = config.theme.get("language") or config.theme.get("locale") or "en"
    return str(language).replace("_", "-")
