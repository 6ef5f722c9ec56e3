"""Open jobs become what search engines read of them."""

from collections.abc import Iterable
from typing import Any

from postroom.model.newsletter import Newsletter, Printed
from postroom.pages.edition import Edition
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
    remote = item.answer("remote")
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
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": item.answer("place")},
        },
        "jobLocationType": "TELECOMMUTE" if remote == "remote" else "",
        "url": item.url or "",
        "mainEntityOfPage": site.absolute(site.place_of(newsletter, printed)),
    }
    return {key: value for key, value in known.items() if value}


def _moment(value: Any) -> str:
    return value.isoformat().replace("+00:00", "Z") if value else ""
