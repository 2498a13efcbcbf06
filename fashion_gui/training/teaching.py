"""Learning from other networks, the teachers: their mean answers for the images of a batch.

The mean of several networks is right more often than each of them, and one network can learn most
of that. Source: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network",
arXiv:1503.02531, 2015.
"""

from collections.abc import Mapping, Sequence
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
_MOST = 8
"""Most teachers of a run. More are hardly better together."""


@dataclass(frozen=True, eq=False)
class Teachers:
    """The networks that teach a run.

    Attributes
    ----------
    saved
        At least one network, and how each was trained.
    """

    saved: tuple[SavedNetwork, ...]

    @classmethod
    def of(
        cls, recipe: Recipe, class_names: Classes, image_shape: tuple[int, ...]
    ) -> "Teachers | None":
        """Return the teachers of a recipe; None when it has none.

        Raises
        ------
        RecipeError
            One sentence, when one cannot be read, was trained on other classes or images, or
            there are too many or the same one twice.
        """
        if not recipe.teacher:
            return None
        names = model_file.names_in(recipe.teacher)
        if not 1 <= len(names) <= _MOST:
            raise RecipeError(
                f"names 1 to {_MOST} networks, separated by commas, found {len(names)}.", _NAME
            )
        saved = []
        for name in names:
            try:
                saved.append(_read(name))
            except ModelFileError as error:
                raise RecipeError(f"cannot teach: {error}", _NAME) from error
            _check(saved[-1].network, class_names, image_shape)
        if len({one.network.digest for one in saved}) < len(saved):
            raise RecipeError(f"names each network once, found one twice: {recipe.teacher}.", _NAME)
        return cls(tuple(saved))

    @property
    def networks(self) -> tuple[Network, ...]:
        """The teachers' networks."""
        return tuple(one.network for one in self.saved)

    def story(self) -> Mapping[str, Any]:
        """Return their identities as plain values, for a model file."""
        told = [
            {"digest": one.network.digest, "recipe": one.training.get("recipe")}
            for one in self.saved
        ]
        return told[0] if len(told) == 1 else {"networks": told}


def told_digests(story: Mapping[str, Any]) -> list[Any]:
    """Return the digests in what ``Teachers.story`` told, as they are in a file."""
    networks = story.get("networks", [story])
    if not isinstance(networks, list):
        return []
    return [told.get("digest") for told in networks if isinstance(told, dict)]


def _check(network: Network, class_names: Classes, image_shape: tuple[int, ...]) -> None:
    if network.class_names != class_names:
        raise RecipeError(
            f"knows the classes that are learned, {', '.join(class_names)}; found "
            f"{', '.join(network.class_names)}.",
            _NAME,
        )
    if network.architecture.input_shape != image_shape:
        wanted, found = (
            "x".join(map(str, shape)) for shape in (image_shape, network.architecture.input_shape)
        )
        raise RecipeError(f"knows images of {wanted} pixels, found one of {found}.", _NAME)


def _read(name: str) -> SavedNetwork:
    path = model_file.find(name)
    try:
        status = path.stat()
    except OSError as error:
        raise ModelFileError(f"{path}: {error.strerror or error}.") from error
    return _read_once(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=_MOST)
def _read_once(path: Path, modified_ns: int, n_bytes: int) -> SavedNetwork:
    """Read a file; if it has not changed since, take it from memory: plans ask often."""
    return model_file.load(path)


class TeachersAnswers:
    """Mean answers of teachers, computed once for each image that does not change.

    Parameters
    ----------
    networks
        The teachers.
    images : ndarray of uint8, shape (n_images, height, width)
        The training photographs.
    threads
        Share the work. The answers do not depend on their number.
    """

    def __init__(
        self, networks: Sequence[Network], images: NDArray[np.uint8], threads: Threads
    ) -> None:
        self._networks, self._images, self._threads = networks, images, threads
        self._passes = [[network.forward_pass() for _ in range(threads.n)] for network in networks]
        shape = (len(images), self.n_classes)
        self._answers = np.zeros(shape, np.float32)
        self._is_known = np.zeros(len(images), np.uint8)
        self._memory = Arrays()

    @property
    def n_classes(self) -> int:
        """Number of columns of the answers."""
        return self._networks[0].architecture.n_classes

    @property
    def is_mirrored(self) -> bool:
        """Whether the answers for an image and its mirror image are the same."""
        return all(network.architecture.mirrored for network in self._networks)

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

        answers.fill(0.0)

        def add(of_chunk: NDArray[Any], part: slice) -> None:
            answers[part] += probabilities_of(of_chunk)

        for network, passes in zip(self._networks, self._passes, strict=True):
            for _ in network.map_answers(add, images, self._threads, passes):
                pass
        if len(self._networks) > 1:
            answers /= len(self._networks)
        return answers

    def state_dict(self) -> State:
        """Return the answers, 4 bytes for each photograph and class, and the teachers' digests."""
        answers, is_known = self._answers.copy(), self._is_known.copy()
        return {"digest": self._digest, "answers": answers, "is_known": is_known}

    def load_state_dict(self, state: State) -> None:
        """Restore answers; StateError when they are those of other networks."""
        if state.get("digest") != self._digest:
            raise StateError("the teacher is not the same network as before.")
        restore(self._answers, state, "answers")
        restore(self._is_known, state, "is_known")

    @property
    def _digest(self) -> str:
        return " ".join(network.digest for network in self._networks)
