"""Fashion-MNIST: 70,000 pictures of clothes in ten classes, 28x28 grey levels each.

Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
Machine Learning Algorithms", arXiv:1708.07747, 2017.
"""

from hashlib import sha256

from fashion_gui.data.dataset import Dataset

_IMAGES = "0c72c2e1c8fa4907b55dff049e61401c36bde312389b7866778191e70331fd5d"
_LABELS = "8ab940a680640f36c0bf1d2549cb2f3b3d4068c12547116cc7b1161b1d26663d"
"""SHA-256 of all images, as ``Dataset.digest``, and of all labels."""


def is_that(dataset: Dataset) -> bool:
    """Tell whether a data set has exactly the images and labels of Fashion-MNIST."""
    return dataset.digest == _IMAGES and sha256(dataset.labels.data).hexdigest() == _LABELS
