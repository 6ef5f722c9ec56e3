"""Identities for what is new: posts, issues, reprints."""

import secrets
import string


def random_uid() -> str:
    """Make an identity that nothing else has: 8 letters and digits."""
    alphabet = string.ascii_lowercase + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(8))
