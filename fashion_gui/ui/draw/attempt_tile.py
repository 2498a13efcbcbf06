"""A small picture of a drawing that was asked for, with a tick or a cross."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.widgets.spoken import Spoken

_SIDE = 42
_MARK_SIDE = 16
_TICK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
_CROSS = (((0.28, 0.28), (0.72, 0.72)), ((0.72, 0.28), (0.28, 0.72)))


@dataclass(frozen=True, eq=False)
class Attempt:
    """A drawing that was asked for, and the network's verdict on it.

    Attributes
    ----------
    asked
        The class.
    answered
        The verdict in words.
    named
        The classes that the words name: one, two or none.
    image : ndarray of uint8, shape (28, 28)
    """

    asked: str
    answered: str
    named: tuple[str, ...]
    image: NDArray[np.uint8]

    @property
    def is_right(self) -> bool:
        """Whether it was recognized."""
        return self.asked in self.named


class AttemptTile(Spoken, QWidget):
    """Shows an attempt; hidden before there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._is_right = False
        self.setFixedSize(_SIDE, _SIDE)
        self.hide()

    def set_attempt(self, attempt: Attempt) -> None:
        """Show an attempt in place of the one before."""
        self._image, self._is_right = to_qimage(attempt.image), attempt.is_right
        sign = "✓" if attempt.is_right else "✗"
        words = f"{sign} asked: {attempt.asked}, answered: {attempt.answered}"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = colours(self.palette())
        mark = QRectF(_SIDE - _MARK_SIDE, _SIDE - _MARK_SIDE, _MARK_SIDE, _MARK_SIDE)
        ground = shades.training if self._is_right else shades.wrong
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(mark)
        painter.setPen(QPen(readable_on(ground), 2))
        for line in (_TICK,) if self._is_right else _CROSS:
            corners = [mark.topLeft() + QPointF(x, y) * _MARK_SIDE for x, y in line]
            painter.drawPolyline(QPolygonF(corners))
