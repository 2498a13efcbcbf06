"""What is on the page Inside, and where it stands by the room that there is."""

from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from fashion_gui.ui.inside.flow_area import FlowArea
from fashion_gui.ui.inside.flow_view import FlowView
from fashion_gui.ui.inside.math_panel import MathPanel
from fashion_gui.ui.inside.picture_card import PictureCard
from fashion_gui.ui.inside.tracer import Flow
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.card import Card, level_with_controls, page_layout
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.input_pad import LARGEST_SIDE, InputPad
from fashion_gui.ui.widgets.room import FittedPage
from fashion_gui.ui.widgets.shared_height import SharedHeight
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_WIDE = 1100
"""Width from which on mathematics and explanations fit beside each other, at usual text size."""
_NARROW = 760
"""Width below which they are above each other."""
_LEAST_ANSWER = 0.6
"""How small the answer may become before it is cut, as a share of its size."""
_N_LINES = 2
"""Of what contributes most to the answer."""
_LOW = 560
"""Height below which there is no room for remarks beside what is asked for."""
_VERY_LOW = 430
"""Height below which there is none for them at all."""
_BELOW_SHARE, _LEAST_BELOW = 0.28, 190
"""Of the height, for what is written out below the layers; and its least height."""
_PAD_SHARE = 0.3
"""Of the height of the page, for the picture in a large window."""
_MOST_FOR_ASKED = 0.4
"""Largest share of the height that explanations and experiments ask for."""
MIRRORED = (
    "The network looks at the mirror image, too, and answers with the mean of both. Here is the "
    "picture as it is."
)


_GUIDE = (
    "Each column shows what a layer makes of the picture. More colour means more: blue above "
    "zero, orange below."
)


