"""The generators of runs, kept on the shelf: a new one, one that is resumed, one that goes back.

They are made in the thread that drains them. A folder that is handed over is locked.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fashion_gui.data import Dataset
from fashion_gui.shelf.keeping import KeptRun, kept, until_epoch, until_step
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import Turn
from fashion_gui.training.events import Run
from fashion_gui.training.recipes import Recipe

if TYPE_CHECKING:
    from fashion_gui.training.starting import Start

SNAPSHOT_INTERVAL_S = 0.05
"""Computing time between two snapshots of a run: twenty per second."""


def new_run(
    recipe: Recipe,
    dataset: Dataset,
    folder: RunFolder | None,
    record: RunRecord,
    until: int | None = None,
    *,
    start: "Start | None" = None,
    turns: Sequence[Turn] = (),
    stop_after: int | None = None,
) -> Run | KeptRun:
    """Return a new run, kept in its folder; None for a run that is not kept.

    With `until` a kept run is held after that epoch. It may start from a network, and repeat the
    turns and the last step of another run. If the run is refused, the folder is deleted.
    """
    from fashion_gui.training.trainer import train

    try:
        is_kept = folder is not None
        run = train(
            recipe,
            dataset,
            SNAPSHOT_INTERVAL_S,
            start=start,
            turns=turns,
            is_kept=is_kept,
            has_film=True,
        )
    except Exception:
        if folder:
            folder.discard()
        raise
    if folder is None:
        return run if stop_after is None else until_step(run, stop_after)
    going = kept(run, RunWriter(folder, record), again=_again(dataset))
    return _held(going if stop_after is None else until_step(going, stop_after), until)


def resumed_run(
    folder: RunFolder, record: RunRecord, dataset: Dataset, until: int | None = None
) -> KeptRun:
    """Return a kept run as it goes on from its checkpoint, to be held after an epoch or not."""
    again = _again(dataset)
    try:
        found = folder.read_checkpoint()
        run = again(found)
    except Exception:
        folder.unlock()
        raise
    return _held(kept(run, RunWriter(folder, record, found), again=again), until)


def run_gone_back(folder: RunFolder, dataset: Dataset, number: int) -> KeptRun:
    """Return a run that has ended as it goes on from before one of its turns."""
    again = _again(dataset)
    try:
        found = folder.before_turns.before(folder.read_history().turns, number)
        writer = RunWriter(folder, folder.read_record())
        run = again(found)
    except Exception:
        folder.unlock()
        raise
    writer.go_back(found)
    return kept(run, writer, again=again)


def _held(run: KeptRun, until: int | None) -> KeptRun:
    return run if until is None else until_epoch(run, until)


def _again(dataset: Dataset) -> Callable[[Checkpoint], Run]:
    """Return what resumes a kept run of these images."""

    def resumed(found: Checkpoint) -> Run:
        from fashion_gui.training.trainer import train

        interval = SNAPSHOT_INTERVAL_S
        return train(found.recipe, dataset, interval, start=found, is_kept=True, has_film=True)

    return resumed
