"""A widget without a tooltip on the screen, but with one for help."""

from PySide6.QtCore import QEvent, QObject


class NoToolTip(QObject):
    """Hides the tooltip of a widget that itself says more beside the pointer.

    Not an ``event`` of the widget itself: an exception in its painting would then end the program.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.ToolTip
