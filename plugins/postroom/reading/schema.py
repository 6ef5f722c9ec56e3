"""The models of what people write become JSON Schemas, for editors that complete."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from postroom.model.formats import FORMATS, LENGTHS
from postroom.model.group import Group
from postroom.model.issue import Issue
from postroom.model.item import Item, model_of
from postroom.model.kinds import KINDS, Kind
from postroom.model.placement import Step
from postroom.model.post import Post
from postroom.reading.posts import POST_KEYS

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

_SHORT_WANTS: dict[str, dict[str, Any]] = {
    "formats": {"enum": [*FORMATS]},
    "words": {"type": ["string", "integer"]},
    "topics": {"type": "string"},
}
_TITLES = {"group": "The file of a group", "step": "The file of a step"}


def render_schema(of: str = "post") -> str:
    """Render the schema of what one writes as JSON text.

    Args:
        of: The front matter of a post, an issue or an item; the file of a group or a step.

    Source:
        JSON Schema 2020-12.
    """
    article = "a" if of == "post" else "an"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLES.get(of, f"Front matter of {article} {of}"),
        "type": "object",
        **_DESCRIBE[of](),
    }
    _loosen_moments(schema)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _describe_post() -> dict[str, Any]:
    made = Post.model_json_schema()
    properties: dict[str, Any] = made["properties"]
    for name in properties.keys() - POST_KEYS:
        del properties[name]
    _allow(properties, _SHORT)
    # mkdocs-material nests titles and addresses as its navigation does
    about = properties["links"]["description"]
    properties["links"] = {"description": about, "type": "array"}
    also_on = properties["also_on"]
    also_on["items"] = {"anyOf": [{"type": "string"}, also_on["items"]]}
    return {"required": ["date"], "properties": properties, "$defs": made["$defs"]}


def _allow(properties: dict[str, Any], short: dict[str, dict[str, Any]]) -> None:
    """Let a short form stand beside the long one of each key."""
    for key, form in short.items():
        about = properties[key].pop("description", "")
        properties[key] = {"description": about, "anyOf": [form, properties[key]]}


def _describe_issue() -> dict[str, Any]:
    made = Issue.model_json_schema()
    properties: dict[str, Any] = made["properties"]
    del properties["path"]
    _allow(properties, {"quote": {"type": "string"}})
    needed = ["date", "subject"]
    return {"required": needed, "properties": properties, "$defs": made["$defs"]}


def _describe_items() -> dict[str, Any]:
    """One alternative for each row of the table of kinds; `text` stands below."""
    return {
        "oneOf": [_describe_kind(kind) for kind in KINDS.values()],
        "$defs": Item.model_json_schema()["$defs"],
    }


def _describe_kind(kind: Kind) -> dict[str, Any]:
    made = model_of(kind).model_json_schema()
    properties = {k: v for k, v in made["properties"].items() if k not in ("path", "text")}
    for field in kind.asks:
        properties[field.name]["description"] = field.label
        if field.type == "moment":
            properties[field.name] = {"type": "string", "description": field.label}
    required = [key for key in made["required"] if key in properties]
    return {"required": required, "properties": properties, "additionalProperties": False}


def _describe_group() -> dict[str, Any]:
    made = _leave_out(Group.model_json_schema(), "path", "id")
    _allow(made["properties"], {"licences": {"type": "string"}, "feed": {"const": True}})
    _allow(made["$defs"]["Wants"]["properties"], _SHORT_WANTS)
    rule = made["$defs"]["FeedRule"]["properties"]
    _allow(rule, {key: {"type": "string"} for key in ("topics", "authors")})
    return made


def _describe_step() -> dict[str, Any]:
    made = _leave_out(Step.model_json_schema(), "path", "group")
    numbers = {"enum": [row.words for row in LENGTHS.values() if row.words]}
    _allow(made["properties"], {"issue": {"type": "integer"}, "length": numbers})
    return made | {"oneOf": [{"required": ["post"]}, {"required": ["issue"]}]}


def _leave_out(made: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Take out what a file's name and folder say."""
    for key in keys:
        del made["properties"][key]
    made["required"] = [key for key in made["required"] if key not in keys]
    return {key: made[key] for key in made if key not in ("title", "description", "type")}


_DESCRIBE: Mapping[str, Callable[[], dict[str, Any]]] = {
    "post": _describe_post,
    "issue": _describe_issue,
    "item": _describe_items,
    "group": _describe_group,
    "step": _describe_step,
}
DESCRIBED = tuple(_DESCRIBE)
"""What there are schemas of."""


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
