"""A button for an action that a menu may also show."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from fashion_gui.ui.theme.icons import beside_words, icon, icon_name, set_icon
from fashion_gui.ui.theme.ring import paint_ring_within
from fashion_gui.ui.theme.sizes import ICON
from fashion_gui.ui.theme.style_sheet import mark

Key = QKeySequence.StandardKey | str | tuple[str, ...]
"""One key, a standard key of the system, or several keys."""


def make_action(parent: QObject, text: str, key: Key | None, idea: str, icon: str = "") -> QAction:
    """Return an action whose tooltip has its purpose and keys, with a named icon."""
    action = QAction(text, parent)
    if icon:
        set_icon(action, icon)
    if key is not None:
        keys = key if isinstance(key, tuple) else (key,)
        action.setShortcuts([QKeySequence(each) for each in keys])
        idea = f"{idea} ({keys_in_words(action.shortcuts())})"
    action.setToolTip(idea)
    return action


def keys_in_words(keys: list[QKeySequence]) -> str:
    """Return the keys of an action as people read them: "F5", "F5 or F6", "F5, F6 or F7"."""
    native = QKeySequence.SequenceFormat.NativeText
    *others, last = [key.toString(native) for key in keys if not key.isEmpty()] or [""]
    return " or ".join(filter(None, (", ".join(others), last)))


class ActionButton(QPushButton):
    """Shows an action's text, or its shorter ``iconText``, and its icon, and does what it does.

    Parameters
    ----------
    rank
        "primary" for the one filled button of a page, "secondary" for one as high beside it,
        "tool" for an icon as high, "" for any other.
    """

    def __init__(self, action: QAction, rank: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = action
        beside_words(self, ICON)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.clicked.connect(self._trigger)
        action.changed.connect(self._follow)
        self.set_rank(rank)

    def set_rank(self, rank: str) -> None:
        """Take another rank."""
        if rank != self.property("rank"):
            mark(self, rank=rank)
            self._follow()

    def show_action(self, action: QAction) -> None:
        """Show another action."""
        if action is not self.action:
            self.action.changed.disconnect(self._follow)
            self.action = action
            action.changed.connect(self._follow)
            self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.property("rank") == "primary":
            paint_ring_within(self)

    def nextCheckState(self) -> None:
        """Let the action decide whether it is checked."""

    @Slot()
    def _trigger(self) -> None:
        self.action.trigger()

    @Slot()
    def _follow(self) -> None:
        action, is_primary = self.action, self.property("rank") == "primary"
        self.setText(action.text() if "&" in action.text() else action.iconText())
        self.setToolTip(action.toolTip())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setEnabled(action.isEnabled())
        if name := icon_name(action):
            role = QPalette.ColorRole
            self.setIcon(icon(name, role.HighlightedText if is_primary else role.ButtonText))
