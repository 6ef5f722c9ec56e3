"""`postroom crosspost`, against servers of this machine, from the command line."""

from __future__ import annotations

import errno
import logging
import shlex
import stat
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from PIL import Image
from tests.e2e import sites
from tests.e2e.building import NOW, a_post, a_site
from tests.fakes.platforms import BlueskyServer, Forem, MastodonServer
from tests.fakes.server import Server, answering, cut, done_but, listening

from postroom.cli import main
from postroom.cli.crosspost import TARGETS
from postroom.model.group import Platform

pytestmark = pytest.mark.e2e

HOME = "https://small.example/posts/forty/"
SECRETS = {
    "DEVTO_API_KEY": Forem.key,
    "MASTODON_TOKEN": MastodonServer.token,
    "BLUESKY_IDENTIFIER": BlueskyServer.identifier,
    "BLUESKY_APP_PASSWORD": BlueskyServer.password,
}
ADDRESSES = ("POSTROOM_DEVTO_URL", "POSTROOM_MASTODON_URL", "POSTROOM_BLUESKY_URL")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
POSTS = {
    "authors.yml": sites.AUTHORS,
    "posts/forty.md": a_post(
        "The forty letters",
        "Within a day: `{{ 1 }}` and {{ 2 }}.\n\n## Afterwards\n\nThey wrote.",
        uid="forty1",
        authors=["ines"],
        tags=["Thank you"],
        description="Within a day, forty people wrote back.",
    ),
    "posts/unready.md": a_post("Unready", uid="unready", draft=True),
    "posts/soon.md": a_post("Soon", uid="soon12", date="2031-05-06"),
    "posts/fresh.md": a_post("Fresh", uid="fresh1", date="2029-12-30"),
}


@pytest.fixture(autouse=True)
def _undisturbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Know no key and no program; a proxy would find what it must not."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in (*SECRETS, *ADDRESSES):
        monkeypatch.delenv(name, raising=False)
    for name in PROXIES:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return a_site(tmp_path / "site", POSTS)


Start = Callable[..., Any]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a server, and say where it is and what opens it."""

    def begin(server: Server, *, said: bool = True) -> Server:
        started = stack.enter_context(listening(server))
        for key, value in SECRETS.items():
            monkeypatch.setenv(key, value)
        names = {Forem: ADDRESSES[0], MastodonServer: ADDRESSES[1]}
        if said:
            monkeypatch.setenv(names.get(type(server), ADDRESSES[2]), started.url)
        return started

    with ExitStack() as stack:
        yield begin


def run(site: Path, *arguments: str, code: int = 0, answer: str = "") -> str:
    """Run the command on a site; give all that it printed, in which no secret is."""
    command = ["crosspost", "-f", str(site / "mkdocs.yml"), *arguments]
    result: Result = CliRunner().invoke(main, command, input=answer)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert not [secret for secret in SECRETS.values() if secret in result.output]
    return result.output


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site but what is cached, in none of which is a secret."""
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    secrets = [*map(str.encode, SECRETS.values()), BlueskyServer.access.encode()]
    assert not [p for p, content in found.items() for s in secrets if s in content]
    return {p: found[p] for p in found if not p.startswith(".cache/")}


def steps_of(site: Path, group: str) -> list[dict[str, Any]]:
    """What was recorded at a group, in order."""
    paths = sorted((site / "docs/groups" / group).glob("*.yml"))
    return [yaml.safe_load(path.read_bytes()) for path in paths]


def group_of(site: Path, group: str) -> Any:
    return yaml.safe_load((site / f"docs/groups/{group}.yml").read_bytes())


def write_group(site: Path, group: str, **facts: str) -> None:
    path = site / f"docs/groups/{group}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({"kind": "online", **facts}), encoding="utf-8")


def is_sound(site: Path) -> bool:
    result = CliRunner().invoke(main, ["check", "-f", str(site / "mkdocs.yml")])
    return result.exit_code == 0


def test_every_platform_that_a_group_can_stand_for_is_one_to_go_to():
    assert get_args(Platform) == TARGETS


# dev.to


