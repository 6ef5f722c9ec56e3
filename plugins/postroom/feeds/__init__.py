"""Posts and their fragments become RSS, Atom, JSON Feed, OPML and archives."""
