"""Grows images in the background for what is selected."""

from collections.abc import Generator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.wants import Goal, Grown, grow
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


class Grower(QObject):
    """Grows one image at a time, and emits it after each step."""

    grown = Signal(object)
    """The image so far, a ``Grown``."""
    ended = Signal()
    failed = Signal(str)

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._run_id = 0

    @property
    def is_growing(self) -> bool:
        """Whether an image is growing."""
        return self._thread is not None

    def start(self, goal: Goal, image: NDArray[np.uint8] | None) -> None:
        """Grow an image from another one, or from noise; does nothing while one is growing."""
        if self._thread is None and not self._threads.is_closed:
            self._run_id += 1
            make = partial(_growing, goal, image)
            self._thread = GeneratorThread(self._threads, self._run_id, make, parent=self)
            self._thread.delivered.connect(self._on_delivered)
            self._thread.finished.connect(self._on_thread_finished)
            self._thread.start()

    def stop(self) -> None:
        """Stop growing; the image stays as it is."""
        self._run_id += 1
        if self._thread:
            self._thread.interrupt()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id or self._threads.is_closed:
            return
        if parcel.error:
            self.failed.emit(f"No image could be grown: {parcel.error}")
        if parcel.items:
            self.grown.emit(parcel.items[-1])

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self.ended.emit()


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
    if selected is None:
        return Goal.of_class(network, label)
    layer, place = selected
    architecture = network.architecture
    is_answer = architecture.layer_index(layer) >= architecture.last_weights
    if is_answer and architecture.shapes[-1][0] > place[-1]:
        return Goal.of_class(network, place[-1])
    return Goal.of_unit(network, layer, place[-1])


def _growing(goal: Goal, image: NDArray[np.uint8] | None) -> Generator[Grown, None, None]:
    yield from grow(goal, image)
