"""The pace of a run: which batch comes next, when it looks at other images, and when it is over."""

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
"""Seeds a generator of its own for the order of the images, independent of the weights'."""
PACE_SETTINGS = ("batch_size", "epochs", "mirror")
"""Controls that change the plan of a run when they are turned."""


class Pace:
    """Divides a run into epochs and batches, also after its batch size or length was turned.

    Parameters
    ----------
    plan
        Of the run, as it begins.

    Attributes
    ----------
    plan
        Of the run as it is now: its recipe stays the one that it began with.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._validation_steps = validation_steps(plan)
        self._ordered_epoch, self._order = 0, np.empty(0, np.intp)

    def turn_to(self, recipe: Recipe, dataset: Dataset, at: Progress) -> None:
        """Divide what is left of a run in another way.

        Raises
        ------
        RecipeError
            When the recipe cannot be with these images, or ends before the run is.
        """
        if recipe.epochs < at.epoch - (at.n_seen == 0):
            raise RecipeError(f"is at least {at.epoch}, for the run is there already.", "epochs")
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
        """Return whether every epoch was learned."""
        return at.epoch > self.plan.n_epochs

    def share_done(self, at: Progress) -> float:
        """Return how much of the run is done, from 0 to 1: schedules follow it."""
        plan = self.plan
        n_done = (at.epoch - 1) * plan.n_batches + at.n_seen / plan.batch_size
        return n_done / (plan.n_batches * plan.n_epochs)

    def next_batch(self, at: Progress) -> NDArray[np.intp] | None:
        """Return the indices of the next images to learn from; None for all of them.

        Each epoch has an order of its own, which follows from the seed.
        """
        n_train, size = self.plan.n_train, self.plan.batch_size
        if size == n_train and not at.n_seen:
            return None
        if self._ordered_epoch != at.epoch:
            order = np.random.default_rng((self.plan.recipe.seed, _CHANCE_OF_ORDER, at.epoch))
            self._ordered_epoch, self._order = at.epoch, order.permutation(n_train)
        return self._order[at.n_seen : at.n_seen + size]

    def is_look_due(self, at: Progress) -> bool:
        """Return whether to look at the validation images after a step."""
        plan = self.plan
        if plan.n_validation == 0:
            return False
        if at.step == plan.n_steps:
            return True
        if plan.n_batches == 1:
            return at.n_seen == plan.n_train and at.epoch % validation_epochs(plan) == 0
        n_batches = -(-at.n_seen // plan.batch_size)
        return n_batches % plan.n_batches in self._validation_steps
