"""`postroom offers` and `postroom offer`: what an author types, and what is answered."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import Result
from tests.e2e.building import a_post, a_site, command_here
from tests.e2e.test_cli import run

pytestmark = pytest.mark.e2e
NOW = f"{datetime(2026, 3, 10, tzinfo=UTC).timestamp():.0f}"
ADDRESSES = """
from: Ines Okafor <ines@longtable.example>
editors:
  humber: Brenda "Bee" Ąskwith <brenda@humber.example>
"""
PRIVATE = re.compile(r"@(?!example\.org)|Brenda|Ąskwith|Ines")
GROUPS = {
    "humber": """
name: Humber Lift Engineers
newsletter: Plain Lines
kind: association
deadline: 15th monthly
wants:
  formats: text
  words: 80-120
  topics: [thanks]
""",
    "choir": """
name: The Northern Choir
kind: hobby
link_tag: from=choir
wants: {formats: [word, text], third_person: true, exclusive_days: 60}
""",
    "toots": "name: Mastodon\nkind: online\nplatform: mastodon\n",
}
STEP = "post: {post}\nmove: {move}\ndate: {date}\n"
LETTERS = "\n\n".join(["One two three four five six seven eight nine ten. " * 4] * 6)


def step(move: str, date: str, post: str = "waited", more: str = "") -> str:
    return STEP.format(post=post, move=move, date=date) + more


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let it be March, let nobody be known, and leave the log as loud as it was."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    monkeypatch.delenv("POSTROOM_FROM", raising=False)
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


FILES = {
    "posts/letters.md": a_post(
        "The forty letters",
        LETTERS,
        uid="letters1",
        reprint="allowed",
        tags=["Thanks"],
        authors=["ines"],
    ),
    "posts/waited.md": a_post("Waiting", uid="waited12", date="2026-03-01"),
    "posts/mine.md": a_post("Mine alone", uid="mine1234", reprint="no"),
    "posts/later.md": a_post("Later", uid="later123", date="2026-04-01"),
    "authors.yml": "ines:\n  name: Ines Okafor\n  bio: Ines edits.\n",
    **{f"groups/{name}.yml": text for name, text in GROUPS.items()},
}


def some_site(folder: Path, steps: Mapping[str, str] | None = None, **options) -> Path:
    """A site with four posts, three groups, and what happened between them."""
    happened = {f"groups/{name}.yml": text for name, text in (steps or {}).items()}
    options = {"licence": "CC-BY-4.0", **options}
    return a_site(folder, FILES | happened, options=options)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "addresses.yml").write_text(ADDRESSES, encoding="utf-8")
    return some_site(tmp_path)


def postroom(folder: Path, command: str, *arguments: str | Path, code: int = 0) -> Result:
    return run(command, "-f", folder / "mkdocs.yml", *arguments, code=code)


def draft_of(folder: Path, name: str) -> EmailMessage:
    made = (folder / ".cache/postroom/offers" / f"{name}.eml").read_bytes()
    message = message_from_bytes(made, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


# offers


def test_the_agenda_says_what_to_do_and_what_to_type(tmp_path):
    folder = some_site(
        tmp_path,
        {
            "humber/1": step("published", "2026-02-01", more="note: on paper\n"),
            "choir/1": step("offered", "2026-03-01", more="follow_up: 2026-03-09\n"),
        },
    )

    result = postroom(folder, "offers")

    assert result.stderr == ""
    assert result.stdout == (
        "Follow up today\n"
        "\n"
        "  1 day late   The Northern Choir has “Waiting”, offered on 1 March 2026\n"
        "               postroom place choir waited reminded\n"
        "\n"
        "Thank\n"
        "\n"
        "     37 days   Plain Lines printed “Waiting” on 1 February 2026\n"
        "               postroom place humber waited thanked\n"
        "\n"
        "Offer next\n"
        "\n"
        "   in 5 days   Plain Lines\n"
        "               closes on 15 March 2026; they take 80 to 120 words; they printed "
        "you in\n"
        "               February\n"
        "\n"
        "               “The forty letters”\n"
        "               on thanks, which they want; 80 words in the short version\n"
        "               postroom offer humber letters\n"
        "\n"
        "1 to ask again, 1 to thank, 1 offer to choose from, 0 waiting\n"
    )


def test_what_waits_is_shown_too(tmp_path):
    folder = some_site(tmp_path, {"choir/1": step("accepted", "2026-03-01", "waited12")})

    result = postroom(folder, "offers", "--group", "choir")

    assert result.stdout == (
        "Waiting for an answer\n"
        "\n"
        "  9 days   The Northern Choir still has “Waiting”, accepted on 1 March 2026; ask "
        "on 22 March\n"
        "           2026\n"
        "           postroom place choir waited published --url https://...\n"
        "\n"
        "0 to ask again, 0 to thank, 0 offers to choose from, 1 waiting\n"
    )


def test_what_was_offered_before_it_appears_is_called_by_its_title(tmp_path):
    folder = some_site(tmp_path, {"choir/1": step("offered", "2026-02-10", "later123")})

    result = postroom(folder, "offers")

    assert "The Northern Choir has “Later”, offered on 10 February 2026\n" in result.stdout
    assert "postroom place choir later reminded\n" in result.stdout


def test_one_post_can_be_asked_about(site):
    result = postroom(site, "offers", "--post", "waited")

    assert "postroom offer choir waited" in result.stdout
    assert "letters" not in result.stdout


def test_why_a_post_is_not_for_a_group_is_said(site):
    result = postroom(site, "offers", "--post", "mine1234", "--group", "humber")

    assert result.stdout == (
        "“Mine alone” is not for Plain Lines now:\n"
        "  it is not to be reprinted: `reprint: no`\n"
        "  it is on nothing that they want: thanks\n"
        "  it has no length that they take: 80 to 120\n"
        "\n"
        "0 to ask again, 0 to thank, 0 offers to choose from, 0 waiting\n"
    )


def test_why_a_post_is_for_nobody_is_said_group_by_group_and_of_no_platform(site):
    result = postroom(site, "offers", "--post", "mine")

    assert result.stdout == (
        "“Mine alone” is not for The Northern Choir now:\n"
        "  it is not to be reprinted: `reprint: no`\n"
        "\n"
        "“Mine alone” is not for Plain Lines now:\n"
        "  it is not to be reprinted: `reprint: no`\n"
        "  it is on nothing that they want: thanks\n"
        "  it has no length that they take: 80 to 120\n"
        "\n"
        "0 to ask again, 0 to thank, 0 offers to choose from, 0 waiting\n"
    )


def test_a_broken_step_is_told_for_it_is_not_counted(tmp_path):
    folder = some_site(tmp_path, {"choir/1": step("ofered", "2026-03-01")})

    result = postroom(folder, "offers")

    assert "groups/choir/1.yml:2 [move]: got 'ofered'" in result.stderr


def test_without_groups_it_says_where_to_begin(tmp_path):
    folder = a_site(tmp_path, {"posts/letters.md": a_post()})

    result = postroom(folder, "offers")

    assert result.stdout.startswith(
        "no group is described yet: begin with groups/<id>.yml\n"
    )


UNKNOWN = {
    "a group": (
        ("--group", "chior"),
        "there is no group 'chior'\n    fix: did you mean `choir`?",
    ),
    "a post": (
        ("--post", "leters"),
        "there is no post 'leters'\n    fix: did you mean `letters`?",
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_there_is_not_is_told(site, arguments, expected):
    assert postroom(site, "offers", *arguments, code=1).stderr == f"{expected}\n"


# offer


def test_a_group_that_wants_text_gets_it_below_the_message(site):
    result = postroom(site, "offer", "humber", "letters")

    message = draft_of(site, "humber-letters")
    text = text_of(message)
    assert result.stdout == f"{site / '.cache/postroom/offers/humber-letters.eml'}\n"
    assert result.stderr == (
        "An essay for Plain Lines: The forty letters, 80 words\n"
        "next: open it in your mail program, write what is marked TK, send it, and then "
        "run\n"
        "    postroom place humber letters offered --length 100\n"
    )
    assert message["Subject"] == "An essay for Plain Lines: The forty letters, 80 words"
    assert message["X-Unsent"] == "1"
    assert str(message["From"]) == "Ines Okafor <ines@longtable.example>"
    [editor] = message["To"].addresses
    assert (editor.display_name, editor.addr_spec) == (
        'Brenda "Bee" Ąskwith',
        "brenda@humber.example",
    )
    assert text.startswith('Dear Brenda "Bee" Ąskwith,\n\nTK: ')
    assert "an essay of mine, “The forty letters”?" in text
    assert "https://small.example/share/letters/kit/" in text
    message_text, _, piece = text.partition(f"\n{'-' * 72}\n")
    assert message_text.endswith("With kind regards,\nInes Okafor\n")
    assert piece.startswith("\nThe forty letters\n=")
    assert "https://small.example/posts/letters/" in piece
    assert not message.is_multipart()


def test_a_group_that_wants_word_gets_a_file_with_links_of_its_own(site):
    postroom(site, "offer", "choir", "letters1")

    message = draft_of(site, "choir-letters")
    [attached] = message.iter_attachments()
    opened = docx.Document(BytesIO(attached.get_content()))
    targets = {rel.target_ref for rel in opened.part.rels.values() if rel.is_external}
    assert attached.get_filename() == "letters.docx"
    assert "https://small.example/posts/letters/?from=choir" in targets
    assert "https://small.example/share/letters/kit/?from=choir" in text_of(message)


def test_the_address_of_a_first_publication_elsewhere_is_left_as_it_is(site):
    first = "https://first.example/letters"
    post = a_post("The forty letters", LETTERS, reprint="allowed", canonical=first)
    (site / "docs/posts/letters.md").write_text(post, encoding="utf-8")

    postroom(site, "offer", "choir", "letters", "--format", "text")

    text = text_of(draft_of(site, "choir-letters"))
    assert first in text
    assert f"{first}?" not in text


def test_no_other_group_gets_links_that_say_where_they_stood(site):
    postroom(site, "offer", "humber", "letters")

    assert "?" not in "".join(
        re.findall(r"https://\S+", text_of(draft_of(site, "humber-letters")))
    )


def test_an_author_may_choose_length_and_format(site):
    postroom(site, "offer", "choir", "letters", "--length", "100", "--format", "markdown")

    [attached] = draft_of(site, "choir-letters").iter_attachments()
    assert attached.get_filename() == "letters-100.md"
    assert attached.get_content_type() == "text/markdown"
    assert attached.get_content().startswith("# The forty letters")


def test_a_link_alone_can_be_sent(site):
    postroom(site, "offer", "choir", "letters", "--link-only")

    message = draft_of(site, "choir-letters")
    assert not message.is_multipart()
    assert "The text is on the page named below, ready to copy." in text_of(message)


def test_what_speaks_against_an_offer_is_noted_and_does_not_stop_it(tmp_path):
    folder = some_site(tmp_path, {"humber/1": step("offered", "2026-03-01")})

    result = postroom(folder, "offer", "humber", "later")

    assert result.stderr == (
        "note: they still have “Waiting”, offered on 1 March 2026\n"
        "note: readers cannot see it yet\n"
        "note: it is on nothing that they want: thanks\n"
        "note: it has no length that they take: 80 to 120\n"
        "nobody is named as the sender\n"
        "    fix: write `from:` and `Name <name@example.org>` into addresses.yml, or set "
        "POSTROOM_FROM\n"
        "nobody knows the editor of Plain Lines\n"
        "    fix: write `humber:` and `Name <name@example.org>` below `editors:` in "
        "addresses.yml, or set POSTROOM_EDITOR_HUMBER\n"
        "An essay for Plain Lines: Later, 2 words\n"
        "next: open it in your mail program, write what is marked TK, send it, and then "
        "run\n"
        "    postroom place humber later offered --length full\n"
    )


def test_who_prints_no_i_is_told_to_the_author_and_marked_in_the_draft(site):
    result = postroom(site, "offer", "choir", "letters")

    assert (
        "note: they print nothing that says “I”: put the text into the third person\n"
        in result.stderr
    )
    assert text_of(draft_of(site, "choir-letters")).startswith(
        "TK: The Northern Choir prints"
    )


def test_the_environment_may_name_who_writes_to_whom(site, monkeypatch):
    monkeypatch.setenv("POSTROOM_EDITOR_CHOIR", "Ann <ann@choir.example>")
    monkeypatch.setenv("POSTROOM_FROM", "desk@longtable.example")

    postroom(site, "offer", "choir", "letters")

    message = draft_of(site, "choir-letters")
    assert str(message["To"]) == "Ann <ann@choir.example>"
    assert str(message["From"]) == "desk@longtable.example"


def test_two_drafts_of_one_offer_are_the_same_bytes(site, monkeypatch):
    path = site / ".cache/postroom/offers/humber-letters.eml"
    postroom(site, "offer", "humber", "letters")
    first = path.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{int(NOW) + 3600}")

    postroom(site, "offer", "humber", "letters")

    assert path.read_bytes() == first


def test_preparing_records_nothing_and_publishes_nothing(site):
    before = sorted((site / "docs").rglob("*"))

    postroom(site, "offer", "humber", "letters")
    postroom(site, "offers")

    built = command_here(site)
    assert sorted((site / "docs").rglob("*")) == before
    assert built.code == 0, built.output
    for path, content in built.files.items():
        assert b"humber.example" not in content, path
        assert b"ines@longtable.example" not in content, path


REFUSED = {
    "a post that is not to be reprinted": (
        ("humber", "mine"),
        "posts/mine.md [reprint]: it is not to be reprinted\n"
        "    fix: write `reprint: ask`, or offer another post\n",
    ),
    "a platform": (
        ("toots", "letters"),
        "groups/toots.yml [platform]: a platform has no editor to write to\n"
        "    fix: run `postroom crosspost letters --to mastodon`\n",
    ),
    "a length that it has not": (
        ("humber", "letters", "--length", "500"),
        "posts/letters.md: it has no length 500\n"
        "    fix: choose one of full (240 words), 100 (80 words)\n",
    ),
    "a link to no kit": (
        ("humber", "waited", "--link-only"),
        "posts/waited.md: it has no kit to link to\n"
        "    fix: write `reprint: allowed` or `reprint: ask`, or leave out --link-only\n",
    ),
    "no such group": (
        ("humbr", "letters"),
        "there is no group 'humbr'\n    fix: did you mean `humber`?\n",
    ),
    "no such post": (
        ("humber", "lettrs"),
        "there is no post 'lettrs'\n    fix: did you mean `letters`?\n",
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_refused(site, arguments, expected):
    assert postroom(site, "offer", *arguments, code=1).stderr == expected


@pytest.mark.parametrize("folder", ["docs", "docs/groups", "site", "own"])
def test_a_draft_never_lies_where_it_would_be_published(tmp_path, folder):
    (tmp_path / "own").mkdir()
    theme = {"name": "material", "font": False, "custom_dir": "own"}
    site = a_site(tmp_path, FILES, theme=theme)
    path = site / folder / "draft.eml"

    result = postroom(site, "offer", "humber", "letters", "-o", path, code=1)

    assert result.stderr == (
        f"{path}: what lies in {site / folder.partition('/')[0]} is published, and a draft "
        "has addresses in it\n"
        "    fix: choose another place with -o, or leave -o out\n"
    )
    assert not path.exists()


def test_a_site_without_an_address_has_nothing_to_lead_back_to(tmp_path):
    files = {"posts/letters.md": a_post(), "groups/humber.yml": GROUPS["humber"]}
    folder = a_site(tmp_path, files, site_url=None)

    result = postroom(folder, "offer", "humber", "letters", code=1)

    assert result.stderr == (
        "mkdocs.yml [site_url]: there is none, and an offer leads back to the site\n"
        "    fix: add `site_url: https://your.domain/`\n"
    )


def test_a_message_can_be_in_the_author_s_own_words(site):
    own = site / "templates/offer/message.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Subject: {{ title }}\n\nServus {{ editor }}!\n", encoding="utf-8")

    postroom(site, "offer", "humber", "letters", "--format", "html")

    message = draft_of(site, "humber-letters")
    assert message["Subject"] == "The forty letters"
    assert text_of(message) == 'Servus Brenda "Bee" Ąskwith!\n'


# what is private

BOOKS = {
    "sound": ADDRESSES,
    "no addresses": "from: Ines@\neditors:\n  humber: Brenda @humber.example\n",
    "no YAML": "from: Ines <ines@longtable.example>\n  - Brenda <brenda@humber.example>\n",
    "strangers": "Brenda@humber.example: Ines\neditors:\n  brenda@humber.example: Ines\n",
}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
@pytest.mark.parametrize(
    "arguments", [("humber", "letters"), ("humber", "mine"), ("x", "y")]
)
def test_nothing_private_is_ever_printed_or_logged(site, book, arguments, caplog):
    (site / "addresses.yml").write_text(book, encoding="utf-8")

    with caplog.at_level(logging.DEBUG):
        result = run_whatever(site, *arguments)

    assert PRIVATE.findall(result.output) == []
    assert PRIVATE.findall(caplog.text) == []


def run_whatever(folder: Path, *arguments: str) -> Result:
    code = 0 if arguments == ("humber", "letters") else 1
    return postroom(folder, "offer", *arguments, code=code)


def test_a_book_that_cannot_be_read_is_told(site):
    (site / "addresses.yml").unlink()
    (site / "addresses.yml").mkdir()

    result = postroom(site, "offer", "humber", "letters", code=1)

    assert result.stderr == (
        f"{site / 'addresses.yml'}: is a directory\n    fix: make it a readable file\n"
    )


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_files_that_git_would_keep_are_told(site):
    git(site, "init", "--quiet")

    result = postroom(site, "offer", "humber", "letters")

    assert result.stderr.startswith(
        f"{site / 'addresses.yml'}: it has addresses in it, and Git does not ignore it\n"
        "    fix: add a line `addresses.yml` to .gitignore\n"
        f"{site / '.cache/postroom/offers/humber-letters.eml'}: it has addresses in it, "
        "and Git does not ignore it\n"
        "    fix: add a line `/.cache/` to .gitignore\n"
    )


def test_files_that_git_ignores_are_not_told(site):
    git(site, "init", "--quiet")
    (site / ".gitignore").write_text("/.cache/\n/addresses.yml\n", encoding="utf-8")

    result = postroom(site, "offer", "humber", "letters")

    assert "Git" not in result.stderr
