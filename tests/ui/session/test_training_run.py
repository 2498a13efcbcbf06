"""A run as the window sees it."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.training.events import BatchMetrics, Finished, Plan, Snapshot
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session import generator_thread
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState, TrainingRun


class Log:
    """Everything that a run told."""

    def __init__(self, run: TrainingRun) -> None:
        self.records: list[Any] = []
        self.finished: list[Finished] = []
        self.failures: list[str] = []
        run.progressed.connect(self.records.extend)
        run.finished.connect(self.finished.append)
        run.failed.connect(self.failures.append)

    @property
    def n_steps(self) -> int:
        return sum(isinstance(record, BatchMetrics) for record in self.records)


@pytest.fixture
def run() -> Iterator[TrainingRun]:
    run = TrainingRun(ThreadGroup())
    yield run
    run.abandon()
    run.deleteLater()


@pytest.fixture
def log(run: TrainingRun) -> Log:
    return Log(run)


def test_a_run_starts_tells_and_finishes(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, quick_recipe: Recipe
) -> None:
    run.start(quick_recipe, small_dataset)
    assert run.state is RunState.RUNNING
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=20_000)
    assert isinstance(log.records[0], Plan)
    assert log.n_steps == log.records[0].n_steps
    assert len(log.finished) == 1
    assert log.finished[0].completed
    assert log.failures == []


def test_a_result_that_does_not_come_in_the_last_parcel_is_told(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    run: TrainingRun,
    log: Log,
    small_dataset: Dataset,
    quick_recipe: Recipe,
) -> None:
    monkeypatch.setattr(generator_thread, "DELIVERY_INTERVAL_S", 0.0)  # a parcel for every record
    run.start(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=20_000)
    assert len(log.finished) == 1


def test_a_second_start_during_a_run_changes_nothing(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    run.start(endless_recipe, small_dataset)
    run.start(endless_recipe, small_dataset)
    assert run.run_id == 1
    qtbot.waitUntil(lambda: log.n_steps > 0)


def test_the_first_snapshot_is_the_untrained_network(
    qtbot: QtBot, run: TrainingRun, small_dataset: Dataset, quick_recipe: Recipe
) -> None:
    snapshots: list[Snapshot] = []
    run.snapshot_taken.connect(snapshots.append)
    run.start(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=20_000)
    assert snapshots[0].step == 0
    assert snapshots[-1].step == 3 * 22


def test_each_step_is_one_batch(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    run.start(endless_recipe, small_dataset, paused=True)
    for n_steps in (1, 2, 3):
        run.step()
        qtbot.waitUntil(lambda n_steps=n_steps: log.n_steps == n_steps)
    assert run.state is RunState.PAUSED


def test_nothing_is_learned_during_a_pause(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    run.start(endless_recipe, small_dataset)
    qtbot.waitUntil(lambda: log.n_steps > 0)
    run.pause()
    run.step()  # its one batch is the last that arrives
    before = log.n_steps
    qtbot.waitUntil(lambda: log.n_steps > before)
    run.resume()
    qtbot.waitUntil(lambda: log.n_steps > before + 10)
    steps = [record.step for record in log.records if isinstance(record, BatchMetrics)]
    assert steps == list(range(1, len(steps) + 1))


@pytest.mark.parametrize("paused", [False, True])
def test_stop_finishes_with_what_was_learned(
    qtbot: QtBot,
    run: TrainingRun,
    log: Log,
    small_dataset: Dataset,
    endless_recipe: Recipe,
    paused: bool,
) -> None:
    run.start(endless_recipe, small_dataset)
    qtbot.waitUntil(lambda: log.n_steps > 5)
    if paused:
        run.pause()
    run.stop()
    assert run.state is RunState.FINISHING
    qtbot.waitUntil(lambda: bool(log.finished))
    assert not log.finished[0].completed
    assert run.state is RunState.IDLE


def test_a_diverging_run_says_what_to_change(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset
) -> None:
    wild = Recipe(learning_rate=1e6, optimizer="sgd", epochs=50, batch_size=50)
    run.start(wild, small_dataset)
    qtbot.waitUntil(lambda: bool(log.failures), timeout=20_000)
    assert "learning rate" in log.failures[0]
    assert run.state is RunState.IDLE
    assert log.finished == []


def test_an_error_inside_training_is_told_and_ends_the_run(
    qtbot: QtBot, run: TrainingRun, log: Log, quick_recipe: Recipe
) -> None:
    def failing() -> Generator[Any, Any, None]:
        yield from ()
        raise RuntimeError("the cat sat on the cable")

    run.start_generator(failing, quick_recipe)
    qtbot.waitUntil(lambda: bool(log.failures))
    assert "the cat sat on the cable" in log.failures[0]
    assert run.state is RunState.IDLE


def test_starting_and_stopping_fifty_times(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    for n_finished in range(1, 51):
        run.start(endless_recipe, small_dataset)
        run.stop()
        qtbot.waitUntil(lambda n=n_finished: len(log.finished) == n, timeout=20_000)
    assert log.failures == []


def test_what_an_abandoned_run_had_sent_is_not_heard(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    run.start(endless_recipe, small_dataset)
    qtbot.waitUntil(lambda: log.n_steps > 0)
    run.abandon()
    before = len(log.records)
    run.start(endless_recipe, small_dataset, paused=True)
    run.step()
    qtbot.waitUntil(lambda: len(log.records) > before)
    assert isinstance(log.records[before], Plan)


def test_a_late_parcel_of_an_earlier_run_is_not_believed(
    qtbot: QtBot, run: TrainingRun, log: Log, small_dataset: Dataset, endless_recipe: Recipe
) -> None:
    run.start(endless_recipe, small_dataset)
    qtbot.waitUntil(lambda: log.n_steps > 0)
    earlier, late = run.run_id, run.last_batch
    run.abandon()
    run.start(endless_recipe, small_dataset, paused=True)
    n_before = len(log.records)
    run.step()
    qtbot.waitUntil(lambda: len(log.records) > n_before and run.n_done == 1)
    known, n_before = (run.last_batch, run.n_images), len(log.records)
    assert run._thread
    run._thread.delivered.emit(Parcel(earlier, (late,)))
    run._thread.delivered.emit(Parcel(earlier, (), done=True, error=RuntimeError("of before")))
    assert (run.last_batch, run.n_images) == known
    assert len(log.records) == n_before
    assert log.failures == []
    assert run.state is RunState.PAUSED


# Controls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_control_is_turned_in_the_thread(
    qtbot: QtBot, session: Session, endless_recipe: Recipe, is_paused: bool
) -> None:
    run, dataset = session.run, session.dataset
    assert dataset
    run.start(endless_recipe, dataset)
    qtbot.waitUntil(lambda: run.n_done > 3)
    if is_paused:
        run.pause()
    run.set_control("learning_rate", 0.25)
    run.set_control("dropout", 0.1)
    run.resume()
    qtbot.waitUntil(lambda: len(run.history.turns) == 2)
    turns = [(turn.name, turn.before, turn.value) for turn in run.history.turns]
    assert turns == [
        ("learning_rate", endless_recipe.learning_rate, 0.25),
        ("dropout", 0.0, 0.1),
    ]
    with qtbot.waitSignal(run.finished, timeout=20_000) as finished:
        run.stop()
    assert [turn["name"] for turn in finished.args[0].turns] == ["learning_rate", "dropout"]


def test_a_control_that_cannot_be_turned_is_refused_at_once(
    qtbot: QtBot, session: Session, endless_recipe: Recipe
) -> None:
    run, dataset = session.run, session.dataset
    assert dataset
    run.start(endless_recipe, dataset)
    qtbot.waitUntil(lambda: run.n_done > 1)
    with pytest.raises(RecipeError, match="dropout is a number"):
        run.set_control("dropout", 7)
    with pytest.raises(RecipeError, match="hidden cannot be turned"):
        run.set_control("hidden", (7,))
    run.abandon()
    run.set_control("learning_rate", 0.5)  # nothing is there to be turned
