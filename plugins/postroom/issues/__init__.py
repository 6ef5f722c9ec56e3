"""A newsletter becomes the draft of an issue; an issue, what should not go out."""
