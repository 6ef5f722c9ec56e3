"""The models of posts, issues and items become JSON Schemas, for editors that complete."""

import json
from typing import Any

from postroom.model.issue import Issue
from postroom.model.item import model_of
from postroom.model.kinds import KINDS, Kind
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


def render_schema(of: str = "post") -> str:
    """Render the schema of the front matter of a post, an issue or an item as JSON text.

    Source:
        JSON Schema 2020-12.
    """
    made = {"post": _describe_post, "issue": _describe_issue, "item": _describe_items}[of]()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Front matter of {'a' if of == 'post' else 'an'} {of}",
        "type": "object",
        **made,
    }
    _loosen_moments(schema)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _describe_post() -> dict[str, Any]:
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
    return {"required": ["date"], "properties": properties, "$defs": made["$defs"]}


def _describe_issue() -> dict[str, Any]:
    made = Issue.model_json_schema()
    properties: dict[str, Any] = made["properties"]
    del properties["path"]
    quote = properties["quote"]
    about = quote.pop("description", "")
    properties["quote"] = {"description": about, "anyOf": [{"type": "string"}, quote]}
    needed = ["date", "subject"]
    return {"required": needed, "properties": properties, "$defs": made["$defs"]}


def _describe_items() -> dict[str, Any]:
    """One alternative for each row of the table of kinds; `text` stands below."""
    return {"oneOf": [_describe_kind(kind) for kind in KINDS.values()]}


def _describe_kind(kind: Kind) -> dict[str, Any]:
    made = model_of(kind).model_json_schema()
    properties = {k: v for k, v in made["properties"].items() if k not in ("path", "text")}
    for field in kind.asks:
        properties[field.name]["description"] = field.label
        if field.type == "moment":
            properties[field.name] = {"type": "string", "description": field.label}
    required = [key for key in made["required"] if key in properties]
    return {"required": required, "properties": properties, "additionalProperties": False}


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
