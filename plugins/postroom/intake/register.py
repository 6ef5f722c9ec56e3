"""What a newsletter has already, under what a submission is looked up by."""

from collections.abc import Mapping
from dataclasses import dataclass

from postroom.model.issue import Issue
from postroom.model.item import Item
from postroom.model.newsletter import Newsletter


@dataclass(frozen=True)
class Register:
    """The items of a newsletter by uid, and the public issues that list them by name."""

    by_uid: Mapping[str, Item]
    issues: Mapping[str, Issue]

    def holds(self, item: Item) -> bool:
        """Whether the same item, word for word, is there already."""
        known = self.by_uid.get(item.uid)
        return known is not None and known.model_dump() == item.model_dump()


_KEY = "_register"


def open_register(newsletter: Newsletter) -> Register:
    """Look a newsletter through; kept with it, so that a second time costs nothing."""
    kept = vars(newsletter)  # where `cached_property` keeps things, frozen or not
    if _KEY not in kept:
        kept[_KEY] = Register(
            {item.uid: item for item in newsletter.items.values()},
            {name: issue for issue in newsletter.public for name in issue.item_names},
        )
    register: Register = kept[_KEY]
    return register
