"""An issue becomes plain text that is worth reading by itself."""

from collections.abc import Iterator

from postroom.mail.galley import Galley, set_galley
from postroom.model.imprint import NewsletterOptions
from postroom.model.sheet import Block, Fact, Part, Sheet
from postroom.model.text import write_day
from postroom.toolbox.walker import (
    REFERENCE,
    Lines,
    Links,
    Walker,
    disarm,
    set_references,
    underline,
)
from postroom.toolbox.wrap import LINE, indent, wrap

_BETWEEN = " · "
_WAY_OUT = "To unsubscribe:"
_OURS = frozenset(("-", "--", "\u2013", "\u2014", _WAY_OUT))
"""Lines below which mail programs, or readers, take everything for the newsletter's."""

_MARGIN = "  "
"""What stands before every line of strangers: lines without it are the newsletter's own."""


def render_text(
    sheet: Sheet,
    options: NewsletterOptions,
    *,
    unsubscribe: str = "",
    galley: Galley | None = None,
) -> str:
    """Write an issue as lines of at most 72 columns, code and addresses aside.

    Args:
        sheet: The issue.
        options: What the newsletter says of itself at the end of every mail.
        unsubscribe: Where to stop it, or what stands for that address.
        galley: The issue's texts, if they are parsed already.
    """
    blocks = _MailWriter(sheet, galley or set_galley(sheet)).write()
    end = _signature(sheet, options, unsubscribe)
    lines = [line for block in (*blocks, end) if block for line in (*block, "")]
    return "\n".join(lines).replace("\u00a0", " ")


class _MailWriter:
    """Writes the parts of one issue; its links are numbered throughout."""

    def __init__(self, sheet: Sheet, galley: Galley) -> None:
        self.sheet = sheet
        self.galley = galley
        self.links = Links(form=REFERENCE)
        self.walker = Walker(self.links)

    def write(self) -> Iterator[Lines]:
        """Write everything, in which only our own links have numbers in brackets."""
        for lines in self._write():
            yield [*map(set_references, lines)]

    def _write(self) -> Iterator[Lines]:
        sheet = self.sheet
        yield from _masthead(sheet)
        yield self.walker.write(self.galley.letter)
        yield self.links.take()
        for part, trees in zip(sheet.parts, self.galley.blocks, strict=True):
            yield from self._part(part, trees)
        if sheet.quote:
            yield from self._quote(sheet.quote)
        if sheet.sponsor:
            yield from self._sponsor(sheet.sponsor)
        if sheet.submit_url:
            yield ["Send something in for the next issue:", sheet.submit_url]

    def _part(self, part: Part, trees: tuple[object, ...]) -> Iterator[Lines]:
        yield ["", *underline(wrap(part.title), "=")]
        for block, tree in zip(part.blocks, trees, strict=True):
            write = self._post if block.kind == "post" else self._item
            yield from write(block, tree)

    def _post(self, block: Block, tree: object) -> Iterator[Lines]:
        address = [block.url] if block.url else []
        title = underline(_guard(wrap(block.title)), "-")
        yield [*title, *address, *_guard(wrap(self._facts(block)))]
        yield _guard(self.walker.write(tree))
        yield self.links.take()

    def _item(self, block: Block, tree: object) -> Iterator[Lines]:
        """Write what a stranger sent in: behind a margin, no numbers in brackets."""
        room = LINE - len(_MARGIN)
        title = indent(wrap(block.title, room), "", _MARGIN)
        address = [block.url] if block.url else []
        head = [*address, *wrap(self._facts(block), room)]
        yield [*underline([*map(disarm, title)], "-"), *_set_apart(head)]
        yield _set_apart(self.walker.write(tree, room))
        if block.credit:
            credit = self._say(Fact(block.credit, block.credit_url))
            said = map(disarm, wrap(f"Sent in by {credit}", room))
            yield indent([*said], "", _MARGIN)
        yield self.links.take()

    def _facts(self, block: Block) -> str:
        return _BETWEEN.join(self._say(fact) for fact in block.facts)

    def _say(self, fact: Fact) -> str:
        return self.links.mention(fact.text, fact.url)

    def _quote(self, quote: Fact) -> Iterator[Lines]:
        said = [*wrap(f"“{quote.text}”", 70)]
        if self.sheet.quoted:
            said += wrap(f"— {self._say(Fact(self.sheet.quoted, quote.url))}", 70)
        yield ["", *indent(said, "> ", "> ")]
        if quote.url and not self.sheet.quoted:
            yield [quote.url]
        yield self.links.take()

    def _sponsor(self, sponsor: Fact) -> Iterator[Lines]:
        title = f"This issue was paid for by {sponsor.text}"
        yield ["", *underline(wrap(title), "-"), *([sponsor.url] if sponsor.url else [])]
        yield self.walker.write(self.galley.sponsor)
        yield self.links.take()


def _guard(lines: Lines) -> Lines:
    """Let nothing of an essay, which may be a reprint, look like a line of the house."""
    return [
        f"{_MARGIN}{line}" if line.replace("\u00a0", " ").strip() in _OURS else line
        for line in map(disarm, lines)
    ]


def _set_apart(lines: Lines) -> Lines:
    return indent([*map(disarm, lines)], _MARGIN, _MARGIN)


def _masthead(sheet: Sheet) -> Iterator[Lines]:
    dated = f"Number {sheet.number}, {write_day(sheet.date)}"
    yield [*wrap(sheet.newsletter), dated]
    yield underline(wrap(sheet.subject), "=")
    yield ["Read it on the web:", sheet.url]


def _signature(sheet: Sheet, options: NewsletterOptions, unsubscribe: str) -> Lines:
    """Who writes, why, and how to make it stop; mail programs fold it away."""
    mail = options.mail
    lines = ["-- ", *wrap(sheet.newsletter)]
    lines += [sheet.home_url] if sheet.home_url else []
    lines += _paragraphs(mail.reason)
    lines += [_WAY_OUT, unsubscribe] if unsubscribe else []
    lines += _paragraphs(mail.postal)
    if sheet.licence:
        lines += wrap(f"Licence of the letter: {sheet.licence.text}")
        lines += [sheet.licence.url] if sheet.licence.url else []
    return lines


def _paragraphs(prose: str) -> Lines:
    return [line for paragraph in prose.splitlines() for line in wrap(paragraph)]
