"""The bytes of a feed become text, of which a parser can make nothing but a feed."""

import codecs
import re

from postroom.harvest.find import Fault
from postroom.model.text import clean_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How documents in wide characters begin."""

_ENCODINGS = frozenset(
    "big5 euc-jp euc-kr gb18030 gb2312 gbk koi8-r koi8-u shift_jis".split()
    + [f"iso-8859-{part}" for part in (*range(2, 12), *range(13, 17))]
    + [f"windows-{page}" for page in range(1250, 1259)]
)
"""The encodings of the web in which plain letters are one byte; any other name is a slip,
or a trick."""

_USUAL = "cp1252"
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")


def decode_document(content: bytes, charset: str = "") -> str | Fault:
    """Decode a document, and refuse one that declares entities or a grammar.

    What is looked at is what will be parsed: the encoding that the document names is
    taken out of it, so that no parser reads anything else in it.

    Args:
        content: Hostile.
        charset: What its server said of its encoding; often wrong.
    """
    text = clean_text(_decode(content, charset))
    if _declares_anything(text):
        return Fault(
            "it declares entities, which a feed has no use for and attackers have",
            "ask its owner for a plain feed, or take it out of the harvest",
        )
    return _DECLARATION.sub("", text, count=1).strip()


def _decode(content: bytes, charset: str) -> str:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        return content.decode()  # what is UTF-8 by its bytes is never anything else
    except UnicodeDecodeError:
        declared = _ENCODING.match(content)
        named = (charset, declared[1].decode() if declared else "")
        known = next((n for n in named if n.lower() in _ENCODINGS), "")
        return content.decode(known, "replace") if known else _guess(content)


def _guess(content: bytes) -> str:
    """Read it as UTF-8 with a slip in it, or as what it is otherwise, as a rule."""
    text = content.decode(errors="replace")
    broken = text.count("\ufffd")
    others = sum(not c.isascii() for c in text) - broken
    return text if broken <= others else content.decode(_USUAL, "replace")


def _declares_anything(text: str) -> bool:
    if "<!entity" in text.lower():
        return True
    _, *declared = re.split("<!doctype", text, flags=re.I)
    return any("[" in part.partition(">")[0] for part in declared)
