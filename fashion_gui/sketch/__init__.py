"""Drawings: strokes, and the 28x28 pixels that they make."""
