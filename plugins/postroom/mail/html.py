"""An issue becomes the HTML part of its mail: one column, every style inline."""

import css_inline
from lxml.html import HtmlElement
from markupsafe import Markup

from postroom.mail.galley import Galley, set_galley
from postroom.mail.tables import label_tables
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Sheet
from postroom.model.text import direction_of, shorten
from postroom.toolbox.templates import Templates
from postroom.toolbox.trees import render_tree

_PREHEADER = 110

_INLINER = css_inline.CSSInliner(
    keep_style_tags=True,
    remove_inlined_selectors=True,
    resolve_css_variables=True,
    load_remote_stylesheets=False,  # a build needs no network
    minify_css=True,
)


def render_html(
    sheet: Sheet,
    options: NewsletterOptions,
    templates: Templates,
    *,
    unsubscribe: str = "",
    galley: Galley | None = None,
) -> str:
    """Render an issue as HTML that works without its style sheet and without pictures.

    Args:
        sheet: The issue.
        options: What the newsletter says of itself at the end of every mail.
        templates: Holds `mail/issue.html`.
        unsubscribe: Where to stop it, or what stands for that address.
        galley: The issue's texts, if they are parsed already.
    """
    galley = galley or set_galley(sheet)
    direction = direction_of(sheet.language)
    page = templates.render(
        "mail/issue.html",
        sheet=sheet,
        mail=options.mail,
        direction=direction,
        start="right" if direction == "rtl" else "left",
        preheader=sheet.preheader or _beginning(sheet),
        letter=_render(galley.letter),
        sponsor=_render(galley.sponsor),
        bodies=[[*map(_render, trees)] for trees in galley.blocks],
        unsubscribe=unsubscribe,
    )
    return _INLINER.inline(page)


def _render(tree: HtmlElement) -> Markup:
    return Markup(render_tree(label_tables(tree)))


def _beginning(sheet: Sheet) -> str:
    return shorten(sheet.letter.teaser, _PREHEADER)
