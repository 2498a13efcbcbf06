"""What speaks for a class, or what was changed, in colours over a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from fashion_gui.explain import Explanation, marks
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.tokens import MARKS_VEIL
from fashion_gui.ui.widgets.why_words import spoken

_STRONG = 98.0
"""Percentile of the marked pixels from which on the colour is full: a few never dwarf the rest."""


@dataclass(frozen=True, eq=False)
class Marks:
    """The colours of an explanation, or of a change.

    Attributes
    ----------
    picture
        28x28 pixels with opacity.
    words
        What they show, as in "speaks for Coat: the bottom left, most".
    """

    picture: QImage
    words: str

    @classmethod
    def of(cls, explanation: Explanation) -> "Marks":
        """Return the colours of an explanation."""
        attribution = explanation.attribution
        strengths = np.abs(attribution[attribution != 0])
        limit = float(np.percentile(strengths, _STRONG)) if strengths.size else 0.0
        return cls(to_qimage(marks(attribution, limit)), spoken(explanation))

    @classmethod
    def of_change(cls, before: NDArray[np.uint8], after: NDArray[np.uint8], words: str) -> "Marks":
        """Return a change of a picture in colours: blue was added, orange was taken away."""
        return cls(to_qimage(marks(after.astype(np.float64) - before)), words)

    @classmethod
    def of_picture(cls, image: NDArray[np.uint8], words: str) -> "Marks":
        """Return a picture that covers the one below."""
        opaque = np.full_like(image, 255)
        return cls(to_qimage(np.stack([image, image, image, opaque], axis=2)), words)

    def paint(self, painter: QPainter, square: QRectF, target: QRectF | None = None) -> None:
        """Paint them over a picture in a square; `target` is where their own pixels are."""
        painter.save()
        painter.setClipRect(square)
        painter.fillRect(square, QColor(MARKS_VEIL))
        painter.drawImage(target or square, self.picture)
        painter.restore()
