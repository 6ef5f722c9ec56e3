"""Text is counted and cut as readers see it: by graphemes, not by code points."""

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})
_SKINS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_VOWELS, _FINALS = range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_INITIALS = range(0x1100, 0x1160)
_SYLLABLES = range(0xAC00, 0xD7A4)
_FINALS_OF_A_SYLLABLE = 28


def split_graphemes(text: str) -> Iterator[str]:
    """Take text apart into what readers see as one character each.

    Some scripts join more than is known here: it rather counts too many than too few.

    Source:
        Unicode Standard Annex 29, 3.1: rules GB3, GB7 to GB9a, GB11 and GB12.
    """
    cluster = ""
    for character in text:
        if cluster and not _belongs(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(cluster: str, character: str) -> bool:
    """Whether a character is seen as a part of what stands before it."""
    code = ord(character)
    if cluster[-1] in "\r\n":
        return cluster == "\r" and character == "\n"
    if character in (_JOINER, "\u200c") or code in _SKINS or code in _TAGS:
        return True
    if unicodedata.category(character) in _MARKS:
        return True
    return _continues(cluster, code)


def _continues(cluster: str, code: int) -> bool:
    """Whether a letter or a picture goes on where another one ended."""
    before = ord(cluster[-1])
    if code in _FLAGS:
        return len(cluster) == 1 and before in _FLAGS
    if code in _VOWELS:
        is_open = before in _SYLLABLES and (before - 0xAC00) % _FINALS_OF_A_SYLLABLE == 0
        return before in _INITIALS or before in _VOWELS or is_open
    if code in _FINALS:
        return before in _VOWELS or before in _FINALS or before in _SYLLABLES
    is_joined = cluster[-1] == _JOINER and len(cluster) > 1
    return is_joined and _is_picture(ord(cluster[0])) and _is_picture(code)


def _is_picture(code: int) -> bool:
    """Whether a code point may be an emoji."""
    return unicodedata.category(chr(code)) == "So" and code not in _FLAGS


def count_graphemes(text: str) -> int:
    """Count what readers see."""
    return sum(1 for _ in split_graphemes(text))


def cut_graphemes(text: str, most: int) -> str:
    """Cut text at a word so that readers see at most ``most`` characters."""
    seen = list(split_graphemes(text))
    if len(seen) <= most:
        return text
    kept = "".join(seen[: max(0, most - 1)])
    return kept.rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…" if kept else ""
