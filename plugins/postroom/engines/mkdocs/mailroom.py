"""Where newsletters come from: the files of issues and items of a MkDocs site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs.structure.files import File

from postroom.model.imprint import NewsletterOptions
from postroom.model.options import Options
from postroom.reading.items import decode_index, encode_index, index_key
from postroom.reading.newsletters import NewsletterLibrary, read_newsletter
from postroom.toolbox.cache import Cache

_INDEX = "items"


@dataclass
class Mailroom:
    """The files of one newsletter."""

    options: NewsletterOptions
    folder: str
    """Below the content folder."""

    issues: dict[str, File] = field(default_factory=dict)
    items: dict[str, File] = field(default_factory=dict)

    def take(self, file: File) -> bool:
        """Keep a file if it belongs to the newsletter."""
        for name, kept in (("issues", self.issues), ("items", self.items)):
            if file.src_uri.startswith(f"{self.folder}/{name}/"):
                kept[file.src_uri] = file
                return True
        return False

    def read(self, posts: Mapping[str, str], cache: Cache) -> NewsletterLibrary:
        """Read everything; items that did not change come from the cache."""
        key = f"{self.folder}\n{index_key()}"
        stored = cache.find(_INDEX, key)
        known = decode_index(stored) if stored else {}
        archive = read_newsletter(
            self.options,
            issues=_contents(self.issues),
            items=_contents(self.items),
            posts=posts,
            known=known,
        )
        if archive.items.index.keys() != known.keys():
            cache.keep(_INDEX, key, encode_index(archive.items.index))
        return archive


def folder_of(newsletter: NewsletterOptions, options: Options) -> str:
    """Where a newsletter's files are, below the content folder."""
    return "/".join(part for part in (options.blog_dir, newsletter.folder) if part)


def _contents(files: Mapping[str, File]) -> Iterator[tuple[str, bytes]]:
    for path, file in sorted(files.items()):
        yield path, file.content_bytes
