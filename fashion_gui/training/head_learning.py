"""Learning a novelty detector's head: to tell features of known images from those of others."""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.layers import Dense, Dropout, ReLU, Softmax
from fashion_gui.nn.losses import CrossEntropy
from fashion_gui.nn.novelty import unit_rows
from fashion_gui.nn.novelty_head import NoveltyHead
from fashion_gui.nn.optimizers import Adam

N_EPOCHS = 12
_N_HIDDEN = 64
"""Hidden units; 128 or 256 tell no more things apart."""
_DROPOUT = 0.2
_LABEL_SMOOTHING = 0.05
_BATCH_SIZE = 256
_LEAST_STEPS = 50
"""Steps of an epoch with few images, in smaller batches."""
_LEARNING_RATE, _WARM_UP = 0.002, 0.1


def fit_head(
    known: NDArray[np.floating], other: NDArray[np.floating], rng: np.random.Generator
) -> Generator[None, None, NoveltyHead]:
    """Learn a head; it may pause after each epoch.

    Parameters
    ----------
    known, other : ndarray of float, shape (n_samples, n_features)
        Of the last hidden layer; finite. At least one of each.
    rng
        Random generator.

    Yields
    ------
    None
        After each epoch; there are ``N_EPOCHS``.
    """
    rows = np.concatenate([known, other])
    n, n_features = rows.shape
    layers = (Dense(_N_HIDDEN), ReLU(), Dropout(_DROPOUT), Dense(2), Softmax())
    architecture = Architecture(layers, (n_features,))
    parameters = architecture.initial_parameters(rng)
    learning = Backpropagation(architecture, CrossEntropy(), parameters)
    optimizer = Adam(parameters.size, parameters.dtype)
    targets = np.full((n, 2), _LABEL_SMOOTHING / 2, np.float32)
    targets[: len(known), 1] += 1 - _LABEL_SMOOTHING
    targets[len(known) :, 0] += 1 - _LABEL_SMOOTHING
    scale = np.float32(np.sqrt(n_features))  # values of about 1, as the first weights expect
    size = min(_BATCH_SIZE, -(-n // _LEAST_STEPS))
    n_steps, step = N_EPOCHS * (n // size), 0
    for _ in range(N_EPOCHS):
        order = rng.permutation(n)
        with one_blas_thread:
            for start in range(0, n - size + 1, size):
                picked = order[start : start + size]
                batch = scale * unit_rows(rows[picked].astype(np.float32))
                learning(batch, targets[picked], rng)
                progress = step / n_steps
                rate = _LEARNING_RATE * min(1.0, progress / _WARM_UP) * (1 - progress)
                optimizer.step(parameters, learning.gradients, rate)
                step += 1
        yield
    first, second = (part for part in architecture.split(parameters) if part)
    hidden = np.concatenate([scale * first["weights"], first["biases"][np.newaxis]])
    weights, biases = second["weights"], second["biases"]
    output = np.append(weights[:, 1] - weights[:, 0], biases[1] - biases[0])
    return NoveltyHead(hidden.astype(np.float16), output.astype(np.float16))
