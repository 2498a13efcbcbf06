"""Shows how a picture was read, and lets the user correct that before it goes to the canvas."""

from collections.abc import Generator
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.evaluation.verdict import NOTHING_FOUND
from fashion_gui.percent import SIGN
from fashion_gui.sketch.corrections import Corrections
from fashion_gui.sketch.fitting import Box, ink_box
from fashion_gui.sketch.segmentation.foreground import Found
from fashion_gui.sketch.segmentation.perspective import points_in
from fashion_gui.ui.draw.picture_reader import IncomingDrawing, Reading, reading_of, turn_in_words
from fashion_gui.ui.draw.picture_view import PictureView
from fashion_gui.ui.session.latest_work import LatestWork
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_16
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.action_button import ActionButton, make_action
from fashion_gui.ui.widgets.answer_panel import AnswerPanel
from fashion_gui.ui.widgets.dialog_size import begin_with_size
from fashion_gui.ui.widgets.filled_button import FilledButton
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_SIZE = (920, 540)
_RECEIVED_SIDE = 56
_NOTHING = "Nothing is found: choose the part that shows it, or let fainter things count."
_HINT = "Drag over a part of the picture to look at that alone."


class MendDialog(QDialog):
    """Shows a picture with what was found in it; every correction takes effect at once.

    Attributes
    ----------
    reading
        The latest reading of the picture.
    """

    def __init__(
        self, session: Session, incoming: IncomingDrawing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was found in the picture")
        begin_with_size(self, *_SIZE)
        self._session = session
        self._pixels = incoming.pixels
        self.reading = incoming.reading
        self._corrections = incoming.reading.corrections
        self._is_wanted = False
        self._work = LatestWork(session.threads, self)
        self.view, self.answer = PictureView(), AnswerPanel()
        self.received, self.words = ImageTile("nothing"), QLabel()
        self._make_actions()
        self._make_threshold()
        self._arrange()
        self._connect()
        self._remark = " ".join(filter(None, (incoming.remark, turn_in_words(self.reading))))
        self.view.set_picture(self._pixels)
        self._show()

    def _make_actions(self) -> None:
        self.turn_left = make_action(self, "Turn left", "L", "Turn it by 90 degrees to the left.")
        self.turn_right = make_action(
            self, "Turn right", "R", "Turn it by 90 degrees to the right."
        )
        self.swap = make_action(
            self, "Swap ink and ground", "S", "What was taken for the background is the garment."
        )
        self.negative = make_action(
            self, "Negative", "N", "Invert the garment; the background stays black."
        )
        self.whole = make_action(self, "Whole picture", "W", "Use the whole picture again.")
        for action in (self.swap, self.negative):
            action.setCheckable(True)
        self._actions = (self.turn_left, self.turn_right, self.swap, self.negative, self.whole)
        self.addActions(self._actions)

    def _make_threshold(self) -> None:
        self.threshold = UnitSlider("Counts as ink", lambda value: f"from {value}{SIGN}")
        self.threshold.setRange(1, 60)
        self.threshold.setToolTip(
            "How far a colour has to be from the background (black from white is 100 %) to "
            "be part of the garment. Further to the left, fainter things count, too."
        )
        self.threshold_words = QLabel()
        self.by_itself = QCheckBox("Automatic")
        self.by_itself.setToolTip("Let the program find what counts as ink.")
        self.by_itself.setChecked(True)

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = FilledButton("Use")
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setToolTip("Put it onto the canvas. Undo brings back what was there.")
        self.cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setToolTip("Leave the drawing as it was.")
        buttons.accepted.connect(self._on_use)
        buttons.rejected.connect(self.reject)
        self.received.setFixedSize(_RECEIVED_SIDE, _RECEIVED_SIDE)
        self.received.setAccessibleName("What the network receives")
        self.received.setToolTip("What the network receives.")
        self.answer.top.addWidget(self.received)
        self.words.setWordWrap(True)
        mark(self.words, type="caption")
        name = QLabel("Counts as ink")
        name.setBuddy(self.threshold)
        tools, ink = QHBoxLayout(), QGridLayout()
        for action in self._actions:
            tools.addWidget(ActionButton(action))
        for column, part in enumerate((name, self.threshold, self.threshold_words, self.by_itself)):
            ink.addWidget(part, 0, column)
        ink.setColumnStretch(1, 1)
        right, above = QVBoxLayout(), QHBoxLayout()
        right.addWidget(self.answer, 1)
        right.addWidget(self.words)
        above.setSpacing(SPACE_16)
        above.addWidget(self.view, 3)
        above.addLayout(right, 2)
        layout = QVBoxLayout(self)
        layout.addLayout(above, 1)
        layout.addLayout(tools)
        layout.addLayout(ink)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self.turn_left.triggered.connect(self._on_turn_left)
        self.turn_right.triggered.connect(self._on_turn_right)
        self.swap.toggled.connect(self._on_swap)
        self.negative.toggled.connect(self._on_negative)
        self.whole.triggered.connect(self._on_whole)
        self.view.crop_changed.connect(self._on_crop)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.by_itself.toggled.connect(self._on_by_itself)
        self._work.arrived.connect(self._on_read)
        self._session.network_changed.connect(self._show_answer)

    # What is shown -----------------------------------------------------------------------

    def _show(self) -> None:
        found, corrections = self.reading.found, self.reading.corrections
        self.view.set_reading(
            self._corrections.crop, self._corrections.quarters, _outline(found, corrections)
        )
        if corrections.faintest is None:
            self.threshold.blockSignals(True)
            self.threshold.setValue(round(100 * found.faintest))
            self.threshold.blockSignals(False)
        self._show_answer()

    @Slot()
    def _show_answer(self) -> None:
        self.threshold_words.setText(self.threshold.words)
        fitted, network = self.reading.fitted, self._session.network
        is_empty = not fitted.any()
        self.use.setEnabled(not is_empty)
        self.words.setText(_NOTHING if is_empty else self._remark or _HINT)
        self.received.set_image(None if is_empty else fitted)
        if is_empty:
            self.answer.show_nothing(NOTHING_FOUND, network.class_names if network else ())
        else:
            self.answer.ask(network, fitted)

    @Slot(object)
    def _on_read(self, reading: Reading) -> None:
        self.reading = reading
        self._show()
        if self._is_wanted and reading.fitted.any():
            self.accept()
        self._is_wanted = False

    # What is asked for -------------------------------------------------------------------

    def _correct(self, corrections: Corrections) -> None:
        """Read the picture again; meanwhile only the last correction waits."""
        if corrections != self._corrections:
            self._corrections = corrections
            self._remark = ""
            self._work.do(partial(_reading_anew, self._pixels, corrections))

    def _turn(self, quarters: int) -> None:
        now = self._corrections
        self._correct(replace(now, quarters=(now.quarters + quarters) % 4))

    @Slot()
    def _on_turn_left(self) -> None:
        self._turn(1)

    @Slot()
    def _on_turn_right(self) -> None:
        self._turn(-1)

    @Slot(bool)
    def _on_swap(self, is_on: bool) -> None:
        self._correct(replace(self._corrections, is_swapped=is_on))

    @Slot(bool)
    def _on_negative(self, is_on: bool) -> None:
        self._correct(replace(self._corrections, is_negative=is_on))

    @Slot()
    def _on_whole(self) -> None:
        self._correct(replace(self._corrections, crop=None))

    @Slot(object)
    def _on_crop(self, crop: Box | None) -> None:
        self._correct(replace(self._corrections, crop=crop))

    @Slot(int)
    def _on_threshold(self, percent: int) -> None:
        self.threshold_words.setText(self.threshold.words)
        self.by_itself.blockSignals(True)
        self.by_itself.setChecked(False)
        self.by_itself.blockSignals(False)
        self._correct(replace(self._corrections, faintest=percent / 100))

    @Slot(bool)
    def _on_by_itself(self, is_on: bool) -> None:
        faintest = None if is_on else self.threshold.value() / 100
        self._correct(replace(self._corrections, faintest=faintest))

    @Slot()
    def _on_use(self) -> None:
        """Accept the reading that is shown, or the one in progress."""
        if self.reading.corrections != self._corrections:
            self._is_wanted = True
        else:
            self.accept()

    def done(self, result: int) -> None:
        self._work.forget()
        super().done(result)


def _reading_anew(
    pixels: NDArray[np.uint8], corrections: Corrections
) -> Generator[Reading, None, None]:
    yield reading_of(pixels, corrections)


def _outline(found: Found, corrections: Corrections) -> NDArray[np.float64] | None:
    """Return the corners, (4, 2), of the box around the ink, in the picture."""
    ink = np.rot90(found.ink, -corrections.quarters)
    box = ink_box(ink)
    if box is None:
        return None
    height, width = ink.shape
    left, top, right, bottom = box
    across = np.array([left, right, right, left]) / width
    down = np.array([top, top, bottom, bottom]) / height
    return points_in(found.corners, across, down)
