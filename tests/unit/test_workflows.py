"""What GitHub runs for us: well-formed, pinned, least privileged, never injectable."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from postroom.intake.formfolder import WORKFLOWS as TAKEN_ALONG
from postroom.intake.formfolder import render_workflow
from postroom.toolbox.files import write_files

GITHUB = Path(__file__).resolve().parents[2] / ".github"
WORKFLOWS = sorted(
    path for path in (GITHUB / "workflows").iterdir() if path.suffix in {".yml", ".yaml"}
)
DEPENDABOT = GITHUB / "dependabot.yml"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")

every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def tool(name: str) -> str:
    """The script installed beside this Python, whatever else is on the PATH."""
    found = shutil.which(name, path=Path(sys.executable).parent)
    assert found, f"{name} is a test dependency: install the extra `test`"
    return found


def validate(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths)


def jobs(workflow: Path) -> dict[str, dict]:
    return yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]


def steps(workflow: Path) -> list[dict]:
    return [step for job in jobs(workflow).values() for step in job.get("steps", ())]


def test_sites_are_checked_and_published():
    names = {path.name for path in WORKFLOWS}

    assert {"check.yml", "publish.yml"} <= names


@every_workflow
def test_a_workflow_fits_githubs_schema(workflow):
    result = validate("vendor.github-workflows", workflow)

    assert result.returncode == 0, result.stdout


def test_dependabot_settings_fit_githubs_schema():
    result = validate("vendor.dependabot", DEPENDABOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, DEPENDABOT], ids=lambda path: path.name)
def test_zizmor_finds_nothing_to_say(path):
    options = ["--offline", "--pedantic", "--no-config", "--no-progress"]

    result = run(tool("zizmor"), *options, path)

    assert result.returncode == 0, result.stdout


@every_workflow
def test_every_foreign_action_is_pinned_by_commit_and_names_its_version(workflow):
    lines = workflow.read_text(encoding="utf-8").splitlines()

    used = [
        line.partition("uses:")[2].strip()
        for line in lines
        if re.match(r"\s*(- )?uses:", line)
    ]
    foreign = [action for action in used if not action.startswith("./")]

    assert [action for action in foreign if not PINNED.fullmatch(action)] == []


@every_workflow
def test_a_workflow_starts_without_any_permission(workflow):
    settings = yaml.safe_load(workflow.read_text(encoding="utf-8"))

    assert settings["permissions"] == {}


@every_workflow
def test_no_shell_command_is_put_together_from_expressions(workflow):
    commands = [step["run"] for step in steps(workflow) if "run" in step]

    assert [command for command in commands if "${{" in command] == []


@every_workflow
def test_every_job_has_an_end(workflow):
    endless = [
        name
        for name, job in jobs(workflow).items()
        if "uses" not in job and "timeout-minutes" not in job
    ]

    assert endless == []


@every_workflow
def test_a_checkout_leaves_no_credentials_behind(workflow):
    checkouts = [
        step
        for step in steps(workflow)
        if step.get("uses", "").startswith("actions/checkout@")
    ]

    kept = [
        step
        for step in checkouts
        if step.get("with", {}).get("persist-credentials") is not False
    ]

    assert kept == []


OURS = (
    "python -m pip install --no-deps --no-build-isolation "
    "'postroom @ git+https://a.example/b'"
)
ASKED = "python -m pip install --no-build-isolation -r requirements.txt"


@pytest.mark.parametrize("name", TAKEN_ALONG)
@pytest.mark.parametrize(
    ("asked", "expected"),
    {
        "nothing is written down": (None, [OURS]),
        "another plugin": ("mkdocs-macros-plugin\n", [OURS, ASKED]),
        "a plugin of a name like ours": ("postroom-extras\n", [OURS, ASKED]),
        "Postroom itself": ("# all\nPostroom @ git+https://a.example/b\n", [ASKED]),
    }.values(),
)
def test_a_workflow_that_is_taken_along_installs_the_version_that_wrote_it(
    name, asked, expected, tmp_path
):
    files = render_workflow(name, "postroom @ git+https://a.example/b", asked)
    write_files({tmp_path / path: text for path, text in files.items()})

    copied = tmp_path / ".github/workflows" / name
    commands = [step["run"] for step in steps(copied) if "pip" in step.get("run", "")]
    lock = "site" if name == "items.yml" else "intake"  # it asks nobody
    expected = [
        "python -m pip install --require-hashes -r .github/locks/build.txt",
        "python -m pip install --require-hashes --no-build-isolation -r "
        f".github/locks/{lock}.txt",
        *expected,
    ]
    assert [*map(str.splitlines, commands)] == [expected] * len(commands)
    written = tmp_path / f".github/locks/{lock}.txt"
    assert written.read_bytes() == (GITHUB / f"locks/{lock}.txt").read_bytes()
    assert validate("vendor.github-workflows", copied).returncode == 0


INSTALL = (
    r"python -m pip install --require-hashes -r \.github/locks/build\.txt\n"
    r"python -m pip install --require-hashes --no-build-isolation -r "
    r"\.github/locks/(intake|site)\.txt\n"
    r"python -m pip install --no-deps --no-build-isolation \.\n"
)
LOCKED = re.compile(r"([a-z0-9.-]+)==[\w.]+( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


@pytest.mark.parametrize("name", [*TAKEN_ALONG, "publish.yml", "send.yml"])
def test_what_can_write_or_publish_installs_nothing_but_what_is_locked(name):
    commands = [s["run"] for s in steps(GITHUB / "workflows" / name) if "run" in s]
    installs = [command for command in commands if "pip install" in command]

    assert installs
    assert [command for command in installs if not re.fullmatch(INSTALL, command)] == []


@pytest.mark.parametrize("lock", ["intake", "site"])
def test_a_lock_has_a_hash_for_every_file_and_names_no_place(lock):
    text = (GITHUB / f"locks/{lock}.txt").read_text(encoding="utf-8")
    names = {found[1] for found in LOCKED.finditer(text)}

    assert LOCKED.sub("", text) == ""
    assert {"mkdocs", "pydantic", "nh3"} <= names
    assert ("httpx" in names) == (lock == "intake")
    assert not {"feedparser", "regex", "pytest"} & names


def test_a_lock_holds_all_that_the_project_asks_for():
    project = tomllib.loads((GITHUB.parent / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    asked = [*project["dependencies"], *project["optional-dependencies"]["intake"]]
    names = {re.split(r"[^\w-]", each)[0].lower() for each in asked}
    text = (GITHUB / "locks/intake.txt").read_text(encoding="utf-8")

    assert names - {found[1] for found in LOCKED.finditer(text)} == set()


@pytest.mark.parametrize("name", TAKEN_ALONG)
def test_a_workflow_of_the_intake_only_calls_what_is_tested(name):
    commands = [step["run"] for step in steps(GITHUB / "workflows" / name) if "run" in step]
    shapes = (
        INSTALL,
        r"postroom (forms|intake) [a-z0-9-]+( (--[a-z]+|\d|\"\$[A-Z_]+(/\w+)?\"))*",
        r"postroom forms --check",
        r'gh run download "\$RUN" --name items-report --dir "\$RUNNER_TEMP/report"',
    )

    shell = [c for c in commands if not any(re.fullmatch(shape, c) for shape in shapes)]

    assert shell == []


def test_every_job_of_the_intake_is_one_call():
    calls = {
        name: [
            step["run"].split()[:3]
            for step in job["steps"]
            if "postroom intake" in step.get("run", "")
        ]
        for name, job in jobs(GITHUB / "workflows/intake.yml").items()
    }

    assert calls == {
        "answer": [["postroom", "intake", "answer"]],
        "withdraw": [["postroom", "intake", "withdraw"]],
        "accept": [["postroom", "intake", "accept"]],
        "decline": [["postroom", "intake", "decline"]],
        "outcomes": [["postroom", "intake", "tell"]],
    }


def test_a_job_of_the_intake_may_do_what_it_has_to_and_no_more():
    granted = {
        name: {scope for scope, level in job["permissions"].items() if level == "write"}
        for name, job in jobs(GITHUB / "workflows/intake.yml").items()
    }

    assert granted == {
        "answer": {"issues"},
        "withdraw": {"issues", "pull-requests"},
        "accept": {"contents", "issues", "pull-requests"},
        "decline": {"issues", "pull-requests"},
        "outcomes": {"issues"},
    }


def test_accepting_and_taking_back_wait_for_each_other_and_nothing_is_cut_off():
    known = jobs(GITHUB / "workflows/intake.yml")

    assert known["accept"]["concurrency"] == known["withdraw"]["concurrency"]
    assert {job["concurrency"]["cancel-in-progress"] for job in known.values()} == {False}


def test_a_site_that_took_the_workflows_along_compares_its_forms_too():
    commands = [step.get("run") for step in steps(GITHUB / "workflows" / "intake.yml")]

    assert "postroom forms --check" in commands


def test_an_issue_is_spoken_of_from_whatever_the_default_branch_is_called():
    told = yaml.safe_load((GITHUB / "workflows/intake.yml").read_text(encoding="utf-8"))

    assert "branches" not in told[True]["push"]  # YAML takes `on` for a yes
    assert "default_branch" in told["jobs"]["outcomes"]["if"]


def test_nothing_is_restored_but_what_this_version_sealed():
    [restoring] = [
        step
        for step in steps(GITHUB / "workflows/publish.yml")
        if step.get("uses", "").startswith("actions/cache@")
    ]
    [telling] = [
        step
        for step in steps(GITHUB / "workflows/publish.yml")
        if step.get("id") == "version"
    ]

    key, fallback = (restoring["with"][name] for name in ("key", "restore-keys"))
    assert restoring["if"] == "steps.version.outputs.has-key == 'yes'"
    assert telling["env"] == {"POSTROOM_CACHE_KEY": "${{ secrets.POSTROOM_CACHE_KEY }}"}
    assert key.startswith(fallback.strip())
    assert "steps.version.outputs.installed" in fallback
    assert "hashFiles('pyproject.toml', 'templates/**', 'plugins/**')" in fallback


KEYS = {"no secret": ("", ""), "a secret": ("x" * 64, "yes")}


@pytest.mark.skipif(os.name != "posix", reason="runs the shell of the workflow")
@pytest.mark.parametrize(("key", "told"), KEYS.values(), ids=KEYS.keys())
def test_without_the_secret_nothing_is_restored(key, told, tmp_path):
    [telling] = [
        step
        for step in steps(GITHUB / "workflows/publish.yml")
        if step.get("id") == "version"
    ]
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "python").write_text("#!/bin/sh\necho postroom==1\n", encoding="utf-8")
    (bin_ / "python").chmod(0o755)
    output = tmp_path / "output"
    env = {
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(output),
        "POSTROOM_CACHE_KEY": key,
    }

    subprocess.run(["bash", "-euc", telling["run"]], env=env, check=True)

    installed, has_key = output.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch("installed=[0-9a-f]{64}", installed)
    assert has_key == f"has-key={told}"
    assert key not in output.read_text(encoding="utf-8") or not key


TRACKED = {"a folder": ".cache/postroom/card", "a link": ".cache", "capitals": ".Cache/x"}


@pytest.mark.skipif(os.name != "posix", reason="runs the shell of the workflow")
@pytest.mark.parametrize("path", TRACKED.values(), ids=TRACKED.keys())
def test_a_pull_request_that_brings_a_cache_along_is_refused(path, tmp_path):
    [refusing] = [
        step
        for step in steps(GITHUB / "workflows/check.yml")
        if step.get("name", "").startswith("Refuse")
    ]
    command = ["bash", "-ec", refusing["run"]]
    run("git", "init", "--quiet", tmp_path)
    before = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"forged")
    run("git", "-C", tmp_path, "add", "-f", path)

    after = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert (before.returncode, after.returncode) == (0, 1)


def test_only_the_deploy_job_may_publish():
    granted = {
        name: {scope for scope, level in job["permissions"].items() if level == "write"}
        for name, job in jobs(GITHUB / "workflows" / "publish.yml").items()
    }

    assert granted == {
        "build": set(),
        "deploy": {"pages", "id-token"},
        "ping": set(),
    }


def test_nothing_but_a_button_sends_and_an_environment_guards_it():
    text = yaml.safe_load((GITHUB / "workflows/send.yml").read_text(encoding="utf-8"))
    [job] = text["jobs"].values()

    assert [*text[True]] == ["workflow_dispatch"]  # YAML takes `on` for a yes
    assert text[True]["workflow_dispatch"]["inputs"]["live"]["default"] is False
    assert text["concurrency"] == {"group": "send", "cancel-in-progress": False}
    assert job["environment"] == "newsletter"
    assert job["permissions"] == {"contents": "write", "pages": "read"}


def shell(tmp_path: Path, step: dict, programs: dict[str, str], **env: str) -> str:
    """Run a step's shell with programs of ours; give what these were called with."""
    bin_ = tmp_path / "bin"
    bin_.mkdir(exist_ok=True)
    for name, code in programs.items():
        (bin_ / name).write_text(f"#!/bin/bash\n{code}\n", encoding="utf-8")
        (bin_ / name).chmod(0o755)
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    run_ = ["bash", "-eo", "pipefail", "-c", step["run"]]
    command = {"cwd": tmp_path, "env": {"PATH": path, "RUNNER_TEMP": str(tmp_path), **env}}
    subprocess.run(run_, check=True, **command)
    log = tmp_path / "log"
    return log.read_text("utf-8") if log.exists() else ""


