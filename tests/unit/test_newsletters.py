"""A newsletter is checked as a whole: nothing is printed twice, nothing is missing."""

from datetime import date

import pytest
from tests.factories import a_file, a_newsletter, an_issue, an_item, at

from postroom.intake.itemfile import render_item
from postroom.model.imprint import NewsletterOptions
from postroom.reading.newsletters import NewsletterLibrary, read_newsletter

OPTIONS = NewsletterOptions(title="Second Helpings")
ITEMS = {
    name: (f"newsletter/items/{name}.md", render_item(an_item("link", name)).encode())
    for name in ("aaaa", "bbbb", "cccc")
}
POSTS = {"the-long-table": "posts/the-long-table.md"}


def an_issue_file(number: int, *sections: str, **front: object) -> tuple[str, bytes]:
    lines = [f"number: {number}", f"date: 2026-03-{number:02}", "subject: What came to us"]
    lines += [f"{key}: {value}" for key, value in front.items()]
    if sections:
        lines += ["sections:", *(f"  - {section}" for section in sections)]
    return f"newsletter/issues/{number}.md", a_file(*lines)


def read(*issues: tuple[str, bytes], items=None) -> NewsletterLibrary:
    return read_newsletter(
        OPTIONS, issues=issues, items=items or ITEMS.values(), posts=POSTS
    )


def told(archive: NewsletterLibrary) -> list[str]:
    return [str(problem) for problem in archive.problems]


def test_issues_come_newest_first_with_all_they_list():
    archive = read(
        an_issue_file(1, "{title: A, items: [aaaa]}"),
        an_issue_file(2, "{title: B, posts: [the-long-table], items: [bbbb, cccc]}"),
    )

    assert told(archive) == []
    assert [m.issue.number for m in archive.manuscripts] == [2, 1]


def test_an_item_in_two_issues_names_both():
    archive = read(
        an_issue_file(1, "{title: A, items: [aaaa]}"),
        an_issue_file(2, "{title: B, items: [bbbb, aaaa]}"),
    )

    assert told(archive) == [
        "newsletter/issues/2.md:6 [sections.0]: "
        "the item 'aaaa' is already in newsletter/issues/1.md\n"
        "    fix: take it out of one of the two, or list it below `again: true`"
    ]


def test_an_item_in_three_issues_is_told_twice():
    archive = read(*(an_issue_file(n, "{title: A, items: [aaaa]}") for n in (1, 2, 3)))

    assert [problem.place.path for problem in archive.problems] == [
        "newsletter/issues/2.md",
        "newsletter/issues/3.md",
    ]


def test_an_item_in_an_issue_that_is_still_a_draft_is_used():
    archive = read(
        an_issue_file(1, "{title: A, items: [aaaa]}"),
        an_issue_file(2, "{title: B, items: [aaaa]}", draft="true"),
    )

    assert "already in newsletter/issues/1.md" in told(archive)[0]


def test_an_item_twice_in_one_issue_is_told():
    archive = read(
        an_issue_file(1, "{title: A, items: [aaaa]}", "{title: B, items: [aaaa]}")
    )

    assert told(archive) == [
        "newsletter/issues/1.md:7 [sections.1]: the item 'aaaa' is listed twice\n"
        "    fix: take it out of one of the places"
    ]


GONE = {
    "of an issue that readers may have": (
        "false",
        "check its spelling, or put its file back, such as with `git restore`; what was "
        "printed is taken back with `postroom item withdraw`",
    ),
    "of a draft": ("true", "take it out, or check its spelling"),
}


@pytest.mark.parametrize(("draft", "fix"), GONE.values(), ids=GONE.keys())
def test_an_item_whose_file_is_gone_is_told_with_the_way_out(draft, fix):
    archive = read(an_issue_file(1, "{title: A, items: [aaab, aaaa]}", draft=draft))

    assert told(archive) == [  # aaaa is listed: it is not the other one renamed
        f"newsletter/issues/1.md:7 [sections.0]: there is no item 'aaab'\n    fix: {fix}"
    ]


def test_a_missing_item_and_a_missing_post_are_told_with_the_nearest():
    archive = read(
        an_issue_file(
            1, "{title: A, items: [aaab], posts: [the-long-tabel, nothing-at-all]}"
        )
    )

    assert told(archive) == [
        "newsletter/issues/1.md:6 [sections.0]: there is no item 'aaab'\n"
        "    fix: did you mean `aaaa`?",
        "newsletter/issues/1.md:6 [sections.0]: there is no post with the slug "
        "'nothing-at-all'\n    fix: put its file back, or take it out of the list; "
        "`postroom mv` renames both",
        "newsletter/issues/1.md:6 [sections.0]: there is no post with the slug "
        "'the-long-tabel'\n    fix: did you mean `the-long-table`?",
    ]


