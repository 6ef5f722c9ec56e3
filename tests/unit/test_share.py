"""The page that is passed on: the essay alone, safe and complete without anything else."""

import base64
import hashlib
import json
import re
from typing import Any

import html5lib
import pytest
from lxml import html
from tests.factories import a_post, a_site, an_author, an_edition

from postroom.edition.edition import Edition
from postroom.model.post import Post
from postroom.pages.policy import write_style
from postroom.pages.share import compose_share_page
from postroom.toolbox.templates import Templates

NASTY = "</script></style><!-- \"Q&A\" '1 < 2' \u2028 {{ 7 * 7 }} 👩‍🚀"
AUTHORS = (
    an_author(name="Ines <b>Okafor</b>", fediverse="@ines@social.example"),
    an_author("jon", name='Jon "J" O\'Brien'),
)
ESSAY = (
    '<p>Some <em>words</em>, a <a href="../other/">link</a><sup id="fnref-1">'
    '<a class="footnote-ref" href="#fn-1">1</a></sup>.</p>'
    '<h2 id="first">First<a class="headerlink" href="#first">¶</a></h2>'
    '<table><tr><th>a</th><td style="text-align: right">1</td></tr></table>'
    "<pre><code>if a &lt; b:\n\n    pass\n</code></pre>"
    '<p><img src="../a.png" alt="A"></p><table><tr><td>2</td></tr></table>'
    '<ol><li id="fn-1"><p>Note <a class="footnote-backref" href="#fnref-1">↩</a></p></li>'
    "</ol>"
)


def a_whole_post(**front_matter: object) -> Post:
    """A post with a title that tries to break out of everything."""
    values = {
        "title": NASTY,
        "slug": "nasty",
        "description": f"Description: {NASTY}",
        "authors": ["ines", "jon"],
        "tags": ["one"],
        "image": {"src": "cover.jpg", "alt": NASTY, "credit": f"By {NASTY}"},
        "licence": "CC-BY-4.0",
        "date": {"created": "2026-03-04T09:00:00+01:00", "updated": "2026-03-05"},
    }
    return a_post(**values | front_matter)


def an_edition_of(post: Post, text: str = ESSAY, **site: object) -> Edition:
    """An edition of one post."""
    values = {
        "name": "The Long Table & Friends",
        "language": "en-GB",
        "icon": "icon.png",
    } | site
    values = {key: value for key, value in values.items() if value is not None}
    return an_edition(
        a_site(post, authors=AUTHORS, **values), {post.uid: text}, size=(1200, 800)
    )


def render(post: Post, text: str = ESSAY, **site: object) -> str:
    """The share page of a post."""
    return compose_share_page(an_edition_of(post, text, **site), post).render()


CSS = write_style(Templates(), "../../", "share/share.css", letters="é")


def test_a_share_page_looks_as_it_was_reviewed(golden):
    page = render(a_whole_post())

    known = page.replace(CSS, "/* share.css */").replace(_hash(CSS), "sha256-of-share.css")
    golden("share/page.html", known.encode())


def test_a_share_page_of_hardly_anything_looks_as_it_was_reviewed(golden):
    page = render(
        a_post(title="One"), "<p>Two.</p>", language="en", icon=None, share={"cards": False}
    )

    known = page.replace(CSS, "/* share.css */").replace(_hash(CSS), "sha256-of-share.css")
    golden("share/plain.html", known.encode())


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


PAGES = {
    "everything": (a_whole_post(), {}),
    "hardly anything": (a_post(), {"share": {"cards": False}}),
    "right to left": (a_whole_post(lang="ar"), {}),
    "all rights reserved": (a_whole_post(licence="all-rights-reserved"), {}),
    "first published elsewhere": (
        a_whole_post(canonical="https://other.example/?a=1&b=2"),
        {},
    ),
    "in a Material blog": (a_whole_post(), {"layout": "material-blog"}),
    "below a path": (a_whole_post(), {"url": "https://example.org/base/"}),
}
every_page = pytest.mark.parametrize(("post", "site"), PAGES.values(), ids=PAGES.keys())


@every_page
def test_the_page_is_html_without_a_fault(post, site):
    parser = html5lib.HTMLParser()

    parser.parse(render(post, **site))

    assert parser.errors == []


@every_page
def test_the_policy_allows_the_pages_own_style_and_data_and_nothing_else(post, site):
    page = render(post, **site)

    policy = html.fromstring(page).xpath("//meta[@http-equiv]/@content")[0]
    [style] = re.findall(r"<style>(.*?)</style>", page, re.S)
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert policy == (
        "default-src 'none'; connect-src 'self'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(data)}'; "
        "img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
    )


