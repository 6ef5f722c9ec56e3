"""What editors complete of groups and steps is what a build accepts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from postroom.reading.schema import DESCRIBED, render_schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {of: json.loads(render_schema(of)) for of in DESCRIBED}


def faults(of: str, text: str) -> list[str]:
    """What an editor marks in a file; to it, dates are text."""
    values = {
        key: f"{value}" if isinstance(value, date) else value
        for key, value in (yaml.safe_load(text) or {}).items()
    }
    return [
        fault.message for fault in Draft202012Validator(SCHEMAS[of]).iter_errors(values)
    ]


@pytest.mark.parametrize("of", DESCRIBED)
def test_each_is_a_schema(of):
    Draft202012Validator.check_schema(SCHEMAS[of])

    assert SCHEMAS[of]["title"].endswith(f" {of}")


@pytest.mark.parametrize("of", ["group", "step"])
def test_every_key_is_explained(of):
    schema = SCHEMAS[of]
    models = [schema, *schema.get("$defs", {}).values()]

    keys = [(key, said) for model in models for key, said in model["properties"].items()]
    assert [key for key, said in keys if not said.get("description")] == []


GROUP = "name: Humber\nkind: faith\n"
STEP = "move: offered\ndate: 2026-12-04\n"
ACCEPTED = {
    "the least of a group": ("group", GROUP),
    "short forms": (
        "group",
        f"{GROUP}wants: {{formats: word, words: 500, topics: Asking}}\n",
    ),
    "a range": ("group", f"{GROUP}wants: {{words: 250-500}}\nlicences: CC-BY-4.0\n"),
    "long forms": (
        "group",
        f"{GROUP}wants: {{formats: [text], words: [1, 2]}}\nlicences: [CC0-1.0]\n",
    ),
    "a feed rule": (
        "group",
        f"{GROUP}feed: {{authors: ines, topics: [Asking], limit: 3}}\n",
    ),
    "no feed": ("group", f"{GROUP}feed: false\n"),
    "a step of a post": ("step", f"{STEP}post: fortlt25\nlength: 500\n"),
    "a step of an issue": ("step", f"{STEP}issue: 4\nlength: '250'\nreplies: 3\n"),
}


@pytest.mark.parametrize(("of", "text"), ACCEPTED.values(), ids=ACCEPTED)
def test_an_editor_accepts_what_a_build_accepts(of, text):
    assert faults(of, text) == []


REFUSED = {
    "a group without a kind": ("group", "name: Humber\n"),
    "another kind": ("group", "name: Humber\nkind: club\n"),
    "a slip": ("group", f"{GROUP}newsleter: x\n"),
    "a slip within": ("group", f"{GROUP}wants: {{topic: x}}\n"),
    "what a file's name says": ("group", f"{GROUP}id: humber\n"),
    "a step of nothing": ("step", STEP),
    "a step of both": ("step", f"{STEP}post: fortlt25\nissue: 4\n"),
    "another move": ("step", "post: fortlt25\nmove: sent\ndate: 2026-12-04\n"),
    "another length": ("step", f"{STEP}post: fortlt25\nlength: 300\n"),
    "what a folder says": ("step", f"{STEP}post: fortlt25\ngroup: humber\n"),
}


@pytest.mark.parametrize(("of", "text"), REFUSED.values(), ids=REFUSED)
def test_an_editor_marks_what_a_build_refuses(of, text):
    assert faults(of, text) != []


def test_an_editor_accepts_every_group_and_step_of_the_example():
    paths = sorted((ROOT / "content/groups").rglob("*.yml"))
    found: dict[str, Any] = {
        str(path): faults("group" if path.parent.name == "groups" else "step", text)
        for path in paths
        if (text := path.read_text(encoding="utf-8"))
    }

    assert len(found) > 25
    assert {path: told for path, told in found.items() if told} == {}
