"""Charts of an evaluation as SVG, coloured by the page's style sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

import numpy as np

from fashion_gui.evaluation.metrics import Coverage, Reliability, Report, accuracy_interval
from fashion_gui.explain.faithfulness import FaithfulnessCurve
from fashion_gui.percent import percent
from fashion_gui.reports.markup import Markup, element

_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 26, 14, 48
_WIDTH, _HEIGHT = 500, 360
_STRIP = 64
"""Height of the histogram under the reliability diagram."""
_LEAST_SHARE = 0.01
"""Coverage at which the curve begins: below it, the accuracy depends on single images."""
_N_POINTS = 240
_MARKED_SHARES = (0.5, 0.8, 0.9, 1.0)
_NAMES_WIDTH, _BAR_HEIGHT, _BAR_LENGTH = 130, 11, 290
_NAME_LETTERS = 16


@dataclass(frozen=True)
class _Frame:
    """Coordinates of a chart: x from 0 to 1, y from `low` to 1."""

    low: float = 0.0

    def x(self, value: float) -> float:
        return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (value - self.low) / (1 - self.low) * (_HEIGHT - _TOP - _BOTTOM)

    def axes(self, x_label: str, y_label: str, x_label_y: float = _HEIGHT - 8) -> list[Markup]:
        """Draw grid lines, the numbers at the axes and their labels."""
        bottom, left, right = self.y(self.low), self.x(0), self.x(1)
        parts = []
        for value in np.linspace(self.low, 1, 6):
            y = self.y(value)
            parts += [
                _line(left, y, right, y, "grid"),
                _text(left - 8, y + 4, percent(value, 0 if self.low < 0.9 else 1), "end"),
            ]
        for value in np.linspace(0, 1, 6):
            parts.append(_text(self.x(value), bottom + 18, percent(value, 0), "middle"))
        middle = (self.y(1) + bottom) / 2
        turned = element(
            "text",
            y_label,
            x=14,
            y=middle,
            text_anchor="middle",
            transform=f"rotate(-90 14 {middle})",
        )
        label = _text((left + right) / 2, x_label_y, x_label, "middle")
        return [*parts, _line(left, bottom, right, bottom, "axis"), label, turned]


def reliability_chart(reliability: Reliability) -> Markup:
    """Draw the reliability diagram: accuracy by confidence, with the numbers of images."""
    frame = _Frame()
    n_bins, n_images = len(reliability.count), max(int(reliability.count.sum()), 1)
    bottom, base = frame.y(0), _HEIGHT + _STRIP - 8
    parts = frame.axes("confidence", "accuracy", bottom + 38)
    tallest = max(int(reliability.count.max()), 1)
    rows = zip(reliability.confidence, reliability.accuracy, reliability.count, strict=True)
    for place, (confidence, accuracy, count) in enumerate(rows):
        if not count:
            continue
        left, right = frame.x(place / n_bins), frame.x((place + 1) / n_bins)
        width, height = right - left - 4, 44 * count / tallest
        words = (
            f"{count:,} images, {percent(count / n_images)} of all: "
            f"{percent(confidence)} sure on average, {percent(accuracy)} right"
        )
        low, high = accuracy_interval(round(accuracy * count), int(count))
        x = frame.x(confidence)
        bars = (
            _bar(left + 2, frame.y(accuracy), width, bottom - frame.y(accuracy), "bar"),
            _line(x, frame.y(low), x, frame.y(high), "whisker"),
            _dot(x, frame.y(accuracy)),
            _bar(left + 2, base - height, width, height, "count"),
        )
        parts.append(element("g", element("title", words), bars))
    parts += [
        _line(frame.x(0), bottom, frame.x(1), frame.y(1), "ideal"),
        _line(frame.x(0), base, frame.x(1), base, "axis"),
        _text(frame.x(0) + 4, base - 46, f"images (tallest bar: {tallest:,})", "start"),
    ]
    error = percent(reliability.calibration_error)
    return _svg(f"Reliability diagram; calibration error {error}", parts, _HEIGHT + _STRIP)


def coverage_chart(coverage: Coverage) -> Markup:
    """Draw the accuracy over the coverage, from the most confident predictions to all."""
    n = len(coverage.accuracy)
    shown = np.unique(np.linspace(min(n - 1, _LEAST_SHARE * n), n - 1, _N_POINTS).astype(int))
    lowest = min(float(coverage.accuracy[shown].min()), 0.99)
    step = 0.1 if lowest < 0.9 else 0.05 if lowest < 0.95 else 0.01
    frame = _Frame(max(0.0, np.floor(lowest / step) * step))
    points = " ".join(
        f"{frame.x((i + 1) / n):.1f},{frame.y(coverage.accuracy[i]):.1f}" for i in shown
    )
    parts = frame.axes("coverage: share of images, the most confident first", "accuracy")
    parts.append(element("polyline", points=points, class_="curve"))
    for share, accuracy in surest(coverage):
        x, y = frame.x(share), frame.y(accuracy)
        words = f"the most confident {percent(share, 0)}: {percent(accuracy)} right"
        label = _text(x - 4, y + 20, percent(accuracy), "end", "number")
        parts.append(element("g", element("title", words), _dot(x, y), label))
    return _svg("Accuracy vs. coverage", parts, _HEIGHT)


def surest(coverage: Coverage) -> list[tuple[float, float]]:
    """Return some coverages and the accuracy of the most confident predictions at each."""
    n = len(coverage.accuracy)
    places = [max(1, round(share * n)) - 1 for share in _MARKED_SHARES]
    return [
        (share, float(coverage.accuracy[place]))
        for share, place in zip(_MARKED_SHARES, places, strict=True)
    ]


def faithfulness_chart(deletion: FaithfulnessCurve, insertion: FaithfulnessCurve) -> Markup:
    """Draw a class's probability while the ink is erased (dashed) and while it is shown."""
    frame = _Frame()
    parts = frame.axes("share of the ink, the most important first", "probability of the class")
    for curve, name, dashes in ((deletion, "erased", "7 4"), (insertion, "shown", None)):
        points = " ".join(
            f"{frame.x(share):.1f},{frame.y(probability):.1f}"
            for share, probability in zip(curve.shares, curve.probabilities, strict=True)
        )
        line = element("polyline", points=points, class_="curve", stroke_dasharray=dashes)
        parts.append(element("g", element("title", name), line))
    parts.append(_text(frame.x(0.5), frame.y(0.93), "solid: shown, dashed: erased", "middle"))
    return _svg("Faithfulness: the class while ink is erased or shown", parts, _HEIGHT)


