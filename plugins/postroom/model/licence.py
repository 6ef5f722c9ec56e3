"""The licences an author can name in one word, and what they are called."""

from typing import NamedTuple


class Licence(NamedTuple):
    """What others may do with a text."""

    name: str
    """For people: "CC BY 4.0"."""

    url: str
    """The licence's own page; empty when all rights are reserved."""


_CC = "https://creativecommons.org/licenses/"

LICENCES = {
    **{
        f"CC-{kind.upper()}-4.0": Licence(f"CC {kind.upper()} 4.0", f"{_CC}{kind}/4.0/")
        for kind in ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
    },
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "all-rights-reserved": Licence("all rights reserved", ""),
}
"""SPDX names (https://spdx.org/licenses/) and one for "ask first"."""


def find_licence(name: str) -> Licence | None:
    """Look up a licence by its SPDX name, or take any web address as one."""
    if name.startswith(("https://", "http://")):
        return Licence(name.split("://", 1)[1].rstrip("/"), name)
    return LICENCES.get(name)
