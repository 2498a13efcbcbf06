"""Where the parts of Train are: beside each other, or in tabs where there is less room."""

from collections.abc import Collection
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.train.curve_card import CurveCard
from fashion_gui.ui.train.hint_list import HintList
from fashion_gui.ui.train.number_cards import NumberCards
from fashion_gui.ui.train.pinned_drawing import PinnedDrawing
from fashion_gui.ui.train.recipe_form import RecipeForm
from fashion_gui.ui.train.result_tabs import ResultTabs
from fashion_gui.ui.train.run_controls import RunControls
from fashion_gui.ui.widgets.card import Card, page_layout
from fashion_gui.ui.widgets.focus_order import put_in_order
from fashion_gui.ui.widgets.room import FittedPage
from fashion_gui.ui.widgets.shared_height import SharedHeight

_WIDEST_PANEL = 420
_LOW = 560
"""Height below which the curves are a tab among the results."""
_TIGHT, _TIGHTER = 640, 600
"""Heights below which the figures of the progress are beside its bar, and large ones are low."""
_NARROW = 1100
"""Width below which a pinned drawing takes the place of the loss, and figures have a line."""
_NARROWEST = 840
"""Width below which the recipe is a tab, too."""
_VERY_LOW = 360
"""Height below which the curves tell what the large figures would."""
_BELOW_SHARE, _LEAST_BELOW = 0.375, 212
"""Of the height, for what is below the curves; and its height where that is less."""


class Shape(Enum):
    """How much is in sight at a time."""

    ROOMY = auto()
    """Recipe, curves and results."""
    LOW = auto()
    """The recipe, and beside it curves or results."""
    SMALL = auto()
    """Recipe, curves or results; the buttons of the run are always in sight."""


