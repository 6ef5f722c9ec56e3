"""A printed job or event has a page of its own, with what search engines ask for.

Their documentation: JobPosting needs title, description, datePosted, hiringOrganization and
jobLocation (or applicantLocationRequirements with jobLocationType); Event needs name,
startDate and location.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html
from tests.factories import (
    a_newsletter,
    a_post,
    a_site,
    an_edition,
    an_issue,
    an_item,
    artefacts_of,
)

from postroom.edition.edition import Edition
from postroom.model.artefact import Artefact
from postroom.pages.posting import read_pay

NOW = datetime(2026, 3, 10, tzinfo=UTC)
JOB = {"organisation": "Lifts <b>Co-op", "place": "Hull, England", "remote": "hybrid"}
WHEN = {"start": "2026-05-04 18:30", "end": "2026-05-04 21:00", "zone": "Europe/London"}


def an_edition_of(kind: str, now: datetime = NOW, **given: object) -> Edition:
    item = an_item(kind, "aaaa", **given)
    newsletter = a_newsletter([item], [an_issue(1, items=[item.name])])
    site = a_site(a_post("bbbb", 4), newsletters=(newsletter,))
    return replace(an_edition(site), now=now)


def the_page(edition: Edition, kind: str) -> str:
    [path] = [
        path
        for path in artefacts_of(edition)
        if re.fullmatch(rf"newsletter/{kind}s/[^/]+/index.html", path)
    ]
    return artefacts_of(edition)[path].make()[path].decode()


def data_of(page: str) -> dict:
    [script] = html.document_fromstring(page).xpath("//script/text()")
    return json.loads(script)


def test_a_job_is_what_search_engines_ask_for():
    given = {"closes": "2026-12-18", "salary": "£34,000 to £38,000"}
    data = data_of(the_page(an_edition_of("job", **JOB, **given), "job"))

    assert data["@type"] == "JobPosting"
    assert data["datePosted"]
    assert data["validThrough"].startswith("2026-12-19T00:00:00")
    assert data["hiringOrganization"]["name"] == "Lifts <b>Co-op"
    address = data["jobLocation"]["address"]
    assert (address["addressLocality"], address["addressCountry"]) == ("Hull", "GB")
    assert data["baseSalary"]["currency"] == "GBP"
    assert data["directApply"] is False
    assert "jobLocationType" not in data


REMOTE = {
    "from a country": ("remote", "Leeds, Poland", {"@type": "Country", "name": "Poland"}),
    "from anywhere": ("remote", "Anywhere", None),
}


@pytest.mark.parametrize(("remote", "place", "where"), REMOTE.values(), ids=REMOTE.keys())
def test_a_remote_job_says_where_its_people_live(remote, place, where):
    given = {**JOB, "remote": remote, "place": place}
    data = data_of(the_page(an_edition_of("job", **given), "job"))

    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data.get("applicantLocationRequirements") == where
    assert "jobLocation" not in data


PAY = {
    "£34,000 to £38,000": ("GBP", "YEAR", 34000, 38000),
    "€2.800 a month": None,  # thousands, or cents: nobody knows
    "€2,800 a month": ("EUR", "MONTH", 2800, None),
    "GBP 14 per hour": ("GBP", "HOUR", 14, None),
    "£14.50 an hour": ("GBP", "HOUR", 14, None),
    "CHF 6’500 – 7’000 per month": ("CHF", "MONTH", 6500, 7000),
    "$90,000": None,
    "£900": None,
    "£95,000": ("GBP", "YEAR", 95000, None),
    "above the tariff": None,
    "": None,
}


@pytest.mark.parametrize(("said", "meant"), PAY.items())
def test_pay_is_read_only_where_nothing_is_guessed(said, meant):
    pay = read_pay(said)

    if meant is None:
        assert pay == {}
        return
    currency, unit, low, high = meant
    assert (pay["currency"], pay["value"]["unitText"]) == (currency, unit)
    if high:
        assert (pay["value"]["minValue"], pay["value"]["maxValue"]) == (low, high)
    else:
        assert pay["value"]["value"] == low


def test_an_event_is_what_search_engines_ask_for():
    where = {"place": "Chapel Hall, Town Street, Leeds", "online": "https://meet.example/a"}
    data = data_of(the_page(an_edition_of("event", **WHEN, **where, by="Rosa"), "event"))

    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-05-04T18:30:00+01:00"
    assert data["endDate"] == "2026-05-04T21:00:00+01:00"
    assert data["eventStatus"].endswith("/EventScheduled")
    assert data["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    hall, online = data["location"]
    assert hall["name"] == "Chapel Hall"
    assert online == {"@type": "VirtualLocation", "url": "https://meet.example/a"}
    assert data["organizer"]["name"] == "Rosa"


def test_what_lasts_all_day_names_a_day():
    given = {"start": "2026-05-04", "zone": "Europe/London", "place": "Leeds"}
    data = data_of(the_page(an_edition_of("event", **given), "event"))

    assert data["startDate"] == "2026-05-04"
    assert "endDate" not in data


def test_what_lasts_several_days_names_the_last_one():
    given = {"start": "2026-05-04", "end": "2026-05-06", "zone": "Europe/London"}
    data = data_of(the_page(an_edition_of("event", **given, place="Leeds"), "event"))

    assert (data["startDate"], data["endDate"]) == ("2026-05-04", "2026-05-06")


WHERE = {
    "Chapel Hall, Town Street, Leeds": ("Chapel Hall, Town Street", "Leeds", None),
    "Halle 2, Bremen": ("Halle 2", "Bremen", None),
    "Leeds": (None, "Leeds", None),
    "Bremerhaven, Germany": (None, "Bremerhaven", "DE"),
    "Brême, Allemagne": (None, "Brême", "DE"),
    "Salle des marins, Lyon, France": ("Salle des marins", "Lyon", "FR"),
    "Poland": (None, None, "PL"),
}


@pytest.mark.parametrize(("place", "where"), WHERE.items(), ids=WHERE)
def test_a_country_is_one_only_where_it_is_called_so(place, where):
    data = data_of(the_page(an_edition_of("event", **WHEN, place=place), "event"))

    address = data["location"][0]["address"]
    names = ("streetAddress", "addressLocality", "addressCountry")
    assert tuple(address.get(name) for name in names) == where


@pytest.mark.parametrize("given", [{}, {"withdrawn": "2026-03-09"}], ids=["over", "gone"])
def test_what_is_over_keeps_its_address_and_leaves_search(given):
    later = NOW if given else datetime(2027, 1, 1, tzinfo=UTC)
    edition = an_edition_of("event", later, **WHEN, place="Leeds", **given)

    page = the_page(edition, "event")

    assert '<meta name="robots" content="noindex">' in page
    assert "<script" not in page
    said = "Withdrawn on 9 March 2026." if given else "This is over."
    assert said in page


def test_what_still_stands_is_found():
    page = the_page(an_edition_of("event", **WHEN, place="Leeds"), "event")

    assert "noindex" not in page
    assert "This is over" not in page


def test_a_page_is_made_again_only_when_it_says_something_else():
    def key(edition: Edition) -> str:
        return artefacts_of(edition)["newsletter/events/aaaa/index.html"].key("state")

    one = an_edition_of("event", **WHEN, place="Leeds")
    assert key(one) == key(an_edition_of("event", **WHEN, place="Leeds"))
    assert key(one) != key(an_edition_of("event", **WHEN, place="York"))
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert key(one) != key(an_edition_of("event", later, **WHEN, place="Leeds"))


def test_a_file_of_another_name_is_another_page_and_feeds_lead_there():
    def feed(name: str) -> Artefact:
        item = an_item("event", "aaaa", **WHEN)
        item = item.model_copy(update={"path": f"newsletter/items/{name}.md"})
        newsletter = a_newsletter([item], [an_issue(1, items=[name])])
        edition = an_edition(a_site(a_post("bbbb", 4), newsletters=(newsletter,)))
        edition = replace(edition, digest_of_file=lambda _: b"word for word the same")
        return artefacts_of(edition)["newsletter/events/feed.xml"]

    one, other = feed("aaaa"), feed("bbbb")
    assert b"newsletter/events/bbbb/" in other.make()["newsletter/events/feed.xml"]
    assert one.key("state") != other.key("state")


HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
FIELDS = ("title", "organisation", "place", "salary", "text", "by")


@pytest.mark.parametrize("field", FIELDS)
def test_no_answer_gets_out_of_its_element(field):
    page = the_page(an_edition_of("job", **JOB | {field: HOSTILE}), "job")

    tree = html.document_fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//*[@onerror]") == []
    assert data_of(page)["@type"] == "JobPosting"
