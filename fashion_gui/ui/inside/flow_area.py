"""Where the layers scroll if there is no room for all of them."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class FlowArea(QScrollArea):
    """Begins where the picture comes in; the answer is in the title, too.

    Who has scrolled to the end stays there when the layers become wider.
    """

    def __init__(self, flow: QWidget) -> None:
        super().__init__()
        self.setWidget(flow)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for ground in (self.viewport(), flow):  # the card is their ground
            ground.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._end = 0
        self.horizontalScrollBar().rangeChanged.connect(self._stay_at_the_end)

    @Slot(int, int)
    def _stay_at_the_end(self, start: int, end: int) -> None:
        bar = self.horizontalScrollBar()
        if 0 < self._end == bar.value():
            bar.setValue(end)
        self._end = end
