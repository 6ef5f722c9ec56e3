"""`authors.yml` becomes authors."""

from pydantic import ValidationError

from postroom.errors import Place, Problem
from postroom.model.author import Author
from postroom.reading.frontmatter import decode, key_line, parse_yaml
from postroom.reading.wording import explain

KNOWN = sorted(set(Author.model_fields) - {"id"})


def parse_authors(
    path: str, source: bytes
) -> tuple[dict[str, Author], tuple[Problem, ...]]:
    """Read all authors; those with problems are left out."""
    text = decode(path, source)
    if isinstance(text, Problem):
        return {}, (text,)
    found = parse_yaml(path, text)
    if isinstance(found, Problem):
        return {}, (found,)
    nested = isinstance(found.get("authors"), dict)
    people = found["authors"] if nested else found
    outer = ("authors",) if nested else ()
    authors: dict[str, Author] = {}
    problems: list[Problem] = []
    for key, value in people.items():
        values = value if isinstance(value, dict) else {}
        try:
            authors[str(key)] = Author.model_validate({**values, "id": str(key)})
        except ValidationError as error:
            problems += explain(
                error,
                lambda keys, key=str(key): Place(  # type: ignore[misc]
                    path, key_line(text, (*outer, key, *keys)), ".".join((key, *keys))
                ),
                KNOWN,
            )
    return authors, tuple(problems)