class InsideFrame(FittedPage):
    """The picture, its way through the layers, and below it what is written out or asked for.

    Attributes
    ----------
    asked
        The card of explanations, experiments and the lab.
    linked_place
        Holds the sentence on what contributes most.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_folded = self._is_narrow = False
        self.pad = InputPad()
        self.flow = FlowView()
        self.math = MathPanel()
        self.why = WhyPanel(session, may_erase=True)
        self.what_if = WhatIfPanel(session, self.why)
        card = self.picture = PictureCard(self.pad)
        self.sources, self.reset, self.keep = card.sources, card.reset, card.keep
        self.grow, self.off, self.lab_switch = card.grow, card.off, card.lab_switch
        self.answer = ElidedLabel("The network's verdict on the picture", _LEAST_ANSWER)
        self.remark, self.guide, self.linked = WrappedLabel(), WrappedLabel(_GUIDE), QLabel()
        self.linked_place = StillLabel(self.linked, _N_LINES)
        self._arrange()

    def _arrange(self) -> None:
        mark(self.answer, type="card-title")
        mark(self.remark, type="caption")
        self.remark.hide()
        mark(self.linked, type="caption")
        self.linked.setWordWrap(True)
        self.linked.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.linked.setTextFormat(Qt.TextFormat.PlainText)
        self.linked.setAccessibleDescription("Where the answer comes from most")
        self.linked_place.hide()
        self.guide.hide()
        self.picture.head.addWidget(self.why.switch)
        self.picture.head.addWidget(self.what_if.switch)
        area = self.area = FlowArea(self.flow)
        layers = Card("Layers")
        layers.head.addWidget(self.answer)
        level_with_controls(layers)
        layers.add(self.remark)
        layers.add(self.guide)
        layers.add(self.linked_place)
        layers.add(area, 1)
        top = QWidget()
        above = QHBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(SPACE_12)
        above.addWidget(self.picture)
        above.addWidget(layers, 1)
        split = SharedHeight(self._below_of)
        split.addWidget(top)
        split.addWidget(self._bottom())
        split.setStretchFactor(0, 1)
        self._split = split
        page_layout(self).addWidget(split)
        # The switches were made after what is below them.
        below = (self.sources, self.reset, self.keep, self.grow, self.off, self.lab_switch)
        for one, other in pairwise((self.why.switch, self.what_if.switch, *below)):
            QWidget.setTabOrder(one, other)
        sized(self, InsideFrame.fit)

    def _bottom(self) -> QWidget:
        """Return what is below the layers: the mathematics, and beside it what speaks for it."""
        bottom, why = QWidget(), Card()
        self._below = bottom
        why.add(self.why)
        why.add(self.what_if)
        why.body.addStretch(1)
        why.hide()
        self.asked = why
        layout = self._below_layout = QHBoxLayout(bottom)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(self.math, 5)
        layout.addWidget(why, 3)
        return bottom

    def fold(self, is_folded: bool) -> None:
        """Show only the picture and the layers, and what was asked for, in a presentation."""
        self._is_folded = is_folded
        for widget in (self.sources, self.reset, self.keep, self.grow, self.off, self.math):
            widget.setVisible(not is_folded)
        self.lab_switch.setVisible(not is_folded or self.lab_switch.isChecked())
        self.make_room()

    @Slot()
    def make_room(self) -> None:
        """In a narrow window an explanation takes the place of the way back."""
        is_asked = self.why.is_on or self.what_if.is_on
        if is_asked:
            self.lab_switch.setChecked(False)
        is_asked = is_asked or self.lab_switch.isChecked()
        self.asked.setVisible(is_asked)
        self._below.setHidden(self._is_folded and not is_asked)
        room = self.room
        wished = min(self.asked.sizeHint().height(), int(_MOST_FOR_ASKED * room.height()))
        least = self.asked.minimumSizeHint().height()
        self.asked.setMinimumHeight(wished if wished > least else 0)
        self.show_remarks()
        is_wide, self._is_narrow = room.width() >= scaled(_WIDE), room.width() < scaled(_NARROW)
        has_room = is_wide or not (is_asked or (self._is_narrow and self.math.is_idle))
        self.math.backward_card.setVisible(has_room)
        self.math.set_stacked(self._is_narrow)
        direction = QBoxLayout.Direction
        self._below_layout.setDirection(
            direction.BottomToTop if self._is_narrow else direction.LeftToRight
        )
        of_math = 2 if self.math.is_idle else 5 if is_wide else 4
        for widget, share in ((self.math, of_math), (self.asked, 3)):
            self._below_layout.setStretchFactor(widget, share)

    def show_remarks(self) -> None:
        """In a low window layers, and what is asked for, take the place of the remarks."""
        height, is_asked = self.room.height(), not self.asked.isHidden()
        is_low, is_very_low = height < scaled(_LOW), height < scaled(_VERY_LOW)
        is_usual = self.remark.text() == MIRRORED
        has_no_room = is_low if is_asked or is_usual else is_very_low
        self.remark.setVisible(bool(self.remark.text()) and not has_no_room)
        is_shown = bool(self.linked.text())
        self.guide.setVisible(is_shown and not (is_low if is_asked else is_very_low))
        self.linked_place.setVisible(is_shown and not is_low)

    def write_out(self, flow: Flow) -> None:
        """Write out the selected value of a flow, with more room for the first one."""
        was_idle = self.math.is_idle
        self.math.show_flow(flow)
        if was_idle is not self.math.is_idle:
            self.make_room()
            self._split.share()

    def _below_of(self, height: int) -> int:
        """Return what the mathematics needs of the height: the layers get the rest."""
        if self.math.is_idle and self.asked.isHidden():
            return self.math.idle_height()
        return max(scaled(_LEAST_BELOW), round(_BELOW_SHARE * height))

    def fit(self) -> None:
        """Take the shape for the room."""
        side = round(_PAD_SHARE * self.room.height())
        self.pad.set_largest_side(max(LARGEST_SIDE, side))
        self.make_room()
