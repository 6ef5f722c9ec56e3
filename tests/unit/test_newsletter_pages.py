"""The pages of a newsletter say what is true on the day of the build, and lead on."""

import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from lxml import html
from tests.factories import a_newsletter, a_post, a_site, an_edition, an_issue, an_item, at

from postroom.engines.mkdocs.markdown import convert_submitted
from postroom.model.kinds import KINDS
from postroom.model.newsletter import Newsletter
from postroom.pages.newsletter import render_issue
from postroom.pages.pagespec import list_pages
from postroom.pages.render import Leaf

HOSTILE = "</a></h3><script>alert(1)</script>\" onclick='x' &amp; {{ 7 * 7 }} {% x %}"


def an_edition_of(*newsletters: Newsletter, now=None, **site):
    made = a_site(newsletters=newsletters, **site)
    return an_edition(made, now=now or at(5), convert=convert_submitted)


def page_of(newsletter: Newsletter, path: str, **values) -> str:
    edition = an_edition_of(newsletter, **values)
    [page] = [page for page in list_pages(edition) if page.path == path]
    return page.render(Leaf(edition, path), "")


def issue_of(newsletter: Newsletter, at_place: int = 0, content: str = "", **values) -> str:
    edition = an_edition_of(newsletter, **values)
    issue = newsletter.issues[at_place]
    leaf = Leaf(edition, edition.site.issue_page(newsletter, issue))
    return render_issue(leaf, newsletter, issue, content=content)


def ids_of(page: str) -> list[str]:
    return [node.get("id") for node in html.fromstring(page).iter() if "id" in node.attrib]


def test_an_issue_leads_to_the_one_before_and_the_one_after():
    newsletter = a_newsletter((), [an_issue(1, 1), an_issue(2, 2), an_issue(3, 3)])

    middle = html.fromstring(issue_of(newsletter, 1))

    assert [a.get("href") for a in middle.findall('.//a[@rel="prev"]')] == [
        "../../newsletter/1/"
    ]
    assert [a.get("href") for a in middle.findall('.//a[@rel="next"]')] == [
        "../../newsletter/3/"
    ]
    assert 'rel="next"' not in issue_of(newsletter, 0)
    assert 'rel="prev"' not in issue_of(newsletter, 2)


def test_boxes_and_tables_of_a_letter_say_what_they_are():
    content = (
        '<ul><li><input type="checkbox" disabled checked>a</li></ul>'
        "<table><tr><td>b</td></tr></table>"
    )
    made = issue_of(a_newsletter((), [an_issue(1, 1)]), content=content)

    assert '<input type="checkbox" disabled checked aria-label="done">' in made
    assert '<section class="wide" tabindex="0" aria-label="Table' in made


def test_only_the_newest_issue_says_when_the_next_one_comes():
    newsletter = a_newsletter(
        (), [an_issue(1, 1), an_issue(2, 4)], cadence="weekly", deadline=2
    )

    assert "No.&nbsp;3 appears on 11 March 2026; what is here by 9 March 2026" in issue_of(
        newsletter
    )
    assert "appears on" not in issue_of(newsletter, 1)


@pytest.mark.parametrize("path", ["newsletter/", "submit/"])
def test_a_day_that_has_passed_is_not_promised(path):
    newsletter = a_newsletter((), [an_issue(1, 1)], cadence="weekly")
    soon, later = (replace(newsletter, today=at(day).date()) for day in (5, 30))

    assert "8 March 2026" in page_of(soon, path)
    assert "8 March 2026" not in page_of(later, path)


def test_an_issue_does_not_promise_a_day_that_has_passed():
    newsletter = a_newsletter((), [an_issue(1, 1)], cadence="weekly")
    soon, later = (replace(newsletter, today=at(day).date()) for day in (5, 30))

    assert "8 March 2026" in issue_of(soon)
    assert "8 March 2026" not in issue_of(later)


SECTIONS = {
    "two sections of one title": [
        {"title": "From you", "items": ["aaaa"]},
        {"title": "From you", "items": ["bbbb"]},
    ],
    "a title of marks": [{"title": "☕ ☕", "items": ["aaaa"]}],
    "a title like an item's place": [{"title": "link aaaa", "items": ["aaaa"]}],
    "a title like a heading of the letter": [{"title": "The news", "items": ["aaaa"]}],
}


