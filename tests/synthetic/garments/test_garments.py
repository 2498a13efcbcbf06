"""What is drawn of each class: lines that can be drawn, whatever chance decides."""

from collections.abc import Callable

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES
from fashion_gui.synthetic.doodles import GARMENTS
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.plain import plain_garment
from fashion_gui.synthetic.things import thing

N = 200
NAMES = *CLASS_NAMES, "no clothing", "plain garment"
FIGURES = dict(zip(NAMES, [*GARMENTS, thing, plain_garment], strict=True))

pytestmark = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
Draw = Callable[[Chance], Figure]


def figures(draw: Draw) -> list[Figure]:
    return [draw(Chance(seed)) for seed in range(N)]


def test_every_figure_has_an_outline_and_lines_with_a_way_to_go(draw: Draw) -> None:
    for figure in figures(draw):
        assert figure.outlines
        for line in [*figure.outlines, *figure.details]:
            assert len(line) >= 2
            assert np.isfinite(line).all()


def test_what_may_be_filled_is_a_shape_with_an_area_within_its_figure(draw: Draw) -> None:
    for figure in figures(draw):
        drawn = np.array([point for line in figure.outlines for point in line])
        size = np.ptp(drawn, axis=0).max()
        for shape in figure.shapes:
            corners = np.array(shape)
            assert len(corners) >= 3
            assert (np.ptp(corners, axis=0) > 0.03 * size).all()
            assert (corners >= drawn.min(axis=0) - 0.25 * size).all()
            assert (corners <= drawn.max(axis=0) + 0.25 * size).all()


def test_a_figure_is_neither_a_dot_nor_out_of_all_proportion(draw: Draw) -> None:
    sides = np.array(
        [
            np.ptp([point for line in figure.outlines for point in line], axis=0)
            for figure in figures(draw)
        ]
    )
    assert (sides.max(axis=1) > 0).all()
    if draw is not thing:
        assert (sides.max(axis=1) / sides.min(axis=1)).max() < 8


def test_the_same_chance_draws_the_same_and_another_one_something_else(draw: Draw) -> None:
    assert figures(draw) == figures(draw)
    outlines = {repr(figure.outlines) for figure in figures(draw)}
    assert len(outlines) > (0.7 if draw is thing else 0.9) * N  # a digit may come twice
