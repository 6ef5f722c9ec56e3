"""What the documentation says is so: options, keys, commands, messages, the example."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
import yaml
from pydantic import BaseModel

from postroom import __version__
from postroom.cli import main
from postroom.edition.feedspec import STYLES
from postroom.model.author import Bios, Link
from postroom.model.formats import FORMATS, LENGTHS
from postroom.model.imprint import (
    MailOptions,
    NewsletterOptions,
    SendOptions,
    ServiceOptions,
)
from postroom.model.issue import Issue
from postroom.model.materialblog import MaterialBlog
from postroom.model.options import (
    CacheOptions,
    FeedOptions,
    KitOptions,
    Options,
    ShareOptions,
)
from postroom.model.post import (
    Appearance,
    Cover,
    Cta,
    Dates,
    Reprint,
    SeriesPart,
    Summaries,
)
from postroom.reading.authors import AUTHOR_KEYS, parse_authors
from postroom.reading.library import Library, read_library
from postroom.reading.posts import POST_KEYS, Manuscript, parse_post

ROOT = Path(__file__).resolve().parents[2]
GUIDE = tuple(
    f"content/guide/{name}.md"
    for name in (
        "write",
        "settings",
        "publish",
        "newsletter",
        "reprints",
        "readers",
        "send",
        "moving",
    )
)
DOCS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", *GUIDE)
WRITE, SETTINGS = GUIDE[:2]
NOW = datetime(2030, 1, 1, tzinfo=UTC)
_ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.M)
_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.M | re.S)


@cache
def said(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """A part of a page, from its heading to the next."""
    _, _, after = said(name).partition(f"\n## {title}\n")
    assert after, title
    return after.partition("\n## ")[0]


def rows(text: str) -> dict[str, list[str]]:
    """The cells of each row of the tables in a text, by the name in the first."""
    return {name: rest.split(" | ") for name, rest in _ROW.findall(text)}


def blocks(name: str, kind: str) -> list[str]:
    return [text for found, text in _BLOCK.findall(said(name)) if found == kind]


# options

GROUPS: dict[str, type[BaseModel]] = {
    "feeds": FeedOptions,
    "share": ShareOptions,
    "kits": KitOptions,
    "cache": CacheOptions,
    "material": MaterialBlog,
    "newsletters": NewsletterOptions,
    "newsletters.service": ServiceOptions,
    "newsletters.mail": MailOptions,
    "newsletters.send": SendOptions,
}
TITLES = {
    "Feeds": "feeds.",
    "Share pages": "share.",
    "Reprint kits": "kits.",
    "What is kept": "cache.",
    "Material's blog": "material.",
    "Newsletters": "newsletters.",
    "The mailing service": "newsletters.service.",
    "What mails say": "newsletters.mail.",
    "How an issue goes out": "newsletters.send.",
}
IN_WORDS = {
    "newsletters.sections": "essays, then every kind",
    "newsletters.mail": "below",
    "newsletters.send": "below",
    "newsletters.title": "needed",
}


def documented_options() -> dict[str, str]:
    """The default that is told of each option, by its full name."""
    found = {}
    for title in re.findall(r"^## (.+)$", said(SETTINGS), re.M):
        prefix = TITLES.get(title, "")
        for name, (default, *_) in rows(section(SETTINGS, title)).items():
            found[prefix + name] = default
    return found


def true_options() -> dict[str, object]:
    fields = {k: f for k, f in Options.model_fields.items() if k not in GROUPS}
    for group, model in GROUPS.items():
        fields |= {f"{group}.{key}": field for key, field in model.model_fields.items()}
    return {
        key: field.get_default(call_default_factory=True) for key, field in fields.items()
    }


def test_every_option_is_documented_and_no_other():
    assert sorted(documented_options()) == sorted(true_options())


def is_true(name: str, stated: str, default: object) -> bool:
    """Whether a page states the default of an option, as a value or in words."""
    literal = re.fullmatch("`(.+)`", stated)
    if name in IN_WORDS:
        return stated == IN_WORDS[name]
    if literal:
        return yaml.safe_load(literal[1]) == default
    return default in ("", None, (), {})  # in words: what happens without a value


def test_the_documented_defaults_are_true():
    stated = documented_options()

    defaults = true_options().items()
    assert [n for n, default in defaults if not is_true(n, stated[n], default)] == []


# keys

BELOW_A_POST: dict[str, type[BaseModel]] = {
    "date": Dates,
    "series": SeriesPart,
    "image": Cover,
    "also_on": Appearance,
    "reprint": Reprint,
    "summaries": Summaries,
    "cta": Cta,
}


def test_every_key_of_a_post_is_documented_and_no_other():
    told = rows(section(WRITE, "The front matter"))

    assert sorted(told) == sorted(POST_KEYS)


def test_every_key_of_an_author_is_documented_and_no_other():
    told = rows(section(WRITE, "Authors"))

    assert sorted(told) == sorted(AUTHOR_KEYS)


def test_every_key_of_an_issue_is_documented_and_no_other():
    told = rows(section("content/guide/newsletter.md", "An issue"))

    assert sorted(told) == sorted(Issue.model_fields.keys() - {"path"})


@pytest.mark.parametrize("key", BELOW_A_POST)
def test_every_key_below_a_key_is_documented(key):
    [about] = rows(section(WRITE, "The front matter"))[key]

    fields = BELOW_A_POST[key].model_fields.items()
    names = [field.alias or name for name, field in fields]
    assert [name for name in names if f"`{name}`" not in about] == []


def test_what_stands_below_links_and_the_invitation_is_documented():
    links = " ".join(rows(section(WRITE, "Authors"))["links"])
    invitation = " ".join(rows(said(SETTINGS))["cta"])

    bios = " ".join(rows(section(WRITE, "Authors"))["bios"])
    assert [name for name in Link.model_fields if f"`{name}`" not in links] == []
    assert [f.alias for f in Bios.model_fields.values() if f"`{f.alias}`" not in bios] == []
    assert [name for name in Cta.model_fields if f"`{name}`" not in invitation] == []


# tables

REPRINTS, PUBLISH = GUIDE[4], GUIDE[2]


def untold() -> list[str]:
    """The rows of formats, lengths and feeds of which the guide has nothing to say."""
    summaries = " ".join(rows(section(WRITE, "The front matter"))["summaries"])
    wanted = [(said(REPRINTS).casefold(), row.title.casefold()) for row in FORMATS.values()]
    wanted += [(said(REPRINTS), f"`{name}`") for name in FORMATS]
    wanted += [(summaries, f"`{name}`") for name, row in LENGTHS.items() if row.words]
    wanted += [(said(PUBLISH), f"`/{row.file}`") for row in STYLES.values()]
    return [words for page, words in wanted if words not in page]


def test_every_format_length_and_feed_is_documented():
    assert untold() == []


def test_a_row_more_would_not_go_undocumented(monkeypatch):
    row = replace(FORMATS["text"], name="pdf", ending="pdf", title="Portable")
    monkeypatch.setitem(FORMATS, "pdf", row)
    monkeypatch.setitem(LENGTHS, "750", replace(LENGTHS["500"], name="750", words=750))
    monkeypatch.setitem(STYLES, "list", replace(STYLES["rss"], file="feed.lst"))

    assert untold() == ["portable", "`pdf`", "`750`", "`/feed.lst`"]


# commands


def leaves(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above}{name} ")
        else:
            yield above + name, command


COMMANDS = dict(leaves(main))
ALL_DOCS = "\n".join(said(name) for name in DOCS)
_CALL = re.compile(r"(?:^\$ |^|`)postroom ((?:[a-z]|-)[^`\n#]*)", re.M)


def test_every_command_is_documented():
    named = {name for name in COMMANDS if re.search(rf"\bpostroom {name}\b", ALL_DOCS)}

    assert named == set(COMMANDS)


OPTIONS = {
    f"{name} {option.opts[-1]}": option
    for name, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
}


def is_documented(option: click.Option) -> bool:
    spellings = [*option.opts, *option.secondary_opts]
    return any(re.search(rf"[ `]{re.escape(s)}\b", ALL_DOCS) for s in spellings)


def test_every_option_of_a_command_is_documented():
    assert [name for name, option in OPTIONS.items() if not is_documented(option)] == []


@contextmanager
def files_of_the_reader() -> Iterator[None]:
    """Examples name files that only a reader has."""
    try:
        yield
    except click.BadParameter as error:
        if "does not exist" not in error.message:
            raise


def test_every_command_that_is_shown_is_understood():
    calls = _CALL.findall(ALL_DOCS)

    shown = set()
    for call in calls:
        name, *arguments = shlex.split(call)
        if isinstance(main.get_command(click.Context(main), name), click.Group):
            if not arguments:
                continue  # it speaks of all of them
            if name == "new" and f"new {arguments[0]}" not in COMMANDS:
                arguments.insert(0, "post")  # a title begins one
            name = f"{name} {arguments.pop(0)}"
        shown.add(name)
        needed = any(p.required for p in COMMANDS[name].params)
        if arguments or not needed:
            with files_of_the_reader():
                COMMANDS[name].make_context(name, arguments)
    assert shown == COMMANDS.keys()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_exists(name):
    makefile = said("Makefile")
    targets = set(re.findall(r"(?:^\$ |`)make (\w+)", said(name), re.M))

    assert targets >= {"site", "test"}
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.M)] == []


# examples


def messages_in(name: str) -> str:
    """The messages that a page shows, each with its fix."""
    return "\n".join(text.strip() for text in blocks(name, "text") if "    fix: " in text)


_MESSAGE = re.compile(r"^(\S+\.md):(\d+) \[(\w+)\]: .*?'(.+)'$", re.M)


def complained_of(messages: str) -> dict[str, bytes]:
    """The posts that messages are about: each value on the line where it is said to be."""
    posts: dict[str, list[str]] = {}
    for path, line, key, value in _MESSAGE.findall(messages):
        lines = posts.setdefault(path, ["---", "title: Hello", *["# more"] * 9, "---"])
        lines[int(line) - 1] = f"{key}: {value}"
    for lines in posts.values():
        if not any(line.startswith("date:") for line in lines):
            lines[-2] = "date: 2026-03-04"
    return {path: "\n".join(lines).encode() for path, lines in posts.items()}


SHOW_MESSAGES = [name for name in DOCS if messages_in(name)]


@pytest.mark.parametrize("name", SHOW_MESSAGES)
def test_messages_are_shown_word_for_word(name):
    shown = messages_in(name)
    posts = complained_of(shown)

    library = read_library(posts.items(), authors=["ines"], options=Options(), now=NOW)

    assert len(posts) > 0
    assert shown == "\n".join(map(str, library.problems))


def test_the_readme_shows_messages():
    assert "README.md" in SHOW_MESSAGES


def test_the_post_that_is_shown_is_one():
    [shown] = blocks("README.md", "markdown")

    manuscript, problems = parse_post("posts/2026/shown.md", shown.encode(), Options())

    assert manuscript is not None
    assert problems == ()


def settings_shown() -> Iterator[tuple[str, dict[str, Any]]]:
    """The options of the plugin in every example of `mkdocs.yml`."""
    for name in DOCS:
        for text in blocks(name, "yaml"):
            for plugin in (yaml.safe_load(text) or {}).get("plugins", ()):
                if isinstance(plugin, dict) and "postroom" in plugin:
                    yield name, plugin["postroom"]


@pytest.mark.parametrize(("name", "values"), list(settings_shown()))
def test_the_settings_that_are_shown_are_accepted(name, values):
    assert (
        Options.model_validate(values).model_fields_set >= values.keys()
    )  # a layout sets more


# the repository


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_link_to_a_file_leads_to_one(name):
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", said(name))

    files = [target for target in targets if not urlsplit(target).scheme]
    assert [target for target in files if not (ROOT / target).exists()] == []


def _list_promises() -> dict[str, list[str]]:
    """What SECURITY.md promises, and the tests that it names for it."""
    promised = said("SECURITY.md").partition("\n## To readers")[2]
    promised = promised.partition("\n## Out of scope")[0]
    bullets = [each.partition("\n\n")[0] for each in promised.split("\n- ")[1:]]
    return {each: re.findall(r"`(tests/[\w/]+\.py::\w+)`", each) for each in bullets}


@pytest.mark.parametrize("promise", _list_promises())
def test_every_promise_names_the_tests_that_hold_it(promise):
    named = _list_promises()[promise]

    assert named
    for path, _, name in (each.partition("::") for each in named):
        assert f"\ndef {name}(" in said(path)


def test_the_changelog_knows_this_version():
    titles = re.findall(r"^## \[?([\w.]+)", said("CHANGELOG.md"), re.M)

    assert {"Unreleased", __version__} & set(titles)


MADE = {"__pycache__", "dist", "node_modules", "site"}
HIDDEN = {".ci", ".github", ".gitattributes", ".gitignore"}


def sources() -> Iterator[tuple[str, str]]:
    """Every text file that belongs to the repository, by its path."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [b for b in below if b not in MADE and (b[0] != "." or b in HIDDEN)]
        for name in names:
            path = Path(folder, name)
            raw = path.read_bytes()
            if b"\0" not in raw and (name[0] != "." or name in HIDDEN):
                yield path.relative_to(ROOT).as_posix(), raw.decode(errors="replace")


