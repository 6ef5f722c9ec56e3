"""What several rooms borrow."""
