"""Pages are light, and hold still while they arrive on a slow telephone."""

from __future__ import annotations

import gzip

import pytest
from tests.browser import places

pytestmark = pytest.mark.browser
LISTS = ("categories/careers/", "series/", "posts/archive/", "404.html")
PAGES = (*places.KINDS, *LISTS)
SLOWLY = (
    *(places.HOME, places.TABLE, places.INDEX, places.ISSUE, places.KIT),
    *(places.SHARE, places.NEWSLETTER, "categories/careers/"),
)
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
"""What Lighthouse calls slow 4G."""

MOST_BYTES = 150_000
MOST_REQUESTS = 8
MOST_SHIFT = 0.02
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""
COVERS = "[class$=__cover] > img"
UNSEEN = f"""[...document.querySelectorAll("{COVERS}")]
  .filter((image) => image.loading === "lazy" && image.naturalWidth)
  .filter((image) => image.getBoundingClientRect().top > innerHeight + 40)
  .map((image) => image.currentSrc)"""
"""Covers that were fetched although nobody has come near them."""

EAGER = "[...document.images].filter((image) => image.loading !== 'lazy').length"
PICTURES = ("image", "media", "other")  # other: the icon


def weigh(response) -> int:
    """The bytes that travel: a host compresses what is text."""
    body = response.body()
    is_font = response.request.resource_type == "font"
    return len(body) if is_font else len(gzip.compress(body, mtime=0))


def load(visitor, path):
    """What is asked for until a page is there and quiet."""
    asked = []

    def note(response) -> None:
        asked.append(response)

    visitor.context.on("response", note)
    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")
    return asked


def test_what_is_no_picture_is_small_and_comes_in_few_requests(arrive):
    heavy = {}
    for path in PAGES:
        visitor = arrive(viewport={"width": 390, "height": 844})
        asked = load(visitor, path)
        parts = [r for r in asked if r.request.resource_type not in PICTURES]
        size = sum(map(weigh, parts))
        count = len(parts) + visitor.page.evaluate(EAGER)
        if path in (places.HOME, places.LONG, places.TABLE):  # icon and pictures count
            count = len(asked)
        shift = visitor.page.evaluate(SHIFTS)
        if size > MOST_BYTES or count > MOST_REQUESTS or shift > MOST_SHIFT:
            heavy[path] = size, count, shift
        assert visitor.troubles == []
        visitor.context.close()

    assert heavy == {}


@pytest.mark.parametrize("width", [390, 1440])
def test_covers_come_when_somebody_comes_near(arrive, width):
    for path in (places.HOME, places.INDEX, places.REPRINTS):
        visitor = arrive(viewport={"width": width, "height": 844})
        load(visitor, path)
        assert visitor.page.evaluate(UNSEEN) == [], path
        for cover in visitor.page.locator(COVERS).all():
            cover.scroll_into_view_if_needed()
            picture = cover.element_handle()
            visitor.page.wait_for_function("i => i.naturalWidth", arg=picture)
        visitor.context.close()


@pytest.mark.parametrize(
    ("name", "most"), [("magazine.css", 14_000), ("magazine.js", 6_000)]
)
def test_the_frame_has_one_small_sheet_and_one_small_script(online, name, most):
    text = online.built.files[f"assets/postroom/{name}"]

    assert len(gzip.compress(text, mtime=0)) <= most


@pytest.mark.parametrize("path", SLOWLY)
def test_nothing_moves_while_a_page_arrives(arrive, path):
    visitor = arrive(viewport={"width": 390, "height": 844})
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    load(visitor, path)

    assert visitor.page.evaluate(SHIFTS) <= MOST_SHIFT
