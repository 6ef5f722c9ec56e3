"""What people call a kind or a question becomes the row and the field that are meant."""

import re
from functools import cache

from postroom.intake import aliases
from postroom.model.kinds import CONSENT, KINDS, PUBLIC_MAIL, Field, Kind

BEFORE = "Before you send"
"""The heading of the boxes that have to be ticked."""

AGREED = ("I agree", *aliases.AGREED)
_WORD = r"[^\W_]+(?:'[^\W_]+)*"
_SHORT = 3
"""Letters of a name that may stand in any question."""

_ASIDE = re.compile(r"\s*\([^()]*\)[\s?:*.]*$")
_AROUND = " ?:？：*._\"'“”„‘’«»¿¡`"
"""What stands around a question in letters and spreadsheets."""

_SENTENCES = ((CONSENT, "consent"), (PUBLIC_MAIL, "mail_is_public"))
_FACTS = {
    "consent": "consent",
    **dict.fromkeys((*AGREED, *aliases.CONSENT_ASKED), "consent"),
    BEFORE: "consent",
    "mail is public": "mail_is_public",
    "mail_is_public": "mail_is_public",
    **dict(_SENTENCES),
}


def fold(words: str) -> str:
    """Write words so that two spellings of a question are the same."""
    return " ".join(words.casefold().replace("’", "'").split()).strip(_AROUND)


_YES = frozenset("1 agree agreed checked on true x y yes ☑ ✓ ✔".split()).union(
    map(fold, (*AGREED, *aliases.YES))
)


def find_kind(words: str) -> Kind | None:
    """Find the kind that is called so: by name, in the plural, or as its section."""
    known, said = _kinds(tuple(KINDS)), fold(words)
    return known.get(said) or known.get(_ARTICLE.sub("", said))


_ARTICLE = re.compile(rf"^(?:{'|'.join(aliases.ARTICLES)})\s+")


@cache
def _kinds(names: tuple[str, ...]) -> dict[str, Kind]:
    return {
        fold(name): kind
        for kind in (KINDS[name] for name in reversed(names))
        for name in (*_others(kind), kind.heading, kind.plural, kind.name)
    }


def _others(kind: Kind) -> tuple[str, ...]:
    return aliases.KINDS.get(kind.name, ())


def find_field(kind: Kind, words: str) -> Field | None:
    """Find the field that is called so: by its key, its question, or another name of it.

    What stands in brackets behind a question, such as `(optional)`, does not count.
    """
    named = _fields(kind)
    return named.get(fold(words)) or named.get(fold(_ASIDE.sub("", words[-500:])))


@cache
def _fields(kind: Kind) -> dict[str, Field]:
    fields = tuple(reversed(kind.all_fields))
    others = {
        fold(name): field
        for field in fields
        for key in (field.label, field.name, f"{kind.name}.{field.name}")
        for name in aliases.QUESTIONS.get(key, ())
    }
    own = {fold(name): field for field in fields for name in (field.label, field.name)}
    return others | own


def find_of_kind(kind: Kind, words: str) -> str:
    """Find the field of which a question says the name, and of which kind it is.

    A form for all kinds asks so: `Event place`, `Where is the job?`.
    """
    said = fold(words)
    for name in (kind.name, *map(fold, _others(kind))):
        bare = re.sub(rf"\b(?:the|der|die|das|le|la|el) {re.escape(name)}\b", "it", said)
        rest = re.sub(rf"\b{re.escape(name)}\b", "", bare).strip(_AROUND + "-")
        if rest == said:
            continue
        if rest in ("name", "title"):
            return "title"
        if field := _fields(kind).get(fold(rest)):
            return field.name
    return ""


def find_like(kind: Kind, words: str) -> str:
    """Find the field, or the fact, of which a question says the name among other words.

    That is a guess, for somebody to look at: the longest name counts.
    """
    said = f" {' '.join(re.findall(_WORD, fold(words[:500])))} "
    known = {name: field.name for name, field in _fields(kind).items()} | _facts()
    found = [name for name in known if len(name) > _SHORT and f" {name} " in said]
    return known[max(found, key=len)] if found else ""


def find_fact(words: str) -> str:
    """Find what is asked beside the fields: `consent`, `mail_is_public`, or nothing."""
    named = _facts()
    return named.get(fold(words), "") or named.get(fold(_ASIDE.sub("", words[-500:])), "")


