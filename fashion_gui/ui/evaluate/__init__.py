"""The page Evaluate: how good the network is, with links to the images behind each figure."""
