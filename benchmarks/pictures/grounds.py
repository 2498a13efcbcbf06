"""Backgrounds ("grounds"): floors, fabrics and sheets of paper."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.pictures.garments import Color

_Pixels = NDArray[np.float64]
_LINES: tuple[Color, ...] = ((150, 170, 205), (170, 170, 170), (130, 175, 200), (190, 150, 150))


def plain(width: int, height: int, color: Color) -> Image.Image:
    """Return an even ground."""
    return Image.new("RGB", (width, height), color)


def wood(width: int, height: int, rng: Generator) -> Image.Image:
    """Return grain: wavy stripes of a dark and a light tone, in either direction."""
    y, x = np.mgrid[:height, :width]
    period = width * rng.uniform(0.04, 0.12)
    bend = width * rng.uniform(0.0, 0.02) * np.sin(y / (height * rng.uniform(0.05, 0.2)))
    wave = 0.5 + 0.5 * np.sin(2 * np.pi * (x + bend) / period)
    if rng.random() < 0.4:
        wave = 0.7 * wave + 0.3 * rng.random((1, width))  # fine grain
    dark = np.array([rng.uniform(60, 130), rng.uniform(40, 90), rng.uniform(20, 60)])
    light = dark * rng.uniform(1.2, 1.7)
    pixels = dark + wave[..., np.newaxis] * (light - dark)
    turned = width == height and rng.random() < 0.5
    return _image(pixels.swapaxes(0, 1) if turned else pixels)


def tiles(width: int, height: int, rng: Generator) -> Image.Image:
    """Return tiles in two tones, or of one tone with joints between them."""
    side = width * rng.uniform(0.06, 0.2)
    y, x = np.mgrid[:height, :width]
    row, column = ((axis + rng.uniform(0, side)) / side for axis in (y, x))
    first = np.array(_pale(rng))
    if rng.random() < 0.6:
        share = (np.floor(row) + np.floor(column)) % 2
        second = first * rng.uniform(0.6, 0.85)
    else:
        share = ((row % 1 < 0.06) | (column % 1 < 0.06)).astype(float)
        second = first * rng.uniform(0.5, 0.8)
    return _image(first + share[..., np.newaxis] * (second - first))


def fabric(width: int, height: int, rng: Generator) -> Image.Image:
    """Return a woven cloth: stripes, checks or a rough surface."""
    y, x = np.mgrid[:height, :width]
    first, second = np.array(_pale(rng)), np.array(_pale(rng)) * rng.uniform(0.5, 0.9)
    period = width * rng.uniform(0.02, 0.1)
    across, down = (np.floor(axis / period) % 2 for axis in (x, y))
    rough = rng.random((height, width))
    weave = (across, (across + down) / 2, rough)[rng.integers(3)]
    return _image(first + weave[..., np.newaxis] * (second - first))


def paper(width: int, height: int, lines: str, rng: Generator) -> Image.Image:
    """Return a sheet: "plain", "squared" or "ruled" with lines paler than any pen's."""
    sheet = Image.new("RGB", (width, height), (int(rng.integers(238, 252)),) * 3)
    pen = ImageDraw.Draw(sheet)
    color = _LINES[rng.integers(len(_LINES))]
    step = max(width, height) / rng.uniform(18, 45)
    thickness = max(1, round(max(width, height) / rng.uniform(400, 800)))
    if lines != "plain":
        for y in np.arange(rng.uniform(0, step), height, step):
            pen.line((0, y, width, y), color, thickness)
    if lines == "squared":
        for x in np.arange(rng.uniform(0, step), width, step):
            pen.line((x, 0, x, height), color, thickness)
    if lines == "ruled" and rng.random() < 0.5:
        x = width * rng.uniform(0.08, 0.15)
        pen.line((x, 0, x, height), (215, 120, 120), thickness)
    return sheet


def lit(image: Image.Image, rng: Generator, *, noise: float = 3.0) -> Image.Image:
    """Let light fall unevenly onto a picture, and add a camera's noise (grey levels)."""
    down, across = (np.linspace(-1, 1, side) for side in (image.height, image.width))
    y, x = np.meshgrid(down, across, indexing="ij")
    a, b = rng.uniform(-0.15, 0.15, 2)
    light = rng.uniform(0.75, 0.95) + a * x + b * y - rng.uniform(0, 0.12) * (x * x + y * y)
    grains = rng.normal(0, noise, light.shape)
    return _image(np.asarray(image) * light[..., np.newaxis] + grains[..., np.newaxis])


def on_table(sheet: Image.Image, table: Image.Image, rng: Generator) -> Image.Image:
    """Lay a sheet onto a table, turned a little and seen slightly from the side."""
    width, height = table.size
    turn = np.radians(rng.uniform(-12, 12))
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array(sheet.size) / 2
    half *= rng.uniform(0.62, 0.8) * min(width / sheet.width, height / sheet.height)
    c, s = np.cos(turn), np.sin(turn)
    corners = half @ np.array([[c, s], [-s, c]]) + (width / 2, height / 2)
    corners += rng.uniform(-0.02, 0.02, (4, 2)) * width
    source = np.array([(0, 0), (sheet.width, 0), sheet.size, (0, sheet.height)])
    layer = sheet.convert("RGBA").transform(
        table.size,
        Image.Transform.PERSPECTIVE,
        _perspective(corners, source),
        Image.Resampling.BICUBIC,
    )
    result = table.convert("RGBA")
    result.alpha_composite(layer)
    return result.convert("RGB")


def _perspective(start: _Pixels, stop: _Pixels) -> list[float]:
    """Return the eight coefficients of the perspective that maps four points to four others."""
    rows, sides = [], []
    for (x, y), (u, v) in zip(start, stop, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    coefficients: list[float] = np.linalg.solve(np.array(rows), np.array(sides)).tolist()
    return coefficients


def _pale(rng: Generator) -> Color:
    level = rng.uniform(150, 240)
    red, green, blue = np.clip(level + rng.uniform(-30, 30, 3), 0, 255).astype(int).tolist()
    return red, green, blue


def _image(pixels: _Pixels) -> Image.Image:
    return Image.fromarray(np.rint(np.clip(pixels, 0, 255)).astype(np.uint8))
