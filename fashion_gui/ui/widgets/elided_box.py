"""A combo box that ends in … where its entry is longer; the tooltip and the list have all of it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

from fashion_gui.ui.widgets.names import cut, tell_whole

_SLACK = 2
"""Pixels by which a text may be wider than Qt says."""


class ElidedBox(QComboBox):
    """Is never wider than `n_letters`, so that a long name widens no page."""

    def __init__(self, n_letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_letters = n_letters
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def addItem(self, text: str, data: object = None) -> None:  # type: ignore[override]
        super().addItem(text, data)
        self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)

    def sizeHint(self) -> QSize:
        return self._limited(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._limited(super().minimumSizeHint())

    def _limited(self, hint: QSize) -> QSize:
        metrics = self.fontMetrics()
        around = 4 * metrics.height()  # the arrow, and what is left and right of the text
        return hint.boundedTo(QSize(metrics.averageCharWidth() * self._n_letters + around, 10_000))

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        option.currentText = cut(self.currentText(), self.fontMetrics(), self._room(option))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._is_cut():
            tell_whole(event, self, self.currentText())
            return True
        return super().event(event)

    def _room(self, option: QStyleOptionComboBox) -> int:
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(control, option, part, self).width() + _SLACK

    def _is_cut(self) -> bool:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option.currentText != self.currentText()
