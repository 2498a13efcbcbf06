"""An area in which a widget scrolls vertically if there is not enough room for it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_WIDEST, _HIGHEST = 36, 24
"""The most room an area asks for, in lines, as in Qt."""


def scrolled(widget: QWidget) -> QScrollArea:
    """Return the area, without a frame or a focus of its own, as wide as the widget needs."""
    area = _ScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (widget, area.viewport()):
        ground.setAutoFillBackground(False)  # that of the card shows through
    return area


class _ScrollArea(QScrollArea):
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
        bar = self.verticalScrollBar().sizeHint().width()
        hint, widget = super().minimumSizeHint(), self.widget()
        return QSize(widget.minimumSizeHint().width() + bar, hint.height()) if widget else hint
