"""The model of a post becomes a JSON Schema, for completion in editors."""

import json
from typing import Any

from postroom.model.post import Post

_SHORT: dict[str, dict[str, Any]] = {
    "authors": {"type": "string"},
    "categories": {"type": "string"},
    "tags": {"type": "string"},
    "date": {"type": "string", "format": "date"},
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
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a post",
        "type": "object",
        "required": ["date"],
        "properties": properties,
        "$defs": made["$defs"],
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
