"""What style sheets name is on some page, and what pages name is in some style sheet."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from postroom.toolbox.makers import SHIPPED

SHEETS = [
    SHIPPED / "theme/assets/postroom/views.css",
    SHIPPED / "magazine/assets/postroom/magazine.css",
]
PAGES = [
    *(
        path
        for room in ("pages", "magazine", "theme")
        for path in SHIPPED.glob(f"{room}/**/*")
    ),
    *SHIPPED.parent.glob("plugins/postroom/pages/*.py"),
]
COMMENT = re.compile(r"/\*.*?\*/", re.S)
STYLED = re.compile(r"\.(pr-[\w-]+)")
CLASSES = re.compile(r'(?:class(?:Name)?(?:=|: )"|\.classList\.\w+\(")([^"]*)"')
CLASS = re.compile(r"pr-[\w-]+")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
HOOKS = {"pr-item--"}
"""What a site's own sheet may tell apart: the kinds of items."""


def read(paths: Iterable[Path], *kinds: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths if path.suffix in kinds)


def styled() -> set[str]:
    return {*STYLED.findall(COMMENT.sub("", read(SHEETS, ".css")))}


def named() -> set[str]:
    """The classes of templates and of what the script makes; `x--` begins several."""
    classes = CLASSES.findall(read(PAGES, ".html", ".js", ".py"))
    return {name for found in classes for name in CLASS.findall(found)}


def sought() -> set[str]:
    """What the script looks for."""
    return {*STYLED.findall(read(PAGES, ".js"))}


def is_begun(name: str, names: Iterable[str]) -> bool:
    """Whether a template makes the name of a fixed part and a value."""
    return any(name.startswith(each) for each in names if each.endswith("--"))


def test_no_sheet_dresses_what_no_page_has():
    known = named()

    assert [n for n in sorted(styled()) if n not in known and not is_begun(n, known)] == []


def test_no_page_names_what_nobody_asks_for():
    begun = {name for name in styled() if "--" in name}
    known = styled() | sought() | HOOKS | {name.partition("--")[0] + "--" for name in begun}

    assert sorted(named() - known) == []


def rules_of(sheet: Path) -> set[tuple[str, str]]:
    """Selectors and declarations; the theme's names for colours and texts left out."""
    text = COMMENT.sub("", sheet.read_text("utf-8")).replace(".md-typeset ", "")
    text = re.sub(r"var\((--pr-[\w-]+), var\([^)]*\)\)", r"var(\1)", text)
    flat = (tuple(" ".join(part.split()) for part in rule) for rule in RULE.findall(text))
    return {(selector, body) for selector, body in flat if not selector.startswith("@")}


def test_the_sheet_that_takes_in_the_other_repeats_none_of_its_rules():
    shared, whole = map(rules_of, SHEETS)
    narrow = {(".pr-row", "display: block;"), (".pr-row__date", "display: block;")}

    assert shared & whole - narrow == set()  # once by the screen, once by the list


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_declaration_is_there_twice_for_one_selector(sheet):
    text = COMMENT.sub("", sheet.read_text("utf-8"))
    while (flat := re.sub(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)) != text:
        text = flat  # what holds under a condition may say the same again
    seen, twice = set(), []
    for selector, body in RULE.findall(text):
        if selector.strip().startswith("&"):
            continue
        for name in re.findall(r"(?:^|;)\s*([\w-]+)\s*:", body):
            key = " ".join(selector.split()), name
            twice += [key] if key in seen and not key[1].startswith("-") else []
            seen.add(key)

    assert twice == []
