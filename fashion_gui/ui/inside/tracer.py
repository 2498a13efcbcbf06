"""Follows pictures through a network in the background; the newest question counts."""

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
"""Units or maps of a layer that there is room for in the largest window."""
LEARNING_RATE = 0.1
"""Of the step that is written out."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be followed.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    selected
        Name of a layer and a place in it, to be written out; None for nothing.
    label
        The class that it should be called, for the way back; None for what it is called.
    """

    network: Network
    image: NDArray[np.uint8]
    selected: tuple[str, Place] | None = None
    label: int | None = None


@dataclass(frozen=True, eq=False)
class Flow:
    """What every layer makes of a picture, and one of its values written out.

    Attributes
    ----------
    question
        What was asked.
    strips
        One for each layer.
    pictures
        For each strip its maps in colours, uint8 (n, height, width, 3); None for units.
    probabilities : ndarray of float32, shape (n_classes,)
    label
        The class that the way back is about.
    forward, backward
        Where the selected value comes from, and its gradient; None where nothing is selected, or
        where that cannot be written out.
    step
        What one step of learning does to the weight of the largest term; None where there is none.
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
    """Answers one question after the other, and leaves out those that newer ones overtook."""

    traced = Signal(object)
    """The ``Flow`` of a question; newer ones may be waiting."""
    failed = Signal(str)

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._asked: Question | None = None
        self._run_id = 0

    def ask(self, question: Question) -> None:
        """Follow a picture as soon as the one before is through."""
        self._asked = question
        if self._thread is None:
            self._start()

    def drop(self) -> None:
        """Want no answer to what was asked so far."""
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
    """Return the maps of a strip in colours, made here so that the window need not."""
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
