"""Where links lead: what can only deceive is refused, what names others is seen."""

import pytest

from postroom.model.lookalikes import remark
from postroom.model.target import find_links, real_host, refuse

NOBODYS = "which is nobody's site"
UNSEEN = "characters that nobody can see"
REFUSED = {
    "a page": ("https://ours.example/a?b=c#d", None),
    "a page with a port": ("https://ours.example:8443/", None),
    "letters with accents": ("https://münchen.example/", None),
    "Arabic": ("https://موقع.example/", None),
    "a dot at the end": ("http://ours.example./", None),
    "a machine of the public internet": ("http://93.184.216.34/", None),
    "an at sign in the path": ("https://social.example/@rosa", None),
    "another scheme is judged elsewhere": ("javascript:alert(1)", None),
    "somebody before the host": (
        "https://ours.example@evil.example/",
        "leads to evil.example",
    ),
    "a password": ("https://ours.example:443@evil.example/", "leads to evil.example"),
    "an empty name": ("https://@evil.example/", "leads to evil.example"),
    "an at sign in code": ("https://ours.example%40evil.example/", "makes no sense"),
    "a backslash": ("https://ours.example\\@evil.example/", "in two ways"),
    "no host": ("https:///evil.example", "makes no sense"),
    "an empty label": ("https://a..example/", "makes no sense"),
    "a NUL in code": ("https://exa%00mple.org/", "makes no sense"),
    "a bracket": ("https://[evil/", "makes no sense"),
    "from right to left": ("https://ours.example/\u202egpj.exe", UNSEEN),
    "an isolate": ("https://ours.example/\u2066x", UNSEEN),
    "a mark": ("https://ours.example/\u200fx", UNSEEN),
    "without width": ("https://our\u200bs.example/", UNSEEN),
    "a joiner": ("https://our\u200ds.example/", UNSEEN),
    "a soft hyphen": ("https://our\u00ads.example/", UNSEEN),
    "a tag": ("https://ours.example/\U000e0041", UNSEEN),
    "a space of another kind": ("https://ours.example/\u00a0x", UNSEEN),
    "this machine": ("http://127.0.0.1/", NOBODYS),
    "this machine by name": ("HTTP://LocalHost:8000/", NOBODYS),
    "this machine, a dot behind it": ("http://localhost./", NOBODYS),
    "this machine in short": ("http://127.1/", NOBODYS),
    "this machine as one number": ("http://2130706433/", NOBODYS),
    "in hexadecimal": ("http://0x7f.1/", NOBODYS),
    "all of it in hexadecimal": ("http://0x7f000001/", NOBODYS),
    "in octal": ("http://0177.0.0.1/", NOBODYS),
    "in circles": ("http://①②⑦.⓪.⓪.①/", NOBODYS),
    "with other full stops": ("http://127。0。0。1/", NOBODYS),
    "in percent signs": ("http://%31%32%37.0.0.1/", NOBODYS),
    "in wide digits": ("http://１２７.0.0.1/", NOBODYS),
    "nothing": ("http://0/", NOBODYS),
    "the metadata of a cloud": ("http://169.254.169.254/latest/", NOBODYS),
    "and by name": ("http://metadata.google.internal/", NOBODYS),
    "ten": ("http://10.1.2.3/", NOBODYS),
    "a home": ("http://192.168.0.1/", NOBODYS),
    "a company": ("http://172.16.0.1/", NOBODYS),
    "shared by a provider": ("http://100.64.0.1/", NOBODYS),
    "many at once": ("http://224.0.0.1/", NOBODYS),
    "IPv6": ("http://[::1]/", NOBODYS),
    "IPv4 in IPv6": ("http://[::ffff:10.0.0.1]/", NOBODYS),
    "of a link": ("http://[fe80::1%25eth0]/", NOBODYS),
    "unique, and local": ("http://[fd00::1]/", NOBODYS),
    "a number of no machine": ("http://999.1.1.1/", NOBODYS),
    "five parts": ("http://1.2.3.4.5/", NOBODYS),
    "one word": ("http://intranet/", NOBODYS),
    "a neighbour": ("http://printer.local/", NOBODYS),
    "a home network": ("http://nas.home.arpa/", NOBODYS),
    "a name that says a number": ("http://10.0.0.1.nip.io/", NOBODYS),
    "a letter": ("mailto:rosa@ours.example", None),
    "a letter with a subject": ("mailto:rosa@ours.example?subject=Soup%20please", None),
    "a letter to more": ("mailto:a@b.example?bcc=eve@evil.example", "header 'bcc'"),
    "in capitals": ("MAILTO:a@b.example?BCC=eve@evil.example", "header 'BCC'"),
    "a header in code": ("mailto:a@b.example?%62cc=eve@evil.example", "header 'bcc'"),
    "behind a subject": ("mailto:a@b.example?subject=x&cc=e@evil.example", "header 'cc'"),
    "a file": ("mailto:a@b.example?attach=/etc/passwd", "header 'attach'"),
    "to nobody": ("mailto:?to=eve@evil.example", "no one mailbox"),
    "to two": ("mailto:a@b.example,eve@evil.example", "no one mailbox"),
    "to two in code": ("mailto:a@b.example%2Ceve@evil.example", "no one mailbox"),
    "a line of its own": (
        "mailto:a@b.example?subject=x%0d%0aBcc:e@evil.example",
        "lines of",
    ),
    "a line in the mailbox": (
        "mailto:a@b.example%0aBcc:e@evil.example",
        "lines of its own",
    ),
    "a line in the body": ("mailto:a@b.example?body=x%0D%0Ay", "lines of its own"),
}


