"""The map in DESIGN.md is true: the core knows no engine, the model knows nobody."""

import ast
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import postroom
from postroom.cli import COMMANDS, module_of

ENGINES = {"click", "markdown", "material", "mkdocs", "properdocs", "rich"}
EDGES = ("postroom.engines", "postroom.cli")
NAMES = sorted(
    module.name for module in pkgutil.walk_packages(postroom.__path__, "postroom.")
)


def loaded_by(*names: str) -> set[str]:
    """Everything that is imported when these modules are, in a fresh interpreter."""
    code = "import sys; [*map(__import__, sys.argv[1:])]; print(*sys.modules)"
    printed = subprocess.check_output([sys.executable, "-c", code, *names], text=True)
    return set(printed.split())


def test_the_core_imports_no_engine():
    core = [name for name in NAMES if not name.startswith(EDGES)]

    loaded = loaded_by(*core)

    assert set(core) <= loaded
    assert not ENGINES & {name.partition(".")[0] for name in loaded}


def test_the_model_imports_nothing_else_of_ours():
    model = [name for name in NAMES if name.startswith("postroom.model")]

    ours = {
        name
        for path in _files(model)
        for name in _imports(path)
        if name.startswith("postroom")
    }

    assert {name for name in ours if not name.startswith("postroom.model")} == set()


def _files(names: list[str]) -> list[Path]:
    root = Path(postroom.__path__[0]).parent
    parts = [root.joinpath(*name.split(".")) for name in names]
    return [p / "__init__.py" if p.is_dir() else p.with_suffix(".py") for p in parts]


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {
        node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    return found | {alias.name for node in plain for alias in node.names}


def test_reading_does_not_know_what_is_made_of_it():
    reading = [name for name in NAMES if name.startswith("postroom.reading")]

    ours = {
        name
        for path in _files(reading)
        for name in _imports(path)
        if name.startswith("postroom.")
    }

    assert {name.split(".")[1] for name in ours} == {
        "errors",
        "model",
        "reading",
        "toolbox",
    }


VERBS = {name for group in COMMANDS.values() for name in group}


def test_the_list_of_commands_loads_none():
    code = (
        "import sys; from postroom.cli import main; "
        "main(['--help'], standalone_mode=False); print(*sys.modules)"
    )

    *page, loaded = subprocess.check_output(
        [sys.executable, "-c", code], text=True
    ).splitlines()

    assert {line.split()[0] for line in page if line.startswith("  ")} >= VERBS
    ours = {name for name in loaded.split() if name.startswith("postroom")}
    core = {"postroom", "postroom.cli", "postroom.errors"}
    assert ours == core | {"postroom.cli.terminal"}


def test_a_command_loads_no_other():
    code = (
        "import sys, click; from postroom.cli import main; "
        "main.get_command(click.Context(main), 'check'); print(*sys.modules)"
    )

    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()

    assert "postroom.cli.check" in loaded
    others = tuple(module_of(name) for name in VERBS if name != "check")
    others += ("postroom.outbox", "postroom.harvest", "postroom.web", "httpx")
    assert [name for name in loaded if name.startswith(others)] == []


def test_no_command_is_the_library_of_another():
    edges = [name for name in NAMES if name.startswith("postroom.cli.")]

    borrowed = {
        (name, other)
        for name in edges
        for other in _imports(*_files([name]))
        if other in map(module_of, VERBS)
    }

    assert borrowed == set()


NETWORK = {
    *("httpx", "requests", "urllib3", "urllib.request", "http.client", "ftplib"),
    *("socket", "ssl", "asyncio", "smtplib", "imaplib", "poplib", "threading", "_thread"),
    *("concurrent.futures.thread", "multiprocessing.pool", "multiprocessing.dummy"),
}


def test_only_the_web_room_opens_sockets_or_starts_threads():
    others = [name for name in NAMES if not name.startswith("postroom.web")]

    # the thread of a worker waits for the end of the build that it serves
    # a clock ends a process that takes too long, while somebody waits for it
    # another shows that something is done, to whoever waits long enough to wonder
    allowed = {
        "postroom.engines.mkdocs.forerunner": {"threading"},  # only counts them
        "postroom.cli.progress": {"threading"},
        "postroom.engines.mkdocs.workers": {"threading"},
        "postroom.toolbox.apart": {"threading"},
    }
    assert {name: found for name in others if (found := _reaches_out(name))} == allowed
    assert _reaches_out("postroom.web.guard") == {"httpx", "socket"}
    assert _reaches_out("postroom.web.parallel") == {"threading"}


def _reaches_out(name: str) -> set[str]:
    """What a module imports or names that opens sockets or starts threads."""
    [path] = _files([name])
    threads = {"ThreadPoolExecutor", "ThreadPool"}
    return NETWORK & _imports(path) | {
        node.attr if isinstance(node, ast.Attribute) else node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in threads)
        or (isinstance(node, ast.alias) and node.name in threads)
    }


