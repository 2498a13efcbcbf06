"""Batches: the images of a step, and the target of each of them."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.data import Subset
from fashion_gui.nn.layer import Arrays, FloatArray
from fashion_gui.nn.losses import softened
from fashion_gui.nn.state import HasState
from fashion_gui.nn.threads import Threads
from fashion_gui.training.augmentation import Augmentation
from fashion_gui.training.drawings import DrawingPool, rows_of_drawings
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.teaching import TeachersAnswers

_NOT_COUNTED = 255
"""A label that no prediction equals: drawings do not count in the training accuracy."""
_AUGMENTATIONS = ("mirror", "shift", "erase", "rotation", "scale", "elastic")
_CHANCE_OF_LATE_DRAWINGS = 3
"""Added to the seed when drawings are turned on during a run, at whatever step."""
USES_OF_A_DRAWING = {True: 2, False: 16}
"""How often a drawing is used, with and without convolutions: their steps take so long that new
drawings cost little in comparison."""


class Batch(NamedTuple):
    """What a step learns from. The next batch overwrites it.

    Attributes
    ----------
    images : ndarray of uint8, shape (n_samples, height, width)
        As bytes, which are a quarter of the memory traffic of floats.
    targets : ndarray of float32, shape (n_samples, n_classes) or (n_samples, 2 n_classes)
        Target distributions; with a teacher, its softened answers follow.
    labels : ndarray of uint8, shape (n_samples,)
        The true classes; that of a drawing equals no prediction.
    """

    images: NDArray[np.uint8]
    targets: FloatArray
    labels: NDArray[np.uint8]


class Batches:
    """Puts together batches of photographs, and of drawings if the recipe has them.

    Parameters
    ----------
    recipe
        The recipe of the run.
    train
        The photographs.
    n_classes
        Columns of the targets.
    teacher
        Answers of the teacher; None without one.
    chance
        Random generator, shared with the caller.
    threads
        Share the work of what takes long; results do not depend on them.
    """

    def __init__(
        self,
        recipe: Recipe,
        train: Subset,
        n_classes: int,
        teacher: TeachersAnswers | None,
        chance: Generator,
        threads: Threads | None = None,
    ) -> None:
        self._recipe, self._train, self._n_classes = recipe, train, n_classes
        self._teacher, self._chance, self._threads = teacher, chance, threads
        self._memory = Arrays()
        self.targets = _targets(n_classes, recipe.label_smoothing)
        self._augmentation = self._made_augmentation()
        self._drawings = self._made_pool(chance)

    @property
    def has_drawings(self) -> bool:
        """Whether some images are drawings."""
        return self._drawings is not None

    def parts(self) -> dict[str, HasState]:
        """Return all parts that have a state between two steps, by name."""
        parts: dict[str, HasState | None] = {"drawings": self._drawings, "teacher": self._teacher}
        return {name: part for name, part in parts.items() if part}

    def turn_to(self, recipe: Recipe) -> None:
        """Follow a changed recipe from the next batch on."""
        before, self._recipe = self._recipe, recipe
        self.targets = _targets(self._n_classes, recipe.label_smoothing)
        self.__dict__.pop("_all_targets", None)
        if any(getattr(before, name) != getattr(recipe, name) for name in _AUGMENTATIONS):
            self._augmentation = self._made_augmentation()
        if before.drawings != recipe.drawings:
            late = np.random.default_rng((recipe.seed, _CHANCE_OF_LATE_DRAWINGS))
            self._drawings = self._made_pool(late)

    def gather(self, indices: NDArray[np.intp] | None) -> Batch:
        """Return the batch with the photographs of these indices; None for all of them."""
        if indices is None:
            if not (self._augmentation or self._drawings):
                return Batch(self._train.images, self._all_targets, self._train.labels)
            indices = np.arange(len(self._train))
        photos, labels = self._photos(indices)
        taught = self._taught(photos, indices)
        if self._drawings:
            photos, labels, taught = self._among_drawings(self._drawings, photos, labels, taught)
        targets = self._asked_for(labels, taught)
        if self._drawings:
            _, drawn = rows_of_drawings(len(indices), self._recipe.drawings_per_100)
            labels[drawn] = _NOT_COUNTED
        return Batch(photos, targets, labels)

    @cached_property
    def _all_targets(self) -> FloatArray:
        """Targets of all training images, computed once because a full batch never changes."""
        taught = self._taught(self._train.images, np.arange(len(self._train)))
        return self._asked_for(self._train.labels, taught).copy()

    def _photos(self, indices: NDArray[np.intp]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        images, memory = self._train.images, self._memory
        if self._augmentation:
            picked = self._augmentation.gather(indices)
        else:
            # mode="clip", because "raise" would go through another, temporary array.
            picked = memory.array("images", (len(indices), *images.shape[1:]), np.uint8)
            images.take(indices, axis=0, out=picked, mode="clip")
        labels = memory.array("labels", (len(indices),), np.uint8)
        self._train.labels.take(indices, out=labels, mode="clip")
        return picked, labels

    def _taught(
        self, photos: NDArray[np.uint8], indices: NDArray[np.intp]
    ) -> NDArray[np.float32] | None:
        """Return the teacher's answers; unchanged photographs are asked about only once."""
        if not self._teacher:
            return None
        if self._augmentation and not self._recipe.teacher_once:
            return self._teacher.to(photos)
        return self._teacher.to_photos(indices)

    def _among_drawings(
        self,
        pool: DrawingPool,
        photos: NDArray[np.uint8],
        labels: NDArray[np.uint8],
        taught: NDArray[np.float32] | None,
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32] | None]:
        """Return photographs and drawings mixed, with their labels and teacher's answers."""
        n, drawn = rows_of_drawings(len(photos), self._recipe.drawings_per_100)
        images = self._memory.array("mixed images", (n, *photos.shape[1:]), np.uint8)
        answers = self._memory.array("mixed labels", (n,), np.uint8)
        is_photo = self._memory.array("is photo", (n,), np.bool_)
        is_photo[:] = True
        is_photo[drawn] = False
        images[is_photo], answers[is_photo] = photos, labels
        images[drawn], answers[drawn] = pool.draw(n - len(photos))
        if taught is None:
            return images, answers, None
        mixed = self._memory.array("mixed taught", (n, taught.shape[1]), np.float32)
        mixed[is_photo], mixed[drawn] = taught, pool.taught()
        return images, answers, mixed

    def _asked_for(
        self, labels: NDArray[np.uint8], taught: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        n, n_classes = len(labels), self._n_classes
        targets = self._memory.array("targets", (n, n_classes), np.float32)
        self.targets.take(labels, axis=0, out=targets, mode="clip")
        if taught is None:
            return targets
        both = self._memory.array("both targets", (n, 2 * n_classes), np.float32)
        both[:, :n_classes] = targets
        both[:, n_classes:] = softened(taught, self._recipe.teacher_temperature, self._memory)
        return both

    def _made_pool(self, chance: Generator) -> DrawingPool | None:
        if not self._recipe.drawings:
            return None
        uses = USES_OF_A_DRAWING[bool(self._recipe.convolutions)]
        return DrawingPool(self._train, uses, chance.spawn(1)[0], self._teacher)

    def _made_augmentation(self) -> Augmentation | None:
        if not is_augmented(self._recipe):
            return None
        return augmentation_of(self._recipe, self._train.images, self._chance, self._threads)


def augmentation_of(
    recipe: Recipe, images: NDArray[np.uint8], rng: Generator, threads: Threads | None = None
) -> Augmentation:
    """Return the augmentation of a recipe for its training images."""
    settings = {name: getattr(recipe, name) for name in _AUGMENTATIONS}
    return Augmentation(images, **settings, rng=rng, threads=threads)


def is_augmented(recipe: Recipe) -> bool:
    """Return whether photographs are augmented."""
    return any(getattr(recipe, name) for name in _AUGMENTATIONS)


def n_drawings_made(recipe: Recipe, n_photos: int) -> int:
    """Return about how many drawings are made while learning from so many photographs."""
    n_drawn = n_photos * recipe.drawings_per_100 // 100
    return n_drawn // USES_OF_A_DRAWING[bool(recipe.convolutions)]


def smoothed_one_hot(n_classes: int, smoothing: float) -> NDArray[np.float32]:
    """Return the target of every class: row c is one-hot at c, smoothed, (n_classes, n_classes)."""
    even = np.full((n_classes, n_classes), smoothing / n_classes, np.float32)
    return even + np.eye(n_classes, dtype=np.float32) * np.float32(1 - smoothing)


def _targets(n_classes: int, smoothing: float) -> NDArray[np.float32]:
    """Return the target of every class, and one of equal probabilities for other things."""
    none = np.full((1, n_classes), 1 / n_classes, np.float32)
    return np.concatenate([smoothed_one_hot(n_classes, smoothing), none])
