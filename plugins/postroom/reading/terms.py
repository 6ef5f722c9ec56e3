"""Tags and categories that differ by case become one, as most posts write it.

In Material's blog, so do categories of one address, as the newest post writes it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from postroom.errors import Problem
from postroom.model.options import Options
from postroom.reading.posts import Manuscript

_KINDS = ("categories", "tags")


def unify_terms(
    manuscripts: Sequence[Manuscript], options: Options
) -> tuple[tuple[Manuscript, ...], tuple[Problem, ...]]:
    """Write every term alike, and remark once on each that somebody wrote otherwise.

    Of two that are as frequent the newest post decides; a category that
    `categories_allowed` lists stays as it is there.
    """
    remarks: list[Problem] = []
    unified = tuple(manuscripts)
    for kind in _KINDS:
        spelled = _choose(manuscripts, kind, options)
        told: set[str] = set()
        if spelled:
            unified = tuple(_write(m, kind, spelled, told, remarks) for m in unified)
    return unified, tuple(remarks)


def _choose(
    manuscripts: Sequence[Manuscript], kind: str, options: Options
) -> Mapping[str, str]:
    """The spelling of each name that is to be written otherwise."""
    if kind == "categories" and options.layout == "material-blog":
        return _choose_newest(manuscripts, options)
    listed = options.categories_allowed if kind == "categories" else ()
    counted = Counter(name for m in manuscripts for name in getattr(m.post, kind))
    by_sound: dict[str, list[str]] = {}
    for name in counted:
        by_sound.setdefault(name.casefold(), []).append(name)
    chosen: dict[str, str] = {}
    for names in by_sound.values():
        if len(names) > 1:
            allowed = [name for name in names if name in listed]
            best = max(allowed or names, key=counted.__getitem__)
            chosen |= {name: best for name in names if name != best}
    return chosen


def _choose_newest(
    manuscripts: Sequence[Manuscript], options: Options
) -> Mapping[str, str]:
    """The name of each category whose page has another one there."""
    listed = sorted(manuscripts, key=lambda m: not m.post.pin)  # as lists have them
    names = dict.fromkeys(name for m in listed for name in m.post.categories)
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(options.term_slug(name), name)
    chosen = {name: first[options.term_slug(name)] for name in names}
    return {name: best for name, best in chosen.items() if name != best}


def _write(
    manuscript: Manuscript,
    kind: str,
    spelled: Mapping[str, str],
    told: set[str],
    remarks: list[Problem],
) -> Manuscript:
    names: tuple[str, ...] = getattr(manuscript.post, kind)
    others = [name for name in names if name in spelled]
    if not others:
        return manuscript
    for name in others:
        if name not in told:
            told.add(name)
            remarks.append(
                Problem(
                    manuscript.document.place(manuscript.post.path, (kind,)),
                    f"{name!r} is filed under {spelled[name]!r}",
                    f"write {spelled[name]!r}",
                    is_fatal=False,
                )
            )
    unified = tuple(dict.fromkeys(spelled.get(name, name) for name in names))
    update = {kind: unified, "rubrics": names} if kind == "categories" else {kind: unified}
    return replace(manuscript, post=manuscript.post.model_copy(update=update))
