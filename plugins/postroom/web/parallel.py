"""Several calls are made at once, and none of them can keep the others waiting.

Ours, because the threads of `concurrent.futures` are waited for when the program ends: one
that hangs within a call of the system would keep it for ever.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


def call_all(
    calls: Mapping[str, Callable[[float], T]],
    *,
    at_once: int,
    seconds: float,
    most_seconds: float,
) -> Iterator[tuple[str, T | None]]:
    """Make calls in threads of their own.

    What hangs, be it within a call of the system, is left behind: it ends with the program.

    Args:
        calls: By name. Each is told the moment of `monotonic` at which nobody waits for it
            any longer, and must not raise.
        at_once: So many at the same time.
        seconds: For each of them.
        most_seconds: For all of them; what is not begun by then is not done.

    Yields:
        The name of each call that was begun, and what came of it; None if it took too long.
    """
    done: SimpleQueue[tuple[str, T]] = SimpleQueue()
    waiting = deque(calls)
    running: dict[str, float] = {}
    end = monotonic() + most_seconds
    while running or waiting:
        while waiting and len(running) < at_once and monotonic() < end:
            name = waiting.popleft()
            running[name] = min(monotonic() + seconds, end)
            work = (name, calls[name], running[name], done)
            Thread(target=_call, args=work, daemon=True).start()
        if not running:
            return
        try:
            name, result = done.get(timeout=max(min(running.values()) - monotonic(), 0))
        except Empty:
            late = [name for name, until in running.items() if until <= monotonic()]
            for name in late:
                del running[name]
                yield name, None
        else:
            if running.pop(name, None) is not None:  # else nobody waits for it any longer
                yield name, result


def _call(
    name: str,
    call: Callable[[float], T],
    until: float,
    done: "SimpleQueue[tuple[str, T]]",
) -> None:
    done.put((name, call(until)))
