"""The moment of a build."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from postroom.engines.mkdocs.clock import read_clock
from postroom.errors import ContentError

KNOWN = {
    "an ordinary day": ("1893456000", datetime(2030, 1, 1, tzinfo=UTC)),
    "the first one": ("0", datetime(1970, 1, 1, tzinfo=UTC)),
    "the last one that archives can have": (
        "4294967295",
        datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC),
    ),
}
UNKNOWN = {
    "a word": "abc",
    "nothing": "",
    "a fraction": "0.5",
    "before 1970": "-1",
    "after the last": "4294967296",
    "beyond all years": "99999999999999999999",
}


@pytest.mark.parametrize(("value", "expected"), KNOWN.values(), ids=KNOWN.keys())
def test_a_variable_says_when_it_is(monkeypatch, value, expected):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    assert read_clock() == expected


@pytest.mark.parametrize("value", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_no_time_is_a_sentence(monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    with pytest.raises(ContentError) as caught:
        read_clock()
    assert str(caught.value) == (
        f"$SOURCE_DATE_EPOCH: {value!r} is no time\n"
        "    fix: write seconds since 1970, as `date +%s` prints them, or unset it"
    )
