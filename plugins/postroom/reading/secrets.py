"""Files that no reader should get, told by their names and by what they hold."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

KINDS = {
    "an address book": "addresses.yml addresses.yaml",
    "settings with secrets": ".env .env.* *.env .envrc .netrc _netrc .pgpass .my.cnf .npmrc"
    " .pypirc .htpasswd .git-credentials .dockercfg secrets.yml secrets.yaml secrets.json"
    " credentials.json",
    "a key": "id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk *.pem *.key *.p12"
    " *.pfx *.p8 *.pk8 *.jks *.keystore *.ppk *.kdbx *.kdb .ssh .gnupg .aws",
    "mail": "*.eml *.mbox *.mbx *.msg *.emlx *.pst *.ost",
    "a journal": "*.journal *-journal *.db-wal *.sqlite-wal *.sqlite3-wal .*_history",
    "an editor's backup": "*~ *.bak *.orig *.rej *.swp *.swo *.swn *.un~ #*# .#* ~$*"
    " *.kate-swp *.autosave *.tmp",
    "of Git": ".git .git* .hg .hgignore .svn",
    "of the system": ".ds_store ._* thumbs.db desktop.ini .directory .trash-*",
}
"""Patterns of names, of files and folders, by what such a thing is, in small letters."""

_PATTERNS = [(kind, each) for kind, names in KINDS.items() for each in names.split()]
_KEY = re.compile(
    rb"^[^\S\n]*-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|^PuTTY-User-Key-File-\d",
    re.M,
)
_PLAIN_KINDS = frozenset(
    "avif bmp css csv eot gif gz htm html ico jpeg jpg js jxl m4a markdown md mdown mkd"
    " mkdn mov mp3 mp4 oga ogg ogv opus otf pdf png svg tif tiff ttf wav webm webp woff"
    " woff2 zip".split()
)
MOST_READ = 65_536
"""Keys are short, and begin early."""


def explain_name(path: str) -> str:
    """Say what a file is by the names in its path; empty if anybody may have it."""
    for name in path.lower().split("/"):
        for kind, pattern in _PATTERNS:
            if fnmatchcase(name, pattern):
                return kind
    return ""


def may_hold_key(path: str) -> bool:
    """Whether a file is worth looking into: texts for readers may speak of keys."""
    return path.lower().rpartition(".")[2] not in _PLAIN_KINDS


def holds_key(content: bytes) -> bool:
    """Whether a file holds a private key.

    Source:
        RFC 7468, 10 and 11 (PKCS #8), RFC 4880, 6.2 (OpenPGP); OpenSSH's and PuTTY's own.
    """
    return bool(_KEY.search(content))


def is_allowed(path: str, patterns: Iterable[str]) -> bool:
    """Whether a site publishes a file on purpose: by its path, or its name alone."""
    name = path.rpartition("/")[2]
    return any(fnmatchcase(path, p) or fnmatchcase(name, p) for p in patterns)
