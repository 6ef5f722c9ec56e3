"""The bytes of a YAML file become keys and values with line numbers, then a model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.base import Frozen
from postroom.reading.frontmatter import decode, find_twins, key_line, parse_yaml
from postroom.toolbox.wording import UNKNOWN, explain

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True)
class YamlFile:
    """A YAML file taken apart."""

    path: str
    text: str
    meta: Mapping[str, Any]

    def place(self, *keys: str) -> Place:
        """Point at a key, or at the last one above it that its author wrote."""
        written: list[str] = []
        value: object = self.meta
        for key in keys:
            if not isinstance(value, (dict, list)):
                break
            written.append(key)
            value = value.get(key) if isinstance(value, dict) else value
        return Place(self.path, key_line(self.text, tuple(written)), ".".join(written))


def parse_file(path: str, source: bytes) -> YamlFile | Problem:
    """Take a file apart, or say why that cannot be done."""
    text = decode(path, source)
    if isinstance(text, Problem):
        return text
    meta = parse_yaml(path, text)
    return meta if isinstance(meta, Problem) else YamlFile(path, text, meta)


def parse_model(
    file: YamlFile, model: type[Model], told: Mapping[str, str]
) -> tuple[Model | None, tuple[Problem, ...]]:
    """Check a file against its model; without one the problems say why.

    Args:
        file: What its author wrote.
        model: What it has to be.
        told: What the file's name and folder say: no keys of the file, and not what is
            wrong with it.
    """
    problems = list(_check_keys(file, told))
    try:
        return model.model_validate({**file.meta, **told}), tuple(problems)
    except ValidationError as error:
        found = explain(error, lambda keys: file.place(*keys), model)
        problems += [problem for problem in found if problem.place.key not in told]
        return None, tuple(problems)


def _check_keys(file: YamlFile, told: Mapping[str, str]) -> Iterator[Problem]:
    for key, line in find_twins(file.text):
        fix = f"keep one `{key}:`, and take the other out"
        place = Place(file.path, line, key)
        yield Problem(place, "the key stands here a second time", fix)
    for key in sorted(told.keys() & file.meta.keys()):
        fix = "take it out: the file's name and folder say it"
        yield Problem(file.place(key), UNKNOWN, fix)
