"""Text becomes model values, or every problem in it."""
