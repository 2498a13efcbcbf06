"""A label whose text may change with every mouse movement."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fashion_gui.ui.theme.style_sheet import mark


class StillLabel(QWidget):
    """Holds a label without a layout: a new text neither moves nor repaints anything around it.

    With a label in a layout, the whole window is laid out and repainted whenever its text changes.
    Here that happens only when a text needs more room than any before.

    Parameters
    ----------
    label
        Wraps its words.
    n_lines
        Least height, in lines of its type.
    smaller_types
        Types of the style sheet for texts that need more lines, the largest first.
    """

    def __init__(
        self,
        label: QLabel,
        n_lines: int,
        parent: QWidget | None = None,
        *,
        smaller_types: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._n_lines = n_lines
        self._types = (label.property("type"), *smaller_types)
        label.setParent(self)
        self.setMinimumHeight(self._least_height())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._label.text():
            self._label.setText(text)
            self._make_room(at_least=self.minimumHeight())

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._label.resize(event.size())
        self._make_room(at_least=self._least_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room(at_least=self._least_height())

    def _least_height(self) -> int:
        if len(self._types) > 1:
            mark(self._label, type=self._types[0])
        self._label.ensurePolished()  # the style sheet decides its type
        return self._n_lines * self._label.fontMetrics().lineSpacing()

    def _make_room(self, at_least: int) -> None:
        least = self._least_height()
        needed = self._label.heightForWidth(self.width())
        for smaller in self._types[1:]:
            if needed <= least:
                break
            mark(self._label, type=smaller)
            needed = self._label.heightForWidth(self.width())
        self.setMinimumHeight(max(at_least, needed))
        self._label.resize(self.size())  # the least height may have made this widget higher
