"""Numeric addresses: which of them anybody may reach, however written or wrapped."""

import re
import unicodedata
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

NOT_PUBLIC_4 = {
    "0.0.0.0/8": "this host on this network (RFC 791, 3.2)",
    "10.0.0.0/8": "private use (RFC 1918)",
    "100.64.0.0/10": "shared addresses (RFC 6598); Alibaba's metadata (100.100.100.200)",
    "127.0.0.0/8": "loopback (RFC 1122, 3.2.1.3)",
    "168.63.129.16/32": "Azure's machines speak with their host here",
    "169.254.0.0/16": "link local (RFC 3927); clouds' metadata (169.254.169.254)",
    "172.16.0.0/12": "private use (RFC 1918)",
    "192.0.0.0/24": "protocol assignments (RFC 6890); Oracle's metadata (192.0.0.192)",
    "192.0.2.0/24": "documentation (RFC 5737)",
    "192.88.99.0/24": "6to4 relays, given up (RFC 7526)",
    "192.168.0.0/16": "private use (RFC 1918)",
    "198.18.0.0/15": "benchmarks (RFC 2544)",
    "198.51.100.0/24": "documentation (RFC 5737)",
    "203.0.113.0/24": "documentation (RFC 5737)",
    "224.0.0.0/4": "multicast (RFC 5771)",
    "240.0.0.0/4": "reserved, and broadcast (RFC 1112, 4; RFC 8190)",
}
"""Blocks of IPv4 that are no place on the public internet, and why.

Source:
    IANA IPv4 Special-Purpose Address Registry, all rows that are not "globally reachable",
    taken whole where a block holds exceptions; IANA IPv4 Multicast Address Space Registry;
    the clouds' own documentation.
"""

GLOBAL_6 = "2000::/3"
"""The one block of IPv6 from which machines of the public internet get their addresses.

All others are unassigned or not public: `::/128`, `::1/128`, `100::/64`, `5f00::/16`,
`fc00::/7` (and `fd00:ec2::254`, Amazon's metadata), `fe80::/10`, `fec0::/10`, `ff00::/8`.

Source:
    IANA Internet Protocol Version 6 Address Space; RFC 4291, 2.4.
"""

NOT_PUBLIC_6 = {
    "2001::/23": "protocol assignments (RFC 2928)",
    "2001:db8::/32": "documentation (RFC 3849)",
    "3ffe::/16": "the 6bone, given back (RFC 3701)",
    "3fff::/20": "documentation (RFC 9637)",
}
"""Blocks within `GLOBAL_6` that are no place on the public internet, and why.

Source:
    IANA IPv6 Special-Purpose Address Registry, as above.
"""

EMBEDDING_6 = {
    "::/96": "IPv4-compatible (RFC 4291, 2.5.5.1)",
    "::ffff:0.0.0.0/96": "IPv4-mapped (RFC 4291, 2.5.5.2)",
    "::ffff:0:0.0.0.0/96": "IPv4-translated (RFC 2765, 2.1)",
    "64:ff9b::/96": "NAT64 (RFC 6052, 2.1)",
}
"""Blocks whose last 32 bits are the IPv4 address that is reached.

`64:ff9b:1::/48` (RFC 8215) is for translators within a network, which cut it as they like:
it is never public.
"""

_6TO4 = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_GLOBAL = IPv6Network(GLOBAL_6)
_BLOCKS_4 = tuple(map(IPv4Network, NOT_PUBLIC_4))
_BLOCKS_6 = tuple(map(IPv6Network, NOT_PUBLIC_6))
_EMBEDDING = tuple(map(IPv6Network, EMBEDDING_6))
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
_WORD = 0xFFFFFFFF

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_MOST_PARTS, _OCTET = 4, 0xFF


def is_public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether a numeric address is a place on the public internet.

    An IPv4 address inside an IPv6 one is what is judged. What has a zone (`fe80::1%eth0`)
    is of one network alone.

    Raises:
        ValueError: It is no numeric address.

    Source:
        IANA's registries, see the tables; RFC 3056, 2 (6to4); RFC 4380, 4 (Teredo);
        RFC 5214, 6.1 (ISATAP).
    """
    if isinstance(address, str):
        address = ip_address(address)
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _BLOCKS_4)
    if address.scope_id is not None:
        return False
    if any(address in block for block in _EMBEDDING):
        return is_public(_word(address, 0))
    if address in _TEREDO:  # the server, and the client behind its NAT, bits turned
        client = IPv4Address(int(_word(address, 0)) ^ _WORD)
        return is_public(_word(address, 64)) and is_public(client)
    if address in _6TO4:
        return is_public(_word(address, 80)) and _ends_public(address)
    inside = address in _GLOBAL and not any(address in block for block in _BLOCKS_6)
    return inside and _ends_public(address)


def _ends_public(address: IPv6Address) -> bool:
    """Whether it leads no further than itself: an ISATAP interface is an IPv4 address."""
    is_isatap = int(_word(address, 32)) in _ISATAP
    return not is_isatap or is_public(_word(address, 0))


def _word(address: IPv6Address, shift: int) -> IPv4Address:
    return IPv4Address(int(address) >> shift & _WORD)


def parse_host(host: str) -> IPv4Address | IPv6Address | None:
    """Read the host of a web address as browsers do; None if it is a name.

    Numbers may be octal, hexadecimal, few or one (`0x7f.1`, `2130706433`), their digits and
    dots of any script, and a dot may follow; IPv6 may have its brackets.

    Raises:
        ValueError: It ends in a number, and is no address.

    Source:
        WHATWG URL, 3.5, "host parser", "ends in a number checker", "IPv4 parser".
    """
    plain = unicodedata.normalize("NFKC", host).translate(_DOTS).lower()
    if ":" in plain:
        return IPv6Address(plain.removeprefix("[").removesuffix("]"))
    parts = plain.removesuffix(".").split(".")
    if not (parts[-1].isascii() and _ends_in_number(parts[-1])):
        return None
    if len(parts) > _MOST_PARTS or not all(map(_NUMBER.fullmatch, parts)):
        raise ValueError(f"{host!r} is neither a name nor an address")
    *firsts, last = (_parse_number(part) for part in parts)
    if any(number > _OCTET for number in firsts) or last >= 256 ** (5 - len(parts)):
        raise ValueError(f"{host!r} is neither a name nor an address")
    high = sum(number << (24 - 8 * place) for place, number in enumerate(firsts))
    return IPv4Address(high + last)


_DOTS = str.maketrans("。．｡", "...")


def _ends_in_number(last: str) -> bool:
    return last.isdecimal() or bool(_NUMBER.fullmatch(last))


def _parse_number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    base = 8 if part.startswith("0") and len(part) > 1 else 10
    return int(part, base)
