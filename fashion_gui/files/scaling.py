"""Scaling images to the size that networks expect."""

import numpy as np
from numpy.typing import NDArray


def scaled(images: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return images scaled to a size: larger ones are averaged, smaller ones interpolated.

    Each image keeps its proportions and lies in the middle of a black frame.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, any height, any width)
        Grey levels; at least one pixel each.
    height, width
        Of the result.

    Returns
    -------
    ndarray of uint8, shape (n_images, height, width)
    """
    from PIL import Image

    scale = min(height / images.shape[1], width / images.shape[2])
    rows, columns = (max(1, round(side * scale)) for side in images.shape[1:])
    way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    top, left = (height - rows) // 2, (width - columns) // 2
    result = np.zeros((len(images), height, width), np.uint8)
    for image, place in zip(images, result, strict=True):
        small = Image.fromarray(image).resize((columns, rows), way)
        place[top : top + rows, left : left + columns] = np.asarray(small)
    return result
