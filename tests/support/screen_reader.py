"""What a screen reader gets to hear: the tree that Qt offers it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

_MOST = 4000


@dataclass(frozen=True)
class Heard:
    """One part of the tree: its role, name, description, and the widget or None for an item."""

    role: QAccessible.Role
    name: str
    description: str
    thing: QObject | None


def walk(thing: QObject) -> Iterator[Heard]:
    """Yield everything visible under a widget, itself first."""
    todo = [QAccessible.queryAccessibleInterface(thing)]
    for _ in range(_MOST):
        if not todo:
            return
        interface = todo.pop()
        if interface is None or not interface.isValid() or interface.state().invisible:
            continue
        yield heard(interface)
        todo += [interface.child(place) for place in reversed(range(interface.childCount()))]
    raise AssertionError(f"more than {_MOST} parts, or a tree without an end")


def heard(interface: QAccessibleInterface) -> Heard:
    """Return what is heard of one part."""
    kinds = QAccessible.Text
    words = (interface.text(kind) for kind in (kinds.Name, kinds.Description))
    return Heard(interface.role(), *words, interface.object())


def heard_of(thing: QObject) -> Heard:
    """Return what is heard of a widget."""
    return heard(QAccessible.queryAccessibleInterface(thing))


def items_of(thing: QObject) -> list[str]:
    """Return the names of the items of a widget."""
    interface = QAccessible.queryAccessibleInterface(thing)
    children = (interface.child(place) for place in range(interface.childCount()))
    return [child.text(QAccessible.Text.Name) for child in children]
