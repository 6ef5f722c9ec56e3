"""The figures of a portfolio once more: plain loops over what files say."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

KINDS = "association alumni employer faith hobby neighbourhood online".split()
ORDER = "offered reminded accepted declined published replied thanked".split()
"""What happens first on one day."""

Groups = list[dict[str, Any]]
Steps = list[dict[str, Any]]


def recount(groups: Groups, steps: Steps, since: date, until: date) -> dict[str, Any]:
    """Reckon everything that `postroom portfolio --json` says, except titles.

    Args:
        groups: Each with `id`, `name`, `kind` and, if it is one, `platform`.
        steps: Each with `group`, `subject`, `move`, `date`, `path` and maybe `replies`.
    """
    ours = [g for g in groups if "platform" not in g]
    ours.sort(key=lambda g: g["id"])
    stories = _tell_stories(steps, until)
    near = {k: s for k, s in stories.items() if k[0] in [g["id"] for g in ours]}
    total = _count(near.values(), since, until)
    whole = total["published"]
    by_group, by_kind = [], []
    for group in ours:
        own = [story for (id_, _), story in near.items() if id_ == group["id"]]
        facts = {"id": group["id"], "name": group["name"], "kind": group["kind"]}
        by_group.append({**facts, **_share(_count(own, since, until), whole)})
    for kind in KINDS:
        ids = [group["id"] for group in ours if group["kind"] == kind]
        own = [story for (id_, _), story in near.items() if id_ in ids]
        facts = {"kind": kind, "groups": len(ids)}
        by_kind.append({**facts, **_share(_count(own, since, until), whole)})
    months = _count_months(near.values(), since, until)
    idle = [m["month"] for m in months if m["whole"] and m["published"] == 0]
    platforms = [
        {
            "id": g["id"],
            "name": g["name"],
            **_count([s for (i, _), s in stories.items() if i == g["id"]], since, until),
        }
        for g in sorted(groups, key=lambda g: g["id"])
        if "platform" in g
    ]
    return {
        "since": str(since),
        "until": str(until),
        "total": total,
        "effective_groups": _spread([g["published"] for g in by_group]),
        "effective_kinds": _spread([k["published"] for k in by_kind]),
        "groups": _ranked(by_group),
        "kinds": _ranked(by_kind),
        "months": months,
        "months_without_a_placement": idle,
        "longest_gap": _longest_run(months),
        "travels": _count_travels(near, since, until),
        "never_offered": [
            g["name"]
            for g in ours
            if not any(
                step["group"] == g["id"]
                and step["move"] == "offered"
                and step["date"] <= until
                for step in steps
            )
        ],
        "silent": _find_silent(ours, near, since, until),
        "missing_kinds": [k for k in KINDS if k not in [g["kind"] for g in ours]],
        "announcements": _ranked(platforms),
    }


def rounded(value: Any) -> Any:
    """Round every fraction in a value as it is written."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return round(float(value), 4) if isinstance(value, Fraction) else value


def _tell_stories(steps: Steps, until: date) -> dict[tuple[str, str], Steps]:
    stories: dict[tuple[str, str], Steps] = {}
    known = [step for step in steps if step["date"] <= until]
    for step in sorted(known, key=lambda s: (s["date"], ORDER.index(s["move"]), s["path"])):
        stories.setdefault((step["group"], step["subject"]), []).append(step)
    return stories


def _first(story: Steps, *moves: str) -> date | None:
    for step in story:
        if step["move"] in moves:
            return step["date"]
    return None


def _end(story: Steps) -> str:
    end = "offered"
    for step in story:
        if end == "published" and step["move"] != "declined":
            continue  # what was printed stays printed
        if step["move"] in ("offered", "accepted", "declined", "published"):
            end = step["move"]
    return end


