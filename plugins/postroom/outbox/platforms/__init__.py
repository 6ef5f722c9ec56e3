"""One way out per module; `platform` says what they have in common."""
