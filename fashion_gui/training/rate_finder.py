"""The learning-rate finder: some batches with a growing rate, on a copy that is thrown away.

Source: Smith, "Cyclical Learning Rates for Training Neural Networks", arXiv:1506.01186, 2017,
section 3.3.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, SplitPlan
from fashion_gui.evaluation.compatibility import splits_of
from fashion_gui.training.as_printed import AsPrintedLearner
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.learner import GradientLearner, Learner
from fashion_gui.training.plan import plan_of
from fashion_gui.training.progress import check_fits, load_learner, turned_recipe
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.starting import Start

N_BATCHES = 100
"""Batches of a search, if the loss does not diverge before."""
_SPANS = {"adam": (1e-6, 1.0), "sgd": (1e-4, 100.0)}
_SPAN_AS_PRINTED = (1e-7, 0.1)
"""Its steps are sums over 5,000 images where others are means."""
_CHANCE_OF_ORDER = 4
"""Added to the seed, so that the images come in another order than in the run."""
_DIVERGED = 4.0
"""How many times the lowest loss a loss is that ends the search."""
_SMOOTHED_OVER = 4.0
"""Standard deviation, in batches, of the bell curve that smooths the losses."""
_CAP = 2.0
"""Most of a loss, in first losses, that enters the smoothed one: a jump must not spread."""
_LEAST_BATCHES = 12
_CLEAR = 4.0
"""How many times its own error a fall must be to count."""
_VALLEY_BEGINS, _SUGGESTED, _VALLEY_ENDS = 0.5, 0.95, 0.99
"""Shares of the whole fall. Measured: recipes learn fastest with rates near the second one."""


@dataclass(frozen=True, eq=False)
class RateSearch:
    """The loss at growing learning rates.

    Attributes
    ----------
    rates, losses : ndarray of float64, shape (n_batches,)
        Rate of each step, and the batch's mean loss before it.
    span
        The first and the last rate that are to be tried.
    is_done
        Whether there will be no more.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    span: tuple[float, float]
    is_done: bool = False

    @property
    def smoothed(self) -> NDArray[np.float64]:
        """The losses averaged over neighbouring batches, float64 (n_batches,)."""
        if not len(self.losses):
            return self.losses
        losses = np.minimum(self.losses, _CAP * self._first)
        numbers = np.arange(len(losses))
        distances = (numbers[:, np.newaxis] - numbers) / _SMOOTHED_OVER
        weights = np.exp(-0.5 * distances**2)
        smoothed: NDArray[np.float64] = weights @ losses / weights.sum(axis=1)
        return smoothed

    @property
    def _first(self) -> float:
        return float(self.losses[: _LEAST_BATCHES // 2].mean())

    def valley(self) -> "Valley | None":
        """Return the rates that lower the loss; None while no rate clearly does."""
        if len(self.losses) < _LEAST_BATCHES:
            return None
        smoothed = self.smoothed
        bottom = int(smoothed.argmin())
        fall = self._first - float(smoothed[bottom])
        noise = float(np.std(np.minimum(self.losses, _CAP * self._first) - smoothed))
        if fall <= _CLEAR * noise / np.sqrt(_LEAST_BATCHES / 2):
            return None
        fallen = (self._first - smoothed[: bottom + 1]) / fall
        shares = _VALLEY_BEGINS, _SUGGESTED, _VALLEY_ENDS
        places = (int(np.argmax(fallen >= share)) for share in shares)
        rates = (readable(float(self.rates[place])) for place in places)
        return Valley(*rates)


@dataclass(frozen=True)
class Valley:
    """Good learning rates.

    Attributes
    ----------
    low, high
        Half of the fall of the loss is reached at `low`, and all but 1 % of it at `high`.
    suggested
        The rate at which nearly all of the fall is reached.
    """

    low: float
    suggested: float
    high: float


def readable(rate: float) -> float:
    """Return a rate with two significant digits."""
    return float(f"{rate:.1e}")


def find_rate(
    recipe: Recipe,
    dataset: Dataset,
    start: Start | Checkpoint | None = None,
    *,
    now: Recipe | None = None,
) -> Generator[RateSearch, None, None]:
    """Learn from some batches with a growing rate; yield the search so far after each.

    Everything is thrown away. A run and its checkpoint are not touched.

    Parameters
    ----------
    recipe
        What is trained. For a checkpoint it is the recipe that its run began with.
    dataset
        The images.
    start
        A network to start from, or the checkpoint of a run whose next steps are tried.
    now
        The recipe of a checkpoint with all turns, also those that wait; None for those before it.

    Raises
    ------
    RecipeError
        When the recipe does not fit the images, or the start does not fit.
    CheckpointError
        When the start is a checkpoint of another run, or damaged.
    """
    resumed = start if isinstance(start, Checkpoint) else None
    begun = start if isinstance(start, Start) else None
    if resumed:
        check_fits(resumed, recipe, dataset)
        splits = SplitPlan.from_dict(resumed.state.get("splits"), len(dataset.train))
        now = now or turned_recipe(resumed)
    else:
        earlier = splits_of(begun.saved.training, dataset) if begun else None
        splits, now = plan_of(recipe, dataset, earlier).splits, recipe
    batch_size = plan_of(now, dataset).batch_size
    images = dataset.train[: len(splits.training)]
    learner: Learner
    if recipe.as_printed:
        learner = AsPrintedLearner(recipe, images, dataset.class_names)
    else:
        learner = GradientLearner(recipe, images, dataset.class_names, start=begun)
    try:
        with one_blas_thread:
            if resumed:
                learner.turn_to(now)
                load_learner(learner, resumed)
            yield from _search(learner, now, len(images), batch_size)
    finally:
        learner.close()


def _search(
    learner: Learner, recipe: Recipe, n_images: int, batch_size: int
) -> Generator[RateSearch, None, None]:
    low, high = _SPAN_AS_PRINTED if recipe.as_printed else _SPANS[recipe.optimizer]
    rates = np.geomspace(low, high, N_BATCHES)
    order = np.random.default_rng((recipe.seed, _CHANCE_OF_ORDER)).permutation(n_images)
    losses: list[float] = []
    for number, rate in enumerate(rates):
        learner.turn_to(
            replace(recipe, learning_rate=float(rate), schedule="constant", averaging=0.0)
        )
        with np.errstate(all="ignore"):  # it ends where the loss diverges
            loss, _ = learner.step(_batch(order, batch_size, number), 0.0)
        has_diverged = not np.isfinite(loss) or loss > _DIVERGED * min([*losses, loss])
        if np.isfinite(loss):
            losses.append(loss)
        is_done = has_diverged or number == N_BATCHES - 1
        yield RateSearch(rates[: len(losses)], np.array(losses), (low, high), is_done)
        if is_done:
            return


def _batch(order: NDArray[Any], size: int, number: int) -> NDArray[np.intp] | None:
    """Return the indices of a batch, from the first image again when all were seen."""
    if size == len(order):
        return None
    n_whole = len(order) // size
    first = number % n_whole * size
    return order[first : first + size]
