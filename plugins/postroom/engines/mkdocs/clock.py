"""What somebody says the time is becomes the moment that a build is about."""

import os
from datetime import datetime

from mkdocs.utils import get_build_datetime

from postroom.errors import ContentError, Place, Problem

_VARIABLE = "SOURCE_DATE_EPOCH"
_END = 1 << 32
"""In seconds: archives have no later time, nor one before 1970; RFC 1952, 2.3.1."""


def read_clock() -> datetime:
    """Give the moment of a build: that of SOURCE_DATE_EPOCH, else now.

    Raises:
        ContentError: The variable says no time, or one that no archive can have.

    Source:
        https://reproducible-builds.org/specs/source-date-epoch/
    """
    try:
        now = get_build_datetime()
        is_known = 0 <= now.timestamp() < _END
    except (ValueError, OverflowError, OSError):
        is_known = False
    if not is_known:
        what = f"{os.environ.get(_VARIABLE, '')!r} is no time"
        fix = "write seconds since 1970, as `date +%s` prints them, or unset it"
        raise ContentError([Problem(Place(f"${_VARIABLE}"), what, fix)])
    return now
