"""What a server answers becomes what may be shown: our own secrets are not in it."""

import base64
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from html.entities import codepoint2name
from typing import Any

_HIDDEN = "…"
_LONG = 6
"""Shorter ones would be found in words, were their coded forms looked for."""

_GAP = r"(?:\s|=\r?\n|%0[aAdD]|\\[nr])*"
"""What a line may be broken with: quoted-printable, percent, JSON."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """Take secrets out of a text, in whatever case and coded as texts are.

    Base64 and its kind for addresses at any offset, hexadecimal, percent signs, HTML's and
    JSON's references, quoted-printable, and mixtures of those character by character.

    Source:
        RFC 4648, 4, 5 and 8; RFC 3986, 2.1; RFC 8259, 7; RFC 2045, 6.7.
    """
    for secret in sorted({*filter(None, secrets)}, key=len, reverse=True):
        text = _pattern(secret).sub(_HIDDEN, text)
    return text


def redact_answer(answer: Any, secrets: Iterable[str], known: Collection[str] = ()) -> Any:
    """Take secrets out of every text of an answer in JSON, names of members too.

    Args:
        answer: What a server answered.
        secrets: What it was told with this call.
        known: What it was told before; a text that is just that may be a key given anew.
    """
    hidden = tuple(secrets)

    def clean(text: str) -> str:
        return redact(text, hidden if text in known else (*hidden, *known))

    if isinstance(answer, str):
        return clean(answer)
    if isinstance(answer, list):
        return [redact_answer(each, hidden, known) for each in answer]
    if isinstance(answer, dict):
        return {clean(k): redact_answer(v, hidden, known) for k, v in answer.items()}
    return answer


@lru_cache(maxsize=64)
def _pattern(secret: str) -> re.Pattern[str]:
    if len(secret) < _LONG:
        return re.compile(re.escape(secret), re.I)
    forms = [_GAP.join(map(_spell, secret))]
    for cased in dict.fromkeys((secret, secret.lower(), secret.upper())):
        forms += map(_packed, _pack(cased.encode()))
    return re.compile("|".join(forms), re.I)


def _spell(character: str) -> str:
    """Match one character, however it is written in text."""
    ways = {*map(re.escape, (character, character.lower(), character.upper()))}
    for each in {character, character.lower(), character.upper()}:
        number = ord(each[0])
        pairs = [f"{byte:02x}" for byte in each.encode()]
        ways.add("".join(rf"%(?:25)*{pair}" for pair in pairs))
        ways.add("".join(rf"\\+x{pair}" for pair in pairs))
        ways.add("".join(rf"={pair}" for pair in pairs))
        ways.add(rf"(?:&amp;|&)(?:amp;)*#(?:0*{number}|x0*{number:x})(?![0-9a-f]);?")
        ways.add(rf"\\+u(?:{number:04x}|\{{0*{number:x}\}})")
        if name := codepoint2name.get(number):
            ways.add(f"&(?:amp;)*{name};?")
    return rf"\\*(?:{'|'.join(sorted(ways))})"


def _pack(secret: bytes) -> Iterable[str]:
    """Write a secret in base64 as it stands at each offset, and in hexadecimal."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + secret).decode().rstrip("=")
        first = -(-before * 8 // 6)
        held = (before + len(secret)) * 8 // 6
        yield coded[first:held]
    yield secret.hex()


def _packed(coded: str) -> str:
    """Match it in either alphabet, broken into lines or not."""
    ways = {"+": "(?:[+-]|%2b)", "/": "(?:[/_]|%2f|\\\\/)"}
    return _GAP.join(ways.get(each, re.escape(each)) for each in coded)
