"""`python -m postroom.harvest`: gathers one feed, in a process that may be stopped."""

import sys
from datetime import datetime

from postroom.harvest.memory import PARSED
from postroom.harvest.parsing import parse_feed

_MEMORY = 1 << 30
"""Bytes; a feed that needs more is none."""


def main(url: str, charset: str, now: str, seconds: str) -> None:
    """Read a feed from standard input, and write what was gathered to standard output."""
    _limit(int(seconds) + 1)
    content = sys.stdin.buffer.read()
    moment = datetime.fromisoformat(now)
    finds = parse_feed(content, url=url, charset=charset, now=moment)
    sys.stdout.buffer.write(PARSED.dump_json(finds))


def _limit(seconds: int) -> None:
    """Let the system end it, should nobody be there to do so."""
    try:
        import resource  # noqa: PLC0415 - not every system has it

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main(*sys.argv[1:])
