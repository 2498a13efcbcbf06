"""The page Browse: all test images, each with its answer."""
