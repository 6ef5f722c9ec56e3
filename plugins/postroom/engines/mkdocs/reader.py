"""The files of a MkDocs site become an edition, and every problem known before a build."""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from postroom.build import list_artefacts, list_claims, list_former
from postroom.checks import (
    check_cache,
    check_edition,
    check_lengths,
    check_paths,
    check_targets,
    list_card_texts,
)
from postroom.edition.edition import Edition
from postroom.engines.mkdocs.artefacts import list_file_claims, list_theme_claims
from postroom.engines.mkdocs.beside import (
    find_defaults,
    find_tag_index,
    list_redirect_claims,
)
from postroom.engines.mkdocs.config import site_root
from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.engines.mkdocs.pages import find_page
from postroom.engines.mkdocs.sitefiles import NewsletterFiles, SiteFiles
from postroom.errors import ContentError, Place, Problem
from postroom.model.address import stem
from postroom.model.artefact import Artefact
from postroom.model.author import Author
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.site import Site
from postroom.model.text import clean_line
from postroom.pages.pagespec import PageSpec, list_pages
from postroom.pages.typefaces import find_fonts, find_system_fonts
from postroom.reading.issues import IssueManuscript, decode_issues, encode_issues
from postroom.reading.items import decode_index, encode_index, read_items
from postroom.reading.library import Library, read_posts
from postroom.reading.media import private_media
from postroom.reading.newsletters import (
    NewsletterLibrary,
    check_together,
    explain_missing,
    read_issues,
    read_newsletter,
)
from postroom.reading.posts import Manuscript
from postroom.reading.unread import Unread, may_say
from postroom.toolbox.cache import CACHE, Cache
from postroom.toolbox.files import is_tracked
from postroom.toolbox.templates import Templates

_ITEMS = "items"
_ISSUES = "issues"
_SUBMITTED = "submitted"


@dataclass(frozen=True)
class Scope:
    """How much of a site is looked at: a command says it; a build looks at all of it."""

    until: Literal["read", "rendered", "built"] = "built"
    """Where MkDocs' build ends: all files are known; what is wanted is rendered; never."""

    preview: bool = False
    """Whether drafts and what is scheduled are there as if they were published."""

    waiting: str = ""
    """The folder of a newsletter: only what waits for its next issue is read."""

    group: str = ""
    """The id of a group: of what is written of groups and of newsletters, only its own
    steps and the issues are read."""

    choose: Callable[["Survey"], Iterable[str]] | None = None
    """Gives the files of the pages that are rendered; None for all of them."""

    is_patient: bool = False
    """Whether a build goes on with what is sound, so that all of it is looked at."""


