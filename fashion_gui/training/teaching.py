"""Learning from another network, a teacher: its answers for the images of a batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError, SavedNetwork
from fashion_gui.nn.layer import Arrays
from fashion_gui.nn.network import Network, probabilities_of
from fashion_gui.nn.state import State, StateError, restore
from fashion_gui.nn.threads import Threads
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

_NAME = "teacher"


@dataclass(frozen=True, eq=False)
class Teacher:
    """A network that teaches a run.

    Attributes
    ----------
    saved
        The network, and how it was trained.
    """

    saved: SavedNetwork

    @classmethod
    def of(
        cls, recipe: Recipe, class_names: Classes, image_shape: tuple[int, ...]
    ) -> "Teacher | None":
        """Return the teacher of a recipe; None when it has none.

        Raises
        ------
        RecipeError
            One sentence, when it cannot be read, or was trained on other classes or images.
        """
        if not recipe.teacher:
            return None
        try:
            saved = _read(recipe.teacher)
        except ModelFileError as error:
            raise RecipeError(f"cannot teach: {error}", _NAME) from error
        network = saved.network
        if network.class_names != class_names:
            raise RecipeError(
                f"knows the classes that are learned, {', '.join(class_names)}; found "
                f"{', '.join(network.class_names)}.",
                _NAME,
            )
        if network.architecture.input_shape != image_shape:
            wanted, found = (
                "x".join(map(str, shape))
                for shape in (image_shape, network.architecture.input_shape)
            )
            raise RecipeError(f"knows images of {wanted} pixels, found one of {found}.", _NAME)
        return cls(saved)

    @property
    def network(self) -> Network:
        """The teacher's network."""
        return self.saved.network

    def story(self) -> Mapping[str, Any]:
        """Return its identity as plain values, for a model file."""
        return {"digest": self.network.digest, "recipe": self.saved.training.get("recipe")}


def _read(name: str) -> SavedNetwork:
    path = model_file.find(name)
    try:
        status = path.stat()
    except OSError as error:
        raise ModelFileError(f"{path}: {error.strerror or error}.") from error
    return _read_once(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _read_once(path: Path, modified_ns: int, n_bytes: int) -> SavedNetwork:
    """Read a file; if it has not changed since, take it from memory: plans ask often."""
    return model_file.load(path)


class TeachersAnswers:
    """Answers of a teacher, computed once for each image that does not change.

    Parameters
    ----------
    teacher
        The teacher.
    images : ndarray of uint8, shape (n_images, height, width)
        The training photographs.
    threads
        Share the work. The answers do not depend on their number.
    """

    def __init__(self, teacher: Teacher, images: NDArray[np.uint8], threads: Threads) -> None:
        self._network, self._images, self._threads = teacher.network, images, threads
        self._passes = [self._network.forward_pass() for _ in range(threads.n)]
        shape = (len(images), self._network.architecture.n_classes)
        self._answers = np.zeros(shape, np.float32)
        self._is_known = np.zeros(len(images), np.uint8)
        self._memory = Arrays()

    @property
    def n_classes(self) -> int:
        """Number of columns of its answers."""
        return self._network.architecture.n_classes

    @property
    def is_mirrored(self) -> bool:
        """Whether its answers for an image and its mirror image are the same."""
        return self._network.architecture.mirrored

    def to_photos(self, indices: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the answers for unchanged photographs, float32 (n_samples, n_classes).

        The next call overwrites them.
        """
        unknown = indices[self._is_known[indices] == 0]
        if len(unknown):
            self._answers[unknown] = self.to(self._images[unknown])
            self._is_known[unknown] = 1
        answers = self._memory.array("photos", (len(indices), self._answers.shape[1]), np.float32)
        return self._answers.take(indices, axis=0, out=answers, mode="clip")

    def to(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the answers for any images, float32 (n_samples, n_classes).

        The next call overwrites them.
        """
        answers = self._memory.array("any", (len(images), self._answers.shape[1]), np.float32)

        def keep(of_chunk: NDArray[Any], part: slice) -> None:
            answers[part] = probabilities_of(of_chunk)

        for _ in self._network.map_answers(keep, images, self._threads, self._passes):
            pass
        return answers

    def state_dict(self) -> State:
        """Return its answers, 4 bytes for each photograph and class, and the network's digest."""
        answers, is_known = self._answers.copy(), self._is_known.copy()
        return {"digest": self._network.digest, "answers": answers, "is_known": is_known}

    def load_state_dict(self, state: State) -> None:
        """Restore answers; StateError when they are those of another network."""
        if state.get("digest") != self._network.digest:
            raise StateError("the teacher is not the same network as before.")
        restore(self._answers, state, "answers")
        restore(self._is_known, state, "is_known")
