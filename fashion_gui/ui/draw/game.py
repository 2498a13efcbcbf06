"""The game: six things to draw, twenty seconds each, while the network says what it sees.

It knows no screen: time comes from a clock that is passed in, verdicts from the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.image_spec import IMAGES

N_ROUNDS = 6
NOT_DRAWN = "Nothing drawn"
ROUND_S = 20.0
PAUSE_S = 2.0
"""How long the result of a round is shown."""
_N_GUESSES = 3
"""Most guesses that are told: the last ones."""


class Phase(StrEnum):
    """What the game waits for."""

    IDLE = "idle"
    DRAWING = "drawing"
    SHOWN = "shown"
    """The result of a round is shown."""
    OVER = "over"


@dataclass(frozen=True, eq=False)
class Attempt:
    """A drawing that was asked for, and the network's verdict on it.

    Attributes
    ----------
    asked
        The class.
    answered
        The verdict in words.
    named
        The classes that the words name: one, two or none.
    image : ndarray of uint8, shape (28, 28)
        What was recognized is drawn to its end, until the next round.
    seconds
        How long it took.
    """

    asked: str
    answered: str
    named: tuple[str, ...]
    image: NDArray[np.uint8]
    seconds: float = ROUND_S

    @property
    def is_right(self) -> bool:
        """Whether it was recognized."""
        return self.asked in self.named


class Game:
    """Counts rounds and time.

    Parameters
    ----------
    clock
        Returns the time in seconds; it never goes back.
    chance
        Chooses what is asked for.

    Attributes
    ----------
    phase
    prompt
        The class that is asked for; "" outside of rounds.
    attempts
        Of the rounds that are done.
    guesses
        What the network has named in this round: one or two classes each, the newest last. What
        it refuses, or is not sure of, is no guess.
    """

    def __init__(self, clock: Callable[[], float], chance: Random) -> None:
        self.clock, self._chance = clock, chance
        self.phase = Phase.IDLE
        self.prompt = ""
        self.attempts: list[Attempt] = []
        self.guesses: list[tuple[str, ...]] = []
        self._prompts: list[str] = []
        self._ends = 0.0
        self._left: float | None = None
        self._seen: tuple[Verdict, NDArray[np.uint8]] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a round is played, or its result shown."""
        return self.phase in (Phase.DRAWING, Phase.SHOWN)

    @property
    def seconds_left(self) -> float:
        """Time until the end of this phase."""
        left = self._ends - self.clock() if self._left is None else self._left
        return max(0.0, left) if self.is_on else 0.0

    @property
    def score(self) -> int:
        """How many drawings were recognized."""
        return sum(attempt.is_right for attempt in self.attempts)

    def start(self, class_names: Sequence[str]) -> None:
        """Begin a game with the first round."""
        self._prompts = self._chosen(class_names)
        self.attempts = []
        self._left = None
        self._next_round()

    def stop(self) -> None:
        """Give the game up."""
        self.phase, self.prompt, self._left = Phase.IDLE, "", None

    def pause(self) -> None:
        """Stop the clock."""
        if self.is_on and self._left is None:
            self._left = self.seconds_left

    def go_on(self) -> None:
        """Let the clock run again."""
        if self._left is not None:
            self._ends, self._left = self.clock() + self._left, None

    def look(self, verdict: Verdict | None, image: NDArray[np.uint8]) -> bool:
        """Take what the network says of the drawing now; None for an empty canvas.

        Return whether that ends the round: the verdict names the class that is asked for, and no
        other. A drawing that was recognized may still be completed; it is not judged again.
        """
        if self.phase is Phase.SHOWN and verdict and self.attempts[-1].is_right:
            self.attempts[-1] = replace(self.attempts[-1], image=image)
        if self.phase is not Phase.DRAWING:
            return False
        self._seen = (verdict, image) if verdict else None
        named = _named(verdict)
        if named and self.guesses[-1:] != [named]:
            self.guesses = [*(guess for guess in self.guesses if guess != named), named]
            self.guesses = self.guesses[-_N_GUESSES:]
        if named != (self.prompt,):
            return False
        self.finish_round()
        return True

    def tick(self, *, may_clear: bool = True) -> bool:
        """End what is over; return whether another phase has begun.

        A round begins only when the canvas `may_clear`: not while the pen is down.
        """
        if not self.is_on or self._left is not None or self.seconds_left > 0:
            return False
        if self.phase is Phase.DRAWING:
            self.finish_round()
        elif may_clear:
            self.go_to_next()
        else:
            return False
        return True

    def finish_round(self) -> None:
        """End the round with the latest verdict; one of two named classes counts, too."""
        if self.phase is not Phase.DRAWING:
            return
        seconds = ROUND_S - self.seconds_left
        if self._seen:
            verdict, image = self._seen
            attempt = Attempt(self.prompt, verdict.words, _named(verdict), image, seconds)
        else:
            nothing = np.zeros(IMAGES.shape, np.uint8)
            attempt = Attempt(self.prompt, NOT_DRAWN, (), nothing, seconds)
        self.attempts.append(attempt)
        self.phase = Phase.SHOWN
        self._ends, self._left = self.clock() + PAUSE_S, None

    def go_to_next(self) -> None:
        """Begin the next round, or end the game after the last one."""
        if len(self.attempts) < N_ROUNDS:
            self._next_round()
        else:
            self.phase, self.prompt = Phase.OVER, ""

    def _next_round(self) -> None:
        self.prompt = self._prompts[len(self.attempts)]
        self.guesses, self._seen = [], None
        self.phase = Phase.DRAWING
        self._ends = self.clock() + ROUND_S

    def _chosen(self, class_names: Sequence[str]) -> list[str]:
        """Return what to ask for: all different, or where that cannot be never twice in a row."""
        chosen: list[str] = []
        while len(chosen) < N_ROUNDS:
            names = list(class_names)
            self._chance.shuffle(names)
            if chosen[-1:] == names[:1]:
                names.append(names.pop(0))
            chosen += names
        return chosen[:N_ROUNDS]


def _named(verdict: Verdict | None) -> tuple[str, ...]:
    return tuple(verdict.class_names[index] for index in verdict.classes) if verdict else ()
