"""What pages of ours that stand alone may load: their own style, script and pictures."""

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from postroom.toolbox.templates import Templates


def forbid_all_but(css: str, *scripts: str, pictures: Iterable[str] = ()) -> str:
    """Forbid everything but a page's own style, scripts, data blocks and pictures.

    Args:
        css: What stands in its `style` element.
        scripts: What stands in its `script` elements, data blocks too.
        pictures: Addresses of pictures from elsewhere, if there are any.

    Source:
        Content Security Policy Level 3, 2.3 and 6.7.
    """
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in pictures if url}
    shown = " ".join(["'self'", *sorted(origins)])
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        "default-src 'none'; connect-src 'self'; "
        f"style-src '{_hash(css)}'; script-src {allowed}; "
        f"img-src {shown}; font-src 'self'; base-uri 'none'; form-action 'none'"
    )


def write_style(templates: Templates, root: str, *sheets: str) -> str:
    """Put the house's face before some sheets; ``root`` leads up to where it lies."""
    faces = templates.read("share/faces.css")
    own = faces.replace("url(fonts/", f"url({root}assets/postroom/fonts/")
    return own + "".join(map(templates.read, sheets))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def local_address(address: str, base: str, root: str) -> str:
    """Write the address of a file of the site so that it loads from any host."""
    return root + address[len(base) :] if address.startswith(base) else address
