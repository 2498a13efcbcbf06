"""Averages of gradients that have become zero: they end, instead of shrinking for ever.

Numbers below 1e-38 make a processor a hundred times slower; they must not come up.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from textbook_optimizers import adam_by_the_book, sgd_by_the_book

from fashion_gui.nn.optimizers import SGD, Adam, Optimizer

Maker = Callable[[int, np.dtype[np.floating]], Optimizer]
OPTIMIZERS: dict[str, Maker] = {
    "momentum": lambda n, dtype: SGD(n, dtype, momentum=0.9),
    "adam": Adam,
}
N_PARAMETERS = 20_000
N_STEPS = 2_000
TELLTALE_RATE = 1e30
"""A step of this length shows whether an average is exactly zero."""


@pytest.fixture(params=OPTIMIZERS)
def make(request: pytest.FixtureRequest) -> Maker:
    return OPTIMIZERS[request.param]


def test_an_average_ends_at_exactly_zero(make: Maker) -> None:
    optimizer = make(N_PARAMETERS, np.dtype(np.float64))
    w = np.zeros(N_PARAMETERS)
    optimizer.step(w, np.random.default_rng(0).normal(size=N_PARAMETERS), 0.1)
    nothing = np.zeros(N_PARAMETERS)
    for _ in range(N_STEPS):
        optimizer.step(w, nothing, 0.1)
    before = w.copy()
    optimizer.step(w, nothing, TELLTALE_RATE)
    np.testing.assert_array_equal(w, before)


def test_an_average_that_is_still_wanted_is_kept(make: Maker) -> None:
    optimizer = make(N_PARAMETERS, np.dtype(np.float64))
    w = np.zeros(N_PARAMETERS)
    optimizer.step(w, np.random.default_rng(0).normal(size=N_PARAMETERS), 0.1)
    nothing = np.zeros(N_PARAMETERS)
    for _ in range(200):
        optimizer.step(w, nothing, 0.1)
    before = w.copy()
    optimizer.step(w, nothing, TELLTALE_RATE)
    assert (w != before).all()


@pytest.mark.parametrize("size", [1e-12, 1e-6, 1.0, 1e6])
@pytest.mark.parametrize("n_loud_steps", [1, 255, 256])
def test_no_number_becomes_too_small_for_the_processor(
    make: Maker, size: float, n_loud_steps: int
) -> None:
    optimizer = make(500, np.dtype(np.float32))
    w = np.zeros(500, np.float32)
    gradient = np.random.default_rng(0).normal(0, size, 500).astype(np.float32)
    with np.errstate(under="raise"):
        for _ in range(n_loud_steps):
            optimizer.step(w, gradient, 0.1)
        for _ in range(N_STEPS):
            optimizer.step(w, np.zeros(500, np.float32), 0.1)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_weight_that_only_its_penalty_moves_ends_at_exactly_zero(momentum: float) -> None:
    optimizer = SGD(500, np.dtype(np.float32), momentum)
    w = np.random.default_rng(0).normal(size=500).astype(np.float32)
    with np.errstate(under="raise"):
        for _ in range(N_STEPS):
            optimizer.step(w, w * np.float32(0.5), 0.1)
    np.testing.assert_array_equal(w, 0)


def test_such_numbers_would_be_noticed() -> None:
    def shrink(average: NDArray[np.float32]) -> None:
        for _ in range(N_STEPS):
            average *= np.float32(0.9)

    with pytest.raises(FloatingPointError), np.errstate(under="raise"):
        shrink(np.full(500, 1e-3, np.float32))


@pytest.mark.parametrize("n_quiet_steps", [300, 1_000])
def test_an_end_changes_no_result(make: Maker, n_quiet_steps: int) -> None:
    rng = np.random.default_rng(0)
    quiet = [np.zeros(50)] * n_quiet_steps
    gradients = [rng.normal(size=50), *quiet, *rng.normal(size=(5, 50)), *quiet]
    start = rng.normal(size=50)
    w: NDArray[np.float64] = start.copy()
    optimizer = make(50, np.dtype(np.float64))
    for gradient in gradients:
        optimizer.step(w, gradient, 0.01)
    if isinstance(optimizer, Adam):
        expected = adam_by_the_book(start, gradients, 0.01)
    else:
        expected = sgd_by_the_book(start, gradients, 0.01, momentum=0.9)
    np.testing.assert_allclose(w, expected, rtol=1e-12)
