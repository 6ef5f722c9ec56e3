"""Proposals become what an editor reads, or what a program does."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from postroom.harvest.proposals import Proposal
from postroom.model.licence import LICENCES
from postroom.model.text import write_day
from postroom.toolbox.marks import say_plain

_INDENT = " " * 10
_LINK = "postroom harvest --accept KEY   makes a link item of it"
_NO_LINK = "postroom harvest --accept KEY   needs a newsletter, and the site has none"
_HELP = (
    "postroom harvest --reprint KEY  drafts a post of its text",
    "postroom harvest --dismiss KEY  never shows it again",
)


def render_proposals(proposals: Sequence[Proposal]) -> str:
    """Write proposals for a terminal; nothing in them can steer it."""
    blocks = [
        _render(number, proposal) for number, proposal in enumerate(proposals, start=1)
    ]
    link = _LINK if any(proposal.may_be_link for proposal in proposals) else _NO_LINK
    return "\n\n".join([*blocks, "\n".join((link, *_HELP))])


def _render(number: int, proposal: Proposal) -> str:
    first, *others = map(say_plain, _list_lines(proposal))
    return "\n".join(
        [f"{number:>2}  {proposal.key:<4}  {first}", *(_INDENT + line for line in others)]
    )


def _list_lines(proposal: Proposal) -> Iterator[str]:
    find = proposal.find
    yield find.title
    day = write_day(find.published) if find.published else "undated"
    yield f"{proposal.source.name}, {day}" + (f", by {find.author}" if find.author else "")
    yield find.url
    if find.summary and find.summary != find.title:
        yield find.summary
    yield _say_choices(proposal)


def _say_choices(proposal: Proposal) -> str:
    find = proposal.find
    if proposal.ours:
        call = f"postroom place {proposal.source.id} {proposal.ours} published"
        day = f" --date {find.published:%Y-%m-%d}" if find.published else ""
        return f"your own essay; record it: {call} --url {shlex.quote(find.url)}{day}"
    licence = LICENCES[find.licence].name if find.licence else "no open licence"
    return f"{licence}: {' or '.join(proposal.choices) or 'to read'}"


def describe_proposals(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    """Say the same in plain values."""
    return [
        {
            "key": proposal.key,
            "source": proposal.source.id,
            "name": proposal.source.name,
            "title": proposal.find.title,
            "url": proposal.find.url,
            "author": proposal.find.author,
            "published": _stamp(proposal),
            "summary": proposal.find.summary,
            "licence": proposal.find.licence,
            "choices": list(proposal.choices),
            "ours": proposal.ours,
        }
        for proposal in proposals
    ]


def _stamp(proposal: Proposal) -> str | None:
    published = proposal.find.published
    return published.isoformat() if published else None