def test_a_draft_at_devto_is_an_offer(site, start):
    server = start(Forem())

    printed = run(site, "forty", "--to", "devto")

    draft = "https://dev.to/ines/101-temp-slug/edit"
    [article] = server.articles
    assert server.asked[0].headers["user-agent"].startswith("postroom/")
    assert (article["published"], article["canonical_url"]) == (False, HOME)
    assert "Within a day: `{{ 1 }}` and {% raw %}{{% endraw %}{ 2 }}." in (
        article["body_markdown"].replace("\\{", "{")
    )
    assert article["tag_list"] == ["thankyou"]
    assert f"dev.to: a draft is there; look at it, and publish it: {draft}\n" in printed
    assert "postroom place devto forty published --url ADDRESS" in printed
    assert group_of(site, "devto") == {
        "name": "dev.to",
        "kind": "online",
        "platform": "devto",
        "server": server.url,
        "feed": False,
    }
    [step] = steps_of(site, "devto")
    assert (step["move"], step["post"]) == ("offered", "forty1")
    assert draft in step["note"]
    assert is_sound(site)


def test_a_second_run_changes_the_draft_and_records_nothing_new(site, start):
    server = start(Forem())
    run(site, "forty", "--to", "devto")

    printed = run(site, "forty", "--to", "devto")

    assert "dev.to: the draft that was there is changed" in printed
    assert len(server.articles) == 1
    assert len(steps_of(site, "devto")) == 1


def test_what_is_published_there_is_left_alone_and_can_be_recorded(site, start):
    server = start(Forem())
    run(site, "forty", "--to", "devto")
    server.articles[0]["published"] = True
    before = files_of(site)

    printed = run(site, "forty", "--to", "devto", code=1)

    url = "https://dev.to/ines/101-temp-slug"
    assert printed == (
        f"dev.to has it already, at {url}: nothing was touched\n"
        "    fix: change it there by hand, and record it: "
        f"postroom place devto forty published --url {url}\n"
    )
    assert files_of(site) == before


def test_the_command_that_records_it_does(site, start):
    server = start(Forem())
    run(site, "forty", "--to", "devto")
    server.articles[0]["published"] = True
    printed = run(site, "forty", "--to", "devto", code=1)
    command = shlex.split(printed.partition("record it: postroom ")[2])

    result = CliRunner().invoke(main, [*command, "-f", str(site / "mkdocs.yml")])

    assert result.exit_code == 0, result.output
    assert [step["move"] for step in steps_of(site, "devto")] == ["offered", "published"]
    assert "dev.to has it since 1 January 2030 at https://dev.to/ines/101-temp-slug" in (
        run(site, "forty", "--to", "devto", code=1)
    )


def test_a_draft_is_recorded_even_if_the_line_broke_after_it_was_made(site, start):
    server = start(Forem())
    server.trouble("POST /api/articles", done_but(cut))

    run(site, "forty", "--to", "devto")

    assert len(server.articles) == len(steps_of(site, "devto")) == 1


# Mastodon and Bluesky


def test_mastodon_gets_it_once_its_author_said_yes(site, start):
    server = start(MastodonServer())

    printed = run(
        site, "forty", "--to", "mastodon", "--text", "I did not expect this.", answer="y\n"
    )

    text = (
        "I did not expect this.\n\nThe forty letters\n"
        f"Within a day, forty people wrote back.\n\n{HOME}"
    )
    assert server.asked[-1].json["status"] == text
    assert "    Within a day, forty people wrote back.\n" in printed
    assert "Publish it? [y/N]: y" in printed
    [step] = steps_of(site, "mastodon")
    assert (step["move"], step["url"]) == ("published", "https://social.example/@ines/900")
    assert group_of(site, "mastodon")["server"] == server.url
    assert is_sound(site)


def test_what_went_out_is_written_down_even_if_nobody_reads_what_is_printed(
    site, start, monkeypatch
):
    def close(text: str, *, err: bool = False) -> None:
        if not err:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    start(MastodonServer())
    monkeypatch.setattr(click, "echo", close)

    run(site, "forty", "--to", "mastodon", "--yes", code=1)

    assert [step["move"] for step in steps_of(site, "mastodon")] == ["published"]


