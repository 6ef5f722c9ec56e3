"""Posts and fragments become blog views, share pages, cards and the feeds page."""
