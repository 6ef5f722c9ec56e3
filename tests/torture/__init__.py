"""What is written can be trusted: commands are killed, starved, raced, and judged.

``python -m tests.torture`` runs all rounds; a smaller run is among the tests.
"""