def is_agreement(line: str) -> bool:
    """Whether a line says that its writer agrees, and no more."""
    ticked = _TICK.sub("", line.strip())
    if _ASKS.search(ticked) and ticked == line.strip():
        return False  # it asks for an answer, which may be no
    said = _YES_BEFORE.sub("", ticked[:_MAX_AGREED]).strip()
    words = fold(said).strip("!, ")
    is_whole = words in {fold(agreed) for agreed in AGREED}
    return is_whole or bool(_CONSENTS.fullmatch(words) and not _LIMITED.search(words))


_CONSENTS = re.compile(
    r"i (?:agree|consent) (?:to|with|that) (?:\S+ ){0,6}"
    r"(?:publi|print|shar|newsletter|licen|terms).{0,60}"
    r"|ich stimme (?:(?:hiermit|dem|der|einer|den) ){0,3}"
    r"(?:(?:veröffentlich|abdruck|druck|publikation|nutzung|beding)\S* (?:\S+ ){0,4})?zu"
    r"|ich bin (?:damit )?einverstanden"
    r"|(?:ich bin )?(?:damit )?einverstanden mit (?:\S+ ){0,3}"
    r"(?:veröffentlich|abdruck|druck).{0,40}"
    r"|(?:j'accepte|je suis d'accord pour) (?:\S+ ){0,4}publi.{0,40}"
    r"|(?:acepto|estoy de acuerdo con) (?:\S+ ){0,3}publi.{0,40}|estoy de acuerdo"
)
"""Who agrees in more words says to what; `I agree with Rosa` is a part of a story."""


_TICK = re.compile(
    r"^(?:[-*•·–+>]\s+|\(?\d{1,2}[.)]\s+)?(?:\[[xX✓✔]\]|[☑☒✓✔✅]\ufe0f?)?\s*"
)
"""A bullet or a number, and a box that is ticked."""

_ASKS = re.compile(r"[?:？：][\s*_\"'”“»]*$")
_YES_BEFORE = re.compile(r"^[\s*_\"'“„«]*(?:yes|ja|oui|sí|si)\s*[,.!:–-]\s*", re.I)
_MAX_AGREED = 200


def asks_consent(words: str) -> bool:
    """Whether a question sounds as if it asked for consent; somebody has to look at it."""
    return bool(_ASKS_CONSENT.search(words))


_ASKS_CONSENT = re.compile(
    r"\b(?:ok\b|okay|agree|allow|consent|permission|publish|print|erlaub"
    r"|einverstanden|zustimm|veröffentlich|d'accord|accept|publi|acuerdo|acept)",
    re.I,
)
"""How forms ask whether they may print it, in the languages of the site's pages."""


def asks_kind(words: str) -> bool:
    """Whether a question asks for the kind."""
    return fold(words) in {fold(name) for name in aliases.KIND_ASKED}


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
    agrees = _is_yes(words) or (words.startswith(_BEGINS) and not _LIMITED.search(words))
    return frozenset(meanings or ({fact} if agrees else ()))


def _is_yes(words: str) -> bool:
    """Whether words are a yes, and nothing behind it that may be a condition."""
    parts = [part for part in map(fold, re.split(r"[,;.!–-]+", words)) if part]
    return words in _YES or bool(
        parts and parts[0] in _YES and all(part in _GLADLY for part in parts[1:])
    )


def is_denial(answer: str) -> bool:
    """Whether an answer is a no."""
    return fold(answer) in _NO


_NO = frozenset("0 false n no none off unchecked ☐ ✗".split()).union(map(fold, aliases.NO))
_GLADLY = frozenset(map(fold, aliases.GLADLY)) | _YES
_BEGINS = tuple(f"{fold(words)} " for words in AGREED)
_LIMITED = re.compile(
    r"\b(?:not|no|nothing|never|don't|cannot|can't|but|only|unless|except|without"
    r"|nicht|nichts|nie|kein\w*|aber|nur|ohne|außer|pas|rien|jamais|mais|sauf|sans"
    r"|nada|nunca|pero|solo|sólo|salvo|sin)\b"
)
"""Who agrees to a part is asked about the rest."""
