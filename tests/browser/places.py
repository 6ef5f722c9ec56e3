"""The pages of the example site that tests visit, one of each kind."""

HOME = ""
LONG = "posts/a-year-of-small-favours/"
"""Long enough for a table of contents; with footnotes and tables."""

TABLE = "posts/what-newsletter-editors-wish-you-knew/"
"""With a table, a block of code, quotations and footnotes."""

TABS = "posts/the-double-opt-in-introduction/"
NOTES = "posts/looking-for-work-in-public/"
"""With an admonition and something to unfold."""

INDEX = "posts/"
ARCHIVE = "posts/archive/"
AUTHOR = "authors/ines/"
FEEDS = "feeds/"
SHARE = "share/a-year-of-small-favours/"
"""The plain page of the longest essay."""

SHARE_TABLE = "share/what-newsletter-editors-wish-you-knew/"
GUIDE = "guide/settings/"

NEWSLETTER = "newsletter/"
ISSUE = "newsletter/4/"
"""With a quotation and a sponsor."""

MAIL = "newsletter/4/email.html"
BOARD = "newsletter/events/"
"""With much that is over, folded."""

REPRINTS = "share/"
"""All kits."""

KIT = "share/what-newsletter-editors-wish-you-knew/kit/"
"""With a table, code and footnotes in it, and the author's own short versions."""

ISSUE_KIT = "newsletter/4/kit/"
SUBMIT = "submit/"
SUBSCRIBE = "subscribe/"
KINDS = (
    *(HOME, LONG, TABLE, TABS, NOTES, INDEX, ARCHIVE, AUTHOR, FEEDS, SHARE, GUIDE),
    *(NEWSLETTER, ISSUE, BOARD, SUBMIT, SUBSCRIBE, REPRINTS, KIT, ISSUE_KIT),
)
