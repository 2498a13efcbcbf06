"""Runs of the command line: new or resumed, kept on the shelf or not."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fashion_gui.cli.streams import tell_failure
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.locations import runs_folder
from fashion_gui.shelf.keeping import KeptRun, kept
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_names import check_name
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, ShelfError, now
from fashion_gui.training import checkpoint
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import SetControl, Turn
from fashion_gui.training.events import Finished, Run
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.starting import Start
from fashion_gui.training.trainer import train


@dataclass(frozen=True)
class Resumed:
    """A run that is resumed.

    Attributes
    ----------
    checkpoint
        The checkpoint to resume from.
    folder, record
        The run's folder and record on the shelf; None for a checkpoint in a file of its own.
    goes_back
        Whether the checkpoint is from before a turn that is undone.
    """

    checkpoint: Checkpoint
    folder: RunFolder | None = None
    record: RunRecord | None = None
    goes_back: bool = False

    def longer_by(self, n_epochs: int) -> SetControl:
        """Return the command that adds epochs to the run."""
        epochs = self.checkpoint.recipe.epochs
        for turn in self.checkpoint.state.get("turns", ()):
            if turn["name"] == "epochs":
                epochs = turn["value"]
        return SetControl("epochs", epochs + n_epochs)


def shelf_of(arguments: Namespace) -> Shelf:
    """Return the shelf that the command line names, or the user's."""
    return Shelf(arguments.runs or runs_folder())


def resumed_from(arguments: Namespace) -> Resumed:
    """Return the run to resume: by its name, from a checkpoint, or the newest one.

    Raises
    ------
    ShelfError, CheckpointError
        One sentence, when there is none, or it cannot be resumed.
    """
    shelf, name = shelf_of(arguments), arguments.resume
    if name == "":
        name = _newest(shelf)
    elif name not in shelf.names() and not arguments.undo:
        if not os.path.lexists(name):
            raise ShelfError(
                f"Expected the name of a run in {shelf.path} or a checkpoint, found {name!r:.60}."
            )
        return Resumed(checkpoint.load(Path(name)))
    record, folder = shelf.find(name), shelf.folder(name)
    goes_on = arguments.more or arguments.undo
    if record.status is RunStatus.FINISHED and not goes_on:
        raise ShelfError(f"{name} is finished: --more N trains it for N more epochs.")
    if not folder.lock():
        raise ShelfError(folder.why_not_locked())
    try:
        found = _before_last_turn(folder) if arguments.undo else folder.read_checkpoint()
    except Exception:
        folder.unlock()
        raise
    return Resumed(found, folder, record, goes_back=arguments.undo)


def _before_last_turn(folder: RunFolder) -> Checkpoint:
    turns = folder.read_history().turns
    if not turns:
        raise ShelfError(f"No setting was changed during {folder.name}: there is nothing to undo.")
    return folder.before_turns.before(turns, len(turns) - 1)


def _newest(shelf: Shelf) -> str:
    runs = [run for run in shelf.records() if isinstance(run, RunRecord) and run.status.can_go_on]
    if not runs:
        raise ShelfError(f"Expected a run to resume in {shelf.path}, found none.")
    is_interrupted = RunStatus.INTERRUPTED
    return max(runs, key=lambda run: (run.status is is_interrupted, run.created)).name


def go_on(resumed: Resumed, dataset: Dataset, interval_s: float | None) -> Run | KeptRun:
    """Return the resumed run, which is kept in its old folder."""
    found = resumed.checkpoint
    is_kept = resumed.folder is not None
    run = train(found.recipe, dataset, interval_s, start=found, is_kept=is_kept, has_film=is_kept)
    if resumed.folder is None or resumed.record is None:
        return run
    writer = RunWriter(resumed.folder, resumed.record, found)
    if resumed.goes_back:
        writer.go_back(found)
    return kept(run, writer)


def begin(
    arguments: Namespace,
    recipe: Recipe,
    dataset: Dataset,
    interval_s: float | None,
    *,
    name: str = "",
    group: str = "",
    start: Start | None = None,
    turns: Sequence[Turn] = (),
) -> tuple[Run | KeptRun, str]:
    """Return a new run, and its name on the shelf; "" when it is not kept.

    Raises
    ------
    RunNameError, ShelfError, OutputError
        One sentence, when it cannot be kept under the name or in the folder that was asked for.
    """
    is_kept = not arguments.not_kept
    run = train(
        recipe,
        dataset,
        interval_s,
        start=start,
        turns=turns,
        is_kept=is_kept,
        has_film=is_kept,
    )
    if not is_kept:
        return run, ""
    record = _record(arguments, recipe, name, group)
    folder = _folder(arguments, record)
    return (run, "") if folder is None else (kept(run, RunWriter(folder, record)), folder.name)


def _folder(arguments: Namespace, record: RunRecord) -> RunFolder | None:
    is_asked = arguments.name is not None or arguments.runs is not None
    is_exact = arguments.name is not None and not record.group
    try:
        return shelf_of(arguments).begin(record, is_exact=is_exact)
    except OutputError as error:
        if is_asked:
            raise
        tell_failure(f"The run is not kept. {error}")
        return None


def _record(arguments: Namespace, recipe: Recipe, name: str, group: str) -> RunRecord:
    data = None if arguments.data is None else str(arguments.data.resolve())
    called = check_name(name or arguments.name or recipe.name)
    return RunRecord(called, recipe, created=now(), data=data, group=group)


def data_of(arguments: Namespace, resumed: Resumed | None) -> Path | None:
    """Return the folder of the images: from the command line, or else from the resumed run."""
    if arguments.data is None and resumed and resumed.record and resumed.record.data:
        return Path(resumed.record.data)
    return arguments.data  # type: ignore[no-any-return]


def has_network(arguments: Namespace, name: str, finished: Finished) -> bool:
    """Return whether the final network of a run is in its folder on the shelf."""
    try:
        found = model_file.load(shelf_of(arguments).folder(name).network).network
    except model_file.ModelFileError:
        return False
    return found.digest == finished.network.digest


def make_room(arguments: Namespace) -> None:
    """Remove old checkpoints if the shelf has grown too large, and print which."""
    if arguments.not_kept:
        return
    if given_up := shelf_of(arguments).give_up_checkpoints():
        names = ", ".join(given_up)
        print(
            f"The shelf is full: these finished runs can still predict but not continue: {names}.",
            file=sys.stderr,
        )
