"""What people call a kind or a question becomes the row and the field that are meant."""

from functools import cache

from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Field, Kind

BEFORE = "Before you send"
"""The heading of the boxes that have to be ticked."""

_YES = frozenset({"1", "agree", "i agree", "on", "true", "x", "y", "yes", "☑", "✓", "✔"})
_FACTS = {
    "consent": "consent",
    "i agree": "consent",
    BEFORE: "consent",
    CONSENT: "consent",
    "mail is public": "mail_is_public",
    "mail_is_public": "mail_is_public",
    PUBLIC_MAIL: "mail_is_public",
}


def fold(words: str) -> str:
    """Write words so that two spellings of a question are the same."""
    return " ".join(words.casefold().split()).strip(" ?:*.")


def find_kind(words: str) -> Kind | None:
    """Find the kind that is called so: by name, in the plural, or as its section."""
    return _kinds(tuple(KINDS)).get(fold(words))


@cache
def _kinds(names: tuple[str, ...]) -> dict[str, Kind]:
    return {
        fold(name): kind
        for kind in (KINDS[name] for name in reversed(names))
        for name in (kind.heading, kind.plural, kind.name)
    }


def find_field(kind: Kind, words: str) -> Field | None:
    """Find the field that is called so: by its key, or by its question."""
    return _fields(kind).get(fold(words))


@cache
def _fields(kind: Kind) -> dict[str, Field]:
    return {
        fold(name): field
        for field in reversed(kind.all_fields)
        for name in (field.label, field.name)
    }


def find_fact(words: str) -> str:
    """Find what is asked beside the fields: `consent`, `mail_is_public`, or nothing."""
    return _facts().get(fold(words), "")


@cache
def _facts() -> dict[str, str]:
    return {fold(words): fact for words, fact in _FACTS.items()}


def means_yes(answer: str) -> bool:
    """Whether somebody agreed: by a word, or by the sentence that a box stands for."""
    sentence = fold(answer)
    return sentence in _YES or sentence in (fold(CONSENT), fold(PUBLIC_MAIL))
