"""How long a run would take, measured while nothing is learned."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.training.events import Finished
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.timing import Speed
from fashion_gui.training.trainer import train
from fashion_gui.ui.session import run_time_estimate
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState

TIMEOUT_MS = 20_000
Calibration = Generator[Speed | None, None, None]


class Machine:
    """Stands in for the calibration: measures when it is told to, and remembers what."""

    def __init__(self) -> None:
        self.measured: list[Recipe] = []
        self.n_ended = 0
        self.may_go_on = Event()
        self.may_go_on.set()

    def measure_speed(self, rehearsal: Recipe, dataset: Dataset) -> Calibration:
        self.measured.append(rehearsal)
        try:
            yield None
            self.may_go_on.wait(20)
            yield Speed(1.0, 0.5)
            yield Speed(2.0, 0.5)
        finally:
            self.n_ended += 1


@pytest.fixture
def estimate() -> Iterator[RunTimeEstimate]:
    estimate = RunTimeEstimate(ThreadGroup())
    yield estimate
    estimate.abandon()
    estimate.deleteLater()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, estimate: RunTimeEstimate) -> Iterator[Machine]:
    """Set up after the estimate: it must be free to go on before the estimate waits for its end."""
    machine = Machine()
    monkeypatch.setattr(run_time_estimate, "measure_speed", machine.measure_speed)
    yield machine
    machine.may_go_on.set()


def is_known(estimate: RunTimeEstimate) -> Callable[[], bool]:
    return lambda: estimate.seconds is not None and not estimate.is_pending


def test_a_recipe_gets_an_estimate(
    qtbot: QtBot, estimate: RunTimeEstimate, quick_recipe: Recipe, small_dataset: Dataset
) -> None:
    assert not estimate.is_pending
    estimate.ask(quick_recipe, small_dataset)
    assert estimate.is_pending
    assert estimate.seconds is None
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    assert estimate.seconds is not None
    assert estimate.seconds > 0


def test_the_newest_speed_counts(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    estimate.ask(replace(quick_recipe, n_validation=0, n_test=10), small_dataset)
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    assert estimate.seconds == 2.0 * 1200 * 3 + 0.5 * 10


def test_other_epochs_and_another_seed_need_no_other_measurement(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    recipe = replace(quick_recipe, n_validation=0, n_test=1)
    estimate.ask(recipe, small_dataset)
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    once = estimate.seconds
    assert once is not None
    estimate.ask(replace(recipe, epochs=6, seed=9), small_dataset)
    assert not estimate.is_pending
    assert estimate.seconds == pytest.approx(2 * once, rel=0.01)
    estimate.ask(replace(recipe, hidden=(8,)), small_dataset)
    assert estimate.is_pending
    estimate.ask(recipe, small_dataset)
    assert estimate.seconds == once
    assert len(machine.measured) == 1


def test_what_was_trained_before_is_not_measured(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    *_, finished = train(quick_recipe, small_dataset)
    assert isinstance(finished, Finished)
    with qtbot.waitSignal(estimate.learned):
        estimate.note(replace(finished, seconds=40.0), small_dataset)
    estimate.note(replace(finished, seconds=80.0, turns=({},)), small_dataset)
    estimate.ask(quick_recipe, small_dataset)
    assert not estimate.is_pending
    assert estimate.is_of_past_runs
    assert estimate.seconds == pytest.approx(40.0)
    other = replace(quick_recipe, hidden=(8,))
    estimate.ask(other, small_dataset)
    assert not estimate.is_of_past_runs
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    assert [rehearsal.hidden for rehearsal in machine.measured] == [(8,)]


def test_while_settings_change_nothing_is_measured_but_the_last_of_them(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    for n_units in range(10, 15):
        estimate.ask(replace(quick_recipe, hidden=(n_units,)), small_dataset)
        assert not estimate.is_measuring
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    assert [rehearsal.hidden for rehearsal in machine.measured] == [(14,)]


def test_a_newer_recipe_gives_up_the_older_one(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    machine.may_go_on.clear()
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: len(machine.measured) == 1)
    estimate.ask(replace(quick_recipe, hidden=(8,)), small_dataset)
    assert estimate.seconds is None
    machine.may_go_on.set()
    qtbot.waitUntil(is_known(estimate), timeout=TIMEOUT_MS)
    assert [rehearsal.hidden for rehearsal in machine.measured] == [(16,), (8,)]
    estimate.ask(quick_recipe, small_dataset)
    assert estimate.is_pending, "what was given up is not known"


def test_what_an_older_measurement_had_sent_is_not_believed(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    machine.may_go_on.clear()
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: len(machine.measured) == 1)
    older = estimate._run_id
    estimate.ask(replace(quick_recipe, hidden=(8,)), small_dataset)
    estimate._on_delivered(Parcel(older, (Speed(9.0, 9.0),), done=True))
    assert estimate.seconds is None
    assert estimate.is_pending


def test_what_is_dropped_is_not_waited_for(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    machine.may_go_on.clear()
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: len(machine.measured) == 1)
    estimate.drop()
    assert machine.n_ended == 0
    assert estimate.is_measuring
    assert not estimate.is_pending
    machine.may_go_on.set()
    qtbot.waitUntil(lambda: not estimate.is_measuring)
    assert machine.n_ended == 1
    assert estimate.seconds is None


def test_what_is_offered_is_measured_after_what_is_requested(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    others = [replace(quick_recipe, hidden=(n_units,)) for n_units in (8, 9)]
    impossible = replace(quick_recipe, batch_size=5000)
    estimate.offer([*others, impossible], small_dataset)
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: all(estimate.seconds_of(one, small_dataset) for one in others))
    assert [rehearsal.hidden for rehearsal in machine.measured] == [(16,), (8,), (9,)]
    assert estimate.seconds_of(impossible, small_dataset) is None


def test_what_is_offered_is_not_measured_when_nothing_is_requested(
    qtbot: QtBot,
    machine: Machine,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    other = replace(quick_recipe, hidden=(8,))
    estimate.offer([other], small_dataset)
    machine.may_go_on.clear()
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: len(machine.measured) == 1)
    estimate.drop()
    machine.may_go_on.set()
    qtbot.waitUntil(lambda: not estimate.is_measuring)
    assert len(machine.measured) == 1
    assert estimate.seconds_of(other, small_dataset) is None


def test_a_measurement_that_fails_leaves_no_estimate(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    estimate: RunTimeEstimate,
    quick_recipe: Recipe,
    small_dataset: Dataset,
) -> None:
    def failing(rehearsal: Recipe, dataset: Dataset) -> Calibration:
        yield None
        raise MemoryError

    monkeypatch.setattr(run_time_estimate, "measure_speed", failing)
    estimate.ask(quick_recipe, small_dataset)
    qtbot.waitUntil(lambda: not estimate.is_pending, timeout=TIMEOUT_MS)
    assert estimate.seconds is None


def test_a_run_starts_at_once_and_gives_up_the_measurement(
    qtbot: QtBot, machine: Machine, session: Session, endless_recipe: Recipe
) -> None:
    assert session.dataset
    machine.may_go_on.clear()
    session.estimate.ask(endless_recipe, session.dataset)
    qtbot.waitUntil(lambda: len(machine.measured) == 1)
    session.run.start(endless_recipe, session.dataset)
    qtbot.waitUntil(lambda: session.run.n_done > 3, timeout=TIMEOUT_MS)
    assert machine.n_ended == 0, "the run waited for it"
    assert not session.estimate.is_pending
    machine.may_go_on.set()
    qtbot.waitUntil(lambda: not session.estimate.is_measuring)
    assert len(machine.measured) == 1


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(convolutions=("4k5s3",))])
def test_closing_during_a_measurement_leaves_no_thread(
    qtbot: QtBot, session: Session, recipe: Recipe
) -> None:
    assert session.dataset
    session.estimate.ask(recipe, session.dataset)
    qtbot.waitUntil(lambda: session.estimate.is_measuring)
    session.close()
    assert session.run.state is RunState.IDLE


def test_the_test_images_wait_while_the_machine_is_measured(
    qtbot: QtBot, machine: Machine, session: Session, quick_recipe: Recipe
) -> None:
    assert session.dataset
    assert session.network
    machine.may_go_on.clear()
    session.estimate.ask(quick_recipe, session.dataset)
    qtbot.waitUntil(lambda: session.estimate.is_measuring)
    session.choose("mlp")
    qtbot.waitUntil(lambda: session.predictions._thread is not None)
    assert session.predictions.current is None
    machine.may_go_on.set()
    qtbot.waitUntil(lambda: session.predictions.current is not None, timeout=TIMEOUT_MS)
