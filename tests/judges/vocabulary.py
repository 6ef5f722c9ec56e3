"""The words of HTML as feed readers understand them."""

from __future__ import annotations

from .common import words

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"

RISKY = words(
    "applet base basefont body embed frame frameset head html iframe link meta"
    " noframes object param script style title"
)
"""Elements that readers remove for safety."""

BANNED = words(
    "button datalist dialog fieldset form input keygen label legend noscript optgroup"
    " option output select slot svg template textarea"
)
"""Harmless elements that mean nothing outside the page."""

PHRASING = words(
    "a abbr acronym area audio b bdi bdo big br canvas cite code data del dfn em font"
    " i img ins kbd map mark meter picture progress q rb rp rt rtc ruby s samp small"
    " source span strike strong sub sup time track tt u var video wbr"
)
BLOCKS = words(
    "address article aside blockquote caption center col colgroup dd details dir div"
    " dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main math"
    " menu nav ol p pre search section summary table tbody td tfoot th thead tr ul"
)

ELEMENTS = PHRASING | BLOCKS
"""Elements that may stand in the content of a feed."""

KNOWN = ELEMENTS | RISKY | BANNED
"""Elements that mark a text as HTML."""

ATTRIBUTES = words(
    "abbr align alt border cellpadding cellspacing cite colspan controls coords"
    " datetime default dir download headers height href hreflang kind label lang loop"
    " media muted name open poster preload rel reversed rowspan rules scope shape sizes"
    " span src srclang srcset start summary target title translate type usemap valign"
    " value width xml:lang"
)
"""Attributes that mean something to a reader."""

ADDRESSES = words("href src poster cite srcset")
"""Attributes whose value is one address, or several."""

SCHEMES = words("http https mailto tel xmpp ftp magnet geo")
"""Addresses that readers keep."""