def test_nothing_but_the_docs_speaks_of_the_readers_own_machine():
    may = ("tests/", "content/guide/", "README.md", "CONTRIBUTING.md", "Makefile")

    found = [path for path, text in sources() if "127.0.0.1" in text]

    assert "README.md" in found
    assert [path for path in found if not path.startswith(may)] == []


# the example site


@cache
def example() -> Library:
    """Every essay of the example site."""
    content = ROOT / "content"
    people = parse_authors("authors.yml", (content / "authors.yml").read_bytes())
    paths = sorted((content / "posts").rglob("*.md"))
    settings = re.sub(r"!ENV|!!python\S+", "", said("mkdocs.yml"))
    plugins = yaml.safe_load(settings)["plugins"]
    [options] = [p["postroom"] for p in plugins if isinstance(p, dict) and "postroom" in p]
    return read_library(
        ((p.relative_to(content).as_posix(), p.read_bytes()) for p in paths),
        authors=people.named,
        options=Options.model_validate(options),
        pages=[p.relative_to(content).as_posix() for p in content.glob("*.md")],
        now=NOW,
    )


def essays() -> list[Manuscript]:
    return [m for m in example().manuscripts if m.post.is_public(NOW)]


def words(manuscript: Manuscript) -> int:
    return len(re.findall(r"\w[\w'’-]*", manuscript.body))


