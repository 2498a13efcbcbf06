"""The canvas's tools: pen and eraser, their size and grey, undo, redo, clear."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.sketch.drawing import Brush
from fashion_gui.ui.widgets.action_button import ActionButton, make_action

_WIDTH_STEPS = 4
"""Slider steps in one canvas pixel."""
_MIN_GREY = 5
_MIN_WIDTH, _MAX_WIDTH, _DEFAULT_WIDTH = 1.0, 8.0, 3.0


class Toolbox(QWidget):
    """Says what the hand holds. Its other buttons are intents, for the page."""

    brush_changed = Signal(object)
    """A ``Brush``: what the canvas is to draw with from now on."""
    undo_requested = Signal()
    redo_requested = Signal()
    clear_requested = Signal()
    load_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pen = self._action("Pen", "P", "Draw with the chosen size and grey.")
        self.eraser = self._action(
            "Eraser", "E", "Paint with the black of the background. The right button does too."
        )
        tools = QActionGroup(self)
        for tool in (self.pen, self.eraser):
            tool.setCheckable(True)
            tools.addAction(tool)
        self.pen.setChecked(True)
        tools.triggered.connect(self._on_changed)

        self.undo = self._action(
            "Undo", QKeySequence.StandardKey.Undo, "Take the last stroke back."
        )
        self.redo = self._action("Redo", QKeySequence.StandardKey.Redo, "Do again what was undone.")
        self.clear = self._action("Clear", "Del", "Wipe the canvas. Undo brings the drawing back.")
        self.load = self._action(
            "Load the picked image",
            "L",
            "Put the test image that is picked on Browse onto the canvas, to change it and see "
            "what the network makes of it.",
        )
        self.undo.triggered.connect(self.undo_requested)
        self.redo.triggered.connect(self.redo_requested)
        self.clear.triggered.connect(self.clear_requested)
        self.load.triggered.connect(self.load_requested)

        self.width_slider = self._slider(
            round(_MIN_WIDTH * _WIDTH_STEPS),
            round(_MAX_WIDTH * _WIDTH_STEPS),
            round(_DEFAULT_WIDTH * _WIDTH_STEPS),
            "Size of the brush",
            "Thickness of the line in pixels of the 28x28 canvas. A thick brush fills quickly.",
        )
        self.grey_slider = self._slider(
            _MIN_GREY,
            100,
            100,
            "Grey of the pen",
            "How light the pen draws. The photographs are full of greys: a darker sleeve or "
            "sole helps.",
        )
        self._width_label, self._grey_label = QLabel(), QLabel()
        self._arrange()
        self._on_changed()

    def drawing_actions(self) -> tuple[QAction, ...]:
        """Return the actions that change the drawing, for a menu."""
        return self.undo, self.redo, self.clear, self.load

    @property
    def brush(self) -> Brush:
        """What the hand holds."""
        width = self.width_slider.value() / _WIDTH_STEPS
        return Brush(width, 0.0 if self.eraser.isChecked() else self.grey_slider.value() / 100)

    def set_possible(self, *, undo: bool, redo: bool, clear: bool, load: bool) -> None:
        """Enable what makes sense now."""
        for action, possible in (
            (self.undo, undo),
            (self.redo, redo),
            (self.clear, clear),
            (self.load, load),
        ):
            action.setEnabled(possible)

    @Slot()
    def _on_changed(self) -> None:
        self._width_label.setText(f"{self.brush.width:g} px")
        self._grey_label.setText(f"{self.grey_slider.value()} %")
        self.grey_slider.setEnabled(self.pen.isChecked())
        self.brush_changed.emit(self.brush)

    def _arrange(self) -> None:
        self.buttons: dict[QAction, ActionButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        first = QHBoxLayout()
        for action in (self.pen, self.eraser, self.undo, self.redo, self.clear):
            self.buttons[action] = ActionButton(action)
            first.addWidget(self.buttons[action])
        layout.addLayout(first)
        second = QGridLayout()
        rows = (
            ("&Size", self.width_slider, self._width_label),
            ("&Grey", self.grey_slider, self._grey_label),
        )
        for row, (name, slider, value) in enumerate(rows):
            label = QLabel(name)
            label.setBuddy(slider)
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("100 %  "))
            second.addWidget(label, row, 0)
            second.addWidget(slider, row, 1)
            second.addWidget(value, row, 2)
        self.buttons[self.load] = ActionButton(self.load)
        self.buttons[self.load].setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        second.addWidget(self.buttons[self.load], 0, 3, 2, 1)
        layout.addLayout(second)

    def _action(self, text: str, key: QKeySequence.StandardKey | str, idea: str) -> QAction:
        action = make_action(self, text, key, idea)
        # The key means the drawing only where the drawing is: on its page.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _slider(self, low: int, high: int, value: int, name: str, idea: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setValue(value)
        slider.setAccessibleName(name)
        slider.setToolTip(idea)
        slider.valueChanged.connect(self._on_changed)
        return slider
