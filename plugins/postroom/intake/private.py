"""What is not public unless its owner says so: e-mail addresses, telephone numbers."""

import re
from collections.abc import Iterator

from postroom.errors import Place, Problem
from postroom.model.kinds import Field

_MAIL = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_MAIL_OR_PART = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w.-]+")
_PHONE = re.compile(
    r"(?P<kept>(?:https?://|www\.)[^\s<>]+"
    r"|\b\d{1,2}(?P<mark>[-./])\d{1,2}(?P=mark)\d{4}\b|\b\d{4}-\d\d-\d\d\b)"
    r"|(?<![\w.,€£$-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?0(?:[ ()./-]{0,2}\d){8,13}"
    r"|\(?\d{3}(?:\) ?|[-. ])\d{3}[-. ]\d{4})(?!\w)",
    re.I,
)
_KEEP = "take it out, or allow it: everybody will see it, and it stays public"


def check_private(
    field: Field, text: str, place: Place, *, is_allowed: bool
) -> Iterator[Problem]:
    """Find addresses and numbers that nobody allowed to be shown."""
    if is_allowed:
        return
    if field.type == "reach" and text.startswith("mailto:"):
        fix = "give a page, or tick that the address may be seen"
        yield Problem(place, "an e-mail address that is not said to be public", fix)
    elif _MAIL.search(text):
        yield Problem(place, "an e-mail address", _KEEP)
    if _hide_phones(text) != text:
        yield Problem(place, "what looks like a telephone number", _KEEP)


def hide_private(text: str) -> str:
    """Leave addresses and numbers out, so that an answer does not publish them again."""
    return _hide_phones(_MAIL_OR_PART.sub("…", text))


def _hide_phones(text: str) -> str:
    """Leave numbers out; dates, and digits within web addresses, are none."""
    return _PHONE.sub(lambda found: found["kept"] or "…", text)
