"""Words that several commands say."""


def count(number: int, noun: str) -> str:
    """Write a number with its noun: 1 post, 2 posts."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
