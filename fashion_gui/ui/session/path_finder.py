"""Asks networks in the background about paths of pictures; the newest question counts."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.picture_path import PicturePath
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class PathQuestion:
    """A path of pictures.

    Attributes
    ----------
    networks
        The one that answers and, maybe, another one.
    make
        Makes the pictures, uint8 (n, 28, 28); called in the background.
    amounts
        How far each of them is on the path.
    """

    networks: tuple[Network, ...]
    make: Callable[[], NDArray[np.uint8]]
    amounts: Sequence[float]


@dataclass(frozen=True, eq=False)
class PathAnswer:
    """The path for each of the networks."""

    question: PathQuestion
    paths: tuple[PicturePath, ...]


class PathFinder(LatestWork):
    """Handles one question at a time, and gives it up as soon as there is a newer one."""

    failure = "The picture could not be changed: {}."

    def ask(self, question: PathQuestion) -> None:
        """Predict all pictures of a path, giving a ``PathAnswer``."""
        self.do(partial(_following, question))


def _following(question: PathQuestion) -> Generator[PathAnswer | None, None, None]:
    images, paths = question.make(), list[PicturePath]()
    for network in question.networks:
        yield None
        paths.append(PicturePath.of(network, images, question.amounts))
    yield PathAnswer(question, tuple(paths))