@dataclass(frozen=True)
class Survey:
    """What a site holds, before anything is rendered."""

    edition: Edition
    source: SiteFiles
    library: Library
    shown: tuple[Manuscript, ...] = ()
    """The posts of the edition, newest first."""

    withheld: tuple[File, ...] = ()
    """What no reader should get: pictures of unpublished posts, what is written down of
    authors, groups and placements."""

    issues: tuple[tuple[Newsletter, IssueManuscript], ...] = ()
    """The issues of the edition, newest first."""

    pages: tuple[PageSpec, ...] = ()
    artefacts: tuple[Artefact, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Of posts, authors and settings; in reading order."""

    remarks: tuple[Problem, ...] = ()
    """What was noticed of posts, groups and placements: no reason not to publish."""

    unread: tuple[Unread, ...] = ()
    """The files of posts, issues and authors that cannot be shown as they are."""

    def explain_unread(self, *names: str) -> list[Problem]:
        """Say what is wrong with the files that may be what is called so."""
        broken = {f.path for f in self.unread if any(map(f.may_say, names))}
        return [problem for problem in self.problems if problem.place.path in broken]

    @property
    def bodies(self) -> Mapping[str, tuple[int, str]]:
        """What authors wrote below the front matter, by path, and where that begins."""
        documents = {m.post.path: m.document for m in self.shown}
        documents |= {m.issue.path: m.document for _, m in self.issues}
        return {path: (each.body_line, each.body) for path, each in documents.items()}

    @property
    def pictures(self) -> Iterator[tuple[Place, str]]:
        """The pictures that posts and authors name, by address, and where they do."""
        for manuscript in self.shown:
            post = manuscript.post
            if post.image:
                place = manuscript.document.place(post.path, ("image", "src"))
                yield place, self.edition.site.cover_of(post)
        site = self.edition.site
        for author in site.authors.values():
            place = Place(self.source.options.authors_file, 0, author.id)
            yield place, site.avatar_of(author)
            yield place, site.photo_of(author)

    @property
    def root(self) -> Path:
        """The folder that `mkdocs.yml` lies in."""
        return site_root(self.source.config)


def survey_site(
    files: Files, config: MkDocsConfig, options: Options, scope: Scope, *, now: datetime
) -> Survey:
    """Read everything that a scope wants of a site, and check it.

    Args:
        files: What MkDocs has found, and what other plugins made of it.
        config: The settings of the site.
        options: Those of Postroom.
        scope: How much of the site is wanted.
        now: Decides what is published.

    Raises:
        ContentError: What waits is wanted, and nobody knows what an issue lists.
    """
    source = SiteFiles(
        files,
        config,
        options,
        preview=scope.preview,
        only_group=scope.group,
        trusts_items=bool(scope.waiting),
    )
    if scope.waiting:
        return _survey_waiting(source, scope.waiting, now)
    if scope.group:
        return _survey_group(source, now)
    library, authors, problems = source.read(now)
    broken = {problem.place.path for problem in problems if problem.is_fatal}
    sound = [m for m in library.manuscripts if m.post.path not in broken]
    public = (m for m in sound if scope.preview or m.post.is_public(now))
    shown = tuple(map(source.drop_missing_cover, public))
    cache = Cache(site_root(config) / CACHE)
    unread = [*source.people.unread, *source.list_unread(source.posts, problems)]
    archives = [
        _read_newsletter(source, newsletter, library, unread, cache)
        for newsletter in source.newsletters
    ]
    problems += [problem for archive in archives for problem in archive.problems]
    problems += check_together(archives)
    printed = [(a.options.folder, m.issue) for a in archives for m in a.manuscripts]
    for newsletter in source.newsletters:
        unread += source.list_unread(newsletter.issues, problems)
    partners = source.read_partners(library, printed, unread)
    problems += (problem for problem in partners.problems if problem.is_fatal)
    noticed = [problem for problem in partners.problems if not problem.is_fatal]
    newsletters = tuple(
        _publish(archive, now, preview=scope.preview) for archive in archives
    )
    site = replace(
        _describe_site(config, options, shown, authors, now),
        tag_index="" if options.tags else find_tag_index(config, files, source.folder),
        newsletters=newsletters,
        groups=partners.groups,
        placements=partners.placements,
    )
    fonts, font_problems = find_fonts(site_root(config), options.share.card_fonts)
    fonts += find_system_fonts((text for _, text in list_card_texts(site)), fonts)
    edition = replace(_edit(config, site, source, now), fonts=fonts)
    pages = tuple(list_pages(edition))
    artefacts = tuple(list_artefacts(edition, cache, fonts))
    aliases, misspelt = source.read_aliases()
    former = tuple(list_former(edition, aliases))
    known = _Known(_known_paths(files, edition.site, pages, artefacts), unread)
    withheld = tuple(_withheld(source, edition.site, sound, now))
    others = _other_files(files, source, pages, withheld)
    claims = [
        *list_theme_claims(config),
        *list_claims(edition, pages, artefacts, list_file_claims(others, config)),
        *list_redirect_claims(config),
        *((path, artefact.origin) for artefact in former for path in artefact.paths),
    ]
    is_exposed = is_tracked(site_root(config) / Path(CACHE).parent)
    found = [
        *problems,
        *misspelt,
        *check_cache(is_tracked=is_exposed),
        *font_problems,
        *check_edition(
            edition,
            fonts=None if font_problems else fonts,
            unread=known,
        ),
        *check_targets(edition, known),
        *source.check_private(withheld),
        *source.check_remote(m.post for m in sound),
        *check_paths(claims, artefacts),
        *check_lengths(edition, claims, artefacts, root=config.site_dir),
    ]
    return Survey(
        edition,
        source,
        library,
        shown,
        withheld,
        tuple(_list_issues(archives, newsletters)),
        pages,
        (*artefacts, *former),
        tuple(source.explain(found)),
        (*library.remarks, *noticed),
        tuple(unread),
    )


def _read_newsletter(
    source: SiteFiles,
    files: NewsletterFiles,
    library: Library,
    unread: Collection[Unread],
    cache: Cache,
) -> NewsletterLibrary:
    """Read all of a newsletter; items that did not change come from the cache."""
    key = files.folder
    stored = cache.find(_ITEMS, key)
    known = decode_index(stored) if stored else {}
    archive = read_newsletter(
        files.options,
        issues=source.contents(files.issues),
        items=source.contents(files.items),
        posts={m.post.slug: m.post.path for m in library.manuscripts},
        known=known,
        unread=unread,
    )
    if archive.items.index.keys() != known.keys():
        cache.keep(_ITEMS, key, encode_index(archive.items.index))
    return archive


_RECENT = 4
"""The last issues, some of whose items may be worth a second line."""


def _survey_waiting(source: SiteFiles, folder: str, now: datetime) -> Survey:
    """Read a newsletter's issues, and then only the items that none of them lists.

    What tens of thousands of printed items say does not matter for the next issue, but
    for those of the last few, which may close soon: the cost follows the number of issues.
    """
    config, options = source.config, source.options
    defaults = partial(find_defaults, config)
    library = read_posts(source.contents(source.posts), options, defaults)
    files = next(f for f in source.newsletters if f.options.folder == folder)
    cache = Cache(site_root(config) / CACHE)
    issues, problems = _recall_issues(list(source.contents(files.issues)), cache)
    if any(problem.is_fatal for problem in problems):
        raise ContentError(source.explain(problems))
    public = [issue for issue in issues if issue.is_public(now)]
    listed = {name for issue in issues for name in issue.item_names}
    recent = {name for issue in public[:_RECENT] for name in issue.item_names}
    waiting = {path: f for path, f in files.items.items() if stem(path) not in listed}
    printed = {path: f for path, f in files.items.items() if stem(path) in recent}
    read = partial(read_items, zone=files.options.lent_zone)
    items = read(source.contents(waiting))
    known = read(source.contents(printed)).by_name  # what is wrong there is told so
    newsletter = Newsletter(
        files.options,
        tuple(public),
        {**known, **items.by_name},
        coming=tuple(issue for issue in issues if not issue.is_public(now)),
        today=now.date(),
    )
    shown = tuple(m for m in library.manuscripts if m.post.is_public(now))
    site = _describe_site(config, options, shown, {}, now)
    edition = _edit(config, replace(site, newsletters=(newsletter,)), source, now)
    problems += [problem for problem in library.problems if problem.is_fatal]
    problems += _list_missing(issues, {stem(path) for path in files.items})
    problems = source.explain([*problems, *items.problems])
    return Survey(edition, source, library, shown, problems=tuple(problems))


def _list_missing(issues: Iterable[Issue], names: Collection[str]) -> Iterator[Problem]:
    """Find the items that issues list and that have no file."""
    listed = [(issue, name) for issue in issues for name in issue.item_names]
    unlisted = {*names} - {name for _, name in listed}
    for issue, name in listed:
        if name not in names:
            what, fix = explain_missing(name, issue, unlisted)
            yield Problem(Place(issue.path, 0, "sections"), what, fix)


def _survey_group(source: SiteFiles, now: datetime) -> Survey:
    """Read the steps of one group, and what they can be about.

    What happened at hundreds of other groups does not matter for it.
    """
    config, options = source.config, source.options
    library = read_posts(source.contents(source.posts), options)
    problems = list(library.problems)
    unread = source.list_unread(source.posts, problems)
    cache = Cache(site_root(config) / CACHE)
    newsletters = []
    for files in source.newsletters:
        issues, found = _recall_issues(list(source.contents(files.issues)), cache)
        newsletters.append(Newsletter(files.options, tuple(issues), {}, today=now.date()))
        problems += found
        unread += source.list_unread(files.issues, found)
    printed = [(n.options.folder, issue) for n in newsletters for issue in n.issues]
    source.read_people()  # for groups name some of them
    partners = source.read_partners(library, printed, unread)
    problems += partners.problems
    shown = tuple(m for m in library.manuscripts if m.post.is_public(now))
    site = replace(
        _describe_site(config, options, shown, {}, now),
        newsletters=tuple(newsletters),
        groups=partners.groups,
        placements=partners.placements,
    )
    return Survey(
        _edit(config, site, source, now),
        source,
        library,
        shown,
        problems=tuple(source.explain(problems)),
        unread=tuple(unread),
    )


def _recall_issues(
    sources: Sequence[tuple[str, bytes]], cache: Cache
) -> tuple[list[Issue], list[Problem]]:
    """Read all issues, or remember them while none of their files has changed."""
    digest = hashlib.sha256()
    for path, source in sources:
        digest.update(b"%b\0%d\0%b" % (os.fsencode(path), len(source), source))
    key = digest.hexdigest()
    stored = cache.find(_ISSUES, key)
    known = decode_issues(stored) if stored is not None else []
    if stored is not None and {i.path for i in known} == {path for path, _ in sources}:
        return known, []
    read = read_issues(sources)
    issues = [manuscript.issue for manuscript in read.manuscripts]
    if not read.problems:
        cache.keep(_ISSUES, key, encode_issues(issues))
    return issues, list(read.problems)


@dataclass(frozen=True)
class _Known:
    """Every path that there is, or may be once all files can be read."""

    paths: Collection[str]
    unread: Collection[Unread]

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str):
            return False
        parts = path.removesuffix(".html").split("/")
        return path in self.paths or any(may_say(self.unread, p) for p in parts if p)


def _other_files(
    files: Files, source: SiteFiles, pages: Iterable[PageSpec], withheld: Iterable[File]
) -> Iterator[File]:
    """Leave out the files that have an address of ours, or none."""
    written = (find_page(files, page.path) for page in pages)
    ours = {file.src_uri for file in (*filter(None, written), *withheld)}
    ours |= {*source.posts, *source.partners, *source.waiting}
    ours |= {path for each in source.newsletters for path in (*each.issues, *each.items)}
    return (file for file in files if file.src_uri not in ours)


def _withheld(
    source: SiteFiles, site: Site, sound: Sequence[Manuscript], now: datetime
) -> Iterator[File]:
    """Find the files that no reader should get."""
    yield from source.authors_files()
    yield from (*source.partners.values(), *source.waiting.values())
    if len(site.posts) < len(sound):
        used = source.used_by_pages(site.authors.values())
        for path in sorted(private_media(source.media, sound, now, used)):
            yield source.media[path]


def _edit(config: MkDocsConfig, site: Site, source: SiteFiles, now: datetime) -> Edition:
    """Give a site all that its pages are made from."""
    is_smart = "smarty" in config.markdown_extensions
    cache = Cache(site_root(config) / CACHE)
    stored = cache.find_text(_SUBMITTED, f"smart: {is_smart}")
    return Edition(
        site,
        Templates([site_root(config) / "templates"]),
        source.size_of,
        source.address_of,
        source.title_of,
        bytes_of=source.bytes_of,
        file_of=source.file_of,
        cache=cache,
        now=now,
        convert=partial(convert_submitted, is_smart=is_smart),
        known_html=json.loads(stored) if stored else {},
        digest_of_file=lambda path: source.digests.get(path, b""),
    )


def keep_submitted(edition: Edition, config: MkDocsConfig) -> None:
    """Keep what became of the texts of members, if one of them is new."""
    if edition.used_html.keys() - edition.known_html.keys():
        is_smart = "smarty" in config.markdown_extensions
        cache = Cache(site_root(config) / CACHE)
        key = f"smart: {is_smart}"
        cache.keep_text(_SUBMITTED, key, json.dumps(edition.used_html))


def _publish(archive: NewsletterLibrary, now: datetime, *, preview: bool) -> Newsletter:
    """Take what readers may see of a newsletter; a preview shows all issues."""
    broken = {problem.place.path for problem in archive.problems if problem.is_fatal}
    issues = [m.issue for m in archive.manuscripts if m.issue.path not in broken]
    coming = tuple(issue for issue in issues if not issue.is_public(now))
    return Newsletter(
        archive.options,
        tuple(issue for issue in issues if preview or issue.is_public(now)),
        archive.items.by_name,
        hidden=frozenset(issue.uid for issue in coming) if preview else frozenset(),
        coming=() if preview else coming,
        today=now.date(),
    )


def _list_issues(
    archives: Iterable[NewsletterLibrary], newsletters: Iterable[Newsletter]
) -> Iterator[tuple[Newsletter, IssueManuscript]]:
    for archive, newsletter in zip(archives, newsletters, strict=True):
        shown = {issue.path for issue in newsletter.issues}
        found = (m for m in archive.manuscripts if m.issue.path in shown)
        yield from ((newsletter, manuscript) for manuscript in found)


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


def _theme_language(config: MkDocsConfig) -> str:
    language = config.theme.get("language") or config.theme.get("locale") or "en"
    return str(language).replace("_", "-")
