"""A kit becomes its folder: the page that editors see, and the files beside it."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from postroom.edition.edition import Edition
from postroom.fragments.story import count_words_of
from postroom.kits.credit import linked, list_conditions, plain
from postroom.kits.files import ORIGINS, KitStore, OpenKit
from postroom.kits.kit import Kit
from postroom.kits.names import PAGE
from postroom.model.formats import FORMATS
from postroom.model.text import direction_of, join_names
from postroom.pages.metadata import dump_json
from postroom.pages.policy import LINKED, forbid_all_but, local_address, write_style
from postroom.pages.words import day_in, phrases_in, spoken_for
from postroom.toolbox.cache import Cache, fingerprint
from postroom.toolbox.pictures import list_pictures
from postroom.toolbox.templates import Templates


@dataclass(frozen=True)
class KitFrame:
    """What the page of a kit says of the site around it; plain values only."""

    site: str
    """The site's name."""

    language: str
    """The site's."""

    base: str
    """The site's absolute address."""

    index_name: str
    icon: str
    """Its absolute address; may be empty."""

    folder: str
    """The path of the kit's folder."""

    address: str
    """The absolute address of the page."""

    templates: tuple[Path, ...]
    """The folders of templates."""

    design: str
    """Tells one state of the templates from another."""

    @property
    def root(self) -> str:
        """The way up from the page to the site's root."""
        return "../" * (self.folder.count("/") + 1)


@dataclass(frozen=True)
class KitJob:
    """A kit with all that it takes to make its folder; here, or in another process."""

    kit: Kit
    frame: KitFrame
    files: tuple[tuple[str, str], ...]
    """The files of its pictures, by their addresses."""

    digests: tuple[tuple[str, str], ...]
    cache: Path

    @property
    def key(self) -> str:
        """Everything that the bytes depend on; where files lie is no part of that."""
        frame = replace(self.frame, templates=())
        return fingerprint("kit page", self.kit, frame, self.digests)

    def make(self) -> dict[str, bytes]:
        """Make the page of a kit, and all its files."""
        return self.lay_out(self.open())

    def open(self) -> OpenKit:
        """Make the files of the kit, or take them from the cache."""
        store = KitStore(Cache(self.cache), self._bytes_of, dict(self.digests))
        return store.open(self.kit)

    def lay_out(self, opened: OpenKit) -> dict[str, bytes]:
        """Put the page and what it leads to into the kit's folder."""
        has = {each["url"] for each in opened.manifest["pictures"]}
        page = Cache(self.cache).recall_text(
            "kit page", self.key, lambda: render_kit_page(opened, self.frame, has)
        )
        files = {PAGE: page.encode(), **opened.published}
        return {f"{self.frame.folder}/{name}": files[name] for name in files}

    def _bytes_of(self, url: str) -> bytes | None:
        path = dict(self.files).get(url)
        return Path(path).read_bytes() if path else None


def compose_kit_job(edition: Edition, store: KitStore, kit: Kit, folder: str) -> KitJob:
    """Put together what it takes to make a kit's folder."""
    site = edition.site
    icon = site.tab_icon
    urls = [each.url for each in kit.illustrations]
    files = [(url, edition.file_of(url)) for url in urls]
    return KitJob(
        kit,
        KitFrame(
            site=site.name,
            language=site.language,
            base=site.base,
            index_name=site.index_name,
            icon=site.absolute(icon) if icon else "",
            folder=folder,
            address=site.absolute(f"{folder}/{site.index_name}"),
            templates=edition.templates.folders,
            design=edition.templates.digest_of("kit page"),
        ),
        files=tuple((url, path) for url, path in files if path),
        digests=tuple((url, store.digest(url)) for url in urls),
        cache=store.cache.folder,
    )


@lru_cache(maxsize=1)
def _open_templates(folders: tuple[Path, ...], _: str) -> Templates:
    """Open templates once for all kits of a build."""
    return Templates(folders)


def render_kit_page(opened: OpenKit, frame: KitFrame, has: Container[str]) -> str:
    """Render what an editor sees: may I, how long, copy.

    Each text is in its own file alone: the script takes it from there, and without one a
    frame shows it.

    Args:
        opened: The kit with its files.
        frame: The site around it.
        has: The addresses of the pictures that are there to be taken.
    """
    kit, templates = opened.kit, _open_templates(frame.templates, frame.design)
    lengths = opened.manifest["lengths"]
    json_ld = _describe_kit(kit, frame.address)
    say = phrases_in(frame.language)
    formats = sorted(FORMATS.values(), key=lambda row: row.place)
    copied = [say(row.copied) for row in formats if row.copied]
    return templates.render(
        "kit/page.html",
        frame=frame,
        kit=kit,
        opened=opened,
        lengths=lengths,
        formats=formats,
        copied=join_names(copied, last=f" {say('and')} "),
        origins=ORIGINS,
        say=say,
        day=day_in(frame.language),
        language=spoken_for(frame.language),
        credit=[Markup(linked(s, licence=kit.licence.url)) for s in kit.credit["whole"]],
        pictures=[each for each in kit.illustrations if each.url in has],
        archive_kb=max(1, len(opened.archive) // 1000),
        count_words=count_words_of,
        conditions=list_conditions(kit.licence),
        contact=_shown_contact(kit),
        letter=_letter(kit, say),
        text_lang=_language_of(kit),
        local=lambda url: local_address(url, frame.base, frame.root),
        json_ld=Markup(json_ld),
        policy=forbid_all_but(
            LINKED,
            LINKED,
            json_ld,
            pictures=_from_elsewhere(kit, frame),
            frames=True,
        ),
    )


def render_kit_assets(templates: Templates) -> dict[str, bytes]:
    """Give the files that the pages of all kits link to, by their paths."""
    made = {
        "kit.css": write_style(templates, "../../", "share/share.css", "kit/kit.css"),
        "kit.js": templates.read("kit/kit.js"),
    }
    return {f"assets/postroom/{name}": text.encode() for name, text in made.items()}


def _from_elsewhere(kit: Kit, frame: KitFrame) -> list[str]:
    return [url for url in list_pictures(kit.html) if not url.startswith(frame.base)]


def _language_of(kit: Kit) -> Markup:
    language = escape(kit.language)
    return Markup(f' lang="{language}" dir="{direction_of(kit.language)}"')


def _shown_contact(kit: Kit) -> str:
    return kit.contact.removeprefix("mailto:").removeprefix("https://").rstrip("/")


def _letter(kit: Kit, say: Callable[[str], str]) -> str:
    """Where a click on the contact leads: a letter that is begun, or a page."""
    if not kit.contact.startswith("mailto:"):
        return kit.contact
    is_allowed = kit.permission == "allowed"
    subject = say("We printed “{}”" if is_allowed else "May we print “{}”?")
    return f"{kit.contact}?subject={quote(subject.format(kit.title))}"


def _describe_kit(kit: Kit, here: str) -> str:
    """Say of a text under which terms it can be had (https://schema.org/CreativeWork)."""
    credit = plain(kit.credit["whole"][0])
    known = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": kit.title,
        "url": kit.home,
        "inLanguage": kit.language,
        "datePublished": kit.published.isoformat(),
        "author": [{"@type": "Person", "name": c.name} for c in kit.contributors],
        "license": kit.licence.url,
        "usageInfo": here,
        "acquireLicensePage": here,
        "creditText": credit,
        "copyrightHolder": kit.byline or kit.site,
        "copyrightYear": kit.published.year,
        "copyrightNotice": f"© {kit.published.year} {kit.byline or kit.site}",
    }
    return dump_json({key: value for key, value in known.items() if value})
