"""A server may say our own key back in any form: nobody is shown it."""

import base64
import json
import quopri
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from postroom.web.redact import redact, redact_answer

KEY = "s3cr3t-Key/42+ß=&<x>"
PLAIN = "k-forem-5f2a"


def percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


FORMS = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "percent signs": quote,
    "percent signs in all": percent,
    "percent signs in small letters": lambda key: percent(key).lower(),
    "percent signs twice": lambda key: quote(percent(key)),
    "as a form": quote_plus,
    "HTML": escape,
    "HTML twice": lambda key: escape(escape(key)),
    "HTML numbers": lambda key: "".join(f"&#{ord(c)};" for c in key),
    "HTML numbers with noughts": lambda key: "".join(f"&#000{ord(c)};" for c in key),
    "HTML numbers in hexadecimal": lambda key: "".join(f"&#X{ord(c):X};" for c in key),
    "JSON": lambda key: json.dumps(key)[1:-1],
    "JSON in JSON": lambda key: json.dumps(json.dumps(key)),
    "JSON references": lambda key: "".join(f"\\u{ord(c):04X}" for c in key),
    "hexadecimal": lambda key: key.encode().hex(),
    "hexadecimal in capitals": lambda key: key.encode().hex().upper(),
    "bytes of Python": lambda key: "".join(f"\\x{b:02x}" for b in key.encode()),
    "quoted-printable": lambda key: quopri.encodestring(key.encode()).decode(),
    "quoted-printable in all": lambda key: percent(key).replace("%", "="),
    "a line broken in it": lambda key: key[:5] + "=\n" + key[5:],
    "mixed": lambda key: percent(key[0]) + f"&#{ord(key[1])};" + key[2:],
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 after one": lambda key: base64.b64encode(b"u" + key.encode()).decode(),
    "base64 after a name": lambda key: base64.b64encode(b"me:" + key.encode()).decode(),
    "base64 within": lambda key: base64.b64encode(b"ab" + key.encode() + b"zz").decode(),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "base64 in capitals": lambda key: base64.b64encode(key.upper().encode()).decode(),
    "base64 in percent signs": lambda key: quote(
        base64.b64encode(key.encode()).decode(), safe=""
    ),
}


@pytest.mark.parametrize("key", [KEY, PLAIN])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_secret_is_found_in_every_form(form, key):
    shown = redact(f"the key ({form(key)}) is no good", [key])

    left = shown.removeprefix("the key (").removesuffix(") is no good")
    assert "…" in left
    assert len(left) <= 10  # what stands at the edge of base64 is of others as well


@pytest.mark.parametrize(
    "text", ["all is well", "title can't be blank", "422: k-forem is down", ""]
)
def test_what_is_no_secret_stays(text):
    assert redact(text, [KEY, PLAIN, ""]) == text


def test_a_longer_secret_goes_before_the_one_it_holds():
    assert redact("abcdefghij", ["abcdef", "abcdefghij"]) == "…"


def test_every_text_of_an_answer_is_looked_through():
    answer = {"a": [{PLAIN: f"x {PLAIN.upper()}"}, 1, None, True], "b": percent(PLAIN)}

    assert redact_answer(answer, [PLAIN]) == {"a": [{"…": "x …"}, 1, None, True], "b": "…"}


def test_a_key_that_is_given_anew_is_kept_and_told_to_nobody():
    answer = {"token": "earlier-token", "url": "https://x.example/?t=earlier-token"}

    cleaned = redact_answer(answer, [PLAIN], {"earlier-token"})

    assert cleaned == {"token": "earlier-token", "url": "https://x.example/?t=…"}
