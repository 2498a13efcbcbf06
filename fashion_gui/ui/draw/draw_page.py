"""The page Draw: the drawing is classified at once."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.evaluation.verdict import NOTHING_DRAWN
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.templates import TEMPLATES
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.draw.demonstration import Demonstration
from fashion_gui.ui.draw.game import Phase
from fashion_gui.ui.draw.game_panel import GamePanel
from fashion_gui.ui.draw.game_stage import GameStage
from fashion_gui.ui.draw.incoming import can_be_drawing
from fashion_gui.ui.draw.pictures import Pictures
from fashion_gui.ui.draw.similar_panel import SimilarPanel
from fashion_gui.ui.draw.toolbox import Toolbox
from fashion_gui.ui.draw.what_if_drawing import WhatIfDrawing
from fashion_gui.ui.draw.why_drawing import WhyDrawing
from fashion_gui.ui.session.model_entry import ModelEntry
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.action_button import ActionButton, make_action
from fashion_gui.ui.widgets.answer_panel import AnswerPanel
from fashion_gui.ui.widgets.card import Card, page_layout
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.narrow_page import NarrowPage
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_KNOWS_PHOTOS = (
    "This network knows photographs only, and mostly guesses at drawings. Choose another above."
)
_KNOWS_ITS_IMAGES = (
    "This network knows images like those that it learned from. See some on Browse, and draw "
    "like that."
)
_KNOWS_OTHER_CLASSES = (
    "This network was trained on other classes than these images have. Train one with them on "
    "Train."
)
_YOUR_TURN = "The program drew that. Now draw one yourself: just begin."
_RECEIVED_SIDE = 56
_BESIDE = 3
"""Bars that are always in sight beside explanations, in low windows."""
_IN_SIGHT = 10
"""Bars that are to be seen without scrolling."""
_ANSWER_HEIGHT, _SIMILAR_HEIGHT = 330, 250
"""Of the answer, times the text's size, and of what is similar, where both are presented."""


