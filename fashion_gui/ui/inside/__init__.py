"""The page Inside: the picture on its way through the network."""
