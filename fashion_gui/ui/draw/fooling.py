"""The game "Fool it": make the network call the drawing something else, with little ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.percent import probability


@dataclass(frozen=True, eq=False)
class Fooling:
    """One attempt.

    Attributes
    ----------
    start : ndarray of uint8, shape (28, 28)
        The canvas before it.
    scale
        How many times as long as on the canvas lines are for the network: its pixels are counted.
    target
        The class that the network is to predict.
    names
        Of all classes.
    program
        Ink that the program needs, in white pixels; None if that is not known.
    """

    start: NDArray[np.uint8]
    scale: float
    target: int
    names: tuple[str, ...]
    program: float | None

    @property
    def task(self) -> str:
        """What is to be done, in a sentence."""
        return (
            f"Draw and erase until it says {self.names[self.target]}. The less ink you need, the "
            "better."
        )

    def ink(self, canvas: NDArray[np.uint8]) -> float:
        """Return how much ink was added or erased, in white pixels of the network's picture."""
        change = np.abs(canvas.astype(np.int16) - self.start).sum()
        return float(change) / 255 * self.scale**2

    def is_won(self, probabilities: NDArray[np.float32]) -> bool:
        """Whether the network predicts the target class."""
        return int(probabilities.argmax()) == self.target

    def words(self, canvas: NDArray[np.uint8], probabilities: NDArray[np.float32]) -> str:
        """Return how it stands, or the score."""
        ink = f"{self.ink(canvas):.1f} pixels of ink"
        best = int(probabilities.argmax())
        if not self.is_won(probabilities):
            return (
                f"{ink} so far: {self.names[best]}, {probability(probabilities[best])}; "
                f"{self.names[self.target]}, {probability(probabilities[self.target])}."
            )
        score = f"Fooled: {self.names[best]}, with {ink}."
        if self.program is None:
            return score
        if self.ink(canvas) < self.program:
            return f"{score} You beat the program, which needs {self.program:.1f}."
        return f"{score} The program needs {self.program:.1f}: can you beat it?"
