"""The same essays as a site of Hugo's: pages, lists, terms, feeds with the whole text."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

from .corpus import write_corpus
from .measure import BuildFailedError, Cost, run

_SETTINGS = """\
baseURL = "https://bench.example/"
title = "The Benchmark"
[pagination]
pagerSize = 20
[taxonomies]
category = "categories"
tag = "tags"
author = "authors"
[services.rss]
limit = 20
[markup.goldmark.renderer]
unsafe = true
"""
_HEAD = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">
{{ with .OutputFormats.Get "rss" }}<link rel="alternate" href="{{ .Permalink }}">{{ end }}
</head><body>"""
_SINGLE = (
    _HEAD
    + """<article><h1>{{ .Title }}</h1><time>{{ .Date }}</time>{{ .Content }}</article>
{{ range (.GetTerms "categories") }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ range (.GetTerms "tags") }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ range (.GetTerms "authors") }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</body></html>
"""
)
_LIST = (
    _HEAD
    + """<h1>{{ .Title }}</h1>{{ range (.Paginate .Pages).Pages }}
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><time>{{ .Date }}</time>
{{ .Summary }}{{ end }}{{ partial "pagination.html" . }}</body></html>
"""
)
_FEED = """\
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first 20 .RegularPagesRecursive }}<item><title>{{ .Title }}</title>
<link>{{ .Permalink }}</link><pubDate>{{ .Date }}</pubDate>
<description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>
"""
_LAYOUTS = {
    "single.html": _SINGLE,
    "list.html": _LIST,
    "rss.xml": _FEED,
}


def make_hugo_site(folder: Path, posts: int) -> Path:
    """Write settings, templates and essays into a new folder."""
    write_corpus(folder / "content", posts)
    for path in (folder / "content/posts").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("date:\n  created:", "date:", 1), encoding="utf-8")
    (folder / "content/images").rename(folder / "static")
    (folder / "hugo.toml").write_text(_SETTINGS, encoding="utf-8")
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    for name, text in _LAYOUTS.items():
        (layouts / name).write_text(text, encoding="utf-8")
    return folder


def build_hugo_site(folder: Path, posts: int) -> Cost:
    """Build it as on a host: into an empty folder."""
    shutil.rmtree(folder / "public", ignore_errors=True)
    command = Path(sysconfig.get_path("scripts")) / "hugo"
    cost = run([str(command), "--quiet"], folder, "Hugo")
    made = sum(1 for _ in folder.glob("public/posts/essay-*/index.html"))
    if made != posts:
        raise BuildFailedError(f"Hugo made {made} of {posts} pages")
    return cost
