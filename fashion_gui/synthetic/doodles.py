"""Doodles: drawings of clothes and of other things, as people make them, drawn by a program.

A figure is what is drawn; a hand is how it is drawn: shaky or steady, slanted, hasty, with lines
left out or drawn twice, with a thick or a thin pen, filled, hatched or unfinished.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.checks import as_classes
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.synthetic.garments.bags import bag
from fashion_gui.synthetic.garments.coats import coat
from fashion_gui.synthetic.garments.dresses import dress
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.plain import plain_garment
from fashion_gui.synthetic.garments.sandals import sandal
from fashion_gui.synthetic.garments.shirts import shirt
from fashion_gui.synthetic.garments.shoes import ankle_boot, sneaker
from fashion_gui.synthetic.garments.tops import pullover, t_shirt
from fashion_gui.synthetic.garments.trousers import trousers
from fashion_gui.synthetic.hand import Hand
from fashion_gui.synthetic.sheet import Sheet
from fashion_gui.synthetic.things import held_out_thing, named_thing, thing

GARMENTS: tuple[Callable[[Chance], Figure], ...] = (
    *(t_shirt, trousers, pullover, dress, coat),
    *(sandal, shirt, sneaker, bag, ankle_boot),
)
"""The function that draws each class, in the order of Fashion-MNIST's classes."""
NO_CLOTHING = len(GARMENTS)
"""The label of a drawing of something other than clothing."""
_SKETCHED_SHARE = 0.57
"""Share of the things with a name that are drawn as most people sketch; any hand draws the rest."""


def draw_doodles(
    n: int, rng: Generator, *, other_share: float = 0.0
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw doodles of all classes.

    Parameters
    ----------
    n
        Number of drawings.
    rng
        Random generator.
    other_share
        Share of drawings of other things.

    Returns
    -------
    images : ndarray of uint8, shape (n, 28, 28)
        White on black.
    labels : ndarray of uint8, shape (n,)
        From 0 to 9, or ``NO_CLOTHING``.

    Raises
    ------
    ValueError
        When the number is negative, or the share is not from 0 to 1.
    """
    if n < 0 or not 0 <= other_share <= 1:
        raise ValueError(
            f"Expected at least 0 drawings and a share from 0 to 1, found {n} and {other_share:g}."
        )
    labels = rng.integers(0, len(GARMENTS), n).astype(np.uint8)
    labels[rng.random(n) < other_share] = NO_CLOTHING
    return draw_doodles_of(labels, rng), labels


def draw_doodles_of(labels: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Draw a doodle for each label, from 0 to ``NO_CLOTHING``: returns uint8 (n, 28, 28)."""
    labels = as_classes(labels, NO_CLOTHING + 1, "labels").astype(np.uint8)
    return _draw([thing if label == NO_CLOTHING else GARMENTS[label] for label in labels], rng)


def draw_plain_garments(n: int, rng: Generator) -> NDArray[np.uint8]:
    """Draw clothes in a few lines, as other things are drawn: returns uint8 (n, 28, 28)."""
    return _draw([plain_garment] * n, rng)


def draw_sketched_garments(n: int, rng: Generator) -> NDArray[np.uint8]:
    """Draw clothes of all classes as most people sketch: returns uint8 (n, 28, 28)."""
    return _draw([GARMENTS[k] for k in rng.integers(0, len(GARMENTS), n)], rng, sketched_share=1.0)


def draw_named_things(n: int, rng: Generator) -> NDArray[np.uint8]:
    """Draw things that have a name, most of them as people sketch: returns uint8 (n, 28, 28)."""
    return _draw([named_thing] * n, rng, sketched_share=_SKETCHED_SHARE)


def draw_held_out_things(n: int, rng: Generator) -> NDArray[np.uint8]:
    """Draw things that no network learns from: returns uint8 (n, 28, 28)."""
    return _draw([held_out_thing] * n, rng)


def _draw(
    figures: Sequence[Callable[[Chance], Figure]], rng: Generator, *, sketched_share: float = 0.0
) -> NDArray[np.uint8]:
    if not figures:
        return np.zeros((0, CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    chance = Chance(int(rng.integers(2**63)))
    sheet = Sheet()
    for figure in figures:
        drawn = figure(chance)
        is_sketched = sketched_share and chance.maybe(sketched_share)
        sheet.add(drawn, (Hand.sketching if is_sketched else Hand.of)(chance), chance)
    return sheet.render(rng)
