"""Undoing a turn of a kept run: the result is the same, bit for bit, as if it had not been."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commanded_runs import run_with

from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.shelf import keeping, undoing
from fashion_gui.shelf.keeping import CurvesSoFar, KeptRun, kept
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.shelf.undoing import NotUndone, UndoTurn, WentBack
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import (
    BatchMetrics,
    Best,
    Command,
    DivergedError,
    Finished,
    Frame,
    Hint,
    Run,
)
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(
    hidden=(8,), batch_norm=True, dropout=0.1, shift=1, batch_size=100, n_train=400,
    n_validation=100, n_test=50, epochs=3, averaging=0.3, schedule="one-cycle",
)  # fmt: skip
RATE, DROPOUT = SetControl("learning_rate", 0.05), SetControl("dropout", 0.5)
BATCH = SetControl("batch_size", 60)
PAUSE = (Command.SNAPSHOT,)


@pytest.fixture(autouse=True)
def every_turn_has_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests are faster than people turn knobs."""
    monkeypatch.setattr(keeping, "_TURNS_INTERVAL_S", 0.0)


class Kept:
    """A run on a shelf that is sent commands after its steps."""

    def __init__(self, shelf: Shelf, dataset: Dataset, recipe: Recipe = RECIPE) -> None:
        self.dataset, self.recipe = dataset, recipe
        self.record = RunRecord("a run", recipe)
        self.folder = shelf.begin(self.record)
        self.told: list[Any] = []

    def train(self, found: Checkpoint | None = None) -> Run:
        recipe = found.recipe if found else self.recipe
        return train(recipe, self.dataset, 1e9, start=found, is_kept=True, has_film=True)

    def begin(self) -> KeptRun:
        writer = RunWriter(self.folder, self.record)
        return kept(self.train(), writer, 1e9, again=self.train)

    def until(self, going: KeptRun, step: int, commands: Mapping[int, Any]) -> None:
        """Send each command once, up to a step."""
        left, command = dict(commands), None
        while True:
            last = going.send(command)
            self.told.append(last)
            is_step = isinstance(last, BatchMetrics)
            command = left.pop(last.step, None) if is_step else None
            if is_step and last.step == step:
                return

    def finish(self, going: KeptRun, commands: Mapping[int, Any] | None = None) -> None:
        with suppress(StopIteration):
            self.until(going, -1, commands or {})

    def resume(self) -> None:
        assert self.folder.lock()
        found = self.folder.read_checkpoint()
        writer = RunWriter(self.folder, self.folder.read_record(), found)
        self.finish(kept(self.train(found), writer, again=self.train))


@pytest.fixture
def run(shelf: Shelf, small_dataset: Dataset) -> Kept:
    return Kept(shelf, small_dataset)


def expect_same(run: Kept, commands: Mapping[int, Any]) -> None:
    """Compare a finished run and its folder with a run that had only these commands."""
    plain = run_with(run.recipe, run.dataset, dict(commands), is_kept=True, has_film=True)
    end, expected = run.told[-1], plain[-1]
    assert isinstance(end, Finished)
    assert isinstance(expected, Finished)
    np.testing.assert_array_equal(end.network.parameters, expected.network.parameters)
    np.testing.assert_array_equal(end.report.confusion, expected.report.confusion)
    assert end.turns == expected.turns
    history, now = RunHistory(), run.folder.read_history()
    history.add(plain)
    for figure in ("loss", "accuracy"):
        for kind in ("training", "validation"):
            one, other = (getattr(getattr(of, figure), kind) for of in (history, now))
            np.testing.assert_array_equal(one.x, other.x)
            np.testing.assert_allclose(one.smoothed, other.smoothed)
    assert now.turns == history.turns
    assert now.turn_places == history.turn_places
    record = run.folder.read_record()
    assert record.status is RunStatus.FINISHED
    (best,) = [r for r in plain if isinstance(r, Best) and r.accuracy == record.best_accuracy]
    kept_best = model_file.load(run.folder.best).network.parameters
    np.testing.assert_array_equal(kept_best, best.network.parameters)
    frames = [r for r in plain if isinstance(r, Frame)]
    film = run.folder.read_film()
    assert [frame.step for frame in film] == [frame.step for frame in frames]
    for one, other in zip(film, frames, strict=True):
        np.testing.assert_array_equal(one.network.parameters, other.network.parameters)


