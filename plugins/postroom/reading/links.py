"""Links between Markdown files: which of them lead to what nobody can see yet."""

import re
from collections.abc import Iterator, Mapping

from postroom.errors import Place, Problem
from postroom.model.address import MARKDOWN, join_path
from postroom.model.post import Post

_ENDING = "|".join(map(re.escape, MARKDOWN))
_TARGET = re.compile(
    rf"\]\(<?((?:(?!\]\()[^)\s>])+(?:{_ENDING}))(?:#[^)\s>]*)?>?(?:\s+[^)]*)?\)"
    rf"|\]:\s*((?:(?!\]:)\S)+(?:{_ENDING}))(?![\w.-])"
)


def find_hidden_links(
    path: str, text: str, first_line: int, hidden: Mapping[str, Post]
) -> Iterator[Problem]:
    """Find the links of a public text to drafts and scheduled posts.

    Args:
        path: The file that the text is from.
        text: Its Markdown.
        first_line: The line of the file on which the text begins, from 1.
        hidden: Posts that readers cannot see yet, by path.
    """
    for found in _TARGET.finditer(blank_code(text)):
        target = hidden.get(join_path(path, found[1] or found[2]))
        if target is not None:
            yield Problem(
                Place(path, first_line + text.count("\n", 0, found.start())),
                f"a link to {target.path}, which is {tell_state(target)}",
                "publish that post first, or take the link out",
                is_fatal=False,
            )


def tell_state(post: Post) -> str:
    """Say why readers cannot see a post."""
    return "a draft" if post.draft else f"scheduled for {post.published:%Y-%m-%d}"


def blank_code(body: str) -> str:
    """Blank out code, keeping every character's place."""
    return _CODE.sub(lambda found: _NOT_LINE_END.sub(" ", found[0]), body)


_CODE = re.compile(
    r"^([ \t]*)(`{3,}|~{3,}).*?(?:^\1\2|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)", re.M | re.S
)
_NOT_LINE_END = re.compile(r"[^\n]")
