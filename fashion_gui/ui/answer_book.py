"""What the answering network says of every test image, worked out in the background."""

from collections.abc import Generator
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data.fashion_mnist import Split
from fashion_gui.nn.network import Network
from fashion_gui.training.metrics import Report
from fashion_gui.ui.generator_thread import GeneratorThread, Parcel

_LIVE_INTERVAL_S = 1.0
"""Least time between two answers to all images while the network learns."""
_LIVE_SHARE = 0.2
"""Most of the time that answering all images may take while the network learns."""


@dataclass(frozen=True, eq=False)
class Answers:
    """A network's answers to a split.

    Attributes
    ----------
    probabilities : ndarray of float32, shape (n_samples, n_classes)
    predicted : ndarray of int, shape (n_samples,)
        The most probable class.
    is_right : ndarray of bool, shape (n_samples,)
    report
        How good they are.
    """

    network: Network
    probabilities: NDArray[np.float32]
    predicted: NDArray[np.intp]
    is_right: NDArray[np.bool_]
    report: Report


def answer_all(network: Network, split: Split) -> Generator[Answers | None, None, None]:
    """Yield None after each part of the work, and at the end the answers."""
    parts = []
    for probabilities in network.predict_in_chunks(split.images):
        parts.append(probabilities)
        yield None
    probabilities = np.concatenate(parts)
    predicted = probabilities.argmax(axis=1)
    report = Report.of(split.labels, predicted, network.class_names)
    yield Answers(network, probabilities, predicted, predicted == split.labels, report)


class AnswerBook(QObject):
    """Keeps the answers to the test images up to date.

    A network that is learning changes twenty times a second; its answers to all images are
    renewed as often as a fifth of one core allows.
    """

    changed = Signal()
    """There are new answers, or the old ones are no longer true."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Answers | None = None
        self._wanted: tuple[Network, Split] | None = None
        self._thread: GeneratorThread | None = None
        self._job_id = 0
        self._is_live = False
        self._started_at = 0.0
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    def ask(self, network: Network, split: Split, *, is_live: bool, is_other: bool) -> None:
        """Want the answers of a network.

        Parameters
        ----------
        network, split
            Who is asked about which images.
        is_live
            True when the network is about to change again: there is no hurry.
        is_other
            True when it is not the network of before: the old answers are dropped at once.
        """
        self._wanted = (network, split)
        self._is_live = is_live
        if is_other:
            self.current = None
            self.changed.emit()
            if self._thread:
                self._job_id += 1  # what it still sends is out of date
                self._thread.requestInterruption()
        if is_other or not is_live:
            self._not_before = 0.0
        self._schedule()

    def abandon(self) -> None:
        """End the work and wait for its thread."""
        self._wanted = None
        self._timer.stop()
        if self._thread:
            self._thread.abandon()

    def _schedule(self) -> None:
        if self._wanted and not self._thread:
            self._timer.start(max(0, round(1000 * (self._not_before - monotonic()))))

    @Slot()
    def _start(self) -> None:
        if not self._wanted or self._thread:
            return
        network, split = self._wanted
        self._wanted = None
        self._job_id += 1
        self._started_at = monotonic()
        self._thread = GeneratorThread(
            self._job_id, lambda: answer_all(network, split), parent=self
        )
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._job_id:
            return
        if parcel.error:
            self.failed.emit(f"The test images could not be answered: {parcel.error}.")
        for item in parcel.items:
            if isinstance(item, Answers):
                self.current = item
                self.changed.emit()

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        if self._is_live:
            took = monotonic() - self._started_at
            self._not_before = self._started_at + max(_LIVE_INTERVAL_S, took / _LIVE_SHARE)
        self._schedule()
