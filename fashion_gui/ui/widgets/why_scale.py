"""The scale of an explanation, from what speaks against a class to what speaks for it."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.explain import scale
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.sizes import SCALE, SPACE_8
from fashion_gui.ui.widgets.spoken import Spoken

_STEPS = 64
_MOST_FOR_WORDS = 0.4
"""Largest share of the width that the words at one end may take."""


class WhyScale(Spoken, QWidget):
    """A strip of the colours on black, and words at both of its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = to_qimage(np.rot90(scale(_STEPS, 1), -1))
        self.against = self.for_ = ""
        self._short = ("", "")
        self.setAccessibleName("Scale of the marks")
        self.setToolTip(
            "Blue ink speaks for the class, orange ink against it or for the other one; the "
            "stronger the colour, the more. Ink that keeps its grey does neither. Black ground "
            "is not marked."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_ends(self, words: tuple[str, str], short: tuple[str, str]) -> None:
        """Say what the ends of the strip stand for, and what is said where there is little room."""
        if words != (self.against, self.for_):
            (self.against, self.for_), self._short = words, short
            self.update()

    def spoken_value(self) -> str:
        return f"orange: {self.against}; blue: {self.for_}" if self.for_ else ""

    def sizeHint(self) -> QSize:
        return QSize(0, max(SCALE, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, room, middle = self.fontMetrics(), self.rect(), Qt.AlignmentFlag.AlignVCenter
        most = int(_MOST_FOR_WORDS * room.width())
        ends = (self.against, self.for_)
        if max(map(metrics.horizontalAdvance, ends)) > most:
            ends = self._short
        left, right = (
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, most) for words in ends
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, left)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, right)
        before, behind = (
            metrics.horizontalAdvance(words) + SPACE_8 if words else 0 for words in (left, right)
        )
        strip = QRect(before, (self.height() - SCALE) // 2, room.width() - before - behind, SCALE)
        painter.drawImage(strip, self._strip)
