"""The kinds of pictures that people use, each a function that makes a random picture."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont, ImageOps

from benchmarks.pictures import grounds
from benchmarks.pictures.garments import (
    Color,
    Garment,
    filled,
    line_drawing,
    photograph,
    with_shadow,
)
from fashion_gui.data import Subset

_SIDE = 480
_LEAST_CONTRAST = 70
"""Least distance, in RGB, between the colours of a garment and of its ground."""
_MORE_CONTRAST = 110
"""The same for a ground with more than one tone."""
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_INKS: tuple[Color, ...] = ((15, 15, 20), (25, 25, 60), (30, 50, 140), (140, 20, 30), (60, 60, 65))
_EQUALLY_LIGHT: tuple[tuple[Color, Color], ...] = (
    ((200, 30, 40), (20, 122, 40)),
    ((40, 90, 220), (150, 70, 30)),
    ((90, 0, 20), (10, 10, 12)),
)
_FRAMES: tuple[Color, ...] = (_BLACK, (90, 60, 30), (190, 150, 60), (30, 60, 120))
_BARS: tuple[Color, ...] = ((60, 60, 66), (20, 20, 24), (235, 236, 240), (30, 90, 200))


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture, and the garment in it."""

    picture: Image.Image
    garment: Garment


Kind: TypeAlias = Callable[[int, Subset, Generator], Scene]
"""Makes a random picture of a label, or from one of the photographs."""


