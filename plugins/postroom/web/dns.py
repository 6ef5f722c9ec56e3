"""Names become what the DNS says of them."""

from collections.abc import Callable, Sequence

from postroom.errors import PostroomError
from postroom.web.guard import missing_package

Lookup = Callable[[str, str], tuple[str, ...]]
"""Gives the records of a kind at a name, as text; none if there are none.

Raises a `PostroomError` where nobody answers.
"""

_SECONDS = 8.0


def make_lookup(servers: Sequence[str] = (), port: int = 53) -> Lookup:
    """Make what asks the DNS of this machine, or the servers that are named.

    Raises:
        PostroomError: What is needed for that is not installed.
    """
    try:
        import dns.exception  # noqa: PLC0415 - only those who ask need it
        import dns.resolver  # noqa: PLC0415
        import dns.reversename  # noqa: PLC0415
    except ImportError:
        raise missing_package("dnspython", "--online") from None
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = [*servers]
        resolver.port = port
    resolver.lifetime = _SECONDS

    def look_up(name: str, kind: str) -> tuple[str, ...]:
        asked = dns.reversename.from_address(name) if kind == "PTR" else name
        try:
            answer = resolver.resolve(asked, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as error:
            raise PostroomError(
                f"{name}: the DNS does not answer\n    fix: try again, or mend its servers"
            ) from error
        if kind == "TXT":  # one record may be written in several strings
            return tuple(b"".join(r.strings).decode("utf-8", "replace") for r in answer)
        if kind == "MX":
            return tuple(record.exchange.to_text(omit_final_dot=True) for record in answer)
        return tuple(record.to_text().rstrip(".") for record in answer)

    return look_up
