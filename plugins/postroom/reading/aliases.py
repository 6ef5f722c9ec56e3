"""What a page that is no post says of the addresses that it had."""

from dataclasses import replace

from pydantic import ValidationError

from postroom.errors import Problem
from postroom.model.alias import Aliases
from postroom.model.base import Frozen
from postroom.reading.frontmatter import parse_document
from postroom.toolbox.wording import explain


class _Former(Frozen):
    aliases: Aliases = ()


def parse_aliases(path: str, source: bytes) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Read the former addresses of a page; all other keys are its theme's.

    Whatever else is wrong with its front matter MkDocs tells of. The problems are no
    fatal ones: other programs, which share the file, mean other things by the key.
    """
    document = parse_document(path, source)
    if isinstance(document, Problem):
        return (), ()
    try:
        former = _Former.model_validate({"aliases": document.meta.get("aliases")})
    except ValidationError as error:
        problems = explain(error, lambda keys: document.place(path, keys), _Former)
        return (), tuple(replace(problem, is_fatal=False) for problem in problems)
    return former.aliases, ()
