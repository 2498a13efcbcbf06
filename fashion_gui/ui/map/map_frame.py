"""What is on the page Map: the map, one's own drawing beside it, and what the colours mean."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.explain.image_map import Layout
from fashion_gui.ui.map.colouring import ColourBy
from fashion_gui.ui.map.drawing_card import DrawingCard
from fashion_gui.ui.map.layer_choice import LayerChoice
from fashion_gui.ui.map.legend import Legend
from fashion_gui.ui.map.map_view import MapView
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import CONTROL, SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.room import FittedPage
from fashion_gui.ui.widgets.scrolled import scrolled
from fashion_gui.ui.widgets.wrapped_row import WrappedRow

_SIDE_WIDTH, _NARROW_SIDE = 208, 158
_NARROW = 760
"""Width below which there is no room for what can be known without."""
_TRUST_IDEA = (
    "Of what is near on the map, how much is near for the layer, too (trustworthiness: 1 is best, "
    "0.5 is chance), measured for 2,000 of the images."
)


class MapFrame(FittedPage):
    """The map with its controls, and where each of them stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = MapView()
        self.layers, self.layouts, self.colour_by = LayerChoice(), QComboBox(), QComboBox()
        self.layouts.addItems(list(Layout))
        self.layouts.setAccessibleName("Arranged by")
        self.layouts.setToolTip(
            "Principal components: the flat view of the layer in which the images differ most. "
            "Neighbours: t-SNE arranges 3,000 images so that near ones stay near, and puts the "
            "others between them; distances between groups then mean little."
        )
        self.colour_by.addItems(list(ColourBy))
        self.colour_by.setAccessibleName("Colours")
        self.colour_by.setToolTip("What the colours of the points stand for.")
        self.lasso, self.whole = QToolButton(), QToolButton()
        self.lasso.setCheckable(True)
        for button, icon, name, idea in (
            (self.lasso, "lasso", "Lasso", "Draw a line around images to select them (also Shift)"),
            (self.whole, "maximize", "Whole map", "Show the whole map (0)"),
        ):
            mark(button, rank="square")
            set_icon(button, icon)
            button.setAccessibleName(name)
            button.setToolTip(idea)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.caption = ElidedLabel(_TRUST_IDEA)
        mark(self.caption, type="caption")
        self.show_images = QPushButton("Show on Browse")
        self.show_images.setToolTip(
            "Show on Browse the images that are selected, or else all in sight (Return)."
        )
        self.show_images.setAccessibleName("Show on Browse")
        set_icon(self.show_images, "images")
        self.drawing, self.legend = DrawingCard(), Legend()
        self._is_folded = False
        self._arrange()

    def _arrange(self) -> None:
        images = Card()
        above, top = QHBoxLayout(), WrappedRow()
        self._controls: list[QWidget] = [self.lasso, self.whole, self.show_images]
        self._labels: list[QLabel] = []
        for words, box in (("&Layer", self.layers), ("&Arranged by", self.layouts)):
            label = QLabel(words)
            label.setBuddy(box)
            sized(label, lambda each: each.setFixedHeight(scaled(CONTROL)))
            top.addWidget(_beside(label, box))
            self._labels.append(label)
            self._controls.append(box)
        above.addLayout(top, 1)
        bottom = QHBoxLayout()
        self._above, self._bottom = above, bottom
        bottom.addWidget(self.caption, 1)
        bottom.addWidget(self.show_images)
        images.add(above)
        images.add(self.view, 1)
        images.add(bottom)
        groups = Card()
        row = QHBoxLayout()
        label = QLabel("&Colours")
        label.setBuddy(self.colour_by)
        row.addWidget(label)
        row.addWidget(self.colour_by, 1)
        self._controls.append(self.colour_by)
        self._labels.append(label)
        groups.add(row)
        groups.add(self.legend, 1)
        side = QVBoxLayout()
        side.setSpacing(SPACE_12)
        side.addWidget(self.drawing, 1)
        side.addWidget(groups, 1)
        right = QWidget()
        right.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._side = scrolled(right)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(images, 1)
        layout.addWidget(self._side)
        sized(self, MapFrame.fit)

    def fold(self, is_folded: bool) -> None:
        """Show only the map, the drawing and what the colours mean, for a presentation."""
        self._is_folded = is_folded
        for widget in self._controls:
            widget.setVisible(not is_folded)
        self.fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()  # names of classes may need another width now
        return handled

    def fit(self) -> None:
        """Leave out in a narrow window what boxes and buttons say by themselves."""
        is_narrow = self.room.width() < scaled(_NARROW)
        for label in self._labels:
            label.setVisible(not is_narrow and not self._is_folded)
        self.drawing.erase.setText("" if is_narrow else "Clear")
        self.show_images.setText("" if is_narrow else "Show on Browse")
        where = self._bottom if is_narrow else self._above
        if where.indexOf(self.lasso) < 0:
            for place, button in enumerate((self.lasso, self.whole), 1):
                where.insertWidget(place, button)
        width = scaled(_NARROW_SIDE if is_narrow else _SIDE_WIDTH) + 4 * SPACE_8
        self._side.setFixedWidth(max(width, self._side.minimumSizeHint().width()))


def _beside(label: QLabel, box: QComboBox) -> QWidget:
    """Return both as one widget, so that they stay in one line."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_8)
    row.addWidget(label)
    row.addWidget(box)
    return pair
