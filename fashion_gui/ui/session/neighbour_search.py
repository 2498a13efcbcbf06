"""Searches for an image's neighbours in the background; only the latest request counts."""

from collections.abc import Generator
from functools import partial

from fashion_gui.data import Dataset
from fashion_gui.evaluation.neighbours import Neighbours, find_neighbours
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.ui.session.latest_work import LatestWork


class NeighbourSearch(LatestWork):
    """Finds neighbours of one image after another."""

    failure = "The nearest images could not be found: {}."

    def ask(self, number: int, dataset: Dataset, training: Predictions) -> None:
        """Find the ``Neighbours`` of an image; ``training`` are predictions with features."""
        self.do(partial(_looking, number, dataset, training))


def _looking(
    number: int, dataset: Dataset, training: Predictions
) -> Generator[Neighbours, None, None]:
    yield find_neighbours(number, dataset, training)
