"""The query of Browse: the split, filters as chips, and the order."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.ui.browse.confidence_choice import ConfidenceChoice
from fashion_gui.ui.theme.icons import beside_words, set_icon
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.split_choice import SplitChoice
from fashion_gui.ui.widgets.wrapped_row import WrappedRow

_ORDERS = {
    Order.INDEX: ("Number", "As in the file."),
    Order.CONFIDENCE: ("Confidence", "The least confident predictions first."),
    Order.MARGIN: ("Margin", "Images with the two most likely classes closest come first."),
    Order.LOSS: ("Log loss", "By the log loss of the true class, the smallest first."),
    Order.CONFIDENTLY_WRONG: (
        "Confidently wrong",
        "Errors with the highest confidence come first: they are the most instructive.",
    ),
}
_LONGEST_CHIP, _ORDER_LETTERS = 40, 18
_ANY_WIDTH = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX: no limit."""


class QueryBar(QWidget):
    """Shows a query and lets the user change it."""

    changed = Signal(object)
    """The new ``ImageQuery``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = ImageQuery()
        self._class_names: tuple[str, ...] = ()
        self._may_compare = False
        self.parts = SplitChoice()
        self.parts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add = QToolButton()
        self.add.setText("Filter")
        set_icon(self.add, "list-filter")
        beside_words(self.add)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setToolTip("Show only some of the images. Several filters are combined.")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu = QMenu(self.add)
        self.add.setMenu(self.menu)
        self.confidence = ConfidenceChoice()
        self._class_menus = {
            name: QMenu(title, self.menu)
            for name, title in (("true_class", "True class"), ("answer", "Predicted class"))
        }
        self._filters: list[QAction] = []
        self.menu.aboutToShow.connect(self._tick)
        self._sure_menu = QMenu("Confidence", self.menu)
        self._sure_menu.addAction(self.confidence.as_action(self._sure_menu))
        self.orders = ElidedBox(_ORDER_LETTERS)
        for order, (words, idea) in _ORDERS.items():
            self.orders.addItem(words, order)
            self.orders.setItemData(self.orders.count() - 1, idea, Qt.ItemDataRole.ToolTipRole)
        sized(self.orders, lambda box: box.setMinimumWidth(_letters(box, 8)))
        self.orders.setAccessibleName("Sorted by")
        self.orders.setToolTip("What the images are sorted by.")
        self.reverse = QToolButton()
        self.reverse.setCheckable(True)
        set_icon(self.reverse, "arrow-up-down")
        self.reverse.setAccessibleName("Reverse order")
        self.reverse.setToolTip("Show the last ones first.")
        self.reverse.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear = QToolButton()
        self.clear.setText("Clear filters")
        self.clear.setToolTip("Take all filters away.")
        self.clear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chips: dict[str, QToolButton] = {}
        self._all_chips: list[QToolButton] = []
        self._arrange()
        self._fill_menu()

        self.parts.chosen.connect(self._on_split)
        self.orders.activated.connect(self._on_order)
        self.reverse.toggled.connect(self._on_reverse)
        self.clear.clicked.connect(self.clear_filters)
        self.confidence.chosen.connect(self._on_confidence)

    def _arrange(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self.parts)
        self._top.addWidget(self.add)
        self._top.addStretch(1)
        self._sorted_by = QLabel("&Sorted by")
        self._sorted_by.setBuddy(self.orders)
        self._top.addWidget(self._sorted_by)
        self._top.addWidget(self.orders)
        self._top.addWidget(self.reverse)
        self._chip_row = WrappedRow()
        self._chip_row.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._top)
        layout.addLayout(self._chip_row)
        self.clear.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        parts = (self.parts, self.add, self._sorted_by, self.orders, self.reverse)
        needed = sum(part.sizeHint().width() + self._top.spacing() for part in parts)
        is_narrow = event.size().width() < needed
        self._sorted_by.setVisible(not is_narrow)
        # The order needs the room more.
        self.parts.setMaximumWidth(self.parts.minimumWidth() if is_narrow else _ANY_WIDTH)

    def minimumSizeHint(self) -> QSize:
        """Do without the words before the order, which give way where it is narrow."""
        hint = super().minimumSizeHint()
        if not self._sorted_by.isHidden():
            hint -= QSize(self._sorted_by.sizeHint().width() + self._top.spacing(), 0)
        return hint

    # What is shown -----------------------------------------------------------------------

    def set_dataset(self, dataset: Dataset) -> None:
        """Offer other images and classes."""
        self.parts.show_sizes(dataset)
        if dataset.class_names != self._class_names:
            self._class_names = dataset.class_names
            self._fill_menu()
            self._show_chips()

    def set_may_compare(self, may_compare: bool) -> None:
        """Offer the filter of two networks that disagree."""
        if may_compare != self._may_compare:
            self._may_compare = may_compare
            self._fill_menu()

    def show_query(self, question: ImageQuery) -> None:
        """Show a query, without emitting it."""
        self.question = question
        self.parts.show_split(question.part)
        self.orders.setCurrentIndex(self.orders.findData(question.order))
        self.reverse.blockSignals(True)
        self.reverse.setChecked(question.is_reversed)
        self.reverse.blockSignals(False)
        self._show_chips()

    def _show_chips(self) -> None:
        filters = self.question.filters(self._class_names) if self._class_names else {}
        while len(self._all_chips) < len(filters):
            self._add_chip()
        self.chips = dict(zip(filters, self._all_chips, strict=False))
        for name, words in filters.items():
            chip = self.chips[name]
            shown = words if len(words) <= _LONGEST_CHIP else f"{words[:_LONGEST_CHIP]}…"
            chip.setText(f"{shown}  ✕".replace("&", "&&"))
            chip.setObjectName(name)
            chip.setAccessibleName(f"Remove the filter: {words}")
            chip.setToolTip(f"Only images with: {words}. Click to remove this filter.")
        for place, chip in enumerate(self._all_chips):
            chip.setVisible(place < len(filters))
        self.clear.setVisible(len(filters) > 1)

    def _add_chip(self) -> None:
        """Make a chip, which then shows one filter after another: styling a new one is slow."""
        chip = QToolButton()
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(self._on_chip)
        self._chip_row.insert_widget(len(self._all_chips), chip)
        self._all_chips.append(chip)

    def _fill_menu(self) -> None:
        self.menu.clear()
        self._filters.clear()
        wrong = self.menu.addAction("Answered wrong")
        right = self.menu.addAction("Answered right")
        for action, is_right in ((wrong, False), (right, True)):
            self._make(action, is_right=is_right)
        self.menu.addSeparator()
        for name, submenu in self._class_menus.items():
            submenu.clear()
            self.menu.addMenu(submenu)
            for number, class_name in enumerate(self._class_names):
                self._make(submenu.addAction(class_name.replace("&", "&&")), **{name: number})
        self.menu.addMenu(self._sure_menu)
        if self._may_compare:
            self._make(self.menu.addAction("The two networks disagree"), differs=True)
        self._tick()

    @Slot()
    def _tick(self) -> None:
        """Tick the filters that are in force."""
        for action in self._filters:
            action.setChecked(self._has(action.data()))

    def _make(self, action: QAction, **change: object) -> None:
        action.setData(change)
        action.setCheckable(True)
        self._filters.append(action)
        action.triggered.connect(self._on_filter)

    # What a person does ------------------------------------------------------------------

    def ask(self, question: ImageQuery) -> None:
        """Show and emit another query."""
        if question != self.question:
            self.show_query(question)
            self.changed.emit(question)

    @Slot()
    def clear_filters(self) -> None:
        """Take all filters away."""
        self.ask(self.question.cleared())

    @Slot(object)
    def _on_split(self, part: Split) -> None:
        self.ask(replace(self.question, part=part))

    @Slot(int)
    def _on_order(self, index: int) -> None:
        self.ask(replace(self.question, order=Order(self.orders.itemData(index))))

    @Slot(bool)
    def _on_reverse(self, is_reversed: bool) -> None:
        self.ask(replace(self.question, is_reversed=is_reversed))

    @Slot()
    def _on_filter(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            change, question = action.data(), self.question
            # One that is in force already is taken away.
            self.ask(
                question.without(*change) if self._has(change) else replace(question, **change)
            )

    def _has(self, change: dict[str, object]) -> bool:
        return all(getattr(self.question, name) == value for name, value in change.items())

    @Slot(float, float)
    def _on_confidence(self, low: float, high: float) -> None:
        self.menu.close()
        self.ask(replace(self.question, confidence=(low, high)))

    @Slot()
    def _on_chip(self) -> None:
        chip = self.sender()
        if isinstance(chip, QToolButton):
            self.ask(self.question.without(chip.objectName()))
            self.add.setFocus()


def _letters(box: QComboBox, n: int) -> int:
    """Return the width of `n` wide letters in a box, in pixels."""
    return box.fontMetrics().horizontalAdvance("M" * n)
