"""A stroke while it is drawn: what a finished one is, at the price of a line a point."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.growing_stroke import GrowingStroke
from fashion_gui.sketch.operations import Brush, Stroke
from fashion_gui.sketch.raster import FloatImage, Point

BRUSH = Brush(3.0, 0.7)
POINTS = ((4.0, 4.0), (9.5, 4.5), (9.0, 12.25), (20.0, 14.0), (20.0, 14.0))
PRESSURES = (1.0, 0.5, 0.25, 1.75, 1.0)
PLACEMENTS = (Placement(), Placement(1.75, -3.0, 2.5), Placement(0.5, 4.0, 4.0))


def begun(*, is_mirrored: bool = False) -> GrowingStroke:
    return GrowingStroke(BRUSH, POINTS[0], PRESSURES[0], is_mirrored=is_mirrored)


def ground() -> FloatImage:
    return np.random.default_rng(0).random((28, 28), np.float32)


@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_at_every_point_it_looks_as_it_would_if_it_ended_there(
    placement: Placement, is_mirrored: bool
) -> None:
    stroke = begun(is_mirrored=is_mirrored)
    for point, pressure in zip(POINTS[1:], PRESSURES[1:], strict=True):
        growing = stroke.draw(ground(), placement)
        finished = stroke.operation().draw(ground(), placement)
        np.testing.assert_allclose(growing, finished, atol=1e-5)
        stroke.add(point, pressure)


def test_it_may_be_looked_at_in_several_places_by_turns() -> None:
    stroke = begun()
    for point in POINTS[1:]:
        stroke.add(point, 1.0)
        for placement in (*PLACEMENTS, *PLACEMENTS[::-1]):
            finished = stroke.operation().draw(ground(), placement)
            np.testing.assert_allclose(stroke.draw(ground(), placement), finished, atol=1e-5)


def test_a_new_point_costs_one_line_however_long_the_stroke_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    coverage = Stroke.coverage

    def count(stroke: Stroke, placement: Placement, size: int) -> NDArray[np.float32]:
        drawn.append(len(stroke.points))
        return coverage(stroke, placement, size)

    monkeypatch.setattr(Stroke, "coverage", count)
    stroke = begun()
    for step in range(50):
        stroke.add((step / 2, 10.0), 1.0)
        stroke.draw(ground(), Placement())
        stroke.draw(ground(), PLACEMENTS[1])
    assert sum(drawn) <= 2 * (2 * 50 + 1)


def test_without_pressure_the_operation_has_none() -> None:
    stroke = GrowingStroke(BRUSH, (1.0, 1.0), 1.0, is_mirrored=False)
    corner: Point = (5.0, 5.0)
    stroke.add(corner, 1.0)
    assert stroke.operation() == Stroke(BRUSH, ((1.0, 1.0), corner))
