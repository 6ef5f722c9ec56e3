"""Files that no reader should get are known by their names, and keys by what they hold."""

import pytest

from postroom.reading.secrets import explain_name, holds_key, is_allowed, may_hold_key

PRIVATE = {
    "an address book": "addresses.yml posts/deep/Addresses.YAML",
    "settings with secrets": ".env a/.env.local prod.env .netrc secrets.yml",
    "a key": "id_rsa keys/ID_ED25519 site.pem site.KEY a.p12 a.pfx .ssh/config",
    "mail": "letters/rosa.eml inbox.mbox a.msg",
    "a journal": "crosspost.journal site.db-journal .bash_history",
    "an editor's backup": "a.md~ .a.md.swp a.md.orig #a.md# .#a.md a.bak ~$a.docx",
    "of Git": ".git/config .gitignore .gitattributes .hg/store",
    "of the system": ".DS_Store images/Thumbs.db ._a.png",
}


@pytest.mark.parametrize(
    ("path", "kind"), [(p, kind) for kind, paths in PRIVATE.items() for p in paths.split()]
)
def test_a_private_file_is_known_by_its_name(path, kind):
    assert explain_name(path) == kind


@pytest.mark.parametrize(
    "path",
    "CNAME .well-known/security.txt .nojekyll posts/environment.md images/key.png keys.md"
    " addresses.md robots.txt git.md a.tmpl favicon.ico mail.html journal.md"
    " id_rsa.pub".split(),
)
def test_what_is_for_readers_is_not(path):
    assert explain_name(path) == ""


KEYS = {
    "PKCS #8": b"-----BEGIN PRIVATE KEY-----\nMIIE\n",
    "RSA": b"-----BEGIN RSA PRIVATE KEY-----\n",
    "encrypted": b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
    "OpenSSH": b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "OpenPGP": b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
    "PuTTY": b"PuTTY-User-Key-File-3: ssh-ed25519\n",
    "after its attributes": b"Bag Attributes\r\n  name\r\n-----BEGIN PRIVATE KEY-----\r\n",
}


@pytest.mark.parametrize("content", KEYS.values(), ids=KEYS.keys())
def test_a_private_key_is_known_by_what_it_holds(content):
    assert holds_key(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"-----BEGIN CERTIFICATE-----\n", b"-----BEGIN PUBLIC KEY-----", b"PRIVATE KEY"],
)
def test_what_is_public_is_no_private_key(content):
    assert not holds_key(content)


def test_texts_for_readers_may_speak_of_keys():
    assert [p for p in ("a.md", "b.HTML", "c.png", "d", "e.txt") if may_hold_key(p)] == [
        "d",
        "e.txt",
    ]


@pytest.mark.parametrize("pattern", ["a/b.pem", "b.pem", "*.pem", "a/*"])
def test_a_name_is_allowed_on_purpose(pattern):
    assert is_allowed("a/b.pem", [pattern])
    assert not is_allowed("a/b.pem", ["c.pem", "b", "a"])
