"""A proposal whose licence allows it becomes the draft of a post that credits it."""

import json
import re
from collections.abc import Iterator
from datetime import date

from postroom.errors import PostroomError
from postroom.harvest.proposals import Proposal
from postroom.kits.kit import Kit
from postroom.kits.lengths import list_lengths
from postroom.kits.markdown import render_markdown
from postroom.model.licence import LICENCES
from postroom.model.text import shorten

_DESCRIPTION = 160
_SHOWN = 20

_ACTIVE = re.compile(
    r"\{[{%#]|-8<-"  # template languages, files that are put in
    r"|^[-*+> \t]*(?:/{3,}|:{3,})[ \t]*\w",  # blocks of HTML, documented modules
    re.M,
)
"""What extensions of Markdown would carry out, in code too."""

_TERMS = {
    "BY": "name its author and where it is from, name the licence, link to both",
    "NC": "use it for nothing commercial",
    "ND": "change nothing: no cuts, no translation",
    "SA": "what you make of it has the same licence",
}
_FREE = "nothing is asked; a credit is good manners all the same"


def list_terms(licence: str) -> tuple[str, ...]:
    """What a licence asks of whoever prints a text, in its order of letters.

    Source:
        CC BY-NC-SA 4.0 and its sisters, section 3; CC BY-ND 4.0, 2.a.1.
    """
    _, *letters, _ = licence.split("-")
    return tuple(_TERMS[each] for each in letters) or (_FREE,)


def compose_reprint(
    proposal: Proposal, *, uid: str, today: date, slug: str, language: str
) -> str:
    """Write the file of a draft: the whole text, and who must be thanked for it.

    Args:
        proposal: One whose text may be printed.
        uid: Its identity here.
        today: Its day here.
        slug: What its file is called.
        language: The site's.

    Raises:
        PostroomError: It may not be printed, or holds what a build would carry out.
    """
    body = _write_body(proposal, slug, language)
    draft = "\n".join(["---", *_list_front(proposal, uid, today), "---", "", body])
    if active := _ACTIVE.search(draft):
        shown = draft[active.start() : active.end() + _SHOWN].split()[0]
        raise PostroomError(
            f"{proposal.find.url}: a build would not print but carry out {shown!r}\n"
            "    fix: copy it by hand, and see that such words stay words"
        )
    return draft


def _write_body(proposal: Proposal, slug: str, language: str) -> str:
    find = proposal.find
    if not find.is_reprintable or find.published is None:
        raise PostroomError(
            f"{find.url}: {_why_not(proposal)}\n"
            "    fix: ask its author, or make a link of it with --accept"
        )
    kit = Kit(
        name=slug,
        kind="post",
        title=find.title,
        home=find.url,
        site=proposal.source.name,
        published=find.published.date(),
        licence=LICENCES[find.licence],
        permission="allowed",
        language=language,
        html=find.html,
        byline=find.author,
    )
    [whole] = render_markdown(kit, list_lengths(kit)[:1]).values()
    body = whole.partition("\n\n")[2]  # front matter has the title
    return body + ("\nIts pictures were left out.\n" if find.pictures else "")


def _why_not(proposal: Proposal) -> str:
    find = proposal.find
    if not find.licence:
        return "its feed names no licence that lets others print it"
    if not find.html:
        return "its feed has no more than a summary"
    return "its feed does not say when it appeared, which a credit has to"


def _list_front(proposal: Proposal, uid: str, today: date) -> Iterator[str]:
    find = proposal.find
    assert find.published is not None  # the body was written
    yield f"title: {_quote(find.title)}"
    yield f"uid: {uid}"
    yield f"date: {today.isoformat()}"
    if find.summary:
        yield f"description: {_quote(shorten(find.summary, _DESCRIPTION))}"
    yield f"canonical: {_quote(find.url)}"
    yield "also_on:"
    yield f"  - name: {_quote(proposal.source.name)}"
    yield f"    url: {_quote(find.url)}"
    yield f"    date: {find.published.date().isoformat()}"
    yield f"licence: {find.licence}"
    yield "reprint: no  # whoever wants to print it asks them"
    yield "draft: true"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
