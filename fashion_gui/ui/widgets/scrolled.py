"""An area in which a widget scrolls vertically if there is not enough room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


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
    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        hint, widget = super().minimumSizeHint(), self.widget()
        return QSize(widget.minimumSizeHint().width() + bar, hint.height()) if widget else hint
