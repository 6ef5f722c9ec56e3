"""An offer becomes the words of a message, in a template that its author owns."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jinja2 import TemplateError

from postroom.errors import PostroomError
from postroom.kits.kit import Kit
from postroom.kits.lengths import Length
from postroom.model.formats import FormatName
from postroom.model.group import Group
from postroom.model.licence import Licence
from postroom.model.post import Post
from postroom.model.text import join_names
from postroom.offers.fit import find_fit, say_range
from postroom.offers.situation import Situation
from postroom.toolbox.templates import Templates

TEMPLATE = "offer/message.txt"
Way = Literal["below", "attached", "linked"]

_HEAD = re.compile(r"\s*Subject:[ \t]*(\S[^\n]*)\n\s*\n(.*)", re.S)
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Offer:
    """Everything that a message to an editor can say; templates know it by these names."""

    newsletter: str
    editor: str
    """The editor's name; empty if nobody said."""

    sender: str
    """The name of whoever writes; empty if nobody said."""

    title: str
    byline: str
    """Who wrote it; empty if nobody is named."""

    standfirst: str
    """One sentence on it; may be empty."""

    words: int
    takes: str
    """How many words they print, such as "250 to 500", if these are; else empty."""

    topics: str
    """What it is on, of what they look for, such as "communities and thanks"."""

    format: FormatName
    way: Way
    """Whether the text stands below the message, is attached, or linked alone."""

    kit: str
    """The address of the reprint kit; empty if there is none."""

    home: str
    """The address of the essay."""

    deadline: date | None
    """When their next issue closes."""

    licence: Licence
    not_before: date | None
    note: str
    """What the essay's author asks of editors."""

    ask_first: bool
    """Whether editors have to ask before they print it; the note may say so."""

    alone: int
    """For so many days they want it to themselves."""

    third_person: bool
    """Whether they print nothing that says "I"."""

    bio: str
    """Who wrote it, in about 50 words."""

    printed: str
    """The title of the last text they printed; empty before the first."""

    printed_on: date | None
    replies: int
    """How many readers wrote because of that."""

    @property
    def is_own(self) -> bool:
        """Whether whoever writes the message wrote the essay, too."""
        return self.sender == self.byline != ""


def compose_offer(  # noqa: PLR0913 - each says something else of it
    situation: Situation,
    group: Group,
    post: Post,
    *,
    kit: Kit,
    length: Length,
    format: FormatName,
    way: Way,
    kit_url: str = "",
    editor: str = "",
    sender: str = "",
) -> Offer:
    """Collect what a message says; ``kit`` has the addresses that this group gets."""
    last = situation.printed_by(group)
    least, most = group.wants.words or (0, -1)
    return Offer(
        newsletter=group.title,
        editor=editor,
        sender=sender,
        title=kit.title,
        byline=kit.byline,
        standfirst=kit.standfirst,
        words=length.words,
        takes=say_range(group) if least <= length.words <= most else "",
        topics=join_names([*find_fit(situation, group, post).topics]),
        format=format,
        way=way,
        kit=kit_url,
        home=kit.home,
        deadline=situation.closings[group.id],
        licence=kit.licence,
        not_before=_still_to_come(kit.not_before, situation.today),
        note=kit.note,
        ask_first=kit.permission == "ask",
        alone=group.wants.exclusive_days,
        third_person=group.wants.third_person,
        bio=" ".join(who.bio_50 for who in kit.contributors if who.bio_50),
        printed=situation.title_of(last) if last else "",
        printed_on=last.published if last else None,
        replies=last.replies if last else 0,
    )


def _still_to_come(day: date | None, today: date) -> date | None:
    return day if day and day > today else None


def render_message(offer: Offer, templates: Templates) -> tuple[str, str]:
    """Write the subject and the text of a message; what a person must write says TK.

    Raises:
        PostroomError: The template cannot be used.
    """
    plain = templates.environment.overlay(autoescape=False)
    try:
        rendered = plain.get_template(TEMPLATE).render(vars(offer), is_own=offer.is_own)
    except _MISTAKES as error:
        line = getattr(error, "lineno", None)
        place = f"templates/{TEMPLATE}{f':{line}' if line else ''}"
        raise PostroomError(f"{place}: {error}\n    fix: {_FIX}") from error
    parts = _HEAD.fullmatch(rendered)
    if parts is None:
        raise PostroomError(
            f"templates/{TEMPLATE}: it does not begin with a subject\n"
            "    fix: begin it with a line `Subject: ...` and an empty line"
        )
    return parts[1].strip(), _GAPS.sub("\n\n", parts[2]).strip() + "\n"


_MISTAKES = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)
"""What a template's author can do wrong."""

_FIX = "mend it, or take it out to use the one that Postroom has"
