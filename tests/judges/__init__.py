"""Judges of what a build writes; they share no code with what they judge."""
