"""A pinned drawing on Train: its three likeliest classes as curves over the run."""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from fashion_gui.percent import probability
from fashion_gui.training.events import Frame
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.run_film import copy_of
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import RING, SPACE_4, SPACE_8
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.spoken import Spoken

_N_CLASSES = 3
_WIDTH = 300
_PIECE = 8
"""Frames that are answered at a time."""
_Answers = list[tuple[Frame, NDArray[np.float32]]]


class PinnedDrawing(Card):
    """The tile; hidden until a drawing is pinned.

    Attributes
    ----------
    pin
        Pins the drawing on the canvas, or takes it away.
    curves
        What is painted.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._known: dict[Frame, NDArray[np.float32]] = {}
        self._work = LatestWork(session.threads, session)
        self._work.arrived.connect(self._on_answers)
        self.curves = DrawingCurves()
        self.add(self.curves, 1)
        self.body.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        self.pin = QToolButton()
        set_icon(self.pin, "pencil")
        self.pin.setAutoRaise(True)
        self.pin.setCheckable(True)
        self.pin.setAccessibleName("Pin your drawing")
        self.pin.toggled.connect(self._on_pin)
        session.drawn_changed.connect(self._show_pin)
        session.film.changed.connect(self._follow)
        session.film.moved.connect(self._show)
        self.hide()
        self._show_pin()

    @Slot()
    def _show_pin(self) -> None:
        is_possible = self._session.drawn is not None or self.pin.isChecked()
        self.pin.setEnabled(is_possible)
        self.pin.setToolTip(
            "Pin your drawing: see how the answer to it changed over the run."
            if is_possible
            else "Draw something on Draw first: here you then see how the answer to it changed."
        )

    @Slot(bool)
    def _on_pin(self, is_on: bool) -> None:
        self._work.forget()
        self._known = {}
        self.curves.set_image(self._session.drawn if is_on else None)
        self.setVisible(is_on)
        self._show_pin()
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Let the networks of new frames answer."""
        image, film = self.curves.image, self._session.film.film
        if image is None:
            return

        def answering() -> Generator[_Answers | None, None, None]:
            # When this begins: while other work is busy, requests are dropped.
            frames = [frame for frame in tuple(film.frames) if frame not in self._known]
            for start in range(0, len(frames), _PIECE):
                piece = frames[start : start + _PIECE]
                yield [(f, copy_of(f.network).predict_proba(image[np.newaxis])[0]) for f in piece]

        if any(frame not in self._known for frame in film.frames):
            self._work.do(answering, gives_way=False)
        self._show()

    @Slot(object)
    def _on_answers(self, answers: _Answers) -> None:
        self._known = {**self._known, **dict(answers)}
        self._show()

    @Slot()
    def _show(self) -> None:
        film = self._session.film
        frames = [frame for frame in film.film.frames if frame in self._known]
        self._known = {frame: self._known[frame] for frame in frames}
        names = frames[0].network.class_names if frames else ()
        rows = np.array([self._known[frame] for frame in frames], np.float32)
        place = None
        if film.frame and frames:
            step = film.frame.step
            place = min(range(len(frames)), key=lambda i: abs(frames[i].step - step))
        self.curves.show_probabilities(rows, tuple(names), place)


_IDEA = (
    "Your drawing, and how probable its three likeliest classes were to the network at each "
    "snapshot of the run, from its start to now."
)


class DrawingCurves(Spoken, QWidget):
    """Paints the drawing, and the curves with their names at their ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: NDArray[np.uint8] | None = None
        self.top: list[str] = []
        self._picture: QImage | None = None
        self._rows = np.empty((0, 0), np.float32)
        self._names: tuple[str, ...] = ()
        self._place: int | None = None
        self.setAccessibleName("The pinned drawing over the run")
        self.setToolTip(_IDEA)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def set_image(self, image: NDArray[np.uint8] | None) -> None:
        """Show another drawing, uint8 (28, 28), without curves; None for none."""
        self.image = image
        self._picture = None if image is None else to_qimage(image)
        self.show_probabilities(np.empty((0, 0), np.float32), (), None)

    def show_probabilities(
        self, rows: NDArray[np.float32], names: tuple[str, ...], place: int | None
    ) -> None:
        """Show probabilities, (n_frames, n_classes), and a cursor; None for now."""
        self._rows, self._names, self._place = rows, names, place
        self.top = [names[number] for number in self._top()]
        self.setToolTip(f"{self.spoken_value()}\n\n{_IDEA}" if self.top else _IDEA)
        self.update()

    def _now(self) -> int:
        return len(self._rows) - 1 if self._place is None else self._place

    def _top(self) -> list[int]:
        """Return the likeliest classes at the moment, the likeliest first."""
        if not len(self._rows):
            return []
        return [int(k) for k in np.argsort(-self._rows[self._now()], kind="stable")[:_N_CLASSES]]

    def spoken_value(self) -> str:
        if not self.top:
            return "no answers yet"
        row = self._rows[self._now()]
        return ", ".join(f"{self._names[k]} {probability(row[k])}" for k in self._top())

    def sizeHint(self) -> QSize:
        return QSize(scaled(_WIDTH), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(_WIDTH) // 2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        side = min(self.height(), self.width() // 3)
        if self._picture:
            painter.drawImage(QRect(0, (self.height() - side) // 2, side, side), self._picture)
        if not len(self._rows):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, row = self._top(), self._rows[self._now()]
        words = [f"{probability(row[k])} {self._names[k]}" for k in top]
        metrics, inside = self.fontMetrics(), self.rect().adjusted(side + SPACE_8, 2, -1, -2)
        room = min(max(map(metrics.horizontalAdvance, words)), inside.width() * 2 // 3)
        plot = inside.adjusted(0, 0, -room - SPACE_4, 0)
        shades = colours(palette)
        inks = (shades.training, shades.validation, shades.faint_text)
        for k, ink in zip(reversed(top), reversed(inks[: len(top)]), strict=True):
            self._paint_curve(painter, plot, self._rows[:, k], ink)
        line = min(metrics.height(), inside.height() // max(len(top), 1))
        for number, (text, ink) in enumerate(zip(words, inks, strict=False)):
            place = QRect(plot.right() + SPACE_4, inside.top() + number * line, room, line)
            painter.setPen(ink)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if self._place is not None:
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            x = plot.left() + self._place / max(len(self._rows) - 1, 1) * plot.width()
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_curve(
        self, painter: QPainter, plot: QRect, heights: NDArray[np.float32], ink: QColor
    ) -> None:
        last = max(len(heights) - 1, 1)
        points = [
            QPointF(
                plot.left() + number / last * plot.width(),
                plot.bottom() - float(height) * plot.height(),
            )
            for number, height in enumerate(heights)
            if np.isfinite(height)
        ]
        painter.setPen(QPen(ink, RING))
        painter.drawPolyline(QPolygonF(points))