def test_the_example_has_enough_to_read():
    counts = sorted(words(essay) for essay in essays())

    assert len(counts) >= 12
    assert counts[0] >= 600
    assert counts[-1] >= 4_000


def test_the_example_has_people_rubrics_and_series():
    posts = [essay.post for essay in essays()]

    assert len({name for post in posts for name in post.authors}) == 3
    assert len({name for post in posts for name in post.categories}) in (4, 5)
    assert len({post.series.name for post in posts if post.series}) == 2


def test_the_example_has_no_problem_and_a_draft():
    assert example().problems == ()
    assert any(m.post.draft for m in example().manuscripts)


def test_every_essay_of_the_example_is_complete():
    incomplete = [
        essay.post.path
        for essay in essays()
        if not (post := essay.post).image
        or not (post.image.alt and post.image.credit and post.description and post.tags)
    ]

    assert incomplete == []


def test_every_picture_within_an_essay_is_described():
    bare = [
        (essay.post.path, found)
        for essay in essays()
        for found in re.findall(r"!\[\s*\]\([^)]*\)|<img(?![^>]* alt=)[^>]*>", essay.body)
    ]

    assert bare == []


REAL_HOSTS = {
    "creativecommons.org",
    "docs.github.com",
    "github.com",  # in commands of the guide
    "ines.github.io",
    "localhost",
    "www.mkdocs.org",
    "www.w3.org",  # names, not links
}
_URL = re.compile(r"https?://[^\s<>()\"'`\]}]+")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def is_fictional(host: str) -> bool:
    """Whether a host can belong to nobody (RFC 2606)."""
    return (
        host.endswith(".example")
        or re.search(r"(^|\.)example\.(com|net|org)$", host) is not None
    )


