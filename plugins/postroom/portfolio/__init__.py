"""Groups and placements become figures; figures become a report, a page and JSON."""
