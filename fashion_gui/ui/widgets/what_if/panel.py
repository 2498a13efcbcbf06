"""The switch "What if?" and, below it, the experiments, which are made when first needed."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.widgets.switched_panel import SwitchedPanel
from fashion_gui.ui.widgets.what_if.experiment import Experiment
from fashion_gui.ui.widgets.why_panel import WhyPanel

if TYPE_CHECKING:
    from fashion_gui.ui.widgets.what_if.flipping import Flipping


class WhatIfPanel(SwitchedPanel):
    """Hands the picture to the chosen experiment while it is switched on.

    Parameters
    ----------
    why
        The other switch of the page: only one of the two is on.

    Attributes
    ----------
    corner
        Beside the tabs, for what a page adds.
    experiments
        Empty before it was switched on for the first time.
    """

    shown = Signal(object)
    """A ``Change`` to be shown over the picture; None for none."""
    taken = Signal(object)
    """A changed picture, uint8 (28, 28), that is to take the place of the picture."""

    def __init__(self, session: Session, why: WhyPanel, parent: QWidget | None = None) -> None:
        super().__init__(
            "What if?",
            "X",
            "Change the picture, and see when the answer changes: the least ink that flips it.",
            "lightbulb",
            parent,
        )
        self._session = session
        self._why = why
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Experiment")
        self.tabs.setExpanding(False)
        self.experiments: tuple[Experiment, ...] = ()
        self.flipping: Flipping
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        self.corner = QHBoxLayout()
        self.corner.addWidget(self.tabs, 1)
        layout.addLayout(self.corner)
        layout.addLayout(self._stack)
        self.action.toggled.connect(self._on_switched)
        why.action.toggled.connect(self._on_why)
        self.tabs.currentChanged.connect(self._on_tab)
        self.hide()

    @property
    def current(self) -> Experiment:
        """The chosen experiment."""
        return self.experiments[self._stack.currentIndex()]

    def follow(
        self, image: NDArray[np.uint8] | None, tag: object = None, *, is_moving: bool = False
    ) -> None:
        """Take another picture; do nothing while this is switched off.

        Parameters
        ----------
        image : ndarray of uint8, shape (28, 28)
            None for none.
        tag
            Comes back with what is shown.
        is_moving
            Whether a hand is drawing.
        """
        if self.is_on and self.isVisible():
            self.current.follow(image, tag, is_moving=is_moving)

    def make_experiments(self) -> None:
        """Make them, when they are wanted for the first time."""
        # Imported here, since most never need them.
        from fashion_gui.ui.widgets.what_if.disturbing import Disturbing
        from fashion_gui.ui.widgets.what_if.flipping import Flipping
        from fashion_gui.ui.widgets.what_if.morphing import Morphing

        self.flipping = Flipping(self._session)
        others = (Disturbing(self._session), Morphing(self._session))
        self.experiments = (self.flipping, *others)
        for experiment in self.experiments:
            experiment.shown.connect(self.shown)
            experiment.taken.connect(self.taken)
            self._stack.addWidget(experiment)
            self.tabs.setTabToolTip(self.tabs.addTab(experiment.title), experiment.idea)

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        if is_on:
            self._why.action.setChecked(False)
            if not self.experiments:
                self.make_experiments()
        self.setVisible(is_on)
        if not is_on:
            self.current.rest()

    @Slot(bool)
    def _on_why(self, is_on: bool) -> None:
        if is_on:
            self.action.setChecked(False)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        if 0 <= index < len(self.experiments):
            self.current.rest()
            self._stack.setCurrentIndex(index)
            self.wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.experiments:
            self.current.rest()
