"""The pace of a run: which batch comes next, when it validates, and when it is over."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset
from fashion_gui.training.events import Plan
from fashion_gui.training.plan import plan_of, validation_epochs, validation_steps
from fashion_gui.training.progress import Progress
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

_CHANCE_OF_ORDER = 1
"""Seeds a separate random generator for the order of the images."""
PACE_SETTINGS = ("batch_size", "epochs", "mirror")
"""Controls that change the plan of a run."""


class Pace:
    """Divides a run into epochs and batches, also after batch size or epochs were turned.

    Parameters
    ----------
    plan
        Plan with which the run begins.

    Attributes
    ----------
    plan
        Current plan; its recipe stays the one that the run began with.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._validation_steps = validation_steps(plan)
        self._ordered_epoch, self._order = 0, np.empty(0, np.intp)

    def turn_to(self, recipe: Recipe, dataset: Dataset, at: Progress) -> None:
        """Divide the rest of a run by a changed recipe.

        Raises
        ------
        RecipeError
            When the recipe does not fit these images, or ends before the run's current epoch.
        """
        if recipe.epochs < at.epoch - (at.n_seen == 0):
            raise RecipeError(f"is at least {at.epoch}: the run has come that far.", "epochs")
        now, before = plan_of(recipe, dataset), self.plan
        left_of_epoch = -(-(before.n_train - at.n_seen) // now.batch_size)
        left = left_of_epoch + (recipe.epochs - at.epoch) * now.n_batches
        self.plan = replace(
            before,
            batch_size=now.batch_size,
            n_batches=now.n_batches,
            n_epochs=recipe.epochs,
            n_steps=at.step + left,
        )
        self._validation_steps = validation_steps(replace(self.plan, recipe=recipe))

    def is_over(self, at: Progress) -> bool:
        """Return whether every epoch is done."""
        return at.epoch > self.plan.n_epochs

    def share_done(self, at: Progress) -> float:
        """Return the share of the run that is done, from 0 to 1, which schedules follow."""
        plan = self.plan
        n_done = (at.epoch - 1) * plan.n_batches + at.n_seen / plan.batch_size
        return n_done / (plan.n_batches * plan.n_epochs)

    def next_batch(self, at: Progress) -> NDArray[np.intp] | None:
        """Return the indices of the next images to learn from; None for all of them.

        Each epoch has its own random order, which follows from the seed.
        """
        n_train, size = self.plan.n_train, self.plan.batch_size
        if size == n_train and not at.n_seen:
            return None
        if self._ordered_epoch != at.epoch:
            order = np.random.default_rng((self.plan.recipe.seed, _CHANCE_OF_ORDER, at.epoch))
            self._ordered_epoch, self._order = at.epoch, order.permutation(n_train)
        return self._order[at.n_seen : at.n_seen + size]

    def is_look_due(self, at: Progress) -> bool:
        """Return whether to validate after a step."""
        plan = self.plan
        if plan.n_validation == 0:
            return False
        if at.step == plan.n_steps:
            return True
        if plan.n_batches == 1:
            return at.n_seen == plan.n_train and at.epoch % validation_epochs(plan) == 0
        n_batches = -(-at.n_seen // plan.batch_size)
        return n_batches % plan.n_batches in self._validation_steps
