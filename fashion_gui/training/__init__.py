"""Training: recipes, the training generator, and what it needs."""
