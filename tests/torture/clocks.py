"""Clocks go wrong, and files are from the future."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from tests.e2e.building import NOW

from .acts import BUILD
from .judge import judge_words
from .mishaps import Clock, Environment
from .tree import read_tree
from .yard import Yard

_YEAR = 31_557_600
MOMENTS = [(years, age) for years in (-60, -10, 10, 200) for age in (0, 5, -5)]
"""How many years a clock is wrong, and when files were last changed."""

_ODD = ("abc", "", "-1", "1e9", "99999999999999999999", "0.5", "٣", "0", "253402300799")


def move_clocks(yard: Yard, moments: Sequence[tuple[int, int]] = MOMENTS) -> None:
    """Build when it is another time; the site is the same, or the last one stays."""
    promise, _ = yard.promise(BUILD)
    for years, age in moments:
        site = yard.lay_out(BUILD)
        when = time.time() + age * _YEAR
        for path in (p for p in site.rglob("*") if p.is_file()):
            os.utime(path, (when, when))
        ended = yard.run(BUILD, Clock(years * _YEAR))
        moment = f"{years} years off, files {age:+} years"
        wrong = [*promise.judge_end(read_tree(site)), *judge_words(ended)]
        yard.book("clocks", BUILD.name, moment, wrong)
        yard.do_again("clocks", BUILD, moment)
    for value in _ODD:
        for act in yard.acts:
            site = yard.lay_out(act)
            ended = yard.run(act, Environment("SOURCE_DATE_EPOCH", value))
            wrong = [*judge_words(ended)]
            if ended.code:
                allowed = yard.promise(act)[0]
                wrong += allowed.judge(read_tree(site)) if ended.code != 1 else []
            yard.book("clocks", act.name, f"SOURCE_DATE_EPOCH={value!r}, not {NOW}", wrong)
