"""Descriptions for screen readers of widgets that paint themselves, and of their items.

Qt describes its own widgets. For one of ours it would give a name and nothing of what is painted. A
``Spoken`` widget describes what it shows at the moment when it is asked, so that nothing is
computed while no screen reader runs. What is shown is the *description* beside the name: other
texts of a value do not reach the readers of Linux.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from weakref import ref

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

Role = QAccessible.Role
_Text = QAccessible.Text


class Spoken:
    """A mixin for a ``QWidget`` that describes in words what it shows."""

    spoken_role = Role.Graphic
    spoken_item_role = Role.ListItem
    spoken_keys: Mapping[str, str] = MappingProxyType({})
    """What its keys do, for help."""

    def spoken_value(self) -> str:
        """Return what it shows now, in words."""
        return ""

    def n_spoken_items(self) -> int:
        """Return how many items it shows."""
        return 0

    def spoken_item(self, place: int) -> str:
        """Return an item in words, with its value."""
        raise NotImplementedError

    def spoken_rect(self, place: int) -> QRect:
        """Return where an item is in the widget."""
        raise NotImplementedError

    def spoken_at(self, point: QPoint) -> int:
        """Return the item at a point of the widget; -1 for none."""
        places = range(self.n_spoken_items())
        return next((place for place in places if self.spoken_rect(place).contains(point)), -1)

    def spoken_focus(self) -> int:
        """Return the item that the keyboard acts on; -1 for none."""
        return -1

    def tell_focus(self) -> None:
        """Make a screen reader say the item that the keyboard has come to."""
        place = self.spoken_focus()
        if QAccessible.isActive() and place >= 0:
            event = QAccessibleEvent(self, QAccessible.Event.Focus)  # type: ignore[call-overload]
            event.setChild(place)
            QAccessible.updateAccessibility(event)


def announce(widget: QWidget, words: str, *, is_urgent: bool = False) -> None:
    """Make a screen reader say something at once, wherever the focus is."""
    if QAccessible.isActive() and words:
        event = QAccessibleAnnouncementEvent(widget, words)
        kinds = QAccessible.AnnouncementPoliteness
        event.setPoliteness(kinds.Assertive if is_urgent else kinds.Polite)
        QAccessible.updateAccessibility(event)


class _Items(QAccessibleWidget):
    """The accessibility interface of a ``Spoken`` widget."""

    def __init__(self, widget: Any) -> None:
        super().__init__(widget, widget.spoken_role)
        self._widget = ref(widget)  # Qt keeps this object, which must not keep the widget alive
        self._items: dict[int, _Item] = {}

    @property
    def _spoken(self) -> Any:
        return self._widget()

    def text(self, kind: QAccessible.Text) -> str:
        if kind is _Text.Description:
            words = (self._spoken.accessibleDescription(), self._spoken.spoken_value())
            if any(words):
                return "; ".join(filter(None, words))
        return super().text(kind)

    def childCount(self) -> int:
        n_items: int = self._spoken.n_spoken_items()
        return n_items

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]  # as Qt's own do
        if index not in self._items:
            self._items[index] = _Item(self._spoken, index)
        return self._items[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place if isinstance(child, _Item) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = self._spoken.mapFromGlobal(QPoint(x, y))
        return self.child(self._spoken.spoken_at(point))

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._spoken.spoken_focus())

    def forget(self) -> None:
        """Let Qt delete the items; it deletes the rest with the widget."""
        while self._items:
            _, item = self._items.popitem()
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))


class _Item(QAccessibleInterface):
    """An item of a ``Spoken`` widget; it has no object of its own."""

    def __init__(self, widget: Any, place: int) -> None:
        super().__init__()
        self._widget, self.place = ref(widget), place

    @property
    def _spoken(self) -> Any:
        return self._widget()

    def isValid(self) -> bool:
        widget = self._spoken
        return widget is not None and isValid(widget) and self.place < widget.n_spoken_items()

    def object(self) -> None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self.parent().window()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._spoken)

    def role(self) -> QAccessible.Role:
        role: QAccessible.Role = self._spoken.spoken_item_role
        return role

    def text(self, kind: QAccessible.Text) -> str:
        if kind is not _Text.Name or not self.isValid():
            return ""
        words: str = self._spoken.spoken_item(self.place)
        return words

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Do nothing: what is shown cannot be written."""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        box: QRect = self._spoken.spoken_rect(self.place)
        return QRect(self._spoken.mapToGlobal(box.topLeft()), box.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.invalid = not self.isValid()
        if not state.invalid:
            state.focusable = self._spoken.spoken_focus() >= 0
            state.focused = self._spoken.hasFocus() and self._spoken.spoken_focus() == self.place
            state.offscreen = not self._spoken.rect().intersects(
                self._spoken.spoken_rect(self.place)
            )
        return state

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> None:  # type: ignore[override]
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def focusChild(self) -> None:  # type: ignore[override]
        return None


_interfaces: dict[int, _Items] = {}
"""Qt's cache points at these, and deletes them with their widgets."""


def _interface_of(name: str, thing: Any) -> QAccessibleInterface | None:
    if not isinstance(thing, Spoken) or not isinstance(thing, QWidget):
        return None
    key = id(thing)
    interface = _interfaces[key] = _Items(thing)

    def forget() -> None:
        # Qt may ask for the same widget twice, also while it is being destroyed.
        if _interfaces.get(key) is interface:
            del _interfaces[key]
        interface.forget()

    thing.destroyed.connect(forget)
    return interface


def speak_for_painted_widgets() -> None:
    """Have Qt ask ``Spoken`` widgets what they show; once for the program."""
    if not _is_installed:
        QAccessible.installFactory(_interface_of)
        _is_installed.append(True)


_is_installed: list[bool] = []
