"""The same essays become two sites: one for Postroom, one for Material's blog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .corpus import write_corpus
from .issues import FOLDER, write_newsletter

OURS, THEIRS = "Postroom", "Material"

_COMMON = """\
site_name: The Benchmark
site_description: Essays that were written by dice
site_url: https://bench.example/
docs_dir: docs
theme:
  name: material
  language: en
  font: false
  features:
    - content.code.copy
    - search.highlight
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle:
        icon: material/weather-sunny
        name: Dark
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle:
        icon: material/weather-night
        name: Light
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - smarty
  - tables
  - toc:
      permalink: true
      toc_depth: 2-3
  - pymdownx.details
  - pymdownx.highlight:
      anchor_linenums: true
      pygments_lang_class: true
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
"""
_PLUGINS = {
    OURS: """\
plugins:
  - search
  - postroom:
      feeds:
        authority: bench.example,2016
      share:
        enabled: {share}
        cards: {cards}
      kits:
        enabled: {kits}
        permission: allowed
""",
    THEIRS: """\
plugins:
  - search
  - tags
  - blog:
      blog_dir: .
      post_dir: posts
      post_url_format: posts/{{file}}
      archive: true
      categories: true
      authors: true
      authors_file: authors.yml
      authors_profiles: true
      pagination_per_page: 20
  - rss:
      use_git: false
      match_path: posts/.*
      length: 20
      abstract_chars_count: -1
      json_feed_enabled: true
      use_material_social_cards: false
      categories: [categories, tags]
      date_from_meta:
        as_creation: date.created
        as_update: date.created
""",
}
"""Pages of lists hold 20 posts in both: Material's 10 would mean twice as many pages."""

_NEWSLETTER = """\
      newsletters:
        - title: The Weekly Table
          cadence: weekly
          service: {name: mailto, mail: letters@bench.example}
          mail:
            postal: The Benchmark, 1 Bench Lane, Leeds
            reason: You get this because you asked for it.
"""

_PAGES = {
    OURS: {"index.md": "---\ntitle: Home\ntemplate: home.html\n---\n"},
    THEIRS: {"index.md": "# Essays\n", "tags.md": "# Tags\n\n<!-- material/tags -->\n"},
}


@dataclass(frozen=True)
class Plan:
    """What a site is to be."""

    kind: str
    posts: int
    share: bool = True
    cards: bool = False
    kits: bool = True
    tagged: bool = True
    issues: int = 0
    """Of a newsletter with eighty items each; without any there is no newsletter."""

    hook: bool = False
    """Whether there is a hook, so that no page may be taken from the last build."""

    waiting: int = 0
    """Items that no issue lists yet."""


@dataclass(frozen=True)
class Bench:
    """One site on disk, ready to be built."""

    plan: Plan
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "mkdocs.yml"

    @property
    def output(self) -> Path:
        return self.folder / "site"

    @property
    def cache(self) -> Path:
        return self.folder / ".cache"

    @property
    def newsletter(self) -> Path:
        return self.folder / "docs" / FOLDER


def make_site(folder: Path, plan: Plan) -> Bench:
    """Write a site's settings, pages, essays and issues into a new folder."""
    docs = folder / "docs"
    write_corpus(docs, plan.posts, tagged=plan.tagged)
    for name, text in _PAGES[plan.kind].items():
        (docs / name).write_text(text, encoding="utf-8")
    plugins = _PLUGINS[plan.kind].format(
        share=str(plan.share).lower(),
        cards=str(plan.cards).lower(),
        kits=str(plan.kits).lower(),
    )
    site = Bench(plan, folder)
    if plan.issues:
        plugins += _NEWSLETTER
        write_newsletter(site.newsletter, plan.issues, waiting=plan.waiting)
    if plan.hook:
        (folder / "hook.py").write_text("", encoding="utf-8")
        plugins += "hooks: [hook.py]\n"
    site.config.write_text(_COMMON + plugins, encoding="utf-8")
    return site
