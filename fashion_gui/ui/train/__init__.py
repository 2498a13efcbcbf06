"""The page Train: choose a recipe, start it, and watch it learn."""
