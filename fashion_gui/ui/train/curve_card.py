"""The card with the curves of a run, its progress, and what can be done with the curves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.training.history import RunHistory
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.train.progress_panel import ProgressPanel
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.save_picture import PictureMenu

if TYPE_CHECKING:
    from fashion_gui.ui.train.plots import TrainingPlots


class CurveCard(Card):
    """Shows the plots once they are loaded.

    Attributes
    ----------
    plots
        None until they are loaded.
    views
        Holds them; it can be taken out of the card.
    tools
        The row under the plots, with room for more at its left.
    under
        The row of the progress, with room for more at its left.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.plots: TrainingPlots | None = None
        self.progress = ProgressPanel()
        self.reset_view = QPushButton()
        set_icon(self.reset_view, "refresh-cw")
        self.reset_view.setAccessibleName("Reset view")
        self.reset_view.setToolTip(
            "Reset the view: show the whole run again after zooming and moving."
        )
        self.reset_view.setEnabled(False)
        self.log_loss = QPushButton("Log")
        self.log_loss.setAccessibleName("Logarithmic loss")
        self.log_loss.setCheckable(True)
        self.log_loss.setToolTip(
            "Show the loss on a logarithmic axis: small improvements at the end are seen as well "
            "as large ones at the start."
        )
        self.same_length = QPushButton("Same length")
        self.same_length.setCheckable(True)
        self.same_length.setToolTip(
            "Show all runs equally long, however many epochs each has, so that their beginnings, "
            "middles and ends can be compared."
        )
        self.same_length.hide()
        for quiet in (self.reset_view, self.log_loss, self.same_length):
            mark(quiet, rank="quiet")
        self.save = QToolButton()
        self.save.setText("Save")
        self.save.setAccessibleName("Save the curves")
        self.save.setToolTip("Save the curves as a table, or both plots as a picture.")
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.save.setEnabled(False)
        self.views, self._stack = QWidget(), QStackedLayout()
        around = QVBoxLayout(self.views)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(SPACE_8)
        around.addLayout(self._stack, 1)  # first: without a parent its widgets would be windows
        self._around = around
        self.add(self.views, 1)
        place = QLabel("The plots are being prepared …")
        place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(place)
        self._tool_row, self.under = QWidget(), QHBoxLayout()
        self.tools = QHBoxLayout(self._tool_row)
        self.tools.setContentsMargins(0, 0, 0, 0)
        self.tools.addStretch(0)
        for button in (self.same_length, self.log_loss, self.reset_view, self.save):
            self.tools.addWidget(button)
        self.under.addWidget(self.progress, 1)
        self.add(self._tool_row)
        self.add(self.under)

    def place(self, *others: QWidget, is_compact: bool = False) -> None:
        """Show the plots, or others in their place, above the tools and the progress.

        Parameters
        ----------
        others
            The last of them gets the height of the plots, which it holds somewhere.
        is_compact
            Whether the tools go with the plots, and the progress is short.
        """
        self.progress.is_short = is_compact
        shown = [*(others or (self.views,))]
        for layout in (self.body, self._around):
            for widget in (*shown, self._tool_row):
                layout.removeWidget(widget)
        if is_compact:
            self._around.addWidget(self._tool_row)
        else:
            shown.append(self._tool_row)
        high = others[-1] if others else self.views
        for widget in shown:
            self.body.insertWidget(self.body.count() - 1, widget, int(widget is high))
        high.show()  # at once, so that the focus can stay
        self._tool_row.show()

    def load(
        self, history: Callable[[], RunHistory], tell_failure: Callable[[str], None]
    ) -> "TrainingPlots | None":
        """Import the plotting library and return the plots; None when they are there already.

        Parameters
        ----------
        history
            Returns the curves of the run that is shown, to be saved.
        tell_failure
            Takes a sentence about what could not be saved.
        """
        from fashion_gui.ui.train.curves_menu import CurvesMenu
        from fashion_gui.ui.train.plots import TrainingPlots

        if self.plots:
            return None
        self.plots = TrainingPlots()
        self._stack.addWidget(self.plots)
        self._stack.setCurrentWidget(self.plots)
        self.reset_view.clicked.connect(self.plots.reset_view)
        self.reset_view.setEnabled(True)
        self.plots.loss.set_log(self.log_loss.isChecked())
        self.log_loss.toggled.connect(self.plots.loss.set_log)
        self.plots.set_same_length(self.same_length.isChecked())
        self.same_length.toggled.connect(self.plots.set_same_length)
        self.save.setMenu(CurvesMenu(self.plots, history, tell_failure, self.save))
        self.save.setEnabled(True)
        for curves in (self.plots.loss, self.plots.accuracy):
            PictureMenu(curves, tell_failure)
        return self.plots
