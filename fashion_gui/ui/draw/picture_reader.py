"""Reads pictures for the canvas, in the background."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from fashion_gui.evaluation.upright import LEFT, RIGHT, quarter_turns
from fashion_gui.files.images import PictureError
from fashion_gui.nn.network import Network
from fashion_gui.sketch.corrections import Corrections, read_corrected
from fashion_gui.sketch.fitting import drawing_for_canvas, fit_picture
from fashion_gui.sketch.raster import FloatImage
from fashion_gui.sketch.segmentation.foreground import Found
from fashion_gui.ui.draw.incoming import Incoming
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class Reading:
    """How a picture was read.

    Attributes
    ----------
    found
        What was found in it, and where.
    corrections
        The corrections by the user.
    drawing : ndarray of uint8, shape (height, width)
        The picture for the canvas: light on dark.
    fitted : ndarray of uint8, shape (28, 28)
        What a network receives.
    """

    found: Found
    corrections: Corrections
    drawing: NDArray[np.uint8]
    fitted: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class IncomingDrawing:
    """A picture that was read.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    reading
        How it was read.
    remark
        A sentence for people, or "".
    is_shown
        Whether to show the reading first, for corrections.
    """

    pixels: NDArray[np.uint8]
    reading: Reading
    remark: str
    is_shown: bool


class PictureReader(QObject):
    """Reads one picture at a time in a thread; a later one replaces an earlier one."""

    started = Signal(str)
    """What is being read, in words."""
    arrived = Signal(object)
    """An ``IncomingDrawing``."""
    failed = Signal(str)
    """Why there is none, as a sentence."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._work = LatestWork(threads, self)
        self._work.arrived.connect(self.arrived)
        self._work.failed.connect(self.failed)

    def read(self, incoming: Incoming, network: Network | None, *, is_shown: bool = False) -> None:
        """Read a picture; one that is still being read is dropped.

        The network is used to find out whether it lies on its side.
        """
        if not self._threads.is_closed:
            self.started.emit(f"Reading {incoming.label} …")
            self._work.do(partial(_reading, incoming, network, is_shown))

    def forget(self) -> None:
        """Drop a picture that is still being read."""
        self._work.forget()


def turn_in_words(reading: Reading) -> str:
    """Return a sentence if a picture was turned automatically, else ""."""
    way = {LEFT: "left", RIGHT: "right"}.get(reading.corrections.quarters)
    return f"It lay on its side: turned to the {way}." if way else ""


def reading_of(pixels: NDArray[np.uint8], corrections: Corrections) -> Reading:
    """Return the reading of a picture, uint8 (height, width, 4), with corrections."""
    return _for_canvas(read_corrected(pixels, corrections), corrections)


def _for_canvas(found: Found, corrections: Corrections) -> Reading:
    grey: FloatImage = drawing_for_canvas(found.ink)
    drawing: NDArray[np.uint8] = np.rint(grey * 255).astype(np.uint8)
    return Reading(found, corrections, drawing, fit_picture(grey))


def _reading(
    incoming: Incoming, network: Network | None, is_shown: bool
) -> Generator[IncomingDrawing, None, None]:
    thread = QThread.currentThread()
    picture = incoming.read(lambda: not thread.isInterruptionRequested())
    found = read_corrected(picture.pixels, Corrections())
    quarters = quarter_turns(network, found.ink) if network else 0
    ink = np.ascontiguousarray(np.rot90(found.ink, quarters))
    reading = _for_canvas(replace(found, ink=ink), Corrections(quarters=quarters))
    if not is_shown and not reading.drawing.any():
        raise PictureError(f"{incoming.name}: expected a drawing, found nothing to be seen in it.")
    yield IncomingDrawing(picture.pixels, reading, picture.remark, is_shown)
