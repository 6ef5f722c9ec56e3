"""A page that shows a mail as mailboxes do: wide, narrow, light, dark, bare, as text."""

import re
from dataclasses import dataclass

from postroom.toolbox.templates import Templates

_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.S)
_HEAD = re.compile(r"<head[^>]*>")
_NO_PICTURES = '<meta http-equiv="Content-Security-Policy" content="img-src \'none\'">'
_DESKTOP = 700
_PHONE = 375
_KB = 1024


@dataclass(frozen=True)
class PreviewFrame:
    """One way to look at a mail."""

    title: str
    width: int
    page: str
    is_dark: bool = False


def render_preview(
    html: str, text: str, subject: str, preheader: str, templates: Templates
) -> bytes:
    """Render one page that needs nothing from elsewhere but the mail's own pictures."""
    page = templates.render(
        "mail/preview.html",
        frames=_frames(html),
        text=text,
        subject=subject,
        preheader=preheader,
        kb=round(len(html.encode()) / _KB, 1),
        text_kb=round(len(text.encode()) / _KB, 1),
    )
    return page.encode()


def _frames(mail: str) -> list[PreviewFrame]:
    light = _DARK.sub("@media not all", mail)
    dark = _DARK.sub("@media all", mail)
    return [
        PreviewFrame("Desktop, light", _DESKTOP, light),
        PreviewFrame("Phone, light", _PHONE, light),
        PreviewFrame("Desktop, dark", _DESKTOP, dark, is_dark=True),
        PreviewFrame("Phone, dark", _PHONE, dark, is_dark=True),
        PreviewFrame("Without pictures", _DESKTOP, _without_pictures(light)),
        PreviewFrame("Without style sheet", _PHONE, _STYLE.sub("", light)),
    ]


def _without_pictures(mail: str) -> str:
    return _HEAD.sub(lambda found: found[0] + _NO_PICTURES, mail, count=1)
