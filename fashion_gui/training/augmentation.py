"""Augmentation: random changes that make every training image new in each epoch.

A shoe that points the other way, a shirt two pixels further down and a coat with a hole keep their
class. A whole batch is changed at once, without a loop over images.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.nn.layer import Arrays
from fashion_gui.nn.threads import Threads
from fashion_gui.training.warping import Warp


class Augmentation:
    """Gathers batches of images and changes them at random.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, height, width)
        The training images, of which a copy with a margin is kept.
    mirror
        Whether each image is mirrored with a probability of one half.
    shift
        Largest distance, in pixels, by which an image is moved in each direction.
    rotation, scale, elastic
        How images are turned, scaled and bent, after they were moved: see ``Warp``.
    erase
        Side, in pixels, of a square that is blacked out at a random position; 0 for none. It may
        extend beyond the image, so that corners are erased about as often as the middle.
    rng
        Random generator.
    threads
        Share the work of what takes long; results do not depend on them.
    """

    def __init__(
        self,
        images: NDArray[np.uint8],
        *,
        mirror: bool,
        shift: int,
        erase: int,
        rng: Generator,
        rotation: float = 0,
        scale: float = 0.0,
        elastic: float = 0.0,
        threads: Threads | None = None,
    ) -> None:
        self._mirror, self._shift, self._erase, self._rng = mirror, shift, erase, rng
        self._height, self._width = images.shape[1:]
        margin = ((0, 0), (shift, shift), (shift, shift))
        self._padded = np.pad(images, margin) if shift else images
        self._arrays = Arrays()
        self._warp: Warp | None = None
        if rotation or scale or elastic:
            size = self._height, self._width
            self._warp = Warp(
                *size, rotation=rotation, scale=scale, elastic=elastic, rng=rng, threads=threads
            )

    def gather(self, indices: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return the augmented images of those indices, uint8 (n_samples, height, width).

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
        # mode="clip", because "raise" would need a temporary array.
        np.take(self._padded.reshape(-1), places, out=images, mode="clip")
        if self._warp:
            self._warp(images)
        if self._erase:
            outside = self._is_outside(n, self._height)[:, :, np.newaxis]
            images *= outside | self._is_outside(n, self._width)[:, np.newaxis]
        return images

    def _offsets(self, n: int) -> NDArray[np.int64]:
        """Draw how far each image is moved, as an offset into its margin: shape (n, 1)."""
        return self._rng.integers(0, 2 * self._shift, (n, 1), endpoint=True)

    def _is_outside(self, n: int, length: int) -> NDArray[np.bool_]:
        """Draw the squares' positions along one axis: (n, length), False within the square."""
        centres = self._rng.integers(0, length, (n, 1))
        distances = np.arange(length) - (centres - self._erase // 2)
        return (distances < 0) | (distances >= self._erase)
