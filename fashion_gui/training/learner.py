"""What learns: parameters, and how one batch changes them."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray

from fashion_gui.data.fashion_mnist import Split
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.layers import FloatArray, Memory
from fashion_gui.nn.losses import LOSSES
from fashion_gui.nn.network import Network, as_input
from fashion_gui.nn.optimizers import SGD, Adam, Optimizer
from fashion_gui.training.recipes import Recipe

_EVALUATION_CHUNK = 500
"""Images between two moments in which an evaluation may be interrupted."""


class Learner(Protocol):
    """Something that a run can teach, a batch at a time."""

    def step(self, indices: NDArray[np.intp] | None, learning_rate: float) -> tuple[float, int]:
        """Learn from one batch.

        Parameters
        ----------
        indices : ndarray of int, shape (n_samples,), or None
            Which training images; None means all of them.
        learning_rate
            Length of the step.

        Returns
        -------
        loss : float
            Mean over the batch, before the step.
        n_correct : int
            Right answers before the step.
        """

    def evaluate(self, split: Split) -> Iterator[tuple[float, NDArray[np.intp]]]:
        """Yield loss (summed over images) and answers, in as many parts as there may be."""

    def network(self) -> Network:
        """Return a copy of what was learned so far."""


class GradientLearner:
    """Learns by gradient descent: backpropagation, then a step of the optimizer."""

    def __init__(self, recipe: Recipe, train: Split, class_names: tuple[str, ...]) -> None:
        initial, chance = (np.random.default_rng(s) for s in SeedSequence(recipe.seed).spawn(2))
        self._train = train
        self._class_names = class_names
        self._rng = chance
        self._architecture = recipe.architecture(len(class_names))
        self._parameters = self._architecture.initial_parameters(initial)
        self._backpropagation = Backpropagation(
            self._architecture, LOSSES[recipe.loss], self._parameters, recipe.l2
        )
        self._optimizer = _optimizer(recipe, self._parameters)
        self._targets = smoothed_one_hot(len(class_names), recipe.label_smoothing)
        self._memory = Memory({})
        self._full_batch: tuple[FloatArray, FloatArray] | None = None

    def step(self, indices: NDArray[np.intp] | None, learning_rate: float) -> tuple[float, int]:
        if indices is None:
            X, targets, labels = *self._all(), self._train.labels
        else:
            X, targets, labels = self._gather(indices)
        loss, outputs = self._backpropagation(X, targets, self._rng)
        n_correct = self._count_correct(outputs, labels)
        self._optimizer.step(self._parameters, self._backpropagation.gradients, learning_rate)
        return loss, n_correct

    def evaluate(self, split: Split) -> Iterator[tuple[float, NDArray[np.intp]]]:
        for start in range(0, len(split), _EVALUATION_CHUNK):
            part = split[start : start + _EVALUATION_CHUNK]
            X = as_input(part.images, self._memory)
            targets = self._targets[part.labels]
            loss, outputs = self._backpropagation.evaluate(X, targets)
            yield loss * len(part), outputs.argmax(axis=1)

    def network(self) -> Network:
        return Network(self._architecture, self._parameters, self._class_names)

    def _all(self) -> tuple[FloatArray, FloatArray]:
        """All the training images: made once, because a full batch never changes."""
        if self._full_batch is None:
            X = as_input(self._train.images, Memory({}))
            self._full_batch = X, self._targets[self._train.labels]
        return self._full_batch

    def _gather(
        self, indices: NDArray[np.intp]
    ) -> tuple[FloatArray, FloatArray, NDArray[np.uint8]]:
        """Collect a batch. The images stay bytes until here: a quarter of the memory moved."""
        images, labels = self._train.images, self._train.labels
        memory, n = self._memory, len(indices)
        # mode="clip", because "raise" would go through another, temporary array.
        picked = memory.array("images", (n, *images.shape[1:]), np.uint8)
        np.take(images, indices, axis=0, out=picked, mode="clip")
        answers = memory.array("labels", (n,), np.uint8)
        np.take(labels, indices, out=answers, mode="clip")
        targets = memory.array("targets", (n, self._targets.shape[1]), np.float32)
        np.take(self._targets, answers, axis=0, out=targets, mode="clip")
        return as_input(picked, memory), targets, answers

    def _count_correct(self, outputs: FloatArray, labels: NDArray[Any]) -> int:
        answers = self._memory.array("answers", (len(labels),), np.intp)
        outputs.argmax(axis=1, out=answers)
        right = self._memory.array("right", (len(labels),), np.bool_)
        return int(np.count_nonzero(np.equal(answers, labels, out=right)))


def smoothed_one_hot(n_classes: int, smoothing: float) -> NDArray[np.float32]:
    """Return the target of every class: row c is 1 - smoothing at c, plus an even rest."""
    even = np.full((n_classes, n_classes), smoothing / n_classes, np.float32)
    return even + np.eye(n_classes, dtype=np.float32) * np.float32(1 - smoothing)


def _optimizer(recipe: Recipe, parameters: FloatArray) -> Optimizer:
    if recipe.optimizer == "sgd":
        return SGD(parameters.size, parameters.dtype, recipe.momentum)
    return Adam(parameters.size, parameters.dtype)
