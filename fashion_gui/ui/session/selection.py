"""What a person looks at: the query, the selected image and the drawing.

Any page may change them, and each of them shows the same.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from fashion_gui.evaluation.query import ImageQuery


class Selection(QObject):
    """Holds the query, the selected image and the drawing, and asks pages to show others.

    Attributes
    ----------
    query
        Which images Browse shows.
    picked
        Number of the selected image; None for none.
    drawn
        The drawing as input for a network, uint8 (28, 28); None for nothing.
    """

    query_changed = Signal()
    """The query has changed."""
    browse_requested = Signal()
    """The images behind a figure are to be shown: the query selects them."""
    picked_changed = Signal()
    """Another image was selected."""
    drawn_changed = Signal()
    """The drawing on the canvas has changed."""
    canvas_requested = Signal(object)
    """An image, uint8 (28, 28), to be put onto the canvas."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = ImageQuery()
        self.picked: int | None = None
        self.drawn: NDArray[np.uint8] | None = None

    def set_query(self, question: ImageQuery) -> None:
        """Set the query."""
        if question != self.query:
            self.query = question
            self.query_changed.emit()

    def browse(self, question: ImageQuery) -> None:
        """Set the query and show its images on Browse."""
        self.set_query(question)
        self.browse_requested.emit()

    def pick(self, number: int | None) -> None:
        """Select an image by its number; None for no image."""
        if number != self.picked:
            self.picked = number
            self.picked_changed.emit()

    def set_drawn(self, image: NDArray[np.uint8] | None) -> None:
        """Set the drawing, as input for a network; None for nothing."""
        self.drawn = image
        self.drawn_changed.emit()
