"""What to do with networks that closing the window would lose."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from fashion_gui.ui.widgets.filled_button import FilledButton

_NAMED = 6
"""Most networks that are named, so that the question fits a small screen."""


class Decision(Enum):
    """What to do with unsaved networks."""

    KEEP = "keep"
    DISCARD = "discard"
    STAY = "stay"


class CloseQuestion(QMessageBox):
    """Names the networks that would be lost, and asks: keep them, quit anyway, or stay."""

    decided = Signal(object)
    """A ``Decision``, once."""

    def __init__(self, names: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle("Fashion GUI")
        n = len(names)
        self.setText("A network is not saved." if n == 1 else f"{n} networks are not saved.")
        lost = "it" if n == 1 else "them"
        shown = list(names[:_NAMED])
        if n > _NAMED:
            shown.append(f"and {n - _NAMED} more")
        self.setInformativeText("\n".join([*shown, "", f"Closing the window would lose {lost}."]))
        self.buttons_by_decision: dict[Decision, QPushButton] = {
            Decision.KEEP: FilledButton("&Keep …"),
            Decision.DISCARD: self._add("&Quit without saving", QMessageBox.ButtonRole.NoRole),
            Decision.STAY: self._add("&Cancel", QMessageBox.ButtonRole.RejectRole),
        }
        keep = self.buttons_by_decision[Decision.KEEP]
        self.addButton(keep, QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(keep)
        self.setEscapeButton(self.buttons_by_decision[Decision.STAY])
        self.buttonClicked.connect(self._on_clicked)

    def _add(self, text: str, role: QMessageBox.ButtonRole) -> QPushButton:
        button: QPushButton = self.addButton(text, role)
        return button

    @Slot(QAbstractButton)
    def _on_clicked(self, clicked: QAbstractButton) -> None:
        for decision, button in self.buttons_by_decision.items():
            if button is clicked:
                self.decided.emit(decision)
