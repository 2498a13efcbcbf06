"""The chip at the top: the active network, its accuracy and what it was trained on."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from fashion_gui.percent import percent
from fashion_gui.ui.session.model_entry import KnownModel, ModelEntry
from fashion_gui.ui.theme.icons import icon
from fashion_gui.ui.theme.sizes import CAPTION, ICON, SPACE_4, SPACE_8
from fashion_gui.ui.theme.style_sheet import mark, text_scale
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.names import cut, tell_whole, usual_width, whole_parts

_DETAILS = Qt.ItemDataRole.UserRole + 1
_WIDTH = 390
_USUAL_LETTERS = 16
"""Longer names may be cut."""
_SEPARATOR = "  ·  "


class ModelChip(QComboBox):
    """Shows the active network, and opens the list of all networks with a description of each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, rank="chip")
        self._score, self._none = "", ""
        sized(self, lambda chip: chip.setIconSize(QSize(scaled(ICON), scaled(ICON))))
        self.setItemDelegate(_TwoLines(self))
        self.setAccessibleName("Network that answers")
        self.setToolTip(
            "Which network answers on all pages: one that came with the program, one of a kept "
            "run, one from a file, or the one that is learning. Its accuracy is its share of right "
            "answers on the test images. One that learned from photographs only mostly guesses at "
            "drawings."
        )

    def show_models(
        self, entries: Sequence[KnownModel], active: ModelEntry | None, none: str = ""
    ) -> None:
        """Offer networks, and show the active one; `none` says why there is none."""
        self._none = none
        self.clear()
        for entry in entries:
            self.addItem(icon("network"), entry.label, entry.key)
            network = str(entry.network.architecture) if isinstance(entry, ModelEntry) else ""
            parts = (knowledge_of(entry), _tested(entry), entry.origin, network)
            details = _SEPARATOR.join(filter(None, parts))
            self.setItemData(self.count() - 1, details, _DETAILS)
            about = f"{entry.label}\n{details}"
            self.setItemData(self.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
            if active and entry.key == active.key:
                self.setCurrentIndex(self.count() - 1)
        self.setEnabled(self.count() > 0)
        self.show_score(self._score)

    def show_score(self, score: str) -> None:
        """Show the network's accuracy, or a remark; "" for nothing."""
        self._score = score
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self, room: int | None = None) -> str:
        """Return the chip's text: name, accuracy, and what the network was trained on.

        If it must fit into `room` pixels, only the beginning of a long name is in it, and in little
        room not what the network was trained on.
        """
        details = self.currentData(_DETAILS) or ""
        knowledge = details.split(_SEPARATOR)[0]
        name = self.currentText() or self._none
        words = _SEPARATOR.join(filter(None, (name, self._score, knowledge)))
        metrics = self.fontMetrics()
        if room is None or metrics.horizontalAdvance(words) <= room:
            return words
        about = [part for part in (self._score, knowledge) if part]
        least = usual_width(metrics, (name,))
        while about and metrics.horizontalAdvance(_after(about)) > room - least:
            about.pop()  # half of it would say nothing
        after = _after(about)
        return cut(name, metrics, room - metrics.horizontalAdvance(after)) + after

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and len(self.currentText()) > _USUAL_LETTERS:
            tell_whole(event, self, self.currentText())
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        # A constant width: its neighbours stay in place when another network is active.
        return QSize(round(_WIDTH * text_scale()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH // 2, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = (
            self.style()
            .subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
            .width()
        )
        option.currentText = self.words(room - scaled(ICON) - SPACE_8)


def _after(parts: Sequence[str]) -> str:
    return "".join(f"{_SEPARATOR}{part}" for part in parts)


def knowledge_of(entry: KnownModel) -> str:
    """Return what a network was trained on, in words."""
    return "knows drawings" if entry.knows_drawings else "photographs only"


def _tested(entry: KnownModel) -> str:
    """Return its accuracy, and on how many test images if not on all; "" if it is not known."""
    accuracy, n_test = entry.test_accuracy, entry.n_test
    if accuracy is None:
        return ""
    return percent(accuracy) + (f" of {n_test:,} images" if n_test else "")


class _TwoLines(QStyledItemDelegate):
    """Paints the name of a network, and below as much of its description as is whole."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        lines = 2 * option.fontMetrics.height()
        return QSize(0, lines + 3 * SPACE_4)  # as wide as the chip

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        if is_chosen:
            painter.fillRect(option.rect, option.palette.color(role.Highlight))
        ink = option.palette.color(role.HighlightedText if is_chosen else role.Text)
        faint = ink if is_chosen else option.palette.color(role.PlaceholderText)
        room = option.rect.adjusted(SPACE_8, SPACE_4, -SPACE_8, -SPACE_4)
        name, details = QFont(option.font), QFont(option.font)
        name.setWeight(QFont.Weight.DemiBold)
        details.setPixelSize(round(CAPTION * text_scale()))
        text = str(index.data(_DETAILS))
        about = whole_parts(text, QFontMetrics(details), room.width(), _SEPARATOR)
        for font, colour, words, place in (
            (name, ink, index.data(), Qt.AlignmentFlag.AlignTop),
            (details, faint, about, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            fitting = cut(str(words), painter.fontMetrics(), room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | place), fitting)
