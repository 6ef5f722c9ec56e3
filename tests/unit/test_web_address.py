"""An address of the web is checked once, and is markup nowhere."""

import pytest
from pydantic import TypeAdapter, ValidationError

from postroom.model.base import Hosts, WebAddress

ADDRESSES = {
    "as it is": ("https://a.example/b?c=1&d=2#e", "https://a.example/b?c=1&d=2#e"),
    "with tags": ("https://a.example/<script>", "https://a.example/%3Cscript%3E"),
    "with a quote": ('https://a.example/"onload=', "https://a.example/%22onload="),
}


@pytest.mark.parametrize(("written", "read"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_holds_no_markup(written, read):
    assert TypeAdapter(WebAddress).validate_python(written) == read


@pytest.mark.parametrize("written", ["a.example", "https://", "javascript:run()"])
def test_what_is_no_address_is_refused(written):
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(written)


def test_brackets_are_those_of_a_host_alone():
    written = "https://[2001:db8::1]/a[7]?b[]=[1]#[2]"

    assert TypeAdapter(WebAddress).validate_python(written) == (
        "https://[2001:db8::1]/a%5B7%5D?b%5B%5D=%5B1%5D#%5B2%5D"
    )


def test_a_host_is_named_in_one_way():
    written = ["CDN.Example", "https://pictures.example/"]

    assert TypeAdapter(Hosts).validate_python(written) == (
        "cdn.example",
        "pictures.example",
    )
