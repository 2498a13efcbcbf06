"""The film of a kept run: written with its checkpoints, and read again."""

from collections.abc import Callable, Iterator
from contextlib import closing

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.shelf.film_file import FilmError, film_bytes, read_film
from fashion_gui.shelf.film_writer import FilmWriter
from fashion_gui.shelf.keeping import FilmSoFar, KeptRun, kept
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.events import BatchMetrics, Frame
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), batch_size=100, n_train=400, n_validation=0, n_test=20, epochs=2)
RECORD = RunRecord("a run", RECIPE)


def learn(
    dataset: Dataset, folder: RunFolder, interval_s: float = 0.0, resumed: Checkpoint | None = None
) -> KeptRun:
    record = folder.read_record() if resumed else RECORD
    run = train(record.recipe, dataset, start=resumed, is_kept=True, has_film=True)
    return kept(run, RunWriter(folder, record, resumed), interval_s)


def frames(told: Iterator[object] | KeptRun) -> list[Frame]:
    return [record for record in told if isinstance(record, Frame)]


def same(one: list[Frame], other: list[Frame]) -> None:
    assert [(f.step, f.epochs) for f in one] == [(f.step, f.epochs) for f in other]
    for ours, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(ours.network.parameters, theirs.network.parameters)
        assert ours.network.class_names == theirs.network.class_names


def same_profiles(one: list[Frame], other: list[Frame]) -> None:
    """Compare what does not depend on the speed of the machine: profiles may be skipped."""
    assert any(frame.layers for frame in one)
    for ours, theirs in zip(one, other, strict=True):
        assert len(ours.layers) == len(theirs.layers)
        for layer, its in zip(ours.layers, theirs.layers, strict=True):
            assert (layer.name, layer.activation, layer.state) == (
                its.name,
                its.activation,
                its.state,
            )
            np.testing.assert_array_equal(layer.shares, its.shares)
            np.testing.assert_array_equal(layer.reaches, its.reaches)
            np.testing.assert_array_equal(layer.units, its.units)
            np.testing.assert_equal(layer.update_ratio, its.update_ratio)


@pytest.fixture
def plain(small_dataset: Dataset) -> list[Frame]:
    return frames(iter(train(RECIPE, small_dataset, has_film=True)))


def test_the_film_of_a_kept_run_is_read_as_it_was(
    shelf: Shelf, small_dataset: Dataset, plain: list[Frame]
) -> None:
    folder = shelf.begin(RECORD)
    told = frames(learn(small_dataset, folder))
    same(told, plain)
    same(folder.read_film(), plain)
    same_profiles(folder.read_film(), told)
    assert len(list(folder.film.iterdir())) > 1


def test_a_resumed_run_has_the_film_of_one_that_was_never_interrupted(
    shelf: Shelf, small_dataset: Dataset, plain: list[Frame]
) -> None:
    folder = shelf.begin(RECORD)
    with closing(learn(small_dataset, folder, 1e9)) as run:
        for record in run:
            if isinstance(record, BatchMetrics) and record.step == 5:
                break
    assert folder.lock()
    told = list(learn(small_dataset, folder, 1e9, folder.read_checkpoint()))
    so_far = next(record for record in told if isinstance(record, FilmSoFar))
    assert so_far.frames[-1].step in (5, 6)
    same([*so_far.frames, *frames(iter(told))], plain)
    same(folder.read_film(), plain)


def test_a_damaged_film_is_told_in_a_sentence_and_the_run_resumes_without_it(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    folder = shelf.begin(RECORD)
    with closing(learn(small_dataset, folder)) as run:
        for record in run:
            if isinstance(record, BatchMetrics) and record.step == 2:
                break
    first = min(folder.film.iterdir())
    for damage in (first.read_bytes()[:-100], b"not a film", folder.facts.read_bytes()):
        first.write_bytes(damage)
        with pytest.raises(FilmError, match=r"film|safetensors") as told:
            folder.read_film()
        assert str(first) in str(told.value)
    assert folder.lock()
    steps = [f.step for f in frames(learn(small_dataset, folder, 1e9, folder.read_checkpoint()))]
    assert steps[-1] == 8
    assert folder.read_checkpoint().step == 8


def test_arrays_that_do_not_fit_each_other_are_refused(shelf: Shelf, plain: list[Frame]) -> None:
    shelf.path.mkdir()
    path = shelf.path / "x.safetensors"
    content = film_bytes(plain).replace(b'"steps"', b'"stept"')
    path.write_bytes(content)
    with pytest.raises(FilmError, match="damaged"):
        read_film(shelf.path)


def test_files_are_joined_when_they_take_too_much_room(shelf: Shelf, plain: list[Frame]) -> None:
    size = plain[0].network.parameters.nbytes
    shelf.path.mkdir()
    writer = FilmWriter(shelf.path / "film", max_bytes=5 * size)
    names: list[list[str]] = []
    for frame in plain[:8]:
        writer.add(frame)
        for path, content in writer.contents().items():
            path.write_bytes(content)
        writer.wrote()
        names.append(sorted(path.name for path in (shelf.path / "film").iterdir()))
    assert [len(found) for found in names] == [1, 2, 3, 4, 5, 1, 1, 1]
    same(read_film(shelf.path / "film"), plain[:8])


def test_room_on_the_disk_is_made_by_films_before_checkpoints(
    shelf: Shelf, small_dataset: Dataset, keep: Callable[..., RunFolder]
) -> None:
    folder = shelf.begin(RECORD)
    list(learn(small_dataset, folder, 1e9))
    keep("another", created="2020-01-01T00:00:00+00:00")
    size = shelf.n_bytes()
    assert shelf.give_up_checkpoints(size) == []
    assert folder.film.exists()
    assert shelf.give_up_checkpoints(size - 1) == []
    assert not folder.film.exists()
    assert folder.checkpoint.exists()
