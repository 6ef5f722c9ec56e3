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
_ODD = ("abc", "", "-1", "1e9", "99999999999999999999", "0.5", "٣", "0", "253402300799")


def move_clocks(yard: Yard, years: Sequence[int] = (-60, -10, 10, 200)) -> None:
    """Build when it is another time; the site is the same, or the last one stays."""
    promise, _ = yard.promise(BUILD)
    for each in years:
        for ages in (0, 5 * _YEAR, -5 * _YEAR):
            site = yard.lay_out(BUILD)
            when = time.time() + ages
            for path in (p for p in site.rglob("*") if p.is_file()):
                os.utime(path, (when, when))
            ended = yard.run(BUILD, Clock(each * _YEAR))
            moment = f"{each} years off, files {ages / _YEAR:+.0f} years"
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
