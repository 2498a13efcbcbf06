"""The form for a recipe: a shipped one, or one with any settings changed."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.classes import CLASS_NAMES, Classes
from fashion_gui.shelf.differences import closest_recipe, differences
from fashion_gui.training.controls import turnable, turned
from fashion_gui.training.presets import DEFAULT_RECIPE, RECIPES, TAGLINES, for_images
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.train.batch_strip import BatchStrip
from fashion_gui.ui.train.rate_finder_panel import RateFinderPanel
from fashion_gui.ui.train.recipe_cards import RecipeCards
from fashion_gui.ui.train.setting_editors import read, show
from fashion_gui.ui.train.setting_rows import SettingRows
from fashion_gui.ui.widgets.scrolled import scrolled
from fashion_gui.ui.widgets.spoken import announce

_CUSTOM = "custom"
_LONGEST_TEXT = 10_000
_NOT_IN_A_RUN = "It cannot be changed during a run: start a new run with it."
_LAST_OF_IMAGES = "erase"
"""The setting below which images are shown as they are set."""
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
        self.recipes = RecipeCards()
        self.recipes.setToolTip("A recipe is everything that decides how a network learns.")
        self._error, self._wrong = QLabel(), ""
        self._error.setWordWrap(True)
        self._error.setAccessibleDescription("What is wrong with the settings")
        self._colour_error()
        self.batch = BatchStrip()
        self.rates = RateFinderPanel()
        self.rates.chosen.connect(self._on_rate)
        self.rates.requested.connect(self._scroll_to_rates)
        self.check: Callable[[Recipe], None] = lambda recipe: None
        self._class_names = CLASS_NAMES
        self._base = RECIPES[DEFAULT_RECIPE]
        self._own: Recipe | None = None
        self._filling = False
        self._running: Recipe | None = None
        self._is_closing = False
        self._seen: dict[str, Any] = {}
        self._origin = self._base
        below = {"learning_rate": self.rates, _LAST_OF_IMAGES: self.batch}
        self._rows = SettingRows(self._on_edited, self._on_finished, below)
        self.editors, self.folds = self._rows.editors, self._rows.folds
        self._arrange()
        self.recipes.chosen.connect(self._on_recipe)
        self.select(DEFAULT_RECIPE)

    def select(self, name: str) -> None:
        """Show a shipped recipe."""
        if name in RECIPES:
            self.recipes.show_current(name)
            self._on_recipe(name)

    def show_classes(self, class_names: Classes) -> None:
        """Use the shipped recipes for images of these classes."""
        ready = RECIPES.get(self.recipes.current(), RECIPES[_CUSTOM])
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
            self._base = RECIPES.get(recipe.name, RECIPES[_CUSTOM])
            self.recipes.show_current(self._base.name)
            self._fill(recipe)
            self._show_changes()
        self._running = recipe
        self._seen = {name: self._read(name) for name in self.editors}
        self._lock(recipe)
        if recipe is None:
            self._show_name()

    def set_closing(self, is_closing: bool) -> None:
        """Lock all settings of a run that has taken its last step; they can still be read."""
        if is_closing == self._is_closing:
            return
        self._is_closing = is_closing
        if is_closing and self.isAncestorOf(self.window().focusWidget() or self):
            self.setFocus()  # a disabled editor would pass it on to whatever comes next
        self._lock(self._running)

    def _lock(self, recipe: Recipe | None) -> None:
        """Enable what can be turned in a run of a recipe, or everything."""
        names = _SETTINGS if recipe is None else () if self._is_closing else turnable(recipe)
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
        problem: RecipeError | None = None
        for name in turnable(running):
            try:
                value = self._value(name)
                if value != self._seen[name]:
                    recipe = turned(running, name, value)
                    self.check(recipe)
                    self._running = running = recipe
                    self._seen[name] = value
                    self.turned.emit(name, value)
                    self._show_changes()
                    if name == "drawings":  # another setting is about them
                        self._lock(recipe)
            except RecipeError as error:
                problem = problem or error
        self._show_problem(problem)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show any recipe; a shipped one by its name."""
        self._base = RECIPES.get(recipe.name, RECIPES[_CUSTOM])
        self._fill(recipe)
        self.show_state()

    def own_settings(self) -> str:
        """Return the custom recipe as text for ``show_own``; "" without one."""
        return json.dumps(self._own.to_dict()) if self._own else ""

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
        self._own = own
        self.select(_CUSTOM)

    def recipe(self) -> Recipe:
        """Return the recipe; RecipeError when it is not valid."""
        values = {name: self._value(name) for name in self.editors}
        recipe = self._base.with_settings(**values)
        return replace(recipe, name=_CUSTOM) if self._is_custom() else recipe

    def _is_custom(self) -> bool:
        return self.recipes.current() == _CUSTOM

    def error(self) -> str:
        """Return what is wrong with the settings, or ""."""
        problem = self._problem()
        return _for_people(problem) if problem else ""

    def _problem(self) -> RecipeError | None:
        try:
            self.check(self.recipe())
        except RecipeError as error:
            return error
        return None

    def _arrange(self) -> None:
        settings = QWidget()
        inside = QVBoxLayout(settings)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_8)
        inside.addWidget(self.recipes)
        inside.addWidget(self._rows, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(settings)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._error)

    # What differs, and where a setting is ------------------------------------------------

    def _changed(self) -> dict[str, Any]:
        """Return the settings that differ from those of the recipe, with the recipe's values."""
        try:
            recipe = self.recipe()
        except RecipeError:
            return {}
        is_own = self._base.name == _CUSTOM
        ready = closest_recipe(recipe) if is_own else self._base
        if ready.name == _CUSTOM:
            return {}
        self._origin = for_images(ready, self._class_names)
        return {name: getattr(self._origin, name) for name in differences(recipe, self._origin)}

    def _show_changes(self) -> None:
        """Mark what differs from the recipe."""
        changed = self._changed()
        self.rates.show_recipe(None if self.error() else self.recipe())
        self._rows.show_changes(changed, self._origin.name)
        own_card = self.recipes.cards[_CUSTOM]
        words = f"From {self._origin.name}: {len(changed)} changed" if changed else ""
        own_card.show_idea(words if words and self._is_custom() else TAGLINES[_CUSTOM])

    def open_groups(self) -> list[str]:
        """Return the headings of the groups that are open."""
        return [title for title, fold in self.folds.items() if fold.is_open]

    def show_open_groups(self, titles: Iterable[str]) -> None:
        """Open these groups, and fold the others; unknown headings do nothing."""
        opened = set(titles)
        for title, fold in self.folds.items():
            fold.set_open(title in opened)

    def show_setting(self, name: str) -> None:
        """Lead to a setting: open its group, scroll to it, mark it, and put the focus on it."""
        self._rows.lead_to(name, self._area)

    # Reading and showing -----------------------------------------------------------------

    def _value(self, name: str) -> Any:
        return read(_SETTINGS[name], self.editors[name])

    def _fill(self, recipe: Recipe) -> None:
        self._filling = True
        for name, editor in self.editors.items():
            show(editor, getattr(recipe, name))
        self._filling = False

    @Slot(str)
    def _on_recipe(self, name: str) -> None:
        """Show a shipped recipe, or one's own: as it was left, else from what is shown."""
        if name != _CUSTOM:
            self._base = RECIPES[name]
            self._fill(for_images(self._base, self._class_names))
        elif self._own:
            self._base = RECIPES[_CUSTOM]
            self._fill(self._own)
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

    @Slot()
    def _scroll_to_rates(self) -> None:
        """Let what is found be seen, once it has got its place."""
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.rates))

    @Slot(float)
    def _on_rate(self, rate: float) -> None:
        """Set the learning rate, also that of a paused run."""
        show(self.editors["learning_rate"], rate)
        self._on_finished()

    def show_state(self) -> None:
        """Show whether the settings are a shipped recipe, and what is wrong with them."""
        self._show_name()
        self.changed.emit()

    def _show_name(self) -> None:
        try:
            name = self.recipe().name
        except RecipeError:
            name = _CUSTOM  # invalid settings are no shipped recipe
        problem = self._problem()
        self.recipes.show_current(name)
        if name == _CUSTOM and not problem:
            self._own = self.recipe()
        self._show_changes()
        self._show_problem(problem)

    def _show_problem(self, problem: RecipeError | None) -> None:
        """Say what is wrong, and mark the field."""
        error, name = _for_people(problem) if problem else "", problem.setting if problem else ""
        if name != self._wrong:
            for each, state in ((self._wrong, ""), (name, "wrong")):
                if each in self.editors:
                    mark(self.editors[each], state=state)
            self._wrong = name
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


def _for_people(error: RecipeError) -> str:
    """Return the message with the setting's label instead of its name."""
    if error.setting in _SETTINGS:
        return f"{_SETTINGS[error.setting].metadata['label']} {error.problem}"
    return error.problem[0].upper() + error.problem[1:]
