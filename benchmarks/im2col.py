"""A convolution by "im2col" in plain NumPy, as the baseline for ours.

What the filters see at each position becomes a row, so that the rest is one matrix product: for the
outputs, for the gradient of the weights and for that of the rows. Images are (n_samples, height,
width, channels), "channels last": a line of a filter is then contiguous, so everything is copied at
once, without a loop over the positions in a filter. All arrays are allocated once.
"""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]


class Im2Col:
    """A convolution of stride 1 for one shape of images.

    Parameters
    ----------
    shape
        Samples, height, width and channels of the images.
    weights : ndarray, shape (kernel, kernel, channels before, channels after)
        Read in each pass, not copied.
    padding
        Zeros around the images.
    """

    def __init__(self, shape: tuple[int, int, int, int], weights: FloatArray, padding: int) -> None:
        n, height, width, c = shape
        self._kernel, _, _, self._channels = weights.shape
        self._inner = (
            slice(None),
            slice(padding, padding + height),
            slice(padding, padding + width),
        )
        down, across = (size + 2 * padding - self._kernel + 1 for size in (height, width))
        self._places = (n, down, across)
        dtype = weights.dtype
        self._weights = weights.reshape(-1, self._channels)
        self._padded = np.zeros((n, height + 2 * padding, width + 2 * padding, c), dtype)
        self._d_padded = np.zeros_like(self._padded)
        self._seen = self._lines_seen()
        n_rows, n_columns = n * down * across, len(self._weights)
        self._columns = np.empty((n_rows, n_columns), dtype)
        self._d_columns = np.empty((n_rows, n_columns), dtype)
        self._rows = np.empty((n_rows, self._channels), dtype)
        self._d_weights = np.empty_like(self._weights)

    def _lines_seen(self) -> FloatArray:
        """View the padded images as (*places, lines of the filter, values in a line of it)."""
        samples, lines, pixels, values = self._padded.strides
        shape = (*self._places, self._kernel, self._kernel * self._padded.shape[3])
        return as_strided(
            self._padded, shape, (samples, lines, pixels, lines, values), writeable=False
        )

    def forward(self, X: FloatArray) -> FloatArray:
        """Return Y; it and what ``backward`` returns are overwritten by the next call."""
        self._padded[self._inner] = X
        np.copyto(self._columns.reshape(self._seen.shape), self._seen)
        np.matmul(self._columns, self._weights, out=self._rows)
        return self._rows.reshape(*self._places, self._channels)

    def backward(
        self, dY: FloatArray, *, needs_input_gradient: bool = True
    ) -> tuple[FloatArray, FloatArray | None]:
        """Return the gradient of the weights, and dX if it is asked for."""
        rows = dY.reshape(-1, self._channels)
        np.matmul(self._columns.T, rows, out=self._d_weights)
        d_weights = self._d_weights.reshape(self._kernel, self._kernel, -1, self._channels)
        if not needs_input_gradient:
            return d_weights, None
        np.matmul(rows, self._weights.T, out=self._d_columns)
        _, down, across = self._places
        back = self._d_columns.reshape(*self._places, self._kernel, self._kernel, -1)
        self._d_padded.fill(0.0)
        for dy in range(self._kernel):
            for dx in range(self._kernel):
                self._d_padded[:, dy : dy + down, dx : dx + across] += back[:, :, :, dy, dx]
        return d_weights, self._d_padded[self._inner]
