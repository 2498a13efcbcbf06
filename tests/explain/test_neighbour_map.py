"""t-SNE with interpolated forces, against all pairs."""

import numpy as np
import pytest

from fashion_gui.explain.neighbour_map import (
    affinities,
    attraction,
    embedding,
    gradient,
    nearest,
    place_between,
    repulsion,
)
from fashion_gui.explain.projection import principal_components, trustworthiness


def clusters(n: int = 240, n_clusters: int = 6, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows in clusters on the corners of a simplex, and the cluster of each."""
    rng = np.random.default_rng(seed)
    which = rng.integers(0, n_clusters, n)
    rows = 6 * np.eye(n_clusters, 12)[which] + rng.standard_normal((n, 12))
    return rows.astype(np.float32), which


def all_pairs(p: np.ndarray, points: np.ndarray, exaggeration: float) -> np.ndarray:
    """The gradient as it is written in the paper, equation 5."""
    gaps = points[:, None] - points[None]
    kernel = 1 / (1 + (gaps**2).sum(axis=2))
    np.fill_diagonal(kernel, 0)
    q = kernel / kernel.sum()
    return 4 * ((exaggeration * p - q)[:, :, None] * kernel[:, :, None] * gaps).sum(axis=1)


@pytest.mark.parametrize("spread", [1e-4, 1, 5])
def test_gradient_is_that_of_all_pairs(spread: float) -> None:
    rows, _ = clusters()
    pairs = affinities(rows, 10)
    p = np.zeros((len(rows), len(rows)))
    p[pairs.i, pairs.j] = pairs.p
    points = (spread * np.random.default_rng(1).standard_normal((len(rows), 2))).astype(np.float32)
    expected = all_pairs(p, points.astype(np.float64), 2.0)
    error = np.linalg.norm(gradient(pairs, points, 2.0) - expected)
    assert error < 0.03 * np.linalg.norm(expected)
    # The attraction is exact, so the interpolation has the whole error.
    without = all_pairs(np.zeros_like(p), points.astype(np.float64), 1.0)
    assert np.linalg.norm(-4 * repulsion(points) - without) < 0.03 * np.linalg.norm(without)
    pull = 4 * attraction(pairs, points)
    np.testing.assert_allclose(pull, (expected - without) / 2, rtol=1e-3, atol=1e-5 * spread)


def test_affinities_are_symmetric_and_have_the_perplexity() -> None:
    rows, which = clusters()
    pairs = affinities(rows, 10)
    p = np.zeros((len(rows), len(rows)))
    p[pairs.i, pairs.j] = pairs.p
    np.testing.assert_array_equal(p, p.T)
    assert p.sum() == pytest.approx(1, abs=1e-4)
    assert p[which[:, None] == which].sum() > 0.99
    of_each = p / p.sum(axis=1, keepdims=True)
    entropy = -(of_each * np.log(np.maximum(of_each, 1e-30))).sum(axis=1)
    assert np.exp(np.median(entropy)) == pytest.approx(10, rel=0.35)


def test_embedding_keeps_neighbours_better_than_components_and_is_always_the_same() -> None:
    rows, which = clusters()
    start = principal_components(rows, 2).project(rows)
    first, second = ([p.copy() for p in embedding(rows, start, 80)][-1] for _ in range(2))
    np.testing.assert_array_equal(first, second)
    by_components = trustworthiness(rows, start)
    assert trustworthiness(rows, first) > by_components + 0.3 * (1 - by_components)
    indices, _ = nearest(first, first, 5, is_same=True)
    assert (which[indices] == which[:, None]).mean() > 0.98


def test_others_are_placed_among_their_neighbours() -> None:
    rows, which = clusters()
    corners = 10 * np.eye(6, 2)[which] + 5 * (which[:, None] == 5)
    points = corners.astype(np.float32)
    others, of_others = clusters(50, seed=2)
    placed = place_between(others, rows, points)
    expected = (10 * np.eye(6, 2)[of_others] + 5 * (of_others[:, None] == 5)).astype(np.float32)
    np.testing.assert_allclose(placed, expected, atol=0.5)
    np.testing.assert_allclose(place_between(rows[:1], rows[:1], points[:1]), points[:1])


def test_nearest_are_those_of_all_distances() -> None:
    rows, _ = clusters(90)
    squared = ((rows[:, None] - rows) ** 2).sum(axis=2)
    np.fill_diagonal(squared, np.inf)
    indices, distances = nearest(rows, rows, 4, is_same=True)
    np.testing.assert_array_equal(np.sort(indices), np.sort(squared.argsort(axis=1)[:, :4]))
    np.testing.assert_allclose(np.sort(distances), np.sort(squared)[:, :4], rtol=1e-3)
