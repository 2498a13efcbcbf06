"""One score of every class as a bar, and the other network's as a mark on it."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.percent import percent
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.widgets.names import cut, tell_whole, usual_width, width_in
from fashion_gui.ui.widgets.spoken import Role, Spoken

_ROW_HEIGHT = 28
_GAP = 8
_LEAST_TRACK = 60
_HIGHEST_BAR = 28


class ClassBars(Spoken, QWidget):
    """Bars from 0 to 100 %; a click opens the class."""

    spoken_role = Role.List
    spoken_keys = MappingProxyType(
        {"Up, Down": "go to another class", "Return or Space": "see its images"}
    )

    opened = Signal(int)
    """The class whose bar was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._shares: tuple[float, ...] = ()
        self._others: tuple[float, ...] = ()
        self._focus = 0
        self.setAccessibleName("A bar for each class")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            "How well each class is told apart; a line across a bar is the other network. Click a "
            "bar to see the images of its class."
        )

    def show_shares(
        self, class_names: Sequence[str], shares: Sequence[float], others: Sequence[float] = ()
    ) -> None:
        """Show a share for each class, and those of another network."""
        self._class_names = tuple(class_names)
        self._shares, self._others = tuple(shares), tuple(others)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _ROW_HEIGHT * (len(self._class_names) or 10))

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = usual_width(metrics, self._class_names)
        width += metrics.horizontalAdvance("100.0 %") + 3 * _GAP + _LEAST_TRACK
        return QSize(width, (metrics.height() + 1) * (len(self._class_names) or 10))

    def bar_rect(self, place: int) -> QRectF:
        """Return the row of a class."""
        height = self.height() / max(1, len(self._class_names))
        return QRectF(0, place * height, self.width(), height)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        n = len(self._class_names)
        place = int(event.position().y() // (self.height() / max(1, n)))
        if 0 <= place < n and event.button() is Qt.MouseButton.LeftButton:
            self._focus = place
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key, n = Qt.Key(event.key()), len(self._class_names)
        if key in steps and n:
            self._focus = min(max(0, self._focus + steps[key]), n - 1)
            self.update()
            self.tell_focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and n:
            self.opened.emit(self._focus)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._class_names:
            n, metrics = len(self._class_names), self.fontMetrics()
            name = self._class_names[min(n - 1, event.y() * n // max(1, self.height()))]
            if metrics.horizontalAdvance(name) > width_in(self.width(), metrics, self._class_names):
                tell_whole(event, self, name)
                return True
        return super().event(event)

    def spoken_value(self) -> str:
        return ", ".join(map(self.spoken_item, range(self.n_spoken_items()))) or "No bars yet"

    def n_spoken_items(self) -> int:
        return len(self._shares)

    def spoken_item(self, place: int) -> str:
        other = f" (other network {percent(self._others[place])})" if self._others else ""
        return f"{self._class_names[place]} {percent(self._shares[place])}{other}"

    def spoken_rect(self, place: int) -> QRect:
        return self.bar_rect(place).toAlignedRect()

    def spoken_focus(self) -> int:
        return self._focus if self._shares else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, palette = self.fontMetrics(), self.palette()
        shades, text = colours(palette), palette.color(QPalette.ColorRole.WindowText)
        left = width_in(self.width(), metrics, self._class_names) + _GAP
        value_width = metrics.horizontalAdvance("100.0 %") + _GAP
        width = max(10, self.width() - left - value_width)
        middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, (name, share) in enumerate(zip(self._class_names, self._shares, strict=True)):
            row = self.bar_rect(place)
            track = QRectF(left, 0, width, min(_HIGHEST_BAR, row.height() * 0.64))
            track.moveCenter(QPointF(track.center().x(), row.center().y()))
            painter.fillRect(track, shades.track)
            bar = QRectF(track.topLeft(), track.size())
            bar.setWidth(width * share)
            painter.fillRect(bar, shades.top_bar)
            painter.setPen(text)
            beside = QRectF(0, row.top(), left - _GAP, row.height())
            painter.drawText(beside, middle, cut(name, metrics, beside.width()))
            painter.drawText(row, middle, percent(share))
            if self._others:
                x = left + width * self._others[place]
                painter.setPen(QPen(shades.validation, 3))
                painter.drawLine(QPointF(x, track.top() - 3), QPointF(x, track.bottom() + 3))
            if place == self._focus and self.hasFocus():
                paint_ring(painter, row, palette)
