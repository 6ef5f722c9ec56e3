"""What somebody sent in becomes a checked item file, and an answer to who sent it."""
