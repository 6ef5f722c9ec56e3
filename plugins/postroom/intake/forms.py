"""The table of kinds becomes GitHub's issue forms: one for each kind."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from postroom.intake.names import BEFORE
from postroom.model.imprint import NewsletterOptions
from postroom.model.kinds import CONSENT, PUBLIC_MAIL, Field, Kind

_HEAD = "# Written by `postroom forms` from the table of kinds: change that, not this.\n"
_INTRO = (
    "{about}\n\nWhat you write here is public. An answer comes as a comment, within "
    "minutes, and another when an editor has decided."
)
_ELEMENTS = {"text": "textarea", "choice": "dropdown"}


def form_name(kind: Kind, newsletter: NewsletterOptions) -> str:
    """The file of a kind's form."""
    return f"{newsletter.id}-{kind.name}.yml"


def form_labels(kind: Kind, newsletter: NewsletterOptions) -> tuple[str, str]:
    """The labels that tell a submission and its kind; GitHub sets only what exists."""
    return (newsletter.label, kind.name)


def render_form(kind: Kind, newsletter: NewsletterOptions) -> str:
    """Render the form of a kind.

    Source:
        GitHub Docs, "Syntax for issue forms" and "Syntax for GitHub's form schema".
    """
    intro = {
        "type": "markdown",
        "attributes": {"value": _INTRO.format(about=kind.about)},
    }
    form = {
        "name": f"{newsletter.title}: {kind.name}",
        "description": kind.about,
        "title": f"{kind.name.capitalize()}: ",
        "labels": list(form_labels(kind, newsletter)),
        "body": [
            intro,
            *(_ask(field, newsletter) for field in kind.all_fields),
            _ask_consent(kind),
        ],
    }
    return _HEAD + _dump(form)


def _ask(field: Field, newsletter: NewsletterOptions) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label}
    limit = f"At most {field.most} characters." if field.type == "text" else ""
    if description := " ".join(part for part in (field.help, limit) if part):
        attributes["description"] = description
    if field.type == "choice":
        attributes["options"] = list(field.options)
    elif field.type == "zone":
        attributes["value"] = newsletter.zone
    elif field.example:
        attributes["placeholder"] = field.example
    return {
        "type": _ELEMENTS.get(field.type, "input"),
        "id": field.name,
        "attributes": attributes,
        "validations": {"required": field.required},
    }


def _ask_consent(kind: Kind) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{"label": CONSENT, "required": True}]
    if any(field.type == "reach" for field in kind.fields):
        options.append({"label": PUBLIC_MAIL})
    return {
        "type": "checkboxes",
        "id": "consent",
        "attributes": {"label": BEFORE, "options": options},
    }


def render_chooser(
    newsletters: Sequence[NewsletterOptions], *, submit_url: str = ""
) -> str:
    """Render what GitHub shows before its forms: a way for those without an account.

    Args:
        newsletters: The newsletters that the forms belong to.
        submit_url: The page that tells of other ways; left out if it is nowhere yet.
    """
    chooser: dict[str, Any] = {"blank_issues_enabled": True}
    if submit_url.startswith("https://"):
        titles = " and ".join(newsletter.title for newsletter in newsletters)
        way = {
            "name": "Send something in without a form",
            "url": submit_url,
            "about": f"What {titles} takes, until when, and the other ways to send it.",
        }
        chooser["contact_links"] = [way]
    return _HEAD + _dump(chooser)


def _dump(value: dict[str, Any]) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=88)


def list_questions(kind: Kind, newsletter: NewsletterOptions) -> Iterator[str]:
    """Write the questions of a kind as a letter asks them; answers stand behind them.

    Args:
        kind: What the letter sends in.
        newsletter: Whose time zone stands there already.
    """
    for field in kind.all_fields:
        options = f" ({', '.join(field.options)})" if field.options else ""
        known = newsletter.zone if field.type == "zone" else ""
        is_asked = field.label.endswith("?") and not options
        yield f"{field.label}{options}{'' if is_asked else ':'} {known}"
    if any(field.type == "reach" for field in kind.fields):
        yield "Mail is public (yes or no): "
    yield "I agree (yes or no): "
