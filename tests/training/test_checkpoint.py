"""Checkpoints: some steps, a file, and the rest are the same run, bit for bit."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.files import model_file
from fashion_gui.nn import data_parallel
from fashion_gui.training import checkpoint as checkpoints
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.events import (
    BatchMetrics,
    Best,
    CheckpointTaken,
    Command,
    EpochMetrics,
    Evaluating,
    Finished,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.starting import Start
from fashion_gui.training.trainer import train

SMALL = {"n_train": 300, "n_validation": 60, "epochs": 3, "n_test": 50}


def small(name: str) -> Recipe:
    """Return a ready recipe with few images, in batches that do not divide them."""
    recipe = RECIPES[name]
    batch_size = None if recipe.batch_size is None else 128
    sizes = SMALL | ({"n_validation": 0} if recipe.as_printed else {})
    if recipe.convolutions:  # which take their time
        batch_size, sizes = 32, {"n_train": 50, "n_validation": 10, "epochs": 2, "n_test": 10}
    return replace(recipe, batch_size=batch_size, **sizes)


def interrupted(
    recipe: Recipe, dataset: Dataset, n_steps: int, start: Start | None = None
) -> tuple[Checkpoint, list[Record]]:
    """Return where a run is after some steps, and what it has told until then."""
    run, told, command = train(recipe, dataset, start=start), [], None
    while True:
        record = run.send(command)
        told.append(record)
        is_there = isinstance(record, BatchMetrics) and record.step == n_steps
        command = Command.CHECKPOINT if is_there else None
        if isinstance(record, CheckpointTaken):
            run.close()
            return record.checkpoint, told


def expect_same_end(whole: list[Record], rest: list[Record]) -> None:
    ends = [records[-1] for records in (whole, rest)]
    first, second = ends
    assert isinstance(first, Finished)
    assert isinstance(second, Finished)
    np.testing.assert_array_equal(first.network.parameters, second.network.parameters)
    np.testing.assert_array_equal(first.report.confusion, second.report.confusion)
    assert first.temperature == second.temperature
    assert without_time(first) == without_time(second)
    # What is told on the way is the same, too, from the step of the checkpoint on.
    n_told = sum(isinstance(record, BatchMetrics) for record in rest)
    losses = [[b.loss for b in all_ if isinstance(b, BatchMetrics)] for all_ in (whole, rest)]
    assert losses[0][len(losses[0]) - n_told :] == losses[1]


def without_time(finished: Finished) -> dict[str, object]:
    story = finished.story()
    for epoch in story["history"]:
        del epoch["seconds"]
    del story["seconds"]
    return story


CASES = [
    *product([name for name in RECIPES if "convnet" not in name], (1, 2)),
    ("convnet", 1),
    ("convnet-best", 2),
]


@pytest.mark.parametrize(("name", "n_threads"), CASES)
def test_the_rest_of_a_run_is_that_of_a_run_without_a_break(
    small_dataset: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    n_threads: int,
) -> None:
    recipe = small(name)
    monkeypatch.setattr(data_parallel, "usable_cores", lambda: 3 - n_threads)
    whole = list(train(recipe, small_dataset))
    n_steps = sum(isinstance(record, BatchMetrics) for record in whole)
    # In the first step, within an epoch, and at the end of one.
    for step in (1, n_steps // 2, n_steps * 2 // 3):
        monkeypatch.setattr(data_parallel, "usable_cores", lambda: 3 - n_threads)
        checkpoint, _ = interrupted(recipe, small_dataset, step)
        path = tmp_path / "run.checkpoint"
        checkpoints.save(path, checkpoint)
        loaded = checkpoints.load(path)
        assert loaded.step == checkpoint.step == step
        monkeypatch.setattr(data_parallel, "usable_cores", lambda: n_threads)
        expect_same_end(whole, list(train(loaded.recipe, small_dataset, start=loaded)))


EVERYTHING = Recipe(
    hidden=(16,),
    batch_norm=True,
    dropout=0.2,
    averaging=0.5,
    weight_decay=0.01,
    l2=0.0001,
    mirror=True,
    shift=2,
    erase=6,
    drawings=True,
    schedule="cosine",
    batch_size=64,
    **SMALL,
)


@pytest.mark.parametrize(("optimizer", "step"), [("adam", 1), ("sgd", 7), ("adam", 13)])
def test_everything_that_remembers_something_is_in_it(
    small_dataset: Dataset, tmp_path: Path, optimizer: str, step: int
) -> None:
    recipe = replace(EVERYTHING, optimizer=optimizer, momentum=0.9 if optimizer == "sgd" else 0.0)
    whole = list(train(recipe, small_dataset))
    checkpoint, _ = interrupted(recipe, small_dataset, step)
    checkpoints.save(tmp_path / "run", checkpoint)
    rest = list(train(recipe, small_dataset, start=checkpoints.load(tmp_path / "run")))
    expect_same_end(whole, rest)


def test_taking_a_checkpoint_changes_nothing(small_dataset: Dataset) -> None:
    run = train(EVERYTHING, small_dataset)
    told, command = [], None
    try:
        while True:
            told.append(run.send(command))
            command = Command.CHECKPOINT if isinstance(told[-1], BatchMetrics) else None
    except StopIteration:
        pass
    n_steps = sum(isinstance(record, BatchMetrics) for record in told)
    assert sum(isinstance(record, CheckpointTaken) for record in told) == n_steps
    expect_same_end(list(train(EVERYTHING, small_dataset)), told)


@pytest.mark.parametrize("kind", [Evaluating, ValidationMetrics, EpochMetrics, Best])
def test_a_checkpoint_comes_before_the_next_step_whenever_it_is_asked_for(
    small_dataset: Dataset, kind: type[Record]
) -> None:
    recipe = replace(EVERYTHING, drawings=False)
    whole = list(train(recipe, small_dataset, is_kept=True))
    run = train(recipe, small_dataset, is_kept=True)
    record = next(run)
    while not isinstance(record, kind):
        record = next(run)
    told = [run.send(Command.CHECKPOINT)]
    while not isinstance(told[-1], CheckpointTaken):
        told.append(next(run))
    run.close()
    assert not any(isinstance(record, BatchMetrics) for record in told)
    rest = list(train(recipe, small_dataset, start=told[-1].checkpoint))
    expect_same_end(whole, rest)


def test_a_run_that_began_with_a_network_remembers_it(small_dataset: Dataset) -> None:
    recipe = replace(small("mlp"), hidden=(16,))
    *_, first = train(recipe, small_dataset)
    assert isinstance(first, Finished)
    start = Start(model_file.SavedNetwork(first.network, first.story()), 0.25)
    whole = list(train(recipe, small_dataset, start=start))
    checkpoint, _ = interrupted(recipe, small_dataset, 3, start)
    rest = list(train(recipe, small_dataset, start=checkpoint))
    expect_same_end(whole, rest)
    assert rest[-1].start == start.story()  # type: ignore[union-attr]


RESUME = """
import sys
from pathlib import Path
import numpy as np
from data_files import make_split
from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.training import checkpoint
from fashion_gui.training.trainer import train

