"""What became of offers, and what fits whom, become what to do today."""