@pytest.mark.parametrize("sections", SECTIONS.values(), ids=SECTIONS)
def test_every_place_has_a_name_of_its_own(sections):
    items = [an_item("link", "aaaa"), an_item("link", "bbbb")]
    newsletter = a_newsletter(items, [an_issue(sections=sections)])

    page = issue_of(newsletter, content='<h2 id="the-news">The news</h2>')

    ids = ids_of(page)
    assert all(ids)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'(?:href="#|labelledby=")([^"]*)"', page)
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_gets_out_of_its_element(kind):
    row = KINDS[kind]
    answers = {
        field.name: HOSTILE[: field.most]
        for field in row.all_fields
        if field.type in ("line", "text")
    }
    item = an_item(kind, **answers)
    newsletter = a_newsletter([item], [an_issue(items=["aaaa"])])

    for page in (issue_of(newsletter), page_of(newsletter, f"newsletter/{row.plural}/")):
        body = page.partition('<script type="application/ld+json">')[0]
        assert "<script" not in body
        assert "49" not in re.findall(r">([^<]*)<", body)
        handlers = [
            name
            for n in html.fromstring(page).iter()
            for name in n.attrib
            if name[:2] == "on"
        ]
        assert handlers == []


def test_an_issue_in_a_preview_is_marked():
    draft = a_newsletter((), [an_issue(1, draft=True)], hidden=frozenset({"issue1"}))
    later = a_newsletter((), [an_issue(1, 20)], hidden=frozenset({"issue1"}))

    assert '<span class="pr-state">Draft</span>' in issue_of(draft)
    assert '<span class="pr-state">Scheduled for 20 March 2026</span>' in issue_of(later)
    assert '<span class="pr-state">Draft</span>' in page_of(draft, "newsletter/")
    assert "pr-state" not in issue_of(a_newsletter((), [an_issue(1)]))


def test_a_newsletter_begins_with_its_newest_issue_and_lists_the_others_by_year():
    issues = [an_issue(1, date="2025-12-30"), an_issue(2, 1), an_issue(3, 8)]
    page = page_of(a_newsletter((), issues), "newsletter/")

    assert re.findall(r'pr-year">(\d+)<', page) == ["2026", "2025"]
    assert re.findall(r"No.&nbsp;(\d), <time", page) == ["2", "1"]
    assert html.fromstring(page).xpath("//article//h2/a/@href") == ["../newsletter/3/"]


def test_an_issue_wears_the_first_cover_among_its_essays_and_thanks_who_sent_things_in():
    cover = {"src": "images/b.jpg", "alt": "A bench"}
    posts = (a_post("aaaa", slug="plain"), a_post("bbbb", slug="shown", image=cover))
    items = [
        an_item("ask", "iaaa", by="Ø <i>"),
        an_item("job", "ibbb", by="Bea"),
    ]
    sections = [{"title": "Essays", "posts": ["plain", "shown"]}]
    sections += [{"title": kind, "items": [kind]} for kind in ("iaaa", "ibbb")]
    newsletter = a_newsletter(items, [an_issue(1, 1, sections=sections)])
    edition = an_edition(a_site(*posts, newsletters=(newsletter,)), now=at(5))

    leaf = Leaf(edition, "newsletter/1/")
    page = render_issue(leaf, newsletter, newsletter.issues[0], content="")

    tree = html.fromstring(page)
    assert tree.xpath("//a[@class='pr-issue__cover']/@href") == ["../../posts/shown/"]
    assert tree.xpath("//p[@class='pr-credits']//bdi/text()") == ["Ø <i>", "Bea"]
    assert "pr-issue__cover" not in issue_of(a_newsletter((), [an_issue(1)]))
    assert "pr-credits" not in issue_of(a_newsletter((), [an_issue(1)]))


def test_a_newsletter_without_an_issue_has_a_page():
    page = page_of(a_newsletter(), "newsletter/")

    assert "The first issue is yet to come." in page
    assert "appears on" not in page


