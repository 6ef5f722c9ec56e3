"""Which elements and attributes a fragment keeps, and what the others become."""

import re

DROPPED = frozenset(
    "applet base button canvas form frame frameset head link math-field meta"
    " noscript object option script select style svg template textarea title".split()
)
"""Gone with all they hold: no reader shows them, several warn of them."""

EMBEDDED = frozenset("audio embed iframe video".split())
"""Shown as a link to what they embed."""

UNWRAPPED = frozenset(
    "article aside body center div fieldset font footer header html label legend main"
    " marquee nav picture section source span summary details".split()
)
"""The tag goes, what it holds stays: most readers unwrap these, each differently."""

DROPPED_CLASSES = frozenset(
    "headerlink md-clipboard md-tooltip md-annotation__index md-code__nav linenos"
    " linenodiv mkdocs-draft-marker".split()
)

KEPT_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title", "hreflang"}),
    "abbr": frozenset({"title"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "del": frozenset({"cite", "datetime"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "q": frozenset({"cite"}),
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
