"""What kits of a site's essays take by format: `python -m tests.bench.kits OUT`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from markdown import Markdown
from mkdocs.config import load_config

from postroom.cli.config import find_site
from postroom.edition.edition import Edition
from postroom.fragments import make_fragment
from postroom.kits.compose import compose_post_kit
from postroom.kits.docx import render_docx
from postroom.kits.files import KitStore
from postroom.kits.html import render_html
from postroom.kits.kit import Kit
from postroom.kits.lengths import list_lengths
from postroom.kits.markdown import render_markdown
from postroom.kits.text import render_texts
from postroom.reading.posts import Manuscript
from postroom.toolbox.cache import Cache

FIGURES = ("conversion", "text", "markdown", "html", "word", "cold", "warm")
"""What is timed of each essay; all lengths of a format count as one."""


def measure() -> list[float]:
    """Seconds for each of `FIGURES`; of essays without pictures, the medians."""
    survey = find_site(None).survey
    config = load_config()
    reader = Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs
    )
    with tempfile.TemporaryDirectory() as folder:
        press = KitStore(Cache(Path(folder)), survey.edition.bytes_of)
        plain = [m for m in survey.shown if "![" not in m.body]
        rounds = [_time_one(m, survey.edition, press, reader) for m in plain]
    return [median(times) for times in zip(*rounds[1:], strict=True)]  # the first warms up


def _time_one(
    manuscript: Manuscript, edition: Edition, press: KitStore, reader: Markdown
) -> tuple[float, ...]:
    converting = _time(lambda: reader.reset().convert(manuscript.body))
    kit = _compose(manuscript, edition, reader)
    lengths = list_lengths(kit)
    return (
        converting,
        _time(lambda: render_texts(kit, lengths)),
        _time(lambda: render_markdown(kit, lengths)),
        _time(lambda: render_html(kit, lengths)),
        _time(lambda: render_docx(kit, lengths, edition.bytes_of)),
        _time(lambda: press.open(kit)),
        _time(lambda: KitStore(press.cache, edition.bytes_of).open(kit)),
    )


def _compose(manuscript: Manuscript, edition: Edition, reader: Markdown) -> Kit:
    post, site = manuscript.post, edition.site
    fragment = make_fragment(
        reader.reset().convert(manuscript.body), url=site.absolute(site.post_page(post))
    )
    edition.fragments.keep(post.path, fragment)
    return compose_post_kit(edition, post)


def _time(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure()), encoding="ascii")
