"""What is odd about the letters of a host: scripts that nobody mixes, look-alikes."""

from functools import cache

from postroom.model.address import ascii_address

_AUGMENTED = {
    "Bopo": {"Hanb"},
    "Hang": {"Kore"},
    "Hani": {"Hanb", "Jpan", "Kore"},
    "Hira": {"Jpan"},
    "Kana": {"Jpan"},
}
_WITH_LATIN = frozenset({"Hanb", "Jpan", "Kore"})
_ANY_SCRIPT = frozenset({"Zinh", "Zyyy"})
_LOOKS_LATIN = {
    **dict(zip("авеѕіїјосрхуһԁԛԝӏгпьѵѡтмкн", "abesiijocpxyhdqwlrnbvwtmkh", strict=True)),
    **dict(zip("αεικνορτυωηγ", "aeikvoptuwny", strict=True)),
    **dict(zip("օսցհոռզ", "oughnnq", strict=True)),
}
"""Small letters of other alphabets that look like one of ours."""

_SKELETON = str.maketrans(
    {**_LOOKS_LATIN, "0": "o", "1": "l", "ı": "i", "ɑ": "a", "ɡ": "g"}
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def remark(host: str, own: str = "") -> str:
    """Say what is odd about the letters of a host; empty if nothing is.

    Args:
        host: A host's name, in small letters.
        own: The site's own host; empty if it has none.

    Source:
        Unicode Technical Standard 39, 4 (confusable), 5.1 (mixed scripts) and 5.2 ("Highly
        Restrictive"); the letters are those of its data that a browser's rule for whole
        scripts has, too (Chromium, "IDN in Google Chrome").
    """
    labels = [_decode(label) for label in host.split(".")]
    written = ".".join(labels)
    if any(not label.isascii() and _is_mixed(label) for label in labels):
        return f"{_both(written)} mixes the letters of several scripts"
    if own and _is_foreign(written, own) and _skeleton(written) == _skeleton(own):
        return f"{_both(written)} looks like {own}, and is another host"
    is_latin_at_end = labels[-1].isascii()
    for label in labels if is_latin_at_end else ():
        letters = [character for character in label if character.isalpha()]
        if letters and all(character in _LOOKS_LATIN for character in letters):
            return f"{_both(written)} looks like {_skeleton(written)}, and is another host"
    return ""


def _is_foreign(host: str, own: str) -> bool:
    return host != own and not host.endswith(f".{own}")


def _both(host: str) -> str:
    """Write a host as people see it, and as machines do."""
    in_ascii = ascii_address(f"https://{host}").removeprefix("https://")
    return host if host.isascii() else f"{host} ({in_ascii})"


def _decode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode().decode("punycode")
    except UnicodeError:
        return label


def _skeleton(host: str) -> str:
    looks = host.translate(_SKELETON)
    for pair, letter in _PAIRS:
        looks = looks.replace(pair, letter)
    return looks


def _is_mixed(label: str) -> bool:
    """Whether no one script has all letters; East Asian ones may stand beside Latin."""
    scripts = [_scripts_of(character) for character in label]
    named = [found for found in scripts if not found & _ANY_SCRIPT]
    without_latin = [found for found in named if found != {"Latn"}]
    if not without_latin:
        return False
    common = frozenset.intersection(*without_latin)
    has_latin = len(without_latin) < len(named)
    return not common or (has_latin and not common & _WITH_LATIN)


@cache
def _scripts_of(character: str) -> frozenset[str]:
    from fontTools.unicodedata import script_extension  # noqa: PLC0415 - few need it

    scripts: set[str] = set(script_extension(character))
    return frozenset(scripts.union(*(_AUGMENTED.get(script, ()) for script in scripts)))