def test_nobody_real_is_written_or_linked_to():
    texts = [
        (path, text)
        for path, text in sources()
        if path.startswith(("content/", "templates/starter/")) or path == "mkdocs.yml"
    ]

    strangers = {
        (path, host)
        for path, text in texts
        for host in [
            *_MAIL.findall(text),
            *(urlsplit(u).hostname for u in _URL.findall(text)),
        ]
        if not is_fictional(host.rstrip(".")) and host not in REAL_HOSTS
    }
    assert len(texts) > 20
    assert strangers == set()


# what other programs read


def _keys(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value:  # type: ignore[attr-defined]
        if isinstance(each, (dict, list)):
            yield from _keys(each)


def yaml_written() -> Iterator[tuple[str, object]]:
    """Front matter and data files of the example, and what the guide shows of them."""
    for path in sorted((ROOT / "content").rglob("*")):
        if path.suffix in (".yml", ".yaml"):
            yield path.name, yaml.safe_load(path.read_text(encoding="utf-8"))
        elif path.suffix == ".md" and path.read_bytes().startswith(b"---\n"):
            front = path.read_text(encoding="utf-8").split("---\n")[1]
            yield path.name, yaml.safe_load(front)
    for name in DOCS:
        for text in blocks(name, "yaml"):
            yield name, yaml.safe_load(text)


def test_every_key_that_is_written_or_shown_is_text_to_any_program():
    written = [*yaml_written()]
    odd = {
        (name, key)
        for name, value in written
        if isinstance(value, (dict, list))
        for key in _keys(value)
        if not isinstance(key, str)
    }

    assert len(written) > 50
    assert odd == set()
