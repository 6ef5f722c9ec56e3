"""The magazine's frame honours what a site says, whatever its theme is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from tests.e2e.building import Built, a_post, a_site, build_here

pytestmark = pytest.mark.e2e
PAGES = {
    "index.md": "---\ntitle: Home\ntemplate: home.html\n---\n",
    "about.md": "# About\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
    "guide/first.md": "# First\n\n## One\n\n## Two\n",
    "guide/second.md": "# Second\n\nSome words.\n",
    "posts/hello.md": a_post("Hello", "An essay.", categories=["Letters"]),
}
NAV = [
    {"Start": "index.md"},
    {"Who we are": "about.md"},
    {"Handbook": ["guide/first.md", {"Next": "guide/second.md"}]},
    {"Elsewhere": "https://elsewhere.example/"},
]


def built(tmp_path: Path, **config: object) -> Built:
    return build_here(a_site(tmp_path, PAGES, **config))


def find(site: Built, path: str, xpath: str) -> list[html.HtmlElement]:
    return html.document_fromstring(site.text(path)).xpath(xpath)


def menu_of(site: Built, path: str) -> list[tuple[str | None, str | None]]:
    links = find(site, path, "//*[@class='pr-menu']//a")
    return [(a.text, a.get("href")) for a in links]


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_frame_is_the_same_on_every_theme(tmp_path, theme):
    site = built(tmp_path, theme={"name": theme})

    for path in ("index.html", "posts/hello/index.html", "about/index.html", "404.html"):
        sheets = [
            link.get("href") for link in find(site, path, "//link[@rel='stylesheet']")
        ]
        assert len(sheets) == 1, path
        assert sheets[0].endswith("assets/postroom/magazine.css")
        [skip, *_] = find(site, path, "//body//a")
        assert skip.get("href") == "#content"
        assert skip.text == "Skip to content"
        assert len(find(site, path, "//main[@id='content']//h1")) == 1


def test_words_of_the_frame_are_the_languages(tmp_path):
    site = built(tmp_path, theme={"name": "material", "language": "de"})

    [skip, *_] = find(site, "about/index.html", "//body//a")
    assert skip.text == "Zum Inhalt"
    assert find(site, "about/index.html", "//html[@lang='de']")


def test_a_page_may_run_the_other_way(tmp_path):
    site = built(tmp_path, theme={"name": "material", "language": "ar"})

    assert find(site, "about/index.html", "//body[@dir='rtl']")


def test_without_a_menu_the_masthead_has_the_top_of_the_nav(tmp_path):
    site = built(tmp_path, nav=NAV)

    assert menu_of(site, "posts/hello/index.html") == [
        ("Who we are", "../../about/"),
        ("Handbook", "../../guide/first/"),
        ("Elsewhere", "https://elsewhere.example/"),
    ]


def test_deeper_levels_are_a_list_beside_plain_pages_and_no_others(tmp_path):
    site = built(tmp_path, nav=NAV)
    first = find(site, "guide/first/index.html", "//*[@class='pr-contents']//a")

    assert [a.text for a in first] == ["First", "One", "Two", "Next"]
    assert [a.get("aria-current") for a in first] == ["page", None, None, None]
    for path in ("posts/hello/index.html", "about/index.html", "posts/index.html"):
        assert find(site, path, "//*[@class='pr-contents']") == []


def test_no_name_is_markup(tmp_path):
    pages = PAGES | {
        "about.md": "# The `<script>` element & `<img src=x onerror=run()>`\n\nWords.\n",
        "guide/first.md": "---\ntitle: Fix <input> fields\n---\n\nWords.\n",
    }
    nav = [
        {"Start": "index.md"},
        "about.md",
        {'Using "<select>"': ["guide/first.md", "guide/second.md"]},
        {"Elsewhere": 'https://elsewhere.example/?q="><script>run()</script>&copy=1'},
    ]
    folder = a_site(
        tmp_path,
        pages,
        nav=nav,
        theme={
            "name": "material",
            "features": ["navigation.footer"],
            "palette": [
                {"scheme": each, "toggle": {"icon": "x", "name": 'To "night" <b>'}}
                for each in ("default", "slate")
            ],
        },
        extra={"social": [{"icon": "x", "link": "https://a.example/?a=1&copy=2"}]},
    )

    site = build_here(folder)

    for path in (
        *("about/index.html", "guide/first/index.html", "guide/second/index.html"),
        "posts/hello/index.html",
    ):
        shown = find(site, path, "//header | //nav | //footer")
        inside = {node.tag for each in shown for node in each.iter("script", "img", "b")}
        assert inside | {n.tag for n in find(site, path, "//input | //select")} == set()
        assert "https://a.example/?a=1&copy=2" in [
            each.get("href") for each in find(site, path, "//footer//a")
        ]
        assert "The <script> element & <img src=x onerror=run()>" in [
            name for name, _ in menu_of(site, path)
        ]


OVERRIDES = {
    "analytics": "<!--mine-->",
    "announce": "Mine!",
    "content": "{{ super() }}Mine.",
    "extrahead": '<meta name="mine">',
    "footer": "<footer>Mine</footer>",
    "header": "<header>Mine</header>",
    "hero": "<p>Mine</p>",
    "htmltitle": "<title>Mine</title>",
    "libs": "<script>mine</script>",
    "scripts": "{{ super() }}<script>mine</script>",
    "site_meta": '{{ super() }}<meta name="mine">',
    "styles": "{{ super() }}<style>.mine{}</style>",
}


def test_what_a_site_overrides_of_materials_blocks_goes_on_working(tmp_path):
    blocks = [f"{{% block {n} %}}{text}{{% endblock %}}" for n, text in OVERRIDES.items()]
    folder = a_site(tmp_path, PAGES, theme={"name": "material", "custom_dir": "overrides"})
    (folder / "overrides").mkdir()
    main = '{% extends "base.html" %}\n' + "\n".join(blocks)
    (folder / "overrides/main.html").write_text(main, encoding="utf-8")

    page = build_here(folder).text("about/index.html")

    for name, text in OVERRIDES.items():
        assert text.removeprefix("{{ super() }}") in page, name
    assert "magazine.css" in page


SETTINGS = {
    "theme": {
        "name": "material",
        "logo": "logo.svg",
        "favicon": "icon.svg",
        "features": ["navigation.footer"],
        "palette": {"scheme": "slate", "accent": "deep purple"},
    },
    "extra": {"social": [{"icon": "x", "link": "https://social.example/@ines"}]},
    "extra_css": ["own.css"],
    "extra_javascript": ["own.js"],
    "copyright": "Ours",
}
SAID = {
    "logo": '<img src="../logo.svg" alt="">',
    "favicon": '<link rel="icon" href="../icon.svg">',
    "palette": 'data-md-color-scheme="slate" data-md-color-accent="deep-purple"',
    "social": 'href="https://social.example/@ines"',
    "style sheets": '<link rel="stylesheet" href="../own.css">',
    "scripts": '<script src="../own.js"></script>',
    "copyright": "<p>Ours</p>",
    "turning pages": 'rel="next" href="../guide/first/"',
}


def test_options_of_the_theme_are_honoured(tmp_path):
    page = built(tmp_path, nav=NAV, **SETTINGS).text("about/index.html")

    assert [name for name, text in SAID.items() if text not in page] == []


def test_nobody_is_counted_unless_a_site_asks_for_it(tmp_path):
    counted = {"analytics": {"provider": "google", "property": "G-1"}}
    quiet = built(tmp_path / "quiet").text("about/index.html")
    asked = built(tmp_path / "asked", extra=counted).text("about/index.html")

    assert "googletagmanager.com/gtag/js?id=G-1" in asked
    assert not re.search(r'(src|href)="https?://(?!small\.example)', quiet)


def test_without_the_plugin_there_is_no_search(tmp_path):
    site = built(tmp_path, plugins=["postroom"])

    assert find(site, "about/index.html", "//*[contains(@class, 'pr-tool--search')]") == []
    assert [path for path in site.files if "/search/" in path] == []


def test_materials_own_look_stays_where_it_is_wanted(tmp_path):
    site = built(tmp_path, plugins=["search", {"postroom": {"magazine": False}}])

    page = site.text("posts/hello/index.html")
    assert "md-header" in page
    assert "magazine" not in page
