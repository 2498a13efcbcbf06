"""The canvas's tools, their size and grey, and actions on the whole drawing."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.percent import SIGN
from fashion_gui.sketch.operations import Brush
from fashion_gui.sketch.templates import TEMPLATES, Template
from fashion_gui.ui.draw.tools import ICONS_OF_TOOLS, TOOLS, ToolButton
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import RAIL_ICON, SPACE_4, SPACE_8, SPACE_24
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.action_button import ActionButton, Key, make_action
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_WIDTH_STEPS = 4
"""Slider steps in one canvas pixel."""
_MIN_GREY = 5
_MIN_WIDTH, _MAX_WIDTH, _DEFAULT_WIDTH = 1.0, 8.0, 2.0
_NO_TEMPLATE = "Trace …"
_COLUMNS, _GAP = 3, 3


class Toolbox(QWidget):
    """Holds the tool and the brush. Its other buttons are intents, for the page."""

    tool_changed = Signal(str)
    """The name of one of ``TOOLS``."""
    brush_changed = Signal(object)
    """A ``Brush``: what the canvas is to draw with from now on."""
    template_changed = Signal(object)
    """A ``Template`` to trace; empty for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = {
            tool.name: self._action(tool.text, tool.key, tool.idea, ICONS_OF_TOOLS[tool.name])
            for tool in TOOLS.values()
        }
        group = QActionGroup(self)
        for action in self.tools.values():
            action.setCheckable(True)
            group.addAction(action)
        self.pen, self.eraser = self.tools["pen"], self.tools["eraser"]
        self.pen.setChecked(True)
        group.triggered.connect(self._on_tool)
        self.mirror = self._action(
            "Mirror",
            "M",
            "Draw one half and get both: a straight collar, two sleeves.",
            "flip-vertical-2",
        )
        self.filled = self._action(
            "Filled", "G", "Fill rectangles and ellipses with the grey.", "contrast"
        )
        self.mirror.setCheckable(True)
        self.filled.setCheckable(True)
        self._possible: tuple[bool, ...] = ()
        self._make_actions()
        self._make_sliders()
        self.templates = QComboBox()
        self.templates.addItem(_NO_TEMPLATE)
        for name in TEMPLATES:
            self.templates.addItem(name, name)
        self.templates.setAccessibleName("Template to trace")
        self.templates.setToolTip(
            "Shows faint lines to trace. They are no part of the drawing: the network does not "
            "see them."
        )
        self.templates.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.templates.currentIndexChanged.connect(self._on_template)
        self._arrange()
        self._on_changed()

    def _make_actions(self) -> None:
        self.undo = self._action(
            "Undo", QKeySequence.StandardKey.Undo, "Undo the last step.", "undo-2"
        )
        self.redo = self._action(
            "Redo", QKeySequence.StandardKey.Redo, "Redo what was undone.", "redo-2"
        )
        self.clear = self._action(
            "Clear",
            ("Del", "Ctrl+Backspace"),
            "Clear the canvas. Undo brings the drawing back.",
            "trash-2",
        )
        self.load = self._action(
            "Load selected image",
            "Ctrl+L",
            "Put the image selected on Browse onto the canvas, to change it and see "
            "how the prediction changes.",
            "image-down",
        )
        self.load_any = self._action(
            "Any image of the data set …",
            "I",
            "Choose any of the 70,000 images to change it.",
            "images",
        )
        self.open = self._action(
            "Open picture …",
            "Ctrl+Shift+O",
            "Put a drawing from a file onto the canvas.",
            "folder-open",
        )
        self.paste = self._action(
            "Paste",
            QKeySequence.StandardKey.Paste,
            "Put a copied picture onto the canvas.",
            "clipboard-paste",
        )
        self.mend = self._action(
            "Mend …",
            "Ctrl+M",
            "See what was found in the picture, and correct it: the part, the turn, what is ink.",
            "settings-2",
        )
        self.copy = self._action(
            "Copy", QKeySequence.StandardKey.Copy, "Copy the drawing as a picture.", "copy"
        )
        self.save = self._action(
            "Save drawing as PNG …",
            "Ctrl+Shift+S",
            "Write the drawing to a file as the network receives it: centred and large, "
            "with sharp lines.",
            "download",
        )

    def drawing_actions(self) -> tuple[QAction, ...]:
        """Return the actions that change the drawing or copy it, for a menu."""
        return (
            *(self.undo, self.redo, self.clear),
            *(self.load, self.load_any, self.paste, self.mend, self.copy),
        )

    def file_actions(self) -> tuple[QAction, ...]:
        """Return the actions that open and save pictures, for a menu."""
        return self.open, self.save

    def all_actions(self) -> tuple[QAction, ...]:
        """Return everything that has a key."""
        return (
            *self.tools.values(),
            self.mirror,
            self.filled,
            *self.drawing_actions(),
            *self.file_actions(),
        )

    @property
    def brush(self) -> Brush:
        """What strokes and shapes are drawn with."""
        width = self.width_slider.value() / _WIDTH_STEPS
        return Brush(width, self.grey_slider.value() / 100)

    @property
    def template(self) -> Template:
        """The lines to trace."""
        return TEMPLATES.get(self.templates.currentData(), ())

    def set_possible(
        self, *, undo: bool, redo: bool, drawn: bool, load: bool, any_: bool, alone: bool
    ) -> None:
        """Enable the actions that make sense now; cheap when nothing has changed.

        Alone, as in a round of the game, nothing comes onto the canvas that was not drawn there.
        """
        possible = (undo, redo, drawn, load, any_, alone)
        if possible == self._possible:
            return
        self._possible = possible
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)
        for action in (self.clear, self.copy, self.save):
            action.setEnabled(drawn)
        self.load.setEnabled(load and not alone)
        self.load_any.setEnabled(any_ and not alone)
        if alone:
            self.templates.setCurrentIndex(0)
        for each in (self.open, self.paste, self.templates):
            each.setEnabled(not alone)

    @Slot(QAction)
    def _on_tool(self, action: QAction) -> None:
        name = next(name for name, tool in self.tools.items() if tool is action)
        self.grey_slider.setEnabled(name not in ("eraser", "move"))
        self.width_slider.setEnabled(name not in ("bucket", "move"))
        self.tool_changed.emit(name)

    @Slot()
    def _on_changed(self) -> None:
        self._width_label.setText(self.width_slider.words)
        self._grey_label.setText(self.grey_slider.words)
        self.brush_changed.emit(self.brush)

    @Slot()
    def _on_template(self) -> None:
        self.template_changed.emit(self.template)

    def _make_sliders(self) -> None:
        self.width_slider = self._slider(
            round(_MIN_WIDTH * _WIDTH_STEPS),
            round(_MAX_WIDTH * _WIDTH_STEPS),
            round(_DEFAULT_WIDTH * _WIDTH_STEPS),
            "Size of the brush",
            _width_in_words,
            "Thickness of the line in pixels of the 28x28 canvas. A thick brush fills quickly.",
        )
        self.grey_slider = self._slider(
            _MIN_GREY,
            100,
            100,
            "Grey of the pen",
            _grey_in_words,
            "How light the pen draws. The photographs are full of greys: a darker sleeve or "
            "sole helps.",
        )
        self._width_label, self._grey_label = QLabel(), QLabel()

    def _arrange(self) -> None:
        self.buttons: dict[QAction, ActionButton] = {}
        layout, grid = QVBoxLayout(self), QGridLayout()
        self._grid = grid
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        grid.setSpacing(_GAP)
        actions = (*self.tools.values(), self.mirror, self.filled)
        actions += (self.undo, self.redo, self.clear, self.load)
        for action in actions:
            self.buttons[action] = ToolButton(action)
        self._picture = self._picture_button()
        layout.addLayout(grid)
        self._details = QWidget()
        layout.addWidget(self._details)
        layout.addStretch(1)
        layout = QVBoxLayout(self._details)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        for name, slider, value in (
            ("&Size", self.width_slider, self._width_label),
            ("&Grey", self.grey_slider, self._grey_label),
        ):
            label, row = QLabel(name), QHBoxLayout()
            label.setBuddy(slider)
            row.addWidget(label, 1)
            row.addWidget(value)
            layout.addLayout(row)
            layout.addWidget(slider)
        layout.addWidget(self.templates)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        sized(self.templates, _make_room_for_nothing)
        self.show_few(False)

    def show_few(self, is_few: bool) -> None:
        """Show all, or only what a presentation needs."""
        few = (self.pen, self.eraser, self.undo, self.clear)
        shown = few if is_few else tuple(self.buttons)
        n_columns = 2 if is_few else _COLUMNS
        for button in (*self.buttons.values(), self._picture):
            self._grid.removeWidget(button)
        for place, action in enumerate(shown):
            self._grid.addWidget(self.buttons[action], *divmod(place, n_columns))
        if not is_few:
            self._grid.addWidget(self._picture, *divmod(len(shown), n_columns), 1, 2)
        for action, button in self.buttons.items():
            button.setVisible(action in shown)
        for part in (self._picture, self._details):
            part.setVisible(not is_few)

    def _picture_button(self) -> QToolButton:
        button = QToolButton()
        set_icon(button, "image")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        sized(button, lambda each: each.setIconSize(QSize(scaled(RAIL_ICON), scaled(RAIL_ICON))))
        mark(button, rank="tool")
        button.setAccessibleName("Picture")
        button.setToolTip("Open, paste, mend, copy or save a picture.")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        menu = QMenu(button)
        menu.addActions([self.load_any, self.open, self.paste, self.mend, self.copy, self.save])
        button.setMenu(menu)
        return button

    def _action(self, text: str, key: Key, idea: str, icon: str) -> QAction:
        action = make_action(self, text, key, idea, icon)
        # The key means the drawing only where the drawing is: on its page.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _slider(
        self,
        low: int,
        high: int,
        value: int,
        name: str,
        in_words: Callable[[int], str],
        idea: str,
    ) -> UnitSlider:
        slider = UnitSlider(name, in_words)
        slider.setRange(low, high)
        slider.setValue(value)
        slider.setToolTip(idea)
        slider.valueChanged.connect(self._on_changed)
        return slider


def _make_room_for_nothing(templates: QComboBox) -> None:
    """Let the box be as wide as its usual text; its list shows the longer ones."""
    room = templates.fontMetrics().horizontalAdvance(_NO_TEMPLATE)
    templates.setMinimumWidth(room + SPACE_8 + SPACE_24)


def _width_in_words(value: int) -> str:
    return f"{value / _WIDTH_STEPS:g} px"


def _grey_in_words(value: int) -> str:
    return f"{value}{SIGN}"
