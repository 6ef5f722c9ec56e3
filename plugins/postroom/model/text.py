"""Plain text as every output may carry it: legal characters, slugs, short forms, days."""

import re
import unicodedata
from datetime import date

_ILLEGAL = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffc\U00010000-\U0010ffff]"
)
SLUG = r"^[^\W_](?:[\w-]*\w)?$"
"""What the last part of an address looks like."""

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OPENED = re.compile(r"(?<!\w)'(?=\w)")
_AT_END = re.compile(r"(?<=[sxz])'(?=\s|[.,;:!?)]|$)")
_RTL = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_DASHES = re.compile(r"[\s\-]+")


def clean_text(text: str) -> str:
    """Drop what no feed may carry: controls, U+FFFD-FFFF and lone surrogates.

    Source:
        XML 1.0, 2.2 (Char), less the C1 controls that feed validators refuse.
    """
    return _ILLEGAL.sub("", text)


def clean_line(text: str) -> str:
    """Make one line of plain text: legal characters, single spaces, no ends."""
    return " ".join(clean_text(text).split())


def slugify(text: str) -> str:
    """Make the part of an address that stands for a title or a term."""
    kept = _NOT_IN_SLUG.sub("", unicodedata.normalize("NFC", text)).strip().lower()
    return _DASHES.sub("-", kept).strip("-_")


_TAG = re.compile(r"</?[^>]*>")


def slugify_title(text: str, separator: str = "-") -> str:
    """Make the part of an address that mkdocs-material's blog makes of a title.

    Source:
        pymdownx.slugs, `slugify(case="lower")`, in its version 10.
    """
    bare = _TAG.sub("", unicodedata.normalize("NFC", text)).strip().lower()
    return _NOT_IN_SLUG.sub("", bare).replace(" ", separator)


_SPELLED = (
    (re.compile(r"(?<=\w)#(?!\w)"), "-sharp"),
    (re.compile(r"(?<=[\w+])\+(?!\w)"), "-plus"),
    (re.compile(r"(?<!\S)\.(?=[^\W\d_])"), "dot-"),
    (re.compile(r"(?<=\w)[/\\](?=\w)"), "-"),
)
"""Signs without which two names would be one: `C#`, `C++`, `.NET`, `a/b`."""


def slugify_term(name: str) -> str:
    """Make the part of an address that stands for a term; its signs may matter."""
    spelled = name
    for sign, word in _SPELLED:
        spelled = sign.sub(word, spelled)
    if slug := slugify(spelled):
        return slug
    symbols = (sign for sign in name if unicodedata.category(sign)[0] == "S")
    return slugify(" ".join(unicodedata.name(sign, "") for sign in symbols))


def shorten(text: str, most: int) -> str:
    """Cut text at a word so that it has at most ``most`` characters.

    Scripts without spaces are cut behind a phrase if one ends in the second half, and
    never within what readers see as one character.
    """
    if len(text) <= most:
        return text
    end = most - 1
    gap = text.rfind(" ", 0, end)
    if gap < 0 or _UNSPACED.match(text, end):
        phrase = 1 + max(text.rfind(sign, 0, end) for sign in _PHRASE_ENDS)
        likely = max(gap, phrase)
        gap = likely if likely > end // 2 else _whole_character(text, end)
    return text[:gap].rstrip(" ,;:.–—-、。，；：") + "…"


_PHRASE_ENDS = "。、，；！？"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u9fff\uff66-\uff9f]"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese."""

_JOINING = re.compile(
    "[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]*$")


def _whole_character(text: str, end: int) -> int:
    """Go back from a place to the beginning of what is seen as one character there.

    Source:
        UAX #29, 3.1.1, as far as marks, joiners, emoji and flags go.
    """
    while 0 < end < len(text) and (
        unicodedata.category(text[end])[0] == "M"
        or _JOINING.match(text[end])
        or text[end - 1] == "\u200d"
    ):
        end -= 1
    flags = _FLAG.search(text, 0, end)
    is_within_flag = flags and len(flags[0]) % 2 and _FLAG.match(text[end : end + 1])
    return end - 1 if is_within_flag and text[end : end + 1] else end


