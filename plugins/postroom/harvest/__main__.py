"""`python -m postroom.harvest`: gathers one feed, in a process that may be stopped."""

import sys
from datetime import datetime

from postroom.harvest.memory import PARSED
from postroom.harvest.parsing import parse_feed
from postroom.toolbox.apart import serve

_MEMORY = 1 << 30
"""Bytes; a feed that needs more is none."""


def main(url: str, charset: str, now: str, seconds: str) -> None:
    """Make finds of a feed."""
    moment = datetime.fromisoformat(now)

    def gather(content: bytes) -> bytes:
        finds = parse_feed(content, url=url, charset=charset, now=moment)
        return PARSED.dump_json(finds)

    serve(gather, seconds=int(seconds) + 1, memory=_MEMORY)


if __name__ == "__main__":
    main(*sys.argv[1:])
