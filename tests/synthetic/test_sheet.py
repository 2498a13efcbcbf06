"""A sheet of figures: each drawn by its own hand."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.hand import Hand
from fashion_gui.synthetic.sheet import Sheet

STEADY = Hand(is_steady=True)
Images = NDArray[np.uint8]


def box() -> Figure:
    """Return a square with a line across it that it is known by, and one that may be missing."""
    figure = Figure()
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    figure.outline(corners, closed=True)
    figure.shape(corners)
    figure.key([(0.2, 0.3), (0.8, 0.3)])
    figure.detail([(0.2, 0.7), (0.8, 0.7)])
    return figure


def drawn(hands: Iterable[Hand], figure: Figure | None = None, seed: int = 0) -> Images:
    """Return the figure, drawn by each of the hands, uint8 (n, 28, 28)."""
    sheet, chance = Sheet(), Chance(seed)
    for hand in hands:
        sheet.add(figure or box(), hand, chance)
    return sheet.render(np.random.default_rng(seed))


def test_lines_that_a_figure_needs_are_left_out_by_no_hand() -> None:
    hands = [replace(STEADY, filling=filling) for filling in ("blot", "whole", "none")]
    unfinished = replace(STEADY, finished=0.5)
    for needs_inner in (True, False):
        figure = box()
        figure.needs_inner = needs_inner
        has_line = [runs_of(row > 100) > 1 for row in middle_row_of(drawn(hands, figure))]
        assert has_line == [needs_inner, needs_inner, True]
        (half,) = drawn([unfinished], figure)
        assert (half[6:22, 12:16] > 100).any() == needs_inner


def lit(images: Images) -> NDArray[np.float64]:
    """Return the share of the pixels that are lit, of each image."""
    return (images > 127).mean(axis=(1, 2))


def height_by_width(image: Images) -> float:
    rows, columns = (np.flatnonzero((image > 60).any(axis=axis)) for axis in (1, 0))
    return float((np.ptp(rows) + 1) / (np.ptp(columns) + 1))


def middle_row_of(images: Images) -> Images:
    """Return a column in the middle, from top to bottom: it crosses whatever lies across."""
    return images[:, :, 14]


def runs_of(line: NDArray[np.bool_]) -> int:
    """Return how many separate stretches are True."""
    return int(np.count_nonzero(np.diff(line.astype(int), prepend=0) == 1))


def test_what_a_figure_is_known_by_is_a_line_or_cut_out_of_the_fill() -> None:
    careless = replace(STEADY, care=0.0)
    lines = drawn([careless] * 30)
    cut = drawn([replace(careless, filling="filled", cut=2.0)] * 30)
    assert np.median([runs_of(row > 100) for row in middle_row_of(lines)]) == 3
    assert np.median([runs_of(row > 100) for row in middle_row_of(cut)]) == 2
    assert lit(cut).mean() > lit(lines).mean() + 0.2


def test_details_are_drawn_by_care_and_left_out_without() -> None:
    careful, careless = (drawn([replace(STEADY, care=care)] * 30) for care in (2.0, 0.0))
    assert np.median([runs_of(row > 100) for row in middle_row_of(careful)]) == 4
    assert np.median([runs_of(row > 100) for row in middle_row_of(careless)]) == 3


def test_a_blot_has_nothing_within_and_edges_only_rims() -> None:
    blot, edges = (drawn([replace(STEADY, filling=name)] * 20) for name in ("blot", "edges"))
    assert np.median([runs_of(row > 100) for row in middle_row_of(blot)]) == 1
    assert lit(edges).mean() < 0.5 * lit(blot).mean()
    assert lit(edges).min() > 0.05


def test_what_is_filled_as_a_whole_is_full_within_its_handles_too() -> None:
    bag = box()
    bag.outline([(0.2, 0.0), (0.2, -0.8), (0.8, -0.8), (0.8, 0.0)])
    blot, whole = (drawn([replace(STEADY, filling=name)] * 20, bag) for name in ("blot", "whole"))
    assert (blot[:, 7:10, 14] < 60).all()
    assert (whole[:, 7:10, 14] > 200).mean() > 0.9
    assert np.median([runs_of(row > 100) for row in middle_row_of(whole)]) == 1


def test_what_is_filled_as_a_whole_shows_what_lies_outside_its_shape() -> None:
    flag = box()
    flag.key([(1.0, 0.5), (1.8, 0.5), (1.8, 0.0), (1.0, 0.0)], closed=True)
    (image,) = drawn([replace(STEADY, filling="whole", is_mirrored=False)], flag)
    n_lit = (image > 200).sum(axis=1)
    assert n_lit.max() > 1.5 * n_lit[n_lit > 0].min()
    assert runs_of(image[:, 21] > 100) == 1


def test_a_hole_stays_empty_where_lines_are_cut_out_and_nowhere_else() -> None:
    holed = box()
    holed.hole([(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)])
    fillings = ("filled", "blot", "whole", "none")
    filled, blot, whole, line = (
        drawn([replace(STEADY, filling=name)] * 10, holed)[:, 9:19, 10:18] for name in fillings
    )
    assert filled.mean() < 60
    assert line.mean() < 120
    assert min(blot.min(), whole.min()) > 200


def test_an_unfinished_figure_has_less_ink_and_nothing_within() -> None:
    whole, half = (drawn([replace(STEADY, finished=share)] * 30) for share in (1.0, 0.5))
    assert 0.3 < lit(half).mean() / lit(whole).mean() < 0.75
    assert np.median([runs_of(row > 100) for row in middle_row_of(half)]) <= 2


def test_a_small_drawing_is_enlarged_and_its_lines_with_it() -> None:
    usual, small = drawn([STEADY] * 20), drawn([replace(STEADY, side=9.0)] * 20)
    for image in (*usual, *small):
        rows = np.flatnonzero((image > 60).any(axis=1))
        assert np.ptp(rows) >= 18
    assert lit(small).mean() > 1.3 * lit(usual).mean()


def test_a_figure_leans_by_as_much_as_its_hand_says() -> None:
    upright = Figure(outlines=[[(0.0, 0.0), (0.0, 1.0), (0.1, 1.0)]])
    straight, leaning = (
        [height_by_width(image) for image in drawn([replace(STEADY, turn=turn)] * 20, upright)]
        for turn in (0.0, 40.0)
    )
    assert np.median(straight) > 3
    assert np.median(leaning) < 2


def test_left_and_right_are_exchanged_where_the_hand_says() -> None:
    hook = Figure(outlines=[[(0.0, 0.0), (0.0, 1.0), (0.8, 1.0)]])
    plain, other = (drawn([replace(STEADY, is_mirrored=flag)] * 20, hook) for flag in (False, True))
    assert (plain[:, :, :14].sum(axis=(1, 2)) > plain[:, :, 14:].sum(axis=(1, 2))).mean() > 0.9
    assert (other[:, :, :14].sum(axis=(1, 2)) < other[:, :, 14:].sum(axis=(1, 2))).mean() > 0.9


def test_steady_lines_are_straighter_than_a_hand_can_draw_them() -> None:
    long_line = Figure(outlines=[[(0.0, 0.0), (0.0, 1.0)], [(1.0, 0.0), (1.0, 1.0)]])
    seeds = range(8)
    by_hand = np.concatenate([drawn([Hand()] * 10, long_line, seed) for seed in seeds])
    by_ruler = np.concatenate([drawn([STEADY] * 10, long_line, seed) for seed in seeds])

    def width_of(images: Images) -> float:
        return float(np.mean([(image[:, :14] > 60).any(axis=0).sum() for image in images]))

    assert width_of(by_ruler) < width_of(by_hand)


def test_all_shapes_of_a_figure_are_filled() -> None:
    pair = box().transformed(1.0)
    pair.add(box().transformed(1.0, to=(1.5, 0.0)))
    filled = drawn([replace(STEADY, filling="blot")] * 10, pair)
    left, right = (filled[:, 12:16, part].mean() for part in (slice(3, 9), slice(19, 25)))
    assert left > 150
    assert right > 150
