"""Essays and community items in; a website, feeds, share pages out."""

from postroom.errors import ContentError, Place, PostroomError, Problem

__all__ = ["ContentError", "Place", "PostroomError", "Problem", "__version__"]

__version__ = "0.1.0"
