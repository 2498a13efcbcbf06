"""A few images as a batch would have them: to see what the settings of images do."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.training.batches import augmentation_of
from fashion_gui.training.drawings import rows_of_drawings
from fashion_gui.training.recipes import Recipe


class BatchPreview:
    """Changes the same photographs again and again, as different recipes would.

    Parameters
    ----------
    photos : ndarray of uint8, shape (n_images, height, width)
    """

    def __init__(self, photos: NDArray[np.uint8]) -> None:
        self._photos = photos
        self._drawings: NDArray[np.uint8] | None = None

    def images(self, recipe: Recipe) -> NDArray[np.uint8]:
        """Return them as a recipe has them: uint8 (n_images, height, width).

        With drawings, as many of them are some as in a batch. The same recipe makes the same
        images, and its chance is that of its seed, so that a changed setting changes nothing else.
        """
        augmentation = augmentation_of(recipe, self._photos, np.random.default_rng(recipe.seed))
        images = augmentation.gather(np.arange(len(self._photos))).copy()
        if recipe.drawings:
            _, places = rows_of_drawings(len(images), recipe.drawings_per_100)
            places = places[places < len(images)]
            images[places] = self._few_drawings(len(images))[: len(places)]
        return images

    def _few_drawings(self, n: int) -> NDArray[np.uint8]:
        if self._drawings is None:
            from fashion_gui.synthetic.doodles import draw_doodles

            self._drawings, _ = draw_doodles(n, np.random.default_rng(0))
        return self._drawings
