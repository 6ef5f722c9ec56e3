"""A site and its fragments become all that is derived once."""
