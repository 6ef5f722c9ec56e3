"""Which elements and attributes a fragment keeps, and what the others become."""

import re

MATHML = frozenset(
    "menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow"
    " mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
    " none".split()
)
"""What stands in `math`; readers and validators know it."""

KEPT = MATHML | frozenset(
    "a abbr address b bdi bdo blockquote br caption cite code col colgroup dd del dfn dl dt"
    " em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre rp rt ruby s"
    " samp small strong sub sup table tbody td tfoot th thead time tr u ul var wbr"
    " math".split()
)
"""What stays as it is; any other tag goes, and what it holds stays in its place."""

RENAMED = {
    "acronym": "abbr",
    "dir": "ul",
    "listing": "pre",
    "menu": "ul",
    "plaintext": "pre",
    "strike": "s",
    "tt": "code",
    "xmp": "pre",
}
"""What authors no longer write, and what stands for it now."""

DROPPED = frozenset(
    "annotation annotation-xml applet area base button canvas datalist dialog form frame"
    " frameset head input link map meta noembed noscript option param script select slot"
    " source style svg template textarea title track".split()
)
"""Gone with all they hold: no reader shows them, several warn of them."""

BOXES = frozenset(
    "article aside center dialog div fieldset footer header hgroup legend main nav search"
    " section".split()
)
"""What holds words apart from those before and behind it, and is nothing else."""

MISSED = frozenset("applet button canvas form frameset input map select textarea".split())
"""Those of them that a page shows: whoever wrote them is told."""

EMBEDDED = frozenset("audio embed iframe object video".split())
"""Shown as a link to what they embed."""

DROPPED_CLASSES = frozenset(
    "headerlink md-clipboard md-tooltip md-annotation__index md-code__nav linenos"
    " linenodiv mkdocs-draft-marker pullquote".split()
)
"""Furniture of a page; a pull quote says again what stands beside it."""

KEPT_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title", "hreflang"}),
    "abbr": frozenset({"title"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "del": frozenset({"cite", "datetime"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "math": frozenset({"alttext", "display"}),
    "mfrac": frozenset({"linethickness"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
ALWAYS_KEPT = frozenset({"id", "lang", "dir"})
NOTHING: frozenset[str] = frozenset()

ADDRESSES = ("href", "src", "cite")
SCHEMES = frozenset({"http", "https", "mailto", "tel", "xmpp", "ftp", "magnet", "geo"})
"""Any other scheme takes its attribute with it."""

ALIGNED = re.compile(r"text-align:\s*(right|center)")

BLOCKS = frozenset(
    "address blockquote dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table"
    " tbody tfoot thead tr ul".split()
)
"""What stands on lines of its own."""
