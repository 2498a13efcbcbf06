"""An image query as a value: which images a person wants to see, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import SIGN

Numbers = NDArray[np.intp]


class Order(StrEnum):
    """What images are sorted by. Equal ones keep the order of their numbers."""

    INDEX = "index"
    CONFIDENCE = "confidence"
    MARGIN = "margin"
    LOSS = "loss"
    CONFIDENTLY_WRONG = "most confidently wrong"


_KEYS: dict[Order, Callable[[Predictions], NDArray[np.float32]]] = {
    Order.CONFIDENCE: lambda answers: answers.confidence,
    Order.MARGIN: lambda answers: answers.margin,
    Order.LOSS: lambda answers: answers.losses,
    # From the most confident error over doubt to the most confident right answer.
    Order.CONFIDENTLY_WRONG: lambda answers: np.where(
        answers.is_right, answers.confidence, -answers.confidence
    ),
}


@dataclass(frozen=True)
class ImageQuery:
    """Filters that all hold at once, and an order.

    Attributes
    ----------
    part
        Split to choose from.
    true_class, answer
        True and predicted class, from 0; None for any.
    is_right
        True for right predictions, False for wrong ones; None for both.
    confidence
        Range of the largest probability, both ends included; None for any.
    other_answer
        Class that the compared network predicts; None for any.
    differs
        Only images that the two networks predict differently.
    among
        Numbers of the images to choose from, ascending, such as those selected on a map; None for
        all of the split.
    order, is_reversed
        What they are sorted by, and whether the largest value comes first.
    """

    part: Split = Split.TEST
    true_class: int | None = None
    answer: int | None = None
    is_right: bool | None = None
    confidence: tuple[float, float] | None = None
    other_answer: int | None = None
    differs: bool = False
    among: tuple[int, ...] | None = None
    order: Order = Order.INDEX
    is_reversed: bool = False

    @property
    def needs_answers(self) -> bool:
        """True when predictions are needed to filter or sort."""
        asked = (self.answer, self.is_right, self.confidence)
        is_sorted = self.order is not Order.INDEX
        return is_sorted or self.needs_comparison or any(value is not None for value in asked)

    @property
    def needs_comparison(self) -> bool:
        """True when the predictions of a second network are needed, too."""
        return self.differs or self.other_answer is not None

    def filters(self, class_names: tuple[str, ...]) -> dict[str, str]:
        """Return the filters that are set, in words for people, by the name of the attribute."""
        words: dict[str, str] = {}
        if self.true_class is not None:
            words["true_class"] = f"is {class_names[self.true_class]}"
        if self.answer is not None:
            words["answer"] = f"predicted {class_names[self.answer]}"
        if self.is_right is not None:
            words["is_right"] = "answered right" if self.is_right else "answered wrong"
        if self.confidence is not None:
            low, high = (100 * share for share in self.confidence)
            words["confidence"] = f"{low:.0f} to {high:.0f}{SIGN} sure"
        if self.other_answer is not None:
            words["other_answer"] = f"other network: {class_names[self.other_answer]}"
        if self.differs:
            words["differs"] = "the two networks disagree"
        if self.among is not None:
            words["among"] = f"{len(self.among):,} selected on the map"
        return words

    def without(self, *names: str) -> "ImageQuery":
        """Return the query without some of its filters."""
        nothing = ImageQuery()
        return replace(self, **{name: getattr(nothing, name) for name in names})

    def cleared(self) -> "ImageQuery":
        """Return the query without any filter; split and order stay."""
        return ImageQuery(part=self.part, order=self.order, is_reversed=self.is_reversed)

    def find(
        self, dataset: Dataset, answers: Predictions | None, compared: Predictions | None = None
    ) -> Numbers | None:
        """Return the numbers of the images, in order; None when it needs predictions not given.

        Parameters
        ----------
        answers, compared
            Predictions for exactly the query's split. If ``answers`` are those for its first
            images, as long as others are made, the others are left out.
        """
        numbers = dataset.numbers(self.part)
        if answers is not None and compared is None:
            numbers = numbers[: len(answers)]
        if not numbers:
            return np.empty(0, np.intp)
        if (self.needs_answers and answers is None) or (self.needs_comparison and compared is None):
            return None
        labels = dataset.labels[numbers.start : numbers.stop]
        is_wanted = np.ones(len(labels), np.bool_)
        if self.true_class is not None:
            is_wanted &= labels == self.true_class
        if self.among is not None:
            is_wanted &= np.isin(np.arange(numbers.start, numbers.stop), self.among)
        if answers is not None:
            self._filter(is_wanted, answers)
            if compared is not None:
                self._compare(is_wanted, answers, compared)
        places = np.flatnonzero(is_wanted)
        if answers is not None and self.order is not Order.INDEX:
            keys = _KEYS[self.order](answers)[places]
            places = places[_order_of(-keys if self.is_reversed else keys)]
        elif self.is_reversed:
            places = places[::-1]
        return places + numbers.start

    def _filter(self, is_wanted: NDArray[np.bool_], answers: Predictions) -> None:
        if self.answer is not None:
            is_wanted &= answers.predicted == self.answer
        if self.is_right is not None:
            is_wanted &= answers.is_right == self.is_right
        if self.confidence is not None:
            low, high = self.confidence
            is_wanted &= (answers.confidence >= low) & (answers.confidence <= high)

    def _compare(
        self, is_wanted: NDArray[np.bool_], answers: Predictions, compared: Predictions
    ) -> None:
        if self.other_answer is not None:
            is_wanted &= compared.predicted == self.other_answer
        if self.differs:
            is_wanted &= answers.predicted != compared.predicted


def _order_of(keys: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return ``argsort(keys, kind="stable")`` in less than half the time.

    Keys and places are sorted together, as whole numbers: the bits of a float32 are in its order.
    """
    if np.isnan(keys).any():
        return np.argsort(keys, kind="stable")
    whole = (keys + np.float32(0)).view(np.int32).astype(np.int64)  # -0 is 0
    whole ^= (whole >> 31) & 0x7FFFFFFF  # negative ones are in reverse order
    whole <<= 32
    whole |= np.arange(len(keys))
    whole.sort()
    whole &= 0xFFFFFFFF
    return whole