@every_page
def test_nothing_on_the_page_is_what_the_policy_forbids(post, site):
    root = html.fromstring(render(post, **site))

    assert root.xpath("//@style | //@*[starts-with(name(), 'on')]") == []
    assert root.xpath("//iframe | //form | //object | //link[@rel='stylesheet']") == []
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == 1


REMOTE = {
    "a picture within the essay": (
        a_post(),
        '<p><img src="https://other.example/a.png" alt=""></p>',
    ),
    "a cover from elsewhere": (a_post(image="https://other.example/a.png"), "<p>One.</p>"),
}


@pytest.mark.parametrize(("post", "text"), REMOTE.values(), ids=REMOTE.keys())
def test_a_picture_from_elsewhere_is_loaded_only_if_the_settings_name_its_host(post, text):
    def look(**site: Any) -> tuple[str, list[str]]:
        root = html.fromstring(render(post, text, **site))
        [policy] = root.xpath("//meta[@http-equiv]/@content")
        return policy, root.xpath("//img/@src")

    policy, shown = look()
    assert "img-src 'self';" in policy
    assert shown == []

    policy, shown = look(remote_media=["other.example"])
    assert "img-src 'self' https://other.example;" in policy
    assert shown == ["https://other.example/a.png"]


def test_a_title_is_shown_as_it_was_written_everywhere():
    post = a_whole_post()
    root = html.fromstring(render(post))

    assert root.findtext(".//title") == f"{post.title} — The Long Table & Friends"
    assert root.findtext(".//h1") == post.title
    for name in ("og:title", "citation_title"):
        assert root.xpath(f"//meta[@property='{name}' or @name='{name}']/@content") == [
            post.title
        ]
    data = root.xpath("//script[@type='application/ld+json']/text()")[0]
    assert json.loads(data)["headline"] == post.title


ADDRESSES = {
    "canonical": ("//link[@rel='canonical']/@href", "https://example.org/posts/nasty/"),
    "Open Graph": (
        "//meta[@property='og:url']/@content",
        "https://example.org/posts/nasty/",
    ),
    "the link home": ("//a[@class='u-url']/@href", "https://example.org/posts/nasty/"),
    "oEmbed": (
        "//link[@type='application/json+oembed']/@href",
        "https://example.org/share/nasty/oembed.json",
    ),
    "a link of the essay": (
        "//div[@class='e-content']/p/a/@href",
        "https://example.org/posts/other/",
    ),
    "the preview": (
        "//meta[@property='og:image']/@content",
        "https://example.org/posts/cover.jpg",
    ),
    "a picture, so that it loads from any host": (
        "//div[@class='e-content']//img/@src",
        "../../posts/a.png",
    ),
    "the cover, likewise": ("//figure/img/@src", "../../posts/cover.jpg"),
    "the icon, likewise": ("//link[@rel='icon']/@href", "../../icon.png"),
}


@pytest.mark.parametrize(("where", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_leads_where_it_should(where, expected):
    assert html.fromstring(render(a_whole_post())).xpath(where) == [expected]


def test_the_page_is_set_in_the_direction_of_its_language():
    arabic, english = (
        html.fromstring(render(a_post(lang=lang))) for lang in ("ar-EG", "en")
    )

    assert (arabic.get("lang"), arabic.get("dir")) == ("ar-EG", "rtl")
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")


def test_wide_things_can_be_scrolled_by_keyboard_and_told_apart():
    root = html.fromstring(render(a_whole_post()))

    boxes = root.xpath("//section[@class='wide']")
    assert [(box.get("aria-label"), box.get("tabindex"), box[0].tag) for box in boxes] == [
        ("Table 1", "0", "table"),
        ("Table 2", "0", "table"),
    ]
    assert root.xpath("//pre/@tabindex") == ["0"]


def test_a_table_with_an_attribute_can_be_scrolled_too():
    root = html.fromstring(render(a_post(), '<table lang="fr"><tr><td>1</td></tr></table>'))

    assert root.xpath("//section[@class='wide']/table/@lang") == ["fr"]


def test_the_same_post_gives_the_same_page():
    assert render(a_whole_post()) == render(a_whole_post())


def test_a_task_has_its_box_for_eyes_and_its_word_for_ears():
    post = a_post()
    essay = "<ul><li>☑ one</li><li><p>☐ two</p></li></ul>"
    made = compose_share_page(an_edition_of(post, essay), post).render()

    assert '<li class="task"><span role="img" aria-label="done">☑</span> one</li>' in made
    assert '<p><span role="img" aria-label="to do">☐</span> two</p>' in made
