"""A run that is kept: nothing of it is lost, however it ends, and it learns the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf import keeping, run_writer
from fashion_gui.shelf.keeping import NotKept, kept
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Command,
    DivergedError,
    Evaluating,
    Finished,
    Frame,
    Record,
    Snapshot,
)
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), batch_size=100, n_train=400, n_validation=100, n_test=50, epochs=3)
RECORD = RunRecord("a run", RECIPE)


def learn(
    dataset: Dataset, folder: RunFolder, interval_s: float = 30.0, resumed: Checkpoint | None = None
):  # type: ignore[no-untyped-def]
    record = folder.read_record() if resumed else RECORD
    run = train(record.recipe, dataset, start=resumed, is_kept=True)
    return kept(run, RunWriter(folder, record, resumed), interval_s)


def expected(dataset: Dataset) -> list[Record]:
    return list(train(RECIPE, dataset))


def same_curves(one: RunHistory, other: RunHistory) -> None:
    for figure in ("loss", "accuracy"):
        for kind in ("training", "validation"):
            series = [getattr(getattr(history, figure), kind) for history in (one, other)]
            np.testing.assert_array_equal(series[0].x, series[1].x)
            np.testing.assert_allclose(series[0].y, series[1].y)
            np.testing.assert_allclose(series[0].smoothed, series[1].smoothed)
    assert [e.epoch for e in one.epochs] == [e.epoch for e in other.epochs]


def test_it_tells_what_the_run_tells_and_learns_the_same(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    folder = shelf.begin(RECORD)
    told = list(learn(small_dataset, folder, interval_s=0.0))
    assert sum(isinstance(record, CheckpointTaken) for record in told) >= 12
    plain = expected(small_dataset)
    losses = [[b.loss for b in all_ if isinstance(b, BatchMetrics)] for all_ in (told, plain)]
    assert losses[0] == losses[1]
    saved = model_file.load(folder.network)
    assert isinstance(plain[-1], Finished)
    np.testing.assert_array_equal(saved.network.parameters, plain[-1].network.parameters)
    assert saved.training["splits"] == plain[-1].story()["splits"]
    history = RunHistory()
    history.add(plain)
    same_curves(folder.read_history(), history)
    assert not folder.is_in_use()


def test_closing_it_after_any_step_leaves_where_it_goes_on(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    plain = expected(small_dataset)
    history = RunHistory()
    history.add(plain)
    for n_told in (1, 2, 3, 7, 11, 15):
        folder = shelf.begin(RECORD)
        run = learn(small_dataset, folder)
        list(islice(run, n_told))
        run.close()
        record = shelf.record(folder.name)
        assert record.status is RunStatus.INTERRUPTED
        assert 0 <= record.step < 12
        assert folder.lock()
        told = list(learn(small_dataset, folder, resumed=folder.read_checkpoint()))
        assert isinstance(told[-1], Finished)
        np.testing.assert_array_equal(
            told[-1].network.parameters,
            plain[-1].network.parameters,  # type: ignore[union-attr]
        )
        same_curves(folder.read_history(), history)
        assert shelf.record(folder.name).status is RunStatus.FINISHED


def test_a_pause_makes_a_checkpoint_before_it_waits(shelf: Shelf, small_dataset: Dataset) -> None:
    folder = shelf.begin(RECORD)
    run = learn(small_dataset, folder)
    record = next(run)
    while not (isinstance(record, BatchMetrics) and record.step == 4):
        record = run.send(None)
    assert isinstance(run.send(Command.SNAPSHOT), Snapshot)
    assert folder.read_checkpoint().step == 4
    rest = list(run)
    assert [b.step for b in rest if isinstance(b, BatchMetrics)] == list(range(5, 13))
    losses = [b.loss for b in expected(small_dataset) if isinstance(b, BatchMetrics)]
    assert [b.loss for b in rest if isinstance(b, BatchMetrics)] == losses[4:]


@pytest.mark.parametrize("step", [4, 12])  # at the end of an epoch, and at that of the run
def test_a_pause_between_two_steps_makes_a_checkpoint_too(
    shelf: Shelf, small_dataset: Dataset, step: int
) -> None:
    folder = shelf.begin(RECORD)
    run = learn(small_dataset, folder)
    record = next(run)
    while not (isinstance(record, BatchMetrics) and record.step == step):
        record = run.send(None)
    while not isinstance(record, Evaluating):
        record = run.send(None)
    run.send(Command.SNAPSHOT)
    assert folder.read_checkpoint().step == step
    assert sum(isinstance(record, BatchMetrics) for record in run) == 12 - step


def test_a_pause_while_the_test_images_are_answered_waits_there(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    folder = shelf.begin(RECORD)
    run = learn(small_dataset, folder)
    record = next(run)
    while not (isinstance(record, CheckpointTaken) and record.step == 12):
        record = run.send(None)
    run.send(Command.SNAPSHOT)
    assert shelf.record(folder.name).status is RunStatus.RUNNING  # it has not gone on to the end
    list(run)
    assert shelf.record(folder.name).status is RunStatus.FINISHED


def test_a_control_that_is_turned_in_a_pause_is_not_lost(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    folder = shelf.begin(RECORD)
    run = learn(small_dataset, folder)
    record = next(run)
    while not (isinstance(record, BatchMetrics) and record.step == 4):
        record = run.send(None)
    run.send(Command.SNAPSHOT)
    run.send(SetControl("learning_rate", 0.5))  # while records wait to be told
    list(run)
    (turn,) = shelf.record(folder.name).turns
    assert turn == {"step": 4, "name": "learning_rate", "value": 0.5}
    assert folder.read_history().turns[0].before == 0.001


def test_a_stopped_run_says_so(shelf: Shelf, small_dataset: Dataset) -> None:
    folder = shelf.begin(RECORD)
    run = learn(small_dataset, folder)
    list(islice(run, 6))
    told = [run.send(Command.STOP), *run]
    assert isinstance(told[-1], Finished)
    record = shelf.record(folder.name)
    assert record.status is RunStatus.STOPPED
    assert folder.read_checkpoint().step == record.step < 12


def test_a_run_whose_loss_ran_away_says_so(shelf: Shelf, small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, learning_rate=1e6, optimizer="sgd", hidden=(8, 8), epochs=50)
    folder = shelf.begin(RECORD)
    run = kept(train(recipe, small_dataset), RunWriter(folder, replace(RECORD, recipe=recipe)))
    with pytest.raises(DivergedError):
        list(run)
    record = shelf.record(folder.name)
    assert record.status is RunStatus.FAILED
    assert "learning rate below" in record.problem
    assert not folder.is_in_use()


def test_what_cannot_be_written_is_told_and_the_run_goes_on(
    shelf: Shelf, small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(contents: object) -> None:
        raise OutputError("run.json: cannot be written: No space left on device.")

    monkeypatch.setattr(run_writer, "write_files", full)
    told = list(learn(small_dataset, shelf.begin(RECORD), interval_s=0.0))
    assert any(isinstance(record, Finished) for record in told)
    problems = [record for record in told if isinstance(record, NotKept)]
    assert len(problems) > 2
    assert "No space left" in problems[0].sentence


def test_the_best_network_lies_beside_the_last_one(keep: Callable[..., RunFolder]) -> None:
    folder = keep(recipe=replace(RECIPE, epochs=6, learning_rate=0.05))
    record = folder.read_record()
    accuracies = [epoch.validation_accuracy for epoch in folder.read_history().epochs]
    assert record.best_accuracy == max(a for a in accuracies if a is not None)
    saved = model_file.load(folder.best)
    assert saved.training["epoch"] == record.best_epoch
    assert accuracies[record.best_epoch - 1] == record.best_accuracy


def test_checkpoints_come_by_time_soon_at_first(
    shelf: Shelf, small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: clock[0])
    told = list(learn(small_dataset, shelf.begin(RECORD)))
    steps = [record.step for record in told if isinstance(record, CheckpointTaken)]
    assert steps == [0, 12]  # before the first step, so that a kill costs no run, and at the end
    longer = replace(RECORD, recipe=replace(RECIPE, epochs=30))
    run = train(longer.recipe, small_dataset, is_kept=True)
    times = []
    for record in kept(run, RunWriter(shelf.begin(longer), longer)):
        clock[0] += isinstance(record, BatchMetrics)
        if isinstance(record, CheckpointTaken):
            times.append(clock[0])
    assert times[:-1] == [0, 1, 2, 4, 8, 16, 32, 62, 92], "and then every 30 seconds"


PROGRAM = """
import sys
from pathlib import Path
from data_files import make_split
from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

