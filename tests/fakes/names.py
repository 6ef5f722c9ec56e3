"""A DNS server on this machine, which knows what it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@contextmanager
def dns_server(records: Mapping[str, Mapping[str, list[str]]]) -> Iterator[int]:
    """Answer with records by name and kind; give the port."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                packet, whence = sock.recvfrom(4096)
                if packet == b"over":
                    return
                sock.sendto(_answer(packet, records), whence)

    thread = Thread(target=serve)
    thread.start()
    port = sock.getsockname()[1]
    try:
        yield port
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"over", ("127.0.0.1", port))
        thread.join()
        sock.close()


def _answer(packet: bytes, records: Mapping[str, Mapping[str, list[str]]]) -> bytes:
    query = dns.message.from_wire(packet)
    [question] = query.question
    name = question.name.to_text(omit_final_dot=True)
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    kind = dns.rdatatype.to_text(question.rdtype)
    if name == "broken.example":
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif name not in records:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif texts := records[name].get(kind):
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
    return answer.to_wire()
