"""The page Draw: a canvas, its tools and the network's prediction."""