def test_the_latest_turn_is_undone_while_it_learns(shelf: Shelf, small_dataset: Dataset) -> None:
    run = Kept(shelf, small_dataset, replace(RECIPE, drawings=True))
    run.finish(run.begin(), {3: BATCH, 7: RATE, 11: UndoTurn(1)})
    (back,) = [told for told in run.told if isinstance(told, WentBack)]
    assert back.last
    assert (back.last.step, back.last.epoch, back.recipe.batch_size) == (7, 2, 60)
    assert back.recipe.learning_rate == RECIPE.learning_rate
    assert back.snapshot.step == 7
    assert back.frames[-1].step <= 7
    history = RunHistory()
    assert back.curves
    history.go_on(back.plan, back.curves)
    assert [turn.name for turn in history.turns] == ["batch_size"]
    expect_same(run, {3: BATCH})


def test_with_an_earlier_turn_the_later_ones_go(run: Kept) -> None:
    run.finish(run.begin(), {3: BATCH, 7: RATE, 10: UndoTurn(0)})
    expect_same(run, {})


def test_of_turns_at_the_same_step_only_one_is_undone(run: Kept) -> None:
    run.finish(run.begin(), {5: PAUSE, 6: (RATE, DROPOUT, BATCH), 9: UndoTurn(1)})
    expect_same(run, {6: (RATE, BATCH)})


