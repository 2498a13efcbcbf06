"""The form for a recipe: a shipped one, or one with any settings changed."""

import json
from collections.abc import Callable
from dataclasses import Field, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.classes import CLASS_NAMES, Classes
from fashion_gui.training.controls import turnable, turned
from fashion_gui.training.presets import DEFAULT_RECIPE, RECIPES, for_images
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.train.batch_strip import BatchStrip
from fashion_gui.ui.train.network_choice import NetworkChoice
from fashion_gui.ui.widgets.number_box import NumberBox
from fashion_gui.ui.widgets.scrolled import scrolled
from fashion_gui.ui.widgets.spoken import announce

_LAST_OF_IMAGES = "erase"
"""The setting below which images are shown as they are set."""
_CUSTOM = "custom"
_ALL = 0
"""Value of an editor that means "all"."""
_LONGEST_TEXT = 10_000
_LARGEST = 2**31 - 1
"""The largest number of a spin box."""
_NOT_IN_A_RUN = "It cannot be changed during a run: start a new run with it."
_SETTINGS = {setting.name: setting for setting in settings()}


class RecipeForm(QWidget):
    """Shows a recipe, of which every setting can be changed.

    Attributes
    ----------
    check
        Raises RecipeError for a valid recipe that does not fit the data set.
    """

    changed = Signal()
    """The recipe has changed; it may not be valid."""
    turned = Signal(str, object)
    """A setting of the current run was changed: its name, and the value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recipes = QComboBox()
        self.recipes.setAccessibleName("Recipe")
        self.recipes.setToolTip("A recipe is everything that decides how a network learns.")
        for name, recipe in RECIPES.items():
            self.recipes.addItem(name)
            tip_role = Qt.ItemDataRole.ToolTipRole
            self.recipes.setItemData(self.recipes.count() - 1, recipe.summary, tip_role)
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._error = QLabel()
        self._error.setWordWrap(True)
        self._error.setAccessibleDescription("What is wrong with the settings")
        self._colour_error()
        self.editors: dict[str, QWidget] = {}
        self.batch = BatchStrip()
        self.check: Callable[[Recipe], None] = lambda recipe: None
        self._class_names = CLASS_NAMES
        self._base = RECIPES[DEFAULT_RECIPE]
        self._filling = False
        self._running: Recipe | None = None
        self._seen: dict[str, Any] = {}
        self._wheel_guard = _WheelGuard(self)
        self._arrange()
        self.recipes.currentTextChanged.connect(self._on_recipe)
        self.recipes.textActivated.connect(self._on_recipe)  # also what is chosen again
        self.select(DEFAULT_RECIPE)

    def select(self, name: str) -> None:
        """Show a shipped recipe."""
        if name in RECIPES:
            self.recipes.setCurrentText(name)
            self._on_recipe(name)

    def show_classes(self, class_names: Classes) -> None:
        """Use the shipped recipes for images of these classes."""
        ready = RECIPES.get(self.recipes.currentText(), RECIPES[_CUSTOM])
        before, now = (for_images(ready, names) for names in (self._class_names, class_names))
        self._class_names = class_names
        box = self.editors["drawings"]
        assert isinstance(box, QCheckBox)
        if self._running is None and box.isChecked() == before.drawings != now.drawings:
            box.setChecked(now.drawings)
        self.show_state()

    def show_run(self, recipe: Recipe | None) -> None:
        """Enable only the settings that can be changed in a run; None for no run."""
        if recipe == self._running:
            return
        if recipe and any(self._read(n) != getattr(recipe, n) for n in self.editors):
            self._fill(recipe)
        self._running = recipe
        self._seen = {name: self._read(name) for name in self.editors}
        names = _SETTINGS if recipe is None else turnable(recipe)
        self.recipes.setEnabled(recipe is None)
        for name, editor in self.editors.items():
            editor.setEnabled(name in names)
            idea = _SETTINGS[name].metadata["help"]
            # Locked settings must stay readable: not in the pale grey of disabled ones.
            palette = editor.palette()
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
                shade = colours(self.palette()).faint_text
                palette.setColor(QPalette.ColorGroup.Disabled, role, shade)
            editor.setPalette(palette)
            editor.setToolTip(idea if name in names else f"{idea} {_NOT_IN_A_RUN}")
            if isinstance(editor, QSpinBox):  # a number takes effect only once it is typed
                editor.setKeyboardTracking(recipe is None)
        if recipe is None:
            self._show_name()

    def _read(self, name: str) -> Any:
        """Return the value of an editor; None when it is not valid."""
        try:
            return self._value(name)
        except RecipeError:
            return None

    def _turn(self) -> None:
        """Emit the settings that differ from the run's, as far as they are valid."""
        running = self._running
        assert running
        problem = ""
        for name in turnable(running):
            try:
                value = self._value(name)
                if value != self._seen[name]:
                    recipe = turned(running, name, value)
                    self.check(recipe)
                    self._running = running = recipe
                    self._seen[name] = value
                    self.turned.emit(name, value)
            except RecipeError as error:
                problem = problem or _for_people(error)
        self._show_error(problem)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show any recipe; a shipped one by its name."""
        self._base = RECIPES.get(recipe.name, RECIPES[_CUSTOM])
        self._fill(recipe)
        self.show_state()

    def own_settings(self) -> str:
        """Return a custom recipe as text for ``show_own``; "" when a shipped one is shown."""
        if not self._is_custom() or self.error():
            return ""
        return json.dumps(self.recipe().to_dict())

    def show_own(self, text: str) -> None:
        """Show a custom recipe; damaged or impossible settings are left out."""
        try:
            found = json.loads(text[:_LONGEST_TEXT])
        except (ValueError, RecursionError):
            return
        own = RECIPES[_CUSTOM]
        for name, value in found.items() if isinstance(found, dict) else ():
            if name not in _SETTINGS:
                continue
            change: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value}
            try:
                own = replace(own, **change)
            except (RecipeError, OverflowError):
                continue
        self._base = RECIPES[_CUSTOM]
        self._fill(own)
        self.select(_CUSTOM)

    def recipe(self) -> Recipe:
        """Return the recipe; RecipeError when it is not valid."""
        values = {name: self._value(name) for name in self.editors}
        recipe = self._base.with_settings(**values)
        return replace(recipe, name=_CUSTOM) if self._is_custom() else recipe

    def _is_custom(self) -> bool:
        return self.recipes.currentText() == _CUSTOM

    def error(self) -> str:
        """Return what is wrong with the settings, or ""."""
        try:
            self.check(self.recipe())
        except RecipeError as error:
            return _for_people(error)
        return ""

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, SPACE_8, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for setting in _SETTINGS.values():
            editor = self._make_editor(setting)
            editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            editor.installEventFilter(self._wheel_guard)
            editor.setToolTip(setting.metadata["help"])
            editor.setObjectName(setting.name)  # help finds the setting by it
            editor.setAccessibleName(setting.metadata["label"])
            self.editors[setting.name] = editor
            label = QLabel(setting.metadata["label"])
            label.setToolTip(setting.metadata["help"])
            label.setBuddy(editor)
            form.addRow(label, editor)
            if setting.name == _LAST_OF_IMAGES:
                form.addRow(self.batch)
        inner = QWidget()
        inner.setLayout(form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.recipes)
        layout.addWidget(self._summary)
        layout.addWidget(scrolled(inner), 1)
        layout.addWidget(self._error)

    def _make_editor(self, setting: "Field[Any]") -> QWidget:
        if setting.metadata["is_network"]:
            network = NetworkChoice()
            network.changed.connect(self._on_edited)
            return network
        if choices := setting.metadata["choices"]:
            combo = QComboBox()
            combo.addItems(choices)
            combo.currentTextChanged.connect(self._on_edited)
            return combo
        if setting.type in (int, int | None):
            spin = NumberBox()
            limits = setting.metadata["limits"]
            spin.setMaximum(int(min(limits.high, _LARGEST)))
            spin.setMinimum(int(limits.low))
            spin.setGroupSeparatorShown(True)
            if setting.type == int | None:
                spin.setMinimum(_ALL)
                spin.setSpecialValueText("all")
            spin.valueChanged.connect(self._on_edited)
            return spin
        if setting.type is bool:
            box = QCheckBox()
            box.toggled.connect(self._on_edited)
            return box
        line = QLineEdit()
        line.textChanged.connect(self._on_edited)
        line.editingFinished.connect(self._on_finished)
        return line

    def _value(self, name: str) -> Any:
        editor = self.editors[name]
        if isinstance(editor, NetworkChoice):
            return editor.network()
        if isinstance(editor, QComboBox):
            return editor.currentText()
        if isinstance(editor, QSpinBox):
            is_all = _SETTINGS[name].type == int | None and editor.value() == _ALL
            return None if is_all else editor.value()
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        assert isinstance(editor, QLineEdit)
        text = editor.text().strip()
        words = [word for word in text.replace(",", " ").split() if word != "-"]
        if _SETTINGS[name].type == tuple[str, ...]:
            return tuple(words)
        if _SETTINGS[name].type == tuple[int, ...]:
            return tuple(self._number(name, word, int) for word in words)
        return self._number(name, text, float)

    @staticmethod
    def _number(name: str, text: str, kind: Callable[[str], Any]) -> Any:
        try:
            return kind(text)
        except ValueError:
            expected = "whole numbers such as 256, 128" if kind is int else "a number"
            raise RecipeError(f"expects {expected}, found {text!r}.", name) from None

    def _fill(self, recipe: Recipe) -> None:
        self._filling = True
        for name, editor in self.editors.items():
            value = getattr(recipe, name)
            if isinstance(editor, NetworkChoice):
                editor.show_network(value)
            elif isinstance(editor, QComboBox):
                editor.setCurrentText(value)
            elif isinstance(editor, QSpinBox):
                editor.setValue(_ALL if value is None else value)
            elif isinstance(editor, QCheckBox):
                editor.setChecked(value)
            elif isinstance(editor, QLineEdit):
                is_list = isinstance(value, tuple)
                editor.setText(", ".join(map(str, value)) if is_list else f"{value:g}")
        self._filling = False

    @Slot(str)
    def _on_recipe(self, name: str) -> None:
        """Show a shipped recipe. "custom" keeps the current settings as a starting point."""
        if self._filling:
            return
        if name != _CUSTOM:
            self._base = RECIPES[name]
            self._fill(for_images(self._base, self._class_names))
        elif self._base.as_printed:
            self._base = RECIPES[_CUSTOM]  # a custom recipe does not repeat the article's errors
        self.show_state()

    @Slot()
    def _on_edited(self) -> None:
        if self._filling:
            return
        if self._running is None:
            self.show_state()
        elif not isinstance(self.sender(), QLineEdit):
            self._turn()

    @Slot()
    def _on_finished(self) -> None:
        """Apply a setting when its text is complete: while typing it has other values."""
        if self._running is not None:
            self._turn()

    def show_state(self) -> None:
        """Show whether the settings are a shipped recipe, and what is wrong with them."""
        self._show_name()
        self.changed.emit()

    def _show_name(self) -> None:
        try:
            name = self.recipe().name
        except RecipeError:
            name = _CUSTOM  # invalid settings are no shipped recipe
        error = self.error()
        self._filling = True
        self.recipes.setCurrentText(name)
        self._filling = False
        self._summary.setText(RECIPES[name].summary)
        self._show_error(error)

    def _show_error(self, error: str) -> None:
        if error != self._error.text():
            announce(self, error)
        self._error.setText(error)
        self._error.setVisible(bool(error))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour_error()

    def _colour_error(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colours(palette).wrong)
        self._error.setPalette(palette)


class _WheelGuard(QObject):
    """Prevents the wheel from changing a setting that the pointer only passes over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_passing = (
            event.type() is QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        )
        if is_passing:
            event.ignore()  # the form scrolls instead
        return is_passing


def _for_people(error: RecipeError) -> str:
    """Return the message with the setting's label instead of its name."""
    if error.setting in _SETTINGS:
        return f"{_SETTINGS[error.setting].metadata['label']} {error.problem}"
    return error.problem[0].upper() + error.problem[1:]