def _count(stories: Any, since: date, until: date) -> dict[str, Any]:
    offered = accepted = declined = appeared = published = replies = 0
    waits = []
    for story in stories:
        asked, end = _first(story, "offered"), _end(story)
        if asked and since <= asked <= until:
            offered += 1
            accepted += end in ("accepted", "published")
            declined += end == "declined"
            appeared += end == "published"
            answer = _first(story, "accepted", "declined", "published")
            if answer and answer >= asked:
                waits.append((answer - asked).days)
        out = _first(story, "published")
        if end == "published" and out and since <= out <= until:
            published += 1
        for step in story:
            if since <= step["date"] <= until:
                replies += step.get("replies", 0)
    answered = accepted + declined
    return {
        "offered": offered,
        "answered": answered,
        "accepted": accepted,
        "declined": declined,
        "open": (offered - answered) + (accepted - appeared),
        "answer_rate": Fraction(answered, offered) if offered else None,
        "acceptance_rate": Fraction(accepted, answered) if answered else None,
        "median_days": _median(waits),
        "published": published,
        "replies": replies,
        "replies_each": Fraction(replies, published) if published else None,
    }


def _median(values: list[int]) -> Fraction | None:
    values = sorted(values)
    while len(values) > 2:
        values = values[1:-1]
    return Fraction(sum(values), len(values)) if values else None


def _share(counted: dict[str, Any], whole: int) -> dict[str, Any]:
    share = Fraction(counted["published"], whole) if whole else None
    return {"share": share, **counted}


def _spread(counts: list[int]) -> Fraction | None:
    whole = sum(counts)
    if not whole:
        return None
    return 1 / sum(Fraction(count, whole) ** 2 for count in counts)


def _ranked(held: Groups) -> Groups:
    def rank(one: dict[str, Any]) -> tuple[int, ...]:
        return (one["published"], one["replies"], one["offered"], one.get("groups", 1))

    return sorted(held, key=rank, reverse=True)


def _count_months(stories: Any, since: date, until: date) -> list[dict[str, Any]]:
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    months: dict[str, dict[str, Any]] = {}
    for day in days:
        name = f"{day:%Y-%m}"
        fresh = {"month": name, "offered": 0, "published": 0, "replies": 0}
        months.setdefault(name, fresh).setdefault("days", []).append(day.day)
    for story in stories:
        asked, out = _first(story, "offered"), _first(story, "published")
        if asked in days:
            months[f"{asked:%Y-%m}"]["offered"] += 1
        if _end(story) == "published" and out in days:
            months[f"{out:%Y-%m}"]["published"] += 1
        for step in story:
            if step["date"] in days:
                months[f"{step['date']:%Y-%m}"]["replies"] += step.get("replies", 0)
    for name, month in months.items():
        covered = month.pop("days")
        year, number = int(name[:4]), int(name[5:])
        following = date(year + number // 12, number % 12 + 1, 1)
        month["whole"] = len(covered) == (following - timedelta(days=1)).day
    return list(months.values())


def _longest_run(months: list[dict[str, Any]]) -> list[str]:
    longest: list[str] = []
    run: list[str] = []
    for month in months:
        is_idle = month["whole"] and not month["published"]
        run = [*run, month["month"]] if is_idle else []
        if run and len(run) >= len(longest):
            longest = run
    return longest


def _count_travels(
    stories: dict[tuple[str, str], Steps], since: date, until: date
) -> list[dict[str, Any]]:
    subjects = sorted({subject for _, subject in stories})
    counted = []
    for subject in subjects:
        own = _count([s for (_, t), s in stories.items() if t == subject], since, until)
        if own["published"] or own["replies"]:
            facts = {key: own[key] for key in ("published", "replies")}
            counted.append({"subject": subject, **facts})
    return sorted(counted, key=lambda t: (t["published"], t["replies"]), reverse=True)


def _find_silent(
    groups: Groups, stories: dict[tuple[str, str], Steps], since: date, until: date
) -> list[dict[str, Any]]:
    found = []
    for group in groups:
        late = []
        for (id_, _), story in stories.items():
            asked = [step["date"] for step in story if step["move"] == "offered"]
            if id_ != group["id"] or _end(story) != "offered" or not asked:
                continue
            if asked[0] >= since and (until - asked[-1]).days > 30:
                late.append(asked[-1])
        if late:
            facts = {"since": str(min(late)), "offers": len(late)}
            found.append({"group": group["name"], **facts})
    return sorted(found, key=lambda silence: silence["since"])