@pytest.mark.parametrize(("address", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_can_only_deceive_is_refused(address, why):
    found = refuse(address)

    assert (found is None) if why is None else (found and why in found[0])


CLAIMS = {
    "words": ("read this", "https://evil.example/x", ""),
    "its own address": ("https://a.example/b", "https://a.example/b", ""),
    "its own host": ("a.example", "https://www.a.example/b", ""),
    "www alone": ("www.a.example", "https://a.example/b", ""),
    "capitals": ("A.Example", "https://a.example/b", ""),
    "what it is a part of": ("a.example", "https://news.a.example/", ""),
    "two ways to write a host": ("münchen.example", "https://xn--mnchen-3ya.example", ""),
    "its mailbox": ("rosa@a.example", "mailto:rosa@a.example", ""),
    "a file": ("letter.pdf", "https://a.example/letter.pdf", ""),
    "a program": ("Node.js 22.1", "https://a.example/", ""),
    "a version": ("Python 3.12.1", "https://a.example/", ""),
    "an abbreviation": ("e.g. this one", "https://a.example/", ""),
    "another address": (
        "https://ours.example/login",
        "https://evil.example/x",
        "evil.example",
    ),
    "another host": ("ours.example", "https://evil.example/x", "evil.example"),
    "a host among words": (
        "log in at ours.example now",
        "https://evil.example",
        "evil.example",
    ),
    "without a scheme": ("//ours.example", "https://evil.example", "evil.example"),
    "one word with a scheme": ("https://intranet/", "https://evil.example", "evil.example"),
    "the end of a name": (
        "ours.example",
        "https://ours.example.evil.org/",
        "ours.example.evil.org",
    ),
    "a name that ends so": ("ours.example", "https://notours.example/", "notours.example"),
    "a part of it": ("login.ours.example", "https://ours.example/", "ours.example"),
    "nothing in between": (
        "our\u200bs.ex\u2060ample",
        "https://evil.example",
        "evil.example",
    ),
    "another full stop": ("ours․example", "https://evil.example", "evil.example"),
    "a wide full stop": ("ours。example", "https://evil.example", "evil.example"),
    "wide letters": ("ｏｕｒｓ.example", "https://evil.example", "evil.example"),
    "other slashes": ("https:∕∕ours.example", "https://evil.example", "evil.example"),
    "wide signs": ("https：／／ours.example", "https://evil.example", "evil.example"),
    "another alphabet": ("оurs.example", "https://ours.example", "ours.example"),
    "somebody before it": (
        "https://ours.example@evil.example",
        "https://evil.example",
        "evil.example",
    ),
    "a port": ("https://ours.example:8080/", "https://evil.example", "evil.example"),
    "a machine": ("93.184.216.34", "https://evil.example", "evil.example"),
    "another mailbox": ("rosa@a.example", "mailto:eve@a.example", "eve@a.example"),
    "a mailbox elsewhere": (
        "rosa@a.example",
        "mailto:rosa@evil.example",
        "rosa@evil.example",
    ),
    "a mailbox that is a page": ("rosa@a.example", "https://evil.example", "evil.example"),
}


@pytest.mark.parametrize(("words", "address", "real"), CLAIMS.values(), ids=CLAIMS.keys())
def test_words_that_name_another_host_are_seen(words, address, real):
    assert real_host(words, address) == real


MIXED = "mixes the letters of several scripts"
LETTERS = {
    "plain": ("news.example", ""),
    "accents": ("münchen.example", ""),
    "Cyrillic": ("почта.example", ""),
    "Cyrillic to the end": ("сосна.рф", ""),
    "Japanese and Latin": ("日本語カナabc.example", ""),
    "Korean and Latin": ("한국abc.example", ""),
    "digits": ("почта24.example", ""),
    "another script in each label": ("почта.news.example", ""),
    "one Cyrillic letter": ("pаypal.example", MIXED),
    "the same in ASCII": ("xn--pypal-4ve.example", MIXED),
    "one Greek letter": ("οurs.example", MIXED),
    "Cyrillic and Greek": ("аβ.example", MIXED),
    "Cyrillic and Japanese": ("日本а.example", MIXED),
    "Cyrillic alone": ("раураӏ.example", "looks like paypal.example, and is another host"),
    "ours": ("ours.example", ""),
    "a part of ours": ("www.ours.example", ""),
    "ours with a digit": ("0urs.example", "looks like ours.example, and is another host"),
    "ours in two letters": (
        "ours.exarnple",
        "looks like ours.example, and is another host",
    ),
}


@pytest.mark.parametrize(("host", "odd"), LETTERS.values(), ids=LETTERS.keys())
def test_letters_that_stand_for_others_are_noticed(host, odd):
    found = remark(host, "ours.example" if "urs" in host else "example.org")

    assert found.endswith(odd) if odd else found == ""


def test_a_host_that_mixes_is_shown_in_both_spellings():
    assert remark("pаypal.example").startswith("pаypal.example (xn--pypal-4ve.example) ")


LINKS = {
    "none": ("Just words [in brackets].", []),
    "words": ("See [the page](https://a.example/b).", ["https://a.example/b"]),
    "in angles": ("<https://a.example/b>", ["https://a.example/b"]),
    "a letter": ("<mailto:a@b.example>", ["mailto:a@b.example"]),
    "as it is": ("See https://a.example/b_c, or not", ["https://a.example/b_c,"]),
    "in code of HTML": ("[x](https&#58;//a.example)", ["https://a.example"]),
    "brackets in words": ("[x [y] z](https://a.example)", ["https://a.example"]),
    "a title": ('[x](<https://a.example> "y")', ["https://a.example"]),
    "nothing but brackets": ("[" * 500, []),
}


@pytest.mark.parametrize(("text", "expected"), LINKS.values(), ids=LINKS.keys())
def test_every_link_of_a_text_is_found(text, expected):
    assert [address for _, address in find_links(text)] == expected


def test_what_stands_around_a_link_is_read_with_it():
    [(words, _)] = find_links("at [https://](https://evil.example)ours.example, now")

    assert words == "https://ours.example,"
