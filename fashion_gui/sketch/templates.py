"""Templates: a clean outline of each class, to trace."""

from types import MappingProxyType
from typing import TypeAlias

from fashion_gui.sketch.curves import arc, mirrored, rounded
from fashion_gui.sketch.raster import CANVAS_SIZE, Point

Template: TypeAlias = tuple[tuple[Point, ...], ...]
"""Lines through points (x, y), in canvas pixels."""

_MARGIN = 2.0


def _fitted(*lines: list[Point]) -> Template:
    """Return lines in any unit scaled to the canvas less a margin, and centred on it."""
    xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
    scale = (CANVAS_SIZE - 2 * _MARGIN) / max(max(xs) - min(xs), max(ys) - min(ys))
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    middle = CANVAS_SIZE / 2
    return tuple(
        tuple((middle + scale * (px - x), middle + scale * (py - y)) for px, py in line)
        for line in lines
    )


def _both(line: list[Point]) -> list[Point]:
    """Return a line on the right side joined to its mirror image on the left."""
    return [*line, *reversed(mirrored(line))]


_NECK = arc((0.0, 0.0), 0.18, 0.12, 0, 180, 8)
_LONG_SLEEVES: list[Point] = [
    *((0.18, 0.0), (0.5, 0.1), (0.82, 0.95), (0.64, 1.02), (0.46, 0.45), (0.46, 1.2)),
]
_SHORT_SLEEVES: list[Point] = [
    *((0.18, 0.0), (0.5, 0.08), (0.8, 0.4), (0.62, 0.56), (0.46, 0.4), (0.46, 1.25)),
]
_COLLAR: list[list[Point]] = [
    [(0.18, 0.0), (0.2, 0.2), (0.0, 0.12), (-0.2, 0.2), (-0.18, 0.0)],
    [(0.18, 0.0), (0.0, 0.12), (-0.18, 0.0)],
]
_SOLE: list[Point] = [(0.0, 0.42), (0.98, 0.42)]

TEMPLATES = MappingProxyType(
    {
        "T-shirt/top": _fitted(_both(_SHORT_SLEEVES), _NECK),
        "Trouser": _fitted(
            [(0.0, 0.35), (0.12, 1.5), (0.42, 1.5), (0.36, 0.0)],
            [(0.36, 0.0), (-0.36, 0.0), (-0.42, 1.5), (-0.12, 1.5), (0.0, 0.35)],
            [(-0.37, 0.12), (0.37, 0.12)],
        ),
        "Pullover": _fitted(_both(_LONG_SLEEVES), _NECK, [(-0.46, 1.1), (0.46, 1.1)]),
        "Dress": _fitted(
            _both([(0.1, 0.1), (0.2, 0.0), (0.3, 0.25), (0.2, 0.7), (0.55, 1.8)]),
            [(-0.1, 0.1), (0.0, 0.2), (0.1, 0.1)],
            [(-0.2, 0.7), (0.2, 0.7)],
        ),
        "Coat": _fitted(
            _both([(x, y * 1.15) for x, y in _LONG_SLEEVES]),
            [(0.18, 0.0), (0.0, 0.5), (-0.18, 0.0)],
            [(0.0, 0.5), (0.0, 1.38)],
            [(0.18, 0.8), (0.36, 0.8)],
            [(-0.36, 0.8), (-0.18, 0.8)],
        ),
        "Sandal": _fitted(
            [*_SOLE, (1.0, 0.36), (0.0, 0.34), (0.0, 0.42)],
            rounded([(0.55, 0.36), (0.72, 0.1), (0.9, 0.36)], 2),
            rounded([(0.05, 0.34), (0.02, 0.05), (0.3, 0.02), (0.6, 0.3)], 1),
        ),
        "Shirt": _fitted(
            _both(_SHORT_SLEEVES),
            *_COLLAR,
            [(0.0, 0.12), (0.0, 1.25)],
            *(arc((0.05, y), 0.02, 0.02, 0, 360, 6) for y in (0.4, 0.65, 0.9, 1.15)),
        ),
        "Sneaker": _fitted(
            [*_SOLE, *rounded([(1.0, 0.3), (0.75, 0.22), (0.45, 0.0)], 2)],
            rounded([(0.45, 0.0), (0.25, 0.1), (0.02, 0.02)], 2),
            [(0.02, 0.02), (0.0, 0.42)],
            [(0.0, 0.35), (0.99, 0.35)],
            *([(x, 0.12 + 0.2 * (x - 0.45)), (x - 0.06, 0.2)] for x in (0.5, 0.6, 0.7)),
        ),
        "Bag": _fitted(
            [(-0.5, 0.0), (0.5, 0.0), (0.58, 0.7), (-0.58, 0.7), (-0.5, 0.0)],
            arc((0.0, 0.0), 0.3, 0.4, 180, 360, 12),
            [(-0.52, 0.2), (0.52, 0.2)],
        ),
        "Ankle boot": _fitted(
            [(0.0, 0.0), (0.42, 0.0), (0.46, 0.42)],
            [*rounded([(0.46, 0.42), (0.8, 0.5), (0.98, 0.6), (1.0, 0.8)], 2), (0.35, 0.8)],
            [(0.35, 0.8), (0.32, 0.74), (0.26, 0.74), (0.26, 0.86), (0.0, 0.86), (0.0, 0.0)],
        ),
    }
)
"""Lines to trace for each class name of Fashion-MNIST."""
