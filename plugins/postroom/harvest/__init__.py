"""The feeds of others become proposals: what an editor may link to, or reprint."""
