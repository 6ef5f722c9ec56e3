"""Whether mailboxes have a reason to trust who sends: what the DNS has to say for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from postroom.mail.headers import unsubscribe_address
from postroom.model.imprint import NewsletterOptions, Way
from postroom.model.netblocks import parse_host
from postroom.web.dns import Lookup

_EVERYBODY = "Gmail and Yahoo ask it of everybody, Microsoft from 5,000 letters a day"
_MANY = "Gmail, Yahoo and Microsoft turn letters away without it, from 5,000 a day"
_MOST_LOOKUPS = 10
_SHORTEST_KEY = 200
"""Characters of a key of 1024 bits in base64, at least."""

_ASKS = ("a", "mx", "ptr", "exists", "include", "redirect")
_FREE = frozenset(
    "gmail.com googlemail.com yahoo.com ymail.com aol.com outlook.com hotmail.com live.com "
    "msn.com icloud.com me.com gmx.de gmx.net web.de proton.me protonmail.com mail.ru "
    "yandex.ru qq.com 163.com".split()
)
"""Whose From nobody else can vouch for."""


@dataclass(frozen=True)
class MailIdentity:
    """Who sends, as mailboxes see it."""

    domain: str
    """Of the address in From."""

    selector: str = ""
    """Of the key that signs, if it is known."""

    host: str = ""
    """The mail server, if it is one of one's own."""

    signs_off: bool = True
    """Whether somebody else adds the way out: a service, or a mailing list."""

    one_click: bool = False
    way_out: str = ""


def describe_sender(options: NewsletterOptions, via: Way) -> MailIdentity:
    """Say who sends an issue."""
    domain = options.mailbox.rpartition("@")[2].lower()
    host = options.send.server.partition(":")[0] if via == "smtp" else ""
    is_alone = via in ("smtp", "folder", "webhook") and not options.send.to
    return MailIdentity(
        domain,
        options.send.dkim,
        host,
        signs_off=not is_alone,
        one_click=options.mail.one_click,
        way_out=unsubscribe_address(options),
    )


