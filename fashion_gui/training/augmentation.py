"""Augmentation: training images that are never twice the same.

A shoe that looks the other way, a shirt that sits two pixels further down and a coat with a
hole are still what they were. A whole batch is changed at once, without a loop over images.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.nn.layer import Arrays


class Augmentation:
    """Gathers batches of images, changed by chance.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, height, width)
        Where the batches come from; a copy with a margin is kept.
    mirror
        Whether every second image is mirrored.
    shift
        Largest distance, in pixels, by which an image is moved in each direction.
    erase
        Side of a square, in pixels, that is blacked out somewhere; 0 for none. It may stick
        out of the image, so that its corners are seen as often as its middle.
    rng
        Source of chance.
    """

    def __init__(
        self,
        images: NDArray[np.uint8],
        *,
        mirror: bool,
        shift: int,
        erase: int,
        rng: Generator,
    ) -> None:
        self._mirror, self._shift, self._erase, self._rng = mirror, shift, erase, rng
        self._height, self._width = images.shape[1:]
        margin = ((0, 0), (shift, shift), (shift, shift))
        self._padded = np.pad(images, margin) if shift else images
        self._arrays = Arrays()

    def gather(self, indices: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return the images of those indices, shape (n_samples, height, width), changed.

        The next call overwrites them.
        """
        n = len(indices)
        n_rows, n_columns = self._padded.shape[1:]
        rows = np.arange(self._height) + self._offsets(n)
        columns = np.arange(self._width) + self._offsets(n)
        if self._mirror:
            is_mirrored = self._rng.random(n) < 0.5
            columns[is_mirrored] = columns[is_mirrored, ::-1]
        starts = (indices[:, np.newaxis] * n_rows + rows) * n_columns
        shape = (n, self._height, self._width)
        places = self._arrays.array("places", shape, np.intp)
        np.add(starts[:, :, np.newaxis], columns[:, np.newaxis], out=places)
        images: NDArray[np.uint8] = self._arrays.array("images", shape, np.uint8)
        # mode="clip", because "raise" would go through another, temporary array.
        np.take(self._padded.reshape(-1), places, out=images, mode="clip")
        if self._erase:
            outside = self._is_outside(n, self._height)[:, :, np.newaxis]
            images *= outside | self._is_outside(n, self._width)[:, np.newaxis]
        return images

    def _offsets(self, n: int) -> NDArray[np.int64]:
        """Draw how far each image is moved, as an offset into its margin: shape (n, 1)."""
        return self._rng.integers(0, 2 * self._shift, (n, 1), endpoint=True)

    def _is_outside(self, n: int, length: int) -> NDArray[np.bool_]:
        """Draw a square's place along one axis: False where it lies, shape (n, length)."""
        centres = self._rng.integers(0, length, (n, 1))
        distances = np.arange(length) - (centres - self._erase // 2)
        return (distances < 0) | (distances >= self._erase)
