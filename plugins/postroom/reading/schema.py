"""The model of a post becomes a JSON Schema, for completion in editors."""

import json
from typing import Any

from postroom.model.post import Post

_MOMENT = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
_SHORT: dict[str, dict[str, Any]] = {
    "authors": {"type": "string"},
    "categories": {"type": "string"},
    "tags": {"type": "string"},
    "date": _MOMENT,
    "series": {"type": "string"},
    "image": {"type": "string"},
    "reprint": {"enum": ["allowed", "ask", "no"]},
}
"""The short forms that authors may write; models turn them into the long ones."""


def render_schema() -> str:
    """Render the schema of front matter as JSON text.

    Source:
        JSON Schema 2020-12.
    """
    made = Post.model_json_schema()
    properties: dict[str, Any] = made["properties"]
    del properties["path"]
    for key, short in _SHORT.items():
        long = properties[key]
        about = long.pop("description", "")
        properties[key] = {"description": about, "anyOf": [short, long]}
    # mkdocs-material nests titles and addresses as its navigation does
    about = properties["links"]["description"]
    properties["links"] = {"description": about, "type": "array"}
    also_on = properties["also_on"]
    also_on["items"] = {"anyOf": [{"type": "string"}, also_on["items"]]}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a post",
        "type": "object",
        "required": ["date"],
        "properties": properties,
        "$defs": made["$defs"],
    }
    _loosen_moments(schema)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _loosen_moments(part: Any) -> None:
    """Let a bare date stand wherever the models take a moment."""
    if isinstance(part, list):
        for inner in part:
            _loosen_moments(inner)
    elif isinstance(part, dict):
        if part.get("format") == "date-time" and part.get("type") == "string":
            part.update(_MOMENT)
            del part["format"]
            return
        for inner in part.values():
            _loosen_moments(inner)
