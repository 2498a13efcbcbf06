"""How long a run will take on this machine, measured by a rehearsal of half a second.

A rehearsal is a run like any other that is stopped after a few steps and discarded: everything that
makes learning fast or slow on this machine, with this network and these images, is measured.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, Subset
from fashion_gui.nn.network import Network
from fashion_gui.training.batches import is_augmented, n_drawings_made
from fashion_gui.training.events import BatchMetrics, Command, Evaluating, Finished, Plan, Run
from fashion_gui.training.known_images import find_novelty, n_looked_at
from fashion_gui.training.plan import n_validations, plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.teaching import Teachers

_ENOUGH_S = 0.25
"""Computing time for each kind of work, warm-up included."""
_PATIENCE_S = 1.0
"""Longest time of measuring, but for one part after the warm-up ..."""
_LONG_S = 5.0
"""... unless that took longer than this, in seconds."""
_PRODUCTS_IN_A_STEP = 6_000_000_000
"""Multiplications of a forward pass through a batch: above it, fewer images are rehearsed, so that
a step takes a second at most and a rehearsal can be cancelled. Larger batches are worked on in
pieces, and their time grows with the number of images.
"""
_EPOCHS = 1_000_000
_TINY_RATE = 1e-6
"""Learning rate of a rehearsal: a step takes the same time, and the loss cannot diverge."""
ANSWERING_SHARE = 1 / 3
"""First guess of the time for predicting an image, relative to learning from it."""


@dataclass(frozen=True)
class Speed:
    """The speed of this machine with a recipe.

    Attributes
    ----------
    learning_s, answering_s
        Seconds for learning from an image, and for predicting one.
    teaching_s
        Seconds for the answers of all teachers for an image; 0 without a teacher.
    detecting_s
        Seconds for one of the images of the novelty detector, which are drawn first; 0 without one.
    """

    learning_s: float
    answering_s: float
    teaching_s: float = 0.0
    detecting_s: float = 0.0

    def run_seconds(self, plan: Plan) -> float:
        """Return about how many seconds a run will compute, validation and test included."""
        n_learned = plan.n_train * plan.recipe.epochs
        seconds = n_learned * self.learning_s + n_answered(plan) * self.answering_s
        seconds += n_asked_of_a_teacher(plan) * self.teaching_s
        return seconds + self.detector_seconds(plan)

    def detector_seconds(self, plan: Plan) -> float:
        """Return about how many of them are for the novelty detector, when the learning is over."""
        return n_detecting(plan) * self.detecting_s


def n_answered(plan: Plan) -> int:
    """Return for how many images a run predicts: to validate, and to test."""
    return n_validations(plan) * plan.n_validation + plan.n_test


def n_detecting(plan: Plan) -> int:
    """Return at how many images the network looks for its novelty detector; 0 without one."""
    return n_looked_at(plan.n_train, plan.n_validation) if plan.recipe.drawings else 0


def n_asked_of_a_teacher(plan: Plan) -> int:
    """Return for about how many images a teacher is asked in a run: unchanged ones only once."""
    recipe = plan.recipe
    if not recipe.teacher:
        return 0
    n_drawn = n_drawings_made(recipe, plan.n_train * recipe.epochs) if recipe.drawings else 0
    is_anew = is_augmented(recipe) and not recipe.teacher_once
    return plan.n_train * (recipe.epochs if is_anew else 1) + n_drawn


def rehearsal_of(recipe: Recipe, dataset: Dataset) -> Recipe:
    """Return the rehearsal for a recipe: the same for all recipes of the same speed.

    Raises
    ------
    RecipeError
        When the run is not possible with these images.
    """
    plan = plan_of(recipe, dataset)
    n_products = recipe.architecture(len(dataset.class_names)).n_products
    n_images = min(plan.batch_size, max(1, _PRODUCTS_IN_A_STEP // n_products))
    is_full = plan.n_batches == 1
    return replace(
        recipe,
        name="rehearsal",
        summary="",
        # A full batch takes another path than a batch of some images.
        batch_size=None if is_full else n_images,
        n_train=n_images if is_full else plan.n_train,
        n_validation=0,
        epochs=_EPOCHS,
        learning_rate=_TINY_RATE,
        seed=0,
    )


def measure_speed(rehearsal: Recipe, dataset: Dataset) -> Generator[Speed | None, None, None]:
    """Measure the speed of a rehearsal.

    Yields the best estimate so far after each part of the work; None while there is none.
    """
    from fashion_gui.training.trainer import train

    teachers = Teachers.of(rehearsal, dataset.class_names, dataset.train.images.shape[1:])
    # A teacher is asked only once about an image, so it is measured separately.
    learning_s = answering_s = None
    with closing(train(replace(rehearsal, teacher=""), dataset)) as run:
        next(run)  # starts the generator, so that closing it ends its threads
        for learning_s in _time(_steps(run)):
            yield Speed(learning_s, learning_s * ANSWERING_SHARE) if learning_s else None
        assert learning_s is not None
    # After learning from drawings a run makes a novelty detector, which is no answering.
    with closing(train(replace(rehearsal, teacher="", drawings=False), dataset)) as run:
        plan = next(run)
        assert isinstance(plan, Plan)
        for answering_s in _time(_answers(run, plan.n_threads)):
            speed = Speed(learning_s, answering_s or learning_s * ANSWERING_SHARE)
            yield speed
        for teacher in teachers.networks if teachers else ():
            before_s = speed.teaching_s
            for teaching_s in _time(_asking(teacher, dataset.train, plan.n_threads)):
                speed = replace(speed, teaching_s=before_s + (teaching_s or 0.0))
                yield speed
    if rehearsal.drawings:
        network = _untrained(rehearsal, dataset.class_names)
        for detecting_s in _time(_detecting(network, dataset.train, plan.n_threads)):
            yield replace(speed, detecting_s=detecting_s or 0.0)


def measure_seconds(
    recipes: Sequence[Recipe], dataset: Dataset
) -> Generator[tuple[float, ...] | None, None, None]:
    """Yield None while measuring, and finally about how many seconds a run of each recipe takes.

    Raises
    ------
    RecipeError
        When one of them is not possible with these images.
    """
    seconds = []
    measured: dict[Recipe, Speed] = {}
    for recipe in recipes:
        rehearsal = rehearsal_of(recipe, dataset)
        if rehearsal not in measured:
            for speed in measure_speed(rehearsal, dataset):
                if speed:
                    measured[rehearsal] = speed
                yield None
        seconds.append(measured[rehearsal].run_seconds(plan_of(recipe, dataset)))
    yield tuple(seconds)


def _time(parts: Iterator[int]) -> Iterator[float | None]:
    """Yield the seconds per image so far after each part of some work; None while unknown.

    The first part, which allocates arrays and makes the first drawings, counts only if it takes so
    long that no other is done.

    Parameters
    ----------
    parts
        Does a part of the work and yields the number of its images.
    """
    began = perf_counter()
    n_images = next(parts)
    started = perf_counter()
    warm_up_s = (started - began) / n_images
    yield None
    n_images = 0
    is_long = started - began > _LONG_S
    while n_images == 0 or perf_counter() - began < _PATIENCE_S:
        if (n_images == 0 and is_long) or not (n_in_part := next(parts, 0)):
            break
        n_images += n_in_part
        yield (perf_counter() - started) / n_images
        if n_images > n_in_part and perf_counter() - began > _ENOUGH_S:
            return
    if n_images == 0:
        yield warm_up_s


def _asking(teacher: Network, photos: Subset, n_threads: int) -> Iterator[int]:
    """Ask a teacher, as many chunks at once as there are threads; yield the number of images."""
    n_answers = 0
    for number, answers in enumerate(teacher.predict_in_chunks(photos.images, n_threads), start=1):
        n_answers += len(answers)
        if number % n_threads == 0:
            yield n_answers
            n_answers = 0
    if n_answers:
        yield n_answers


def _untrained(recipe: Recipe, class_names: Sequence[str]) -> Network:
    architecture = recipe.architecture(len(class_names))
    parameters = architecture.initial_parameters(np.random.default_rng(0))
    return Network(architecture, parameters, class_names)


def _detecting(network: Network, photos: Subset, n_threads: int) -> Iterator[int]:
    """Make a novelty detector; yield the number of images of each part."""
    n_before = 0
    with one_blas_thread:
        for n_done, _ in find_novelty(network, photos, photos, n_threads):
            yield n_done - n_before
            n_before = n_done


def _steps(run: Run) -> Iterator[int]:
    """Learn step by step; yield the number of images of each step."""
    for record in run:
        if isinstance(record, BatchMetrics):
            yield record.n_images


def _answers(run: Run, n_threads: int) -> Iterator[int]:
    """Predict, as many parts at once as there are threads; yield the number of images."""
    record = run.send(Command.STOP)
    n_before, n_parts = 0, 0
    while not isinstance(record, Finished):
        if isinstance(record, Evaluating):
            n_parts += 1
            if n_parts % n_threads == 0 or record.n_done == record.n_images:
                yield record.n_done - n_before
                n_before = record.n_done
        record = next(run)
