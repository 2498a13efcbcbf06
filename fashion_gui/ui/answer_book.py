"""What the answering network says of every test image, worked out in the background."""

from collections.abc import Generator
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data.fashion_mnist import Split
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import usable_cores
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


def answer_all(
    network: Network, split: Split, n_threads: int = 1
) -> Generator[Answers | None, None, None]:
    """Yield None after each part of the work, and at the end the answers."""
    parts = []
    for probabilities in network.predict_in_chunks(split.images, n_threads):
        parts.append(probabilities)
        yield None
    probabilities = np.concatenate(parts)
    predicted = probabilities.argmax(axis=1)
    report = Report.of(split.labels, predicted, network.class_names)
    yield Answers(network, probabilities, predicted, predicted == split.labels, report)


class AnswerBook(QObject):
    """Keeps the answers to the test images up to date.

    A network that is learning changes twenty times a second; its answers to all images are
    renewed as often as a fifth of one core allows, which is every second for a dense network
    and may be every minute for a convolutional one. Half-done answers of a network that has
    learned on since are finished all the same, or a slow network would never be answered; only
    those of another network, or of an earlier state of one that has learned enough, are given up.
    """

    changed = Signal()
    """There are new answers, or the old ones are no longer true."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Answers | None = None
        self._wanted: tuple[Network, Split] | None = None
        self._thread: GeneratorThread | None = None
        self._in_work: Network | None = None
        self._job_id = 0
        self._is_live = False
        self._is_held = False
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
        self._is_live = is_live
        if is_other:
            self.current = None
            self.changed.emit()
        if is_other or not is_live:
            self._not_before = 0.0
        if network in (self._in_work, self.current and self.current.network):
            self._wanted = None
            return
        self._wanted = (network, split)
        if self._thread and (is_other or not is_live):
            self._job_id += 1  # what it still sends is out of date
            self._in_work = None
            self._thread.requestInterruption()
        self._schedule()

    def hold(self, is_held: bool) -> None:
        """Wait with the work as long as something else needs the machine for itself."""
        if is_held != self._is_held:
            self._is_held = is_held
            if self._thread:
                (self._thread.pause if is_held else self._thread.resume)()

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
        self._wanted, self._in_work = None, network
        self._job_id += 1
        self._started_at = monotonic()
        # A network that learns needs the cores itself.
        n_threads = 1 if self._is_live else usable_cores()
        self._thread = GeneratorThread(
            self._job_id, lambda: answer_all(network, split, n_threads), parent=self
        )
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        if self._is_held:
            self._thread.pause()
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
            self._thread = self._in_work = None
        if self._is_live:
            took = monotonic() - self._started_at
            self._not_before = self._started_at + max(_LIVE_INTERVAL_S, took / _LIVE_SHARE)
        self._schedule()
