"""Garments to put into pictures: drawn with a pen, filled with a colour, or photographs.

Each is a layer of colour and opacity; for what lies under it see ``grounds``.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from fashion_gui.data import Subset
from fashion_gui.synthetic.doodles import GARMENTS
from fashion_gui.synthetic.garments.figure import Chance, Figure

Color: TypeAlias = tuple[int, int, int]
_SMOOTHING = 2
"""Lines and edges are first drawn larger by this factor."""
_MARGIN = 0.08
"""Free margin around a garment, as a share of the side."""
_SEEN = 12
"""Grey level above which a pixel of a photograph belongs to the garment."""


@dataclass(frozen=True, eq=False)
class Garment:
    """A garment on a transparent square.

    Attributes
    ----------
    layer
        Colours and opacity, RGBA.
    clean : ndarray of float32, shape (side, side)
        The same as a network expects it: light on black.
    label
        Its class.
    """

    layer: Image.Image
    clean: NDArray[np.float32]
    label: int


def line_drawing(label: int, side: int, color: Color, rng: Generator) -> Garment:
    """Draw the outlines of a garment with a pen."""
    figure = _figure(label, side * _SMOOTHING, rng)
    cover = Image.new("L", (side * _SMOOTHING,) * 2)
    _draw_lines(cover, figure.outlines + figure.inner, side * _SMOOTHING * rng.uniform(0.012, 0.03))
    alpha = np.asarray(cover.reduce(_SMOOTHING), np.float32) / np.float32(255)
    colors = np.broadcast_to(np.array(color, np.float32), (*alpha.shape, 3))
    return Garment(_layer(colors, alpha), alpha, label)


def filled(label: int, side: int, color: Color, rng: Generator) -> Garment:
    """Fill the shape of a garment, lit from the left, with darker seams and edges."""
    large = side * _SMOOTHING
    figure = _figure(label, large, rng)
    cover, seams = Image.new("L", (large, large)), Image.new("L", (large, large))
    for shape in figure.shapes:
        ImageDraw.Draw(cover).polygon(shape, fill=255)
    _draw_lines(cover, figure.outlines, large * 0.01)
    _draw_lines(seams, figure.outlines + figure.inner, large * 0.006)
    alpha, lines = (np.asarray(image.reduce(_SMOOTHING)) / 255 for image in (cover, seams))
    light = np.linspace(1.1, 0.75, side)[np.newaxis, :] * (1 - 0.5 * lines)
    colors = np.array(color) * light[..., np.newaxis] + 8 * lines[..., np.newaxis]
    clean = alpha * (0.7 + 0.3 * lines)
    return Garment(_layer(colors, alpha), clean.astype(np.float32), label)


def photograph(subset: Subset, side: int, tint: Color | None, rng: Generator) -> Garment:
    """Enlarge a photograph of the data set, dark on light as in a shop, or in a colour."""
    index = int(rng.integers(len(subset.images)))
    small = Image.fromarray(subset.images[index])
    inner = round(side * (1 - 2 * _MARGIN))
    start = (side - inner) // 2
    place = (slice(start, start + inner),) * 2
    grey, alpha = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    grey[place] = np.asarray(small.resize((inner, inner), Image.Resampling.BICUBIC)) / 255
    seen = small.point([255 * (value > _SEEN) for value in range(256)])
    soft = np.asarray(seen.resize((inner, inner), Image.Resampling.BICUBIC)) / 255
    alpha[place] = np.clip((soft - 0.5) * 6 + 0.5, 0, 1)
    light = (1 - grey)[..., np.newaxis]
    colors = np.array(tint or (255, 255, 255)) * (0.35 + 0.65 * light if tint else light)
    return Garment(_layer(colors, alpha), grey * alpha, int(subset.labels[index]))


def with_shadow(ground: Image.Image, layer: Image.Image, rng: Generator) -> Image.Image:
    """Lay a layer of the same size onto a ground, with its shadow."""
    shadow = layer.getchannel("A").filter(ImageFilter.GaussianBlur(layer.width / 100))
    dark = Image.new("RGBA", layer.size, (0, 0, 0, 0))
    dark.putalpha(shadow.point([value // 4 for value in range(256)]))
    shift = int(rng.integers(1, 6))
    way = (1, 0, -shift, 0, 1, -shift)
    result = ground.convert("RGBA")
    result.alpha_composite(dark.transform(dark.size, Image.Transform.AFFINE, way))
    result.alpha_composite(layer)
    return result.convert("RGB")


def _figure(label: int, side: int, rng: Generator) -> Figure:
    figure = Figure()
    while not figure.shapes:
        figure = GARMENTS[label](Chance(int(rng.integers(2**63))))
    points = np.array([point for line in figure.outlines for point in line])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = side * (1 - 2 * _MARGIN) / float((high - low).max())
    x, y = side / 2 - scale * (low + high) / 2
    return figure.transformed(scale, to=(float(x), float(y)))


def _draw_lines(image: Image.Image, lines: list[list[tuple[float, float]]], width: float) -> None:
    pen, radius = ImageDraw.Draw(image), width / 2
    for line in lines:
        pen.line(line, fill=255, width=max(1, round(width)), joint="curve")
        for x, y in (line[0], line[-1]):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _layer(colors: NDArray[np.floating], alpha: NDArray[np.floating]) -> Image.Image:
    rgba = np.concatenate([colors, 255 * alpha[..., np.newaxis]], axis=-1)
    return Image.fromarray(np.rint(np.clip(rgba, 0, 255)).astype(np.uint8))
