"""Principal components, alignment and trustworthiness, against plain versions."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness as sklearn_trustworthiness

from fashion_gui.explain import projection
from fashion_gui.explain.projection import alignment, principal_components, trustworthiness


def rows_of(n: int, n_values: int, seed: int = 0) -> np.ndarray:
    """Rows whose variance falls slowly from axis to axis, away from the origin."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((n, n_values)) * 0.9 ** np.arange(n_values)
    turn = np.linalg.qr(rng.standard_normal((n_values, n_values)))[0]
    return (rows @ turn + 3).astype(np.float32)


@pytest.mark.parametrize("shape", [(200, 40), (30, 90)], ids=["tall", "wide"])
@pytest.mark.parametrize("limit", [800, 1], ids=["exact", "randomized"])
def test_components_are_those_of_the_singular_value_decomposition(
    shape: tuple[int, int], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "_MOST_EXACT", limit)
    rows = rows_of(*shape)
    found = principal_components(rows, 5)
    X = rows - rows.mean(axis=0, dtype=np.float64)
    _, singular, axes = np.linalg.svd(X, full_matrices=False)
    cosines = (found.axes * axes[:5]).sum(axis=1)
    np.testing.assert_allclose(np.abs(cosines), 1, atol=1e-4)
    np.testing.assert_allclose(found.shares, singular[:5] ** 2 / (singular**2).sum(), rtol=1e-3)
    scores = found.project(rows)
    np.testing.assert_allclose(np.abs(scores), np.abs(X @ axes[:5].T), atol=0.02)


def test_axes_do_not_flip_with_the_rows() -> None:
    rows = rows_of(200, 40)
    axes = principal_components(rows, 3).axes
    np.testing.assert_allclose(principal_components(rows[::-1], 3).axes, axes, atol=1e-3)
    np.testing.assert_allclose(principal_components(2 - rows, 3).axes, axes, atol=1e-3)
    assert (axes[np.arange(3), np.abs(axes).argmax(axis=1)] > 0).all()


@pytest.mark.parametrize("shape", [(10, 3), (3, 10)])
def test_rows_that_are_all_the_same_or_overflow_give_finite_components(
    shape: tuple[int, int],
) -> None:
    rows = np.ones(shape, np.float32)
    assert not principal_components(rows, 2).project(rows).any()
    rows[0, 0] = np.inf
    assert np.isfinite(principal_components(rows, 2).axes).all()


@pytest.mark.parametrize("turn", [[[0.6, 0.8], [0.8, -0.6]], [[0.6, 0.8], [-0.8, 0.6]]])
def test_alignment_undoes_turning_mirroring_scaling_and_shifting(turn: list[list[float]]) -> None:
    rng = np.random.default_rng(1)
    target = rng.standard_normal((50, 2)).astype(np.float32)
    matrix = np.float32(0.3) * np.array(turn, np.float32)
    points = target @ matrix + np.array([5, -2], np.float32)
    np.testing.assert_allclose(alignment(points, target)(points), target, atol=1e-4)


def test_trustworthiness_is_that_of_scikit_learn() -> None:
    rows = rows_of(150, 20)
    points = rows[:, :2].copy()
    expected = sklearn_trustworthiness(rows, points, n_neighbors=12)
    assert trustworthiness(rows, points, 12) == pytest.approx(expected, abs=1e-3)
    assert trustworthiness(points, points, 12) == 1.0
