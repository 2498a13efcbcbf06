"""A map that keeps neighbours: t-SNE of some thousand images, and all others beside them.

Van der Maaten and Hinton, "Visualizing data using t-SNE", 2008. The repulsion between all points is
interpolated from a grid by fast Fourier transforms, as in Linderman et al., "Fast interpolation-
based t-SNE for improved visualization of single-cell RNA-seq data", 2019, which makes a step of
some thousand points several times as fast as with all pairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.explain.projection import Rows, squared_distances

N_STEPS = 350
PERPLEXITY = 20.0
_EXAGGERATED_SHARE = 0.3
_EXAGGERATION = 12.0
_MOMENTUM = (0.5, 0.8)
"""While the attraction is exaggerated, and afterwards."""
_START_SPREAD = 1e-4
_NODES = 3
"""Nodes of the interpolation in each box of the grid, along each side."""
_BOX = 1.0
"""Largest side of a box, in units of the map: the forces are then right within 2 %."""
_BOXES = (16, 120)
"""Least and largest number of boxes along a side."""
_ROWS_AT_ONCE = 1024
_N_PLACING = 5
"""Nearest points of the map between which another image is placed."""


@dataclass(frozen=True, eq=False)
class Affinities:
    """Which points attract each other, and how much: a sparse symmetric matrix.

    Attributes
    ----------
    i, j : ndarray of int, shape (n_pairs,)
        Both directions of each pair, sorted by `i`.
    p : ndarray of float32, shape (n_pairs,)
        They sum to 1.
    n
        Number of points.
    """

    i: NDArray[np.intp]
    j: NDArray[np.intp]
    p: NDArray[np.float32]
    n: int


@one_blas_thread
def nearest(
    rows: Rows, others: Rows, k: int, *, is_same: bool = False
) -> tuple[NDArray[np.intp], Rows]:
    """Return the indices of the nearest others of each row, and their squared distances.

    Parameters
    ----------
    rows, others : ndarray of float32, shape (n, n_values) and (n_others, n_values)
    k
        How many; fewer than there are.
    is_same
        Whether the others are the rows themselves: then none is its own neighbour.

    Returns
    -------
    ndarray of int, shape (n, k)
        In no order.
    ndarray of float32, shape (n, k)
    """
    indices, distances = np.empty((len(rows), k), np.intp), np.empty((len(rows), k), np.float32)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = slice(start, min(start + _ROWS_AT_ONCE, len(rows)))
        squared = squared_distances(rows[part], others)
        if is_same:
            squared[np.arange(len(squared)), np.arange(part.start, part.stop)] = np.inf
        indices[part] = np.argpartition(squared, k - 1, axis=1)[:, :k]
        distances[part] = np.take_along_axis(squared, indices[part], axis=1)
    return indices, distances


def affinities(rows: Rows, perplexity: float = PERPLEXITY) -> Affinities:
    """Return the affinities of rows, (n, n_values), among their nearest neighbours.

    Gaussians around each row, each with a width that gives it the perplexity, and the mean of both
    directions.
    """
    n = len(rows)
    k = min(n - 1, int(3 * perplexity))
    indices, distances = nearest(rows, rows, k, is_same=True)
    p = _with_perplexity(distances, min(perplexity, k / 3))
    i, j = np.repeat(np.arange(n), k), indices.ravel()
    keys = np.concatenate([i * n + j, j * n + i])
    pairs, inverse = np.unique(keys, return_inverse=True)
    sums = np.bincount(inverse, np.concatenate([p.ravel(), p.ravel()]))
    return Affinities(pairs // n, pairs % n, (sums / sums.sum()).astype(np.float32), n)


def _with_perplexity(squared: Rows, perplexity: float) -> Rows:
    """Return rows of probabilities, each with the entropy log(perplexity), by bisection."""
    gaps = squared - squared.min(axis=1, keepdims=True)
    mean = gaps.mean(axis=1, keepdims=True)
    gaps /= np.where(mean > 0, mean, 1)
    low, high = np.full((len(squared), 1), -20.0), np.full((len(squared), 1), 20.0)
    wanted = np.log(perplexity)
    for _ in range(40):
        logarithm = (low + high) / 2
        p = np.exp(-gaps * np.exp(logarithm))
        p /= p.sum(axis=1, keepdims=True)
        entropy = -(p * np.log(np.maximum(p, 1e-30))).sum(axis=1, keepdims=True)
        is_wide = entropy > wanted
        low, high = np.where(is_wide, logarithm, low), np.where(is_wide, high, logarithm)
    return np.asarray(p, np.float32)


def attraction(affinities: Affinities, points: Rows) -> Rows:
    """Return the attraction of each point, (n, 2): the sum of p (y - y') / (1 + |y - y'|²)."""
    x, y = np.ascontiguousarray(points.T)
    dx, dy = x[affinities.i], y[affinities.i]
    dx -= x[affinities.j]
    dy -= y[affinities.j]
    weights = affinities.p / (1 + dx * dx + dy * dy)
    sums = [np.bincount(affinities.i, weights * d, affinities.n) for d in (dx, dy)]
    return np.stack(sums, axis=1).astype(np.float32)


def repulsion(points: Rows) -> Rows:
    """Return the repulsion of each point, (n, 2): the sum of q² Z (y - y'), interpolated.

    With 1 / (1 + |y - y'|²) = q Z, where Z is the sum of these over all pairs.
    """
    boxes, weights, side = _interpolation(points)
    m = int(boxes.max()) + 1
    distances = side * np.arange(m, dtype=np.float32)
    around = np.concatenate([distances, [0], distances[:0:-1]]).astype(np.float32)
    kernel = 1 / (1 + around[:, None] ** 2 + around**2) ** 2
    x, y = points.T
    charges = np.stack([np.ones_like(x), x, y, x * x + y * y])
    # Nodes and weights along both sides, for each point all pairs of them.
    nodes = (boxes[:, 0, :, None] * m + boxes[:, 1, None, :]).reshape(len(points), -1)
    shares = (weights[:, 0, :, None] * weights[:, 1, None, :]).reshape(len(points), -1)
    grids = np.stack(
        [
            np.bincount(nodes.ravel(), (shares * charge[:, None]).ravel(), m * m)
            for charge in charges
        ]
    ).astype(np.float32)
    grids = grids.reshape(len(charges), m, m)
    size = (2 * m, 2 * m)
    potentials = np.fft.irfft2(np.fft.rfft2(grids, size) * np.fft.rfft2(kernel), size)[:, :m, :m]
    phi = (potentials.reshape(len(charges), -1)[:, nodes] * shares).sum(axis=2)
    z = float((phi[0] * (1 + x * x + y * y) - 2 * (x * phi[1] + y * phi[2]) + phi[3]).sum())
    forces = points * phi[0][:, None] - phi[1:3].T
    return np.asarray(forces / max(z - len(points), 1e-12), np.float32)


def _interpolation(points: Rows) -> tuple[NDArray[np.intp], Rows, float]:
    """Return for each point, along each side, its nodes, (n, 2, 3), and their weights.

    The third is the distance between nodes. Weights are Lagrange's polynomials of degree 2.
    """
    low = points.min(axis=0)
    extent = max(float((points.max(axis=0) - low).max()), 1e-6) * (1 + 1e-6)
    n_boxes = int(np.clip(np.ceil(extent / _BOX), *_BOXES))
    side = extent / (n_boxes * _NODES)
    at = (points - low) / side
    box = np.minimum((at / _NODES).astype(np.intp), n_boxes - 1)
    t = at - _NODES * box - 0.5  # nodes are at 0, 1 and 2
    weights = np.stack([(t - 1) * (t - 2) / 2, t * (2 - t), t * (t - 1) / 2], axis=2)
    nodes = _NODES * box[:, :, np.newaxis] + np.arange(_NODES)
    return nodes, weights.astype(np.float32), side


@one_blas_thread
def gradient(affinities: Affinities, points: Rows, exaggeration: float = 1.0) -> Rows:
    """Return the gradient of the Kullback-Leibler divergence with respect to the points, (n, 2)."""
    slope = exaggeration * attraction(affinities, points) - repulsion(points)
    return (4 * slope).astype(np.float32, copy=False)


def embedding(rows: Rows, start: Rows, n_steps: int = N_STEPS) -> Iterator[Rows]:
    """Yield the points of t-SNE after each step; they may be used only until the next one.

    Parameters
    ----------
    rows : ndarray of float32, shape (n, n_values)
        At least 8 of them.
    start : ndarray of float32, shape (n, 2)
        Where the points come from, such as the first two principal components: so the map always
        comes out the same, and in the same orientation.
    n_steps
        The first ones, three in ten, with exaggerated attraction.
    """
    pairs = affinities(rows)
    spread = float(start[:, 0].std()) or 1.0
    points = (start - start.mean(axis=0)) * np.float32(_START_SPREAD / spread)
    velocity, gains = np.zeros_like(points), np.ones_like(points)
    n_exaggerated = round(n_steps * _EXAGGERATED_SHARE)
    rate = max(50.0, len(rows) / _EXAGGERATION)
    for step in range(n_steps):
        is_early = step < n_exaggerated
        slope = gradient(pairs, points, _EXAGGERATION if is_early else 1.0)
        # Jacobs, "Increased rates of convergence through learning rate adaptation", 1988.
        is_same_way = (slope > 0) == (velocity > 0)
        gains = np.maximum(np.where(is_same_way, gains * 0.8, gains + 0.2), 0.01)
        velocity = _MOMENTUM[not is_early] * velocity - rate * gains * slope
        points = (points + velocity).astype(np.float32)
        points -= points.mean(axis=0)
        yield points


def place_between(rows: Rows, known: Rows, points: Rows) -> Rows:
    """Return where rows belong on a map of others: among their nearest neighbours there.

    Parameters
    ----------
    rows, known : ndarray of float32, shape (n, n_values) and (n_known, n_values)
    points : ndarray of float32, shape (n_known, 2)
        Where the known rows are.

    Returns
    -------
    ndarray of float32, shape (n, 2)
        The mean of the five nearest points, the nearer ones weighing more; far from the others of
        the five, an outlier among them is left out.
    """
    k = min(_N_PLACING, len(known))
    indices, distances = nearest(rows, known, k)
    around = points[indices]
    weights = 1 / (distances + 1e-6 + 0.1 * distances.mean(axis=1, keepdims=True))
    best = np.take_along_axis(around, distances.argmin(axis=1)[:, None, None], axis=1)
    gaps = np.linalg.norm(around - best, axis=2)
    weights = weights * (gaps <= 2 * np.median(gaps, axis=1, keepdims=True) + 1e-6)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray((around * weights[:, :, None]).sum(axis=1), np.float32)
