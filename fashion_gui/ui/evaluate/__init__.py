"""The page Evaluate: how good the network is, and a door to the images behind each figure."""
