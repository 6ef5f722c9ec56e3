"""An address of the web is checked once, and is markup nowhere."""

import pytest
from pydantic import TypeAdapter, ValidationError

from postroom.model.base import WebAddress

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
