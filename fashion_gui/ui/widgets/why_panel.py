"""The switch "Why?": what in a picture speaks for the answer, live, and in a sentence."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QStandardItemModel
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.explain import DEFAULT_METHOD, OFFERED_METHODS, QUICK_METHOD, why_not_offered
from fashion_gui.explain.faithfulness import Faithfulness
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.explainer import Explainer, WhyAnswer, WhyQuestion
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_8
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.curve_view import Curve, CurveView
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.live_pace import LivePace
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.still_label import StillLabel
from fashion_gui.ui.widgets.switched_panel import SwitchedPanel
from fashion_gui.ui.widgets.why_scale import WhyScale
from fashion_gui.ui.widgets.why_words import (
    METHOD_IDEAS,
    METHOD_NAMES,
    ends,
    method_words,
    sentence,
    trust_title,
    trust_words,
)
from fashion_gui.ui.widgets.wrapped_row import WrappedBar

_REST_MS = 300
"""Time without a change after which the better method is worth its time."""
_N_LINES = 2
_MOST_LETTERS = 24
_NOTHING = "Nothing to explain yet."
_WORKING = "Looking for what speaks for it …"
_TRUST = (
    "Are the marks right? Ink is erased pixel by pixel, and the network is asked each time. If the "
    "blue ink is what it goes by, the answer falls at once when that goes first, and late when it "
    "goes last, after the orange. The dashed line erases in random order: marks that are no better "
    "say nothing."
)
_ANSWER, _OTHERS = "the answer", "all others"


class WhyPanel(SwitchedPanel):
    """Asks for an explanation of a picture while it is switched on, and says it.

    Parameters
    ----------
    may_erase
        Whether the picture is a drawing, whose marked part can be taken away.
    """

    marked = Signal(object)
    """A ``WhyAnswer`` with an explanation to be shown over the picture; None for none."""
    erasing_requested = Signal(object)
    """The ``WhyAnswer`` whose share of the ink is to be taken away."""

    def __init__(
        self, session: Session, *, may_erase: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Why?",
            "W",
            "Mark what in the picture speaks for the answer, and what against it.",
            "circle-help",
            parent,
        )
        self._session = session
        self._image: NDArray[np.uint8] | None = None
        self._marked: NDArray[np.uint8] | None = None
        self._tag: object = None
        self._answer: WhyAnswer | None = None
        self.explainer = Explainer(session.threads, self)
        self._make_choices()
        self.scale = WhyScale()
        self.words = QLabel(_NOTHING)
        self.words.setWordWrap(True)
        self.words.setAccessibleDescription("Why?")
        self._words = StillLabel(self.words, _N_LINES)
        self.trust = CurveView(trust_title(None))
        self.trust.setToolTip(_TRUST)
        self.trust_title = QLabel(trust_title(None))
        self.erase = QPushButton("Erase the bluest")
        set_icon(self.erase, "eraser")
        self.erase.setToolTip(
            "Take away the ink that speaks most for the class, as much as the sentence says, and "
            "see what the network answers then. Undo brings it back."
        )
        self._pace = LivePace(session, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._arrange(may_erase=may_erase)
        self._connect()
        self.hide()

    def _make_choices(self) -> None:
        self.target, self.against, self.methods = (ElidedBox(_MOST_LETTERS) for _ in range(3))
        self.target.addItem(_ANSWER, None)
        self.against.addItem(_OTHERS, None)
        self.target.setAccessibleName("Class to explain")
        self.target.setToolTip("The class that is explained: that of the answer, or any other.")
        self.against.setAccessibleName("Class to compare with")
        self.against.setToolTip(
            "Explain why it is this class rather than another one, such as Coat rather than "
            "Pullover."
        )
        for name in OFFERED_METHODS:
            self.methods.addItem(METHOD_NAMES[name], name)
        self.methods.setCurrentIndex(self.methods.findData(DEFAULT_METHOD))
        self.methods.setAccessibleName("How the marks are found")
        ideas = "\n\n".join(METHOD_IDEAS[name] for name in OFFERED_METHODS)
        self.methods.setToolTip(
            f"How the marks are found once the picture rests.\n\n{ideas}\n\nWhile the picture "
            "changes, four steps of fading it in have to do."
        )

    def _arrange(self, *, may_erase: bool) -> None:
        mark(self.trust_title, type="caption")
        first, last = WrappedBar(), WrappedBar()
        for words, box in (("Why", self.target), ("rather than", self.against)):
            first.add(box, words)
        last.add(self.erase)
        last.add(self.methods, "Found by")
        if not may_erase:
            self.erase.hide()
        layout, trust = QVBoxLayout(self), QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        trust.setSpacing(0)
        trust.addWidget(self.trust_title)
        trust.addWidget(self.trust, 1)
        layout.addWidget(first)
        layout.addWidget(self._words)
        layout.addWidget(self.scale)
        layout.addLayout(trust, 1)
        layout.addWidget(last)

    def _connect(self) -> None:
        self.action.toggled.connect(self._on_switched)
        self.target.activated.connect(self._on_choice)
        self.against.activated.connect(self._on_choice)
        self.methods.activated.connect(self._on_choice)
        self.erase.clicked.connect(self._on_erase)
        self.explainer.arrived.connect(self._on_explained)
        self.explainer.failed.connect(self._session.failed)
        self._rest.timeout.connect(self._look_closely)
        self._pace.due.connect(self._on_due)

    def follow(
        self, image: NDArray[np.uint8] | None, tag: object = None, *, is_moving: bool = False
    ) -> None:
        """Explain another picture; do nothing while this is switched off.

        Parameters
        ----------
        image : ndarray of uint8, shape (28, 28)
            None for none.
        tag
            Comes back with the answer's question.
        is_moving
            Whether a hand is drawing: what was asked for just before may then still be shown, so
            that the marks follow a network that is slow.
        """
        if self.is_on and self.isVisible():
            before = self._image
            is_same = image is not None and before is not None and np.array_equal(image, before)
            self._image, self._tag = image, tag
            if is_same and self._session.is_learning:
                self._pace.ask()
            else:
                self._follow(is_moving=is_moving)

    @Slot()
    def _on_due(self) -> None:
        if self.is_on and self.isVisible():
            self._follow()

    def _follow(self, *, is_moving: bool = False) -> None:
        self._forget_answer()
        if self._image is None or self._session.network is None:
            self._show_nothing(_NOTHING)
            return
        self._show_classes()
        if not is_moving:
            self.explainer.forget()
            if self._marked is not None and not np.array_equal(self._image, self._marked):
                self._mark(None)
        self._rest.start()
        self._ask(QUICK_METHOD, is_thorough=False)

    def _ask(self, method: str, *, is_thorough: bool) -> None:
        network = self._session.network
        if network is None or self._image is None:
            return
        target, against = self.target.currentData(), self.against.currentData()
        self.explainer.ask(
            WhyQuestion(network, self._image, method, target, against, is_thorough, self._tag)
        )

    @Slot()
    def _look_closely(self) -> None:
        if self._session.is_learning:  # the next change of the network would overtake it
            self._rest.start()
            return
        self._ask(self.methods.currentData(), is_thorough=True)

    def _show_classes(self) -> None:
        """Offer the classes of the network that answers; keep those that are chosen."""
        network = self._session.network
        assert network
        self._bar_methods(network)
        names = [_ANSWER, *network.class_names]
        if [self.target.itemText(i) for i in range(self.target.count())] == names:
            return
        for box, first in ((self.target, _ANSWER), (self.against, _OTHERS)):
            chosen = box.currentText()
            box.clear()
            box.addItem(first, None)
            for index, name in enumerate(network.class_names):
                box.addItem(name, index)
            box.setCurrentIndex(max(0, box.findText(chosen)))
        self._bar_same()

    def _bar_methods(self, network: Network) -> None:
        """Offer only the methods that are better than chance for a network, and say why."""
        model = self.methods.model()
        assert isinstance(model, QStandardItemModel)
        for index in range(self.methods.count()):
            reason = why_not_offered(network, self.methods.itemData(index))
            model.item(index).setEnabled(not reason)
            model.item(index).setToolTip(reason or METHOD_IDEAS[self.methods.itemData(index)])
        if not model.item(self.methods.currentIndex()).isEnabled():
            self.methods.setCurrentIndex(self.methods.findData(DEFAULT_METHOD))

    def _bar_same(self) -> None:
        """Do not offer to compare a class with itself."""
        for box, other in ((self.target, self.against), (self.against, self.target)):
            model = box.model()
            assert isinstance(model, QStandardItemModel)
            for index in range(1, box.count()):
                model.item(index).setEnabled(box.itemData(index) != other.currentData())

    def _forget_answer(self) -> None:
        self._answer = None
        self.erase.setEnabled(False)
        self._show_trust(None)

    def _show_nothing(self, words: str) -> None:
        self._rest.stop()
        self.explainer.forget()
        self._show_trust(None)
        self.scale.set_ends(("", ""), ("", ""))
        self._words.set_text(words)
        self._mark(None)

    def _mark(self, answer: WhyAnswer | None) -> None:
        self._marked = answer.question.image if answer else None
        self.marked.emit(answer)

    @Slot(object)
    def _on_explained(self, answer: WhyAnswer) -> None:
        question = answer.question
        if not self.is_on or question.network is not self._session.network:
            return
        if answer.faithfulness:
            if question.image is self._image:
                self._show_trust(answer.faithfulness)
            return
        remark = method_words(question.method)
        self._words.set_text(f"{sentence(answer)} {remark}".rstrip())
        if answer.explanation is None:
            self._mark(None)
            return
        self.scale.set_ends(*ends(answer.explanation.score))
        self._mark(answer)
        if question.is_thorough and question.image is self._image:
            self._answer = answer
            self.erase.setEnabled(bool(answer.erased.any()))
            announce(self, self.words.text())

    def _show_trust(self, faithfulness: Faithfulness | None) -> None:
        self.trust_title.setText(trust_title(faithfulness))
        if faithfulness is None:
            self.trust.show_curves()
            self.trust.setToolTip(_TRUST)
            return
        shares = faithfulness.first.shares
        self.trust.show_curves(
            Curve("orange first", shares, faithfulness.last.probabilities, "other"),
            Curve("at random", shares, faithfulness.chance.probabilities, "faint"),
            Curve("blue first", shares, faithfulness.first.probabilities, "main"),
            ends=("nothing erased", "all erased"),
        )
        self.trust.setToolTip(f"{trust_words(faithfulness)}\n\n{_TRUST}")

    # What is asked for -------------------------------------------------------------------

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        if is_on:
            self._words.set_text(_WORKING)
        self.setVisible(is_on)
        if not is_on:
            self._show_nothing(_NOTHING)

    @Slot()
    def _on_choice(self) -> None:
        self._bar_same()
        self._follow()

    @Slot()
    def _on_erase(self) -> None:
        if self._answer:
            self.erasing_requested.emit(self._answer)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self.explainer.forget()
