"""Two parts of a page below each other, which share its height."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QSplitter

from fashion_gui.ui.theme.sizes import SPACE_8


class SharedHeight(QSplitter):
    """Shares the height by a rule, until a person moves the edge between the parts.

    Qt would divide a change of height, so that the shares would depend on all heights before.

    Parameters
    ----------
    lower
        The height of the lower part, by that of both, in pixels.

    Attributes
    ----------
    by_hand : float | None
        The share of the lower part that a person gave it; None for the rule's.
    """

    by_hand: float | None = None

    def __init__(self, lower: Callable[[int], int]) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._lower = lower
        self.setChildrenCollapsible(False)
        self.setHandleWidth(SPACE_8)
        self.splitterMoved.connect(self._on_moved)

    def share(self) -> None:
        """Share the height again: the rule may want it otherwise now."""
        if self.count() > 1:
            height = self.height() - self.handleWidth()
            lower = self._lower(height) if self.by_hand is None else round(self.by_hand * height)
            if self.sizes()[1] != lower:
                self.setSizes([max(1, height - lower), lower])

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.share()
        return is_done

    @Slot()
    def _on_moved(self) -> None:
        self.by_hand = self.sizes()[1] / max(1, sum(self.sizes()))
