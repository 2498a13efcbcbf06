"""Reads the pictures that come to the canvas, in the background."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal, Slot

from fashion_gui.files.images import PictureError
from fashion_gui.sketch.fitting import drawing_for_canvas
from fashion_gui.sketch.picture import picture_to_grey
from fashion_gui.ui.draw.incoming import Incoming
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


@dataclass(frozen=True, eq=False)
class IncomingDrawing:
    """What was read: light on dark, uint8 (height, width), and a sentence about it or ""."""

    drawing: NDArray[np.uint8]
    remark: str


class PictureReader(QObject):
    """Reads one picture after the other in a thread; one that is asked for later is the one."""

    started = Signal(str)
    """What is being read, in words."""
    arrived = Signal(object)
    """An ``IncomingDrawing``."""
    failed = Signal(str)
    """Why there is none, as a sentence."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._waiting: Incoming | None = None
        self._run_id = 0

    def read(self, incoming: Incoming) -> None:
        """Read a picture; one that is still being read is wanted no longer."""
        if self._threads.is_closed:
            return
        self.forget()
        self._waiting = incoming
        self.started.emit(f"Reading {incoming.label} …")
        if not self._thread:
            self._start()

    def forget(self) -> None:
        """Take no picture that is still being read."""
        self._run_id += 1
        self._waiting = None
        if self._thread:
            self._thread.requestInterruption()

    def _start(self) -> None:
        if self._waiting is None:
            return
        make = partial(_reading, self._waiting)
        self._waiting = None
        self._thread = GeneratorThread(self._threads, self._run_id, make, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id:
            return
        if parcel.error:
            self.failed.emit(str(parcel.error))
        for drawing in parcel.items:
            self.arrived.emit(drawing)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()


def _reading(incoming: Incoming) -> Generator[IncomingDrawing, None, None]:
    thread = QThread.currentThread()
    picture = incoming.read(lambda: not thread.isInterruptionRequested())
    grey = drawing_for_canvas(picture_to_grey(picture.pixels, drawing=True))
    drawing: NDArray[np.uint8] = np.rint(grey * 255).astype(np.uint8)
    if not drawing.any():
        raise PictureError(f"{incoming.name}: expected a drawing, found nothing to be seen in it.")
    yield IncomingDrawing(drawing, picture.remark)
