"""Areas in which a widget scrolls if there is not enough room for it."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

_WIDEST, _HIGHEST = 36, 24
"""The most room an area asks for, in lines, as in Qt."""
_VERTICAL, _HORIZONTAL = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
_OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class Bars(Enum):
    """Where the scroll bars of an area are, so that the area always comes to rest."""

    STRIP = auto()
    """The vertical one is in a strip beside the widget, which is there at all times."""
    MARGIN = auto()
    """Both lie over the margins of the widget, which are as wide as they are."""
    BESIDE = auto()
    """They make the widget smaller. Only for one whose height does not follow from its width."""


class SteadyArea(QScrollArea):
    """Scrolls a widget whose height may follow from its width.

    In Qt's area a bar that appears makes the widget narrower, so that it may need more height, or
    less, and the bar goes: without an end. Here the room for the widget depends on the size of the
    area alone, and what is there to be scrolled decides on the bars; nothing follows from them.
    """

    _has_strip = False

    def __init__(self, bars: Bars = Bars.STRIP) -> None:
        """Make an area without a frame or a focus of its own."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._of_qt = {_VERTICAL: self.verticalScrollBar(), _HORIZONTAL: self.horizontalScrollBar()}
        self._bars: dict[Qt.Orientation, QScrollBar] = {}
        self._has_strip = bars is Bars.STRIP
        if bars is not Bars.BESIDE:
            self.setVerticalScrollBarPolicy(_OFF)
            self._add_bar(_VERTICAL)
        if bars is Bars.MARGIN:
            self.setHorizontalScrollBarPolicy(_OFF)
            self._add_bar(_HORIZONTAL)
        self._keep_strip()

    def _add_bar(self, orientation: Qt.Orientation) -> None:
        """Add a bar that does what Qt's own one does, which is never shown."""
        of_qt, bar = self._of_qt[orientation], QScrollBar(orientation, self)
        bar.hide()
        of_qt.rangeChanged.connect(self._show_bars)
        of_qt.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(of_qt.setValue)
        self._bars[orientation] = bar

    @property
    def room(self) -> QSize:
        """The room for the widget."""
        return self.maximumViewportSize()

    def bar_width(self) -> int:
        """Return the width of the vertical bar."""
        return self._bars.get(_VERTICAL, self._of_qt[_VERTICAL]).sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bars()
        self._show_bars()

    def _place_bars(self) -> None:
        for orientation, bar in self._bars.items():
            hint, box = bar.sizeHint(), self.rect()
            if orientation is _VERTICAL:
                box.setLeft(box.right() + 1 - hint.width())
            else:
                box.setTop(box.bottom() + 1 - hint.height())
                box.setRight(box.right() - hint.height())
            bar.setGeometry(box)
            bar.raise_()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._keep_strip()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_strip()

    def _keep_strip(self) -> None:
        """Keep the room of the bar free: not from within a resize, which it leads to."""
        if self._has_strip and self.bar_width() != self.viewportMargins().right():
            self.setViewportMargins(0, 0, self.bar_width(), 0)

    @Slot()
    def _show_bars(self) -> None:
        room = self.viewport().size()
        for orientation, bar in self._bars.items():
            of_qt = self._of_qt[orientation]
            bar.setPageStep(room.height() if orientation is _VERTICAL else room.width())
            bar.setSingleStep(of_qt.singleStep())
            bar.setRange(of_qt.minimum(), of_qt.maximum())
            bar.setValue(of_qt.value())
            bar.setVisible(of_qt.maximum() > of_qt.minimum())


def scrolled(widget: QWidget, bars: Bars = Bars.STRIP) -> SteadyArea:
    """Return an area for a widget, as wide as the widget needs: it scrolls vertically."""
    area = _WideEnough(bars)
    area.setHorizontalScrollBarPolicy(_OFF)
    area.setWidget(widget)
    show_through(area, widget)
    return area


def reveal(widget: QWidget) -> None:
    """Scroll every area around a widget to it, as Qt does where the focus was in the area before.

    The focus may come in from outside, when Tab leads back to the first of a page.
    """
    around = widget.parentWidget()
    while around:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def show_through(area: QScrollArea, widget: QWidget) -> None:
    """Let the ground of a widget be that of what is around its area, such as a card."""
    for ground in (widget, area.viewport()):
        ground.setAutoFillBackground(False)


class _WideEnough(SteadyArea):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # the widget may need another width now, which Qt does not tell
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Return that of the widget as it is now: Qt keeps that of the first text size."""
        widget, line = self.widget(), self.fontMetrics().height()
        hint = widget.sizeHint() if widget else super().sizeHint()
        return hint.boundedTo(QSize(_WIDEST * line, _HIGHEST * line))

    def minimumSizeHint(self) -> QSize:
        hint, widget = super().minimumSizeHint(), self.widget()
        width = widget.minimumSizeHint().width() + self.bar_width() if widget else 0
        return QSize(width, hint.height()) if widget else hint
