"""What is no clothing: templates that are read and drawn, things by name, things by chance."""

import numpy as np
import pytest

from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.shoppers import shopper
from fashion_gui.synthetic.template import Stroke, draw_template, parse
from fashion_gui.synthetic.things import HELD_OUT, NAMED, held_out_thing, thing
from fashion_gui.synthetic.things.badges import badge
from fashion_gui.synthetic.things.composed import closed_line, put_together


def points_of(figure: Figure) -> np.ndarray:
    lines = [*figure.outlines, *figure.inner]
    return np.array([point for line in lines for point in line])


def test_a_template_has_a_stroke_for_each_part_of_its_text() -> None:
    strokes = parse("l 0 0 10 10 / P 1 1 2 2 3 1 / o 5 5 2 3 / A 5 5 2 3 0 180")
    assert [stroke.kind for stroke in strokes] == ["l", "p", "o", "a"]
    assert [stroke.may_miss for stroke in strokes] == [False, True, False, True]
    assert strokes[2].numbers == (5, 5, 2, 3)


@pytest.mark.parametrize(
    "text", ["", "x 0 0 1 1", "l 0 0 1", "l 0 0", "o 1 2 3", "a 1 2 3 4 5", "l 0 0 1 1 / z 1 1 2 2"]
)
def test_what_is_no_template_is_told_with_its_stroke(text: str) -> None:
    with pytest.raises(ValueError, match="expected a stroke"):
        parse(text)


def test_a_template_is_drawn_near_where_it_says_and_never_twice_the_same() -> None:
    strokes = parse("p 0 0 20 0 20 20 0 20 / l 5 5 15 15 / o 10 10 3 3")
    drawn = [draw_template(strokes, Chance(seed)) for seed in range(60)]
    assert len({repr(figure.outlines) for figure in drawn}) == 60
    middles = [points_of(figure).mean(axis=0) for figure in drawn]
    assert np.abs(np.mean(middles, axis=0) - 10).max() < 1.5
    assert {len(figure.shapes) for figure in drawn} == {1}


def test_a_capital_letter_is_left_out_now_and_then_and_the_first_stroke_never() -> None:
    drawn = [draw_template(parse("L 0 0 20 20 / L 0 20 20 0"), Chance(seed)) for seed in range(200)]
    n_lines = [len(figure.outlines) for figure in drawn]
    assert min(n_lines) == 1
    assert 1.5 < np.mean(n_lines) < 1.95


def test_what_is_small_beside_the_rest_is_no_body_to_fill() -> None:
    large, small = parse("o 10 10 9 9 / l 0 0 20 20"), parse("o 10 10 2 2 / l 0 0 20 20")
    assert [stroke.is_body for stroke in (*large, *small)] == [True, False, False, False]
    assert draw_template(large, Chance(0)).inner
    figure = draw_template(small, Chance(0))
    assert len(figure.outlines) == 2
    assert not figure.shapes


def test_a_thing_is_drawn_in_many_proportions_and_never_turned_inside_out() -> None:
    strokes = parse("l -4 10 4 10 10 10 16 10 26 10")
    across = [points_of(draw_template(strokes, Chance(seed)))[:, 0] for seed in range(300)]
    assert all((np.diff(x) > 0).all() for x in across)
    shares = [(x[2] - x[0]) / (x[4] - x[0]) for x in across]
    assert min(shares) < 0.35
    assert max(shares) > 0.65


def test_each_thing_can_be_drawn_and_has_a_size() -> None:
    for name, strokes in NAMED.items():
        for seed in range(2):
            figure = draw_template(strokes, Chance(seed))
            points = points_of(figure)
            assert figure.outlines, name
            assert np.isfinite(points).all(), name
            assert 5 < np.ptp(points, axis=0).max() < 60, name


def test_there_are_many_things_and_some_that_no_network_learns_from() -> None:
    assert len(NAMED) > 1000
    assert 50 < len(HELD_OUT) < 0.1 * len(NAMED)
    held_out = {repr(held_out_thing(Chance(seed)).outlines) for seed in range(300)}
    learned = {repr(thing(Chance(seed)).outlines) for seed in range(300)}
    assert len(held_out) == 300
    assert not held_out & learned


def test_a_word_is_learned_in_all_the_ways_it_is_drawn_or_in_none() -> None:
    split = set(NAMED) - set(HELD_OUT), HELD_OUT
    learned, held_out = ({name.partition(" (")[0] for name in names} for names in split)
    assert {"fish", "bird", "coach"} <= learned
    assert {"garden", "drum kit"} <= held_out
    assert not learned & held_out
    assert "book (8)" in NAMED


def test_a_box_with_an_arc_is_a_bag_and_no_badge(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def record(strokes: tuple[Stroke, ...], chance: Chance) -> Figure:
        seen.append(strokes)
        return draw_template(strokes, chance)

    monkeypatch.setattr("fashion_gui.synthetic.things.badges.draw_template", record)
    for seed in range(2000):
        badge(Chance(seed))
    assert {NAMED["E"], NAMED["plus"], NAMED["arrow"]} <= set(seen)
    assert not {NAMED["U"], NAMED["C"], NAMED["crescent"]} & set(seen)
    shoppers = [shopper(Chance(seed)) for seed in range(100)]
    for figure in shoppers:
        heights = [y for _, y in figure.shapes[0]]
        assert any(len(line) > 8 and max(y for _, y in line) > 0 for line in figure.inner)
        assert all(max(y for _, y in line) < max(heights) for line in figure.inner)


@pytest.mark.parametrize("draw", [put_together, closed_line])
def test_what_is_put_together_by_chance_is_always_another(draw) -> None:  # type: ignore[no-untyped-def]
    drawn = [draw(Chance(seed)) for seed in range(200)]
    assert len({repr(figure.outlines) for figure in drawn}) == 200
    for figure in drawn:
        assert np.isfinite(points_of(figure)).all()
        assert np.ptp(points_of(figure), axis=0).max() > 0.3