class DrawPage(NarrowPage):
    """A canvas on the left, the prediction on the right."""

    succeeded = Signal(str)
    """A message for the status bar: what was done."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.drawing = Drawing()
        self.canvas = Canvas(self.drawing)
        self.demonstration = Demonstration(self.drawing, self)
        self.toolbox = Toolbox()
        self.answer = AnswerPanel(n_in_sight=_IN_SIGHT)
        self.similar = SimilarPanel(session)
        self.game = GamePanel()
        self.why = WhyDrawing(session, self.canvas)
        self.what_if = WhatIfDrawing(session, self.canvas, self.answer.bars, self.why)
        self.pictures = Pictures(session, self.canvas, self.toolbox, self)
        self.received = ImageTile("nothing")
        self.received.setFixedSize(_RECEIVED_SIDE, _RECEIVED_SIDE)
        self.received.setAccessibleName("What the network receives")
        self.received.setToolTip(
            "Your drawing as it comes to the network: centred, and scaled to the size of the "
            "clothes in the training photographs."
        )
        self._is_to_be_told = self._is_to_be_shared = self._is_folded = False
        self._told_of: str | None = None
        self.sort = make_action(
            self,
            "Sort",
            "B",
            "Show the likeliest class first. Otherwise the classes stay where they are.",
            "arrow-up-down",
        )
        self.sort.setCheckable(True)
        self.hint = WrappedLabel()
        self.setAcceptDrops(True)
        self._arrange()

        # Several events in one turn of the event loop lead to one prediction, after them.
        self._answer_timer = QTimer(self)
        self._answer_timer.setSingleShot(True)
        self._answer_timer.setInterval(0)
        self._answer_timer.timeout.connect(self._answer)
        self._connect()
        self._show_possible()
        self._answer()

    def _arrange(self) -> None:
        beside, caption = QVBoxLayout(), QLabel("It receives")
        caption.setToolTip(self.received.toolTip())
        mark(caption, type="caption")
        mark(self.hint, type="caption")
        beside.setSpacing(0)
        for label in (self.received, caption):
            beside.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.answer.top.addLayout(beside)
        drawing, answer, why = Card(), Card(), Card()
        freely = QWidget()
        in_freely = QHBoxLayout(freely)
        in_freely.setContentsMargins(0, 0, 0, 0)
        in_freely.setSpacing(SPACE_12)
        in_freely.addWidget(self.toolbox)
        in_freely.addWidget(self.canvas, 1)
        self.stage = GameStage(self._session, self.game, self.canvas, freely)
        drawing.add(self.game)
        drawing.add(self.stage, 1)
        answer.add(self.answer)
        switches = self.answer.switches  # they stay under the pointer when they are used
        switches.setSpacing(0)  # so that nothing has to be scrolled sideways in 640 pixels
        self.sort_button = ActionButton(self.sort, "quiet")
        self.sort_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        switches.addWidget(self.sort_button)
        switches.addStretch(1)
        switches.addWidget(self.why.switch)
        switches.addSpacing(SPACE_4)
        switches.addWidget(self.what_if.switch)
        answer.add(self.similar, 1)
        answer.add(self.hint)
        why.add(self.why)
        why.add(self.what_if)
        self._why = why
        why.hide()
        right = QVBoxLayout()
        right.setSpacing(SPACE_12)
        right.addWidget(answer, 1)
        right.addWidget(why)
        layout = page_layout(self)
        layout.addWidget(drawing, 3)
        layout.addLayout(right, 2)
        self.set_columns(layout, inner=in_freely)  # the tools below the canvas

    def _connect(self) -> None:
        tools, session = self.toolbox, self._session
        self.addActions((*tools.all_actions(), *self.game.buttons))
        self.addActions((self.why.action, self.what_if.action, self.sort))
        self.canvas.brush = tools.brush
        tools.tool_changed.connect(self.canvas.set_tool)
        tools.brush_changed.connect(self._on_brush_changed)
        tools.template_changed.connect(self.canvas.set_template)
        tools.mirror.toggled.connect(self._on_mirror)
        tools.filled.toggled.connect(self._on_filled)
        for action, slot in (
            (tools.undo, self._undo),
            (tools.redo, self._redo),
            (tools.clear, self._clear),
        ):
            action.triggered.connect(slot)
        # Also when the focus is outside the page, as on the choice of the network.
        for action in (*tools.tools.values(), tools.mirror, tools.filled, self.game.play):
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)
        for panel in (self.why, self.what_if):
            panel.action.toggled.connect(self._make_room)
        self.why.erased.connect(self.succeeded)
        self.what_if.drawn.connect(self.pictures.tell_of_paste)
        self.sort.toggled.connect(self.answer.bars.set_sorted)
        self.game.settle = self.answer_now
        self.stage.cleared.connect(self._begin_round)
        self.stage.saved.connect(self.succeeded)
        for over in (self.game.ended, self.game.stopped):
            over.connect(self._show_possible)
        self.canvas.pressed.connect(self.demonstration.make_way)
        self.canvas.pressed.connect(self._on_begun)
        self.demonstration.moved.connect(self.canvas.refresh)
        self.demonstration.finished.connect(self._on_demonstrated)
        self.canvas.changed.connect(self._on_drawing_changed)
        self.pictures.told.connect(self.succeeded)
        session.network_changed.connect(self._on_network_changed)
        session.models_changed.connect(self._show_network)
        session.picked_changed.connect(self._show_possible)
        session.dataset_changed.connect(self._show_possible)
        session.dataset_changed.connect(self._show_network)
        self._show_network()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Move the focus from a button that was disabled to the canvas, not to the next widget."""
        if old and not old.isEnabled() and self.isVisible() and self.isAncestorOf(old):
            self.canvas.setFocus()

    def on_narrow(self) -> None:
        """Use the height where the page scrolls anyway."""
        self.canvas.set_roomy(self.is_narrow)
        if self._is_folded:
            self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.canvas.setFocus()
        self._answer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # closed, and not only made an icon
            self.pictures.give_up_mending()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_drawing(event.mimeData()) and not self.game.game.is_on:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.pictures.read_mime(event.mimeData())

    def fold(self, is_folded: bool) -> None:
        """Show only the canvas, a few tools and the prediction, for a presentation.

        What is similar stays where there is the height for it.
        """
        self._is_folded = is_folded
        self.toolbox.show_few(is_folded)
        self._make_room()

    def demonstrate(self, name: str) -> None:
        """Draw a template as a person would; the canvas is cleared when the user begins to draw."""
        self.pictures.forget()
        self.demonstration.begin(TEMPLATES[name], self.toolbox.brush)

    @Slot()
    def _on_demonstrated(self) -> None:
        self.game.invite(_YOUR_TURN)

    @Slot()
    def _on_begun(self) -> None:
        self.game.invite()

    # What is shown -----------------------------------------------------------------------

    @Slot()
    def _on_drawing_changed(self) -> None:
        self._session.hold.note_drawing()
        self._is_to_be_told = not (self.canvas.is_pressed or self.demonstration.is_active)
        self._is_to_be_shared = True
        self._show_possible()
        self._answer_timer.start()

    @Slot()
    def _on_network_changed(self) -> None:
        if self.isVisible():
            self._answer_timer.start()

    @Slot()
    def _show_network(self) -> None:
        choice = self._session.active_model
        if choice:
            if self._told_of not in (None, choice.key):
                self._is_to_be_told = self.isVisible()  # another network, another answer
            self._told_of = choice.key
            dataset, names = self._session.dataset, choice.network.class_names
            is_known = dataset is not None and dataset.class_names == names
            self.answer.bars.set_icons(dataset.typical_images if dataset and is_known else None)
            self.hint.setText(self._advice(choice))
            self._make_room()
            self.game.set_class_names(choice.network.class_names)
            self.canvas.set_idea(choice.network.class_names)

    def _advice(self, choice: ModelEntry) -> str:
        """Return what to know before one draws; "" for a network that knows drawings."""
        if self._session.incompatibility():
            return _KNOWS_OTHER_CLASSES
        if not choice.network.class_names.are_clothes:
            return _KNOWS_ITS_IMAGES
        return "" if choice.knows_drawings else _KNOWS_PHOTOS

    @Slot()
    def _show_possible(self) -> None:
        is_drawn = not self.drawing.is_empty
        self.toolbox.set_possible(
            undo=self.drawing.can_undo,
            redo=self.drawing.can_redo,
            drawn=is_drawn,
            load=self._session.picked is not None,
            any_=self._session.dataset is not None,
            alone=self.game.game.is_on,
        )
        for panel in (self.why, self.what_if):
            panel.action.setEnabled(not self.game.game.is_on)

    @Slot()
    def _answer(self) -> None:
        network = self._session.network
        if self.drawing.is_empty:
            self.received.set_image(None)
        else:
            self.received.set_image(self.drawing.fitted_image)
        if self.drawing.is_empty and network:
            self.answer.show_nothing(NOTHING_DRAWN, network.class_names)
        else:
            self.answer.ask(network, self.drawing.fitted_image, self._session.no_network_words)
        self.game.look(self.answer.verdict, self.drawing.fitted_image)
        is_moving = self.canvas.is_pressed or self.demonstration.is_active
        self.why.explain(is_moving=is_moving)
        self.what_if.explore(is_moving=is_moving)
        self.similar.follow(self.drawing.fitted_image, self.answer.verdict, is_moving=is_moving)
        if self._is_to_be_shared:
            self._is_to_be_shared = False
            self._session.set_drawn(None if self.drawing.is_empty else self.drawing.fitted_image)
        if self._is_to_be_told:  # after a stroke, not after each of its movements
            self._is_to_be_told = False
            phase, is_empty = self.game.game.phase, self.drawing.is_empty
            # In the game, what is to be drawn and what came of it are said instead.
            if not (phase is Phase.SHOWN or (phase is Phase.DRAWING and is_empty)):
                announce(self.answer, self.answer.words.text())

    def answer_now(self) -> None:
        """Show the answer that is due without waiting for the next turn of the event loop."""
        if self._answer_timer.isActive():
            self._answer_timer.stop()
            self._answer()

    @Slot()
    def _make_room(self) -> None:
        """Make room for explanations and experiments; what is similar comes back after them."""
        is_on = self.why.is_on or self.what_if.is_on
        self._why.setVisible(is_on)
        self.answer.keep_in_sight(_BESIDE if is_on else _IN_SIGHT, folding=is_on)
        is_high = self.room.height() >= scaled(_ANSWER_HEIGHT) + _SIMILAR_HEIGHT
        self.similar.setVisible(not is_on and (is_high or not self._is_folded))
        self.hint.setVisible(not is_on and not self._is_folded and bool(self.hint.text()))

    # What is asked for -------------------------------------------------------------------

    @Slot(object)
    def _on_brush_changed(self, brush: object) -> None:
        self.canvas.brush = self.toolbox.brush
        self.canvas.update()

    @Slot(bool)
    def _on_mirror(self, is_on: bool) -> None:
        self.drawing.is_mirroring = is_on
        self.canvas.update()

    @Slot(bool)
    def _on_filled(self, is_on: bool) -> None:
        self.canvas.is_filling = is_on

    @Slot()
    def _undo(self) -> None:
        self.drawing.undo()
        self.canvas.refresh()

    @Slot()
    def _redo(self) -> None:
        self.drawing.redo()
        self.canvas.refresh()

    @Slot()
    def _begin_round(self) -> None:
        """Clear the canvas, also of the marks that explain a drawing or would change it."""
        for panel in (self.why, self.what_if):
            panel.action.setChecked(False)
        self._clear()
        self._show_possible()

    @Slot()
    def _clear(self) -> None:
        self.pictures.forget()
        self.demonstration.stop()
        self.game.invite()  # what was said of a drawing of the program is over
        self.drawing.clear()
        self.canvas.refresh()