WRITERS = {
    *("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "TemporaryFile"),
    *("copy2", "copyfile", "copytree", "copyfileobj", "hardlink_to", "symlink_to"),
    *("touch", "extractall", "makedirs", "mkdir"),
}


def test_files_are_written_in_one_place():
    allowed = {
        "postroom.toolbox.files",
        "postroom.toolbox.cache",  # what is lost there costs only time
        "postroom.toolbox.selfknowledge",  # so does this
        "postroom.toolbox.secret",  # it is nobody else's from its first byte
        "postroom.engines.mkdocs.inventory",  # what stays the same is linked there
        "postroom.engines.mkdocs.staging",  # a site is aside as a whole
        "postroom.engines.mkdocs.workers",  # they write into that
    }

    assert {name for name in NAMES if _list_writers(name)} <= allowed


def _list_writers(name: str) -> list[str]:
    """The calls in a module by which files come to be."""
    [path] = _files([name])
    calls = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return [ast.unparse(call) for call in calls if _writes(call)]


def _writes(call: ast.Call) -> bool:
    called = call.func
    if isinstance(called, ast.Attribute) and called.attr in WRITERS:
        return True
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    modes = {node.value for node in given if isinstance(node, ast.Constant)}
    return name in ("open", "fdopen") and any(
        isinstance(mode, str) and re.fullmatch(r"[rbt]*[wxa+][wxabt+]*", mode)
        for mode in modes
    )


WRITING = {
    "text": "path.write_text('x')",
    "bytes": "Path('a').write_bytes(b'x')",
    "a file, opened": "open('a', 'w')",
    "a path, opened": "path.open('xb')",
    "by a keyword": "path.open(mode='a', encoding='utf-8')",
    "a copy": "shutil.copy2(a, b)",
}


@pytest.mark.parametrize("code", WRITING.values(), ids=WRITING.keys())
def test_a_writer_is_known_when_seen(code):
    assert _writes(ast.parse(code, mode="eval").body)
    assert not _writes(ast.parse("path.open('rb')", mode="eval").body)


def test_no_class_is_called_like_another():
    rooms: dict[str, list[str]] = {}
    for name in NAMES:
        for node in ast.walk(ast.parse(_files([name])[0].read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                rooms.setdefault(node.name, []).append(name)

    assert {called: names for called, names in rooms.items() if len(names) > 1} == {}


def test_public_names_are_sorted_and_there():
    assert list(postroom.__all__) == sorted(postroom.__all__)
    assert [name for name in postroom.__all__ if not hasattr(postroom, name)] == []


HOUSE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_the_map_names_every_room_and_no_other():
    root = Path(postroom.__path__[0])
    rooms = {path.stem for path in root.glob("*.py")} - {"__init__"}
    rooms |= {path.parent.name for path in root.glob("*/__init__.py")}

    named = re.findall(r"^\| `(\w+)` \|", HOUSE.read_text(encoding="utf-8"), re.M)

    assert sorted(named) == sorted(rooms)


def test_the_doors_that_the_map_names_are_there():
    root = Path(postroom.__path__[0])
    doors = re.findall(r"`([\w/]+\.py)(?::(\w+))?`", HOUSE.read_text(encoding="utf-8"))

    missing = [
        f"{path}:{name}"
        for path, name in doors
        if not (root / path).is_file()
        or not re.search(
            rf"^(?:def |class )?{name}\b", (root / path).read_text("utf-8"), re.M
        )
    ]

    assert doors
    assert missing == []


def test_nothing_of_ours_writes_a_table_that_a_spreadsheet_would_run():
    """Cells that begin with `=`, `+`, `-` or `@` are commands to a spreadsheet.

    Whoever writes the first such table writes its cells with one function of the toolbox.
    """
    folder = Path(postroom.__file__).parent
    table = re.compile(
        r"\bcsv\.(?:writer|DictWriter)|text/csv|[\w}]\.(?:csv|tsv|xlsx|ods)[\"']"
    )

    writers = [
        f"{path.relative_to(folder)}: {found[0]}"
        for path in sorted(folder.rglob("*.py"))
        for found in table.finditer(path.read_text("utf-8"))
    ]

    assert writers == []
