"""Winograd's way to convolve: the identity that it rests on, and that it makes no arrays."""

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.nn import winograd
from fashion_gui.nn.layer import LayerBuffers


def correlation(line: NDArray[np.float64], filter_: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.correlate(line, filter_, "valid")


def test_the_matrices_give_four_neighbouring_outputs_of_a_line() -> None:
    rng = np.random.default_rng(0)
    for _ in range(10):
        d, g = rng.normal(size=6), rng.normal(size=3)
        found = winograd._A.T @ ((winograd._G @ g) * (winograd._B.T @ d))
        np.testing.assert_allclose(found, correlation(d, g), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    ("n_pixels", "padding"),
    [(n, 0) for n in (3, 4, 6, 7, 28)] + [(n, p) for n in (1, 2, 5, 8, 13, 28) for p in (1, 2)],
)
def test_the_matrices_of_a_whole_line_hold_tiles_padding_and_the_cut_at_the_end(
    n_pixels: int, padding: int
) -> None:
    rng = np.random.default_rng(n_pixels)
    d, g = rng.normal(size=n_pixels), rng.normal(size=3)
    B, A = winograd._line(n_pixels, padding)
    assert B.shape[1] == n_pixels
    n_tiles = len(B) // 6
    found = A @ (np.tile(winograd._G @ g, n_tiles) * (B @ d))
    np.testing.assert_allclose(found, correlation(np.pad(d, padding), g), rtol=1e-12, atol=1e-12)


def test_a_pass_makes_no_arrays_once_there_are_some() -> None:
    rng = np.random.default_rng(0)
    X = rng.random((14, 14, 16, 16), dtype=np.float32)
    weights = rng.random((3, 3, 16, 16), dtype=np.float32)
    d_weights = np.empty_like(weights)
    memory = LayerBuffers({})

    def one_pass() -> None:
        Y = winograd.forward(X, winograd.transformed(weights, memory), 1, memory)
        winograd.backward(Y, d_weights, X, 1, memory)

    one_pass()
    tracemalloc.start()
    try:
        one_pass()
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(5):
            one_pass()
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 4_000
    # The smallest array on the way is U, 36 x 16 x 16 floats: 36,864 bytes. Views and the
    # small objects of Python that hold them need a tenth of that.
    assert peak - before < 12_000
