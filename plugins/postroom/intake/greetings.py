"""What people write around a mail: a greeting above it, wishes and a name below."""

import re
from collections.abc import Callable

_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)"
    r"|hallo|liebe[rs]?|moin|guten (?:morgen|tag|abend)|bonjour|salut|hola|ciao|beste)\b",
    re.I,
)
_WISHES = re.compile(
    # English
    r"(?:(?:with |many )?(?:(?:best|kind|kindest|warm|warmest|all good|all the best) ?)?"
    r"(?:regards|wishes|thanks)|all the best|best|cheers|love|warmly|take care"
    r"|(?:thanks|thank you)(?: so much| in advance| again)?"
    r"|(?:yours )?sincerely(?: yours)?|yours(?: \w+)?"
    # German
    r"|(?:mit )?(?:ganz )?(?:(?:viele|liebe|beste|herzliche|freundliche|schöne|sonnige)"
    r"[mnrs]? )+(?:grü(?:ß|ss)en?|gru(?:ß|ss))(?: (?:aus|von|vom) .{1,30})?|mfg|lg|vg"
    r"|herzlich(?:st)?|alles (?:gute|liebe)|(?:vielen |herzlichen )?dank(?: im voraus)?"
    # French
    r"|(?:bien |très )?(?:cordialement|amicalement|à (?:vous|toi))|sincèrement|à bientôt"
    r"|(?:avec )?(?:mes |nos )?(?:meilleures |sincères |cordiales )?salutations(?: \w+)?"
    r"|bises|merci(?: d['’]avance| beaucoup)?|bonne journée"
    # Spanish
    r"|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|abrazos"
    r"|(?:muchas )?gracias(?: de antemano)?)",
    re.I,
)
_OPENS = re.compile(
    r"[:,]\s*$|\b(?:fyi|for your information|zur (?:info|kenntnis)|pour info"
    r"|here|below|following|follows?|attached|form|answers?|submission|letter|for you"
    r"|please|hier|unten|folgend\w*|anbei|bitte|formular|antworten"
    r"|für (?:euch|dich|sie)|voici|ci-dessous|ci-joint|formulaire|réponses|pour vous"
    r"|s'il vous|aquí|abajo|adjunto|formulario|respuestas|para (?:vosotros|ustedes))\b",
    re.I,
)
"""What a line says that only leads to the next; any other may be all that is told."""

_MAX_GREETING = 60
_MAX_WORDS = 7
_MAX_BARE_WORDS = 4
"""Words of a greeting that has no comma at its end: more of them are a sentence."""

_MAX_BELOW = 3
"""Lines that stand below good wishes: a name, what one does, a place."""


def skip_opening(
    lines: list[str], is_label: Callable[[str], bool], is_told: Callable[[str], bool]
) -> list[str]:
    """Leave out a greeting, and a short line that only leads to a line that has a label.

    Args:
        lines: The lines of a mail.
        is_label: Whether a line begins with a question of the form.
        is_told: Whether a line says something by itself, label or not.
    """
    lines = _drop_blank(lines)
    if lines and not is_label(lines[0]) and _is_greeting(lines):
        lines = _drop_blank(lines[1:])
    below = _drop_blank(lines[1:])
    is_opening = bool(lines) and len(lines[0]) <= _MAX_GREETING and _OPENS.search(lines[0])
    if is_opening and below and is_label(below[0]):
        return lines if is_label(lines[0]) or is_told(lines[0]) else below
    return lines


def _drop_blank(lines: list[str]) -> list[str]:
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def _is_greeting(lines: list[str]) -> bool:
    line = lines[0].strip()
    if len(line) > _MAX_GREETING or not _GREETING.match(line):
        return False
    words = len(line.split())
    if line.endswith((",", "!")):
        return words <= _MAX_WORDS
    is_alone = len(lines) == 1 or not lines[1].strip()
    return is_alone and words <= _MAX_BARE_WORDS


def skip_wishes(lines: list[str]) -> list[str]:
    """Leave out good wishes at the end, and the name below them."""
    below = 0
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at].strip()
        if _WISHES.fullmatch(line.rstrip(" ,.!–-")):
            return lines[:at]
        below += bool(line)
        if below > _MAX_BELOW or len(line) > _MAX_GREETING:
            return lines
    return lines
