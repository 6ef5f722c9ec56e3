"""Small values for tests: a post, a site, an edition; name only what matters."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from postroom.build import list_artefacts
from postroom.edition.edition import Edition
from postroom.fragments import make_fragment
from postroom.model.artefact import Artefact
from postroom.model.author import Author
from postroom.model.group import Group
from postroom.model.imprint import NewsletterOptions
from postroom.model.issue import Issue
from postroom.model.item import Item, model_of
from postroom.model.kinds import KINDS, Field
from postroom.model.newsletter import Newsletter
from postroom.model.options import Options
from postroom.model.placement import Placement, Step
from postroom.model.post import Post
from postroom.model.site import Site
from postroom.toolbox.cache import Cache
from postroom.toolbox.templates import Templates

URL = "https://example.org/"
AUTHORITY = "example.org,2026"


def at(day: int, hour: int = 0) -> datetime:
    """A moment of March 2026, or of the months around it; in UTC."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def a_post(uid: str = "aaaa", day: int = 4, **front_matter: Any) -> Post:
    """A checked post; any key of the front matter can be given."""
    values = {
        "path": f"posts/{uid}.md",
        "uid": uid,
        "slug": uid,
        "title": f"Essay {uid}",
        "date": at(day),
    }
    return Post.model_validate(values | front_matter)


def an_author(key: str = "ines", **values: Any) -> Author:
    """A checked author."""
    return Author.model_validate({"name": key.capitalize()} | values | {"id": key})


_ANSWERS = {
    "text": "Two sentences of its own. They say enough.",
    "moment": "2026-03-20 18:30",
    "date": "2026-03-31",
    "zone": "Europe/London",
    "url": "https://{uid}.example.org/",
    "reach": "https://{uid}.example.org/reach",
}


def an_item(kind: str = "link", uid: str = "aaaa", **values: Any) -> Item:
    """A checked item with all that its row requires; any key of its file can be given."""
    row = KINDS[kind]
    answers = {f.name: _answer(f, uid) for f in row.fields if f.required}
    facts = {
        "path": f"newsletter/items/{uid}.md",
        "kind": kind,
        "uid": uid,
        "submitted": date(2026, 3, 1),
        "title": f"{row.heading} of {uid}",
        "consent": True,
    }
    if row.needs_one_of:
        facts[row.needs_one_of[0]] = "The long table, Leeds"
    return model_of(row).model_validate(answers | facts | values)


def _answer(field: Field, uid: str) -> str:
    if field.options:
        return field.options[0]
    return _ANSWERS.get(field.type, field.example).format(uid=uid)


def an_issue(number: int = 1, day: int = 4, **front_matter: Any) -> Issue:
    """A checked issue; ``items`` stands for one section that holds them."""
    values = {
        "path": f"newsletter/issues/{number}.md",
        "uid": f"issue{number}",
        "number": number,
        "date": at(day),
        "subject": f"What number {number} brought us",
    }
    if "items" in front_matter:
        items = front_matter.pop("items")
        values["sections"] = [{"title": "From you", "items": list(items)}]
    return Issue.model_validate(values | front_matter)


def a_newsletter(
    items: Iterable[Item] = (), issues: Iterable[Issue] = (), **options: Any
) -> Newsletter:
    """A newsletter; what is no field of it is an option."""
    known = Newsletter.__match_args__
    fields = {key: options.pop(key) for key in list(options) if key in known}
    return Newsletter(
        NewsletterOptions.model_validate({"title": "Second Helpings"} | options),
        tuple(sorted(issues, key=lambda issue: issue.sort_key, reverse=True)),
        {item.name: item for item in items},
        **fields,
    )


def a_group(id: str = "humber", **values: Any) -> Group:
    """A checked group; any key of its file can be given."""
    facts = {"path": f"groups/{id}.yml", "id": id, "name": f"The {id.title()} Society"}
    return Group.model_validate(facts | {"kind": "association"} | values)


def a_step(move: str = "offered", day: int = 10, **values: Any) -> Step:
    """A checked step, of post `aaaa` with group `humber` unless it says otherwise."""
    facts = {"group": "humber", "post": "aaaa", "move": move, "date": at(day).date()}
    group = values.get("group", facts["group"])
    path = f"groups/{group}/{at(day):%Y-%m-%d}-{move}.yml"
    return Step.model_validate({"path": path} | facts | values)


def a_placement(*steps: Step) -> Placement:
    """The steps of one post with one group, in their order."""
    ordered = tuple(sorted(steps, key=lambda step: step.order))
    return Placement(ordered[0].group, f"post/{ordered[0].post}", ordered)


def a_site(*posts: Post, authors: tuple[Author, ...] = (), **values: Any) -> Site:
    """A site of these posts, in any order; what is no field of it is an option."""
    fields = {key: values.pop(key) for key in list(values) if key in Site.__match_args__}
    feeds = {"authority": AUTHORITY} | values.pop("feeds", {})
    values["feeds"] = {key: value for key, value in feeds.items() if value is not None}
    return Site(
        **{"name": "The Long Table", "url": URL, "options": Options(**values)} | fields,
        posts=tuple(sorted(posts, key=lambda post: post.sort_key, reverse=True)),
        authors={author.id: author for author in authors},
    )


def an_edition(
    site: Site,
    texts: Mapping[str, str] | None = None,
    size: tuple[int, int] | None = None,
    **values: Any,
) -> Edition:
    """An edition whose posts and issues have the given HTML, by uid.

    Every picture has one size; ``values`` are more fields, such as ``now``.
    """
    edition = Edition(site, Templates(), lambda _: size, **values)
    for post in site.posts:
        fragment = make_fragment(
            (texts or {}).get(post.uid, f"<p>The text of {post.uid}.</p>"),
            url=site.absolute(site.post_page(post)),
        )
        edition.fragments.keep(post.path, fragment)
    for newsletter in site.newsletters:
        for issue in newsletter.issues:
            fragment = make_fragment(
                (texts or {}).get(issue.uid, f"<p>The letter of {issue.number}.</p>"),
                url=site.absolute(site.issue_page(newsletter, issue)),
            )
            edition.fragments.keep(issue.path, fragment)
    return edition


def artefacts_of(edition: Edition) -> dict[str, Artefact]:
    """Everything that is made of an edition, by path; nothing is rendered yet."""
    nowhere = Cache(Path("/nowhere"))
    listed = list_artefacts(edition, nowhere, fonts=())
    return {path: artefact for artefact in listed for path in artefact.paths}


def bytes_of(edition: Edition, path: str) -> bytes:
    """What is made of an edition for one path."""
    return artefacts_of(edition)[path].make()[path]


def a_file(*lines: str, body: str = "The text.\n") -> bytes:
    """A Markdown file with these lines as its front matter."""
    return "\n".join(["---", *lines, "---", body]).encode()
