"""Folders as settings name them: below the content folder, with `/` between the parts."""

from typing import Annotated

from pydantic import BeforeValidator


def _folder(value: object) -> object:
    if not isinstance(value, str):
        return value
    folder = value.strip().strip("/").removeprefix("./")
    if ".." in folder.split("/") or "\\" in folder:
        raise ValueError("write a path without `..` and with `/` between its parts")
    return "" if folder == "." else folder


Folder = Annotated[str, BeforeValidator(_folder)]
"""A path below the content folder or the site, with `/` between its parts."""
