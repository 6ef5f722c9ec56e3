"""`postroom init`: a new site to start from."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import click

from postroom import PostroomError
from postroom.intake.formfolder import render_workflow
from postroom.model.text import clean_line
from postroom.toolbox.files import create_folder, is_aside
from postroom.toolbox.templates import SHIPPED
from postroom.toolbox.uid import random_uid

_GAP = re.compile(r"\{\{ (name|today|uid) \}\}")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="", help="The site's name; else the folder's.")
def init(folder: Path, name: str) -> None:
    """Begin a new site in FOLDER: settings, pages, a first post, a workflow."""
    if folder.exists() and not all(map(is_aside, folder.iterdir())):
        raise PostroomError(
            f"{folder}: the folder is not empty\n    fix: name one that does not exist yet"
        )
    known = {
        "name": json.dumps(
            clean_line(name or folder.resolve().name.replace("-", " ").title()),
            ensure_ascii=False,
        ),
        "today": datetime.now(UTC).date().isoformat(),
        "uid": random_uid(),
    }
    files: dict[Path, str | bytes] = {}
    starter = SHIPPED / "starter"
    for source in sorted(path for path in starter.rglob("*") if path.is_file()):
        text = source.read_text(encoding="utf-8")
        text = _GAP.sub(lambda gap: known[gap[1]], text)
        files[Path(str(source.relative_to(starter)).replace("dot-", "."))] = text
    files |= {
        path.relative_to(folder): text
        for path, text in render_workflow(folder, "publish.yml").items()
    }
    create_folder(folder, files, fix="name a folder that does not exist yet")
    click.echo(f"{folder}: ready. Look at it with\n    cd {folder} && mkdocs serve")
