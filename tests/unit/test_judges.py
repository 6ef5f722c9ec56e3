"""The judge of feeds is right: clean samples pass, each broken one breaks its own rule."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.judges import roundtrip
from tests.judges.feeds import check_feed

CORPUS = Path(__file__).resolve().parents[1] / "judges" / "corpus"
GOOD = sorted((CORPUS / "good").iterdir())
BAD = sorted((CORPUS / "bad").iterdir())
SITE = "https://example.org"
NOW = datetime(2026, 7, 1, tzinfo=UTC)

ADDRESSES = {
    "archive": f"{SITE}/feeds/archive/2026.xml",
    "atom": f"{SITE}/atom.xml",
    "json": f"{SITE}/feed.json",
    "opml": f"{SITE}/feeds.opml",
    "rss": f"{SITE}/feed.xml",
}


def judge(sample: Path) -> list[str]:
    """The findings on a sample, served where the first word of its name belongs."""
    kind = sample.name.partition("-")[0]
    return check_feed(sample.read_bytes(), ADDRESSES[kind], now=NOW)


def rules(findings: list[str]) -> set[str]:
    """The names of the rules that were broken."""
    return {line.partition(": ")[0] for line in findings}


def good(name: str) -> bytes:
    """A clean sample."""
    return (CORPUS / "good" / name).read_bytes()


@pytest.mark.parametrize("sample", GOOD, ids=lambda sample: sample.name)
def test_a_good_sample_is_clean(sample):
    assert judge(sample) == []


@pytest.mark.parametrize("sample", BAD, ids=lambda sample: sample.name)
def test_a_bad_sample_breaks_the_rule_of_its_name_and_no_other(sample):
    _, rule, _ = sample.name.split(".")

    assert rules(judge(sample)) == {rule}


def test_an_accepted_rule_is_not_reported():
    sample = CORPUS / "bad" / "atom-two-updated-at-once.DuplicateUpdated.xml"

    assert (
        check_feed(sample.read_bytes(), ADDRESSES["atom"], allow={"DuplicateUpdated"}) == []
    )


def test_a_finding_names_rule_place_and_fault():
    sample = CORPUS / "bad" / "rss-title-escaped-twice.DoubleEscaped.xml"

    assert judge(sample) == ["DoubleEscaped: item 1/title: readers see '&amp;'"]


def test_without_now_the_future_is_not_judged():
    sample = CORPUS / "bad" / "rss-item-in-the-future.ImplausibleDate.xml"

    assert check_feed(sample.read_bytes(), ADDRESSES["rss"]) == []


@pytest.mark.parametrize("name", ["rss-plain.xml", "atom-plain.xml", "json-plain.json"])
def test_a_feed_served_elsewhere_is_found(name):
    findings = check_feed(good(name), "https://preview.example.net/feed", now=NOW)

    assert rules(findings) == {"SelfDoesntMatchLocation"}


@pytest.mark.parametrize("count", [2, 3])
def test_entries_of_one_moment_may_follow_their_ids_up_or_down(count):
    ids = ["a", "b", "c"][:count]

    assert rules(judge_ties(ids)) == set()
    assert rules(judge_ties(ids[::-1])) == set()


def test_entries_of_one_moment_in_no_order_are_found():
    assert rules(judge_ties(["b", "a", "c"])) == {"TiesNotById"}


def judge_ties(ids: list[str]) -> list[str]:
    """The findings on an RSS feed whose items share one date."""
    head, separator, rest = good("rss-plain.xml").decode().partition("    <item>")
    item, _, _ = rest.partition("</item>")
    items = [separator + item.replace("post/b2", f"post/{one}") + "</item>" for one in ids]
    document = head + "".join(items) + "</channel></rss>"
    return check_feed(document.encode(), ADDRESSES["rss"])


def test_a_feed_of_600_kilobytes_is_too_large():
    text = "A long letter. " * 40_000
    document = good("rss-plain.xml").replace(b"How it began.&lt;", f"{text}&lt;".encode())

    assert rules(check_feed(document, ADDRESSES["rss"])) == {"TooLarge"}


def test_an_archive_of_600_kilobytes_is_not_too_large():
    text = "A long letter. " * 40_000
    document = good("archive-rss.xml").replace(b"How it began.&lt;", f"{text}&lt;".encode())

    assert check_feed(document, ADDRESSES["archive"]) == []


@pytest.mark.parametrize("document", [b"", b"   ", b"Not found", b"<html></html>", b"[]"])
def test_what_is_no_feed_is_found_and_not_a_crash(document):
    assert check_feed(document, ADDRESSES["rss"]) != []


@pytest.mark.parametrize("kind", ["plain", "full"])
def test_a_reader_gets_the_same_from_each_format(kind):
    rss, *_ = roundtrip.read_with_feedparser(good(f"rss-{kind}.xml"))
    atom, *_ = roundtrip.read_with_feedparser(good(f"atom-{kind}.xml"))
    json, *_ = roundtrip.read_json_feed(good(f"json-{kind}.json"))

    assert atom == rss._replace(updated=atom.updated)
    assert json == atom._replace(updated=json.updated)


def test_a_reader_gets_every_part_of_an_entry():
    entry, _ = roundtrip.read_with_feedparser(good("atom-full.xml"))

    assert entry._replace(html="") == roundtrip.ReadEntry(
        title="Q&A: is 3 < 4 > 2? ]]> 😀",
        authors=("Ines Okafor", "Jean O'Brien & sons"),
        link=f"{SITE}/posts/second/",
        id="tag:example.org,2026:post/b2",
        html="",
        published=datetime(2026, 3, 3, 9, tzinfo=UTC),
        updated=datetime(2026, 3, 4, 10, tzinfo=UTC),
    )


def test_a_broken_file_cannot_be_read():
    with pytest.raises(AssertionError, match="not well-formed"):
        roundtrip.read_with_feedparser(good("rss-plain.xml")[:-10])
