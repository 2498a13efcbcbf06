"""Which images Browse lists: of a query whose predictions are there, or on their way."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery, Order

_BY_NUMBER = (Order.INDEX, False)


@dataclass(frozen=True)
class Found:
    """What a query found."""

    numbers: NDArray[np.int64]
    """Of the images, in their order."""
    answers: Predictions | None
    """Those it was found by."""
    is_from_top: bool
    """Whether the first image is picked now; otherwise the picked one stays so."""


class Listing:
    """The latest query, what it is answered by, and what was shown meanwhile.

    A query may need predictions that are on their way. Until they are all there, it lists what it
    finds among the first images. By number, more are added as they come; in another order, or with
    another network, the images stay in place until all can be sorted. Then the first image is
    picked, unless somebody has picked another one while waiting.
    """

    def __init__(self) -> None:
        self.query: ImageQuery | None = None
        self.answers: Predictions | None = None
        """What the query was answered by; None while its predictions are awaited."""
        self._order = _BY_NUMBER
        self._early: Predictions | None = None
        self._shown_for: ImageQuery | None = None
        self._picked_when_asked: int | None = None
        self._first_early: int | None = None
        self._now: tuple[Predictions, int | None] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the query waits for predictions."""
        return self.query is not None and self.query.needs_answers and self.answers is None

    @property
    def is_misleading(self) -> bool:
        """Whether what is listed went through other filters, while the query waits."""
        if self.query is None or not self.is_waiting:
            return False
        asked = _unsorted(self.query)
        is_same = self._shown_for is not None and _unsorted(self._shown_for) == asked
        return asked.needs_answers and not is_same

    def find(
        self,
        dataset: Dataset,
        query: ImageQuery,
        answers: Predictions | None,
        compared: Predictions | None,
        picked: int | None,
    ) -> Found | None:
        """Answer a query with all predictions; None if they are not there yet.

        Parameters
        ----------
        dataset, query
            What is asked for.
        answers, compared
            Predictions of the network, and of the one that it is compared with, for all images of
            the query's part; None while they are on their way.
        picked
            Number of the image that is picked now.
        """
        numbers = query.find(dataset, answers, compared)
        if numbers is None:
            if self.query != query:
                self._picked_when_asked = picked
            self.query, self.answers = query, None
            return None
        order = query.order, query.is_reversed
        is_from_top = self._order != order
        if self.is_waiting and self.query == query:
            if self._first_early is not None:
                is_from_top = picked == self._first_early
            else:
                is_from_top &= self._picked_when_asked in (None, picked)
        self.query, self.answers, self._order = query, answers, order
        self._shown_for, self._early, self._first_early = query, None, None
        self._now = None
        return Found(numbers, answers, is_from_top)

    def n_now(
        self, dataset: Dataset, answers: Predictions | None, compared: Predictions | None
    ) -> int | None:
        """Return how many images newer predictions would find; None if that cannot be told yet."""
        if self.query is None or self.answers is None:
            return None
        if answers is None or answers is self.answers:
            return None
        if self._now is None or self._now[0] is not answers:
            found = _unsorted(self.query).find(dataset, answers, compared)
            self._now = answers, None if found is None else len(found)
        return self._now[1]

    def find_early(self, dataset: Dataset, answers: Predictions | None) -> Found | None:
        """Answer the query that waits with the first predictions; None if nothing changes.

        Parameters
        ----------
        dataset
            The one that `find` was asked about.
        answers
            Predictions for the first images of the query's part, if there are any.
        """
        query = self.query
        if query is None or answers is None:
            return None
        order = query.order, query.is_reversed
        is_growing = order == _BY_NUMBER and self._early is not None
        if self._shown_for == query and not (is_growing and answers is not self._early):
            return None
        self._early = answers
        numbers = query.find(dataset, answers)
        if numbers is None or not len(numbers):
            return None
        is_from_top = self._order != order
        if is_from_top and order != _BY_NUMBER:
            self._first_early = int(numbers[0])
        self._order, self._shown_for = order, query
        return Found(numbers, answers, is_from_top)


def _unsorted(query: ImageQuery) -> ImageQuery:
    return replace(query, order=Order.INDEX, is_reversed=False)
