"""The desk: what an author or an editor can do next, seen at a glance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from html import escape
from urllib.parse import quote

from postroom.edition.edition import Edition
from postroom.errors import Problem
from postroom.issues.draft import Plan, plan_issue
from postroom.model.issue import Issue
from postroom.model.newsletter import Newsletter
from postroom.model.post import Post
from postroom.model.text import count
from postroom.offers.agenda import Agenda, plan_offers
from postroom.offers.estimate import estimate_situation
from postroom.reading.posts import Manuscript
from postroom.toolbox.templates import Templates

_EDITORS = {
    "code": "vscode://file{path}:{line}",
    "code-insiders": "vscode-insiders://file{path}:{line}",
    "codium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "idea": "idea://open?file={path}&line={line}",
    "mate": "txmt://open?url=file://{path}&line={line}",
    "mvim": "mvim://open?url=file://{path}&line={line}",
    "pycharm": "pycharm://open?file={path}&line={line}",
    "subl": "subl://open?url=file://{path}&line={line}",
    "zed": "zed://file{path}:{line}",
}
"""The addresses by which programs open a file at a line, by the commands of theirs."""

_USUAL = _EDITORS["code"]
_CARDS = 12
_LONG = 10
"""So much of each list is on the desk; commands and pages have the rest."""

_SHOWN = 5
_BANNER = (
    "all:revert;position:sticky;top:0;z-index:99;box-sizing:border-box;max-height:50vh;"
    "overflow:auto;overflow-wrap:anywhere;margin:0;padding:1rem 1.25rem;"
    "background:#7a1f12;color:#fff;font:16px/1.45 ui-monospace,Menlo,Consolas,monospace;"
    "text-align:start"
)


def editor_link(path: str, line: int, environment: Mapping[str, str]) -> str:
    """Write the address that opens a file in somebody's editor.

    Args:
        path: The whole path of the file.
        line: From 1; 0 for none.
        environment: `POSTROOM_EDITOR` is such an address with `{path}` and `{line}`, or a
            command; else `VISUAL` and `EDITOR` say which program it is.
    """
    asked = [environment.get(k, "") for k in ("POSTROOM_EDITOR", "VISUAL", "EDITOR")]
    pattern = asked[0] if "{path}" in asked[0] else ""
    commands = (name.split()[0].rpartition("/")[2] for name in asked if name.split())
    known = (_EDITORS[command] for command in commands if command in _EDITORS)
    pattern = pattern or next(known, _USUAL)
    written = path.replace("\\", "/")
    written = written if written.startswith("/") else f"/{written}"
    return pattern.replace("{path}", quote(written)).replace("{line}", str(line or 1))


@dataclass(frozen=True)
class Tray:
    """What there is to do for one newsletter."""

    newsletter: Newsletter
    plan: Plan
    coming: tuple[Issue, ...]
    """Issues that readers do not have yet."""

    @property
    def number(self) -> int:
        """That of the next issue."""
        return self.coming[-1].number if self.coming else self.plan.number

    @property
    def due(self) -> date:
        """When the next issue appears, or should have."""
        dated = self.coming[-1].date.date() if self.coming else None
        return dated or self.newsletter.due or self.plan.date


@dataclass(frozen=True)
class Desk:
    """What lies on the desk on one day."""

    edition: Edition
    today: date
    drafts: tuple[Post, ...]
    scheduled: tuple[Post, ...]
    trays: tuple[Tray, ...]
    agenda: Agenda | None
    """What to offer to whom; None where no group is described."""

    problems: tuple[Problem, ...]
    handed: Mapping[str, str]
    """What was handed over of issues, in words, by their uids."""

    @property
    def deadlines(self) -> list[tuple[date, str]]:
        """What closes next, the soonest first."""
        groups = self.agenda.suggestions if self.agenda else ()
        closing = {(s.deadline, s.group.title) for s in groups if s.deadline}
        for tray in self.trays:
            if tray.newsletter.deadline and not tray.newsletter.is_closed:
                title = tray.newsletter.options.title
                closing.add((tray.newsletter.deadline, f"{title}: items"))
            closing.add((tray.due, f"{tray.newsletter.options.title} is due"))
        return sorted(each for each in closing if each[0] >= self.today)

    @property
    def cards(self) -> tuple[Post, ...]:
        """The newest posts, whose cards are worth a look."""
        return self.edition.site.posts[:_CARDS]


def compose_desk(
    edition: Edition,
    manuscripts: Sequence[Manuscript],
    problems: Iterable[Problem],
    handed: Mapping[str, str],
) -> Desk:
    """Put everything on the desk that waits for somebody.

    Args:
        edition: The site as a preview shows it.
        manuscripts: Every post that could be read.
        problems: What is wrong with it.
        handed: What was handed over of issues, in words, by their uids.
    """
    now, site = edition.now, edition.site
    posts = [manuscript.post for manuscript in manuscripts]
    public = [post for post in posts if post.is_public(now)]
    agenda = None
    if site.groups:
        offered = (m for m in manuscripts if m.post.is_public(now))
        situation = estimate_situation(site, offered, posts, now.date())
        agenda = plan_offers(situation)
    return Desk(
        edition=edition,
        today=now.date(),
        drafts=tuple(post for post in posts if post.draft),
        scheduled=_by_day(post for post in posts if _is_scheduled(post, now)),
        trays=tuple(_fill(newsletter, public, now) for newsletter in site.newsletters),
        agenda=agenda,
        problems=tuple(dict.fromkeys(problems)),
        handed=handed,
    )


def _is_scheduled(post: Post, now: datetime) -> bool:
    return not post.draft and not post.is_public(now)


def _by_day(posts: Iterable[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: post.published))


def _fill(newsletter: Newsletter, posts: Sequence[Post], now: datetime) -> Tray:
    return Tray(
        newsletter,
        plan_issue(newsletter, posts, today=now.date()),
        tuple(issue for issue in newsletter.every if not issue.is_public(now)),
    )


def render_desk(desk: Desk, **places: Callable[..., str] | int) -> str:
    """Render the page.

    Args:
        desk: What lies on it.
        places: `at` gives the address of a path of the site, `link` what opens a file in
            an editor, at a line; `version` tells one build from the next: the page is
            loaded again after each.
    """
    return desk.edition.templates.render(
        "desk/desk.html",
        desk=desk,
        site=desk.edition.site,
        edition=desk.edition,
        shown=_LONG,
        count=count,
        **places,
    )


def render_waiting(
    problems: Iterable[Problem],
    link: Callable[..., str],
    at: Callable[[str], str],
    version: int,
) -> str:
    """Render what a browser shows until a site could be built for the first time.

    Args:
        problems: What is wrong, the gravest first.
        link: Gives the address that opens a file in an editor, at a line.
        at: Gives the address of a path of the site.
        version: Tells one build from the next: the page is loaded again after each.
    """
    return Templates().render(
        "desk/waiting.html", problems=[*problems], link=link, at=at, version=version
    )


def render_banner(problems: Iterable[Problem], link: Callable[..., str], at: str) -> str:
    """Render what stands at the top of a page while something is to be mended.

    Args:
        problems: What is wrong, the gravest first.
        link: Gives the address that opens a file in an editor, at a line.
        at: The address of the desk.
    """
    every = list(problems)
    shown = "".join(map(partial(_render_problem, link=link), every[:_SHOWN]))
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return (
        f'<div role="alert" style="{_BANNER}"><strong>{count(len(every), "problem")}'
        f"</strong>{shown}<p style='margin:.5em 0 0'><a href='{escape(at)}' "
        f"style='color:inherit'>The desk</a>{more}</p></div>"
    )


def _render_problem(problem: Problem, link: Callable[..., str]) -> str:
    place = problem.place
    opens = escape(link(place.path, place.line))
    return (
        f"<p style='margin:.5em 0 0'><a href='{opens}' style='color:inherit'>"
        f"{escape(str(place))}</a><br>{escape(problem.what)}<br>"
        f"<em>fix: {escape(problem.fix)}</em></p>"
    )
