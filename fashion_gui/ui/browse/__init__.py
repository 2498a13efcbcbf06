"""The page Browse: all images, each with its prediction."""
