"""Learners: parameters, and how one batch changes them."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.data import Subset
from fashion_gui.evaluation.temperature import best_temperature, can_be_tempered, temper
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.data_parallel import DataParallel
from fashion_gui.nn.inspection import LayerSummary, summarize_layers
from fashion_gui.nn.layer import FloatArray, LayerBuffers
from fashion_gui.nn.losses import LOSSES, Distillation, Loss
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import STATISTICS_RATE
from fashion_gui.nn.optimizers import SGD, Adam, Optimizer
from fashion_gui.nn.state import (
    HasState,
    State,
    chance_state,
    part_of,
    restore,
    restore_chance,
    share_of,
)
from fashion_gui.training.batches import Batches
from fashion_gui.training.drawings import PHOTOS_A_DRAWING, held_out_drawings
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.starting import Start
from fashion_gui.training.teaching import Teachers, TeachersAnswers
from fashion_gui.training.weight_average import WeightAverage

_N_TO_CALIBRATE = 1000
"""Most held-out photographs to fit the temperature: more of them change little."""
_LAYER_SETTINGS = ("l2", "dropout", "mirror", "teacher_share", "teacher_temperature")
"""Settings of layers, penalty and loss: a change rebuilds the backpropagation."""


class Learner(Protocol):
    """Something that a run can train, a batch at a time.

    Attributes
    ----------
    n_threads : int
        Threads that learn side by side.
    teacher : mapping or None
        The networks that teach it, as plain values.
    """

    n_threads: int
    teacher: Mapping[str, Any] | None

    def step(self, indices: NDArray[np.intp] | None, progress: float) -> tuple[float, int]:
        """Learn from one batch.

        Parameters
        ----------
        indices : ndarray of int, shape (n_samples,), or None
            Which training images; None means all of them.
        progress
            Share of the run that is done, from 0 to below 1.

        Returns
        -------
        loss : float
            Mean over the batch, before the step.
        n_correct : int
            Right predictions before the step; drawings do not count.
        """

    def evaluate(self, split: Subset) -> Iterator[tuple[float, NDArray[np.intp]]]:
        """Yield the loss, summed over images, and the predictions, part by part."""

    def fit_temperature(self, held_out: Subset) -> float | None:
        """Calibrate the probabilities after the last step.

        Returns the temperature; None if nothing was done.
        """

    def layer_summaries(self) -> tuple[LayerSummary, ...]:
        """Summarize every layer after a step: its activations and gradients in that step."""

    def vectors(self) -> tuple[Architecture, FloatArray, FloatArray | None]:
        """Return the layers, and the parameters and gradients after a step, not copied.

        The gradients are None where steps are not true gradients.
        """

    def network(self) -> Network:
        """Return a copy of the network as it is now."""

    def turn_to(self, recipe: Recipe) -> None:
        """Follow a recipe made by ``controls.turned`` from the next step on."""

    def state_dict(self) -> State:
        """Return a copy of all that the next steps depend on, except recipe and images."""

    def load_state_dict(self, state: State) -> None:
        """Restore the state of a learner of the same recipe and images.

        Raises
        ------
        StateError
            When the state does not fit.
        """

    def close(self) -> None:
        """End its threads."""


class GradientLearner:
    """Learns by gradient descent: backpropagation, then a step of the optimizer.

    Parameters
    ----------
    recipe
        What to train, and how.
    train
        The images to learn from.
    class_names
        One for each output.
    n_threads
        Number of threads; None for as many as there are cores. Results do not depend on it.
    start
        A network to start from, instead of random weights.

    Raises
    ------
    RecipeError
        When the start or the teacher does not fit the recipe.
    """

    def __init__(
        self,
        recipe: Recipe,
        train: Subset,
        class_names: Classes,
        n_threads: int | None = None,
        start: Start | None = None,
    ) -> None:
        initial, chance = (np.random.default_rng(s) for s in SeedSequence(recipe.seed).spawn(2))
        self._recipe, self._chance = recipe, chance
        self._train = train
        self._class_names = class_names
        self._architecture = recipe.architecture(len(class_names))
        self._parameters = self._architecture.initial_parameters(initial)
        self._kept, self._kept_share = self._parameters, 0.0
        if start:
            self._kept = start.parameters_for(self._architecture, class_names)
            self._kept_share = start.kept
            self._parameters[:] = self._kept
        self._calibrated: FloatArray | None = None
        teachers = Teachers.of(recipe, class_names, train.images.shape[1:])
        self.teacher = teachers.story() if teachers else None
        self._loss = _loss(recipe)
        self._parallel = DataParallel(
            self._architecture, self._loss, self._parameters, chance, recipe.l2, n_threads
        )
        self.n_threads = self._parallel.threads.n
        self._optimizer = _optimizer(recipe, self._parameters)
        self._memory = LayerBuffers({})
        threads = self._parallel.threads
        answers = TeachersAnswers(teachers.networks, train.images, threads) if teachers else None
        self._batches = Batches(recipe, train, len(class_names), answers, chance, threads)
        self._average = WeightAverage(self._parameters)

    def step(self, indices: NDArray[np.intp] | None, progress: float) -> tuple[float, int]:
        batch = self._batches.gather(indices)
        loss, outputs = self._parallel(batch.images, batch.targets)
        n_correct = self._count_correct(outputs, batch.labels)
        self._follow_statistics(len(self._train) if indices is None else len(indices))
        rate = self._recipe.learning_rate_at(progress)
        self._decay_weights(rate)
        self._optimizer.step(self._parameters, self._parallel.gradients, rate)
        if progress >= 1 - self._recipe.averaging:
            self._average.add(self._parameters)
        elif self._average.has_begun:  # the run was made longer
            self._average.clear()
        return loss, n_correct

    def evaluate(self, split: Subset) -> Iterator[tuple[float, NDArray[np.intp]]]:
        def judge(answers: FloatArray, part: slice) -> tuple[float, NDArray[np.intp]]:
            loss = self._loss.of_answers(answers, self._batches.targets[split.labels[part]])
            return loss * len(answers), answers.argmax(axis=1)

        yield from self.network().map_answers(judge, split.images, self._parallel.threads)

    def fit_temperature(self, held_out: Subset) -> float | None:
        if not len(held_out) or not can_be_tempered(self._architecture):
            return None
        images, labels = held_out.images[:_N_TO_CALIBRATE], held_out.labels[:_N_TO_CALIBRATE]
        if self._batches.has_drawings:
            drawings = held_out_drawings(len(images) // PHOTOS_A_DRAWING)
            images = np.concatenate([images, drawings.images])
            labels = np.concatenate([labels, drawings.labels])
        parameters = self._learned()
        temperature = best_temperature(self._architecture, parameters, images, labels)
        temper(self._architecture, parameters, temperature)
        self._calibrated = parameters
        return temperature

    def layer_summaries(self) -> tuple[LayerSummary, ...]:
        vectors = self._parameters, self._parallel.gradients
        parameters, gradients = (self._architecture.split(vector) for vector in vectors)
        outputs = self._parallel.layer_outputs()
        return summarize_layers(self._architecture, outputs, parameters, gradients)

    def vectors(self) -> tuple[Architecture, FloatArray, FloatArray | None]:
        return self._architecture, self._parameters, self._parallel.gradients

    def network(self) -> Network:
        parameters = self._learned() if self._calibrated is None else self._calibrated
        return Network(self._architecture, parameters, self._class_names)

    def turn_to(self, recipe: Recipe) -> None:
        before, self._recipe = self._recipe, recipe
        if any(getattr(before, name) != getattr(recipe, name) for name in _LAYER_SETTINGS):
            # These settings add no parameters, so the parameter vector stays as it is.
            self._architecture = recipe.architecture(len(self._class_names))
            self._loss = _loss(recipe)
            self._parallel.rebuild(self._architecture, self._loss, recipe.l2)
        if isinstance(self._optimizer, SGD):
            self._optimizer.momentum = recipe.momentum
        self._batches.turn_to(recipe)

    def state_dict(self) -> State:
        parts = {name: part.state_dict() for name, part in self._parts().items()}
        arrays = {"parameters": self._parameters.copy()}
        if self._kept_share:
            arrays["kept"] = self._kept.copy()
        chance = chance_state(self._chance)
        return {**arrays, "kept_share": self._kept_share, "chance": chance, **parts}

    def load_state_dict(self, state: State) -> None:
        restore(self._parameters, state, "parameters")
        restore_chance(self._chance, state.get("chance"))
        self._kept_share = share_of(state, "kept_share")
        if self._kept_share:
            self._kept = np.empty_like(self._parameters)
            restore(self._kept, state, "kept")
        for name, part in self._parts().items():
            part.load_state_dict(part_of(state, name))

    def _parts(self) -> dict[str, HasState]:
        """Return everything with a state between two steps, by name."""
        parts: dict[str, HasState] = {
            "optimizer": self._optimizer,
            "lanes": self._parallel,
            "average": self._average,
        }
        return parts | self._batches.parts()

    def close(self) -> None:
        self._parallel.close()

    def _learned(self) -> FloatArray:
        """Return a copy of the weights now: their average, mixed with those of the start."""
        learned = self._average.of(self._parameters)
        if self._kept_share:
            return self._kept_share * self._kept + (1 - self._kept_share) * learned
        return learned.copy()

    def _follow_statistics(self, n_photos: int) -> None:
        """Move the running statistics towards those of the batch.

        A last batch of an epoch with less than half of the images is skipped.
        """
        is_enough = 2 * n_photos >= (self._recipe.batch_size or 1)
        parameters, gradients = self._parameters, self._parallel.gradients
        for part in self._architecture.statistics:
            if is_enough:
                parameters[part] += STATISTICS_RATE * (gradients[part] - parameters[part])
            gradients[part] = 0.0  # the optimizer must not move them

    def _decay_weights(self, rate: float) -> None:
        """Shrink all weights (not the biases) in proportion to the learning rate.

        This is decoupled from the gradient, which Adam would rescale. Source: Loshchilov and
        Hutter, "Decoupled Weight Decay", arXiv:1711.05101, 2017.
        """
        if self._recipe.weight_decay:
            for parameters in self._architecture.split(self._parameters):
                if "weights" in parameters:
                    parameters["weights"][:] *= 1 - rate * self._recipe.weight_decay

    def _count_correct(self, outputs: FloatArray, labels: NDArray[Any]) -> int:
        answers = self._memory.array("answers", (len(labels),), np.intp)
        outputs.argmax(axis=1, out=answers)
        right = self._memory.array("right", (len(labels),), np.bool_)
        return int(np.count_nonzero(np.equal(answers, labels, out=right)))


def _loss(recipe: Recipe) -> Loss:
    if recipe.teacher:
        return Distillation(recipe.teacher_share, recipe.teacher_temperature)
    return LOSSES[recipe.loss]


def _optimizer(recipe: Recipe, parameters: FloatArray) -> Optimizer:
    if recipe.optimizer == "sgd":
        return SGD(parameters.size, parameters.dtype, recipe.momentum)
    return Adam(parameters.size, parameters.dtype)