def test_turns_in_quick_succession_are_repeated_up_to_the_undone_one(
    run: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_TURNS_INTERVAL_S", 1e9)
    run.finish(run.begin(), {4: RATE, 6: DROPOUT, 7: BATCH, 9: UndoTurn(2)})
    assert run.folder.before_turns.steps() == [4]
    expect_same(run, {4: RATE, 6: DROPOUT})


def test_a_run_that_is_closed_before_it_has_repeated_them_still_does(
    run: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_TURNS_INTERVAL_S", 1e9)
    going = run.begin()
    run.until(going, 9, {4: RATE, 6: DROPOUT, 7: BATCH})
    assert isinstance(going.send(UndoTurn(2)), WentBack)
    going.close()
    assert run.folder.read_record().step == 4
    assert [turn["name"] for turn in run.folder.read_record().turns] == []
    run.resume()
    expect_same(run, {4: RATE, 6: DROPOUT})


def test_a_turn_in_a_pause_is_undone_in_a_pause(run: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause has a checkpoint, which is kept without writing another."""
    monkeypatch.setattr(keeping, "_TURNS_INTERVAL_S", 1e9)
    monkeypatch.setattr(keeping, "monotonic", lambda: 0.0)  # none is due before the pause
    going = run.begin()
    run.until(going, 4, {})
    going.send(PAUSE)
    going.send(RATE)
    run.until(going, 8, {})
    back = going.send(UndoTurn(0))
    assert isinstance(back, WentBack)
    assert back.last
    assert run.folder.read_record().step == back.last.step == 4
    assert run.folder.read_record().turns == ()
    run.finish(going)
    expect_same(run, {})


@pytest.mark.parametrize("drawings", [False, True])
def test_a_turn_before_the_first_step_is_undone(
    shelf: Shelf, small_dataset: Dataset, drawings: bool
) -> None:
    run = Kept(shelf, small_dataset, replace(RECIPE, drawings=drawings))
    going = run.begin()
    run.told += [next(going), going.send((RATE, DROPOUT))]
    run.until(going, 7, {5: BATCH})
    back = going.send(UndoTurn(0))
    assert isinstance(back, WentBack)
    assert back.last is None
    assert back.snapshot.step == 0
    assert [frame.step for frame in back.frames] == [0]
    assert (back.recipe.learning_rate, back.recipe.dropout) == (RECIPE.learning_rate, 0.5)
    assert run.folder.read_record().step == 0
    run.finish(going)
    expect_same(run, {0: DROPOUT})
    told = [told for told in run.told if isinstance(told, Hint)]
    assert len({hint.rule for hint in told}) == len(told)  # those before it are not repeated


@pytest.mark.parametrize("rate", [0.05, 1e6])
def test_a_turn_of_a_run_that_has_ended_is_undone(run: Kept, rate: float) -> None:
    going = run.begin()
    with suppress(DivergedError):
        run.until(going, 8, {3: BATCH, 6: SetControl("learning_rate", rate)})
        run.finish(going)
    record = run.folder.read_record()
    assert record.status in (RunStatus.FINISHED, RunStatus.FAILED)
    assert run.folder.lock()
    found = run.folder.before_turns.before(run.folder.read_history().turns, 1)
    writer = RunWriter(run.folder, record)
    writer.go_back(found)
    again = kept(run.train(found), writer, again=run.train)
    run.until(again, 7, {})
    assert isinstance(next(t for t in run.told if isinstance(t, CurvesSoFar)), CurvesSoFar)
    assert not run.folder.network.exists()  # it was that of the undone end
    assert run.folder.read_record().test_accuracy is None
    assert model_file.load(run.folder.best).training["epoch"] == 1
    assert max(frame.step for frame in run.folder.read_film()) <= 6
    run.finish(again)
    expect_same(run, {3: BATCH})


def test_what_cannot_be_undone_is_said_and_nothing_else_happens(run: Kept) -> None:
    turns = {2: RATE, 4: DROPOUT}
    run.finish(run.begin(), turns | {6: UndoTurn(9), 7: (UndoTurn(-1), BATCH)})
    told = [told.sentence for told in run.told if isinstance(told, NotUndone)]
    assert told == ["Expected a turn of this run."] * 2
    expect_same(run, turns | {7: BATCH})
    run.folder.before_turns.remove_all()
    with pytest.raises(CheckpointError, match="This turn cannot be undone"):
        run.folder.before_turns.before(run.folder.read_history().turns, 0)


def test_a_run_without_a_way_back_says_so(run: Kept) -> None:
    going = kept(run.train(), RunWriter(run.folder, run.record))
    run.finish(going, {2: RATE, 4: UndoTurn(0)})
    assert NotUndone("Turns of this run cannot be undone.") in run.told


def test_the_newest_checkpoints_are_kept_and_give_way_on_a_full_shelf(
    run: Kept, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "MOST_CHECKPOINTS", 2)
    turns = {step: SetControl("learning_rate", 0.001 * step) for step in (2, 4, 6)}
    run.finish(run.begin(), turns)
    assert run.folder.before_turns.steps() == [4, 6]
    assert len(list((run.folder.path / "turns").iterdir())) <= 4
    assert shelf.give_up_checkpoints(max_bytes=0) == ["a run"]
    assert run.folder.before_turns.steps() == []
    assert model_file.load(run.folder.network)


def test_checkpoints_are_copied_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise OSError(1, "no hard links here")

    monkeypatch.setattr(undoing.os, "link", refuse)
    taken, best = tmp_path / "taken", tmp_path / "best"
    taken.write_bytes(b"all")
    kept_ones = undoing.TurnCheckpoints(tmp_path / "turns")
    kept_ones.keep(7, taken, best)
    assert kept_ones.steps() == [7]
    assert not kept_ones.best(7).exists()
    taken.unlink()
    assert len(list((tmp_path / "turns").iterdir())) == 1
