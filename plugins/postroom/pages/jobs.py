"""Open jobs become what search engines read of them."""

from collections.abc import Iterable
from typing import Any

from postroom.edition.edition import Edition
from postroom.model.newsletter import Newsletter, Printed
from postroom.pages.metadata import dump_json


def describe_jobs(
    edition: Edition, newsletter: Newsletter, printed: Iterable[Printed]
) -> str:
    """Describe jobs as JSON-LD that is safe inside a `script` element; may be empty.

    Source:
        https://schema.org/JobPosting.
    """
    jobs = [_describe(edition, newsletter, one) for one in printed]
    return dump_json({"@context": "https://schema.org", "@graph": jobs}) if jobs else ""


def _describe(edition: Edition, newsletter: Newsletter, printed: Printed) -> dict[str, Any]:
    item = printed.item
    site = edition.site
    place = str(item.answer("place"))
    known = {
        "@type": "JobPosting",
        "title": item.title,
        "description": edition.clean(item.text) or item.title,
        "datePosted": printed.issue.date.date().isoformat(),
        "validThrough": _moment(item.moment("closes")),
        "hiringOrganization": {
            "@type": "Organization",
            "name": item.answer("organisation"),
        },
        **(_anywhere(place) if item.answer("remote") == "remote" else _somewhere(place)),
        "directApply": False,
        "url": item.url or "",
        "mainEntityOfPage": site.absolute(site.place_of(newsletter, printed)),
    }
    return {key: value for key, value in known.items() if value not in ("", None)}


def _somewhere(place: str) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": place}
    return {"jobLocation": {"@type": "Place", "address": address}}


def _anywhere(place: str) -> dict[str, Any]:
    """A job without a place says where its people may live."""
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "AdministrativeArea", "name": place},
    }


def _moment(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if value else ""