def drawn_on_white(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a plain line drawing, black on white."""
    return _laid(line_drawing(label, _SIDE, _BLACK, rng), _WHITE)


def drawn_on_black(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a drawing as the program saves it, white on black."""
    return _laid(line_drawing(label, _SIDE, _WHITE, rng), _BLACK)


def photo_on_white(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a product photograph."""
    return _laid(photograph(photos, _SIDE, None, rng), _WHITE)


def product_on_white(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a garment in a colour on white, with a shadow."""
    garment = _product(label, photos, _WHITE, rng)
    return _shaded(garment, grounds.plain(_SIDE, _SIDE, _WHITE), rng)


def on_paper(label: int, photos: Subset, rng: Generator, *, lines: str) -> Scene:
    """Return a drawing on a sheet that fills the picture."""
    garment = _pen_drawing(label, rng)
    width = _SIDE * 4 // 3
    sheet = _drawn_on(grounds.paper(width, _SIDE, lines, rng), garment, rng)
    if lines != "plain":
        sheet = sheet.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC)
    return Scene(grounds.lit(sheet.crop((24, 24, width - 24, _SIDE - 24)), rng), garment)


def on_table(label: int, photos: Subset, rng: Generator, *, lines: str) -> Scene:
    """Return a drawing on a sheet that lies on a table."""
    garment = _pen_drawing(label, rng)
    sheet = _drawn_on(grounds.paper(_SIDE * 5 // 4, _SIDE, lines, rng), garment, rng)
    make = (grounds.wood, grounds.wood, grounds.fabric, _dark_table)[rng.integers(4)]
    table = make(_SIDE * 3 // 2, _SIDE * 9 // 8, rng).point(lambda value: value * 0.6)
    return Scene(grounds.lit(grounds.on_table(sheet, table, rng), rng), garment)


def on_ground(
    label: int,
    photos: Subset,
    rng: Generator,
    *,
    make: Callable[[int, int, Generator], Image.Image],
) -> Scene:
    """Return a garment on a floor or a cloth."""
    ground = make(_SIDE, _SIDE, rng)
    red, green, blue = np.asarray(ground).reshape(-1, 3).mean(axis=0).astype(int).tolist()
    garment = _product(label, photos, (red, green, blue), rng, contrast=_MORE_CONTRAST)
    return _noisy(_shaded(garment, ground, rng), rng)


def on_grey(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a black, grey or white garment on another grey."""
    color = ground = 0
    while abs(color - ground) < 30:
        color, ground = rng.integers(20, 245, 2).tolist()
    return _noisy(_laid(filled(label, _SIDE, (color,) * 3, rng), (ground,) * 3), rng)


def in_colors(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a garment on a ground, in any two colours that differ."""
    ground = _any_color(rng)
    return _noisy(_laid(_product(label, photos, ground, rng), ground), rng)


def lines_in_colors(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a line drawing in any two colours that differ."""
    ground = _any_color(rng)
    return _laid(line_drawing(label, _SIDE, _differing(ground, rng), rng), ground)


def equal_lightness(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a drawing or garment that differs from the ground only in hue."""
    color, ground = _EQUALLY_LIGHT[rng.integers(len(_EQUALLY_LIGHT))]
    if rng.random() < 0.5:
        color, ground = ground, color
    make = filled if rng.random() < 0.5 else line_drawing
    return _noisy(_laid(make(label, _SIDE, color, rng), ground), rng)


def framed(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return any plain picture with a frame around it, at the edge or a little inside."""
    scene = _any_plain(label, photos, rng)
    width = round(_SIDE * rng.uniform(0.004, 0.06))
    picture = ImageOps.expand(scene.picture, width, _FRAMES[rng.integers(len(_FRAMES))])
    if rng.random() < 0.4:
        picture = ImageOps.expand(picture, round(_SIDE * rng.uniform(0.01, 0.05)), _WHITE)
    return Scene(picture, scene.garment)


def captioned(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return any plain picture with a text or a price tag in a corner."""
    scene = _any_plain(label, photos, rng)
    ground = _corner(scene.picture)
    picture = ImageOps.expand(scene.picture, 40, ground)
    pen = ImageDraw.Draw(picture)
    text = ("SALE -30 %", "24.99", "NEW IN", "Art. 4711")[rng.integers(4)]
    font = ImageFont.load_default(_SIDE * rng.uniform(0.04, 0.07))
    place = (8, picture.width - 170)[rng.integers(2)], (6, picture.height - 40)[rng.integers(2)]
    ink = _readable_on(ground)
    if rng.random() < 0.4:
        left, top, right, bottom = pen.textbbox(place, text, font=font)
        pen.rectangle((left - 4, top - 4, right + 4, bottom + 4), fill=(220, 30, 40))
        ink = _WHITE
    pen.text(place, text, fill=ink, font=font)
    return Scene(picture, scene.garment)


def screenshot(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return any plain picture with a bar above, and perhaps one below."""
    scene = _any_plain(label, photos, rng)
    tall = round(_SIDE * rng.uniform(0.05, 0.13))
    color = _BARS[rng.integers(len(_BARS))]
    below = tall if rng.random() < 0.4 else 0
    picture = Image.new("RGB", (_SIDE, _SIDE + tall + below), color)
    if rng.random() < 0.6:
        pen, ink = ImageDraw.Draw(picture), _readable_on(color)
        pen.text((10, tall * 0.2), "12:47", fill=ink, font=ImageFont.load_default(tall * 0.5))
        pen.ellipse((_SIDE - tall, tall * 0.2, _SIDE - tall * 0.4, tall * 0.8), fill=ink)
    picture.paste(scene.picture, (0, tall))
    return Scene(picture, scene.garment)


def lying(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return any plain picture on its side."""
    scene = _any_plain(label, photos, rng)
    turn = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)[rng.integers(2)]
    return Scene(scene.picture.transpose(turn), scene.garment)


def one_bit(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a product on white in black and white dots."""
    scene = product_on_white(label, photos, rng)
    return Scene(scene.picture.convert("1").convert("RGB"), scene.garment)


def cut_off(label: int, photos: Subset, rng: Generator) -> Scene:
    """Return a garment whose picture was cut so close that it touches the border."""
    ground = _any_color(rng)
    garment = filled(label, _SIDE, _differing(ground, rng), rng)
    opacity = np.asarray(garment.layer.getchannel("A"))
    box = Image.fromarray(opacity > 100).getbbox()
    return _noisy(Scene(_laid(garment, ground).picture.crop(box), garment), rng)


KINDS: dict[str, Kind] = {
    "drawing on white": drawn_on_white,
    "drawing on black": drawn_on_black,
    "photo on white": photo_on_white,
    "product on white": product_on_white,
    "plain paper": partial(on_paper, lines="plain"),
    "squared paper": partial(on_paper, lines="squared"),
    "ruled paper": partial(on_paper, lines="ruled"),
    "sheet on a table": partial(on_table, lines="plain"),
    "squared sheet on a table": partial(on_table, lines="squared"),
    "wood": partial(on_ground, make=grounds.wood),
    "tiles": partial(on_ground, make=grounds.tiles),
    "fabric": partial(on_ground, make=grounds.fabric),
    "grey on grey": on_grey,
    "two colours": in_colors,
    "lines in two colours": lines_in_colors,
    "equal lightness": equal_lightness,
    "framed": framed,
    "caption or price tag": captioned,
    "screenshot": screenshot,
    "on its side": lying,
    "one bit": one_bit,
    "cut to the border": cut_off,
}


def scenes(kind: str, n: int, photos: Subset, seed: int) -> Iterator[Scene]:
    """Yield pictures of a kind, of all classes in turn; the same for the same seed."""
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    for number in range(n):
        yield KINDS[kind](number % 10, photos, rng)


def _laid(garment: Garment, ground: Color) -> Scene:
    result = grounds.plain(*garment.layer.size, ground).convert("RGBA")
    result.alpha_composite(garment.layer)
    return Scene(result.convert("RGB"), garment)


def _shaded(garment: Garment, ground: Image.Image, rng: Generator) -> Scene:
    return Scene(with_shadow(ground, garment.layer, rng), garment)


def _drawn_on(sheet: Image.Image, garment: Garment, rng: Generator) -> Image.Image:
    """Draw a garment onto a sheet, somewhere near its middle."""
    side = round(min(sheet.size) * rng.uniform(0.55, 0.85))
    layer = garment.layer.resize((side, side), Image.Resampling.LANCZOS)
    x, y = (round((free - side) * rng.uniform(0.35, 0.65)) for free in sheet.size)
    result = sheet.convert("RGBA")
    result.alpha_composite(layer, (x, y))
    return result.convert("RGB")


def _pen_drawing(label: int, rng: Generator) -> Garment:
    return line_drawing(label, _SIDE, _INKS[rng.integers(len(_INKS))], rng)


def _product(
    label: int, photos: Subset, ground: Color, rng: Generator, contrast: float = _LEAST_CONTRAST
) -> Garment:
    color = _differing(ground, rng, contrast)
    if rng.random() < 0.5:
        return filled(label, _SIDE, color, rng)
    return photograph(photos, _SIDE, color, rng)


def _any_plain(label: int, photos: Subset, rng: Generator) -> Scene:
    kinds = (drawn_on_white, photo_on_white, product_on_white, in_colors)
    return kinds[rng.integers(len(kinds))](label, photos, rng)


def _any_color(rng: Generator) -> Color:
    red, green, blue = rng.integers(0, 256, 3).tolist()
    return red, green, blue


def _differing(ground: Color, rng: Generator, contrast: float = _LEAST_CONTRAST) -> Color:
    while True:
        color = _any_color(rng)
        if np.linalg.norm(np.subtract(color, ground)) > contrast:
            return color


def _corner(picture: Image.Image) -> Color:
    red, green, blue = np.asarray(picture)[2, 2].tolist()
    return red, green, blue


def _readable_on(color: Color) -> Color:
    return _BLACK if sum(color) > 380 else _WHITE


def _noisy(scene: Scene, rng: Generator) -> Scene:
    pixels = np.asarray(scene.picture)
    seen = pixels + rng.normal(0, rng.uniform(0, 3), (*pixels.shape[:2], 1))
    noisy = Image.fromarray(np.rint(np.clip(seen, 0, 255)).astype(np.uint8))
    return Scene(noisy, scene.garment)


def _dark_table(width: int, height: int, rng: Generator) -> Image.Image:
    level = int(rng.integers(30, 120))
    return grounds.plain(width, height, (level, level - 10, level - 20))
