"""The picture on Inside, where it comes from, and what is done to it."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.input_pad import InputPad

DRAWING, SELECTED, _EMPTY = "Drawing", "Selected image", "Empty picture"


class PictureCard(Card):
    """Holds the pad and its buttons; the page gives them a meaning.

    Attributes
    ----------
    sources
        Where the picture comes from.
    reset, keep
        For a picture that was drawn or grown here.
    grow, off, lab_switch
        What can be done with the selected map, unit or class.
    """

    def __init__(self, pad: InputPad, parent: QWidget | None = None) -> None:
        super().__init__("Picture", parent)
        self.sources = QComboBox()
        self.sources.addItems([DRAWING, SELECTED, _EMPTY])
        self.sources.setAccessibleName("Picture")
        self.sources.setToolTip(
            "The drawing of Draw, the image that is selected on Browse, or nothing."
        )
        self.reset = QPushButton("Reset")
        self.reset.setToolTip("Take back what was drawn here: show the picture as it was.")
        self.keep = QPushButton()
        set_icon(self.keep, "pencil")
        self.keep.setAccessibleName("Keep on Draw")
        self.keep.setToolTip(
            "Keep this picture: put it onto the canvas of Draw, where it can be saved. "
            "Undo there brings the drawing back."
        )
        self.grow = QPushButton("Grow")
        self.grow.setCheckable(True)
        self.grow.setToolTip(
            "What does it want to see? Changes the picture, step by step, into what the selected "
            "map, unit or class answers to most; without a selection, what the answer does. From "
            "an empty picture it grows out of noise. Press again to stop."
        )
        self.off = QPushButton("Switch off")
        self.off.setToolTip(
            "Take the selected map or unit out: all that comes after gets 0 from it. The changed "
            "network answers on all pages, and can be compared and saved; choose the one before "
            "under Network to go back."
        )
        self.lab_switch = QPushButton("Lab")
        self.lab_switch.setCheckable(True)
        self.lab_switch.setToolTip(
            "Change the network: scale units, add noise to its weights, prune them, and see at "
            "once what that does to the answer and to all images. All of it can be taken back."
        )
        row = QHBoxLayout()
        row.addWidget(self.sources, 1)
        row.addWidget(self.reset)
        row.addWidget(self.keep)
        self.add(row)
        self.add(pad, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.grow, 1)
        buttons.addWidget(self.off, 1)
        buttons.addWidget(self.lab_switch, 1)
        self.add(buttons)
        self.body.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