class Arrangement(QObject):
    """Fits the page into the room that it has.

    Attributes
    ----------
    shape
    parts
        Curves and results below each other, with an edge that can be moved.
    enlarge
        Gives the results the height of the curves.
    """

    def __init__(
        self,
        page: FittedPage,
        form: RecipeForm,
        controls: RunControls,
        numbers: NumberCards,
        pinned: PinnedDrawing,
        curves: CurveCard,
        hints: HintList,
        results: ResultTabs,
        beside_curves: Collection[QWidget],
    ) -> None:
        """Take the parts, and which views of the results go with the curves."""
        super().__init__(page)
        self._page, self._form, self._controls = page, form, controls
        self._numbers, self._pinned = numbers, pinned
        self._curves, self._hints, self._results = curves, hints, results
        self._beside_curves, self._beside = beside_curves, next(iter(beside_curves))
        self._watched = self._beside
        self._seen_before: QWidget | None = None
        """What was below the curves before they became a tab."""
        self.shape, self._is_folded = Shape.ROOMY, False
        self.parts = SharedHeight(self._below_of)
        self.enlarge = QToolButton()
        self.enlarge.setCheckable(True)
        self.enlarge.setAccessibleName("Enlarge")
        self.enlarge.setToolTip("Use the height of the curves, too: they become the first tab.")
        self.enlarge.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mark(self.enlarge, rank="square")
        set_icon(self.enlarge, "maximize")
        self.enlarge.toggled.connect(self.fit)
        results.setCornerWidget(self.enlarge)
        self._panel, self._below = Card("Recipe"), Card()
        self._arrange()

    def _arrange(self) -> None:
        panel, below = self._panel, self._below
        panel.add(self._form, 1)
        panel.add(self._controls)
        sized(panel, lambda panel: panel.setMaximumWidth(scaled(_WIDEST_PANEL)))
        below.add(self._hints)
        below.add(self._results, 1)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(SPACE_12)
        top.addWidget(self._numbers, 1)
        top.addWidget(self._pinned)
        self.parts.addWidget(self._curves)
        self.parts.addWidget(below)
        right = QVBoxLayout()
        right.setSpacing(SPACE_8)
        right.addWidget(self._top)
        right.addWidget(self.parts, 1)
        layout = page_layout(self._page)
        layout.addWidget(panel, 1)
        layout.addLayout(right, 2)
        self.order_focus()

    def _below_of(self, height: int) -> int:
        """Return the height of what is below the curves, which must not hide it."""
        return min(max(scaled(_LEAST_BELOW), round(_BELOW_SHARE * height)), height // 2)

    def fold(self, is_folded: bool) -> None:
        """Show only the plots and the buttons of the run, for a presentation."""
        self._is_folded = is_folded
        self._curves.progress.recipe.setVisible(is_folded)
        self.fit()
        self._panel.setHidden(is_folded or self.shape is Shape.SMALL)
        self._below.setHidden(is_folded or self.shape is not Shape.ROOMY)
        self._place_controls()

    @Slot()
    def fit(self) -> None:
        """Choose what is in sight by the room for the page."""
        room = self._page.room
        is_low = room.height() < scaled(_LOW)
        shape = Shape.ROOMY
        if not self._is_folded:
            is_small = room.width() < scaled(_NARROWEST)
            if is_small or is_low or self.enlarge.isChecked():
                shape = Shape.SMALL if is_small else Shape.LOW
            self.enlarge.setHidden(is_small or is_low)
            self.enlarge.setMaximumHeight(self._results.tabBar().sizeHint().height())
        if shape is not self.shape:
            self._take(shape)
        is_open = not self._is_folded
        self._numbers.set_low(is_open and room.height() < scaled(_TIGHTER))
        is_wide = room.width() >= scaled(_NARROW)
        self._curves.progress.set_low(is_open and is_wide and room.height() < scaled(_TIGHT))
        is_very_low = shape is Shape.SMALL and room.height() < scaled(_VERY_LOW)
        self._top.setHidden(is_very_low)
        is_narrow = self._pinned.pin.isChecked() and room.width() < scaled(_NARROW)
        self._numbers.loss.setVisible(not is_narrow)  # the curves tell it

    def show_run(self, view: QWidget) -> None:
        """Show what is to be watched in a run: the curves, and a view where there is room.

        Who chose another tab stays there, but for the recipe, which is done.
        """
        self._beside = self._watched = view
        self._seen_before = None
        if self._results.is_chosen and self._results.currentWidget() is not self._form:
            return
        if self.shape is Shape.ROOMY:
            self._results.setCurrentWidget(view)
        elif self._results.currentWidget() not in self._beside_curves:
            self._results.setCurrentWidget(self._curves.views)

    @property
    def is_watched(self) -> bool:
        """Whether the program has put the tab into sight that is in sight during a run."""
        is_there = self._results.currentWidget() in (self._watched, self._curves.views)
        return is_there and not self._results.is_chosen

    def show_report(self, report: QWidget) -> None:
        """Show what came of a run, unless the person went to another tab meanwhile."""
        if self.is_watched:
            self._results.setCurrentWidget(report)

    def show_recipe(self) -> None:
        """Bring the recipe into sight."""
        if self.shape is Shape.SMALL:
            self._results.setCurrentWidget(self._form)

    def _take(self, shape: Shape) -> None:
        """Change from one shape to another."""
        before, self.shape = self.shape, shape
        results, curves = self._results, self._curves
        focus, seen = self._page.focusWidget(), results.currentWidget()
        was_tab, is_tab = (each is not Shape.ROOMY for each in (before, shape))
        if was_tab and not is_tab:
            if seen is curves.views:
                results.setCurrentWidget(self._seen_before or self._beside)
            results.take_view(curves.views)
            self._below.add(self._hints)
            self._below.add(results, 1)
            results.show()
            curves.place()
        elif is_tab:
            curves.place(self._hints, results, is_compact=shape is Shape.SMALL)
            if not was_tab:
                results.insert_view(0, curves.views, "Curves", "Loss and accuracy of the run.")
        if shape is Shape.SMALL:
            results.insert_view(0, self._form, "Recipe", "What decides how a network learns.")
        elif before is Shape.SMALL:
            results.take_view(self._form)
            self._panel.body.insertWidget(1, self._form, 1)
            self._form.show()
        if before is Shape.ROOMY:
            self._seen_before = seen
        if before is Shape.ROOMY and seen in self._beside_curves and not self.enlarge.isChecked():
            self._beside = seen
            results.setCurrentIndex(0)
        self._panel.setVisible(shape is not Shape.SMALL and not self._is_folded)
        self._below.setVisible(not is_tab and not self._is_folded)
        self._place_controls()
        self.order_focus()
        self._page.updateGeometry()
        if focus and focus.isVisible():
            focus.setFocus()  # what is moved loses it

    def order_focus(self) -> None:
        """Let the Tab key go where the eye goes: from left to right, and from above to below."""
        curves, results = self._curves, self._results
        tabs = self._hints, results.tabBar(), self.enlarge, results
        left = self._form, self._controls
        row = curves.tools
        tools = [item.widget() for place in range(row.count()) if (item := row.itemAt(place))]
        under = *(tool for tool in tools if tool), curves
        parts: dict[Shape, tuple[QWidget, ...]] = {
            Shape.ROOMY: (*left, curves.views, *under, *tabs),
            Shape.LOW: (*left, *tabs, *under),
            Shape.SMALL: (*tabs, self._controls, *under),
        }
        put_in_order(self._page, parts[self.shape])

    def _place_controls(self) -> None:
        """Put the buttons of the run below the recipe, or where they are always in sight."""
        if self._is_folded or self.shape is Shape.SMALL:
            self._curves.under.insertWidget(0, self._controls)
        else:
            self._panel.add(self._controls)
        self._controls.show()  # at once, so that the focus can stay
