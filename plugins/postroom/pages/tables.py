"""Tables that may be wider than the page get a box that scrolls, by keyboard too."""

import itertools
import re

_NAME = re.compile(r"<td><code>([\w.-]+)</code></td>")
_JOINT = re.compile(r"(?<=\w)[_.](?=\w)")
_TABLE = re.compile(r"<table((?: (?!class=)[^<>]*)?)>(.*?)</table>", re.S)


def box_tables(html: str, label: str = "Table") -> str:
    """Put each plain table into a region of its own; the labels are numbered."""
    number = itertools.count(1)
    box = '<section class="wide" tabindex="0" aria-label="{} {}">{}</section>'
    plain = '<table class="plain"{}>{}</table>'
    return _TABLE.sub(
        lambda found: box.format(
            label, next(number), plain.format(found[1], _join_loosely(found[2]))
        ),
        html,
    )


def _join_loosely(rows: str) -> str:
    """Let long names of options break between their words, where there is no room."""
    return _NAME.sub(lambda cell: _JOINT.sub(r"\g<0><wbr>", cell[0]), rows)
