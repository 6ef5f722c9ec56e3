"""Other programs, such as Git, are asked, and what they say is taken."""

import subprocess
from pathlib import Path

_PATIENCE = 60


def ask_program(*words: str | Path, cwd: Path | None = None) -> str | None:
    """Give what a program says.

    Returns:
        None where it is not there, fails, or takes a minute.
    """
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
