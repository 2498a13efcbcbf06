"""What is on the page Map: the map, one's own drawing beside it, and what the colours mean."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
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
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.elided_label import ElidedLabel

_SIDE_WIDTH = 208
_TRUST_IDEA = (
    "Of what is near on the map, how much is near for the layer, too (trustworthiness: 1 is best, "
    "0.5 is chance), measured for 2,000 of the images."
)


class MapFrame(QWidget):
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
        set_icon(self.show_images, "images")
        self.drawing, self.legend = DrawingCard(), Legend()
        self._arrange()

    def _arrange(self) -> None:
        images = Card()
        top = QHBoxLayout()
        self._controls: list[QWidget] = [self.lasso, self.whole, self.show_images]
        for words, box in (("&Layer", self.layers), ("&Arranged by", self.layouts)):
            label = QLabel(words)
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box)
            self._controls += (label, box)
        top.addStretch(1)
        top.addWidget(self.lasso)
        top.addWidget(self.whole)
        bottom = QHBoxLayout()
        bottom.addWidget(self.caption, 1)
        bottom.addWidget(self.show_images)
        images.add(top)
        images.add(self.view, 1)
        images.add(bottom)
        groups = Card()
        row = QHBoxLayout()
        label = QLabel("&Colours")
        label.setBuddy(self.colour_by)
        row.addWidget(label)
        row.addWidget(self.colour_by, 1)
        self._controls += (label, self.colour_by)
        groups.add(row)
        groups.add(self.legend, 1)
        side = QVBoxLayout()
        side.setSpacing(SPACE_12)
        side.addWidget(self.drawing, 1)
        side.addWidget(groups, 1)
        right = QWidget()
        right.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        sized(right, lambda widget: widget.setFixedWidth(scaled(_SIDE_WIDTH) + 4 * SPACE_8))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(images, 1)
        layout.addWidget(right)

    def fold(self, is_folded: bool) -> None:
        """Show only the map, the drawing and what the colours mean, for a presentation."""
        for widget in self._controls:
            widget.setVisible(not is_folded)
