"""Gradients without calculus: move every number a little, to both sides, and look."""

from collections.abc import Callable

import numpy as np

from fashion_gui.nn.layer import FloatArray

STEP = 1e-5


def numerical_gradient(function: Callable[[], float], values: FloatArray) -> FloatArray:
    """Return the derivative of the function, which looks at the values, in each of them."""
    assert values.dtype == np.float64
    assert values.flags.c_contiguous
    gradient = np.empty_like(values)
    numbers, slopes = values.reshape(-1), gradient.reshape(-1)
    for index in range(values.size):
        before = numbers[index]
        numbers[index] = before + STEP
        above = function()
        numbers[index] = before - STEP
        below = function()
        numbers[index] = before
        slopes[index] = (above - below) / (2 * STEP)
    return gradient


def assert_same_gradient(found: FloatArray, expected: FloatArray) -> None:
    """The error of central differences is of the order of STEP squared."""
    assert found.shape == expected.shape
    assert np.abs(expected).max() > 1e-3, "nothing to compare"
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)
