"""Convolutions of 3x3 with a quarter of the multiplications, as matrix products alone.

Winograd's F(4, 3) transforms images and filters so that a convolution becomes an elementwise
product: four neighbouring outputs of a filter of three numbers g over six inputs d are

    y = A^T [(G g) * (B^T d)]

with six multiplications where twelve were, and in two dimensions 36 where 144 were. B transforms
the images, G the weights, and A transforms the product back. Source: Lavin and Gray, "Fast
Algorithms for Convolutional Neural Networks", arXiv:1509.09308, 2015.

All of it is linear, so every step is a matrix product, which is what NumPy does best. The
images are transformed line by line: B^T and A^T are written here for a whole line of pixels at
once, as one small matrix that holds the tiles, their overlap, the padding and the cut at the
end. The backward pass is the same products with each matrix transposed.

Names of axes: tiles down (i) and across (j), the 6 x 6 places in a tile (a, b), samples (n),
channels before (c) and after (k).
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.layer import Arrays, FloatArray, LayerBuffers

KERNEL = 3
_TILE = 4
_PLACES = _TILE + KERNEL - 1

_B = np.array(
    [
        [4, 0, 0, 0, 0, 0],
        [0, -4, 4, -2, 2, 4],
        [-5, -4, -4, -1, -1, 0],
        [0, 1, -1, 2, -2, -5],
        [1, 1, 1, 1, 1, 0],
        [0, 0, 0, 0, 0, 1],
    ]
)
_G = np.array(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ]
)
_A = np.array(
    [
        [1, 0, 0, 0],
        [1, 1, 1, 1],
        [1, -1, 1, -1],
        [1, 2, 4, 8],
        [1, -2, 4, -8],
        [0, 0, 0, 1],
    ]
)


def transformed(weights: FloatArray, memory: Arrays) -> FloatArray:
    """Return the 3x3 weights as ``forward`` and ``backward`` take them.

    Parameters
    ----------
    weights : ndarray, shape (3, 3, n_channels, n_new_channels)
    memory
        Holds the result as "U".

    Returns
    -------
    ndarray, shape (6, 6, n_channels, n_new_channels)
    """
    U = memory.array("U", (_PLACES, _PLACES, *weights.shape[2:]), weights.dtype)
    both_ways = _both_ways(weights.dtype)
    np.matmul(both_ways, weights.reshape(KERNEL**2, -1), out=U.reshape(_PLACES**2, -1))
    return U


def forward(X: FloatArray, U: FloatArray, padding: int, memory: LayerBuffers) -> FloatArray:
    """Return the convolution of images with 3x3 weights, stride 1.

    Parameters
    ----------
    X : ndarray, shape (height, width, n_samples, n_channels)
    U : ndarray, shape (6, 6, n_channels, n_new_channels)
        The ``transformed`` weights.
    padding
        Zeros around the images.
    memory
        Keeps "V", the transformed images, for ``backward``.

    Returns
    -------
    ndarray, shape (height + 2 padding - 2, width + 2 padding - 2, n_samples, n_new_channels)
    """
    height, width, n, c = X.shape
    k, dtype = U.shape[3], X.dtype
    B_down, A_down, B_across, A_across = _lines(height, width, padding, dtype)
    (ia, jb), shape = (len(B_down), len(B_across)), (len(A_down), len(A_across), n, k)
    T = memory.scratch.array("T", (ia, width, n * c), dtype)
    np.matmul(B_down, X.reshape(height, -1), out=T.reshape(ia, -1))
    V = memory.array("V", (ia, jb, n * c), dtype)
    np.matmul(B_across, T, out=V)
    M = memory.scratch.array("M", (ia, jb, n * k), dtype)
    np.matmul(_by_place(V, n, c), U, out=_by_place(M, n, k))
    S = memory.scratch.array("S", (ia, shape[1], n * k), dtype)
    np.matmul(A_across, M, out=S)
    Y = memory.array("Y", shape, dtype)
    np.matmul(A_down, S.reshape(ia, -1), out=Y.reshape(shape[0], -1))
    return Y


def backward(
    dY: FloatArray, d_weights: FloatArray | None, X: FloatArray, padding: int, memory: LayerBuffers
) -> FloatArray:
    """Write the gradient of the weights and return dX, each only where it is needed."""
    height, width, n, c = X.shape
    k, dtype = dY.shape[3], X.dtype
    B_down, A_down, B_across, A_across = _lines(height, width, padding, dtype)
    ia, jb = len(B_down), len(B_across)
    dS = memory.scratch.array("S", (ia, dY.shape[1], n * k), dtype)
    np.matmul(A_down.T, dY.reshape(len(dY), -1), out=dS.reshape(ia, -1))
    dM = memory.scratch.array("M", (ia, jb, n * k), dtype)
    np.matmul(A_across.T, dS, out=dM)
    if d_weights is not None:
        V = memory.array("V", (ia, jb, n * c), dtype)
        shape = (_PLACES, _PLACES, c, k)
        dU_of_rows = memory.scratch.array("dU of rows", (ia // _PLACES, *shape), dtype)
        np.matmul(_by_place(V, n, c).swapaxes(-1, -2), _by_place(dM, n, k), out=dU_of_rows)
        dU = np.sum(dU_of_rows, axis=0, out=memory.scratch.array("dU", shape, dtype))
        dU_flat = dU.reshape(_PLACES**2, -1)
        np.matmul(_both_ways(dtype).T, dU_flat, out=d_weights.reshape(KERNEL**2, -1))
    if not memory.needs_input_gradient:
        return dY
    U = memory.parameters.get("U")  # of a prepared network; else the last forward pass left it
    if U is None:
        U = memory.array("U", (_PLACES, _PLACES, c, k), dtype)
    dV = memory.scratch.array("dV", (ia, jb, n * c), dtype)
    np.matmul(_by_place(dM, n, k), U.swapaxes(-1, -2), out=_by_place(dV, n, c))
    dT = memory.scratch.array("T", (ia, width, n * c), dtype)
    np.matmul(B_across.T, dV, out=dT)
    dX = memory.array("dX", X.shape, dtype)
    np.matmul(B_down.T, dT.reshape(ia, -1), out=dX.reshape(height, -1))
    return dX


def _by_place(lines: FloatArray, n_samples: int, channels: int) -> FloatArray:
    """View (i a, b j, n c) as (i, a, b, j n, c): a matrix for each place in the tiles of a row."""
    ia, jb, _ = lines.shape
    n_rows = jb // _PLACES * n_samples
    return lines.reshape(ia // _PLACES, _PLACES, _PLACES, n_rows, channels)


@lru_cache(maxsize=64)
def _lines(height: int, width: int, padding: int, dtype: np.dtype[Any]) -> tuple[FloatArray, ...]:
    """Return B^T and A^T for a column of pixels and for a row of them.

    Down, the places of a tile lie together; across, the same place of all tiles does, so that
    the products in between have long matrices.
    """
    B_down, A_down = _line(height, padding)
    B_across, A_across = _line(width, padding)
    by_place = np.arange(len(B_across)).reshape(-1, _PLACES).T.ravel()
    matrices = B_down, A_down, B_across[by_place], A_across[:, by_place]
    return tuple(np.ascontiguousarray(matrix, dtype) for matrix in matrices)


def _line(n_pixels: int, padding: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return B^T, (i a, pixels), and A^T, (outputs, i a), for one line of pixels."""
    n_outputs = n_pixels + 2 * padding - (KERNEL - 1)
    n_tiles = -(-n_outputs // _TILE)
    B = np.zeros((n_tiles, _PLACES, n_tiles * _TILE + KERNEL - 1 + n_pixels))
    A = np.zeros((n_tiles, _TILE, n_tiles, _PLACES))
    for tile in range(n_tiles):
        B[tile, :, tile * _TILE : tile * _TILE + _PLACES] = _B.T
        A[tile, :, tile] = _A.T
    B_line = B.reshape(n_tiles * _PLACES, -1)[:, padding : padding + n_pixels]
    return B_line, A.reshape(n_tiles * _TILE, -1)[:n_outputs]


@lru_cache
def _both_ways(dtype: np.dtype[Any]) -> FloatArray:
    """Return the matrix that takes the nine weights of a filter to its 36 places."""
    return np.kron(_G, _G).astype(dtype)