def test_a_broken_item_is_told_once_and_hides_nothing():
    broken = ("newsletter/items/bbbb.md", b"---\nkind: link\n---\n")

    archive = read(
        an_issue_file(1, "{title: A, items: [aaaa, bbbb]}"), items=[ITEMS["aaaa"], broken]
    )

    assert {problem.place.path for problem in archive.problems} == {broken[0]}
    assert list(archive.items.by_name) == ["aaaa"]


def test_a_broken_issue_hides_no_other():
    archive = read(("newsletter/issues/1.md", b"---\n"), an_issue_file(2))

    assert [m.issue.number for m in archive.manuscripts] == [2]
    assert {p.place.path for p in archive.problems} == {"newsletter/issues/1.md"}


@pytest.mark.parametrize(("key", "value"), [("number", 1), ("uid", "'abcd'")])
def test_a_number_and_a_uid_are_given_once(key, value):
    front = ("date: 2026-03-04", "subject: What came to us", f"{key}: {value}")
    one = ("newsletter/issues/1.md", a_file(*front))
    other = ("newsletter/issues/2.md", a_file(*front))

    archive = read(one, other)

    [problem] = told(archive)
    assert problem == (
        f"newsletter/issues/2.md:4 [{key}]: "
        f"{key} {value} is already that of newsletter/issues/1.md\n"
        f"    fix: give one of the two issues a {key} of its own"
    )


def test_all_problems_of_all_files_come_in_reading_order():
    archive = read(
        an_issue_file(2, "{title: A, items: [none]}"),
        an_issue_file(1, "{title: A, items: [none]}"),
        items=[("newsletter/items/z.md", b""), ("newsletter/items/b.md", b"")],
    )

    assert [problem.place.path for problem in archive.problems] == [
        "newsletter/issues/1.md",
        "newsletter/issues/2.md",
        "newsletter/items/b.md",
        "newsletter/items/z.md",
    ]


OPTIONS_WRONG = {
    "a section of an unknown kind": {"sections": ["poems"]},
    "a section of an unknown kind, by name": {"sections": [{"Verse": ["poem"]}]},
    "a service without an account": {"service": {"name": "buttondown"}},
    "a form that is a program": {"service": {"name": "listmonk", "action": "javascript:x"}},
    "an unknown service": {"service": {"name": "pigeon"}},
    "a deadline in words": {"deadline": "soon"},
    "a cadence that is none": {"cadence": "daily"},
    "a zone that is nowhere": {"zone": "Europe/Nowhere"},
    "a folder that climbs": {"folder": "../elsewhere"},
    "a way out by script": {"mail": {"unsubscribe": "javascript:alert(1)"}},
    "an address with a line in it": {"mail": {"address": "a@b.example\nBcc: c@d.example"}},
    "a list id with a line in it": {"mail": {"list_id": "a.example\n"}},
}


@pytest.mark.parametrize("values", OPTIONS_WRONG.values(), ids=OPTIONS_WRONG)
def test_settings_that_cannot_be_are_refused(values):
    with pytest.raises(ValueError, match=r"\w"):
        NewsletterOptions.model_validate({"title": "Table"} | values)


def test_an_address_may_end_with_a_line_but_not_keep_it():
    with pytest.raises(ValueError, match="mail"):
        NewsletterOptions.model_validate(
            {"title": "Table", "service": {"name": "mailto", "mail": "a@b.example\n"}}
        )


def test_a_newsletter_knows_what_is_printed_and_what_waits():
    items = [an_item("link", name) for name in ("aaaa", "bbbb", "cccc")]
    draft = an_issue(2, 18, items=["bbbb"], draft=True)
    newsletter = a_newsletter(items, [an_issue(1, items=["aaaa"])], coming=(draft,))

    assert [p.item.uid for p in newsletter.printed] == ["aaaa"]
    assert set(newsletter.listed) == {"aaaa", "bbbb"}
    assert newsletter.next_number == 2


def test_the_next_issue_has_a_day_and_a_deadline():
    newsletter = a_newsletter((), [an_issue(1, 4)], cadence="fortnightly", deadline=2)

    assert newsletter.next_date == date(2026, 3, 18)
    assert newsletter.deadline == date(2026, 3, 16)
    assert a_newsletter().next_date is None


def test_what_only_a_preview_shows_is_not_the_newest():
    issues = [an_issue(1, 4), an_issue(2, 18, draft=True)]
    newsletter = a_newsletter((), issues, hidden=frozenset({"issue2"}))

    assert newsletter.newest == issues[0]
    assert newsletter.public == (issues[0],)


def test_printed_items_are_ordered_by_issue_and_then_as_printed():
    items = [an_item("link", name) for name in ("aaaa", "bbbb", "cccc")]
    issues = [an_issue(1, 4, items=["cccc"]), an_issue(2, 18, items=["bbbb", "aaaa"])]

    printed = a_newsletter(items, issues).printed

    assert [p.uid for p in printed] == ["bbbb", "aaaa", "cccc"]
    assert sorted(printed, key=lambda p: p.sort_key, reverse=True) == list(printed)
    assert printed[0].published == at(18)