def test_the_page_on_how_to_submit_explains_every_kind_and_leads_to_its_form():
    newsletter = a_newsletter((), [an_issue(1)], zone="Europe/Oslo")
    repository = "https://github.com/long-table/site"

    page = html.fromstring(page_of(newsletter, "submit/", repository=repository))

    forms = [a.get("href") for a in page.findall('.//a[@rel="nofollow"]')]
    assert len(forms) == len(KINDS)
    assert (
        f"{repository}/issues/new?template=newsletter-event.yml&zone=Europe%2FOslo" in forms
    )
    assert f"{repository}/issues/new?template=newsletter-job.yml" in forms
    for kind in KINDS.values():
        assert kind.about in page.text_content()


def test_a_site_without_a_repository_leads_to_no_form():
    page = page_of(a_newsletter((), [an_issue(1)]), "submit/")

    assert "issues/new" not in page
    assert "Fill in the form" not in page


def test_a_way_without_an_account_is_named():
    mail = {"address": "table@example.org"}
    page = page_of(a_newsletter((), [an_issue(1)], mail=mail), "submit/")

    assert "mailto:table@example.org?subject=For%20Second%20Helpings" in page
    assert "mailto:" not in page_of(a_newsletter((), [an_issue(1)]), "submit/")


def test_a_letter_of_every_kind_has_its_questions_already():
    mail = {"address": "letters@example.org"}
    newsletter = a_newsletter((), [an_issue(1)], mail=mail, zone="Europe/London")
    page = html.fromstring(page_of(newsletter, "submit/"))

    letters = [a for a in page.xpath("//a/@href") if "body=" in a]

    assert len(letters) == len(KINDS)
    event = parse_qs(letters[0].removeprefix("mailto:letters@example.org?"))
    assert event["subject"] == ["Event: "]
    assert event["body"][0].startswith(
        "What is it called? \r\n\r\nWhen does it begin? \r\n\r\nWhen does it end? "
    )
    assert "In which time zone? Europe/London\r\n" in event["body"][0]
    assert event["body"][0].endswith("\r\n\r\nI agree (yes or no): \r\n")


def test_two_newsletters_are_kept_apart_on_one_page():
    one = a_newsletter((), [an_issue(1)])
    other = a_newsletter((), [an_issue(1)], title="Other", folder="papers/other")
    edition = an_edition_of(one, other)

    [submit] = [page for page in list_pages(edition) if page.path == "submit/"]
    ids = ids_of(submit.render(Leaf(edition, "submit/"), ""))

    assert len(ids) == len(set(ids)) == 2 * len(KINDS)
    assert {page.path for page in list_pages(edition)} >= {"newsletter/", "papers/other/"}


def test_addresses_of_pages_are_relative_to_where_they_stand():
    newsletter = a_newsletter([an_item()], [an_issue(items=["aaaa"])])

    shown = issue_of(newsletter, url="https://user.example/repo/")

    assert "https://user.example" not in shown
    assert 'href="../../newsletter/1/#link-aaaa"' in shown


def test_a_site_without_an_address_has_no_mail_and_no_calendar():
    newsletter = a_newsletter([an_item("event")], [an_issue(items=["aaaa"])])

    assert "email.txt" not in issue_of(newsletter, url="")
    assert "events.ics" not in page_of(newsletter, "newsletter/events/", url="")


def test_a_heading_of_a_letter_and_a_section_are_never_the_same_place():
    items = [an_item("job", "jobs"), an_item("ask", "asks")]
    sections = [{"title": kind, "items": [kind]} for kind in ("jobs", "asks")]
    newsletter = a_newsletter(items, [an_issue(1, 1, sections=sections)])
    letter = '<h2 id="section-1">Section 1</h2><p>Dear all.</p>'

    page = html.fromstring(issue_of(newsletter, content=letter))

    ids = page.xpath("//@id")
    assert len({*ids}) == len(ids)
    leads = page.xpath("//nav[contains(@class, 'pr-issue__parts')]//a/@href")
    assert leads == ["#section-1-2", "#section-2"]
    assert {target.removeprefix("#") for target in leads} <= {*ids}
