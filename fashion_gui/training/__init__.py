"""Training: recipes, the training generator, and how good a network is."""
