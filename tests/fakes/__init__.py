"""Small real servers that stand in for those of others, on this machine only."""
