"""The learning-rate finder: some batches with a growing rate, on a copy that is thrown away."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, SplitPlan
from fashion_gui.evaluation.compatibility import splits_of
from fashion_gui.training.as_printed import AsPrintedLearner
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.learner import GradientLearner, Learner
from fashion_gui.training.pace import Pace
from fashion_gui.training.plan import plan_of
from fashion_gui.training.progress import Progress, check_fits, load_learner, turned_recipe
from fashion_gui.training.rate_curve import N_BATCHES, RateSearch
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.starting import Start

_SPANS = {"adam": (1e-6, 1.0), "sgd": (1e-4, 100.0)}
_SPAN_AS_PRINTED = (1e-7, 0.1)
"""Its steps are sums over 5,000 images where others are means."""
_CHANCE_OF_ORDER = 4
"""Added to the seed, so that the images come in another order than in the run."""
_DIVERGED = 4.0
"""How many times the lowest loss a loss is that ends the search."""


def find_rate(
    recipe: Recipe,
    dataset: Dataset,
    start: Start | Checkpoint | None = None,
    *,
    now: Recipe | None = None,
) -> Generator[RateSearch, None, None]:
    """Learn from some batches with a growing rate; yield the search so far after each.

    Everything is thrown away. A run and its checkpoint are not touched. In a run the rates are
    those to be set, of which its schedule leaves a share at its present step.

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
        share = _share_left(resumed, now, dataset, splits)
    else:
        earlier = splits_of(begun.saved.training, dataset) if begun else None
        splits, now, share = plan_of(recipe, dataset, earlier).splits, recipe, 1.0
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
            yield from _search(learner, now, len(images), batch_size, share)
    finally:
        learner.close()


def _share_left(resumed: Checkpoint, now: Recipe, dataset: Dataset, splits: SplitPlan) -> float:
    """Return the share of the learning rate that a run's schedule leaves at a checkpoint."""
    plan = replace(
        plan_of(resumed.recipe, dataset), splits=splits, n_validation=len(splits.validation)
    )
    try:
        at = Progress.from_state(resumed.state, plan)
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointError(f"The checkpoint is damaged: {error}") from error
    pace = Pace(plan)
    if now != resumed.recipe:
        pace.turn_to(now, dataset, at)
    return now.learning_rate_at(min(pace.share_done(at), 1.0)) / now.learning_rate


def _search(
    learner: Learner, recipe: Recipe, n_images: int, batch_size: int, share: float
) -> Generator[RateSearch, None, None]:
    span = _SPAN_AS_PRINTED if recipe.as_printed else _SPANS[recipe.optimizer]
    low, high = (rate / share for rate in span)
    rates = np.geomspace(low, high, N_BATCHES)
    order = np.random.default_rng((recipe.seed, _CHANCE_OF_ORDER)).permutation(n_images)
    losses: list[float] = []
    for number, rate in enumerate(rates):
        learner.turn_to(
            replace(recipe, learning_rate=float(rate) * share, schedule="constant", averaging=0.0)
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