def check_name(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    """Find what mailboxes hold against a sender.

    Args:
        identity: Who sends.
        lookup: Asks the DNS.

    Yields:
        Which rule is not kept, who asks for it, and the record to set.

    Source:
        RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC), RFC 8058 (one click); the
        rules for senders of Google and Yahoo of 2024, and of Microsoft of 2025.
    """
    if not identity.domain:
        yield (
            "nobody said which address the mail comes from\n"
            "    fix: set `address` below `mail`, such as `table@example.org`"
        )
        return
    if identity.domain in _FREE:
        yield (
            f"{identity.domain}: only its own servers may send in its name; {_EVERYBODY}\n"
            "    fix: use an address of your own domain in From"
        )
        return
    yield from _check_spf(identity, lookup)
    yield from _check_dkim(identity, lookup)
    yield from _check_dmarc(identity, lookup)
    yield from _check_replies(identity, lookup)
    yield from _check_reverse(identity, lookup)
    yield from _check_way_out(identity)


def _check_spf(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    domain = identity.domain
    records = _list_spf(domain, lookup)
    if not records:
        who = _suggest_spf(identity)
        yield (
            f"{domain}: it has no SPF record; {_EVERYBODY}\n"
            f'    fix: set `{domain}. TXT "v=spf1 {who} ~all"`'
        )
        return
    if len(records) > 1:
        yield (
            f"{domain}: it has {len(records)} SPF records, and then none counts\n"
            "    fix: make one of them, with one `v=spf1` and one `all`"
        )
        return
    if any(term in ("+all", "all") for term in records[0].split()[1:]):
        yield (
            f"{domain}: its SPF record lets everybody send in its name\n"
            "    fix: end it with `~all`"
        )
    if (asked := _count_lookups(records[0], lookup, set())) > _MOST_LOOKUPS:
        yield (
            f"{domain}: its SPF record takes {asked} look-ups, and mailboxes stop at "
            f"{_MOST_LOOKUPS}\n    fix: take `include:` of services that you left out of it"
        )


def _suggest_spf(identity: MailIdentity) -> str:
    """Name who sends, as far as that follows from the settings."""
    try:
        machine = parse_host(identity.host)
    except ValueError:
        machine = None
    if machine is not None:
        return f"ip{machine.version}:{machine}"
    is_own = f".{identity.host}".lower().endswith(f".{identity.domain}")
    return f"a:{identity.host}" if is_own else "include:what-your-provider-says"


def _list_spf(name: str, lookup: Lookup) -> list[str]:
    records = lookup(name, "TXT")
    return [r for r in records if r.lower() == "v=spf1" or r.lower().startswith("v=spf1 ")]


def _count_lookups(record: str, lookup: Lookup, seen: set[str]) -> int:
    """Count what a record makes a mailbox ask for (RFC 7208, 4.6.4)."""
    asked = 0
    for term in record.lower().split()[1:]:
        name, _, rest = term.lstrip("+-~?").replace("=", ":", 1).partition(":")
        if name.partition("/")[0] not in _ASKS:
            continue
        asked += 1
        if name in ("include", "redirect") and rest not in seen and "%" not in rest:
            seen.add(rest)
            for inner in _list_spf(rest, lookup)[:1]:
                asked += _count_lookups(inner, lookup, seen)
    return asked


def _check_dkim(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    if not identity.selector:
        yield (
            f"{identity.domain}: nobody said by which key mail is signed; {_EVERYBODY}\n"
            "    fix: set `dkim` below `send` to the selector that your server or service "
            "names"
        )
        return
    name = f"{identity.selector}._domainkey.{identity.domain}"
    tags = [_read_tags(record) for record in lookup(name, "TXT")]
    keys = [each["p"] for each in tags if "p" in each]
    if not keys:
        yield (
            f"{name}: there is no DKIM key; {_EVERYBODY}\n"
            f'    fix: set `{name}. TXT "v=DKIM1; k=rsa; p=…"`, as your server or service '
            "says"
        )
    elif not keys[0]:
        yield f"{name}: its DKIM key was revoked\n    fix: set `dkim` to another selector"
    elif tags[0].get("k", "rsa") == "rsa" and len(keys[0]) < _SHORTEST_KEY:
        yield f"{name}: its DKIM key is too short to count\n    fix: make one of 2048 bits"


def _read_tags(record: str) -> dict[str, str]:
    """Read `v=DKIM1; p=…` (RFC 6376, 3.2)."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {key.strip().lower(): "".join(value.split()) for key, _, value in pairs}


def _check_dmarc(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    records = _find_dmarc(identity.domain, lookup)
    name = f"_dmarc.{identity.domain}"
    if not records:
        yield (
            f"{identity.domain}: it has no DMARC record; {_MANY}\n"
            f'    fix: set `{name}. TXT "v=DMARC1; p=none"`, and later a stricter `p`'
        )
    elif len(records) > 1:
        yield f"{name}: there are several DMARC records, and none counts\n    fix: keep one"
    elif records[0].get("p", "").lower() not in ("none", "quarantine", "reject"):
        yield (
            f"{name}: its DMARC record says no policy\n"
            "    fix: write `p=none`, `p=quarantine` or `p=reject` after `v=DMARC1;`"
        )
    elif not identity.selector and not _list_spf(identity.domain, lookup):
        yield (
            f"{identity.domain}: neither SPF nor DKIM vouch for From, which DMARC wants\n"
            "    fix: set one of the records above"
        )


def _find_dmarc(domain: str, lookup: Lookup) -> list[dict[str, str]]:
    """Look at the domain, and then at those above it."""
    labels = domain.split(".")
    for at in range(len(labels) - 1):
        name = ".".join(labels[at:])
        tags = [_read_tags(record) for record in lookup(f"_dmarc.{name}", "TXT")]
        if records := [each for each in tags if each.get("v", "").upper() == "DMARC1"]:
            return records
    return []


def _check_replies(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    if not any(lookup(identity.domain, kind) for kind in ("MX", "A", "AAAA")):
        yield (
            f"{identity.domain}: it takes no mail, so that nobody can answer\n"
            "    fix: set an MX record for it"
        )


def _check_reverse(identity: MailIdentity, lookup: Lookup) -> Iterator[str]:
    """A server of one's own has a name that leads back to it; others' is theirs to keep."""
    host, domain = identity.host.lower(), identity.domain
    if not host or not f".{host}".endswith(f".{domain}"):
        return
    for kind in ("A", "AAAA"):
        for address in lookup(host, kind):
            names = lookup(address, "PTR")
            if not any(address in lookup(name, kind) for name in names):
                yield (
                    f"{host}: {address} has no name that leads back to it; {_EVERYBODY}\n"
                    f"    fix: let whoever gave you {address} set its PTR record to {host}"
                )


def _check_way_out(identity: MailIdentity) -> Iterator[str]:
    if identity.signs_off:
        return
    if not (identity.one_click and identity.way_out.startswith("https:")):
        yield (
            f"readers cannot leave with one click; {_MANY}\n"
            "    fix: set `unsubscribe` below `mail` to an https address that takes a bare "
            "POST, and `one_click: true`; or use a service"
        )
