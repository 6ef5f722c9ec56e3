"""Text from anybody becomes Markdown that shows it, and does nothing with it."""

import re

from postroom.model.characters import neutralise

_SAFE = re.compile(r"[\w,;'’“”„…()?!–—№%:.+-]*")
_ACTIVE = re.compile(r"www\.|gh-\d|://|_|^[+-]$|^\d+[.)]$|^-{2,}|[0-9a-f]{7,}", re.I)
_RUNS = re.compile(r"`+")
_INDENT = "\n  "


def say(text: str) -> str:
    """Write a sentence of ours that may quote somebody: what is not a plain word is code.

    Code is never a mention, a link, a reference or HTML.
    """
    parts = neutralise(text)[0].replace("\n", " ").split("`")
    said = []
    for number, part in enumerate(parts):
        if number % 2:
            said.append(code(part))
        else:
            said.append(_say_words(part))
    return "".join(said)


def _say_words(text: str) -> str:
    """Leave plain words alone; everything from the first odd one to the last is code."""
    words = text.split(" ")
    odd = [number for number, word in enumerate(words) if not _is_plain(word)]
    if not odd:
        return text
    quoted = code(" ".join(words[odd[0] : odd[-1] + 1]))
    return " ".join([*words[: odd[0]], quoted, *words[odd[-1] + 1 :]])


def _is_plain(word: str) -> bool:
    is_quoted = word[:1] == "'" or word[-1:] == "'"
    return bool(_SAFE.fullmatch(word)) and not (is_quoted or _ACTIVE.search(word))


def code(text: str) -> str:
    """Write text as a code span that nothing in it can end.

    Source:
        CommonMark 0.31, 6.1.
    """
    shown = " ".join(neutralise(text)[0].split())
    if not shown:
        return ""
    fence = "`" * (max(map(len, _RUNS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def say_block(text: str) -> str:
    """Write text as code: in its line, or below a list's entry if it has several."""
    shown = neutralise(text)[0].strip()
    if "\n" not in shown:
        return code(shown)
    fence = "`" * max(3, max(map(len, _RUNS.findall(shown)), default=0) + 1)
    lines = [f"{fence}text", *shown.split("\n"), fence]
    return _INDENT + _INDENT.join(lines)


def say_plain(text: str) -> str:
    """Write text for a terminal: one line, and no character that steers anything."""
    return " ".join(neutralise(text)[0].split())
