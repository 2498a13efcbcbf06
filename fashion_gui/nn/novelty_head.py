"""A small network on features that tells images of the classes from images of other things.

It learns from other things ("outlier exposure": Hendrycks, Mazeika and Dietterich, "Deep Anomaly
Detection with Outlier Exposure", arXiv:1812.04606, 2019), and tells some apart that lie near known
images in the few dimensions in which a novelty detector compares them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_MAX_VALUES = 4_000_000


@dataclass(frozen=True, eq=False)
class NoveltyHead:
    """Two layers: features of length 1, hidden units with ReLU, one number.

    Attributes
    ----------
    hidden : ndarray of float16, shape (n_features + 1, n_hidden)
        Weights of the hidden units, their biases in the last row.
    output : ndarray of float16, shape (n_hidden + 1,)
        Weights of the result, its bias last.

    Raises
    ------
    ValueError
        When the arrays do not fit together.
    """

    hidden: NDArray[np.float16]
    output: NDArray[np.float16]

    def __post_init__(self) -> None:
        n_hidden = self.hidden.shape[-1] if self.hidden.ndim == 2 else None
        for name, array, is_right in (
            ("hidden", self.hidden, n_hidden and len(self.hidden) >= 2),
            ("output", self.output, n_hidden and self.output.shape == (n_hidden + 1,)),
        ):
            if not is_right or array.dtype != np.float16 or array.size > _MAX_VALUES:
                raise ValueError(
                    f"Expected {name} of a novelty head as float16 of shape (n_features + 1, "
                    f"n_hidden) or (n_hidden + 1,), found {array.dtype} {array.shape}."
                )
            if not np.isfinite(array).all():
                raise ValueError(f"Expected finite numbers in {name} of a novelty head.")

    @property
    def n_features(self) -> int:
        """Number of values of the last hidden layer that it was made for."""
        return len(self.hidden) - 1

    def log_odds(self, units: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logarithms of the odds that images are of the classes, float32 (n_samples,).

        Parameters
        ----------
        units : ndarray of float32, shape (n_samples, n_features)
            Features of the last hidden layer, scaled to length 1.
        """
        hidden, output = self._as_floats
        active = np.maximum(units @ hidden[:-1] + hidden[-1], 0)
        found: NDArray[np.float32] = active @ output[:-1] + output[-1]
        return found

    @cached_property
    def _as_floats(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.hidden.astype(np.float32), self.output.astype(np.float32)
