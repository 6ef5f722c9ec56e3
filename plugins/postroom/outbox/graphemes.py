"""Text is counted and cut as readers see it: by graphemes, not by code points."""


def split_graphemes(text: str) -> list[str]:
    """Take text apart into what readers see as one character each.

    Source:
        Unicode Standard Annex 29, 3 (grapheme clusters), by way of the package regex.
    """
    import regex  # noqa: PLC0415 - only those who crosspost need it

    graphemes: list[str] = regex.findall(r"\X", text)
    return graphemes


def count_graphemes(text: str) -> int:
    """Count what readers see."""
    return len(text) if text.isascii() and "\r" not in text else len(split_graphemes(text))


def cut_graphemes(text: str, most: int) -> str:
    """Cut text at a word so that readers see at most ``most`` characters."""
    seen = split_graphemes(text)
    if len(seen) <= most:
        return text
    start = "".join(seen[: max(0, most - 1)])
    return start.rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…" if start else ""
