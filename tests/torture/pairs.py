"""Two commands at once: both succeed, or the slower one says what is true."""

from __future__ import annotations

import time

from .acts import BUILD, DRAFT, FIX, MAIL, NEW, PLACE
from .judge import Breach, Promise, judge_words
from .process import Act, start
from .tree import Tree, read_tree
from .yard import Yard

_PAIRS = [(PLACE, PLACE), (NEW, NEW), (DRAFT, DRAFT), (MAIL, MAIL), (BUILD, BUILD)]
_SALTS = (1, 2)


def run_pairs(yard: Yard, times: int) -> None:
    """Run commands in pairs, the second a little later or at the same moment."""
    dice = yard.dice("pairs")
    for pair in [*_PAIRS, (BUILD, FIX)]:
        promise = _promise(yard, *pair)
        for number in range(times):
            pause = dice.random() * 0.05 if number % 2 else 0.0
            site = yard.lay_out(pair[0])
            running = []
            for act, salt in zip(pair, _SALTS, strict=True):
                running.append(start(act, site, salt=salt))
                time.sleep(pause)
            ended = [each.wait() for each in running]
            wrong = [breach for each in ended for breach in judge_words(each)]
            wrong += promise.judge(read_tree(site))
            codes = sorted(each.code for each in ended)
            if codes not in ([0, 0], [0, 1]):
                said = " / ".join(each.said[-300:] for each in ended)
                wrong.append(Breach("other ends", f"codes {codes}: {said}"))
            yard.count("pairs", "both", codes == [0, 0])
            names = " and ".join(act.name for act in pair)
            yard.book("pairs", names, f"{pause:.3f} s apart", wrong)


def _promise(yard: Yard, one: Act, other: Act) -> Promise:
    """Give what may come of two commands, in either order."""
    before = read_tree(yard.lay_out(one))
    ends: list[Tree] = []
    for acts, salts in (((one, other), _SALTS), ((other, one), _SALTS[::-1])):
        ends += [yard.end_of(*acts, salts=salts), yard.end_of(acts[0], salts=salts[:1])]
    return Promise(before, tuple(ends))
