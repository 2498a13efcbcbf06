"""The optimizers against their textbook formulas, in float64."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from textbook_optimizers import adam_by_the_book, sgd_by_the_book

from fashion_gui.nn.optimizers import SGD, Adam, Optimizer

FLOAT64 = np.dtype(np.float64)
N_PARAMETERS = 10_001

Maker = Callable[[int, np.dtype[np.floating]], Optimizer]
OPTIMIZERS: dict[str, Maker] = {
    "sgd": SGD,
    "momentum": lambda n, dtype: SGD(n, dtype, momentum=0.9),
    "adam": Adam,
}


def gradients_of_a_run(n_steps: int, n_parameters: int) -> list[NDArray[np.float64]]:
    rng = np.random.default_rng(0)
    return [rng.normal(size=n_parameters) * 10.0 ** rng.integers(-4, 3) for _ in range(n_steps)]


def run(
    optimizer: Optimizer,
    w: NDArray[np.float64],
    gradients: list[NDArray[np.float64]],
    rate: float,
) -> NDArray[np.float64]:
    w = w.copy()
    for g in gradients:
        optimizer.step(w, g, rate)
    return w


@pytest.mark.parametrize("n_parameters", [1, N_PARAMETERS])
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_sgd_is_the_textbook_formula(n_parameters: int, momentum: float) -> None:
    gradients = gradients_of_a_run(20, n_parameters)
    start = np.random.default_rng(1).normal(size=n_parameters)
    found = run(SGD(n_parameters, FLOAT64, momentum), start, gradients, 0.01)
    expected = sgd_by_the_book(start, gradients, 0.01, momentum)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("n_parameters", "n_steps"), [(1, 3_000), (100, 1_000), (N_PARAMETERS, 20)]
)
def test_adam_is_the_textbook_formula(n_parameters: int, n_steps: int) -> None:
    gradients = gradients_of_a_run(n_steps, n_parameters)
    start = np.random.default_rng(1).normal(size=n_parameters)
    found = run(Adam(n_parameters, FLOAT64), start, gradients, 0.001)
    np.testing.assert_allclose(
        found, adam_by_the_book(start, gradients, 0.001), rtol=1e-12, atol=1e-12
    )


def test_adam_heeds_its_settings() -> None:
    gradients = gradients_of_a_run(50, 30)
    start = np.zeros(30)
    settings = {"beta1": 0.7, "beta2": 0.95, "epsilon": 0.1}
    found = run(Adam(30, FLOAT64, **settings), start, gradients, 0.01)
    expected = adam_by_the_book(start, gradients, 0.01, **settings)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(size: float) -> None:
    w = run(Adam(2, FLOAT64), np.zeros(2), [np.array([size, -size])], 0.01)
    np.testing.assert_allclose(w, [-0.01, 0.01], rtol=0.011)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_step_has_a_learning_rate_of_its_own(name: str) -> None:
    optimizer, w, g = OPTIMIZERS[name](3, FLOAT64), np.zeros(3), np.ones(3)
    optimizer.step(w, g, 0.0)
    np.testing.assert_array_equal(w, 0)
    optimizer.step(w, g, 0.1)
    assert (w < 0).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_steps_are_made_in_place_and_leave_the_gradients_alone(name: str, dtype: type) -> None:
    rng = np.random.default_rng(0)
    w, g = rng.normal(size=(2, N_PARAMETERS)).astype(dtype)
    before, gradients = w.copy(), g.copy()
    optimizer = OPTIMIZERS[name](N_PARAMETERS, np.dtype(dtype))
    for _ in range(3):
        optimizer.step(w, g, 0.1)
    assert (w != before).all()
    assert w.dtype == dtype
    np.testing.assert_array_equal(g, gradients)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_steps_lead_down_into_a_valley(name: str) -> None:
    heights = np.array([1.0, 3.0, 10.0])
    w = np.array([1.0, -1.0, 0.5])
    optimizer = OPTIMIZERS[name](3, FLOAT64)
    for _ in range(1_000):
        optimizer.step(w, heights * w, 0.01)
    np.testing.assert_allclose(w, 0, atol=1e-3)
