"""Doodles: drawings of clothes as people make them, drawn by a program.

A figure says what is drawn; a hand says how: shaky, slanted, in a hurry, with lines left out or
drawn twice, with a thick or a thin pen, filled or hatched. All doodles of a batch go through
the same few array operations; only their figures are made one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.sketch.garments.bags import bag
from fashion_gui.sketch.garments.dresses import dress
from fashion_gui.sketch.garments.figure import Chance, Figure, Line
from fashion_gui.sketch.garments.sandals import sandal
from fashion_gui.sketch.garments.scrawls import scrawl
from fashion_gui.sketch.garments.shoes import ankle_boot, sneaker
from fashion_gui.sketch.garments.tops import coat, pullover, shirt, t_shirt
from fashion_gui.sketch.garments.trousers import trousers
from fashion_gui.sketch.handwork import Frame, Shake, Target, pieces
from fashion_gui.sketch.raster import CANVAS_SIZE, batch_coverage, polygon_mask

GARMENTS: tuple[Callable[[Chance], Figure], ...] = (
    *(t_shirt, trousers, pullover, dress, coat),
    *(sandal, shirt, sneaker, bag, ankle_boot),
)
"""What draws each class, in the order of the classes of Fashion-MNIST."""
NO_CLOTHING = len(GARMENTS)
"""The label of a drawing that shows no clothing."""
_FloatArray = NDArray[np.float32]


def draw_doodles(
    n: int, rng: Generator, *, scrawl_share: float = 0.0
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw doodles of all classes.

    Parameters
    ----------
    n
        How many.
    rng
        Source of chance.
    scrawl_share
        Share of them that show no clothing.

    Returns
    -------
    images : ndarray of uint8, shape (n, 28, 28)
        White on black.
    labels : ndarray of uint8, shape (n,)
        From 0 to 9, or ``NO_CLOTHING``.
    """
    labels = rng.integers(0, len(GARMENTS), n).astype(np.uint8)
    labels[rng.random(n) < scrawl_share] = NO_CLOTHING
    return draw_doodles_of(labels, rng), labels


