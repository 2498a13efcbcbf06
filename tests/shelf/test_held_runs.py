"""Runs that are held after an epoch, and runs that ended early because they fell behind."""

from pathlib import Path

import numpy as np
import pytest
from shelved import SMALL, shelve

from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.shelf.keeping import kept, until_epoch
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.training.events import Command, EpochMetrics, Finished
from fashion_gui.training.trainer import train


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


def test_a_held_run_goes_on_as_if_it_had_never_been_held(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    record = RunRecord("held", SMALL)
    folder = shelf.begin(record)
    run = kept(train(SMALL, small_dataset, is_kept=True), RunWriter(folder, record))
    *_, last = until_epoch(run, 1)
    assert isinstance(last, EpochMetrics)
    assert last.epoch == 1
    record = shelf.record("held")
    assert (record.status, record.epoch) == (RunStatus.INTERRUPTED, 1)
    assert folder.lock()
    found = folder.read_checkpoint()
    resumed = train(SMALL, small_dataset, start=found, is_kept=True)
    *_, end = until_epoch(kept(resumed, RunWriter(folder, record, found)), 99)
    shelve(shelf, small_dataset, "whole")
    whole = model_file.load(shelf.folder("whole").network).network
    assert isinstance(end, Finished)
    np.testing.assert_array_equal(end.network.parameters, whole.parameters)


def test_stop_at_the_moment_of_holding_is_heard(shelf: Shelf, small_dataset: Dataset) -> None:
    record = RunRecord("stopped", SMALL)
    writer = RunWriter(shelf.begin(record), record)
    run = until_epoch(kept(train(SMALL, small_dataset, is_kept=True), writer), 1)
    told = next(run)
    while not isinstance(told, EpochMetrics):
        told = next(run)
    run.send(Command.STOP)
    list(run)
    assert shelf.record("stopped").status is RunStatus.STOPPED


def test_a_run_that_fell_behind_says_so_until_it_goes_on(
    shelf: Shelf, small_dataset: Dataset
) -> None:
    before = shelve(shelf, small_dataset, "slow", n_records=12)
    shelf.end_early("slow")
    record = shelf.record("slow")
    assert (record.status, record.ended_early) == (RunStatus.STOPPED, True)
    assert (record.step, record.epoch, record.recipe) == (before.step, before.epoch, SMALL)
    folder = shelf.folder("slow")
    assert folder.lock()
    with pytest.raises(ShelfError, match="slow is being trained"):
        Shelf(shelf.path).end_early("slow")
    found = folder.read_checkpoint()
    resumed = train(SMALL, small_dataset, start=found, is_kept=True)
    list(kept(resumed, RunWriter(folder, record, found)))
    assert not shelf.record("slow").ended_early


def test_a_record_of_an_earlier_version_tells_nothing_of_it() -> None:
    values = RunRecord("old", SMALL).to_dict()
    del values["ended_early"]
    assert RunRecord.from_dict("old", values) == RunRecord("old", SMALL)
