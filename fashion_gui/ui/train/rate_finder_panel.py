"""The learning-rate finder below the learning rate: a button, and what it finds."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fashion_gui.training.rate_curve import N_BATCHES, RateSearch, in_words
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8
from fashion_gui.ui.train.rate_plot import RatePlot
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_FIND = "Find a rate"
_IDEA = (
    f"Tries {N_BATCHES} batches with a growing learning rate, on a copy that is thrown away, and "
    "shows at which rates the loss falls. The run itself is not touched."
)
_WHILE_RUNNING = "Pause the run to try learning rates for its next steps."


class RateFinderPanel(QWidget):
    """Asks for a search, shows it while it grows, and lets a rate be chosen."""

    requested = Signal()
    """Rates are to be tried."""
    given_up = Signal()
    """They are not wanted any more."""
    chosen = Signal(float)
    """A learning rate was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(_FIND)
        self.button.setAutoDefault(False)
        self.use = QPushButton("Use this rate")
        self.use.setAutoDefault(False)
        self.use.setToolTip("Set the learning rate at which nearly all of the fall is reached.")
        self.words = WrappedLabel()
        self.plot = RatePlot()
        self.button.clicked.connect(self._on_find)
        self.use.clicked.connect(self._use)
        self.plot.chosen.connect(self.chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch(1)  # at the right edge of the editors
        buttons.addWidget(self.button)
        buttons.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        layout.addLayout(buttons)
        layout.addWidget(self.plot)
        layout.addWidget(self.words)
        self._is_open = False
        self._asked: Recipe | None = None
        self.close_search()
        self.allow(True, is_running=False)

    def allow(self, is_allowed: bool, *, is_running: bool) -> None:
        """Offer the search, or say why not; what was found before goes in a run."""
        self.button.setEnabled(is_allowed)
        self.button.setToolTip(_WHILE_RUNNING if is_running else _IDEA)
        if not is_allowed and self._is_open:
            self.give_up()

    def show_recipe(self, recipe: Recipe | None) -> None:
        """Mark its learning rate; a search for another recipe than this one closes."""
        if recipe:
            self.plot.show_rate(recipe.learning_rate)
        asked = _searched(recipe) if recipe else None
        if self._is_open and asked != self._asked:
            self.give_up()
        self._asked = asked

    def give_up(self) -> None:
        """End a search, and close."""
        self.close_search()
        self.given_up.emit()

    @Slot()
    def close_search(self) -> None:
        """Show the button alone."""
        self._is_open = False
        self.button.setText(_FIND)
        for part in (self.plot, self.words, self.use):
            part.setVisible(False)

    @Slot(object)
    def show_search(self, search: RateSearch) -> None:
        """Show the search so far."""
        if not self._is_open:
            return
        self.plot.show_search(search)
        valley = self.plot.valley
        if not search.is_done:
            self.words.setText(f"Batch {len(search.losses)} of {N_BATCHES} …")
            return
        found = in_words(search)
        shaded = " (shaded)" if valley else ""
        self.words.setText(f"{found[:-1]}{shaded}. Click in the plot to set a rate.")
        self.use.setVisible(valley is not None)
        if valley:
            self.use.setText(f"Use {valley.suggested:g}")
        announce(self, found)

    @Slot()
    def _on_find(self) -> None:
        if self._is_open:
            self.give_up()
            return
        self._is_open = True
        self.button.setText("Close")
        self.plot.clear()
        self.words.setText("Trying learning rates …")
        self.plot.setVisible(True)
        self.words.setVisible(True)
        self.requested.emit()

    @Slot()
    def _use(self) -> None:
        if self.plot.valley:
            self.chosen.emit(self.plot.valley.suggested)


def _searched(recipe: Recipe) -> Recipe:
    """Return the same for all recipes with the same search."""
    return replace(
        recipe,
        name="",
        learning_rate=1.0,
        schedule="constant",
        epochs=1,
        patience=0,
        averaging=0.0,
        n_test=None,
    )
