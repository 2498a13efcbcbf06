"""Drawings: strokes, pictures of drawings, and the 28x28 pixels that a network takes."""
