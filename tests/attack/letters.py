"""Letters that want to stop a mailbox, fill a memory, or keep a processor busy."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from random import Random

MEGABYTE = 1_000_000
_MULTI = b'Content-Type: multipart/mixed; boundary="%s"\n'
_PLAIN = b"Content-Type: text/plain; charset=utf-8\n"


def _headed(header: bytes, body: bytes = b"It was worth the time.\n\nI agree\n") -> bytes:
    return header.rstrip(b"\n") + b"\n\n" + body


def _subject(value: bytes) -> bytes:
    return _headed(b"From: Rosa <rosa@x.example>\nSubject: " + value)


def _html(body: bytes) -> bytes:
    head = b"Subject: News: a page\nContent-Type: text/html; charset=utf-8"
    return _headed(head, body)


def _encoded(coding: bytes, body: bytes, *, kind: bytes = b"text/plain") -> bytes:
    head = b"Subject: News: in code\nContent-Type: " + kind
    return _headed(head + b"\nContent-Transfer-Encoding: " + coding, body)


def _charset(name: bytes, body: bytes = b"caf\xe9 \xff\xfe \x1b$B +AGE-\n") -> bytes:
    return _headed(b"Subject: News: x\nContent-Type: text/plain; charset=" + name, body)


def _nested_parts(size: int, chance: Random) -> bytes:
    kind = chance.choice([b"mixed", b"alternative", b"related", b"digest", b"report"])
    levels = [
        b'Content-Type: multipart/%s; boundary="%d"\n\n--%d\n' % (kind, n, n)
        for n in range(size)
    ]
    return b"Subject: News: deep\n" + b"".join(levels) + b"\nwords\n"


def _nested_messages(size: int, _: Random) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * size + _headed(b"Subject: News: x")


def _many_parts(size: int, _: Random) -> bytes:
    return _headed(_MULTI % b"b", b"--b\n\nx\n" * size + b"--b--\n")


def _hidden_boundary(size: int, _: Random) -> bytes:
    head = b"Content-Type: multipart/mixed;\n boundary*0=b;\n boundary*1=%62"
    return _headed(head, b"--bb\n\nx\n--b%62\n\nx\n" * size)


def _coded_boundary(size: int, _: Random) -> bytes:
    return _headed(
        b"Content-Type: multipart/mixed; boundary*=us-ascii''%62", b"--b\n\nx\n" * size
    )


def _parts_without_end(size: int, _: Random) -> bytes:
    return _headed(_MULTI % b"", b"--\n\nx\n" * size)


def _continued(size: int, chance: Random) -> bytes:
    coded = chance.choice([b"", b"*"])
    values = b"".join(b";\n name*%d%s=x" % (n, coded) for n in range(size))
    return _headed(b"Subject: News: x\nContent-Type: text/plain" + values)


def _continued_in_a_part(size: int, _: Random) -> bytes:
    values = b"".join(b";\n filename*%d*=%%61" % n for n in range(size))
    part = (
        b"--b\nContent-Disposition: attachment" + values + b"\n" + _PLAIN + b"\nx\n--b--\n"
    )
    return _headed(b"Subject: News: x\n" + _MULTI % b"b", part)


def _uuencoded(size: int, _: Random) -> bytes:
    return _encoded(b"x-uuencode", b"begin 644 x\n" + b"M" * size + b"\nend\n")


_KINDS: dict[str, Callable[[int, Random], bytes]] = {
    "nested comments in From": lambda n, _: _headed(b"From: " + b"(" * n),
    "balanced comments in From": lambda n, _: _headed(b"From: " + b"(" * n + b")" * n),
    "comments in Date": lambda n, _: _headed(b"Subject: News: x\nDate: " + b"(" * n),
    "comments in Message-ID": lambda n, _: _headed(b"Message-ID: <" + b"(" * n),
    "comments in Content-Type": lambda n, _: _headed(
        b"Content-Type: text/plain" + b"(" * n
    ),
    "quotes in From": lambda n, _: _headed(b"From: " + b'"\\' * n),
    "brackets in From": lambda n, _: _headed(b"From: " + b"<" * n),
    "routes in From": lambda n, _: _headed(b"From: <" + b"@a," * n + b":b@c>"),
    "groups in From": lambda n, _: _headed(b"From: " + b"a:b@c,d@e;" * n),
    "open groups in From": lambda n, _: _headed(b"From: " + b"a:" * n),
    "senders": lambda n, _: _headed(b"From: " + b"a@b.example, " * n),
    "folded senders": lambda n, _: _headed(b"From: " + b"a@b.example,\n " * n + b"c@d"),
    "domain literals": lambda n, _: _headed(b"From: a@" + b"[" * n),
    "nested parts": _nested_parts,
    "nested messages": _nested_messages,
    "tiny parts": _many_parts,
    "parts of a hidden boundary": _hidden_boundary,
    "parts of a coded boundary": _coded_boundary,
    "parts of an empty boundary": _parts_without_end,
    "a huge boundary": lambda n, _: _headed(_MULTI % (b"b" * n), b"--" + b"b" * n),
    "many boundaries": lambda n, _: _headed(
        _MULTI % b"b", (b"--b\n" + _MULTI % b"b" + b"\n") * n
    ),
    "encoded words": lambda n, _: _subject(b"=?utf-8?q?a?= " * n),
    "encoded words without end": lambda n, _: _subject(b"=?utf-8?q?" * n),
    "encoded words in base64": lambda n, _: _subject(b"=?utf-8?b?YQ=?= " * n),
    "encoded words, folded": lambda n, _: _subject(b"=?utf-8?q?=C3?=\n " * n + b"x"),
    "encoded words in From": lambda n, _: _headed(b"From: " + b"=?utf-8?q?a?= " * n),
    "an encoded word of NULs": lambda n, _: _subject(b"=?utf-8?q?" + b"=00" * n + b"?="),
    "encoded words of no charset": lambda n, _: _subject(b"=?klingon?q?a?= " * n),
    "encoded words in UTF-7": lambda n, _: _subject(b"=?utf-7?q?+2AA-?= " * n),
    "headers": lambda n, _: _headed(b"Subject: News: x\n" + b"X-A: b\n" * n),
    "the same header": lambda n, _: _headed(b"Subject: News: x\n" * n),
    "folds": lambda n, _: _headed(b"Subject: News: x\n" + b" a\n" * n),
    "folds of nothing": lambda n, _: _headed(b"Subject: News: x\n" + b" \n" * n + b" y"),
    "a header of one line": lambda n, _: _headed(b"X-A: " + b"a" * n),
    "a subject of one line": lambda n, _: _subject(b"a" * n),
    "a name of a header": lambda n, _: _headed(b"a" * n + b": b"),
    "colons": lambda n, _: _headed(b":" * n),
    "references": lambda n, _: _headed(
        b"Subject: News: x\nReferences: " + b"<a@b>\n " * n + b"c"
    ),
    "continued parameters": _continued,
    "continued names in a part": _continued_in_a_part,
    "parameters": lambda n, _: _headed(b"Content-Type: text/plain" + b"; a=b" * n),
    "a charset that is none": lambda n, _: _charset(b"x" * n),
    "a number that overflows": lambda n, _: _headed(b"Date: " + b"9" * n),
    "a year that overflows": lambda n, _: _headed(
        b"Date: Sat, 3 Oct %s 09:41:22 +0100" % (b"9" * n)
    ),
    "a zone that overflows": lambda n, _: _headed(
        b"Date: Sat, 3 Oct 2026 09:41:22 +" + b"9" * n
    ),
    "eight bits in headers": lambda n, _: _headed(
        b"From: " + b"\xff" * n + b" <a@b>\nSubject: " + b"\xc3" * n
    ),
    "NULs": lambda n, _: _headed(b"Subject: News: \0\nFrom: \0 <\0@\0>", b"\0" * n),
    "uuencode": _uuencoded,
    "uuencode without end": lambda n, _: _encoded(b"uuencode", b"begin 644 x\n" * n),
    "base64 garbage": lambda n, c: _encoded(b"base64", c.randbytes(min(n, MEGABYTE))),
    "base64 of one letter": lambda n, _: _encoded(b"base64", b"A" * n),
    "base64 of HTML": lambda n, _: _encoded(
        b"base64", b64encode(b"<div>" * n), kind=b"text/html"
    ),
    "quoted-printable ends": lambda n, _: _encoded(b"quoted-printable", b"=\n" * n),
    "quoted-printable garbage": lambda n, _: _encoded(b"quoted-printable", b"=ZZ=" * n),
    "quoted-printable of NULs": lambda n, _: _encoded(b"quoted-printable", b"=00" * n),
    "an encoding that is none": lambda n, _: _encoded(b"x-" + b"a" * n, b"words\n"),
    "elements in elements": lambda n, _: _html(b"<div>" * n),
    "quotes in quotes": lambda n, _: _html(b"<blockquote><p>" * n),
    "links in links": lambda n, _: _html(
        b'<a href="https://x.example/">x' * n + b"</a>" * n
    ),
    "tags without end": lambda n, _: _html(b"<a" * n),
    "attributes without end": lambda n, _: _html(b'<a b="' * n),
    "attributes": lambda n, _: _html(b"<a " + b"b=c " * n + b">"),
    "comments without end": lambda n, _: _html(b"<!--" * n),
    "declarations without end": lambda n, _: _html(b"<![CDATA[" * n + b"<!x"),
    "instructions without end": lambda n, _: _html(b"<?" * n),
    "entities": lambda n, _: _html(b"&amp" * n + b"&#9999999999;" * n),
    "scripts without end": lambda n, _: _html(b"<script>" * n),
    "ends of scripts": lambda n, _: _html(b"<script></scrip" * n),
    "spaces in HTML": lambda n, _: _html(b"<p>" + b" \n" * n + b"x"),
    "flowing lines": lambda n, _: _headed(
        b"Content-Type: text/plain; format=flowed", b"a \n" * n
    ),
    "flowing spaces": lambda n, _: _headed(
        b"Content-Type: text/plain; format=flowed", b" " * n + b"\n>"
    ),
    "quotes": lambda n, _: _headed(b"Subject: News: x", b">" * n + b"\n" + b"> a\n" * n),
    "attributions": lambda n, _: _headed(b"Subject: News: x", b"On a wrote:\n> b\n" * n),
    "words before an attribution": lambda n, _: _headed(
        b"Subject: News: x", b"wrote " * n + b"\n> b"
    ),
    "labels": lambda n, _: _headed(b"Subject: Event: x", b"start: 2026-12-08\n" * n),
    "labels that go on": lambda n, _: _headed(
        b"Subject: Event: x", b"place: a\n" + b"b\n" * n
    ),
    "colons and stars": lambda n, _: _headed(b"Subject: Event: x", b"*_?:" * n),
    "addresses": lambda n, _: _headed(b"Subject: Link: x", b"https://x.example/ " * n),
    "addresses without end": lambda n, _: _headed(b"Subject: Link: x", b"https://" * n),
    "Re": lambda n, _: _subject(b"Re: " * n),
    "spaces in a subject": lambda n, _: _subject(b" \t" * n + b":"),
    "a body": lambda n, _: _headed(b"Subject: News: x", b"a" * n),
    "lines": lambda n, _: _headed(b"Subject: News: x", b"\n" * n),
    "CR": lambda n, _: _headed(b"Subject: News: x\r\rwords\r", b"\r" * n),
    "mixed ends": lambda n, _: b"Subject: x\rFrom: y\r\n\nb\n\r" * n,
    "noise": lambda n, c: c.randbytes(min(n, MEGABYTE)),
    "noise below headers": lambda n, c: _headed(
        b"Subject: News: x", c.randbytes(min(n, MEGABYTE))
    ),
}
"""What goes wrong with so much of it, by its name."""

_CHARSETS = (
    b"klingon utf-7 utf-16 utf-32 idna punycode base64 bz2 zlib hex uu unicode_escape "
    b'raw_unicode_escape undefined mbcs unknown-8bit x-user-defined iso-2022-jp hz "" \' *'
).split()
_ODD = {
    "no header": b"\n\nwords\n",
    "a message ID that is a path": _headed(b"Message-ID: <../../../../etc/passwd>"),
    "a message ID of NULs": _headed(b"Message-ID: <\0\0>\nSubject: News: x"),
    "two of everything": _headed(
        b"From: a@b\nFrom: c@d\nSubject: x\nSubject: y\nDate: z\nDate: 1"
    ),
    "a picture that is text": _headed(
        b"Content-Type: image/png; charset=utf-8", b"\x89PNG\r\n"
    ),
    "a delivery report": _headed(
        b"Content-Type: message/delivery-status", b"a: b\n\n" * 99
    ),
    "an outer body": _headed(
        b"Content-Type: message/external-body; access-type=x", b"a: b\n\n"
    ),
    "a part of a message": _headed(
        b"Content-Type: message/partial; number=1; total=9; id=x"
    ),
    "a message in base64": _encoded(b"base64", b"AAAA", kind=b"message/rfc822"),
    "parts in base64": _encoded(
        b"base64", b"--b\n\nx", kind=b"multipart/mixed; boundary=b"
    ),
    "a type that is none": _headed(b"Content-Type: /;;;=;\nContent-Disposition: ;=;"),
}
SIZES = (1, 8, 250, 3_000, 50_000, 700_000)
"""How many of something a letter has; what would be larger than a message may be is cut."""

_MOST = 10_000_000


def list_letters(
    count: int, seed: int = 0, sizes: Sequence[int] = SIZES
) -> Iterator[tuple[str, bytes]]:
    """List hostile letters: every kind once, then kinds and sizes by chance.

    Args:
        count: How many.
        seed: The same seed makes the same letters.
        sizes: How many of something a letter may have.

    Yields:
        Its name, and the letter, of at most 10 MB; no line of it begins with `From `.
    """
    chance = Random(seed)
    fixed = [*_ODD.items(), *((f"charset {c!r}", _charset(c)) for c in _CHARSETS)]
    for number in range(count):
        if number < len(_KINDS):
            name, size = [*_KINDS][number], sizes[-2]
        elif number - len(_KINDS) < len(fixed):
            yield fixed[number - len(_KINDS)]
            continue
        else:
            name, size = chance.choice([*_KINDS]), chance.choice(sizes)
        letter = _KINDS[name](size, chance)[:_MOST]
        yield f"{size:,} x {name}", letter.replace(b"\nFrom ", b"\n>From ")


def good_letter(number: int) -> bytes:
    """Write a letter that nobody has anything against."""
    return (
        f"From: Rosa Lindqvist <rosa@x.example>\nMessage-ID: <good-{number}@x.example>\n"
        "Date: Mon, 02 Nov 2026 20:15:00 +0000\n"
        f"Subject: News: Table {number} of the long room\n\n"
        f"There is a table number {number} now, and it seats nine people.\n\nI agree\n"
    ).encode()
