"""The photographs that the network finds most similar to the drawing; they move with the pen."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from fashion_gui.data import Dataset
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.image_spec import IMAGES
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.similar_images import N_SIMILAR, SimilarImages, SimilarImagesFinder
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import CAPTION, RING_ROOM, SPACE_4
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.spoken import Role, Spoken

_SMALLEST_SIDE, _LEAST_SIDE, _LARGEST_SIDE = 44, 64, 168
"""In low windows, of usual images at least, and at most."""
_USUAL_SIDE = 84
_LEAST_COLUMNS = 4
_IDEA = (
    "The photographs of the training file that are most like the drawing for the network: those "
    "whose values in the last hidden layer lie in the most similar direction. Click one to see it "
    "on Browse."
)
_NOTHING = np.zeros(IMAGES.shape, np.uint8)
_REFUSED = "none is close"
_DRAW_FIRST, _DRAW_FIRST_SHORT = "they appear while you draw", "while you draw"
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SimilarGrid(Spoken, QWidget):
    """Shows as many images, with their classes, as there is room for."""

    spoken_role = Role.List
    spoken_keys = MappingProxyType(
        {"Arrows": "go from image to image", "Enter": "show the image on Browse"}
    )

    picked = Signal(int)
    """Number of the image that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._numbers: tuple[int, ...] = ()
        self._current = 0
        self.setAccessibleName("Most similar photographs")
        self.setToolTip(_IDEA)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        sized(self, SimilarGrid._make_room)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of the images in sight, the most similar first."""
        return self._numbers[: self._shape[0] * self._shape[1]]

    def show_images(self, dataset: Dataset, numbers: Sequence[int]) -> None:
        """Show images by their numbers, in this order."""
        if tuple(numbers) != self._numbers or dataset is not self._dataset:
            if dataset is not self._dataset:
                self._dataset = dataset
                self._shape = self._fitted()
            self._numbers = tuple(numbers)
            self._keep_current()
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.update()

    def show_nothing(self) -> None:
        """Show where images will be."""
        if self._numbers:
            self._numbers = ()
            self.unsetCursor()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(5 * (_USUAL_SIDE + SPACE_4), self._line_height(_USUAL_SIDE))

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * (_LEAST_SIDE + SPACE_4), self._line_height(_SMALLEST_SIDE))

    # Where they are ----------------------------------------------------------------------

    def _make_room(self) -> None:
        self._font = QFont(self.font())
        self._font.setPixelSize(scaled(CAPTION))
        self._shape = self._fitted()
        self.updateGeometry()
        self.update()

    def _name_height(self) -> int:
        return round(1.4 * scaled(CAPTION))

    def _name_width(self) -> int:
        """Return the width that the longest name needs, so that no two touch."""
        names = self._dataset.class_names if self._dataset else ()
        return max(map(QFontMetrics(self._font).horizontalAdvance, names), default=0)

    def _line_height(self, side: int) -> int:
        return side + self._name_height() + SPACE_4 + 2 * RING_ROOM

    def _fitted(self) -> tuple[int, int, int]:
        """Return the columns, the rows and the side of the images that fill most of the room."""
        width = self.width() - 2 * RING_ROOM + SPACE_4
        height = self.height() - 2 * RING_ROOM
        options, names = [], self._name_width() + SPACE_4
        for n_columns in range(1, N_SIMILAR + 1):
            side = min(width // max(n_columns, _LEAST_COLUMNS) - SPACE_4, _LARGEST_SIDE)
            side = min(side, height - self._name_height())
            n_rows = (height + SPACE_4) // (max(1, side) + self._name_height() + SPACE_4)
            n_rows = max(1, min(n_rows, N_SIMILAR // n_columns))
            filled = n_rows * n_columns * max(0, side) ** 2
            is_readable = n_columns <= _LEAST_COLUMNS or width // n_columns >= names
            wishes = is_readable, side >= _LEAST_SIDE, filled
            options.append((*wishes, n_columns, n_rows, max(1, side)))
        return max(options)[3:]

    def _rect_of(self, place: int) -> QRect:
        """Return where an image is, without its name."""
        n_columns, _, side = self._shape
        row, column = divmod(place, n_columns)
        step = (self.width() - 2 * RING_ROOM + SPACE_4) / n_columns
        left = RING_ROOM + round(column * step + (step - SPACE_4 - side) / 2)
        top = RING_ROOM + row * (side + self._name_height() + SPACE_4)
        return QRect(left, top, side, side)

    def spoken_rect(self, place: int) -> QRect:
        return self._rect_of(place).adjusted(0, 0, 0, self._name_height())

    # The hand ----------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.spoken_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place >= 0:
            self._current = place
            self.picked.emit(self._numbers[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        n = len(self.numbers)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and n:
            self.picked.emit(self._numbers[self._current])
        elif step and n:
            self._current += step[0] + step[1] * self._shape[0]
            self._keep_current()
            self.update()
            self.tell_focus()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self.spoken_at(event.pos())
            words = f"{self.spoken_item(place)}. Click to see it on Browse." if place >= 0 else ""
            QToolTip.showText(event.globalPos(), words or self.toolTip(), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.tell_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shape = self._fitted()
        self._keep_current()

    def _keep_current(self) -> None:
        self._current = min(max(0, self._current), max(0, len(self.numbers) - 1))

    # The picture -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shades = QPainter(self), colours(self.palette())
        painter.setFont(self._font)
        metrics, numbers = painter.fontMetrics(), self.numbers
        n = len(numbers) if self._numbers else self._shape[0] * self._shape[1]
        for place in range(n):
            square = self._rect_of(place)
            if not numbers:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
                painter.drawRoundedRect(square, SPACE_4, SPACE_4)
                continue
            assert self._dataset
            painter.drawImage(square, to_qimage(self._dataset.image(numbers[place])))
            # Names may be wider than the images where these are apart.
            room = max(square.width(), (self.width() - 2 * RING_ROOM) // self._shape[0] - SPACE_4)
            below = QRect(square.left(), square.bottom() + 1, room, self._name_height())
            below.moveLeft(below.left() - (room - square.width()) // 2)
            name = metrics.elidedText(self._name(place), Qt.TextElideMode.ElideRight, below.width())
            painter.setPen(shades.faint_text)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)
        if self.hasFocus():
            focused = QRectF(self.spoken_rect(self._current) if numbers else self.rect())
            paint_ring(painter, around(focused, RING_ROOM if numbers else 0), self.palette())

    def _name(self, place: int) -> str:
        assert self._dataset
        name: str = self._dataset.class_names[self._dataset.labels[self._numbers[place]]]
        return name

    # What a screen reader hears ----------------------------------------------------------

    def spoken_value(self) -> str:
        if not self._numbers:
            return "Nothing yet"
        return ", ".join(self._name(place) for place in range(len(self.numbers)))

    def n_spoken_items(self) -> int:
        return len(self.numbers)

    def spoken_item(self, place: int) -> str:
        assert self._dataset
        return f"{self._dataset.name_of(self._numbers[place])}: {self._name(place)}"

    def spoken_focus(self) -> int:
        return self._current if self.numbers else -1

    def spoken_at(self, point: QPoint) -> int:
        places = range(self.n_spoken_items())
        return next((place for place in places if self.spoken_rect(place).contains(point)), -1)


class SimilarPanel(QWidget):
    """The grid, with a title and what there is to say: how far the index is, or why there is none.

    Attributes
    ----------
    finder
        Searches for them.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._followed: tuple[NDArray[np.uint8], Verdict | None] = _NOTHING, None
        self._found_for: NDArray[np.uint8] | None = None
        self.finder = SimilarImagesFinder(session, self)
        self.grid = SimilarGrid()
        self.title, self.status = QLabel("Most similar photographs"), ElidedLabel(_IDEA)
        self.title.setToolTip(_IDEA)
        mark(self.status, type="caption")
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.status, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        layout.addLayout(head)
        layout.addWidget(self.grid, 1)
        self.finder.found.connect(self._on_found)
        self.finder.progressed.connect(self._show_status)
        self.finder.failed.connect(session.failed)
        self.grid.picked.connect(session.show_image)
        session.models_changed.connect(self._show_status)
        session.dataset_changed.connect(self._show_status)
        self._show_status()

    def follow(
        self, image: NDArray[np.uint8], verdict: Verdict | None, *, is_moving: bool = False
    ) -> None:
        """Search for what is similar to an image, uint8 (28, 28), with its verdict.

        None for an empty canvas; `is_moving` while the pen moves.
        """
        self._followed = image, verdict
        if self.isVisible():
            self._ask(is_moving=is_moving)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the photographs are those of the image that is followed, if it has some."""
        (image, verdict), index = self._followed, self.finder.index
        if verdict is None or verdict.features is None or index is None:
            return index is not None
        return self._found_for is image

    def _ask(self, *, is_moving: bool = False) -> None:
        network, (image, verdict) = self._session.network, self._followed
        if verdict is None or verdict.features is None or network is None:
            self.finder.forget()
            self.grid.show_nothing()
        else:
            self.finder.ask(image, network, verdict.features, is_moving=is_moving)
        self._show_status()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.finder.want(True)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.finder.want(False)
        self.finder.forget()
        self._found_for = None

    @Slot(object)
    def _on_found(self, similar: SimilarImages) -> None:
        if self._session.dataset:
            self._found_for = similar.image
            self.grid.show_images(self._session.dataset, similar.numbers)

    @Slot()
    def _show_status(self) -> None:
        words = self._status()
        if words != self.status.text():
            self.status.setText(words, _DRAW_FIRST_SHORT if words == _DRAW_FIRST else "")

    def _status(self) -> str:
        session, index, verdict = self._session, self.finder.index, self._followed[1]
        if session.incompatibility():
            return "none: its classes are others"
        if session.dataset is None or session.network is None:
            return ""
        if index is None:
            return "getting ready …"
        if verdict and not verdict.is_any_class:
            return _REFUSED
        n_all = len(session.dataset.train)
        if len(index) < n_all:
            return f"among {len(index):,} of {n_all:,}"
        return "" if verdict else _DRAW_FIRST