loaded = checkpoint.load(Path(sys.argv[1]))
dataset = Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)
*_, finished = train(loaded.recipe, dataset, start=loaded)
print(finished.network.digest)
"""


def test_another_process_goes_on(small_dataset: Dataset, tmp_path: Path) -> None:
    *_, finished = train(EVERYTHING, small_dataset)
    assert isinstance(finished, Finished)
    checkpoint, _ = interrupted(EVERYTHING, small_dataset, 8)
    checkpoints.save(tmp_path / "run", checkpoint)
    done = subprocess.run(
        [sys.executable, "-c", RESUME, str(tmp_path / "run")],
        env={"PYTHONPATH": str(Path(__file__).parents[1] / "support")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == finished.network.digest


# What is no checkpoint of this run ------------------------------------------------------------


@pytest.fixture(scope="module")
def checkpoint(small_dataset: Dataset) -> Checkpoint:
    return interrupted(EVERYTHING, small_dataset, 5)[0]


def test_a_checkpoint_of_another_recipe_is_refused(
    small_dataset: Dataset, checkpoint: Checkpoint
) -> None:
    with pytest.raises(CheckpointError, match=r"settings of its checkpoint \(custom"):
        train(replace(EVERYTHING, epochs=4), small_dataset, start=checkpoint)


def test_a_checkpoint_of_other_images_is_refused(
    small_dataset: Dataset, checkpoint: Checkpoint
) -> None:
    swapped = Dataset(small_dataset.test, small_dataset.train, CLASS_NAMES)
    with pytest.raises(CheckpointError, match="the images and classes of its checkpoint"):
        train(EVERYTHING, swapped, start=checkpoint)


@pytest.mark.parametrize(
    "change",
    [
        {"learner": None},
        {"learner": {}},
        {"step": 6},
        {"step": -5},
        {"batch": "2"},
        {"epoch": 0},
        {"loss_sum": None},
        {"history": [{"epoch": 1}]},
        {"hints": {"guessing": {"n_looks": 1}}},
        {"last_validation": 5},
    ],
    ids=str,
)
def test_a_damaged_state_is_refused(
    small_dataset: Dataset, checkpoint: Checkpoint, change: dict[str, object]
) -> None:
    damaged = replace(checkpoint, state=checkpoint.state | change)
    with pytest.raises(CheckpointError, match="The checkpoint is damaged: "):
        train(EVERYTHING, small_dataset, start=damaged)


@pytest.mark.parametrize(
    ("part", "word"),
    [(part, part) for part in ("parameters", "optimizer", "lanes", "average")]
    + [("chance", "random generator")],
)
def test_a_state_without_one_of_its_parts_is_refused(
    small_dataset: Dataset, checkpoint: Checkpoint, part: str, word: str
) -> None:
    learner = {name: value for name, value in checkpoint.state["learner"].items() if name != part}
    damaged = replace(checkpoint, state=checkpoint.state | {"learner": learner})
    with pytest.raises(CheckpointError, match=f"The checkpoint is damaged: expected .*{word}"):
        train(EVERYTHING, small_dataset, start=damaged)


def test_arrays_of_another_shape_are_refused(
    small_dataset: Dataset, checkpoint: Checkpoint
) -> None:
    learner = checkpoint.state["learner"] | {"parameters": np.zeros(3, np.float32)}
    damaged = replace(checkpoint, state=checkpoint.state | {"learner": learner})
    with pytest.raises(CheckpointError, match="expected parameters as float32"):
        train(EVERYTHING, small_dataset, start=damaged)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "expected a safetensors file"),
        (b"\x80\x05abc", "a pickle, which is never opened"),
        (b"\x10\x00\x00\x00\x00\x00\x00\x00" + b"{" * 16, "expected a safetensors file"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "run"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=said):
        checkpoints.load(path)
    with pytest.raises(CheckpointError, match="expected a checkpoint, found nothing there"):
        checkpoints.load(tmp_path / "nothing")


def test_a_network_is_no_checkpoint_and_the_other_way_round(
    tmp_path: Path, checkpoint: Checkpoint, small_dataset: Dataset
) -> None:
    *_, finished = train(small("mlp"), small_dataset)
    assert isinstance(finished, Finished)
    model_file.save(tmp_path / "network", finished.network)
    with pytest.raises(CheckpointError, match=r"expected a fashion-gui checkpoint of version 1"):
        checkpoints.load(tmp_path / "network")
    checkpoints.save(tmp_path / "run", checkpoint)
    with pytest.raises(model_file.ModelFileError, match="expected a fashion-gui network"):
        model_file.load(tmp_path / "run")


def test_every_cut_of_a_file_is_refused(tmp_path: Path, checkpoint: Checkpoint) -> None:
    path = tmp_path / "run"
    checkpoints.save(path, checkpoint)
    content = path.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    assert header["__metadata__"]["format"] == "fashion-gui checkpoint"
    for length in np.linspace(0, len(content) - 1, 40).astype(int):
        path.write_bytes(content[:length])
        with pytest.raises(CheckpointError):
            checkpoints.load(path)
