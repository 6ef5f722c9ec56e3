"""Tables that may be wider than the page get a box that scrolls, by keyboard too."""

import itertools
import re

_TABLE = re.compile(r"<table((?: (?!class=)[^<>]*)?)>(.*?)</table>", re.S)


def box_tables(html: str) -> str:
    """Put each plain table into a region of its own; the labels are numbered."""
    number = itertools.count(1)
    box = '<section class="wide" tabindex="0" aria-label="Table {}">{}</section>'
    return _TABLE.sub(
        lambda found: box.format(
            next(number), f'<table class="plain"{found[1]}>{found[2]}</table>'
        ),
        html,
    )
