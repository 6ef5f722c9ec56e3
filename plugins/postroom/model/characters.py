"""Text from anybody becomes text in which nothing is hidden."""

import re
import unicodedata

from postroom.model.text import clean_text

_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_HIDDEN = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
    "|[\u202a-\u202e\u2066-\u206f]"  # what turns the direction of writing
    "|[\u200c-\u200f]{2,}|[\ufe00-\ufe0f]{2,}"
    "|(?<!\\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)"
)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def turns(text: str) -> bool:
    """Whether text holds what turns the direction of writing: no address needs it.

    Source:
        Unicode Standard Annex 9, 2 and 3.3.2: the explicit and implicit marks.
    """
    return _TURNING.search(text) is not None


def neutralise(text: str) -> tuple[str, bool]:
    """Compose characters and take out what nobody can see.

    Joiners within words and emoji stay, and so do accents up to three on a letter.

    Returns:
        The text, and whether something was taken out of it.

    Source:
        Unicode Standard Annex 9, 2 (directional controls); Annex 15 (NFC);
        Technical Report 36, 3 (characters to be left out).
    """
    ended = _ENDS.sub("\n", text.removeprefix("\ufeff"))
    shown = _MARKS.sub(r"\1", _HIDDEN.sub(lambda m: m["flag"] or "", clean_text(ended)))
    return unicodedata.normalize("NFC", shown), shown != ended
