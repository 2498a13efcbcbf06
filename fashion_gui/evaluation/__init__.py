"""How good a network's answers are, and which images are behind each figure."""
