"""The optimizers as their sources write them, with no thought for speed."""

import numpy as np
from numpy.typing import NDArray


def sgd_by_the_book(
    w: NDArray[np.float64], gradients: list[NDArray[np.float64]], rate: float, momentum: float
) -> NDArray[np.float64]:
    v = np.zeros_like(w)
    for g in gradients:
        v = momentum * v + g
        w = w - rate * v
    return w


def adam_by_the_book(
    w: NDArray[np.float64],
    gradients: list[NDArray[np.float64]],
    rate: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> NDArray[np.float64]:
    """Algorithm 1 of Kingma and Ba, line by line."""
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w = w - rate * m_hat / (np.sqrt(v_hat) + epsilon)
    return w
