"""What has a say in each kind of entry, and what has none: found by reading the code."""

import shutil
import time
from pathlib import Path

import pytest

from postroom.toolbox.makers import MAKERS, SHIPPED, Sources, _read, templates_of

PACKAGE = Path(__file__).resolve().parents[2] / "plugins/postroom"

CHANGES = {
    "a sentence of a kit's credit": ("kits/credit.py", {"kit", "kit page"}),
    "a format of kits": ("kits/markdown.py", {"kit", "kit page"}),
    "a check of items": ("reading/items.py", {"items", "ledger"}),
    "how a card is drawn": (
        "pages/card.py",
        {"card", "kit page", "notice", "share page"},
    ),
    "a font of cards": (
        "pages/fonts/SourceSerif4-Italic.ttf",
        {"card", "kit page", "notice", "share page"},
    ),
    "how pictures are kept": (
        "toolbox/darkroom.py",
        {"kit", "kit page", "notice", "picture", "share page"},
    ),
    "how texts are converted": ("engines/mkdocs/conversion.py", {"conversion"}),
    "what a link check asks": ("web/linkcheck.py", {"online"}),
    "how issues are read": ("reading/issues.py", {"issues"}),
    "how items are found again": ("model/ledger.py", {"ledger"}),
    "how feeds are read": ("harvest/xmlfeed.py", {"harvest"}),
    "how feeds are written": ("feeds/xml.py", {"feed", "kit page"}),
    "how a mail is laid out": ("mail/html.py", {"mail"}),
    "what members may write": ("engines/mkdocs/markdown.py", {"submitted"}),
    "how words are told apart": ("pages/search.py", {"search"}),
    "the page of a kit": ("pages/kitpage.py", {"kit page"}),
    "the template of a mail": ("templates/mail/issue.html", {"mail"}),
    "the template of kit pages": ("templates/kit/page.html", {"kit page"}),
    "a style sheet of three": (
        "templates/share/share.css",
        {"kit page", "notice", "share page"},
    ),
    "the template of notices": ("templates/notice/page.html", {"notice"}),
    "the page of an essay": ("templates/pages/post.html", {"page", "site"}),
    "the template of share pages": ("templates/share/page.html", {"share page"}),
    "how fragments are kept": ("fragments/stored.py", {"fragment"}),
    "a command": ("cli/check.py", set()),
    "the cache itself": (
        "toolbox/cache.py",
        {*MAKERS} - {"feed", "items", "issues", "search", "submitted"},
    ),
    "the package": ("__init__.py", {*MAKERS}),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Sources:
    folder = tmp_path_factory.mktemp("copied")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "postroom", ignore=ignored)
    shutil.copytree(SHIPPED, folder / "postroom/templates", dirs_exist_ok=True)
    return Sources(folder / "postroom", folder / "postroom/templates")


@pytest.fixture(scope="module")
def before(sources) -> dict[str, str]:
    return {kind: sources.code_of(kind) for kind in MAKERS}


@pytest.mark.parametrize(("path", "kinds"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_one_file_changes_what_depends_on_it(sources, before, path, kinds):
    changed = sources.package / path
    kept = changed.read_bytes()
    changed.write_bytes(kept + b"\n")
    _read.cache_clear()

    after = {
        kind: Sources(sources.package, sources.templates).code_of(kind) for kind in MAKERS
    }

    changed.write_bytes(kept)
    _read.cache_clear()
    others = {kind for kind in MAKERS if after[kind] != before[kind]}
    # nearly all there is has a say in pages, and in what a site is made of
    assert others - {"page", "site"} == kinds - {"page", "site"}
    assert kinds <= others


def test_every_kind_is_tried():
    assert set().union(*(kinds for _, kinds in CHANGES.values() if len(kinds) < 6)) == {
        *MAKERS
    }


def test_a_module_that_is_only_named_counts_as_well(sources):
    modules = sources.list_modules(MAKERS["kit"])

    assert "postroom.kits.docx" in modules  # a row of the table of formats has its name


def test_templates_that_templates_use_count_as_well(tmp_path):
    package, templates = tmp_path / "postroom", tmp_path / "templates"
    (package / "mail").mkdir(parents=True)
    (package / "mail/issue.py").write_text('SHOWN = "mail/a.html"\n', encoding="utf-8")
    (templates / "mail").mkdir(parents=True)
    (templates / "mail/a.html").write_text("{% include 'mail/b.html' %}", encoding="utf-8")
    (templates / "mail/b.html").write_text("B", encoding="utf-8")
    one = Sources(package, templates).code_of("mail")

    (templates / "mail/b.html").write_text("C", encoding="utf-8")

    assert Sources(package, templates).code_of("mail") != one


def test_all_modules_of_makers_are_there(sources):
    for kind, names in MAKERS.items():
        assert {f"postroom.{name}" for name in names} <= {*sources.list_modules(names)}, (
            kind
        )


def test_templates_are_found():
    assert templates_of("mail") == ("mail/issue.html",)
    assert templates_of("card") == ()


def test_it_takes_no_time_worth_speaking_of():
    begun = time.process_time()

    for kind in ("card", "items", "kit"):
        Sources().code_of(kind)

    assert time.process_time() - begun < 1
