"""Grows images in the background for what is selected."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.wants import Goal, Grown, grow
from fashion_gui.nn.network import Network
from fashion_gui.percent import probability
from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.what_if.other_network import other_network


class Grower(BackgroundWork):
    """Grows one image at a time, and emits it after each step."""

    grown = Signal(object)
    """The image so far, a ``Grown``."""
    ended = Signal()
    failed = Signal(str)

    @property
    def is_growing(self) -> bool:
        """Whether an image is growing."""
        return self._thread is not None

    def start(self, goal: Goal, image: NDArray[np.uint8] | None) -> None:
        """Grow an image from another one, or from noise; does nothing while one is growing."""
        if self._thread is None:
            self._start_work(partial(_growing, goal, image))

    def stop(self) -> None:
        """Stop growing; the image stays as it is."""
        self._drop_work()

    def _take(self, parcel: Parcel) -> None:
        if parcel.error:
            self.failed.emit(f"No image could be grown: {parcel.error}")
        if parcel.items:
            self.grown.emit(parcel.items[-1])

    def _on_free(self) -> None:
        self.ended.emit()


@dataclass(frozen=True, eq=False)
class Growth:
    """What an image was grown for.

    Attributes
    ----------
    words
        The unit, map or class, in words.
    target
        The class; None for a unit or map.
    judge
        Another network that is asked about the image; None if none fits.
    grown
        The image so far; None before the first step.
    """

    words: str
    target: int | None
    judge: ModelEntry | None
    grown: Grown | None = None

    def sentence(self, judged: NDArray[np.float32] | None) -> str:
        """Return how far it has grown, and how sure the other network is of it."""
        if self.grown is None:
            return ""
        first = f"Grown in {self.grown.step} steps for {self.words}."
        if self.judge is None or judged is None:
            return first
        names, label = self.judge.network.class_names, self.judge.label
        best = int(judged.argmax())
        other = f"{label} says {names[best]}, {probability(judged[best])}"
        if self.target is not None and self.target != best:
            other += f", and {probability(judged[self.target])} for {names[self.target]}"
        return f"{first} {other}."


def growth_for(
    session: Session, network: Network, selected: tuple[str, Place] | None, label: int
) -> Growth:
    """Return what an image is about to grow for; the parameters are those of `goal_of`."""
    target = _target(network, selected, label)
    words = f"{selected[0]}, unit {selected[1][-1]}" if selected else ""
    if target is not None:
        words = network.class_names[target]
    elif selected and len(selected[1]) == 3:
        words = f"{selected[0]}, map {selected[1][-1]}"
    return Growth(words, target, other_network(session, network))


def goal_of(network: Network, selected: tuple[str, Place] | None, label: int) -> Goal:
    """Return the goal of a selected unit or map, of a class behind the last weights.

    Parameters
    ----------
    selected
        A layer's name and a place in it; None for the class `label`.

    Raises
    ------
    NotOfferedError
        When the selection is the pixels.
    """
    target = _target(network, selected, label)
    if target is not None:
        return Goal.of_class(network, target)
    assert selected
    return Goal.of_unit(network, selected[0], selected[1][-1])


def _target(network: Network, selected: tuple[str, Place] | None, label: int) -> int | None:
    """Return the class that is selected, else `label`; None for a unit or map."""
    if selected is None:
        return label
    layer, place = selected
    architecture = network.architecture
    is_answer = architecture.layer_index(layer) >= architecture.last_weights
    return place[-1] if is_answer and architecture.shapes[-1][0] > place[-1] else None


def _growing(goal: Goal, image: NDArray[np.uint8] | None) -> Generator[Grown, None, None]:
    yield from grow(goal, image)
