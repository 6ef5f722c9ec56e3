"""A smaller attack, and proof that its judge can complain."""

from __future__ import annotations

import io
import zipfile
from random import Random

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.fragments.submitted import clean_submitted

from . import yard as yards
from .__main__ import learn, play, render
from .judge import KINDS, look_at_file, look_at_message, look_at_page
from .payloads import AIMS, CONTEXTS, SPELLINGS, Payload
from .yard import WAYS, Yard


@pytest.mark.e2e
def test_nothing_a_stranger_sends_can_harm():
    figures, breaches = play(1, known=learn(), sent=300, printed=60)

    assert breaches == []
    assert {way for way in WAYS if figures[way]["taken"]} == set(WAYS)
    assert figures["site"]["printed"] >= 40
    assert render(figures, 1)[0] == "SEED=1"


PAYLOADS = st.builds(
    Payload,
    st.sampled_from(sorted(AIMS)),
    st.sampled_from(sorted(CONTEXTS)),
    st.sampled_from(sorted(SPELLINGS)),
)


@given(st.lists(st.one_of(PAYLOADS.map(lambda each: each.text), st.text()), max_size=3))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_words_stay_words_however_they_are_put_together(texts):
    text = "".join(texts).encode(errors="replace").decode()

    assert [*look_at_page(clean_submitted(convert_submitted(text)))] == []


CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
    "DTSTAMP:20261110T120000Z\r\nDTSTART:20261210T120000Z\r\n{}END:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)
TEXT = (
    "Ours\n====\n\n  Read it (1).\n\n{}\n-- \nOurs\nTo unsubscribe:\nhttps://x.example/\n"
)
MESSAGE = (
    "From: a@b.example\nSubject: x\n{}MIME-Version: 1.0\n"
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    "x\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n"
)
RSS = '<rss version="2.0"><channel><title>{}</title><link>{}</link></channel></rss>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>urn:x</id>'
    "<updated>2026-11-10T12:00:00Z</updated><entry><title>x</title><id>urn:y</id>"
    "<updated>2026-11-10T12:00:00Z</updated>{}</entry></feed>"
)
PLANTED = {
    "a script": ("x.html", "<script>kvazar(1)</script>", "executable"),
    "a script that says it is data": (
        "x.html",
        "<script type=application/json>kvazar(1)</script>",
        "executable",
    ),
    "an event": ("x.html", "<p onclick=kvazar(1)>x", "executable"),
    "a program": ("x.html", "<a href=' java\nscript:kvazar(1)'>x</a>", "executable"),
    "data": ("x.html", "<a href=data:text/html,x>x</a>", "executable"),
    "a style": ("x.html", "<style>p { color: red }</style>", "executable"),
    "a style that loads": ("x.html", "<p style='background:url(x)'>x", "executable"),
    "an expression": ("x.html", "<p style='width:expression(x)'>x", "executable"),
    "a frame of its own": ("x.html", "<p srcdoc=x>x", "executable"),
    "a refresh": ("x.html", "<meta http-equiv=Refresh content=0>", "executable"),
    "a base": ("x.html", "<base href=//evil.example/>", "executable"),
    "a form": ("x.html", "<form><input></form>", "executable"),
    "a drawing": ("x.html", "<svg><a xlink:href='javascript:x'>x</a></svg>", "executable"),
    "a picture": ("x.html", "<img src=//evil.example/x.gif>", "loaded"),
    "another's words": (
        "x.html",
        "<p><a href=https://evil.example/>https://x.example/</a></p>",
        "deceived",
    ),
    "somebody else": (
        "x.html",
        "<p><a href=https://x.example@evil.example/>x</a></p>",
        "deceived",
    ),
    "a copy": ("x.html", "<a href='mailto:a@b?bcc=c@d'>x</a>", "headers"),
    "a copy below": ("x.html", "<a href='mailto:a@b%0d%0aBcc:c@d'>x</a>", "headers"),
    "a channel": (
        "x.xml",
        RSS.format("&lt;img src=x onerror=x&gt;", "https://x.example/"),
        "executable",
    ),
    "a channel's page": ("x.xml", RSS.format("x", "javascript:x"), "executable"),
    "an entry": (
        "x.xml",
        ATOM.format('<content type="html">&lt;script&gt;x&lt;/script&gt;</content>'),
        "executable",
    ),
    "an entry's page": ("x.xml", ATOM.format('<link href="javascript:x"/>'), "executable"),
    "no XML": ("x.xml", "<rss>", "unreadable"),
    "an item": ("x.json", '{"items": [{"content_html": "<script>x"}]}', "executable"),
    "an item's page": ("x.json", '{"items": [{"url": "javascript:x"}]}', "executable"),
    "a guest": ("x.ics", CALENDAR.format("ATTENDEE:mailto:a@b\r\n"), "headers"),
    "an alarm": (
        "x.ics",
        CALENDAR.format("BEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\n"),
        "headers",
    ),
    "an event's page": ("x.ics", CALENDAR.format("URL:javascript:x\r\n"), "executable"),
    "a reference": ("email.txt", TEXT.format("[1] https://evil.example/"), "references"),
    "a reference in words": ("email.txt", TEXT.format("  as said [7]."), "references"),
    "a wide reference": ("email.txt", TEXT.format("［７］ x"), "references"),
    "a footer": ("email.txt", TEXT.format("-- \nTo unsubscribe:\nx"), "references"),
    "a link in Markdown": ("x.md", "[x](javascript:x)", "executable"),
    "a name": ("a/../x.html", "", "outside"),
    "a name of signs": ("a<b>.html", "", "outside"),
}


@pytest.mark.parametrize(("path", "planted", "kind"), PLANTED.values(), ids=PLANTED)
def test_a_breach_in_a_file_is_seen(path, planted, kind):
    assert kind in {kind for kind, _ in look_at_file(path, planted.encode())}


def test_what_harms_nobody_is_no_breach():
    good = {
        "x.html": "<p style='color: red'><a href=https://x.example/>x</a></p>",
        "x.xml": RSS.format("x", "https://x.example/"),
        "y.xml": ATOM.format('<title type="text">&lt;script&gt;</title>'),
        "x.ics": CALENDAR.format("SUMMARY:x\r\n"),
        "email.txt": TEXT.format("As said [1].\n\n[1] https://x.example/\n"),
    }

    assert [b for path, raw in good.items() for b in look_at_file(path, raw.encode())] == []


@pytest.mark.parametrize("header", ["Bcc: c@d.example\n", "X-Evil: 1\n", "Subject: y\n"])
def test_a_forged_header_is_seen(header):
    assert not [*look_at_message(MESSAGE.format("").encode())]
    assert {kind for kind, _ in look_at_message(MESSAGE.format(header).encode())} == {
        "headers"
    }


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../b.txt"])
def test_a_name_that_leads_out_of_an_archive_is_seen(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")

    assert [kind for kind, _ in look_at_file("x.zip", packed.getvalue())] == ["outside"]


def test_a_crash_a_stray_file_and_a_steered_terminal_are_seen(tmp_path, monkeypatch):
    yard = Yard(tmp_path / "site", Random(1))
    with yard.watch("form"):
        (tmp_path / "evil").write_text("x", encoding="utf-8")
        raise RuntimeError
    monkeypatch.setattr(yards, "main", _shout)
    yard.run("form")

    assert {kind for kind in KINDS if yard.figures["form"][kind]} == {
        "outside",
        "steered",
        "tracebacks",
    }


@click.command()
@click.option("-f", "path")
def _shout(path: str) -> None:
    click.echo(f"\x1b[2J{path}", color=True)
