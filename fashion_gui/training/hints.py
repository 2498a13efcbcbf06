"""Hints: what a run's own measurements tell about why it does not learn well."""

from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.nn.state import State, count_of
from fashion_gui.training.events import Hint, Plan, ValidationMetrics
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

_STANDARD_ERRORS = 4.0
"""Standard errors by which a network must beat the most frequent class: luck does so once in
30,000 times."""
_EARLY = 0.05
_FIRST_STEPS = 50
"""Share of a run, and steps, without hints: some runs begin slowly, as the article's does."""
_LOOKS = 2
"""Number of consecutive validations that must agree."""
_DEEP = 3
"""Number of hidden layers of sigmoids or tanh from which gradients vanish."""


def missing_classes(labels: NDArray[np.integer], class_names: Classes) -> Hint | None:
    """Return a hint about classes without training images; labels are int (n_train,)."""
    counts = np.bincount(labels, minlength=len(class_names))
    missing = [name for name, count in zip(class_names, counts, strict=True) if not count]
    if not missing:
        return None
    return Hint(0, f"No training image shows {', '.join(missing)}: it cannot be learned.")


class GuessingWatch:
    """Notices when a network is no better than always predicting the most frequent class.

    Parameters
    ----------
    plan
        Plan of the run.
    labels : ndarray of int, shape (n_validation,)
        Labels of the validation images.

    Attributes
    ----------
    plan
        Current plan of the run.
    """

    def __init__(self, plan: Plan, labels: NDArray[np.integer]) -> None:
        self.plan = plan
        self._n_looks, self._since = 0, 0
        self._is_said = False
        if len(labels):
            share = float(np.bincount(labels).max()) / len(labels)
            error = sqrt(share * (1 - share) / len(labels))
            self._chance = min(1.0, share + _STANDARD_ERRORS * error)

    def after(self, look: ValidationMetrics, epoch: int) -> Hint | None:
        """Return a hint after a validation; None in most cases.

        An empty hint withdraws the one before it.
        """
        if look.accuracy > self._chance:
            self._n_looks = 0
            was_said, self._is_said = self._is_said, False
            return Hint(look.step, "") if was_said else None
        plan = self.plan
        self._since = self._since if self._n_looks else epoch
        self._n_looks += 1
        is_early = epoch < 2 or look.step < max(_FIRST_STEPS, _EARLY * plan.n_steps)
        if self._is_said or is_early or self._n_looks < _LOOKS:
            return None
        self._is_said = True
        return Hint(
            look.step, f"No better than guessing since epoch {self._since}. {_advice(plan.recipe)}"
        )

    def state_dict(self) -> State:
        """Return its state."""
        return {"n_looks": self._n_looks, "since": self._since, "is_said": int(self._is_said)}

    def load_state_dict(self, state: State) -> None:
        """Restore a state; StateError when it does not fit."""
        self._n_looks, self._since = count_of(state, "n_looks"), count_of(state, "since")
        self._is_said = bool(count_of(state, "is_said"))


def _advice(recipe: Recipe) -> str:
    saturates = recipe.activation in ("sigmoid", "tanh")
    if saturates and len(recipe.hidden) >= _DEEP and not recipe.batch_norm:
        return f"Try fewer layers, batch norm, or relu instead of {recipe.activation}."
    for rate in (recipe.learning_rate / 10, recipe.learning_rate * 10):
        try:
            replace(recipe, learning_rate=rate)
        except RecipeError:
            continue
        return f"Try another learning rate, for example {rate:g}."
    return "Try another recipe."
