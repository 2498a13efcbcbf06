"""Projections onto a plane: principal components, their alignment, and how far to trust a map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread

Rows = NDArray[np.float32]

_MOST_EXACT = 800
"""Smaller side of a matrix up to which all eigenvalues are computed."""
_N_SPARE = 12
_N_POWERS = 6
"""Additional random directions, and passes over the rows, of the randomized method."""


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components: the directions in which rows differ most.

    Attributes
    ----------
    mean : ndarray of float32, shape (n_values,)
    axes : ndarray of float32, shape (n_components, n_values)
        Orthonormal, the one with the largest variance first; 0 where nothing varies. Of each axis
        the entry with the largest absolute value is positive, so that a map does not flip.
    shares : ndarray of float32, shape (n_components,)
        Share of the whole variance along each axis.
    """

    mean: Rows
    axes: Rows
    shares: NDArray[np.float32]

    @one_blas_thread
    def project(self, rows: NDArray[np.floating]) -> Rows:
        """Return the coordinates of rows, (n, n_values), along the axes: (n, n_components)."""
        scores = (rows.astype(np.float32) - self.mean) @ self.axes.T
        return scores.astype(np.float32, copy=False)


@one_blas_thread
def principal_components(rows: NDArray[np.floating], n_components: int) -> Components:
    """Return the first principal components of rows.

    The eigenvectors of the covariance matrix, or of the Gram matrix if there are fewer rows than
    values; for large matrices the randomized method of Halko, Martinsson and Tropp, "Finding
    structure with randomness", 2011, algorithms 4.4 and 5.1, whose chance has a fixed seed.

    Parameters
    ----------
    rows : ndarray of float, shape (n_rows, n_values)
        At least two rows; values that are not finite count as 0.
    n_components
        At most as many are returned as there are values, or rows less one.
    """
    X = np.nan_to_num(rows.astype(np.float32), posinf=0.0, neginf=0.0)
    mean = X.mean(axis=0, dtype=np.float64).astype(np.float32)
    X = X - mean
    n_components = min(n_components, X.shape[1], len(X) - 1)
    total = float(np.square(X, dtype=np.float64).sum())
    exact = min(X.shape) <= _MOST_EXACT
    axes, variances = (_exact if exact else _randomized)(X, n_components)
    axes = axes * _signs(axes)
    shares = variances / total if total > 0 else np.zeros(n_components)
    return Components(mean, axes.astype(np.float32), shares.astype(np.float32))


def _exact(X: Rows, n: int) -> tuple[NDArray[np.floating], NDArray[np.float64]]:
    """Return the axes, and the sum of squares along each."""
    is_tall = len(X) >= X.shape[1]
    squares = (X.T @ X if is_tall else X @ X.T).astype(np.float64)
    values, vectors = np.linalg.eigh(squares)
    values, vectors = np.maximum(values[::-1][:n], 0), vectors[:, ::-1][:, :n]
    if is_tall:
        return vectors.T, values
    axes = X.T.astype(np.float64) @ vectors
    return (axes / np.sqrt(np.where(values > 0, values, np.inf))).T, values


def _randomized(X: Rows, n: int) -> tuple[NDArray[np.floating], NDArray[np.float64]]:
    rng = np.random.default_rng(0)
    basis = rng.standard_normal((X.shape[1], n + _N_SPARE), np.float32)
    for _ in range(_N_POWERS):
        basis = np.linalg.qr(X.T @ np.linalg.qr(X @ basis)[0])[0]
    _, singular, axes = np.linalg.svd(X @ basis, full_matrices=False)
    return (basis @ axes.T).T[:n], singular[:n].astype(np.float64) ** 2


def _signs(axes: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return 1 or -1 for each axis, shape (n_components, 1)."""
    largest = np.abs(axes).argmax(axis=1)[:, np.newaxis]
    return np.where(np.take_along_axis(axes, largest, axis=1) < 0, -1.0, 1.0)


@dataclass(frozen=True, eq=False)
class Alignment:
    """A similarity of the plane: turning, mirroring, scaling, shifting.

    Attributes
    ----------
    matrix : ndarray of float32, shape (2, 2)
        A rotation or reflection times a positive factor.
    source, target : ndarray of float32, shape (2,)
        The centre of the points before and after.
    """

    matrix: Rows
    source: Rows
    target: Rows

    def __call__(self, points: Rows) -> Rows:
        """Move points, (n, 2)."""
        moved = (points - self.source) @ self.matrix + self.target
        return moved.astype(np.float32, copy=False)


def alignment(points: Rows, target: Rows) -> Alignment:
    """Return the similarity that brings points nearest to others (orthogonal Procrustes).

    Schönemann, "A generalized solution of the orthogonal Procrustes problem", 1966. The spread is
    made that of the target.

    Parameters
    ----------
    points, target : ndarray of float, shape (n, 2)
        The same images in the same order.
    """
    centres = [each.mean(axis=0, dtype=np.float64) for each in (points, target)]
    before, after = points - centres[0], target - centres[1]
    U, _, Vt = np.linalg.svd(before.T @ after)
    spread = float(np.linalg.norm(before))
    factor = float(np.linalg.norm(after)) / spread if spread > 0 else 1.0
    matrix = (factor or 1.0) * (U @ Vt)
    return Alignment(*(part.astype(np.float32) for part in (matrix, *centres)))


@one_blas_thread
def trustworthiness(rows: Rows, points: Rows, n_neighbours: int = 12) -> float:
    """Return how far neighbours on a map are neighbours among the rows: 1 is best, 0.5 is chance.

    Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", 2001. It takes
    memory for all pairs: a sample of some thousand rows is enough.

    Parameters
    ----------
    rows : ndarray of float, shape (n, n_values)
    points : ndarray of float, shape (n, 2)
    n_neighbours
        Fewer than half of the rows.
    """
    n, k = len(rows), n_neighbours
    order = squared_distances(rows, rows)
    np.fill_diagonal(order, np.inf)
    ranks = np.empty((n, n), np.int32)
    np.put_along_axis(ranks, order.argsort(axis=1), np.arange(1, n + 1, dtype=np.int32)[None], 1)
    on_map = squared_distances(points, points)
    np.fill_diagonal(on_map, np.inf)
    nearest = np.argpartition(on_map, k, axis=1)[:, :k]
    excess = np.maximum(np.take_along_axis(ranks, nearest, axis=1) - k, 0)
    return 1 - 2 * float(excess.sum()) / (n * k * (2 * n - 3 * k - 1))


def squared_distances(rows: Rows, others: Rows) -> Rows:
    """Return the squared Euclidean distance of every row to every other: (n, n_others)."""
    distances: Rows = rows @ others.T
    distances *= -2
    distances += np.einsum("ij,ij->i", rows, rows)[:, np.newaxis]
    distances += np.einsum("ij,ij->i", others, others)
    return np.maximum(distances, 0, out=distances)
