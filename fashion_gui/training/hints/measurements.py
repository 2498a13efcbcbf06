"""What a run measures of itself when it looks at its validation images: what hints are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.nn.inspection import LayerSummary
from fashion_gui.training.events import EpochMetrics, Plan
from fashion_gui.training.recipes import Recipe

STANDARD_ERRORS = 4.0
"""Differences of accuracy above so many standard errors are no luck: one in 30,000 is."""


@dataclass(frozen=True, eq=False)
class Measurements:
    """The state of a run after a step.

    Attributes
    ----------
    recipe
        Its settings as they are turned now.
    plan
        Of the run as it is now.
    classes
        Names of the classes.
    step, epoch
        Counted from 1.
    loss, accuracy
        Means over the batches of this epoch so far, each taken before its step.
    labels, answers : ndarray of int, shape (n_validation,)
        Right and given classes of the validation images.
    validation_loss
        Mean over the validation images.
    layers
        What went on in each layer in the last step.
    history
        The epochs that are over.
    """

    recipe: Recipe
    plan: Plan
    classes: Classes
    step: int
    epoch: int
    loss: float
    accuracy: float
    labels: NDArray[np.integer]
    answers: NDArray[np.integer]
    validation_loss: float
    layers: tuple[LayerSummary, ...]
    history: Sequence[EpochMetrics]

    @property
    def share_done(self) -> float:
        """Steps that were made as a share of all that are planned."""
        return self.step / self.plan.n_steps

    @cached_property
    def validation_accuracy(self) -> float:
        """Share of the validation images that are answered right."""
        return float(np.mean(self.answers == self.labels))

    @cached_property
    def confusions(self) -> NDArray[np.intp]:
        """Validation images by their class (row) and their answer (column)."""
        n = len(self.classes)
        counts = np.bincount(self.labels.astype(np.intp) * n + self.answers, minlength=n * n)
        return counts.reshape(n, n)

    @property
    def is_learning(self) -> bool:
        """Whether the answers are better than always naming the most frequent class."""
        share = float(self.confusions.sum(axis=1).max()) / len(self.labels)
        return self.validation_accuracy > min(1.0, share + self.error_at(share))

    def error_at(self, accuracy: float) -> float:
        """Return by how much an accuracy on the validation images may differ by luck."""
        return STANDARD_ERRORS * sqrt(accuracy * (1 - accuracy) / len(self.labels))

    @cached_property
    def update_ratio(self) -> float | None:
        """How long a step is, in shares of the weights' own length, when the rate is highest.

        The largest of all layers; usual are 0.0001 to 0.01. None where it is not known.
        """
        recipe, ratios = self.recipe, []
        for layer in self.layers:
            for name, gradient in layer.gradients.items():
                weights = layer.parameters[name]
                if name != "weights" or not weights.norm:
                    continue
                mean_square = weights.std**2 + weights.mean**2
                if recipe.optimizer == "adam":  # each weight moves by about the rate
                    ratios.append(recipe.learning_rate / sqrt(mean_square))
                else:
                    roll = 1 / (1 - recipe.momentum)
                    ratios.append(recipe.learning_rate * roll * gradient.norm / weights.norm)
        return max(ratios, default=None)
