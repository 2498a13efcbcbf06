"""The game above the canvas: an invitation, or the round that is played."""

from collections.abc import Callable
from math import ceil
from random import Random
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.ui.draw.attempt_tile import AttemptTile
from fashion_gui.ui.draw.game import N_ROUNDS, PAUSE_S, ROUND_S, Game, Phase
from fashion_gui.ui.draw.game_words import guess_words, prompt_words, score_words
from fashion_gui.ui.theme.motion import is_motion_reduced
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.action_button import ActionButton, make_action
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.narrow_page import NarrowRow
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_TICK_MS = 100
_STEPS_A_SECOND = 10
_LEAST_WORDS, _LEAST_GUESS = 0.6, 0.85
"""How small the words of a round may become for long names, as a share of their size."""
_INVITATION = "Six things to draw, twenty seconds each: does it recognize them?"
_SHORT_INVITATION = "A game: draw six things"


class GamePanel(QFrame):
    """Shows a ``Game`` and moves it on.

    Attributes
    ----------
    game
    play, done, stop
        Actions: begin, end the round (or the pause after it), give up.
    is_pen_down
        Tells whether somebody is drawing just now; the canvas is not cleared then.
    settle
        Called before a round ends and before the next one, to let the panel ``look`` at the drawing
        as it is.
    """

    round_began = Signal()
    """The canvas is to be cleared."""
    ended = Signal()
    """The game is over: ``game.attempts`` has all drawings."""
    stopped = Signal()
    """The game was given up."""

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        seed: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.game = Game(clock, Random(seed))
        self.is_pen_down: Callable[[], bool] = lambda: False
        self.settle: Callable[[], None] = lambda: None
        self._class_names: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._make_actions()
        self._arrange()
        self._show()

    def set_class_names(self, class_names: tuple[str, ...]) -> None:
        """Set the classes to ask for; a game with others is given up."""
        if class_names != self._class_names:
            self._class_names = class_names
            self._show()
            if self.game.phase is not Phase.IDLE:
                self.stop_game()

    def look(self, verdict: Verdict | None, image: NDArray[np.uint8]) -> None:
        """Take the verdict on the drawing, uint8 (28, 28), as it is; None for none drawn."""
        if self.game.look(verdict, image):
            self._follow()
        elif self.game.phase is Phase.DRAWING:
            _show_text(self.guess, guess_words(self.game))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.game.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.game.pause()

    # Parts -------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.play = make_action(
            self, "Play", "D", "Draw six things; the network guesses while you draw.", "dices"
        )
        self.done = make_action(
            self, "Next", "Return", "End this round as it is, or go on to the next one.", "check"
        )
        self.done.setShortcuts([QKeySequence(key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)])
        self.stop = make_action(self, "Stop", "Ctrl+.", "Give the game up.", "x")
        self.play.triggered.connect(self._on_play)
        self.done.triggered.connect(self._on_done)
        self.stop.triggered.connect(self.stop_game)
        for action in (self.play, self.done, self.stop):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.buttons = {
            self.play: ActionButton(self.play, "primary"),
            self.done: ActionButton(self.done),
            self.stop: ActionButton(self.stop),
        }

    def _arrange(self) -> None:
        self.words = ElidedLabel("What to draw.", _LEAST_WORDS)
        self.guess = ElidedLabel("What it sees.", _LEAST_GUESS)
        self.seconds, self.bar = QLabel(), QProgressBar()
        self.seconds.setAccessibleDescription("Seconds left")
        self.seconds.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Tenths of a second left")
        self.tiles = [AttemptTile(number) for number in range(1, N_ROUNDS + 1)]
        for label in (self.words, self.seconds):
            mark(label, type="answer")
        sized(self.seconds, _make_room_for_seconds)  # in that type
        mark(self.guess, type="card-title")
        self._invited, self._played = self._invitation(), self._round()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._invited)
        layout.addWidget(self._played)

    def _invitation(self) -> QWidget:
        page, self._invitation_words = QWidget(), WrappedLabel()
        self._invitation_words.setText(_INVITATION, _SHORT_INVITATION)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._invitation_words, 1)
        row.addWidget(self.buttons[self.play])
        return page

    def _round(self) -> QWidget:
        page = QFrame()
        mark(page, surface="banner")
        top, below = QHBoxLayout(), NarrowRow()
        top.addWidget(self.words, 1)
        top.addWidget(self.seconds)
        both, tiles, buttons = QHBoxLayout(below), QHBoxLayout(), QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        for tile in self.tiles:
            tiles.addWidget(tile)
        tiles.addStretch(1)
        for action in (self.done, self.stop):
            buttons.addWidget(self.buttons[action])
        for row in (tiles, buttons, both):
            row.setSpacing(SPACE_4)
        both.addLayout(tiles, 1)
        both.addLayout(buttons)
        below.set_columns(both)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_12, SPACE_4, SPACE_12, SPACE_8)
        layout.setSpacing(SPACE_4)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.guess)
        layout.addWidget(below)
        return page

    # What is shown -----------------------------------------------------------------------

    def _show(self) -> None:
        game = self.game
        is_on = game.is_on
        (self._invited if is_on else self._played).hide()
        (self._played if is_on else self._invited).show()
        self.play.setEnabled(bool(self._class_names) and not is_on)
        self.done.setEnabled(is_on)
        self.stop.setEnabled(is_on)
        for number, tile in enumerate(self.tiles):
            attempt = game.attempts[number] if number < len(game.attempts) else None
            is_current = game.phase is Phase.DRAWING and number == len(game.attempts)
            tile.show_round(attempt, is_current=is_current)
        if is_on:
            _show_text(self.words, prompt_words(game))
            _show_text(self.guess, guess_words(game))
            self._show_time()

    def _show_time(self) -> None:
        game = self.game
        is_drawing = game.phase is Phase.DRAWING
        left = game.seconds_left
        _show_text(self.seconds, f"{ceil(left)}" if is_drawing else "")
        self.bar.setMaximum(round(_STEPS_A_SECOND * (ROUND_S if is_drawing else PAUSE_S)))
        # With reduced motion the bar moves once a second.
        left = ceil(left) if is_motion_reduced() else left
        self.bar.setValue(round(_STEPS_A_SECOND * left))

    # What happens ------------------------------------------------------------------------

    @Slot()
    def _on_play(self) -> None:
        self.game.start(self._class_names)
        self._timer.start(_TICK_MS)
        self._begin_round()

    def invite(self, words: str = _INVITATION) -> None:
        """Say something beside the button that starts a game, in place of what it is about."""
        if self._invitation_words.whole_text() != words:
            self._invitation_words.setText(words, _SHORT_INVITATION if words == _INVITATION else "")
            announce(self, words)

    @Slot()
    def stop_game(self) -> None:
        """Give the game up, or leave its end."""
        self.game.stop()
        self._timer.stop()
        self._show()
        self.stopped.emit()

    @Slot()
    def _on_done(self) -> None:
        was_drawing = self.game.phase is Phase.DRAWING
        self.settle()
        if was_drawing:
            self.game.finish_round()
        else:
            self.game.go_to_next()
        self._follow()

    @Slot()
    def _on_tick(self) -> None:
        if not self.game.seconds_left:
            self.settle()
        if self.game.tick(may_clear=not self.is_pen_down()):
            self._follow()
        elif self.game.is_on:
            self._show_time()

    def _follow(self) -> None:
        """Show another phase."""
        if self.game.phase is Phase.DRAWING:
            self._begin_round()
            return
        self._show()
        if self.game.phase is Phase.OVER:
            self._timer.stop()
            announce(self, score_words(self.game.attempts))
            self.ended.emit()
        else:
            announce(self, f"{self.words.text()} {self.guess.text()}")

    def _begin_round(self) -> None:
        self._show()
        announce(self, self.words.text())
        self.round_began.emit()


def _show_text(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)


def _make_room_for_seconds(label: QLabel) -> None:
    label.ensurePolished()
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("20"))
