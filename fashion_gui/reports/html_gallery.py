"""The images in a report: those that show most about the network's errors."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import probability
from fashion_gui.reports.html_tables import count_of
from fashion_gui.reports.markup import Markup, element, joined

ToPng = Callable[[NDArray[np.uint8]], bytes]

N_MOST_WRONG = 40
_N_CONFUSIONS, _N_EXAMPLES = 6, 10
_N_DISAGREEMENTS = 20
_SCREEN_SIDE = 84


@dataclass(frozen=True)
class Gallery:
    """Shows images of a data set with their predictions.

    Attributes
    ----------
    dataset
        The data set with the images.
    to_png
        Returns a PNG file of grey levels, uint8 (height, width).
    """

    dataset: Dataset
    to_png: ToPng

    def most_wrong(self, answers: Predictions) -> Markup:
        """Return the errors with the highest confidence."""
        places = _surest(answers, ~answers.is_right)[:N_MOST_WRONG]
        if not len(places):
            return element("p", "There is none: every answer is right.")
        return self._tiles(places, answers)

    def largest_confusions(self, answers: Predictions) -> Markup:
        """Return a row of examples for each of the most frequent confusions."""
        confusion = answers.report.confusion.copy()
        np.fill_diagonal(confusion, 0)
        rows = []
        for cell in np.argsort(-confusion, axis=None, kind="stable")[:_N_CONFUSIONS]:
            truth, answer = (int(index) for index in np.unravel_index(cell, confusion.shape))
            count = int(confusion[truth, answer])
            if not count:
                break
            names = answers.report.class_names
            is_there = (answers.labels == truth) & (answers.predicted == answer)
            tiles = self._tiles(_surest(answers, is_there)[:_N_EXAMPLES], answers)
            heading = f"{count_of(count, names[truth])} predicted as {names[answer]}"
            rows.append(element("div", element("h3", heading), tiles, class_="whole"))
        return joined(rows or [element("p", "There is none: every answer is right.")])

    def disagreements(self, comparison: Comparison, names: tuple[str, str]) -> Markup:
        """Return images that two networks predict differently, grouped by which one is right."""
        first, second = comparison.first, comparison.second
        groups = (
            (f"Only {names[1]} is right", second.is_right),
            (f"Only {names[0]} is right", first.is_right),
            ("Both are wrong, each in its own way", ~first.is_right & ~second.is_right),
        )
        parts = []
        for heading, is_in_group in groups:
            places = _surest(first, comparison.differs & is_in_group)
            if len(places):
                shown = "" if len(places) <= _N_DISAGREEMENTS else f", {_N_DISAGREEMENTS} shown"
                tiles = self._tiles(places[:_N_DISAGREEMENTS], first, second, names)
                words = f"{heading} ({len(places):,}{shown})"
                parts.append(element("div", element("h3", words), tiles))
        return joined(parts)

    def _tiles(
        self,
        places: Iterable[int],
        answers: Predictions,
        compared: Predictions | None = None,
        names: tuple[str, str] = ("", ""),
    ) -> Markup:
        tiles = []
        for place in places:
            told = [_said(answers, place, names[0])]
            if compared is not None:
                told.append(_said(compared, place, names[1]))
            truth = self.dataset.class_names[answers.labels[place]]
            tiles.append(element("li", self._tile(answers.start + int(place), truth, told)))
        return element("ul", tiles, class_="tiles")

    def _tile(self, number: int, truth: str, told: list["_Said"]) -> Markup:
        name = self.dataset.name_of(number)
        said = ", ".join(f"{one.answer} ({one.share} sure)" for one in told)
        content = b64encode(self.to_png(self.dataset.image(number))).decode("ascii")
        image = element(
            "img",
            src=f"data:image/png;base64,{content}",
            alt=f"{name}: {truth}, {said}",
            title=name,
            width=_SCREEN_SIDE,
            height=_SCREEN_SIDE,
        )
        lines = [element("span", truth, class_="truth")]
        for one in told:
            lines.append(element("span", one.answer, class_=None if one.is_right else "miss"))
            lines.append(element("span", f"{one.share} sure", class_="share"))
        return joined(image, lines)


@dataclass(frozen=True)
class _Said:
    """A network's prediction for an image, in words."""

    answer: str
    share: str
    is_right: bool


def _said(answers: Predictions, place: int, name: str) -> _Said:
    answer = answers.report.class_names[answers.predicted[place]]
    share = probability(answers.confidence[place])
    words = f"{name}: {answer}" if name else f"predicted {answer}"
    return _Said(words, share, bool(answers.is_right[place]))


def _surest(answers: Predictions, is_wanted: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the indices of the wanted predictions, the most confident first."""
    places = np.flatnonzero(is_wanted)
    return places[np.argsort(-answers.confidence[places], kind="stable")]
