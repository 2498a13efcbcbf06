"""Parts of the menu View: text size, presentation, motion."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.motion import reduce_motion
from fashion_gui.ui.theme.text_size import TEXT_SIZES, follow_system_font, show_text_size

_PRESENTED = 1.6
"""Factor on the text size in a presentation, as far as there are larger ones."""
_KEPT, _MOTION = "window/text size", "window/motion"


class ViewSizes(QObject):
    """Text size and presentation: full screen, larger text, large picture or plots."""

    def __init__(
        self,
        window: QMainWindow,
        menu: QMenu,
        settings: QSettings,
        fold: Callable[[bool], None],
    ) -> None:
        """Fill a menu; `fold` hides or shows the controls that a presentation does not need."""
        super().__init__(window)
        self._window, self._settings, self._fold = window, settings, fold
        self._percent = TEXT_SIZES[0]
        window.installEventFilter(self)
        self._was_maximized = False
        sizes = menu.addMenu("&Text size")
        set_icon(sizes.menuAction(), "a-large-small")
        self.larger = self._action(
            sizes, "&Larger", ("Ctrl++", "Ctrl+="), "Make all text larger.", self._on_larger
        )
        self.smaller = self._action(
            sizes, "&Smaller", ("Ctrl+-",), "Make all text smaller.", self._on_smaller
        )
        self.usual = self._action(
            sizes, "&Usual", ("Ctrl+0",), "Use the system's text size.", self._on_usual
        )
        self.presentation = self._action(
            menu,
            "&Presentation",
            ("F11", "Ctrl+Shift+F"),
            "Full screen and larger text, without most controls. Escape ends it.",
            None,
        )
        self.presentation.setCheckable(True)
        self.presentation.toggled.connect(self._on_presentation)
        self.motion = menu.addAction("&Reduce motion")
        self.motion.setToolTip("Turn animations off. The system's setting is followed, too.")
        self.motion.setCheckable(True)
        self.motion.toggled.connect(self._on_motion)
        self.motion.setChecked(str(settings.value(_MOTION, "")) == "reduced")
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave_presentation)
        kept = str(settings.value(_KEPT, ""))
        self.show_percent(int(kept) if kept in map(str, TEXT_SIZES) else TEXT_SIZES[0])

    @property
    def percent(self) -> int:
        """The text size that the user chose, in per cent."""
        return self._percent

    def show_percent(self, percent: int) -> None:
        """Set the text size to one of ``TEXT_SIZES``."""
        self._percent = percent
        place = TEXT_SIZES.index(percent)
        self.larger.setEnabled(place < len(TEXT_SIZES) - 1)
        self.smaller.setEnabled(place > 0)
        is_presented = self.presentation.isChecked()
        show_text_size(min(percent * _PRESENTED, TEXT_SIZES[-1]) if is_presented else percent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the system's font: a window is told when the system's look changes."""
        if event.type() is QEvent.Type.ThemeChange:
            follow_system_font()
        return False

    @Slot()
    def leave_presentation(self) -> None:
        """End the presentation."""
        self.presentation.setChecked(False)

    def _action(
        self,
        menu: QMenu,
        text: str,
        keys: tuple[str, ...],
        idea: str,
        slot: Callable[[], None] | None,
    ) -> QAction:
        action = menu.addAction(text)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setToolTip(idea)
        if slot:
            action.triggered.connect(slot)
        return action

    @Slot()
    def _on_larger(self) -> None:
        self._choose(1)

    @Slot()
    def _on_smaller(self) -> None:
        self._choose(-1)

    def _choose(self, steps: int) -> None:
        place = TEXT_SIZES.index(self._percent) + steps
        self.show_percent(TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)])
        self._settings.setValue(_KEPT, self._percent)

    @Slot()
    def _on_usual(self) -> None:
        self.show_percent(TEXT_SIZES[0])
        self._settings.setValue(_KEPT, self._percent)

    @Slot(bool)
    def _on_motion(self, is_reduced: bool) -> None:
        reduce_motion(is_reduced)
        self._settings.setValue(_MOTION, "reduced" if is_reduced else "system")

    @Slot(bool)
    def _on_presentation(self, is_on: bool) -> None:
        self._escape.setEnabled(is_on)
        self._fold(is_on)
        self.show_percent(self._percent)
        window = self._window
        if is_on:
            self._was_maximized = window.isMaximized()
            window.showFullScreen()
        elif self._was_maximized:
            window.showMaximized()
        else:
            window.showNormal()