def step_of(workflow: str, name: str) -> dict:
    return next(
        s for s in steps(GITHUB / "workflows" / workflow) if s.get("name", "") == name
    )


LOG = 'echo "$(basename "$0") $*" >> "$RUNNER_TEMP/log"'
BUTTON = {
    "a draft": ({"LIVE": "false"}, "postroom send push 12 --yes"),
    "to readers": ({"LIVE": "true"}, "postroom send push 12 --yes --live"),
    "another newsletter": (
        {"LIVE": "false", "NEWSLETTER": "b; rm -rf"},
        "postroom send push 12 --yes --newsletter b; rm -rf",
    ),
    "readers of one's own": (
        {"LIVE": "false", "READERS": "a@b.c"},
        "postroom send push 12 --yes --readers {}/readers.txt",
    ),
}


@pytest.mark.skipif(os.name != "posix", reason="runs the shell of the workflow")
@pytest.mark.parametrize(("given", "expected"), BUTTON.values(), ids=BUTTON.keys())
def test_the_button_plans_and_pushes_what_was_chosen(given, expected, tmp_path):
    step = step_of("send.yml", "Plan, and hand over what was planned")
    empty = dict.fromkeys(step["env"], "")
    env = {**empty, "NUMBER": "12", "PAGES_URL": "https://a.example/b", **given}

    planned, pushed = shell(tmp_path, step, {"postroom": LOG}, **env).splitlines()

    assert pushed == expected.format(tmp_path)
    assert planned == pushed.replace("push 12 --yes", "plan 12")


