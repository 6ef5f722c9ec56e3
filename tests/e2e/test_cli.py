"""The command line: begins sites and posts, and says what is wrong without a build."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from mkdocs.config import load_config
from tests.e2e import sites
from tests.e2e.building import NOW, ROOT, a_post, a_site, command_here

from postroom import __version__
from postroom.cli import main
from postroom.model.options import Options
from postroom.reading.posts import Manuscript, parse_post

pytestmark = pytest.mark.e2e
COMMAND = str(Path(sys.executable).with_name("postroom"))


@pytest.fixture(autouse=True)
def _undisturbed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave the log as loud as it was, and let all posts of these sites be public."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    logger = logging.getLogger("mkdocs")
    level = logger.level
    yield
    logger.setLevel(level)


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command here; a crash is raised as it is."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def in_site(command: str, folder: Path, *arguments: str, code: int = 0) -> str:
    """Run a command on the site of a folder, and give what it printed."""
    return run(command, "-f", folder / "mkdocs.yml", *arguments, code=code).output


# init


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site."""
    folder = tmp_path_factory.mktemp("begun") / "my-magazine"
    run("init", folder)
    return folder


def test_a_new_site_is_complete_and_builds_strictly(begun):
    built = command_here(begun)

    assert built.code == 0, built.output
    post = "from-a-file-to-a-reader"
    assert {"index.html", "feed.xml", f"posts/{post}/index.html"} <= built.files.keys()
    assert f"share/{post}/card.png" in built.files
    assert "<title>My Magazine</title>" in built.text("index.html")


def test_a_new_site_has_no_gap_left_to_fill(tmp_path):
    run("init", tmp_path / "site")

    paths = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert {path.name for path in paths} >= {"mkdocs.yml", "authors.yml", ".gitignore"}
    gap = re.compile(rb"(?<!\$)\{\{")  # not those of a workflow
    assert [path for path in paths if gap.search(path.read_bytes())] == []


