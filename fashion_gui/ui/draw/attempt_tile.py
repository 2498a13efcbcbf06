"""A small picture of a drawing that was asked for, with a tick or a cross."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.draw.game import Attempt
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.widgets.spoken import Spoken

_SIDE = 32
_MARK_SHARE, _LARGEST_MARK = 0.38, 28
_TICK = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
_CROSS = (((0.28, 0.28), (0.72, 0.72)), ((0.72, 0.28), (0.28, 0.72)))


def paint_attempt(painter: QPainter, place: QRectF, attempt: Attempt, palette: QPalette) -> None:
    """Paint a drawing, with a tick or a cross in its lower right corner."""
    painter.drawImage(place, to_qimage(attempt.image))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shades, side = colours(palette), min(_MARK_SHARE * place.width(), _LARGEST_MARK)
    mark = QRectF(place.right() - side, place.bottom() - side, side, side)
    ground = shades.training if attempt.is_right else shades.wrong
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(mark)
    painter.setPen(QPen(readable_on(ground), side / 8))
    for line in (_TICK,) if attempt.is_right else _CROSS:
        corners = [mark.topLeft() + QPointF(x, y) * side for x, y in line]
        painter.drawPolyline(QPolygonF(corners))
    painter.restore()


class AttemptTile(Spoken, QWidget):
    """Shows the attempt of one round; before it, the number of the round.

    Attributes
    ----------
    attempt
        None before there is one.
    """

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._is_current = False
        self.attempt: Attempt | None = None
        self.setFixedSize(_SIDE, _SIDE)
        self.setAccessibleName(f"Round {number}")

    def show_round(self, attempt: Attempt | None, *, is_current: bool) -> None:
        """Show an attempt, or that there is none yet, and whether the round is played now."""
        if attempt is not self.attempt or is_current is not self._is_current:
            self.attempt, self._is_current = attempt, is_current
            self.setToolTip(self.spoken_value())
            self.update()

    def spoken_value(self) -> str:
        attempt = self.attempt
        if attempt is None:
            return "to be drawn now" if self._is_current else "not yet drawn"
        sign = "✓" if attempt.is_right else "✗"
        return f"{sign} asked: {attempt.asked}, answered: {attempt.answered}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), QRectF(self.rect())
        if self.attempt:
            paint_attempt(painter, place, self.attempt, self.palette())
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = colours(self.palette())
        painter.setPen(QPen(shades.training, 2) if self._is_current else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._is_current else shades.track)
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), SPACE_4, SPACE_4)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._number))
