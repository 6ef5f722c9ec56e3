"""`postroom harvest`: from a neighbour's feed to an issue, and nothing goes by itself."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from tests.e2e.building import a_post, command_here
from tests.e2e.papers import TABLE, a_paper, files_of, issue, section
from tests.fakes.feeds import TITLE, item, rss
from tests.fakes.feedserver import FeedServer, a_web, open_server

from postroom.cli import main

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 3, 10, tzinfo=UTC).timestamp():.0f}"
STAMP = "Thu, 05 Mar 2026 08:00:00 GMT"
SENTENCE = "They meet on Tuesdays, and mend what others throw away."
TEXT = f"<p>{SENTENCE}</p><h2>Why</h2><p>Because <em>things</em> last.</p>"
OURS = "What the choir asked us"
PAGE = "https://humber.example/lifts"
FEED = rss(
    item(
        pubDate=STAMP,
        description=SENTENCE,
        content_encoded=TEXT,
        cc_license="https://creativecommons.org/licenses/by-nd/4.0/",
        dc_creator="Rosa Lindqvist",
    ),
    item("AN OFFER YOU CANNOT REFUSE", at="offer", description="Buy now."),
    item("Marks & signs", at="marks", description="Take [this] and *that* as they are."),
    item("Ten years ago", at="old", pubDate="Fri, 04 Mar 2016 08:00:00 GMT"),
    item(OURS, at="ours", pubDate=STAMP),
)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be March, and leave the log as loud as it was."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with open_server() as server:
        server.serve("/humber.xml", FEED)
        yield server


@pytest.fixture
def folder(tmp_path: Path, server: FeedServer) -> Path:
    """A site with a group that has a feed, a member whose feed is broken, and a post."""
    group = {"name": "Humber Engineers", "kind": "association"}
    members = [{"Bo": server.serve("/bo.xml", b"Forbidden", status=403)}]
    return a_paper(
        tmp_path,
        {
            **files_of({}, {"1": issue(sections=[section("New", posts=["letter"])])}),
            "posts/letter.md": a_post(OURS, uid="letter", slug="letter"),
            "groups/humber.yml": yaml.safe_dump(
                {**group, "harvest": server.url("/humber.xml")}
            ),
        },
        newsletters=({**TABLE, "members": members},),
    )


def harvest(folder: Path, *arguments: str, code: int = 0) -> Result:
    """Run the command; a crash is raised as it is."""
    command = ["harvest", "-f", str(folder / "mkdocs.yml"), *arguments]
    result = CliRunner().invoke(main, command, obj=a_web())
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def keys_of(folder: Path) -> dict[str, str]:
    """The key of each proposal, by its title."""
    told = json.loads(harvest(folder, "--json", "--days", "9999").stdout)
    return {proposal["title"]: proposal["key"] for proposal in told}


def test_a_site_without_a_newsletter_reads_the_feeds_of_groups(folder):
    settings = folder / "mkdocs.yml"
    options = yaml.safe_load(settings.read_text())
    for plugin in options["plugins"]:
        if isinstance(plugin, dict) and "postroom" in plugin:
            plugin["postroom"].pop("newsletters")
    settings.write_text(yaml.safe_dump(options))

    listed = harvest(folder)
    refused = harvest(folder, "--accept", keys_of(folder)[TITLE], code=1)
    reprinted = harvest(folder, "--reprint", keys_of(folder)[TITLE])

    assert listed.stdout.startswith("4 new posts in 1 feed; 1 older, for --days\n")
    assert "          CC BY-ND 4.0: reprint\n" in listed.stdout
    assert "          no open licence: to read\n" in listed.stdout
    assert "--accept KEY   needs a newsletter, and the site has none\n" in listed.stdout
    assert refused.stderr == (
        "mkdocs.yml [newsletters]: the site has no newsletter\n"
        "    fix: add `newsletters:` with a `title` to the plugin's options\n"
    )
    assert Path(reprinted.stdout.strip()).is_file()


# list


def test_what_is_new_is_listed_and_what_is_wrong_is_said(folder):
    result = harvest(folder)

    assert result.stdout.startswith("4 new posts in 2 feeds; 1 older, for --days\n\n 1  ")
    assert f"{TITLE}\n          Humber Engineers, 5 March 2026, by Rosa Lindqvist\n" in (
        result.stdout
    )
    assert "          CC BY-ND 4.0: link or reprint\n" in result.stdout
    assert result.stderr == (
        "mkdocs.yml [newsletters.members.Bo]: the answer is 403\n"
        "    fix: try again later; if it stays so, ask its owner\n"
    )


def test_our_own_essay_is_to_be_recorded(folder):
    assert (
        "your own essay; record it: postroom place humber letter published"
        " --url https://humber.example/ours --date 2026-03-05\n"
    ) in harvest(folder).stdout


def test_programs_get_lines_of_ascii(folder):
    stdout = harvest(folder, "--json").stdout

    told = json.loads(stdout)
    assert stdout.isascii()
    assert [proposal["choices"] for proposal in told] == [
        ["link", "reprint"],
        ["placement"],
        ["link"],
        ["link"],
    ]


def test_reading_writes_nothing_into_the_site(folder):
    def files() -> set[str]:
        found = (path for path in folder.rglob("*") if path.is_file())
        return {f"{path}" for path in found if ".cache" not in path.parts}

    before = files()
    harvest(folder)

    assert files() == before


def test_a_site_without_feeds_is_told_so(tmp_path):
    result = harvest(a_paper(tmp_path), code=1)

    assert result.stderr == (
        "no feed is to be read\n"
        "    fix: write `harvest:` and its address into the file of a group, or "
        "`members:` into the options of the newsletter\n"
    )


def test_a_group_that_cannot_be_read_is_told(folder):
    (folder / "docs/groups/choir.yml").write_text("name: Choir\n", encoding="utf-8")

    assert "groups/choir.yml:1 [kind]: there is no kind" in harvest(folder).stderr


def test_when_no_feed_can_be_read_the_command_fails(folder, server):
    server.serve("/humber.xml", b"", status=500)

    assert "the answer is 500" in harvest(folder, code=1).stderr


# accept


def test_what_is_accepted_is_an_item_and_appears_with_its_issue(folder):
    key = keys_of(folder)[TITLE]

    result = harvest(folder, "--accept", key)

    path = Path(result.stdout.strip())
    assert path.parent == folder / "docs/newsletter/items"
    front, _, text = path.read_text(encoding="utf-8").partition("\n---\n")
    assert yaml.safe_load(front) | {"uid": ""} == {
        "kind": "link",
        "uid": "",
        "submitted": datetime(2026, 3, 10, tzinfo=UTC).date(),
        "title": TITLE,
        "url": PAGE,
        "by": "Rosa Lindqvist",
        "source": "harvest:humber",
        "consent": True,
    }
    assert text.strip() == SENTENCE
    assert not _shows(folder, PAGE)
    lists = issue(date="2026-03-09", sections=[section("Links", path.stem)])
    (folder / "docs/newsletter/issues/2.md").write_text(lists, encoding="utf-8")
    assert _shows(folder, PAGE)


def _shows(folder: Path, text: str) -> bool:
    """Whether any file of the built site says something."""
    built = command_here(folder)
    assert built.code == 0, built.output
    return any(text.encode() in content for content in built.files.values())


def test_what_is_accepted_is_not_proposed_again(folder):
    key = keys_of(folder)[TITLE]
    harvest(folder, "--accept", key)

    assert TITLE not in keys_of(folder)
    assert harvest(folder, "--accept", key, code=1).stderr.startswith(
        f"there is no proposal '{key}'\n"
    )


def test_to_accept_needs_no_network(folder, server):
    key = keys_of(folder)[TITLE]
    server.asked.clear()

    harvest(folder, "--accept", key.upper())

    assert server.asked == []


def test_an_item_of_a_feed_is_checked_like_any_other(folder):
    key = keys_of(folder)["AN OFFER YOU CANNOT REFUSE"]

    result = harvest(folder, "--accept", key, code=1)

    assert "[title]: capitals only: 'AN OFFER YOU CANNOT REFUSE'\n" in result.stderr
    assert (
        "[text]: got 'Buy now.'\n    fix: write at least 20 characters\n" in result.stderr
    )
    assert result.stderr.endswith(
        f"Say it yourself: postroom harvest --accept {key} --title '...' --text '...'\n"
    )


def test_words_of_a_feed_stay_words(folder):
    result = harvest(folder, "--accept", keys_of(folder)["Marks & signs"])

    written = Path(result.stdout.strip()).read_text(encoding="utf-8")
    assert written.endswith("\n\nTake \\[this\\] and \\*that\\* as they are.\n")


def test_an_editor_may_say_it_better(folder):
    key = keys_of(folder)["AN OFFER YOU CANNOT REFUSE"]

    result = harvest(
        folder, "--accept", key, "--title", "An offer", "--text", "Cheaper than it looks."
    )

    written = Path(result.stdout.strip()).read_text(encoding="utf-8")
    assert 'title: "An offer"' in written
    assert written.endswith("\n\nCheaper than it looks.\n")


def test_words_of_ones_own_are_about_one_proposal(folder):
    result = harvest(folder, "--accept", "a", "--accept", "b", "--text", "x", code=2)

    assert "--title and --text are about one --accept" in result.stderr


# reprint


def test_a_reprint_is_a_draft_that_credits_and_is_not_published(folder):
    key = keys_of(folder)[TITLE]

    result = harvest(folder, "--reprint", key)

    path = folder / "docs/posts/2026/how-a-lift-club-mends-things.md"
    assert result.stdout == f"{path}\n"
    assert result.stderr == (
        "CC BY-ND 4.0 asks of you:\n"
        "  name its author and where it is from, name the licence, link to both\n"
        "  change nothing: no cuts, no translation\n"
    )
    written = path.read_text(encoding="utf-8")
    assert f'canonical: "{PAGE}"\n' in written
    assert "licence: CC-BY-ND-4.0\n" in written
    assert "draft: true\n" in written
    assert re.search(r"by Rosa Lindqvist first appeared in \[Humber Engineers\]", written)
    assert "Because *things* last." in written
    assert not _shows(folder, PAGE)
    assert TITLE not in keys_of(folder)
    path.write_text(written.replace("draft: true\n", ""), encoding="utf-8")
    assert _shows(folder, PAGE)


def test_a_second_post_of_a_name_gets_another_one(folder):
    path = folder / "docs/posts/2026/how-a-lift-club-mends-things.md"
    path.parent.mkdir()
    path.write_text(a_post("Another", "Text."), encoding="utf-8")
    key = keys_of(folder)[TITLE]

    result = harvest(folder, "--reprint", key)

    assert result.stdout == f"{path.with_name(f'{path.stem}-{key}.md')}\n"


def test_what_nobody_licensed_is_not_reprinted(folder):
    key = keys_of(folder)["Ten years ago"]

    assert harvest(folder, "--reprint", key, code=1).stderr == (
        "https://humber.example/old: its feed names no licence that lets others print it\n"
        "    fix: ask its author, or make a link of it with --accept\n"
    )


# dismiss


def test_what_is_dismissed_is_never_shown_again(folder):
    keys = keys_of(folder)

    result = harvest(folder, "--dismiss", keys["Ten years ago"], "--dismiss", keys[TITLE])

    path = folder / "harvest-dismissed.txt"
    assert result.stdout == f"{path}\n"
    assert path.read_text(encoding="utf-8").splitlines()[1:] == [
        PAGE,
        "https://humber.example/old",
    ]
    assert not keys_of(folder).keys() & {TITLE, "Ten years ago"}


def test_a_key_that_is_wrong_changes_nothing(folder):
    keys = keys_of(folder)

    result = harvest(folder, "--accept", keys[TITLE], "--dismiss", "zzzzzz", code=1)

    assert result.stderr.startswith("there is no proposal 'zzzzzz'\n    fix: ")
    assert TITLE in keys_of(folder)
