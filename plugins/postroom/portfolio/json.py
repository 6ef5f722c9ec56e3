"""The figures of a portfolio become JSON, for other programs."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from postroom.portfolio.holdings import Holding, OfferTally, Portfolio

_DECIMALS = 4


def render_json(portfolio: Portfolio, titles: Mapping[str, str]) -> str:
    """Render the figures; parts of a whole are from 0 to 1, and null of nothing."""
    period = portfolio.period
    record = {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "total": _tally(portfolio.total),
        "effective_groups": _decimal(portfolio.effective_groups),
        "effective_kinds": _decimal(portfolio.effective_kinds),
        "groups": [
            {"id": h.key, "name": h.name, "kind": h.kind, **_holding(h)}
            for h in portfolio.groups
        ],
        "kinds": [
            {"kind": h.kind, "groups": h.groups, **_holding(h)} for h in portfolio.kinds
        ],
        "months": [
            {
                "month": f"{month.first:%Y-%m}",
                "whole": month.is_whole,
                "offered": month.offered,
                "published": month.published,
                "replies": month.replies,
            }
            for month in portfolio.months
        ],
        "months_without_a_placement": [f"{d:%Y-%m}" for d in portfolio.idle_months],
        "longest_gap": [f"{d:%Y-%m}" for d in portfolio.longest_idle],
        "travels": [
            {
                "subject": t.subject,
                "title": titles.get(t.subject, ""),
                "published": t.published,
                "replies": t.replies,
            }
            for t in portfolio.travels
        ],
        "never_offered": list(portfolio.never_offered),
        "silent": [
            {"group": s.group, "since": s.since.isoformat(), "offers": s.offers}
            for s in portfolio.silent
        ],
        "missing_kinds": list(portfolio.missing_kinds),
        "announcements": [
            {"id": h.key, "name": h.name, **_tally(h.tally)}
            for h in portfolio.announcements
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _holding(holding: Holding) -> dict[str, Any]:
    return {"share": _decimal(holding.share), **_tally(holding.tally)}


def _tally(tally: OfferTally) -> dict[str, Any]:
    return {
        "offered": tally.offered,
        "answered": tally.answered,
        "accepted": tally.accepted,
        "declined": tally.declined,
        "open": tally.open,
        "answer_rate": _decimal(tally.answer_rate),
        "acceptance_rate": _decimal(tally.acceptance_rate),
        "median_days": _decimal(tally.median_wait),
        "published": tally.published,
        "replies": tally.replies,
        "replies_each": _decimal(tally.replies_each),
    }


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), _DECIMALS)
