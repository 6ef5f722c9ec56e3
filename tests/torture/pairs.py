"""Two commands at once: both succeed, or the slower one says what is true."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from .acts import BUILD, DRAFT, FIX, MAIL, NEW, PLACE
from .judge import Breach, Promise, judge_words
from .process import Act, start
from .tree import Tree, read_tree
from .yard import Yard

Pair = tuple[Act, Act]
PAIRS: Sequence[Pair] = [
    (PLACE, PLACE),
    (NEW, NEW),
    (DRAFT, DRAFT),
    (MAIL, MAIL),
    (BUILD, BUILD),
    (BUILD, FIX),
]
_SALTS = (1, 2)


def run_pairs(yard: Yard, times: int, pairs: Sequence[Pair] = PAIRS) -> None:
    """Run commands in pairs, the second a little later or at the same moment."""
    dice = yard.dice("pairs")
    for pair in pairs:
        alone, done = _list_ends(yard, pair)
        promise = Promise(read_tree(yard.lay_out(pair[0])), (*done, *alone))
        for number in range(times):
            pause = dice.random() * 0.05 if number % 2 else 0.0
            site = yard.lay_out(pair[0])
            running = []
            for act, salt in zip(pair, _SALTS, strict=True):
                running.append(start(act, site, salt=salt))
                time.sleep(pause)
            ended = [each.wait() for each in running]
            now, codes = read_tree(site), sorted(each.code for each in ended)
            wrong = [breach for each in ended for breach in judge_words(each)]
            wrong += promise.judge(now)
            if now not in {0: done, 1: (*alone, *done)}.get(sum(codes), ()):
                said = " / ".join(each.said[-300:] for each in ended)
                wrong.append(Breach("other ends", f"codes {codes}: {said}"))
            yard.count("pairs", "both", codes == [0, 0])
            names = " and ".join(act.name for act in pair)
            yard.book("pairs", names, f"{pause:.3f} s apart", wrong)


def _list_ends(yard: Yard, pair: Pair) -> tuple[list[Tree], list[Tree]]:
    """List what may be there after one of two commands, and what after both."""
    before = read_tree(yard.lay_out(pair[0]))
    one, other = (yard.end_of(a, salts=[s]) for a, s in zip(pair, _SALTS, strict=True))
    done = [
        yard.end_of(*pair, salts=_SALTS),
        yard.end_of(*pair[::-1], salts=_SALTS[::-1]),
    ]
    for first, second in ((one, other), (other, one)):
        for late in (second, _be_second(second)):
            done.append({**first, **_list_changes(before, late)})
    return [one, other], done


def _list_changes(before: Tree, after: Tree) -> Tree:
    return {path: after[path] for path in after if after[path] != before.get(path)}


def _be_second(end: Tree) -> Tree:
    """Let a step have the letters of one that saw another of its day, but not in time."""
    return {re.sub(r"-a(?=[a-z]{3}\.yml$)", "-b", path): end[path] for path in end}
