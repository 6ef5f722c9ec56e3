"""An answer that is no becomes one sentence: what happened, and what to do about it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from postroom.model.characters import neutralise
from postroom.model.text import clean_line, shorten
from postroom.web.call import Call, RefusedError, Service, UnsureError
from postroom.web.redact import redact

AGAIN = "run the command again: it looks first, and makes nothing twice"
"""What to do when nobody knows what came of a call."""

_MOST_SAID = 200
_MOST_WAITING = 6
"""Digits of a number of seconds that anybody would wait."""

_MOVED, _REFUSED, _BROKEN = 300, 400, 500
_FORBIDDEN, _TOO_MANY = 403, 429


def explain_refusal(  # noqa: PLR0913 - each is a part of what happened
    service: Service,
    call: Call,
    *,
    status: int,
    headers: Mapping[str, str],
    body: object,
    secrets: Collection[str] = (),
) -> RefusedError | UnsureError:
    """Say what an answer means that is no success.

    Args:
        service: Who answered.
        call: What was asked.
        status: Its HTTP status, which is not one of 200 to 299.
        headers: Its headers, by names in small letters.
        body: The JSON that it holds; None if it holds none.
        secrets: What must not be quoted, beside the secrets of the call.
    """
    secrets = (*secrets, *call.secrets)
    answer = body if isinstance(body, dict) else {}
    if status >= _BROKEN:
        return UnsureError(f"{service.name} is in trouble ({status})\n    fix: {AGAIN}")
    if status < _REFUSED:
        return _explain_move(service, call, status, headers.get("location", ""), secrets)
    if status == _FORBIDDEN and _is_limited(headers):
        status = _TOO_MANY
    reason = _quote(answer, secrets)
    what, fix = _word(service, call, status, reason)
    if status == _TOO_MANY:
        fix = f"run the command again {_when(headers.get('retry-after', ''))}"
    return RefusedError(f"{service.name} {what}\n    fix: {fix}", status)


def _is_limited(headers: Mapping[str, str]) -> bool:
    """Whether "forbidden" means "not so fast".

    Source:
        GitHub Docs, "Rate limits for the REST API".
    """
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"


def _word(service: Service, call: Call, status: int, reason: str) -> tuple[str, str]:
    because = f": {reason}" if reason else f" ({status})"
    path = urlsplit(call.url).path
    words = {
        401: (f"does not let us in{because}", service.admission),
        403: (f"does not allow it{because}", service.admission),
        404: (f"has nothing at {path}", f"check the address in {service.setting}"),
        409: (f"has something in its way{because}", "look what is there already"),
        429: (f"asks for patience{because}", ""),
    }
    mend = "mend what it names, and run the command again"
    return words.get(status, (f"does not take it{because}", mend))


def _explain_move(
    service: Service, call: Call, status: int, location: str, secrets: Collection[str]
) -> RefusedError:
    """Nobody follows: what is secret would go along."""
    try:
        host = urlsplit(location).hostname or urlsplit(call.url).hostname or ""
    except ValueError:
        host = "nowhere"
    where = shorten(redact(clean_line(host), secrets), _MOST_SAID)
    return RefusedError(
        f"{service.name} sends us on to {where}, and no secret goes along\n"
        f"    fix: if it moved there, change its address in {service.setting}",
        status,
    )


def _quote(answer: Mapping[str, Any], secrets: Iterable[str]) -> str:
    """Take from an answer what it says for people, in one line without secrets."""
    texts = (answer.get(key) for key in ("message", "error_description", "error"))
    reason = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    plain = clean_line(neutralise(reason)[0])  # it is shown in a terminal
    return shorten(redact(plain, secrets), _MOST_SAID).rstrip(".")


def _when(retry_after: str) -> str:
    """Say how long to wait (RFC 9110, 10.2.3); a date is as good as no answer."""
    is_number = (
        retry_after.isascii()
        and retry_after.isdecimal()
        and len(retry_after) <= _MOST_WAITING
    )
    return f"in {int(retry_after)} seconds" if is_number else "in some minutes"
