"""A step becomes its file: YAML whose keys have a fixed order."""

import json
from collections.abc import Iterator
from datetime import date

from postroom.model.placement import Step
from postroom.model.text import clean_line


def render_step(step: Step, *, called: str = "") -> str:
    """Render the file of a step; whoever reads it gets the same step.

    Every text is in double quotes, as JSON writes them: nothing in it means anything
    to YAML.

    Args:
        step: What happened.
        called: What people call the post or issue whose uid the step has; a comment.
    """
    return "".join(f"{line}\n" for line in _list_lines(step, clean_line(called)))


def _list_lines(step: Step, called: str) -> Iterator[str]:
    for key, value in step.model_dump(exclude_defaults=True).items():
        line = f"{key}: {_scalar(value)}"
        yield f"{line}  # {called}" if called and key in ("post", "issue") else line


def _scalar(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