def set_apostrophes(text: str) -> str:
    """Write apostrophes as printers do; at a word's end if nothing is quoted by them."""
    within = _APOSTROPHE.sub("’", text)
    return within if _OPENED.search(within) else _AT_END.sub("’", within)


def plain_slug(text: str) -> str:
    """Make a slug of plain letters, for names of files that go from system to system."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return slugify(plain)


_QUOTES = {
    "": "“”‘’",
    "ar": "”“’‘",
    "bg": "„“‚‘",
    "cs": "„“‚‘",
    "da": "»«›‹",
    "de": "„“‚‘",
    "es": "«»“”",
    "fa": "«»‹›",
    "fi": "””’’",
    "fr": "«»‹›",
    "hu": "„”»«",
    "it": "«»“”",
    "ja": "「」『』",
    "nb": "«»‘’",
    "no": "«»‘’",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ro": "„”«»",
    "ru": "«»„“",
    "sv": "””’’",
    "uk": "«»„“",
    "zh": "“”‘’",
}
_THIN = "\u202f"


def quotes_of(language: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The quotation marks of a language (BCP 47), and those within others.

    Source:
        Unicode CLDR 46, delimiters; French sets narrow spaces within, Switzerland none.
    """
    base, _, region = language.lower().partition("-")
    if base == "de" and region == "ch":
        return ("«", "»"), ("‹", "›")
    marks = _QUOTES.get(base, _QUOTES[""])
    inner = _THIN if base == "fr" and region != "ch" else ""
    return (
        (marks[0] + inner, inner + marks[1]),
        (marks[2] + inner, inner + marks[3]),
    )


def direction_of(language: str) -> str:
    """Which way a language (BCP 47) is written, as HTML's `dir` says it."""
    return "rtl" if language.partition("-")[0].lower() in _RTL else "ltr"


def direction_of_text(text: str) -> str:
    """Which way words run: as their first strong letter does; empty without one.

    Source:
        UAX #9, P2 and P3, which is what HTML's `dir="auto"` does.
    """
    for letter in text:
        if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""


_CJK = re.compile(
    "[々-〇\u3041-ヿ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_THAI = re.compile("[\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3]")
_SIGNS_OF_A_WORD = {_CJK: 2, _THAI: 5}
"""Who reads 240 English words in a minute reads some 500 signs, or 1,200 Thai letters."""


def count_read_words(text: str) -> int:
    """How many words a text is to its reader; scripts without spaces go by their signs."""
    words = 0
    for script, signs in _SIGNS_OF_A_WORD.items():
        text, found = script.subn(" ", text)
        words += -(-found // signs)
    if not words:
        return len(text.split())
    return words + sum(any(map(str.isalnum, word)) for word in text.split())  # no stops


def shorten_slug(slug: str, most: int) -> str:
    """Cut a slug to so many bytes, between two words if it has some."""
    cut = slug.encode()[:most].decode(errors="ignore")
    return slug if cut == slug else cut.rpartition("-")[0] or cut


MONTHS = (
    "January February March April May June July August September October November December"
).split()


_IES = re.compile(r"(?<![aeiou])y$")


def count(number: int, noun: str) -> str:
    """Write a number with its noun: 1 group, 1,240 groups, 2 days, 2 replies."""
    if number == 1:
        return f"1 {noun}"
    several = _IES.sub("ies", noun) if _IES.search(noun) else f"{noun}s"
    return f"{number:,} {several}"


def write_day(moment: date) -> str:
    """Write a date for people, the same under every locale: 4 March 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def join_names(names: list[str], last: str = " and ") -> str:
    """Write names as one does: "A", "A and B", "A, B and C"."""
    return last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
