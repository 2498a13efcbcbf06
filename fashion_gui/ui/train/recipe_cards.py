"""The recipes as cards, one of which is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.percent import percent
from fashion_gui.training.presets import RECIPES, TAGLINES
from fashion_gui.training.time_words import about, brief
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import CAPTION, SPACE_4, SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MARGIN, _DOT = SPACE_4, SPACE_12
_WIDEST_ACCURACY, _WIDEST_TIME = "100.0 %", "≈ 20 min"


@dataclass(frozen=True)
class RecipeFacts:
    """What is known of a recipe.

    Attributes
    ----------
    accuracy
        Test accuracy, from 0 to 1: the mean of `n_runs` kept runs or, if that is 0, the documented
        one. None while neither is known.
    seconds
        Estimated duration on this machine; None while it is not known.
    """

    accuracy: float | None = None
    n_runs: int = 0
    seconds: float | None = None


_NO_FACTS = RecipeFacts()


class RecipeCard(QPushButton):
    """A recipe: its name and idea, its accuracy, and its time on this machine.

    What it says is painted in columns, which line up with those of the cards below it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.idea = TAGLINES[name]
        self._facts = _NO_FACTS
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        mark(self, rank="card")
        self.setAccessibleName(f"Recipe {name}")
        self.setToolTip(RECIPES[name].summary)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()
        sized(self, RecipeCard.make_room)

    def show_facts(self, facts: RecipeFacts) -> None:
        """Show other figures."""
        if facts != self._facts:
            self._facts = facts
            self._describe()

    def show_idea(self, idea: str) -> None:
        """Say something else in the line under the name."""
        if idea != self.idea:
            self.idea = idea
            self._describe()

    def figures(self) -> tuple[str, str, str]:
        """Return what it shows as accuracy, as its origin, and as time."""
        accuracy, n_runs, seconds = self._facts.accuracy, self._facts.n_runs, self._facts.seconds
        return (
            "" if accuracy is None else percent(accuracy),
            f"{n_runs} {'run' if n_runs == 1 else 'runs'}" if n_runs else "",
            "" if seconds is None else brief(seconds),
        )

    def make_room(self) -> None:
        """Be as high as the text needs: its figures beside the name, or below it."""
        tall, low = self._line_heights()
        height = (2 if self._is_narrow() else 1) * tall + low + 2 * _MARGIN
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self.update()

    def minimumSizeHint(self) -> QSize:
        name = QFontMetrics(self._bold()).horizontalAdvance(self.name)
        return QSize(name + _indent() + SPACE_12, self.minimumHeight())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_words(painter)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.palette())

    def _paint_words(self, painter: QPainter) -> None:
        faint = colours(self.palette()).faint_text
        strong = self.palette().color(QPalette.ColorRole.Text) if self.isEnabled() else faint
        tall, low = self._line_heights()
        x, y, dot = _indent(), _MARGIN, scaled(_DOT)
        width = self.width() - x - SPACE_12
        self._paint_dot(painter, QRectF(SPACE_12, y + (tall - dot) / 2, dot, dot))
        accuracy, origin, time = self.figures()
        _, time_width = self._column_widths()
        row = y + tall + low if self._is_narrow() else y
        painter.setPen(strong)
        painter.drawText(QRect(x, row, width, tall), _RIGHT, time)
        painter.setFont(self._bold())
        painter.drawText(QRect(x, y, width, tall), _LEFT, self.name)
        painter.drawText(QRect(x, row, width - time_width, tall), _RIGHT, accuracy)
        painter.setFont(self._caption())
        painter.setPen(faint)
        below = QRect(x, y + tall, width, low)
        taken = painter.fontMetrics().horizontalAdvance(origin) + SPACE_8 if origin else 0
        elide = Qt.TextElideMode.ElideRight
        idea = painter.fontMetrics().elidedText(self.idea, elide, width - taken)
        painter.drawText(below, _LEFT, idea)
        painter.drawText(below, _RIGHT, origin)

    def _paint_dot(self, painter: QPainter, box: QRectF) -> None:
        """Paint the sign of what is chosen, as one of several: not by its colour alone."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        accent = self.palette().color(role.Highlight)
        painter.setPen(accent if self.isChecked() else colours(self.palette()).faint_text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(around(box, -box.width() / 4))

    def _describe(self) -> None:
        facts, words = self._facts, [self.idea]
        if facts.accuracy is not None:
            of_runs = f"mean of {facts.n_runs} kept {'run' if facts.n_runs == 1 else 'runs'}"
            origin = of_runs if facts.n_runs else "as documented"
            n_test = RECIPES[self.name].n_test
            on_some = f" of {n_test:,} test images" if n_test else ""
            words.append(f"test accuracy {percent(facts.accuracy)}{on_some}, {origin}")
        if facts.seconds is not None:
            words.append(f"{about(facts.seconds)} on this machine")
        self.setAccessibleDescription("; ".join(words))
        told = f"{RECIPES[self.name].summary}\n\n{'. '.join(_capital(word) for word in words[1:])}."
        self.setToolTip(told if len(words) > 1 else f"{RECIPES[self.name].summary} {self.idea}.")
        self.update()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(CAPTION))
        return font

    def _line_heights(self) -> tuple[int, int]:
        """Return the heights of a line with the name and of one under it."""
        fonts = self._bold(), self._caption()
        tall, low = (QFontMetrics(font).lineSpacing() for font in fonts)
        return tall, low

    def _column_widths(self) -> tuple[int, int]:
        """Return the widths of the accuracy and of the time, with the gap before it."""
        accuracy = QFontMetrics(self._bold()).horizontalAdvance(_WIDEST_ACCURACY)
        return accuracy, QFontMetrics(self.font()).horizontalAdvance(_WIDEST_TIME) + SPACE_8

    def _is_narrow(self) -> bool:
        """Whether the figures have no room beside the name."""
        name = QFontMetrics(self._bold()).horizontalAdvance(self.name)
        return name + sum(self._column_widths()) + _indent() + SPACE_12 > self.width()


class RecipeCards(QWidget):
    """All recipes, of which one is chosen: with the mouse, or with the arrow keys."""

    chosen = Signal(str)
    """A recipe was chosen, perhaps the one that is shown already: its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Recipes")
        self.cards = {name: RecipeCard(name) for name in RECIPES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        for card in self.cards.values():
            card.clicked.connect(self._on_clicked)
            layout.addWidget(card)

    def current(self) -> str:
        """Return the name of the chosen recipe."""
        return next((name for name, card in self.cards.items() if card.isChecked()), "")

    def show_current(self, name: str) -> None:
        """Show another recipe as the chosen one, without a signal."""
        self.cards[name].setChecked(True)
        for card in self.cards.values():  # as Qt does after a click
            policy = Qt.FocusPolicy.StrongFocus if card.isChecked() else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(policy)

    def show_facts(self, facts: Mapping[str, RecipeFacts]) -> None:
        """Show the figures of some recipes, and none of the others."""
        for name, card in self.cards.items():
            card.show_facts(facts.get(name, _NO_FACTS))

    @Slot()
    def _on_clicked(self) -> None:
        card = self.sender()
        assert isinstance(card, RecipeCard)
        self.chosen.emit(card.name)


def _indent() -> int:
    """Return where the words begin: beside the dot."""
    return SPACE_12 + scaled(_DOT) + SPACE_8


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
