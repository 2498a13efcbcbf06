"""Line drawings of each class of clothes."""
