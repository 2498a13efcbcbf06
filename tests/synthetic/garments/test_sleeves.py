"""Sleeves that bend or hang: as long as they were meant, and beside the body; and slippers."""

from itertools import pairwise
from math import dist

import pytest

from fashion_gui.synthetic.garments.cut import Cut, Side
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.hanging import cut_bent, cut_hanging
from fashion_gui.synthetic.garments.slippers import slippers
from fashion_gui.synthetic.garments.tops import pullover, t_shirt

SEEDS = range(200)
SHORT, LONG = (0.25, 0.6), (0.9, 1.3)


def bent(chance: Chance, sleeve: tuple[float, float]) -> Cut:
    return cut_bent(chance, length=chance.uniform(0.7, 1.6), sleeve=sleeve, cuff=1.0)


def path(side: Side) -> float:
    """Return the length of the outer edge of a sleeve."""
    return sum(dist(start, stop) for start, stop in pairwise(side.over))


@pytest.mark.parametrize("sleeve", [SHORT, LONG])
def test_bent_sleeves_go_out_then_down_beside_the_body(sleeve: tuple[float, float]) -> None:
    for seed in SEEDS:
        chance = Chance(seed)
        cut = bent(chance, sleeve)
        side = cut.side(chance)
        assert sleeve[0] * 0.8 < path(side) / cut.size < sleeve[1] * 1.25 + 0.4
        assert side.elbow is not None
        assert side.cuff_in[0] > side.armpit[0]
        above = (side.elbow[1] - side.shoulder[1]) / dist(side.elbow, side.shoulder)
        below = (side.cuff_out[1] - side.elbow[1]) / dist(side.cuff_out, side.elbow)
        assert below > above
        assert side.elbow in side.line


def test_hanging_sleeves_end_where_they_are_meant_to() -> None:
    for seed in SEEDS:
        chance = Chance(seed)
        cut = cut_hanging(chance, length=1.2, sleeve=(0.2, 0.5))
        assert cut.side(chance).cuff_out[1] < 0.75 * 1.2
        assert cut_hanging(chance, length=1.2).side(chance).cuff_out[1] > 0.6 * 1.2


def reach(figure: Figure) -> float:
    """Return the width of a top as a share of its height."""
    points = [point for line in figure.outlines for point in line]
    width, height = (
        max(values) - min(values)
        for values in ([point[axis] for point in points] for axis in (0, 1))
    )
    return width / height


def test_pullovers_reach_further_than_t_shirts() -> None:
    t_shirts, pullovers = (
        sorted(reach(draw(Chance(seed))) for seed in SEEDS) for draw in (t_shirt, pullover)
    )
    for part in (0.25, 0.5, 0.75):
        index = int(part * len(SEEDS))
        assert pullovers[index] > 1.25 * t_shirts[index]


def test_a_slipper_alone_never_loses_its_strap_and_lies_to_any_side() -> None:
    all_of_them = [slippers(Chance(seed)) for seed in SEEDS]
    alone = [figure for figure in all_of_them if len(figure.outlines) == 1]
    assert 0.4 < len(alone) / len(SEEDS) < 0.8
    assert all(figure.needs_inner and figure.inner for figure in alone)
    is_wide = [reach(figure) > 1 for figure in alone]
    assert any(is_wide)
    assert not all(is_wide)
    assert all(len(figure.outlines) <= 2 for figure in all_of_them)
