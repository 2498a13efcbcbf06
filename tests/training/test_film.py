"""The film of a run: which steps it has, and what is dropped when there are too many."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.nn.network import Network
from fashion_gui.training import film as film_module
from fashion_gui.training.events import BatchMetrics, Command, Finished, Frame
from fashion_gui.training.film import MAX_BYTES, Film, is_frame_due, n_frames
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), batch_size=100, n_train=400, n_validation=0, n_test=20, epochs=3)


def frames(steps: list[int]) -> list[Frame]:
    architecture = RECIPE.architecture(10)
    parameters = np.zeros(architecture.n_parameters, np.float32)
    network = Network(architecture, parameters, [str(n) for n in range(10)])
    return [Frame(step, step / 10, network) for step in steps]


@pytest.mark.parametrize("n_steps", [1, 7, 1_600, 40_000])
def test_frames_are_dense_at_the_start_and_bounded(n_steps: int) -> None:
    due = [step for step in range(n_steps + 1) if is_frame_due(step, n_steps, 64)]
    assert due[:2] == [0, 1]
    assert due[-1] == n_steps
    assert len(due) <= 65
    gaps = [after - before for before, after in pairwise(due)]
    if n_steps > 1_000:
        assert len(due) > 40
        assert gaps[-1] > 5 * gaps[2]
        assert max(gaps) < n_steps / 15


def test_a_film_stays_within_its_memory() -> None:
    for n_parameters in (1_000, 236_682, 5_000_000):
        assert 4 * n_parameters * n_frames(n_parameters) <= MAX_BYTES
        assert n_frames(n_parameters) > 2


def test_too_many_frames_are_thinned_evenly_and_the_ends_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(film_module, "_MAX_FRAMES", 12)
    film = Film(frames(list(range(1_001))))
    steps = [frame.step for frame in film.frames]
    assert len(film) == 12
    assert steps[0] == 0
    assert steps[-1] == 1_000
    places = np.diff([step ** (1 / 3) for step in steps[:-1]])
    assert places.max() < 3.5 * places.min()
    assert film.n_bytes == 12 * film.frames[0].network.parameters.nbytes


def test_an_earlier_step_is_not_added_and_the_nearest_place_is_found() -> None:
    film = Film(frames([0, 1, 5, 10]))
    film.add(frames([4])[0])
    assert [frame.step for frame in film.frames] == [0, 1, 5, 10]
    assert [film.nearest(place) for place in (-1.0, 0.07, 0.4, 9.0)] == [0, 1, 2, 3]


def test_a_run_yields_the_network_of_each_due_step_and_learns_the_same(
    small_dataset: Dataset,
) -> None:
    told = list(train(RECIPE, small_dataset, 0.0, has_film=True))
    found = [record for record in told if isinstance(record, Frame)]
    due = [step for step in range(13) if is_frame_due(step, 12, n_frames(10_000))]
    assert [frame.step for frame in found] == due
    assert found[1].epochs == 0.25
    assert found[-1].epochs == 3.0
    *_, plain = train(RECIPE, small_dataset)
    assert isinstance(plain, Finished)
    assert isinstance(told[-1], Finished)
    np.testing.assert_array_equal(told[-1].network.parameters, plain.network.parameters)
    assert not [record for record in train(RECIPE, small_dataset, 0.0) if type(record) is Frame]


def test_a_run_that_is_stopped_has_a_last_frame(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_module, "_MAX_FRAMES", 3)
    run = train(replace(RECIPE, epochs=500), small_dataset, has_film=True)
    step, told = 0, []
    while step < 9:
        record = next(run)
        step = record.step if isinstance(record, BatchMetrics) else step
        told.append(record)
    told += [run.send(Command.STOP), *run]
    steps = [record.step for record in told if isinstance(record, Frame)]
    assert steps == [0, 1, 9]
