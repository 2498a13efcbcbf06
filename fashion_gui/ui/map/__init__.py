"""The page Map: all images on a plane."""
