"""`python -m postroom.intake`: reads messages, in a process that may be ended."""

import sys
from datetime import datetime

from postroom.intake.mailbox import CPU_SECONDS, MEMORY
from postroom.intake.message import READ, read_message
from postroom.toolbox.apart import serve


def main(moment: str) -> None:
    """Read messages, each with its number in front of it, until there are no more."""
    now = datetime.fromisoformat(moment)

    def read(question: bytes) -> bytes:
        number = int.from_bytes(question[:8], "big")
        return READ.dump_json(read_message(question[8:], number, now=now))

    serve(read, seconds=CPU_SECONDS, memory=MEMORY)


if __name__ == "__main__":
    main(*sys.argv[1:])
