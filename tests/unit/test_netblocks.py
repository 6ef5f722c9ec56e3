"""Only places on the public internet are public, however they are written or wrapped."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest

from postroom.model.netblocks import (
    EMBEDDING_6,
    NOT_PUBLIC_4,
    NOT_PUBLIC_6,
    is_public,
    parse_host,
)

PUBLIC = {
    "a name server": "8.8.8.8",
    "the last before private use": "9.255.255.255",
    "the first after private use": "11.0.0.0",
    "beside shared address space": "100.128.0.0",
    "beside Azure's host": "168.63.129.17",
    "beside link local": "169.255.0.0",
    "beside the private twelve": "172.32.0.0",
    "beside protocol assignments": "192.0.1.0",
    "AS112, global by the registry": "192.31.196.1",
    "AMT, global by the registry": "192.52.193.1",
    "the last before multicast": "223.255.255.255",
    "a name server of IPv6": "2606:4700:4700::1111",
    "the last of global unicast that is assigned": "2c0f:ffff::1",
    "beside protocol assignments of IPv6": "2001:200::1",
    "beside documentation of IPv6": "2001:db9::1",
    "AS112 of IPv6, global by the registry": "2620:4f:8000::1",
    "mapped": "::ffff:8.8.8.8",
    "compatible": "::8.8.8.8",
    "translated": "::ffff:0:8.8.8.8",
    "NAT64": "64:ff9b::8.8.8.8",
    "6to4": "2002:0808:0808::1",
    "Teredo": "2001:0:0808:0808:0:0:f7f7:f7f7",
    "ISATAP": "2606:4700::200:5efe:8.8.8.8",
}

NOT_PUBLIC = {
    "Amazon's, Google's, Azure's metadata": "169.254.169.254",
    "Amazon's containers": "169.254.170.2",
    "Amazon's metadata in IPv6": "fd00:ec2::254",
    "Google's metadata in IPv6": "fd20:ce::254",
    "Alibaba's metadata": "100.100.100.200",
    "Azure's host": "168.63.129.16",
    "Oracle's old metadata": "192.0.0.192",
    "Tencent's metadata": "169.254.0.23",
    "Scaleway's metadata": "169.254.42.42",
    "the PCP anycast address": "192.0.0.9",
    "broadcast": "255.255.255.255",
    "multicast": "239.1.2.3",
    "any host": "::",
    "loopback": "::1",
    "site local": "fec0::1",
    "link local": "fe80::1",
    "link local with a zone": "fe80::1%eth0",
    "a public address with a zone": "2606:4700:4700::1111%eth0",
    "unique local": "fc00::1",
    "multicast of IPv6": "ff0e::1",
    "discard": "100::1",
    "segment routing": "5f00::1",
    "unassigned": "4000::1",
    "benchmarks of IPv6": "2001:2::1",
    "ORCHID": "2001:20::1",
    "documentation of IPv6": "2001:db8::1",
    "documentation of IPv6, the new one": "3fff:fff::1",
    "mapped": "::ffff:10.0.0.1",
    "mapped metadata": "::ffff:a9fe:a9fe",
    "compatible": "::127.0.0.1",
    "translated": "::ffff:0:192.168.0.1",
    "NAT64": "64:ff9b::169.254.169.254",
    "NAT64 within a network": "64:ff9b:1::8.8.8.8",
    "6to4": "2002:7f00:0001::1",
    "6to4 with a private ISATAP end": "2002:0808:0808::5efe:10.0.0.1",
    "Teredo with a private server": "2001:0:0a00:0001:0:0:f7f7:f7f7",
    "Teredo with a private client": "2001:0:0808:0808:0:0:f5ff:fffe",
    "ISATAP": "2606:4700::5efe:10.0.0.1",
    "ISATAP, marked as unique": "2606:4700::200:5efe:10.0.0.1",
}


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
def test_a_place_on_the_internet_is_public(address):
    assert is_public(address)
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_all_else_is_not(address):
    assert not is_public(address)
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("block", [*NOT_PUBLIC_4, *NOT_PUBLIC_6])
def test_a_block_is_closed_from_its_first_address_to_its_last(block):
    network = ip_network(block)

    assert not is_public(network[0])
    assert not is_public(network[-1])


@pytest.mark.parametrize("block", NOT_PUBLIC_4)
@pytest.mark.parametrize("wrapping", EMBEDDING_6)
def test_no_wrapping_hides_a_block(wrapping, block):
    wrapped = int(ip_network(wrapping)[0]) + int(ip_network(block)[-1])

    assert not is_public(IPv6Address(wrapped))


@pytest.mark.parametrize("text", ["", "example.org", "1.2.3", "08.8.8.8", "8.8.8.8/32"])
def test_what_is_no_address_is_not_judged(text):
    with pytest.raises(ValueError, match=r"does not appear"):
        is_public(text)


WRITTEN = {
    "as always": ("127.0.0.1", "127.0.0.1"),
    "with a dot behind": ("127.0.0.1.", "127.0.0.1"),
    "one number": ("2130706433", "127.0.0.1"),
    "two numbers": ("127.1", "127.0.0.1"),
    "three numbers": ("10.1.515", "10.1.2.3"),
    "octal": ("0177.0.0.01", "127.0.0.1"),
    "hexadecimal": ("0x7f.0X0.0.0x1", "127.0.0.1"),
    "one hexadecimal number": ("0xA9FEA9FE", "169.254.169.254"),
    "nothing behind 0x": ("0x", "0.0.0.0"),
    "mixed": ("0xA9.0376.43518", "169.254.169.254"),
    "wide digits": ("１２７．０．０．１", "127.0.0.1"),
    "circled digits": ("①②⑦.0.0.①", "127.0.0.1"),
    "ideographic dots": ("127。0｡0。1", "127.0.0.1"),
    "IPv6": ("::1", "::1"),
    "IPv6 in brackets": ("[FE80::1]", "fe80::1"),
    "a name": ("example.org", None),
    "a name with numbers": ("127.0.0.1.example.org", None),
    "a name that begins like a number": ("1und1.de", None),
    "nothing": ("", None),
    "this machine by name": ("localhost", None),
}


@pytest.mark.parametrize(("host", "address"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_host_is_read_as_browsers_read_it(host, address):
    assert parse_host(host) == (ip_address(address) if address else None)


@pytest.mark.parametrize(
    "host",
    [
        *("1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "08.1.1.1", "example.1"),
        *("1..2", "0xg.1", "x.0x1", ":::", "9" * 5_000),
    ],
)
def test_a_host_that_ends_in_a_number_is_an_address_or_an_error(host):
    with pytest.raises(ValueError, match=r"."):
        parse_host(host)