def test_a_new_site_is_published_with_what_its_requirements_name(begun):
    workflow = (begun / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["build"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    named = "--no-build-isolation -r requirements.txt"

    assert any(named in command for command in commands)
    assert not any("--no-build-isolation ." in command for command in commands)
    assert (begun / "requirements.txt").read_text("utf-8").startswith("postroom")
    assert (begun / ".github/locks/site.txt").is_file()
    assert any("mkdocs build --strict" in command for command in commands)


def test_a_new_site_passes_its_own_check(begun):
    assert "0 problems" in in_site("check", begun, "--strict")


def test_every_new_site_has_an_identity_of_its_own(tmp_path, begun):
    run("init", tmp_path / "another")
    written = [
        folder / "content/posts/what-becomes-of-an-essay.md"
        for folder in (begun, tmp_path / "another")
    ]

    one, other = (read(path).post for path in written)
    assert one.uid != other.uid


NAMES = {
    "quotes": """Ann's "Letters" """.strip(),
    "umlauts": "Grüße aus Łódź",
    "an ampersand": "Salt & Pepper <b>",
    "an emoji": "Post \N{PARTY POPPER}",
    "a colon and a hash": "Notes: #1 - a list",
    "what YAML takes for a truth": "yes",
    "what YAML takes for a number": "1984",
    "a backslash": r"C:\new",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_site_may_be_called(tmp_path, name):
    run("init", tmp_path / "site", "--name", name)

    config = load_config(config_file=str(tmp_path / "site/mkdocs.yml"))
    assert config.site_name == name


@pytest.mark.parametrize("found", ["notes.txt", ".github/config"])
def test_a_folder_with_something_in_it_is_left_alone(tmp_path, found):
    (tmp_path / found).parent.mkdir(exist_ok=True)
    (tmp_path / found).write_text("mine")

    said = run("init", tmp_path, code=1).output

    what = f"the folder is not empty, it has {found.partition('/')[0]}"
    fix = "name one that does not exist yet"
    assert said == f"{tmp_path}: {what}\n    fix: {fix}\n"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / found]


def test_an_empty_folder_will_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    run("init", ".")

    assert (tmp_path / "mkdocs.yml").is_file()


# new


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with one author and one post."""
    files = {"authors.yml": sites.AUTHORS, "posts/first.md": a_post(uid="first1")}
    return a_site(tmp_path, files)


def read(path: Path) -> Manuscript:
    """Read a post that has no problem."""
    source = path.read_bytes()
    manuscript, problems = parse_post(f"posts/{path.name}", source, Options())
    assert problems == ()
    assert manuscript is not None
    return manuscript


TITLES = {
    "quotes": """She said "no", and 'yes'""",
    "a colon and a hash": "One: two #3",
    "umlauts and an emoji": "Über \N{PARTY POPPER} Łódź",
    "markup": "<b>Salt</b> & *pepper* [x](y)",
    "a list": "- not a list",
    "a number": "1984",
    "a truth": "Yes",
    "a date": "2026-03-04",
    "a backslash": r"C:\new\table",
    "a path": "../../mkdocs",
    "underscores": "__init__",
    "a mapping": "{a: [b]}",
    "several lines": "One\ntwo\ttabs\u2028and more",
    "another script": "東京から",
    "many words": "All the words that I could think of " * 9,
    "many words without a space": "東京から" * 30,
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_a_new_post_is_called_what_its_author_said(site, title):
    path = Path(in_site("new", site, "--", title).strip())

    assert path.parent == site / "docs/posts/2030"
    assert read(path).post.title == " ".join(title.split())
    in_site("check", site, "--strict")


def test_a_new_post_says_who_writes_what(site):
    said = in_site(
        "new", site, "One", "--author", "ines", "--category", "A: B", "--no-draft"
    )
    post = read(Path(said.strip())).post

    assert (post.authors, post.categories, post.draft) == (("ines",), ("A: B",), False)
    assert post.published.date() == datetime.fromtimestamp(NOW).date()  # noqa: DTZ006
    assert post.description


def test_every_new_post_is_a_draft_with_an_identity_of_its_own(site):
    posts = [read(Path(in_site("new", site, f"No. {n}").strip())).post for n in range(20)]

    assert all(post.draft for post in posts)
    assert len({post.uid for post in posts}) == 20
    assert all(re.fullmatch("[a-z0-9]{8}", post.uid) for post in posts)


def test_a_post_that_exists_is_never_written_over(site):
    path = Path(in_site("new", site, "A second letter").strip())
    path.write_text("mine", encoding="utf-8")

    said = in_site("new", site, "A second: letter!", code=1)

    assert said == f"{path}: there is such a post already\n    fix: choose another title\n"
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_new_post_does_not_take_anothers_address(site):
    said = in_site("new", site, "First", code=1)

    assert "posts/first.md" in said
    assert "fix: choose another title" in said


def test_a_title_without_a_letter_names_no_file(site):
    said = in_site("new", site, "!?", code=1)

    assert (
        said == "'!?' has no letter to name a file after\n    fix: choose another title\n"
    )


# check


def test_the_example_site_has_no_problem():
    said = in_site("check", ROOT, "--strict")

    counted = ", ".join(
        rf"\d+ {noun}s" for noun in "post issue item group placement".split()
    )
    assert re.fullmatch(rf"{counted} read, 0 problems\n", said)


def test_the_forms_of_the_example_are_those_of_the_table_of_kinds():
    assert in_site("forms", ROOT, "--check").endswith("up to date\n")


@pytest.mark.parametrize("number", range(1, 6))
def test_every_issue_of_the_example_could_go_out(number):
    said = run("issue", "check", "-f", ROOT / "mkdocs.yml", number, "--strict").output

    assert said.endswith(", 0 problems\n")


def test_all_problems_of_all_files_are_listed_at_once(tmp_path):
    folder = sites.all_invalid(tmp_path)
    before = [line for case in SEEN_BEFORE_A_BUILD for line in sites.expected(case)]

    said = in_site("check", folder, code=1)

    assert [line for line in before if not is_said(line, said)] == []


BY_MKDOCS = "Doc file "
"""What MkDocs finds, and says in words of its own."""

SEEN_BEFORE_A_BUILD = [
    case
    for case in sites.TOGETHER
    if not any(line.startswith(BY_MKDOCS) for line in sites.expected(case))
]
_OPTION = re.compile(
    r"Config value 'plugins': Plugin 'postroom' option '(.+?)': (.+); (.+)"
)


def is_said(line: str, output: str) -> bool:
    """Whether a line was printed; of a message of MkDocs', its place, fact and fix."""
    if option := _OPTION.fullmatch(line):
        return all(part in output for part in option.groups())
    whole = not line.endswith("…")
    return any(x == line if whole else x.startswith(line[:-1]) for x in output.splitlines())


def test_warnings_count_only_when_asked_to(tmp_path):
    folder = a_site(tmp_path, {"posts/first.md": a_post(uid="first1", titel="x")})

    assert "1 post read, 1 problem\n" in in_site("check", folder)
    assert "1 post read, 1 problem\n" in in_site("check", folder, "--strict", code=1)


OUTSIDE = {
    "no site at all": None,
    "a site without the plugin": "site_name: Other\n",
    "settings that are no YAML": "site_name: [\n",
    "a folder that is gone": "site_name: X\ndocs_dir: gone\nplugins: [postroom]\n",
}


@pytest.mark.parametrize("settings", OUTSIDE.values(), ids=OUTSIDE.keys())
@pytest.mark.parametrize("command", [("check",), ("new", "A title")])
def test_where_there_is_no_site_one_sentence_says_so(
    tmp_path, monkeypatch, settings, command
):
    monkeypatch.chdir(tmp_path)
    if settings:
        (tmp_path / "docs").mkdir()
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")

    said = run(*command, code=1).output

    assert said.startswith("mkdocs.yml")
    assert said.count("\n    fix: ") == 1
    assert "Aborted" not in said
    assert not (tmp_path / "docs/posts").exists()


# where the site is


def test_a_command_works_in_any_folder_of_a_site_and_says_which(site, monkeypatch):
    monkeypatch.chdir(site / "docs/posts")

    result = run("check", "--strict")

    assert result.stderr == f"the site of {Path('../../mkdocs.yml')}\n"
    assert result.stdout == "1 post read, 0 problems\n"


def test_in_the_folder_of_the_settings_nothing_is_said_of_them(site, monkeypatch):
    monkeypatch.chdir(site)

    assert run("check").stderr == ""


def test_a_file_that_is_named_is_taken_whatever_is_nearer(site, tmp_path_factory):
    other = a_site(tmp_path_factory.mktemp("other"), {}, site_name="Other")

    assert "1 post read" in in_site("check", site)
    assert "0 posts read" in in_site("check", other)


def test_the_nearest_settings_are_taken_whichever_way_they_end(site, monkeypatch):
    inner = a_site(site / "docs/inner", {"posts/a.md": a_post(uid="aaaa")})
    (inner / "mkdocs.yml").rename(inner / "mkdocs.yaml")
    monkeypatch.chdir(inner / "docs")

    assert run("check").stderr.startswith(f"the site of {Path('../mkdocs.yaml')}\n")


def test_an_output_goes_where_one_stands_and_a_cache_beside_the_settings(site, monkeypatch):
    monkeypatch.chdir(site / "docs/posts")

    run("kit", "first", "-o", "here.zip")
    run("kit", "first")
    result = run("portfolio", "--no-open")

    assert (site / "docs/posts/here.zip").is_file()
    assert list((site / "docs/posts").glob("*-kit.zip"))
    assert (site / ".cache/postroom/portfolio.html").is_file()
    assert not (site / "docs/posts/.cache").exists()
    assert result.exit_code == 0


def test_a_site_builds_alike_from_elsewhere(site, tmp_path_factory, monkeypatch):
    (site / "templates").mkdir()
    monkeypatch.chdir(site)
    here = command_here(site).files
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    assert command_here(site).files == here
    assert list(Path().iterdir()) == []


# check --fix

_TEXT = "Dear reader.\n\nTwo  spaces, a tab\tand an end  \n"
USUAL = {
    "plain": a_post("Plain", _TEXT).encode(),
    "windows": a_post("Windows", _TEXT).replace("\n", "\r\n").encode(),
    "mark": b"\xef\xbb\xbf" + a_post("With a mark", _TEXT).encode(),
    "dots": a_post("Dots", _TEXT).replace("\n---\n", "\n...\n").encode(),
    "draft": a_post("Draft", _TEXT, draft=True).encode(),
    "ruled": a_post("Ruled", "One\n\n---\n\nTwo\n").encode(),
}
ODD = {
    "mac": a_post("An old Mac", "Text.").replace("\n", "\r").encode(),
    "indented": b"---\n  title: Indented\n  date: 2026-03-04\n---\n\nText.\n",
    "about uids": a_post("About", "Write:\n\n```yaml\nuid:\n```").encode(),
}


@pytest.fixture
def unfixed(site: Path) -> Path:
    """A site with posts that have no uid, besides one that has."""
    for name, content in USUAL.items():
        (site / f"docs/posts/{name}.md").write_bytes(content)
    return site


@pytest.mark.parametrize("name", [*USUAL, *ODD])
def test_fixing_adds_one_line_and_changes_no_other_byte(site, name):
    path = site / f"docs/posts/{name}.md"
    path.write_bytes((USUAL | ODD)[name])
    before = read(path).post
    lines = path.read_bytes().splitlines(keepends=True)

    in_site("check", site, "--fix")

    after = path.read_bytes().splitlines(keepends=True)
    added = [line for line in after if line not in lines]
    assert [line.split() for line in added] == [[b"uid:", before.uid.encode()]]
    assert [line for line in after if line not in added] == lines
    assert read(path).document.meta["uid"] == before.uid
    assert read(path).post == before


def test_what_cannot_be_fixed_by_a_line_stays_as_it_is(site):
    path = site / "docs/posts/braces.md"
    path.write_bytes(b"---\n{title: Braces, date: 2026-03-04}\n---\n\nText.\n")
    before = read(path).post

    in_site("check", site, "--fix")

    assert read(path).post == before


EMPTY = {
    "nothing": b"uid:\n",
    "null": b"uid: null\n",
    "an end as on Windows": b"uid:\r\n",
    "a remark": b"uid:  # to come\n",
}


@pytest.mark.parametrize("line", EMPTY.values(), ids=EMPTY.keys())
def test_a_uid_without_a_value_is_filled_in(site, line):
    path = site / "docs/posts/nothing.md"
    path.write_bytes(b"---\ntitle: Nothing\n" + line + b"date: 2026-03-04\n---\n\nText.\n")
    before = read(path).post

    in_site("check", site, "--fix")

    assert read(path).document.meta["uid"] == before.uid


def test_fixing_says_what_it_did_and_leaves_other_files_alone(unfixed):
    others = [unfixed / "docs/posts/first.md", unfixed / "docs/posts/broken.md"]
    others[1].write_text("Hello", encoding="utf-8")
    before = [path.read_bytes() for path in others]

    said = in_site("check", unfixed, "--fix", code=1)  # one cannot be read

    assert [path.read_bytes() for path in others] == before
    fixed = re.findall(r"^posts/(\w+)\.md: uid [a-z0-9]{10}$", said, re.M)
    assert sorted(fixed) == sorted(USUAL)
    assert "uid" not in in_site("check", unfixed, "--fix", code=1)


def test_fixing_changes_no_id_in_any_feed_even_when_files_move(unfixed):
    before = ids(command_here(unfixed).text("feed.json"))

    in_site("check", unfixed, "--fix")
    (unfixed / "docs/posts/plain.md").rename(unfixed / "docs/posts/moved.md")

    assert ids(command_here(unfixed).text("feed.json")) == before
    assert len(before) == len(USUAL)  # one is a draft, and one was there


def ids(feed: str) -> set[str]:
    return {item["id"] for item in json.loads(feed)["items"]}


# schema


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    return json.loads(run("schema").output)


def front_matter(path: Path) -> dict[str, object]:
    """What an editor sees of a post: dates are text."""

    def as_text(value: object) -> object:
        if isinstance(value, dict):
            return {str(key): as_text(below) for key, below in value.items()}
        if isinstance(value, list):
            return [as_text(below) for below in value]
        return value.isoformat() if isinstance(value, date) else value

    _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    return as_text(yaml.safe_load(front))  # type: ignore[return-value]


def test_the_schema_is_one_and_explains_every_key(schema):
    Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    undescribed = [k for k, v in schema["properties"].items() if not v.get("description")]
    assert undescribed == []


def test_an_editor_accepts_every_essay_of_the_example(schema):
    validator = Draft202012Validator(schema)
    paths = sorted((ROOT / "content/posts").rglob("*.md"))

    faults = {
        p.name: [e.message for e in validator.iter_errors(front_matter(p))] for p in paths
    }

    assert len(paths) > 12
    assert {name: found for name, found in faults.items() if found} == {}


SOUND = {
    "a date and a time": {"date": "2026-03-04T09:00:00+01:00"},
    "two dates": {"date": {"created": "2026-03-04", "updated": "2026-03-05"}},
    "one tag alone": {"tags": "paper"},
    "a series by name": {"series": "Letters"},
    "a cover by path": {"image": "cover.jpg"},
    "permission in a word": {"reprint": "ask"},
    "a place by name": {"also_on": ["The Humber Letter"]},
    "no invitation": {"cta": False},
    "links as in a navigation": {"links": ["a.md", {"More": [{"B": "b.md"}]}]},
    "short versions": {"summaries": {"100": "Short."}},
    "keys of the theme": {"hide": ["toc"], "template": "home.html"},
}


@pytest.mark.parametrize("said", SOUND.values(), ids=SOUND.keys())
def test_an_editor_accepts_what_a_build_accepts(tmp_path, said):
    post = {"title": "A", "date": "2026-03-04", **said}
    (tmp_path / "post.json").write_text(json.dumps(post), encoding="utf-8")
    run("schema", "-o", tmp_path / "schema.json")
    _, problems = parse_post("a.md", f"---\n{json.dumps(post)}\n---\n".encode(), Options())

    assert problems == ()
    assert judge(tmp_path / "schema.json", tmp_path / "post.json") == ""


def judge(schema: Path, post: Path) -> str:
    """What another project's checker says, formats included; nothing if all is well."""
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(schema),
        str(post),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


UNSOUND = {
    "a truth in words": {"draft": "maybe"},
    "a date as a number": {"date": 20260304},
    "a part in words": {"series": {"name": "Letters", "part": "two"}},
    "a permission misspelt": {"reprint": "alowed"},
    "a key misspelt below": {"image": {"source": "cover.jpg"}},
    "tags by name": {"tags": {"paper": True}},
    "a uid in capitals": {"uid": "ABCDEF"},
    "no date": {"date": None},
}


@pytest.mark.parametrize("said", UNSOUND.values(), ids=UNSOUND.keys())
def test_an_editor_underlines(schema, said):
    post = {"title": "A", "date": "2026-03-04", **said}

    assert not Draft202012Validator(schema).is_valid(post)


def test_the_schema_can_be_written_to_a_file(tmp_path, schema):
    run("schema", "-o", tmp_path / "schema.json")

    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == schema


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()

    said = run("schema", "-o", tmp_path / "file/schema.json", code=1).output

    assert said.startswith(f"{tmp_path / 'file/schema.json'}: ")
    assert said.count("\n    fix: ") == 1


# all of it


def test_the_version_is_told():
    assert run("--version").output == f"postroom, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("publsh",),
        ("check", "--fixx"),
        ("new",),
        ("init", "one", "two"),
        ("check", "-f", "gone"),
    ],
)
def test_what_nobody_knows_is_wrong_usage(arguments):
    said = run(*arguments, code=2).output

    assert said.startswith("Usage: ")
    assert "Traceback" not in said


def test_the_command_is_installed(tmp_path):
    done = subprocess.run(
        [COMMAND, "check"], cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_build_says_what_took_how_long(tmp_path):
    folder = a_site(tmp_path, {"posts/one.md": a_post("One")})

    done = run("build", "--strict", "--timings", "-f", folder / "mkdocs.yml")

    assert done.exit_code == 0, done.output
    assert (folder / "site/posts/one/index.html").is_file()
    assert re.search(r"^ +\d+\.\d\d s  converting texts$", done.stdout, re.M)
    assert re.search(r"^ +\d+\.\d\d s  all of it$", done.stdout, re.M)
    assert "\x1b" not in done.output
