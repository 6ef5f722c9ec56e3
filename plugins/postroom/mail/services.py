"""Mailing services: how text is kept from their template engines, and their own tags.

Whatever was submitted is escaped first; only then a placeholder becomes a tag.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from postroom.model.imprint import Service

Escapes = Mapping[str, str]

_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


@dataclass(frozen=True)
class Engine:
    """What one service's template engine takes for its own, and how to write it."""

    unsubscribe: str = ""
    """The tag that becomes the address of the reader's own way out."""

    html: Escapes = field(default_factory=dict)
    text: Escapes = field(default_factory=dict)
    subject: Escapes = field(default_factory=dict)
    drops_comments: bool = False
    """Whether conditional comments for Outlook have to be wrapped."""

    def escape_html(self, page: str) -> str:
        """Escape an HTML part; its first style sheet is ours, and says no tag."""
        style = _STYLE.search(page)
        if style is None:
            return self._escape_markup(page)
        before, after = page[: style.start()], page[style.end() :]
        return self._escape_markup(before) + style[0] + self._escape_markup(after)

    def _escape_markup(self, markup: str) -> str:
        if not self.drops_comments:
            return _escape(markup, self.html)
        made, end = "", 0
        for comment in _COMMENT.finditer(markup):
            made += _escape(markup[end : comment.start()], self.html)
            made += f"{{{{ Safe {json.dumps(comment[0], ensure_ascii=False)} }}}}"
            end = comment.end()
        return made + _escape(markup[end:], self.html)

    def escape_text(self, text: str) -> str:
        """Escape a text part."""
        return _escape(text, self.text)

    def escape_subject(self, subject: str) -> str:
        """Escape a subject, or another header that the engine reads."""
        return _escape(subject, self.subject)


def _escape(text: str, escapes: Escapes) -> str:
    """Replace every token in one pass, so that no replacement is replaced again."""
    if not escapes:
        return text
    tokens = re.compile("|".join(map(re.escape, escapes)))
    return tokens.sub(lambda found: escapes[found[0]], text)


def _engine(unsubscribe: str, escapes: Escapes) -> Engine:
    return Engine(unsubscribe, escapes, escapes, escapes)


_DJANGO = {"{": "{% templatetag openbrace %}"}
_LIQUID = {"{": '{{ "{" }}'}
_GO = {"{": '{{ "{" }}', "@TrackLink": '{{ "@" }}TrackLink'}
_BARS = {"*|": "* |", "|*": "| *"}

_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\}|\*\|[^|\n]{1,60}\|\*"
    r"|%recipient[\w.]*%|\[\[\w{1,40}\]\]"
)


def list_placeholders(text: str) -> tuple[str, ...]:
    """List what somebody may have typed for a service to fill in; none does, of ours."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


SERVICES: dict[Service, Engine] = {
    "buttondown": _engine("{{ unsubscribe_url }}", _DJANGO),
    "keila": _engine("{{ unsubscribe_link }}", _LIQUID),
    "kit": _engine("{{ unsubscribe_url }}", _LIQUID),
    "listmonk": Engine(
        "{{ UnsubscribeURL }}",
        html=_GO,
        text=_GO | {"<": '{{ Safe "<" }}'},
        subject=_GO,
        drops_comments=True,
    ),
    "mailchimp": Engine(
        "*|UNSUB|*",
        html={"|": "&#124;"},
        text=_BARS,
        subject=_BARS,
    ),
    "mailto": Engine(),
}
"""One row per service; `mailto` is plain mail, in which nothing is a template.

Source:
    The services' documentation of 2026-11. Go, Django and Liquid were tried with the
    engines themselves; entities stand only where an engine has no escape of its own.
"""

PLAIN = SERVICES["mailto"]
