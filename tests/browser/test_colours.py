"""Light and dark: legible in both, and the choice is kept."""

from __future__ import annotations

import pytest
from tests.browser import places

pytestmark = pytest.mark.browser
READ = (
    *(places.HOME, places.TABLE, places.TABS, places.NOTES, places.AUTHOR, places.SHARE),
    *(places.ISSUE, places.BOARD, places.SUBMIT),
)
SWITCH = ".pr-tool--scheme"
UNFOLD = "document.querySelectorAll('main details').forEach((d) => { d.open = true })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(visitor, scheme):
    visitor.page.emulate_media(color_scheme=scheme)
    faint = {}
    for path in READ:
        visitor.go(path).evaluate(UNFOLD)
        faint[path] = visitor.look("findFaint", 4.5)

    assert {path: found for path, found in faint.items() if found} == {}


def test_the_switch_goes_round_and_every_page_remembers(visitor):
    visitor.page.emulate_media(color_scheme="dark")
    page = visitor.go(places.HOME)
    switch = page.locator(SWITCH)
    seen = []
    for path in (places.TABLE, places.INDEX, places.HOME):
        seen.append((switch.get_attribute("title"), visitor.look("measureGround") > 0.5))
        switch.click()
        visitor.go(path)

    last = switch.get_attribute("title"), visitor.look("measureGround") > 0.5
    assert [*seen, last] == [
        ("Switch to light", False),  # the system's choice
        ("Switch to dark", True),
        ("Switch to the system's choice", False),
        ("Switch to light", False),
    ]


def test_the_systems_choice_changes_with_the_system(visitor):
    page = visitor.go(places.TABLE)
    assert visitor.look("measureGround") > 0.85

    page.emulate_media(color_scheme="dark")

    page.wait_for_function("getComputedStyle(document.body).colorScheme === 'dark'")
    assert visitor.look("measureGround") < 0.05


PAIR = """<html class="{script}"><body {scheme}>
<img src="data:,x#only-light"><img src="data:,x#only-dark"></body></html>"""


@pytest.mark.parametrize(
    ("frame", "system", "shown"),
    [
        (("js", 'data-md-color-scheme="default" data-schemes="2"'), "dark", "light"),
        (("js", 'data-md-color-scheme="slate" data-schemes="2"'), "light", "dark"),
        (("no-js", 'data-md-color-scheme="default" data-schemes="2"'), "dark", "dark"),
        (("no-js", 'data-md-color-scheme="slate" data-schemes="2"'), "light", "light"),
        (("js", 'data-md-color-scheme="slate"'), "light", "dark"),
        (("js", ""), "dark", "dark"),
        (("js", ""), "light", "light"),
    ],
)
def test_a_picture_for_one_scheme_shows_in_it_alone(arrive, online, frame, system, shown):
    page = arrive(color_scheme=system).page
    page.set_content(PAIR.format(script=frame[0], scheme=frame[1]))
    page.add_style_tag(content=online.built.text("assets/postroom/magazine.css"))

    pictures = page.locator("img").all()
    displayed = [img.evaluate("i => getComputedStyle(i).display") for img in pictures]
    expected = {"light": [True, False], "dark": [False, True]}[shown]
    assert [display != "none" for display in displayed] == expected
