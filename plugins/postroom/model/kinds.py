"""The kinds of items that a community sends in: one row each; all else follows.

Models, forms, columns of a table, checks, the wording of pages and mails, feeds and the
guide are all made from `KINDS`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "line", "text", "url", "moment", "date", "zone", "choice", "reach", "repeat"
]


@dataclass(frozen=True)
class Field:
    """One question of a kind's form, one key of its files."""

    name: str
    """The key in front matter; `text` is the Markdown below it."""

    label: str
    """The question, as a form, a column and a letter ask it."""

    type: FieldType = "line"
    """line: plain text; text: a little Markdown; url: a web address; moment: a local date
    and time, or a whole day; date: a day; repeat: a rule of RFC 5545; zone: an IANA time
    zone; choice: one of `options`; reach: a web address, or a public e-mail address if its
    owner allows."""

    required: bool = False
    least: int = 1
    most: int = 120
    """Characters, where it is text."""

    help: str = ""
    """A sentence under the question."""

    example: str = ""
    options: tuple[str, ...] = ()
    fact: str = ""
    """How the answer is said below an item's title, `{}` being the answer; else it has a
    place of its own."""


@dataclass(frozen=True)
class Kind:
    """One kind of item."""

    name: str
    """The value of `kind` in front matter."""

    plural: str
    """Part of the addresses of its page and feeds."""

    heading: str
    """The title of its section, unless a newsletter says otherwise."""

    about: str
    """What belongs here, for those who submit."""

    fields: tuple[Field, ...]
    begins: str = ""
    """The field by which its items are ordered, and after which they are over."""

    ends: str = ""
    """The field that says when an item is over, if it is not `begins`."""

    repeats: str = ""
    """The field that says on which days it begins again."""

    needs_one_of: tuple[str, ...] = ()
    """Fields of which at least one must be answered."""

    told_apart_by: tuple[str, ...] = ()
    """Fields that make two items different although title or address are the same."""

    days: int = 60
    """How long an item that names no end stands."""

    is_on_front: bool = False
    """Whether the front page lists what stands of it."""

    schema: str = ""
    """What search engines know it as, such as `JobPosting` (schema.org); each printed item
    of such a kind has a page of its own."""

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Its own questions, then those that every form asks."""
        return (*self.fields, *COMMON)

    @property
    def asks(self) -> Iterator[Field]:
        """The fields that front matter has; `text` stands below it."""
        return (field for field in self.all_fields if field.name != "text")

    @property
    def has_times(self) -> bool:
        """Whether it belongs into a calendar."""
        begins = self.field(self.begins)
        return begins is not None and begins.type == "moment"

    def field(self, name: str) -> Field | None:
        """Look up one of its fields."""
        return next((field for field in self.all_fields if field.name == name), None)


COMMON = (
    Field(
        "by",
        "Your name",
        most=80,
        help="As it should stand under the item. Leave it empty to stay unnamed.",
        example="Rosa Lindqvist",
    ),
    Field(
        "by_url",
        "A public page of yours",
        "url",
        help="Your name will lead there. Please no e-mail address.",
        example="https://rosa.example.org/",
    ),
)
"""What every form asks at its end."""

CONSENT = (
    "I may share this, it is not copied from behind a paywall, and it may be published "
    "under the newsletter's licence."
)
"""What everyone who submits has to say."""

PUBLIC_MAIL = "The e-mail address in my answers is mine, and everybody may see it."
"""What allows a bare e-mail address to be published."""

_REACH_HELP = "A page, a profile or a form that anybody can open."

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "event",
            "events",
            "Events",
            "Something people can come to, on a given day, in a room or online.",
            (
                Field("title", "What is it called?", required=True, least=4,
                      example="Second Tuesday: a table for people between jobs"),
                Field("start", "When does it begin?", "moment", required=True,
                      help="Local date and time; a day alone if it lasts all day.",
                      example="2026-12-08 18:30"),
                Field("end", "When does it end?", "moment", example="2026-12-08 21:00"),
                Field("repeats", "Does it repeat?", "repeat",
                      help="On which days, and until when.",
                      example="every Tuesday until 22 December 2026"),
                Field("zone", "In which time zone?", "zone", required=True,
                      help="Continent and city, as in Europe/London.",
                      example="Europe/London"),
                Field("place", "Where is it?", help="Venue and town.", fact="{}",
                      example="Chapel Allerton Library, Leeds"),
                Field("online", "Where does one join online?", "url", fact="{}",
                      example="https://meet.example.org/second-tuesday"),
                Field("url", "Which page has the details?", "url",
                      example="https://secondtuesday.example.org/december"),
                Field("text", "What should people know?", "text", most=800,
                      help="Two or three sentences."),
            ),
            begins="start",
            ends="end",
            repeats="repeats",
            needs_one_of=("place", "online"),
            told_apart_by=("start",),
            schema="Event",
        ),
        Kind(
            "job",
            "jobs",
            "Jobs",
            "A paid role that somebody in the community would recommend to a friend.",
            (
                Field("title", "What is the role?", required=True, least=3,
                      example="Lift service planner"),
                Field("organisation", "Who is hiring?", required=True, fact="{}",
                      example="Humber Lifts Co-operative"),
                Field("place", "Where is it?", required=True, fact="{}",
                      help="Town and country, or Anywhere.", example="Hull, England"),
                Field("remote", "Can it be done from elsewhere?", "choice", required=True,
                      options=("on site", "hybrid", "remote"), fact="{}"),
                Field("salary", "What does it pay?", fact="{}",
                      help="A range helps everybody.", example="£34,000 to £38,000"),
                Field("closes", "Until when can one apply?", "date", fact="closes {}",
                      example="2026-12-18"),
                Field("url", "Where does one apply?", "url", required=True,
                      example="https://humberlifts.example.org/jobs/planner"),
                Field("text", "What should people know?", "text", most=800,
                      help="Who would be happy in it? Two or three sentences."),
            ),
            begins="closes",
            told_apart_by=("title", "organisation"),
            schema="JobPosting",
        ),
        Kind(
            "ask",
            "asks",
            "Asks",
            "Something you need that somebody here may have: an hour, an answer, a name.",
            (
                Field("title", "What are you looking for?", required=True, least=8,
                      example="Someone who has closed a choir and stayed friends"),
                Field("who", "Who is asking?", most=120, fact="{}",
                      example="A chair of a small choir in Bergen"),
                Field("reach", "How can people reach you?", "reach", required=True,
                      help=_REACH_HELP, fact="{}",
                      example="https://bergenchoir.example.org/contact"),
                Field("until", "Until when do you need it?", "date", fact="until {}",
                      example="2026-12-31"),
                Field("text", "Tell a little more", "text", least=20, most=800,
                      required=True, help="What have you tried? What would help most?"),
            ),
            begins="until",
            is_on_front=True,
        ),
        Kind(
            "offer",
            "offers",
            "Offers",
            "Something you would give away: time, a spare ticket, a desk, a read-through.",
            (
                Field("title", "What are you offering?", required=True, least=8,
                      example="An hour on reading your first balance sheet"),
                Field("who", "Who is offering it?", most=120, fact="{}",
                      example="A retired auditor"),
                Field("reach", "How can people reach you?", "reach", required=True,
                      help=_REACH_HELP, fact="{}",
                      example="https://calendar.example.org/hour"),
                Field("until", "Until when does it stand?", "date", fact="until {}",
                      example="2027-01-31"),
                Field("text", "Tell a little more", "text", least=20, most=800,
                      required=True, help="Who is it for, and what is it not?"),
            ),
            begins="until",
            is_on_front=True,
        ),
        Kind(
            "link",
            "links",
            "Worth your time",
            "An article, a talk, a book or a tool that was worth your own time.",
            (
                Field("title", "What is it called?", required=True, least=4,
                      help="The title of the page itself.",
                      example="How to run a meeting nobody dreads"),
                Field("url", "Where is it?", "url", required=True,
                      example="https://journal.example.org/meetings"),
                Field("text", "Why is it worth the time?", "text", required=True,
                      least=20, most=600, help="One to three sentences of your own."),
            ),
        ),
        Kind(
            "news",
            "news",
            "News",
            "Something that happened, or will: a new group, a prize, a move, an ending.",
            (
                Field("title", "What happened?", required=True, least=8,
                      example="The Tuesday table opens a second room"),
                Field("url", "Is there a page about it?", "url",
                      example="https://secondtuesday.example.org/rooms"),
                Field("text", "Tell it in a few sentences", "text", required=True,
                      least=20, most=800),
            ),
        ),
        Kind(
            "welcome",
            "welcomes",
            "Welcome",
            "Someone who has just joined, and what one could talk to them about.",
            (
                Field("title", "Who is new?", required=True, least=2, most=80,
                      example="Priya Raman"),
                Field("does", "What do they do?", required=True, most=160, fact="{}",
                      example="Teaches mathematics, and mends accordions"),
                Field("helps", "What can they help with?", most=200,
                      fact="can help with {}", example="school applications"),
                Field("url", "Do they have a page?", "url",
                      example="https://priya.example.org/"),
                Field("text", "What else should we know?", "text", most=500),
            ),
            told_apart_by=("title",),
            days=120,
        ),
        Kind(
            "kudos",
            "kudos",
            "Thanks",
            "A thank-you in public, to someone who gave something without being asked.",
            (
                Field("title", "Whom do you want to thank?", required=True, least=2,
                      most=80, example="Hattie Boateng"),
                Field("text", "What for?", "text", required=True, least=20, most=600,
                      help="One thing they did, and what came of it."),
                Field("url", "Is there a page about it?", "url"),
            ),
            told_apart_by=("text",),
            days=120,
        ),
    )
}  # fmt: skip
"""Every kind there is, in the order in which an issue shows them."""
