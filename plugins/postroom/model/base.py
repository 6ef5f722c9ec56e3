"""What all checked values share: frozen models and types that say what they mean."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from postroom.model.address import quote_signs
from postroom.model.licence import LICENCES, find_licence
from postroom.model.text import clean_line, clean_text


class Frozen(BaseModel):
    """A value that was checked once, at the edge, and never changes.

    A key without a value is as good as absent.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        defer_build=True,  # a run needs few of all models
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, values: object) -> object:
        if isinstance(values, dict):
            return {key: value for key, value in values.items() if value is not None}
        return values


def _one_line(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)  # YAML reads `title: 1984` as a number
    return clean_line(value) if isinstance(value, str) else value


_EARLIEST = 1900
_AS_DATE = "write a date as 2026-03-04 or 2026-03-04T09:00:00+01:00"


def _moment(value: object) -> object:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(_AS_DATE) from None
    if not isinstance(value, date) or value.year < _EARLIEST:
        raise ValueError(_AS_DATE)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC)


def _licence(value: object) -> object:
    if isinstance(value, str) and find_licence(value) is None:
        raise ValueError(f"name one of {', '.join(LICENCES)}, or a web address")
    return value


def listed(value: object) -> object:
    """Let one entry stand for a list of one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, (str, int)) else value


def text_keys(value: object) -> object:
    """Turn the number keys of a mapping into text: YAML reads `100:` as a number."""
    if not isinstance(value, dict):
        return value
    texts = {str(key): text for key, text in value.items()}
    if len(texts) < len(value):
        raise ValueError("write each key once: to YAML a number is not the same in quotes")
    return texts


Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
"""One line of plain text; tabs, line ends and illegal characters are mended."""

Lines = Annotated[tuple[Line, ...], BeforeValidator(listed)]
"""Several lines; one alone need not be a list."""

Prose = Annotated[
    str,
    BeforeValidator(lambda v: clean_text(v).strip() if isinstance(v, str) else v),
]
"""Plain text that may have several paragraphs."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""An aware instant; a bare date means midnight, a time without zone that time, in UTC."""


def _address(value: str) -> str:
    try:
        has_host = bool(urlsplit(value).hostname)
    except ValueError:  # a bracket or a port that makes no sense
        has_host = False
    if not has_host:
        raise ValueError("write a whole address that begins with https://")
    return quote_signs(value)


WebAddress = Annotated[
    str,
    BeforeValidator(_one_line),
    AfterValidator(_address),
    Field(pattern=r"^https?://[^\s/]+\S*$", json_schema_extra={"format": "uri"}),
]
"""An absolute http or https address."""

LicenceName = Annotated[str, BeforeValidator(_licence)]
"""An SPDX name of `LICENCES`, or the address of another licence."""


def _hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower().removeprefix("https://").strip("/") for value in values)


Hosts = Annotated[Lines, AfterValidator(_hosts)]
"""Names of hosts, in small letters."""


def _folder(value: object) -> object:
    if not isinstance(value, str):
        return value
    folder = value.strip().strip("/").removeprefix("./")
    if ".." in folder.split("/") or "\\" in folder:
        raise ValueError("write a path without `..` and with `/` between its parts")
    return "" if folder == "." else folder


Folder = Annotated[str, BeforeValidator(_folder)]
"""A path below the content folder or the site, with `/` between its parts."""
