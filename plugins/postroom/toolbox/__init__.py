"""What several rooms borrow: templates, wrapping, HTML walking, wording, files, cache."""
