"""What people call a kind or a question becomes the row and the field that are meant."""

from functools import cache

from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Field, Kind

BEFORE = "Before you send"
"""The heading of the boxes that have to be ticked."""

_YES = frozenset("1 agree agreed on true x y yes ☑ ✓ ✔".split()) | {"i agree"}
_SENTENCES = ((CONSENT, "consent"), (PUBLIC_MAIL, "mail_is_public"))
_FACTS = {
    "consent": "consent",
    "i agree": "consent",
    BEFORE: "consent",
    "mail is public": "mail_is_public",
    "mail_is_public": "mail_is_public",
    **dict(_SENTENCES),
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


def find_agreed(question: str, answer: str) -> frozenset[str]:
    """Find what somebody agreed to: by a word, or by the sentences that boxes stand for."""
    fact = find_fact(question)
    if not fact:
        return frozenset()
    words = fold(answer)
    meanings = {meant for sentence, meant in _SENTENCES if fold(sentence) in words}
    return frozenset(meanings or ({fact} if words in _YES else ()))
