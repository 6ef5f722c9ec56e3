"""MkDocs (and its drop-in forks): events in, calls of the core out."""
