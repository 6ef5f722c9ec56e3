"""What the engine rendered becomes a clean fragment, once, for every output."""

from postroom.fragments.clean import make_fragment

__all__ = ["make_fragment"]