@pytest.mark.skipif(os.name != "posix", reason="runs the shell of the workflow")
def test_the_journal_is_committed_and_put_together_with_another(tmp_path):
    far, near, other = tmp_path / "far", tmp_path / "near", tmp_path / "other"
    ours = ["-c", "user.name=x", "-c", "user.email=x@y.example"]
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", far)
    for clone in (near, other):
        run("git", "clone", "--quiet", far, clone)
        run("git", "-C", clone, "checkout", "--quiet", "-B", "main")
    (near / "outbox.jsonl").write_text("one\n", encoding="utf-8")
    run("git", "-C", near, "add", ".")
    run("git", *ours, "-C", near, "commit", "--quiet", "-m", "one")
    run("git", "-C", near, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    run("git", "-C", other, "pull", "--quiet", "origin", "main")
    for clone, line in ((other, "laptop"), (near, "server")):
        with (clone / "outbox.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    run("git", *ours, "-C", other, "commit", "--quiet", "-am", "laptop")
    run("git", "-C", other, "push", "--quiet", "origin", "HEAD:refs/heads/main")

    step = step_of("send.yml", "Keep the journal")
    env = {"PATH": os.environ["PATH"], "BRANCH": "main", "HOME": str(tmp_path)}
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=near, env=env, check=True)

    shown = run("git", "-C", far, "show", "main:outbox.jsonl").stdout
    assert sorted(shown.split()) == ["laptop", "one", "server"]


@pytest.mark.skipif(os.name != "posix", reason="runs the shell of the workflow")
def test_the_hub_is_told_of_feeds_that_changed_and_of_no_other(tmp_path):
    same, new = tmp_path / "same.xml", tmp_path / "new.xml"
    same.write_text("old", encoding="utf-8")
    new.write_text("new", encoding="utf-8")
    hub = "https://hub.example/"
    listed = "".join(f"{hub} https://a.example/{p.name} {p}\\n" for p in (same, new))
    output = tmp_path / "output"
    programs = {"postroom": f"printf '{listed}'", "curl": "printf old"}
    looking = step_of("publish.yml", "See which feeds have changed")

    shell(tmp_path, looking, programs, GITHUB_OUTPUT=str(output))
    changed = output.read_text("utf-8").removeprefix("changed<<END\n").removesuffix("END\n")
    telling = step_of("publish.yml", "Tell the hub which feeds have changed")
    told = shell(tmp_path, telling, {"curl": LOG}, CHANGED=changed.strip())

    assert changed == f"{hub} https://a.example/new.xml\n"
    assert told.splitlines() == [
        "curl --silent --show-error --fail --max-time 30 --proto =https --data-urlencode "
        f"hub.mode=publish --data-urlencode hub.url=https://a.example/new.xml {hub}"
    ]


ADDRESSES = {
    "the address Pages gives": (
        "",
        "https://ines.github.io/table",
        "https://ines.github.io/table/",
    ),
    "a user page": ("", "https://ines.github.io", "https://ines.github.io/"),
    "a domain of one's own wins": (
        "https://ines.example/",
        "https://ines.github.io",
        "https://ines.example/",
    ),
    "a forgotten slash is added": (
        "https://ines.example",
        "https://ines.github.io",
        "https://ines.example/",
    ),
}


@pytest.mark.parametrize(
    ("chosen", "pages", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys()
)
def test_the_site_is_built_for_its_address(chosen, pages, expected, tmp_path):
    [build] = [
        step
        for step in steps(GITHUB / "workflows" / "publish.yml")
        if "mkdocs" in step.get("run", "")
    ]
    mkdocs = tmp_path / "mkdocs"
    mkdocs.write_text('#!/bin/sh\necho "$SITE_URL $*"\n', encoding="utf-8")
    mkdocs.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "CHOSEN_URL": chosen,
        "PAGES_URL": pages,
    }

    printed = subprocess.check_output(
        ["bash", "-e", "-c", build["run"]], env=environment, text=True
    )

    assert printed.splitlines()[-1] == f"{expected} build --strict"
