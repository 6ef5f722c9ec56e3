"""Commands are killed: at random moments, at steps of writing, with their processes."""

from __future__ import annotations

import signal
import time

from .acts import BUILD, BUILD_LARGE
from .process import Act, start
from .yard import Yard

_SIGNALS = (signal.SIGTERM, signal.SIGKILL)
_MORE = (*_SIGNALS, signal.SIGINT, signal.SIGHUP)


def kill_at_random(yard: Yard, times: int) -> None:
    """Kill every command again and again, builds twice as often as others."""
    dice = yard.dice("kills")
    acts = [*yard.acts, BUILD]
    for number in range(times):
        act = acts[number % len(acts)]
        _kill(yard, "killed at random", act, dice.choice(_SIGNALS), dice.random() * 1.05)


def kill_large_builds(yard: Yard, times: int) -> None:
    """Kill builds with processes that make kits, from a cold cache."""
    dice = yard.dice("large")
    for number in range(times):
        _kill(yard, "with processes", BUILD_LARGE, _MORE[number % 4], dice.random() * 1.05)


def _kill(yard: Yard, name: str, act: Act, number: int, part: float) -> None:
    _, seconds = yard.promise(act)
    running = start(act, yard.lay_out(act))
    time.sleep(seconds * part)
    running.kill(number)
    ended = running.wait()
    moment = f"{signal.Signals(number).name} after {seconds * part:.3f} s"
    yard.judge(name, act, moment, ended)
    yard.do_again(name, act, moment)


def kill_at_steps(yard: Yard, most: int) -> None:
    """Kill every command at some steps of writing."""
    for act in yard.acts:
        for mishap in yard.list_steps(act, most, dies=True):
            ended = yard.suffer(act, mishap)
            yard.judge("killed at a step", act, f"step {mishap.nth}", ended)
            yard.do_again("killed at a step", act, f"step {mishap.nth}")
