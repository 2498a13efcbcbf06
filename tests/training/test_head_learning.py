"""A novelty detector's head: a small network that learns which features are those of clothes."""

import numpy as np
import pytest

from fashion_gui.nn.novelty import unit_rows
from fashion_gui.nn.novelty_head import NoveltyHead
from fashion_gui.training.head_learning import N_EPOCHS, fit_head
from fashion_gui.training.known_images import n_drawings_after


def rows(pairs: list[tuple[int, int]], n: int, seed: int) -> np.ndarray:
    """Return features, float16 (n, 6), of which two are large; no single one tells anything."""
    rng = np.random.default_rng(seed)
    features = rng.uniform(0, 0.1, (n, 6))
    for row, pair in zip(features, rng.choice(pairs, n), strict=True):
        row[pair] += 1
    return (features * rng.uniform(1, 9, (n, 1))).astype(np.float16)


KNOWN, OTHER = [(0, 1), (2, 3)], [(0, 2), (1, 3)]


def fitted(seed: int) -> tuple[NoveltyHead, int]:
    learning = fit_head(rows(KNOWN, 900, 1), rows(OTHER, 600, 2), np.random.default_rng(seed))
    n = 0
    while True:
        try:
            next(learning)
        except StopIteration as stop:
            return stop.value, n
        n += 1


def test_a_head_learns_what_no_single_feature_tells_and_pauses_after_each_epoch() -> None:
    head, n_pauses = fitted(0)
    assert n_pauses == N_EPOCHS
    odds = [
        head.log_odds(unit_rows(rows(pairs, 200, seed).astype(np.float32)))
        for pairs, seed in ((KNOWN, 3), (OTHER, 4))
    ]
    assert np.mean(odds[0] > 0) > 0.95
    assert np.mean(odds[1] < 0) > 0.95
    again, _ = fitted(0)
    np.testing.assert_array_equal(again.hidden, head.hidden)


def test_a_few_images_are_enough_to_begin() -> None:
    learning = fit_head(rows(KNOWN, 3, 1), rows(OTHER, 1, 2), np.random.default_rng(0))
    assert len(list(learning)) == N_EPOCHS


@pytest.mark.parametrize(
    ("epochs", "has_convolutions", "n"),
    [(1, False, 6000), (15, False, 6000), (100, False, 24_000), (16, True, 12_000)],
)
def test_a_longer_run_has_a_detector_of_more_drawings(
    epochs: int, has_convolutions: bool, n: int
) -> None:
    assert n_drawings_after(epochs, has_convolutions=has_convolutions) == n
