"""What a new site begins with: its files, from what its author says of it."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale, UnknownLocaleError
from jinja2 import Environment, StrictUndefined

from postroom.intake.formfolder import (
    FOLDER,
    WORKFLOWS,
    render_all,
    render_workflow,
)
from postroom.model.imprint import NewsletterOptions
from postroom.model.licence import find_licence
from postroom.model.text import plain_slug
from postroom.pages.typefaces import missing_letters
from postroom.reading.schema import render_schema
from postroom.toolbox.origin import Provenance
from postroom.toolbox.templates import SHIPPED
from postroom.toolbox.uid import random_uid

MARKS = tuple(sorted(path.stem for path in (SHIPPED / "starter/marks").glob("*.svg")))
"""The marks that a site can begin with."""

_ACTIVE = re.compile(r"([\\`*_{}\[\]#|])")
_DAY = "TODAY"
_HIDDEN = "dot-"
_SCHEMAS = ("group", "step")


@dataclass(frozen=True)
class Beginning:
    """What somebody says of a site that is still to be made."""

    name: str
    author: str
    url: str
    today: date
    licence: str = "CC-BY-4.0"
    language: str = "en"
    newsletter: str = ""
    """What it is called; empty for none."""

    mail: str = ""
    """Where readers write to; a newsletter needs it."""

    zone: str = "UTC"
    accent: str = ""
    """The colour of the first category and of the mark."""

    mark: str = ""
    """One of `MARKS`; empty for none."""

    @property
    def reprint(self) -> str:
        """Whether others may reprint, as the licence has it."""
        licence = find_licence(self.licence)
        return "ask" if licence is None or not licence.url else "allowed"


def render_site(begun: Beginning, origin: Provenance) -> dict[Path, str]:
    """Render every file of a new site, by its path from the site's folder."""
    files = {
        path: _environment().from_string(text).render(_values(begun))
        for path, text in _list_templates(begun)
    }
    files = {_name(path, begun.today): text for path, text in files.items()}
    files[Path("requirements.txt")] = f"{origin.requirement}\n"
    for of in _SCHEMAS:
        files[Path(f".vscode/schemas/{of}.json")] = render_schema(of)
    return files | _render_github(begun, files[Path("mkdocs.yml")], origin)


def _list_templates(begun: Beginning) -> Iterator[tuple[Path, str]]:
    starter = SHIPPED / "starter"
    for part in ("site", "newsletter") if begun.newsletter else ("site",):
        folder = starter / part
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            yield path.relative_to(folder), path.read_text(encoding="utf-8")
    if begun.mark:
        drawing = starter / "marks" / f"{begun.mark}.svg"
        yield Path("content/images/mark.svg"), drawing.read_text(encoding="utf-8")


def _name(path: Path, today: date) -> Path:
    """Name a file as the site has it: no package may hold the hidden ones."""
    parts = (
        f".{part.removeprefix(_HIDDEN)}" if part.startswith(_HIDDEN) else part
        for part in path.parts
    )
    return Path(*(part.replace(_DAY, today.isoformat(), 1) for part in parts))


def _values(begun: Beginning) -> Mapping[str, Any]:
    return {
        **vars(begun),
        "about": f"What {begun.author} writes",
        "accent": begun.accent or "#2f5d50",
        "authority": f"{_host_of(begun.url)},{begun.today:%Y}",
        "has_cards": _can_be_set(begun),
        "is_english": begun.language.partition("-")[0].lower() == "en",
        "key": _key_of(begun.author),
        "reprint": begun.reprint,
        "theme_language": _theme_language(begun.language),
        "today": begun.today.isoformat(),
        "uid": random_uid,
    }


def _host_of(url: str) -> str:
    """The host of an address, as the ids of entries can have it (RFC 4151, RFC 3490)."""
    host = urlsplit(url).hostname or ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return host if re.fullmatch(r"[a-z0-9][a-z0-9.-]*", host) else "example.org"


def _key_of(author: str) -> str:
    """A key for somebody, which YAML does not take for `no` or a number."""
    keys = map(plain_slug, (author.split(maxsplit=1)[0], author))
    return next((key for key in keys if isinstance(yaml.safe_load(key), str)), "me")


def _theme_language(language: str) -> str:
    """The nearest of the languages that the theme has; English if it has none."""
    folder = resources.files("material") / "templates/partials/languages"
    names = (Path(each.name).stem for each in folder.iterdir())
    spoken = {name.lower(): name for name in names}
    nearest = (language.lower(), language.partition("-")[0].lower(), "en")
    return next(spoken[each] for each in nearest if each in spoken)


def _can_be_set(begun: Beginning) -> bool:
    """Whether the font of cards has the letters of names, and those of the language."""
    texts = [begun.name, begun.author]
    with suppress(UnknownLocaleError, ValueError):
        own_name = Locale.parse(begun.language, sep="-").get_display_name()
        texts.append(own_name or "")
    return not any(missing_letters(text, ()) for text in texts)


def _environment() -> Environment:
    """Make what fills in Markdown and YAML; each value says by a filter how it is meant."""
    environment = Environment(  # no page: nothing of HTML is escaped here
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": _plain, "quoted": _quoted}
    return environment


def _plain(text: str) -> str:
    """Write words in Markdown so that they mean themselves."""
    return _ACTIVE.sub(r"\\\1", html.escape(text, quote=False))


def _quoted(text: str) -> str:
    """Write words in YAML so that they mean themselves."""
    return json.dumps(text, ensure_ascii=False)


def _render_github(begun: Beginning, settings: str, origin: Provenance) -> dict[Path, str]:
    """Render the workflows of a site, and the forms of its newsletter."""
    files: dict[Path, str] = {}
    for name in ("publish.yml", *(WORKFLOWS if begun.newsletter else ())):
        asked = f"{origin.requirement}\n"
        files |= render_workflow(name, origin.requirement, asked)
    if begun.newsletter:
        url = f"{begun.url.rstrip('/')}/submit/"
        for form, text in render_all([*_read_newsletters(settings)], url):
            files[Path(FOLDER) / form] = text
    return files


def _read_newsletters(settings: str) -> Iterator[NewsletterOptions]:
    plugins = yaml.safe_load(settings.replace("!ENV", ""))["plugins"]
    for plugin in plugins:
        if isinstance(plugin, dict):
            for newsletter in plugin["postroom"]["newsletters"]:
                yield NewsletterOptions.model_validate(newsletter)