def test_who_stops_it_is_told_that_it_may_be_out(site, start, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    start(MastodonServer())
    monkeypatch.setattr("postroom.web.courier.Courier.ask", stop)

    printed = run(site, "forty", "--to", "mastodon", "--yes", code=1)

    assert (
        "Mastodon: stopped, and nobody knows how far it came\n"
        "    fix: run the command again: it looks first, and makes nothing twice\n"
    ) in printed


def test_what_went_out_is_told_even_if_it_cannot_be_written_down(site, start):
    start(MastodonServer())
    write_group(site, "mastodon", name="Toots", platform="mastodon")
    (site / "docs/groups/mastodon").write_text("no folder", encoding="utf-8")

    printed = run(site, "forty", "--to", "mastodon", "--yes", code=1)

    assert "Mastodon: published: https://social.example/@ines/900\n" in printed
    assert "fix: choose a place where files can be written\n" in printed


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_nothing_is_published_or_recorded_without_a_yes(site, start, answer):
    server = start(MastodonServer())

    printed = run(site, "forty", "--to", "mastodon", answer=answer)

    assert "Mastodon: nothing was sent\n" in printed
    assert server.statuses == []
    assert steps_of(site, "mastodon") == []


def test_nobody_there_to_say_yes_is_a_no(site, start):
    server = start(MastodonServer())

    run(site, "forty", "--to", "mastodon", code=1)

    assert server.statuses == []


def test_bluesky_gets_it_with_the_card_of_the_post(site, start):
    server = start(BlueskyServer())

    run(site, "forty", "--to", "bluesky", "--yes")

    [record] = server.records.values()
    assert record["createdAt"] == "2030-01-01T00:00:00.000Z"
    assert record["embed"]["external"]["uri"] == HOME
    [(kind, card)] = server.blobs
    assert kind == "image/png"
    assert card.startswith(b"\x89PNG")
    [step] = steps_of(site, "bluesky")
    assert step["url"].startswith("https://bsky.app/profile/ines.example/post/")


def test_a_large_cover_goes_along_instead_of_the_card(site, start):
    server = start(BlueskyServer())
    Image.new("RGB", (800, 400)).save(site / "docs/posts/cover.jpg")
    text = a_post("The forty letters", uid="forty1", image="cover.jpg")
    (site / "docs/posts/forty.md").write_text(text, encoding="utf-8")

    run(site, "forty", "--to", "bluesky", "--yes")

    assert server.blobs == [("image/jpeg", (site / "docs/posts/cover.jpg").read_bytes())]


def test_what_the_books_have_as_published_is_not_sent_again_unless_wanted(site, start):
    server = start(MastodonServer())
    run(site, "forty", "--to", "mastodon", "--yes")

    printed = run(site, "forty", "--to", "mastodon", "--yes", code=1)

    assert printed == (
        "Mastodon has it since 1 January 2030 at https://social.example/@ines/900\n"
        "    fix: change it there by hand, or add --again to go on all the same\n"
    )
    run(site, "forty", "--to", "mastodon", "--yes", "--again")
    assert len(server.statuses) == len(steps_of(site, "mastodon")) == 2


def test_what_is_there_and_not_in_the_books_is_not_sent_again(site, start):
    server = start(MastodonServer())
    run(site, "forty", "--to", "mastodon", "--yes")
    for path in (site / "docs/groups/mastodon").iterdir():
        path.unlink()

    printed = run(site, "forty", "--to", "mastodon", "--yes", code=1)

    assert "Mastodon has it already, at https://social.example/@ines/900" in printed
    assert len(server.statuses) == 1


def test_the_server_of_the_group_is_asked(site, start):
    server = start(MastodonServer(), said=False)
    write_group(site, "wall", name="The Wall", platform="mastodon", server=server.url)

    run(site, "forty", "--to", "mastodon", "--yes", "--visibility", "unlisted")

    assert server.statuses[0]["visibility"] == "unlisted"
    assert len(steps_of(site, "wall")) == 1
    assert not (site / "docs/groups/mastodon.yml").exists()


def test_the_group_of_the_server_that_is_meant_keeps_the_books(site, start):
    server = start(MastodonServer())
    other = "https://other.example"
    write_group(site, "a-wall", name="A", platform="mastodon", server=other)
    write_group(site, "b-wall", name="B", platform="mastodon", server=f"{server.url}/")

    run(site, "forty", "--to", "mastodon", "--yes")

    assert [len(steps_of(site, g)) for g in ("a-wall", "b-wall")] == [0, 1]


# several at once


def test_what_goes_wrong_at_one_place_stops_no_other(site, start):
    forem, bluesky = start(Forem()), start(BlueskyServer())
    forem.trouble("GET /api/articles/me/all", answering(429, {}, retry_after="30"))

    printed = run(site, "forty", "--to", "devto", "--to", "bluesky", "--yes", code=1)

    assert "dev.to asks for patience (429)\n    fix: run the command again in 30" in printed
    assert len(bluesky.records) == 1
    assert steps_of(site, "devto") == []


# by hand


def test_where_no_program_is_let_in_files_and_steps_are_ready(site):
    printed = run(site, "forty", *"--to medium --to substack --to linkedin".split())

    folder = site / ".cache/postroom/crosspost"
    page = (folder / "forty-substack.html").read_text(encoding="utf-8")
    assert "first appeared in" in page
    assert "<h2" not in page.partition("Afterwards")[0]
    assert (folder / "forty-linkedin.txt").read_text(encoding="utf-8") == (
        f"The forty letters\nWithin a day, forty people wrote back.\n\n{HOME}\n"
    )
    assert "  1. open https://medium.com/p/import\n" in printed
    assert f"  2. paste {HOME} into the field, and choose Import\n" in printed
    assert f"{folder / 'forty-substack.html'}\n" in printed
    for group in ("medium", "substack", "linkedin"):
        assert f"postroom place {group} forty published --url ADDRESS\n" in printed
        assert group_of(site, group)["platform"] == group
        [step] = steps_of(site, group)
        assert (step["move"], step["note"]) == ("offered", "to be published by hand")
    assert "on the clipboard" not in printed
    assert is_sound(site)


def a_program(folder: Path, name: str, said: str = "") -> Path:
    """A program that keeps what it was given, and how it was called."""
    path = folder / name
    folder.mkdir(exist_ok=True)
    path.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\n{said}\n"
        f"pathlib.Path({str(path)!r} + '.got').write_bytes(\n"
        "    ' '.join(sys.argv[1:]).encode() + b'\\n' + sys.stdin.buffer.read())\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path.with_name(f"{name}.got")


CLIPBOARDS = {
    "text on a Mac": ("pbcopy", "medium", "", "utf-8"),
    "text under Wayland": ("wl-copy", "medium", "", "utf-8"),
    "text under X": ("xclip", "medium", "-selection clipboard", "utf-8"),
    "text under Windows": ("clip.exe", "medium", "", "utf-16"),
    "a page under Wayland": ("wl-copy", "substack", "--type text/html", "utf-8"),
    "a page under X": ("xclip", "substack", "-selection clipboard -t text/html", "utf-8"),
}


@pytest.mark.parametrize("case", CLIPBOARDS.values(), ids=CLIPBOARDS.keys())
def test_it_is_on_the_clipboard_where_there_is_one(site, tmp_path, case):
    program, target, arguments, encoding = case
    got = a_program(tmp_path / "bin", program)

    printed = run(site, "forty", "--to", target)

    assert "it is on the clipboard\n" in printed
    said, _, content = got.read_bytes().partition(b"\n")
    assert said.decode() == arguments
    assert HOME in content.decode(encoding)


@pytest.mark.parametrize("program", ["pbcopy", "clip.exe"])
def test_a_clipboard_for_text_alone_gets_no_page(site, tmp_path, program):
    got = a_program(tmp_path / "bin", program)

    run(site, "forty", "--to", "substack")

    assert not got.exists()


def test_a_clipboard_that_fails_stops_nothing(site, tmp_path):
    a_program(tmp_path / "bin", "wl-copy", "sys.exit(1)")
    (tmp_path / "bin/pbcopy").write_bytes(b"\x00 no program")
    (tmp_path / "bin/pbcopy").chmod(0o755)

    printed = run(site, "forty", "--to", "medium")

    assert "on the clipboard" not in printed


def no_browser(_: str) -> bool:
    return False


def a_broken_browser(_: str) -> bool:
    raise webbrowser.Error


@pytest.mark.parametrize("browser", [no_browser, a_broken_browser])
def test_without_a_browser_the_address_is_all_there_is(site, monkeypatch, browser):
    monkeypatch.setattr(webbrowser, "open", browser)

    printed = run(site, "forty", "--to", "medium", "--open")

    assert "there is no browser to open https://medium.com/p/import in\n" in printed


def test_the_page_to_go_on_at_is_opened_if_that_is_wanted(site, start, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    start(Forem())

    run(site, "forty", "--to", "medium", "--to", "devto", "--open")
    run(site, "forty", "--to", "medium")

    assert opened == [
        "https://medium.com/p/import",
        "https://dev.to/ines/101-temp-slug/edit",
    ]


# before anything is sent


def test_a_dry_run_needs_no_key_and_no_network_and_writes_nothing(site):
    write_group(
        site, "wall", name="W", platform="mastodon", server="https://social.example"
    )
    before = files_of(site)
    everywhere = "--to devto --to mastodon --to bluesky --to substack".split()

    printed = run(site, "forty", *everywhere, "--dry-run")

    assert "POST https://dev.to/api/articles\n{\n" in printed
    assert '"published": false' in printed
    assert "POST https://social.example/api/v1/statuses\n" in printed
    assert "POST https://bsky.social/xrpc/com.atproto.repo.createRecord\n" in printed
    assert "forty-substack.html would have" in printed
    assert files_of(site) == before
    assert not (site / ".cache/postroom/crosspost").exists()


REFUSED = {
    "a draft": ("unready", "posts/unready.md: it is a draft\n    fix: publish it on your"),
    "one that is due": ("soon", "posts/soon.md: it is due on 6 May 2031\n    fix: "),
    "no such post": ("fort", "there is no post 'fort'\n    fix: did you mean `forty`?"),
}


@pytest.mark.parametrize(("post", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_only_what_is_published_at_home_goes_elsewhere(site, start, post, expected):
    server = start(Forem())

    printed = run(site, post, "--to", "devto", code=1)

    assert expected in printed
    assert server.asked == []


def test_a_site_without_an_address_has_nothing_to_lead_back_to(tmp_path):
    folder = a_site(tmp_path / "nowhere", POSTS, site_url=None)

    printed = run(folder, "forty", "--to", "medium", code=1)

    assert "mkdocs.yml [site_url]: there is none, and every copy leads back" in printed


def test_a_young_post_goes_out_with_a_warning(site):
    printed = run(site, "fresh", "--to", "medium")

    assert printed.startswith(
        "posts/fresh.md: it is younger than a week\n"
        "    fix: wait, if you can, until search engines know that yours came first\n"
    )


MISSING = {
    "DEVTO_API_KEY": ("devto", Forem, "make a key at http"),
    "MASTODON_TOKEN": ("mastodon", MastodonServer, "make an application at http"),
    "BLUESKY_IDENTIFIER": ("bluesky", BlueskyServer, "make an app password at https"),
    "BLUESKY_APP_PASSWORD": ("bluesky", BlueskyServer, "make an app password at https"),
}


@pytest.mark.parametrize("value", [None, "", "  "], ids=["unset", "empty", "blank"])
@pytest.mark.parametrize("key", MISSING)
def test_a_missing_key_is_said_with_the_way_to_one(site, start, monkeypatch, key, value):
    target, kind, fix = MISSING[key]
    server = start(kind())
    before = files_of(site)
    monkeypatch.delenv(key)
    if value is not None:
        monkeypatch.setenv(key, value)

    printed = run(site, "forty", "--to", target, "--yes", code=1)

    assert printed.startswith(f"${key} is not set\n    fix: {fix}")
    assert server.asked == []
    assert files_of(site) == before


@pytest.mark.parametrize("value", ["a\nb", "a b", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_not_shown(site, start, monkeypatch, value):
    start(Forem())
    monkeypatch.setenv("DEVTO_API_KEY", value)

    printed = run(site, "forty", "--to", "devto", code=1)

    assert printed.startswith("$DEVTO_API_KEY has signs in it that cannot be sent\n")
    assert value not in printed


def test_no_key_goes_out_in_the_open(site, monkeypatch):
    monkeypatch.setenv("POSTROOM_DEVTO_URL", "http://forem.example")
    write_group(site, "wall", name="W", platform="mastodon", server="http://a.example")

    printed = run(site, "forty", "--to", "devto", "--to", "mastodon", code=1)

    assert "$POSTROOM_DEVTO_URL: no secret goes to such an address\n" in printed
    assert "groups/wall.yml [server]: no secret goes to such an address\n" in printed


def test_which_server_of_many_is_not_guessed(site):
    printed = run(site, "forty", "--to", "mastodon", code=1)

    assert printed == (
        "Mastodon is many servers, and nobody said which one is yours\n"
        "    fix: set POSTROOM_MASTODON_URL to its address, such as https://social.example\n"
    )


def test_a_file_of_another_group_is_not_overwritten(site, start):
    start(Forem())
    write_group(site, "devto", name="The Devon Tourers")
    before = files_of(site)

    printed = run(site, "forty", "--to", "devto", code=1)

    assert printed == (
        "groups/devto.yml: it is there, and does not stand for this platform or server\n"
        "    fix: add `platform: devto` to it, or mend what is wrong with it\n"
    )
    assert files_of(site) == before


def test_without_regex_the_way_to_it_is_said(site, monkeypatch):
    monkeypatch.setitem(sys.modules, "regex", None)

    printed = run(site, "gift", "--to", "devto", "--dry-run", code=1)

    assert "crosspost needs the package regex\n" in printed
    assert "postroom[online]" in printed


def test_without_httpx_the_way_to_it_is_said(site, start, monkeypatch):
    start(Forem())
    monkeypatch.setitem(sys.modules, "httpx", None)

    printed = run(site, "forty", "--to", "devto", code=1)

    assert "crosspost needs the package httpx\n" in printed
    assert "pip install 'postroom[online]'" in printed
