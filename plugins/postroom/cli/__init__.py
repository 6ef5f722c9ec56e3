"""The command line: reads, writes and checks; never sends."""


def main() -> None:
    """Run a command."""
