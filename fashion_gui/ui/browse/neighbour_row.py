"""A row of a few images with their classes, which can be selected."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetrics,
    QIcon,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from fashion_gui.data import Dataset
from fashion_gui.evaluation.neighbours import N_NEIGHBOURS
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.sizes import CAPTION, RING, SPACE_4
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized

_ANY_WIDTH = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX: no limit."""
_SIDE, _AROUND = 38, 8
"""Least side of an image, and the room around it in a button."""


class NeighbourRow(QWidget):
    """Shows images beside or under a title, or a sentence while there are none."""

    picked = Signal(int)
    """Number of the image that was clicked."""

    def __init__(self, title: str, idea: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.title = QLabel(title)
        self.title.setToolTip(idea)
        self.setAccessibleName(title)
        self._numbers: tuple[int, ...] = ()
        self._dataset: Dataset | None = None
        self._side = self._largest = _SIDE
        self._is_high = False
        self.buttons = [_Thumbnail() for _ in range(N_NEIGHBOURS)]
        row = QHBoxLayout()
        row.setSpacing(0)
        for button in self.buttons:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setAutoRaise(True)
            mark(button, rank="thumbnail")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(_SIDE + _AROUND)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        self.title.setWordWrap(True)
        mark(self.title, type="caption")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_4)
        self._layout.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(row, 1)
        # Over the images that are not there, in a line: beside them it would be a word a line.
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark(self.note, type="caption")
        self._words, self._is_waiting = "", False
        self.show_nothing("")
        sized(self, NeighbourRow._make_room_for_title)
        sized(self, NeighbourRow._fit)

    def set_room(self, side: int, *, is_high: bool) -> None:
        """Let images be so large, in pixels, if there is the width, with the title above or not."""
        self._make_room_for_title()  # the style sheet may have come meanwhile
        if (side, is_high) == (self._largest, self._is_high):
            return
        self._largest, self._is_high = side, is_high
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(down if is_high else across)
        self._layout.setSpacing(0 if is_high else SPACE_4)
        self._make_room_for_title()
        self._fit()

    def _make_room_for_title(self) -> None:
        self.title.ensurePolished()
        # Beside the images a word a line: the names below them need the width more.
        word = self.title.fontMetrics().horizontalAdvance("Nearest ")
        self.title.setMinimumWidth(0 if self._is_high else word)
        self.title.setMaximumWidth(_ANY_WIDTH if self._is_high else word)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = 0 if self._is_high else self.title.width()
        width = (self.width() - beside) // len(self.buttons) - _AROUND
        self._side = max(_SIDE, min(self._largest, width))
        for button in self.buttons:
            button.setIconSize(QSize(self._side, self._side))
            button.setFixedHeight(self._side + button.fontMetrics().height() + _AROUND)
        self.note.setGeometry(self.rect().adjusted(beside + self._layout.spacing(), 0, 0, 0))
        if self._dataset and self._numbers:
            self.show_images(self._dataset, self._numbers)
        else:
            self.show_nothing(self._words, is_waiting=self._is_waiting)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of the images that are shown, from left to right."""
        return self._numbers

    def show_images(self, dataset: Dataset, numbers: Sequence[int]) -> None:
        """Show images by their numbers."""
        self._dataset, self._numbers = dataset, tuple(numbers)
        self.note.hide()
        self.title.setText(self._title)
        for place, button in enumerate(self.buttons):
            button.setEnabled(place < len(self._numbers))
            if place >= len(self._numbers):
                self._empty(button)
                continue
            number = self._numbers[place]
            name = dataset.class_names[dataset.labels[number]]
            picture = QPixmap.fromImage(to_qimage(dataset.image(number)))
            side = round(self._side * self.devicePixelRatioF())
            button.setIcon(QIcon(picture.scaled(side, side)))
            button.set_name(name, dataset.class_names)
            words = f"{dataset.name_of(number)}: {name}"
            button.setAccessibleName(words)
            button.setToolTip(f"{words}. Click to see it large.")

    def show_nothing(self, words: str, *, is_waiting: bool = False) -> None:
        """Show no images, but the reason, and where they will be if one `is_waiting`."""
        self._numbers, self._words, self._is_waiting = (), words, is_waiting
        is_over = bool(words) and not self._is_high
        self.note.setText(words[:1].upper() + words[1:])
        self.note.setVisible(is_over)
        self.title.setText(f"{self._title}: {words}" if words and not is_over else self._title)
        place = QPixmap(self._side, self._side)
        place.fill(self.palette().color(QPalette.ColorRole.AlternateBase))
        for button in self.buttons:
            self._empty(button)
            if is_waiting and not is_over:
                # For buttons that cannot be pressed Qt would make it fainter.
                icon = QIcon()
                icon.addPixmap(place, QIcon.Mode.Disabled)
                button.setIcon(icon)

    def _empty(self, button: "_Thumbnail") -> None:
        button.setEnabled(False)
        button.setIcon(QIcon())
        button.set_name("")
        button.setAccessibleName(f"{self._title}: nothing yet")
        button.setToolTip("An image similar to the selected one appears here.")

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton) and button in self.buttons:
            self.picked.emit(self._numbers[self.buttons.index(button)])


class _Thumbnail(QToolButton):
    """Shows as much of a name below its picture as there is room for.

    It may be shortened to what is before a "/", and large text become as small as usual captions.
    """

    _name = ""
    _names: Sequence[str] = ()
    _size: int | None = None

    def set_name(self, name: str, names: Sequence[str] = ()) -> None:
        """Show another name, in a size in which each of some names has room."""
        self._name, self._names = name, names
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def sizeHint(self) -> QSize:
        # All in a row are equally wide, whatever their names.
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        if self._size:
            option.text = " "  # style sheets know one size only: see paintEvent

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._size:
            painter, line = QPainter(self), self.fontMetrics().height()
            painter.setFont(self._font_of(self._size))
            painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
            place = self.rect().adjusted(0, self.height() - line - RING, 0, -RING)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())

    def _font_of(self, size: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        return font

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), self.width() - 2 * RING
        name, self._size = self._name, None
        names = [each.partition("/")[0] for each in self._names]
        if (needed := max(map(metrics.horizontalAdvance, names), default=0)) > room:
            usual = QFontInfo(self.font()).pixelSize()
            self._size = min(usual, max(CAPTION, int(usual * room / needed)))
            metrics = QFontMetrics(self._font_of(self._size))
        if metrics.horizontalAdvance(name) > room:
            name = name.partition("/")[0]
        self.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.update()
