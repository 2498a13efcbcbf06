"""Our training step, as the window and the command line use it, to be timed."""

from collections.abc import Callable

import numpy as np

from fashion_gui.classes import Classes
from fashion_gui.data import Subset
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.recipes import Recipe

_CLASSES = Classes.numbered(10)
IMAGES_IN_AN_EPOCH = 60_000
"""Durations for fewer images are scaled to this number."""


def small_network(batch_size: int) -> Recipe:
    """Return 784-128-10 with ReLU, cross-entropy and Adam, and nothing else."""
    return Recipe(hidden=(128,), batch_size=batch_size)


def make_learner(recipe: Recipe, train: Subset, n_threads: int = 1) -> GradientLearner:
    """Return a learner of ten classes."""
    return GradientLearner(recipe, train, _CLASSES, n_threads)


def learning(recipe: Recipe, train: Subset, n_threads: int = 1) -> Callable[[], None]:
    """Return a function that learns once from all images, in batches in a new order each time.

    The images are bytes: converting them is part of the time.
    """
    learner = make_learner(recipe, train, n_threads)
    rng = np.random.default_rng(0)
    size = recipe.batch_size or len(train)

    def learn() -> None:
        order = rng.permutation(len(train))
        for start in range(0, len(train), size):
            learner.step(order[start : start + size], 0.0)

    return learn
