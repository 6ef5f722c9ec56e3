"""What the engine rendered becomes a clean fragment, once, for every output."""

from postroom.fragments.clean import TooDeepError, make_fragment

__all__ = ["TooDeepError", "make_fragment"]
