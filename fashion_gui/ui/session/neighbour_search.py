"""Searches for an image's neighbours in the background; only the latest request counts."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset
from fashion_gui.evaluation.neighbours import Neighbours, find_neighbours
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


class NeighbourSearch(QObject):
    """Finds neighbours of one image after another."""

    found = Signal(object)
    """``Neighbours`` of the image requested last."""
    failed = Signal(str)

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._asked: tuple[int, Dataset, Predictions] | None = None
        self._job_id = 0

    def ask(self, number: int, dataset: Dataset, training: Predictions) -> None:
        """Search for the neighbours of an image; ``training`` are predictions with features."""
        self._asked = (number, dataset, training)
        if self._thread is None:
            self._start()

    def drop(self) -> None:
        """Drop the current request."""
        self._asked = None
        self._job_id += 1

    def abandon(self) -> None:
        """End the work and wait for its thread."""
        self._asked = None
        if self._thread:
            self._thread.abandon()

    def _start(self) -> None:
        if self._asked is None:
            return
        asked, self._asked = self._asked, None
        self._job_id += 1

        def looking() -> Generator[Neighbours, None, None]:
            yield find_neighbours(*asked)

        self._thread = GeneratorThread(self._threads, self._job_id, looking, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._job_id or self._asked is not None:
            return
        if parcel.error:
            self.failed.emit(f"The nearest images could not be found: {parcel.error}.")
        for neighbours in parcel.items:
            self.found.emit(neighbours)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()