def draw_doodles_of(labels: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Draw a doodle for each label, uint8 (n,): returns uint8 (n, 28, 28)."""
    if not len(labels):
        return np.zeros((0, CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    chance = Chance(int(rng.integers(2**63)))
    sheet = _Sheet()
    for place, label in enumerate(labels):
        draw = scrawl if label == NO_CLOTHING else GARMENTS[label]
        figure = draw(chance)
        if chance.maybe(0.5):
            figure = figure.transformed(1.0, mirrored=True)
        sheet.add(place, figure, _Hand.of(chance), chance)
    return sheet.render(len(labels), rng)


@dataclass(frozen=True)
class _Hand:
    """How somebody draws.

    Attributes
    ----------
    care
        Share of the details that are drawn.
    haste
        Probability that a line is left out, is too short or too long, or is drawn twice.
    filling
        "none", "filled" (details are cut out), "both" (a grey fill under the lines),
        "hatched" or "blot" (no details).
    """

    care: float
    haste: float
    filling: str

    @classmethod
    def of(cls, chance: Chance) -> "_Hand":
        filling = chance.choices(("none", "filled", "both", "hatched", "blot"), (76, 8, 8, 4, 4))[0]
        haste = chance.choice((0.0, 0.03, 0.1)) if filling == "none" else 0.0
        return cls(chance.uniform(0.5, 1.05), haste, filling)


class _Sheet:
    """Collects the lines of many figures, then draws them together."""

    _PEN, _CUT = 0, 1

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []
        self._lengths: list[int] = []
        self._places: list[int] = []
        self._layers: list[int] = []
        self._fillings: dict[int, tuple[str, Line]] = {}

    def add(self, place: int, figure: Figure, hand: _Hand, chance: Chance) -> None:
        """Draw a figure in the way of a hand."""
        is_full = len(figure.outlines) <= 2
        for line in figure.outlines:
            if not is_full and chance.maybe(hand.haste):
                continue
            self._add_line(place, _hasty(line, hand, chance), self._PEN)
            if chance.maybe(hand.haste * 0.6):
                self._add_line(place, line, self._PEN)
        if not self._places or self._places[-1] != place:
            self._add_line(place, figure.outlines[0], self._PEN)
        filling = hand.filling if figure.shapes else "none"
        if filling != "none":
            self._fillings[place] = (filling, figure.shapes[0])
        layer = self._CUT if filling == "filled" else self._PEN
        for line in figure.details:
            if filling != "blot" and chance.maybe(hand.care):
                self._add_line(place, _hasty(line, hand, chance), layer)

    def _add_line(self, place: int, line: Line, layer: int) -> None:
        self._points += line
        self._lengths.append(len(line))
        self._places.append(place)
        self._layers.append(layer)

    def render(self, n_images: int, rng: Generator) -> NDArray[np.uint8]:
        """Return the drawings, uint8 (n_images, 28, 28)."""
        points, lengths = np.array(self._points, np.float32), np.array(self._lengths)
        places_of_lines, layers = np.array(self._places), np.array(self._layers)
        frame = Frame.around(points, np.repeat(places_of_lines, lengths), n_images)
        points = frame.to_unit(points, np.repeat(places_of_lines, lengths))
        shake = Shake(n_images, len(lengths), rng)
        widths, greys = _pens(n_images, rng)

        starts, stops, line, way = pieces(points, lengths)
        places = places_of_lines[line]
        starts = shake.moved(starts, places, line, way[0])
        stops = shake.moved(stops, places, line, way[1])
        target = Target(n_images, starts, stops, places, widths, rng)
        starts, stops = target.to_pixels(starts, places), target.to_pixels(stops, places)

        def draw(layer: int) -> _FloatArray:
            k = np.flatnonzero(layers[line] == layer)
            return batch_coverage(starts[k], stops[k], widths[places[k]], places[k], n_images)

        images = draw(self._PEN) * greys[:, np.newaxis, np.newaxis]
        for place, (filling, shape) in self._fillings.items():
            of_corner = np.full(len(shape), place)
            corners = frame.to_unit(np.array(shape, np.float32), of_corner)
            corners = target.to_pixels(shake.bent(corners, of_corner), of_corner)
            images[place] = _filled(images[place], polygon_mask(corners), filling, rng)
        images *= 1 - draw(self._CUT)
        return _on_paper(images, rng)


def _hasty(line: Line, hand: _Hand, chance: Chance) -> Line:
    """Let a line end too early or too late."""
    if len(line) < 2 or not chance.maybe(hand.haste * 2):
        return line
    line = list(line)
    (x0, y0), (x1, y1) = line[-2:]
    share = chance.uniform(0.3, 1.25)
    line[-1] = (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    if len(line) > 6 and chance.maybe(0.3):
        line = line[: -chance.randint(1, 2)]
    return line


def _pens(n: int, rng: Generator) -> tuple[_FloatArray, _FloatArray]:
    """Draw the width in pixels and the grey of each figure's pen."""
    kind = rng.random(n)
    widths = rng.uniform(1.5, 2.7, n)
    widths = np.where(kind < 0.15, rng.uniform(0.9, 1.6, n), widths)
    widths = np.where(kind > 0.9, rng.uniform(2.7, 4.3, n), widths)
    greys = np.where(rng.random(n) < 0.75, 1.0, rng.uniform(0.5, 1.0, n))
    return widths.astype(np.float32), greys.astype(np.float32)


def _filled(
    image: _FloatArray, mask: NDArray[np.bool_], filling: str, rng: Generator
) -> _FloatArray:
    """Return the image of lines with its shape filled."""
    grey = float(image.max())
    if filling == "both":
        grey *= rng.uniform(0.25, 0.85)
    inside = mask.astype(np.float32)
    if filling == "hatched":
        angle, spacing = rng.uniform(0, np.pi), rng.uniform(3.0, 5.5)
        y, x = np.mgrid[:CANVAS_SIZE, :CANVAS_SIZE]
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / spacing)
        inside *= np.clip(0.5 + 1.5 * wave, 0, 1).astype(np.float32)
    filled: _FloatArray = np.maximum(image, inside * np.float32(grey))
    return filled


def _on_paper(images: _FloatArray, rng: Generator) -> NDArray[np.uint8]:
    """Return bytes; some images are blurred or hard, as scans and screenshots are."""
    kind = rng.random(len(images))
    blurred = np.flatnonzero(kind < 0.15)
    if len(blurred):
        share = rng.uniform(0.1, 0.3, (len(blurred), 1, 1)).astype(np.float32)
        part = images[blurred]
        for axis in (1, 2):
            sides = np.roll(part, 1, axis) + np.roll(part, -1, axis)
            part = (1 - 2 * share) * part + share * sides
        images[blurred] = part
    hard = kind > 0.94
    images[hard] = images[hard] > 0.5 * images[hard].max(axis=(1, 2), keepdims=True)
    np.clip(images, 0, 1, out=images)
    paper: NDArray[np.uint8] = np.rint(images * np.float32(255)).astype(np.uint8)
    return paper
