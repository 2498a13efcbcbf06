"""The next run like one that has ended takes about as long."""

import re
from dataclasses import replace

import pytest

from fashion_gui.data import Dataset
from fashion_gui.training import past_speeds
from fashion_gui.training.past_speeds import PastSpeeds
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.timing import Speed, rehearsal_of

RECIPE = Recipe(hidden=(16,), epochs=4, batch_size=50, n_validation=100)


def test_runs_that_ended_tell_how_long_the_next_one_takes(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    past, plan = PastSpeeds(), plan_of(RECIPE, small_dataset)
    rehearsal = rehearsal_of(RECIPE, small_dataset)

    def seconds(past: PastSpeeds, recipe: Recipe = RECIPE) -> float | None:
        speed = past.speed(rehearsal_of(recipe, small_dataset), 10)
        return speed.run_seconds(plan_of(recipe, small_dataset)) if speed else None

    assert seconds(past) is None
    assert not past.note(rehearsal, 10, plan, plan.n_steps, 0.5), "too short to say anything"
    assert past.note(rehearsal, 10, plan, plan.n_steps, 40.0)
    assert seconds(past) == pytest.approx(40.0)
    longer = replace(RECIPE, epochs=8, seed=3, name="other")
    assert seconds(past, longer) == pytest.approx(80.0, rel=0.1)
    assert seconds(past, replace(RECIPE, batch_size=20)) is None, "that may be slower"
    assert past.note(rehearsal, 10, plan, plan.n_steps, 20.0)
    assert seconds(past) == pytest.approx(30.0), "the latest, smoothed"
    half = PastSpeeds()
    half.note(rehearsal, 10, plan, plan.n_steps // 2, 20.0)
    assert seconds(half) == pytest.approx(40.0, rel=0.15), "stopped after half of the steps"

    # What follows the learning, the novelty detector, takes as long after few epochs as after many.
    with_drawings = replace(RECIPE, drawings=True)
    drawn = plan_of(with_drawings, small_dataset)
    past.note(rehearsal_of(with_drawings, small_dataset), 10, drawn, drawn.n_steps, 50.0, 10.0)
    assert seconds(past, with_drawings) == pytest.approx(50.0)
    assert seconds(past, replace(with_drawings, epochs=8)) == pytest.approx(90.0, rel=0.1)
    assert not past.note(rehearsal, 10, plan, plan.n_steps, 11.0, 9.5), "too short, without it"

    # Rehearsals are kept apart; a busy machine counts little, an idle one more.
    for measured, expected in ((2.0, 2.0), (4.0, 2.2), (1.2, 1.7)):
        past.note_rehearsal(rehearsal, 10, Speed(measured, measured / 2))
        rehearsed = past.rehearsed(rehearsal, 10)
        assert rehearsed
        assert rehearsed.learning_s == pytest.approx(expected)
        assert rehearsed.answering_s == pytest.approx(expected / 2)
    kept = past.to_text()
    again = PastSpeeds.from_text(kept)
    assert seconds(again) == pytest.approx(30.0)
    assert again.rehearsed(rehearsal, 10) == past.rehearsed(rehearsal, 10)
    for damaged in (
        "",
        "nonsense",
        "[1]",
        '{"a": "b"}',
        re.sub(r"(\d+\.)", r"-\1", kept),
        kept[:-9],
    ):
        assert seconds(PastSpeeds.from_text(damaged)) is None
        assert PastSpeeds.from_text(damaged).rehearsed(rehearsal, 10) is None
    monkeypatch.setattr(past_speeds, "__version__", "another")
    assert seconds(past) is None, "another version may be faster"
