"""Convolution as its formula says: slow loops over the places of an image and of a filter.

Images are (height, width, n_samples, channels), as between layers.
"""

from collections.abc import Iterator

import numpy as np

from fashion_gui.nn.layer import FloatArray, Shape


def forward(
    X: FloatArray, weights: FloatArray, biases: FloatArray, stride: int, padding: int
) -> FloatArray:
    """Return Y[i, j] = biases + sum over p, q of X[i stride + p, j stride + q] weights[p, q]."""
    padded = _padded(X, padding)
    rows, columns = (1 + (n - len(weights)) // stride for n in padded.shape[:2])
    Y = np.zeros((rows, columns, X.shape[2], weights.shape[3]), X.dtype)
    for i, j, p, q in _places(Y.shape, len(weights)):
        Y[i, j] += padded[i * stride + p, j * stride + q] @ weights[p, q]
    return Y + biases


def backward(
    dY: FloatArray, X: FloatArray, weights: FloatArray, stride: int, padding: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return dX and the gradients of weights and biases: each product of ``forward`` again."""
    padded = _padded(X, padding)
    d_padded, d_weights = np.zeros_like(padded), np.zeros_like(weights)
    for i, j, p, q in _places(dY.shape, len(weights)):
        place = i * stride + p, j * stride + q
        d_padded[place] += dY[i, j] @ weights[p, q].T
        d_weights[p, q] += padded[place].T @ dY[i, j]
    height, width = X.shape[:2]
    dX = d_padded[padding : padding + height, padding : padding + width]
    return dX, d_weights, dY.sum(axis=(0, 1, 2))


def _padded(X: FloatArray, padding: int) -> FloatArray:
    return np.pad(X, ((padding, padding), (padding, padding), (0, 0), (0, 0)))


def _places(shape: Shape, kernel: int) -> Iterator[tuple[int, ...]]:
    return np.ndindex(shape[0], shape[1], kernel, kernel)
