"""Evaluation: how good predictions are, and which images are behind each figure."""
