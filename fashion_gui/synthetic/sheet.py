"""A sheet that draws many figures at once, each with its own hand.

All lines go through the same few array operations; only the figures are made one by one.
"""

from itertools import pairwise
from math import dist

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.sketch.curves import Line, between
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.raster import CANVAS_SIZE, batch_coverage, polygon_mask
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.hand import Hand
from fashion_gui.synthetic.handwork import Frame, Shake, Target, pieces

_FloatArray = NDArray[np.float32]
_PEN, _CUT = 0, 1


class Sheet:
    """Collects the lines of many figures, then draws them together."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []
        self._lengths: list[int] = []
        self._places: list[int] = []
        self._layers: list[int] = []
        self._hands: list[Hand] = []
        self._fillings: list[tuple[int, str, list[Line], list[Line]]] = []

    def add(self, figure: Figure, hand: Hand, chance: Chance) -> None:
        """Add the next figure, to be drawn by a hand."""
        if figure.needs_inner:
            hand = hand.with_inner_lines()
        place = len(self._hands)
        self._hands.append(hand)
        lines = _drawn(figure.outlines, hand, chance) or figure.outlines[:1]
        is_whole = hand.filling == "whole"
        enclosing = (line for line in (*lines, *figure.inner) if is_whole and len(line) > 2)
        shapes = [*figure.shapes, *enclosing]
        filling = hand.filling if shapes else "none"
        is_cut = filling in ("filled", "edges")
        if filling != "none":
            self._fillings.append((place, filling, shapes, figure.holes if is_cut else []))
        layer = _CUT if is_cut else _PEN
        kept = _up_to(lines, hand.finished)
        self._add_lines(place, kept, _PEN)
        if filling != "blot" and hand.finished == 1.0:
            inner = _drawn(figure.inner, hand, chance)
            details = [line for line in figure.details if chance.maybe(hand.care)]
            self._add_lines(place, inner + [_hasty(line, hand, chance) for line in details], layer)

    def _add_lines(self, place: int, lines: list[Line], layer: int) -> None:
        for line in lines:
            self._points += line
            self._lengths.append(len(line))
            self._places.append(place)
            self._layers.append(layer)

    def render(self, rng: Generator) -> NDArray[np.uint8]:
        """Return the drawings, uint8 (n_images, 28, 28)."""
        n_images = len(self._hands)
        points, lengths = np.array(self._points, np.float32), np.array(self._lengths)
        places_of_lines, layers = np.array(self._places), np.array(self._layers)
        frame = Frame.around(points, np.repeat(places_of_lines, lengths), n_images)
        points = frame.to_unit(points, np.repeat(places_of_lines, lengths))
        steady, mirrored, turns = (
            np.array([getattr(hand, name) for hand in self._hands])
            for name in ("is_steady", "is_mirrored", "turn")
        )
        shake = Shake(n_images, len(lengths), rng, steady=steady, mirrored=mirrored, turns=turns)
        widths, cuts, greys = (
            np.array([getattr(hand, name) for hand in self._hands], np.float32)
            for name in ("pen", "cut", "grey")
        )

        starts, stops, line, way = pieces(points, lengths)
        places = places_of_lines[line]
        starts = shake.moved(starts, places, line, way[0])
        stops = shake.moved(stops, places, line, way[1])
        sides = np.array([np.nan if hand.side is None else hand.side for hand in self._hands])
        target = Target(n_images, starts, stops, places, widths, rng, sides)
        starts, stops = target.to_pixels(starts, places), target.to_pixels(stops, places)

        def draw(layer: int, widths: _FloatArray) -> _FloatArray:
            k = np.flatnonzero(layers[line] == layer)
            return batch_coverage(starts[k], stops[k], widths[places[k]], places[k], n_images)

        images = draw(_PEN, widths) * greys[:, np.newaxis, np.newaxis]

        def mask(place: int, shapes: list[Line]) -> NDArray[np.bool_]:
            inside = np.zeros((CANVAS_SIZE, CANVAS_SIZE), bool)
            for shape in shapes:
                of_corner = np.full(len(shape), place)
                corners = frame.to_unit(np.array(shape, np.float32), of_corner)
                corners = target.to_pixels(shake.bent(corners, of_corner), of_corner)
                inside |= polygon_mask(corners)
            return inside

        for place, filling, shapes, holes in self._fillings:
            inside = mask(place, shapes)
            if holes:
                inside &= ~mask(place, holes)
            images[place] = _filled(images[place], inside, filling, rng)
        images *= 1 - draw(_CUT, cuts)
        self._finish(images)
        return _on_paper(images, rng)

    def _finish(self, images: _FloatArray) -> None:
        """Reduce figures with "edges" to their outlines, and enlarge those drawn small."""
        for place, filling, *_ in self._fillings:
            if filling == "edges":
                images[place] = _rims(images[place])
        for place, hand in enumerate(self._hands):
            if hand.side is not None:
                images[place] = fit_picture(images[place]) / np.float32(255)


def _drawn(lines: list[Line], hand: Hand, chance: Chance) -> list[Line]:
    """Return the lines that a hand draws: some left out, doubled, too long or too short."""
    if not hand.haste:
        return list(lines)
    drawn = []
    for line in lines:
        if len(lines) > 2 and chance.maybe(hand.haste):
            continue
        drawn.append(_hasty(line, hand, chance))
        if chance.maybe(hand.haste * 0.6):
            drawn.append(line)
    return drawn


def _hasty(line: Line, hand: Hand, chance: Chance) -> Line:
    """Make a line end too early or too late."""
    if len(line) < 2 or not chance.maybe(hand.haste * 2):
        return line
    line = list(line)
    (x0, y0), (x1, y1) = line[-2:]
    share = chance.uniform(0.3, 1.25)
    line[-1] = (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    if len(line) > 6 and chance.maybe(0.3):
        line = line[: -chance.randint(1, 2)]
    return line


def _up_to(lines: list[Line], share: float) -> list[Line]:
    """Return the lines up to where the pen stops, after a share of their length."""
    if share >= 1:
        return lines
    left = share * sum(dist(*ends) for line in lines for ends in pairwise(line))
    kept: list[Line] = []
    for line in lines:
        part = [line[0]]
        for start, stop in pairwise(line):
            length = dist(start, stop)
            if length >= left:
                part.append(between(start, stop, left / length) if length else stop)
                return [*kept, part]
            part.append(stop)
            left -= length
        kept.append(part)
    return kept


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


def _rims(image: _FloatArray) -> _FloatArray:
    """Return the edges in an image, as edge detection would."""
    padded = np.pad(image, 1)
    inner = padded[1:-1, 1:-1]
    lowest = inner.copy()
    for part in (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]):
        np.minimum(lowest, part, out=lowest)
    rims: _FloatArray = inner - lowest
    return rims


def _on_paper(images: _FloatArray, rng: Generator) -> NDArray[np.uint8]:
    """Return bytes; some images are blurred or thresholded, as scans and screenshots are."""
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
