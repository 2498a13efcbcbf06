"""Traces pictures through a network in the background; only the latest request counts."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.explain.derivations import Derivation, Place
from fashion_gui.explain.learning_math import LearningMath, WeightStep
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.strips import Strip, strips
from fashion_gui.explain.trace import Trace
from fashion_gui.nn.network import Network
from fashion_gui.ui.imaging.signed_picture import signed_picture
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup

N_MOST = 48
"""Most units or maps of a layer that fit into the largest window."""
LEARNING_RATE = 0.1
"""Learning rate of the step that is written out."""


@dataclass(frozen=True, eq=False)
class Question:
    """What to trace.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    selected
        Name of a layer and a position in it, to be written out; None for nothing.
    label
        Target class for the backward pass; None for the predicted one.
    """

    network: Network
    image: NDArray[np.uint8]
    selected: tuple[str, Place] | None = None
    label: int | None = None


@dataclass(frozen=True, eq=False)
class Flow:
    """The outputs of every layer for a picture, and one value written out.

    Attributes
    ----------
    question
        The request.
    strips
        One for each layer.
    pictures
        For each strip its maps in colours, uint8 (n, height, width, 3); None for units.
    probabilities : ndarray of float32, shape (n_classes,)
    label
        The target class of the backward pass.
    forward, backward
        Derivations of the selected value and of its gradient; None when nothing is selected, or it
        cannot be written out.
    step
        The change of the largest term's weight in one step of learning; None if there is none.
    remark
        Why something cannot be written out, in a sentence, or "".
    """

    question: Question
    strips: tuple[Strip, ...]
    pictures: tuple[NDArray[np.uint8] | None, ...]
    probabilities: NDArray[np.float32]
    label: int
    forward: Derivation | None = None
    backward: Derivation | None = None
    step: WeightStep | None = None
    remark: str = ""


class Tracer(QObject):
    """Handles one request at a time, and skips those that newer ones have replaced."""

    traced = Signal(object)
    """The ``Flow`` of a request; newer ones may be waiting."""
    failed = Signal(str)

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._asked: Question | None = None
        self._run_id = 0

    def ask(self, question: Question) -> None:
        """Trace a picture once the current one is done."""
        self._asked = question
        if self._thread is None:
            self._start()

    def drop(self) -> None:
        """Drop all requests so far."""
        self._asked = None
        self._run_id += 1

    def _start(self) -> None:
        if self._asked is None or self._threads.is_closed:
            return
        make = partial(_following, self._asked)
        self._asked = None
        self._run_id += 1
        self._thread = GeneratorThread(self._threads, self._run_id, make, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id or self._threads.is_closed:
            return
        if parcel.error:
            self.failed.emit(f"The picture could not be followed: {parcel.error}.")
        for flow in parcel.items:
            self.traced.emit(flow)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()


def _pictures(strip: Strip) -> NDArray[np.uint8] | None:
    """Return the maps of a strip in colours, computed here and not in the window's thread."""
    if not strip.has_maps:
        return None
    shares = strip.values / (strip.limit or 1.0)
    # The root lets small values be seen beside the largest of the layer.
    return signed_picture(np.sign(shares) * np.sqrt(np.abs(shares)))


def _following(question: Question) -> Generator[Flow, None, None]:
    trace = Trace(question.network, question.image)
    label = question.label
    if label is None:
        label = int(trace.probabilities.argmax())
    found = strips(trace, N_MOST)
    pictures = tuple(map(_pictures, found))
    flow = partial(Flow, question, found, pictures, trace.probabilities, label)
    if question.selected is None:
        yield flow()
        return
    layer, place = question.selected
    forward = backward = step = None
    remarks = []
    try:
        forward = trace.derive(layer, place)
    except NotOfferedError as error:
        remarks.append(str(error))
    try:
        learning = LearningMath(trace, label)
        step = learning.step_of_largest(layer, place, LEARNING_RATE)
        backward = learning.derive(layer, place)
    except NotOfferedError as error:
        remarks.append(str(error))
    yield flow(forward, backward, step, " ".join(remarks))
