"""What the engine rendered of posts and letters: kept once, asked for by their files."""

from postroom.model.fragment import Fragment


class Fragments:
    """The fragments of an edition; the engine fills it, everything else only asks."""

    def __init__(self) -> None:
        """Begin with nothing rendered."""
        self._by_path: dict[str, Fragment] = {}

    def keep(self, path: str, fragment: Fragment) -> None:
        """Keep what was made of a file."""
        self._by_path[path] = fragment

    def of(self, path: str) -> Fragment:
        """Give what was made of a file.

        Raises:
            LookupError: Nothing was: it was asked for too early, or not rendered at all.
        """
        try:
            return self._by_path[path]
        except KeyError:
            raise LookupError(f"{path} was asked for before it was rendered") from None
