"""What leaves the house: what is handed over, to whom, and how; never from a build."""