shelf, n_epochs = Shelf(Path(sys.argv[1])), int(sys.argv[2])
recipe = Recipe(hidden=(8,), batch_size=20, n_train=400, n_validation=100, n_test=50,
                epochs=n_epochs, dropout=0.1)
dataset = Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)
record = RunRecord("killed", recipe)
print("ready", flush=True)
run = train(recipe, dataset, is_kept=True, has_film=True)
for told in kept(run, RunWriter(shelf.begin(record), record), 0.0):
    if type(told).__name__ == "CheckpointTaken":
        print(told.step, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is there on posix systems only")
def test_kill_9_while_it_writes_all_the_time_loses_nothing(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    recipe = Recipe(
        hidden=(8,), batch_size=20, n_train=400, n_validation=100, n_test=50, epochs=20, dropout=0.1
    )
    told = list(train(recipe, small_dataset, has_film=True))
    whole, frames = told[-1], [record for record in told if isinstance(record, Frame)]
    assert isinstance(whole, Finished)
    history = RunHistory()
    history.add(told)
    chance = np.random.default_rng(3)
    for number in range(2):
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(shelf.path), "20"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert program.stdout
        n_lines = 2 + int(chance.integers(0, 120))
        for _, line in zip(range(n_lines), program.stdout, strict=False):
            assert line
        program.send_signal(signal.SIGKILL)
        program.communicate()
        name = "killed" if number == 0 else f"killed {number + 1}"
        record = shelf.record(name)
        assert record.status is RunStatus.INTERRUPTED
        folder = shelf.folder(name)
        assert folder.lock()
        found = folder.read_checkpoint()
        rest = train(recipe, small_dataset, start=found, is_kept=True, has_film=True)
        *_, end = kept(rest, RunWriter(folder, folder.read_record(), found))
        assert isinstance(end, Finished)
        assert end.network.digest == whole.network.digest
        film = [(frame.step, frame.network.digest) for frame in folder.read_film()]
        assert film == [(frame.step, frame.network.digest) for frame in frames]
        same_curves(folder.read_history(), history)


def test_two_shelves_never_give_one_folder_to_two_runs(tmp_path: Path) -> None:
    shelves = [Shelf(tmp_path / "runs") for _ in range(3)]
    names = [shelf.begin(RECORD).name for _ in range(5) for shelf in shelves]
    assert len(set(names)) == 15