def class_bars(report: Report) -> Markup:
    """Draw precision and recall of each class as two bars."""
    parts, row_height = [], 2 * _BAR_HEIGHT + 12
    for row, (name, scores) in enumerate(zip(report.class_names, report.classes, strict=True)):
        y = 4 + row * row_height
        parts.append(_text(_NAMES_WIDTH - 8, y + _BAR_HEIGHT + 5, _fitting(name), "end"))
        for place, (kind, share) in enumerate(
            (("precision", scores.precision), ("recall", scores.recall))
        ):
            top, length = y + place * (_BAR_HEIGHT + 1), share * _BAR_LENGTH
            number = _text(_NAMES_WIDTH + length + 6, top + 10, percent(share), "start", "number")
            bar = _bar(_NAMES_WIDTH, top, length, _BAR_HEIGHT, kind)
            words = element("title", f"{name}: {kind} {percent(share)}")
            parts.append(element("g", words, bar, number))
    height = 4 + row_height * len(report.classes)
    parts.append(_line(_NAMES_WIDTH, 0, _NAMES_WIDTH, height, "axis"))
    return _svg("Precision and recall of each class", parts, height)


def _fitting(name: str) -> str:
    """Return as much of a name as has room beside the bars; ideographs are twice as wide."""
    room = _NAME_LETTERS
    for place, letter in enumerate(name):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{name[: place - 1].rstrip()}…"
    return name


def _svg(title: str, parts: Iterable[Markup], height: int) -> Markup:
    box = f"0 0 {_WIDTH} {height}"
    return element("svg", element("title", title), parts, viewBox=box, role="img", aria_label=title)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def _bar(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    return element("rect", x=x, y=y, width=width, height=height, class_=class_)


def _dot(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=4, class_="dot")


def _text(x: float, y: float, words: str, anchor: str, class_: str | None = None) -> Markup:
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_)
