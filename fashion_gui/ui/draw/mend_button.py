"""A quiet button in a corner of the canvas: mend the picture that was put there."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy

from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.widgets.action_button import ActionButton


class MendButton(ActionButton):
    """Lies over the canvas while there is something to mend, and goes as soon as one draws."""

    def __init__(self, action: QAction, canvas: Canvas) -> None:
        super().__init__(action, parent=canvas)
        self._canvas = canvas
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()
        canvas.installEventFilter(self)

    def offer(self, is_offered: bool) -> None:
        """Show it, or hide it."""
        if is_offered:
            self._place()
        elif self.hasFocus():
            self._canvas.setFocus()
        self.setVisible(is_offered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        corner = self._canvas.square().bottomRight().toPoint()
        self.move(corner.x() - self.width() - SPACE_8, corner.y() - self.height() - SPACE_8)
