"""A site that is edited at random and built again each time, beside a clean build.

`python -m tests.e2e.edits` makes 500 edits, or as many as `--count` says.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from PIL import Image
from tests.e2e.building import NOW, ROOT, a_post, a_site, build_here
from tests.e2e.papers import TABLE, issue, item, section
from tests.e2e.reading import differing

_AT_ONCE = 50
_DAY = 86_400
_WORDS = "letter table choir morning bread reply ask give work room".split()
_SETTINGS = {
    "palette": [{"scheme": "default"}, [{"scheme": "default"}, {"scheme": "slate"}]],
    "logo": ["posts/cover.png", None],
    "language": ["en", "de"],
}
_OPTIONS: dict[str, list[Any]] = {
    "strapline": ["Letters", "Letters & more", None],
    "licence": ["CC-BY-4.0", "all-rights-reserved", None],
    "pagination_per_page": [2, 10],
    "cta": [{"title": "Talk to us", "mail": "us@small.example"}, None],
    "kits": [{"permission": "allowed"}, {"permission": "no"}],
    "feeds": [{"authority": "small.example,2025", "limit": n} for n in (2, 20)],
    "magazine": [True, True, True, False],
}


_CONFIG: dict[str, list[Any]] = {
    "copyright": ["Ours", "Nobody's", None],
    "extra": [{"social": [{"icon": "x", "link": "https://away.example/", "name": "Away"}]}],
    "hooks": [["hook.py"], None],
    "markdown_extensions": [["toc", "tables"], ["pymdownx.snippets"], ["smarty"], None],
    "nav": [["index.md", {"Who": "about.md"}], None],
    "site_url": ["https://small.example/", "https://small.example/below/", None],
    "use_directory_urls": [True, True, False],
}
_HOOK = "def on_post_page(output, page, config):\n    return output + '<!-- hooked -->'\n"
_TEMPLATES = (
    "pages/post.html",
    "pages/listing.html",
    "share/page.html",
    "magazine/main.html",
)


@dataclass
class Desk:
    """What a site says at the moment, and what its editor may do to it."""

    chance: random.Random
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    bios: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    theme: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    about: str = "About"
    width: int = 400
    now: int = NOW
    made: int = 0

    def __post_init__(self) -> None:
        self.bios = {"ines": "Editor", "ben": "Writer"}
        self.items = {
            "even": {"kind": "event", "start": "2030-03-20 18:30"},
            "jobs": {"kind": "job", "closes": "2030-03-31"},
            "asks": {"kind": "ask", "reach": "https://asks.example/"},
            "news": {"kind": "news"},
            "wait": {"kind": "event", "start": "2030-02-20 18:30"},
            "next": {"kind": "job", "closes": "2026-12-31"},
        }
        for _ in range(6):
            self.add_post()
        self.issues[1] = {"letter": self.say(9), "items": ["even", "jobs"], "again": []}
        self.issues[2] = {"letter": self.say(9), "items": ["asks", "news"], "again": []}

    def say(self, count: int = 3) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count)).capitalize()

    def any_post(self) -> str:
        return self.chance.choice(sorted(self.posts))

    def add_post(self) -> None:
        self.made += 1
        name = f"post-{self.made}"
        self.posts[name] = {
            "title": self.say(),
            "date": f"2026-0{self.chance.randint(1, 9)}-1{self.made % 10}T08:00:00Z",
            "authors": [self.chance.choice(["ines", "ben"])],
            "categories": [self.chance.choice(["Letters", "Replies"])],
            "tags": self.chance.sample(_WORDS, 2),
            "uid": f"made{self.made:04}",
            **({"image": "cover.png"} if self.made % 2 else {}),
        }
        self.texts[name] = f"{self.say(30)}.\n\n## {self.say()}\n\n{self.say(30)}."
        if self.made > 1:
            self.texts[name] += f"\n\n[Other]({self.any_post()}.md)\n\n![A](cover.png)"

    def retitle(self) -> None:
        self.posts[self.any_post()]["title"] = self.say()

    def describe(self) -> None:
        self.posts[self.any_post()]["description"] = self.say(8)

    def rewrite(self) -> None:
        name = self.any_post()
        self.texts[name] = self.texts[name].replace(self.chance.choice(_WORDS), "tea")
        self.texts[name] += f"\n\n{self.say(20)}."

    def begin_anew(self) -> None:
        name = self.any_post()
        self.texts[name] = f"{self.say(20)}.\n\n{self.texts[name]}"

    def delete(self) -> None:
        if len(self.posts) > 4:
            name = self.any_post()
            del self.posts[name], self.texts[name]

    def rename(self) -> None:
        name, self.made = self.any_post(), self.made + 1
        self.posts[f"moved-{self.made}"] = self.posts.pop(name)
        self.texts[f"moved-{self.made}"] = self.texts.pop(name)

    def move(self) -> None:
        self.made += 1
        self.posts[self.any_post()]["slug"] = f"elsewhere-{self.made}"

    def schedule(self) -> None:
        day = self.chance.choice(["2030-01-02", "2030-06-01", "2026-02-02"])
        name = self.any_post()
        self.posts[name]["date"] = f"{day}T10:00:00Z"
        for other in self.texts:  # a link to it would end the build
            self.texts[other] = self.texts[other].replace(f"({name}.md)", "(cover.png)")

    def hold_back(self) -> None:
        terms = {"permission": "allowed", "not_before": "2030-01-02T06:00:00Z"}
        self.posts[self.any_post()]["reprint"] = terms

    def pin(self) -> None:
        post = self.posts[self.any_post()]
        post["pin"] = not post.get("pin", False)

    def rename_category(self) -> None:
        new = self.say(1)
        old = self.chance.choice(self.posts[self.any_post()]["categories"])
        for post in self.posts.values():
            post["categories"] = [new if c == old else c for c in post["categories"]]

    def put_in_series(self) -> None:
        self.posts[self.any_post()]["series"] = {"name": "A series"}

    def change_bio(self) -> None:
        self.bios[self.chance.choice(sorted(self.bios))] = self.say(5)

    def change_option(self) -> None:
        name = self.chance.choice(sorted(_OPTIONS))
        self.options[name] = self.chance.choice(_OPTIONS[name])

    def change_theme(self) -> None:
        name = self.chance.choice(sorted(_SETTINGS))
        self.theme[name] = self.chance.choice(_SETTINGS[name])

    def change_settings(self) -> None:
        name = self.chance.choice(sorted(_CONFIG))
        self.config[name] = self.chance.choice(_CONFIG[name])

    def change_template(self) -> None:
        name = self.chance.choice(
            [
                "pages/post.html",
                "pages/listing.html",
                "share/page.html",
                "magazine/main.html",
            ]
        )
        if name in self.templates:
            del self.templates[name]
            return
        shipped = (ROOT / "templates" / name).read_text(encoding="utf-8")
        all_words = "{{ edition.site.posts | map(attribute='title') | join }}"
        self.templates[name] = shipped + (
            all_words if name.startswith("pages/") else f"<!-- {self.say()} -->"
        )

    def any_issue(self) -> dict[str, Any]:
        return self.issues[self.chance.choice(sorted(self.issues))]

    def any_item(self) -> dict[str, Any]:
        return self.items[self.chance.choice(sorted(self.items))]

    def change_item(self) -> None:
        self.any_item()["title"] = self.say()

    def correct_item(self) -> None:
        self.any_item()["corrections"] = [{"date": "2026-10-02", "note": self.say()}]

    def withdraw_item(self) -> None:
        self.any_item()["withdrawn"] = "2026-10-03"

    def list_item(self) -> None:
        listed = {name for each in self.issues.values() for name in each["items"]}
        if waiting := sorted(self.items.keys() - listed):
            self.any_issue()["items"].append(self.chance.choice(waiting))

    def take_out_item(self) -> None:
        self.any_issue()["items"][:1] = []

    def call_again(self) -> None:
        if first := self.issues[1]["items"]:
            self.issues[max(self.issues)]["again"] = [self.chance.choice(first)]

    def write_letter(self) -> None:
        self.any_issue()["letter"] = f"{self.say(9)}.\n\n![A](../../posts/cover.png)"

    def list_post(self) -> None:
        self.any_issue()["post"] = self.any_post()

    def add_issue(self) -> None:
        if len(self.issues) < 9:
            self.issues[max(self.issues) + 1] = {
                "letter": self.say(),
                "items": [],
                "again": [],
            }

    def draft_issue(self) -> None:
        newest = self.issues[max(self.issues)]
        newest["draft"] = not newest.get("draft", False)

    def take_step(self) -> None:
        self.made += 1
        post = self.posts[self.any_post()]["uid"]
        move = self.chance.choice(["offered", "published"])
        url = f"url: https://group.example/{self.made}\n" if move == "published" else ""
        name = f"groups/choir/2026-10-{self.made % 28 + 1:02}-{move}-{self.made}.yml"
        day = f"2026-10-{self.made % 28 + 1:02}"
        self.steps[name] = f"post: {post}\nmove: {move}\ndate: {day}\n{url}"

    def change_picture(self) -> None:
        self.width = self.chance.choice([100, 400, 700])

    def change_page(self) -> None:
        self.about = self.say()

    def let_time_pass(self) -> None:
        self.now += self.chance.choice([3600, _DAY, _DAY, 90 * _DAY])

    def do_nothing(self) -> None:
        """Build once more."""

    def write(self, folder: Path) -> None:
        """Write what has changed, or now and then all files, as some tools do."""
        saves_all = self.chance.random() < 0.1
        with tempfile.TemporaryDirectory() as fresh:
            self._lay_out(Path(fresh))
            for name in ("docs", "templates"):
                _bring_up_to_date(folder / name, Path(fresh, name), saves_all=saves_all)
            for name in ("mkdocs.yml", "hook.py"):
                shutil.copyfile(Path(fresh, name), folder / name)

    def _lay_out(self, folder: Path) -> None:
        authors = "".join(
            f"  {name}:\n    name: {name.title()}\n    description: {bio}\n"
            for name, bio in self.bios.items()
        )
        posts = self.posts.items()
        files: dict[str, str | bytes] = {
            **{f"posts/{n}.md": a_post(body=self.texts[n], **p) for n, p in posts},
            **self.steps,
            "authors.yml": f"authors:\n{authors}",
            "about.md": f"# {self.about}\n\n<!-- postroom:latest count=2 -->\n",
            "index.md": "---\ntitle: Home\ntemplate: home.html\n---\n",
            "groups/choir.yml": "name: The choir\nkind: alumni\nurl: https://choir.example/\n",
            **{f"newsletter/issues/{n}.md": self._set(n) for n in self.issues},
            **{
                f"newsletter/items/{name}.md": item(uid=name, **values)
                for name, values in self.items.items()
            },
        }
        options = {k: v for k, v in self.options.items() if v is not None}
        theme = {k: v for k, v in self.theme.items() if v is not None}
        a_site(
            folder,
            files,
            options={"newsletters": [TABLE], **options},
            theme={"name": "material", "font": False, **theme},
            **self.config,
        )
        (folder / "hook.py").write_text(_HOOK, encoding="utf-8")
        picture = Image.new("RGB", (self.width, 200), "teal")
        picture.save(folder / "docs/posts/cover.png")
        for name, text in self.templates.items():
            place = folder / "templates" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")

    def _set(self, number: int) -> str:
        """Set an issue; what is no post any more is not listed."""
        said = self.issues[number]
        post = said.get("post")
        is_there = post in self.posts and "slug" not in self.posts[post]
        parts = [section("All", *said["items"], **({"posts": [post]} if is_there else {}))]
        if said["again"] and number > 1:
            parts.append(section("Last call", *said["again"], again=True))
        front = {"draft": True} if said.get("draft") else {}
        date, subject = f"2026-03-{3 * number:02}", f"Issue {number}"
        return issue(said["letter"], date=date, subject=subject, sections=parts, **front)


def _bring_up_to_date(folder: Path, fresh: Path, *, saves_all: bool) -> None:
    for path in [*folder.rglob("*")]:
        if path.is_file() and not (fresh / path.relative_to(folder)).is_file():
            path.unlink()
    for path in fresh.rglob("*"):
        place = folder / path.relative_to(fresh)
        if path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            is_same = place.is_file() and place.read_bytes() == path.read_bytes()
            if saves_all or not is_same:
                shutil.copyfile(path, place)


_HELPERS = {"say", "any_post", "any_issue", "any_item", "write"}
EDITS: tuple[Callable[[Desk], None], ...] = tuple(
    edit
    for name, edit in vars(Desk).items()
    if callable(edit) and not name.startswith("_") and name not in _HELPERS
)


def find_difference(folder: Path, seed: int, count: int) -> str:
    """Edit a site at random and compare each rebuild with a clean build.

    Returns:
        Nothing; or what was done, and which files or warnings were others.
    """
    desk = Desk(random.Random(seed))
    cache, aside = folder / ".cache", folder / "aside"
    done: list[str] = []
    for _ in range(count):
        edit = desk.chance.choice(EDITS)
        edit(desk)
        done.append(edit.__name__)
        desk.write(folder)
        again = _build(folder, desk, "again")
        if cache.exists():
            cache.rename(aside)
        clean = _build(folder, desk, "clean")
        shutil.rmtree(cache, ignore_errors=True)
        if aside.exists():
            aside.rename(cache)
        if again != clean:
            (files, lines), (others, wanted) = again, clean
            wrong = differing(files, others) or [*{*lines} ^ {*wanted}]
            return f"seed {seed}, after {', '.join(done[-5:])}: {wrong}"
    return ""


def _build(folder: Path, desk: Desk, name: str) -> tuple[Mapping[str, bytes], list[str]]:
    """Give what a build left and said; nothing if it gave up, as for a broken link."""
    try:
        built = build_here(folder, strict=False, now=desk.now, into=folder / name)
    except (SystemExit, PluginError):  # such as an icon that a theme does not have
        return {}, []
    return built.files, built.lines


def main() -> int:
    """Make many edits, on a new site after each fifty; say what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.edits", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="edits to make")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    options = parser.parse_args()
    for number in range(0, options.count, _AT_ONCE):
        seed = options.seed + number // _AT_ONCE
        with tempfile.TemporaryDirectory(prefix="postroom-edits-") as folder:
            wrong = find_difference(Path(folder) / "site", seed, _AT_ONCE)
        sys.stdout.write(f"seed {seed}: {wrong or f'{_AT_ONCE} edits, no difference'}\n")
        sys.stdout.flush()
        if wrong:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
