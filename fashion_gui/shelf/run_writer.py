"""Writing a run's records into its folder."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from fashion_gui.files.atomic import OutputError, write_files
from fashion_gui.files.model_file import network_bytes
from fashion_gui.nn.state import State, StateError, part_of
from fashion_gui.shelf.film_file import FilmError
from fashion_gui.shelf.film_writer import FilmWriter
from fashion_gui.shelf.history_file import history_bytes
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.checkpoint import Checkpoint, checkpoint_bytes
from fashion_gui.training.controls import ControlChanged
from fashion_gui.training.events import (
    Best,
    CheckpointTaken,
    Finished,
    Frame,
    Plan,
    PlanChanged,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.history import RunHistory

_CURVES = "curves"
"""Key of the curves within a checkpoint, so that curves and run resume at the same step."""


class RunWriter:
    """Collects a run's records, and writes the folder at each checkpoint and at the end.

    Parameters
    ----------
    folder
        Folder of the run, already locked by the caller.
    record
        Record of the run so far.
    resumed
        Checkpoint from which the run resumes; None for a new run.

    Attributes
    ----------
    record
        Current record of the run.
    film_so_far
        Frames of a resumed run up to its checkpoint, once it has begun.
    """

    def __init__(
        self, folder: RunFolder, record: RunRecord, resumed: Checkpoint | None = None
    ) -> None:
        self.folder = folder
        self.record = replace(
            record, name=folder.name, status=RunStatus.RUNNING, problem="", ended_early=False
        )
        self._resumed = resumed
        self._history = RunHistory()
        self._best: Best | None = None
        self._goes_back = False
        self._film = FilmWriter(folder.film)
        self.film_so_far: tuple[Frame, ...] = ()

    def go_back(self, found: Checkpoint) -> None:
        """Let the run resume from a checkpoint from before a turn, at its next plan.

        What came after the checkpoint is then no longer part of the run.
        """
        progress, look = found.state, found.state.get("last_validation")
        self._resumed, self._goes_back = found, True
        self._history, self._best = RunHistory(), None
        self.record = replace(
            self.record,
            validation_accuracy=look["accuracy"] if look else None,
            best_accuracy=progress["best_accuracy"] if progress["best_epoch"] else None,
            best_epoch=progress["best_epoch"],
            test_accuracy=None,
            story={},
            report={},
        )

    @property
    def is_new(self) -> bool:
        """Whether the run does not resume from a checkpoint."""
        return self._resumed is None

    @property
    def turns(self) -> list[ControlChanged]:
        """Controls that were turned, in order."""
        return self._history.turns

    def keep_before_turn(self) -> None:
        """Keep the latest checkpoint, so that a turn after it can be undone.

        Raises
        ------
        OutputError
            One sentence, when that is not possible.
        """
        folder = self.folder
        folder.before_turns.keep(self.record.step, folder.checkpoint, folder.best)

    @property
    def curves_so_far(self) -> State | None:
        """History of a resumed run up to its checkpoint; None for a new run."""
        curves = self._resumed.state.get(_CURVES) if self._resumed else None
        return curves if isinstance(curves, dict) else None

    def take(self, told: Record) -> None:
        """Take in a record.

        Raises
        ------
        OutputError, ModelFileError
            One sentence, when something cannot be written. Existing files stay.
        """
        if isinstance(told, Plan):
            self._begin(told)
            return
        self._history.add([told])
        if isinstance(told, PlanChanged):
            self.record = replace(self.record, n_steps=told.plan.n_steps)
        elif isinstance(told, ValidationMetrics):
            self.record = replace(self.record, validation_accuracy=told.accuracy)
        elif isinstance(told, Frame):
            self._film.add(told)
        elif isinstance(told, Best):
            self._best = told
            facts: dict[str, Any] = {"best_accuracy": told.accuracy, "best_epoch": told.epoch}
            self.record = replace(self.record, **facts)
        elif isinstance(told, CheckpointTaken):
            self._follow(told.checkpoint)
            state = {**told.checkpoint.state, _CURVES: self._history.state_dict()}
            content = checkpoint_bytes(replace(told.checkpoint, state=state))
            self._write({self.folder.checkpoint: content})
        elif isinstance(told, Finished):
            path = self.folder.network
            content = network_bytes(path, told.network, told.story())
            self.record = _finished(self.record, told)
            self._write({path: content})

    def end(self, status: RunStatus, problem: str = "") -> None:
        """Write the status of a run that ended early; OutputError when that fails."""
        if self.record.status is RunStatus.RUNNING:
            self.record = replace(self.record, status=status, problem=problem)
            self._write({})

    def _begin(self, plan: Plan) -> None:
        self.record = replace(self.record, n_steps=plan.n_steps)
        if self._resumed:
            self._follow(self._resumed)
            try:
                self._history.go_on(plan, part_of(self._resumed.state, _CURVES))
            except StateError:  # the curves start again, without effect on the run
                self._history = RunHistory()
                self._history.add([plan])
            self._go_on_with_film(self._resumed.step)
        else:
            self._history.add([plan])
        if self._goes_back and self._resumed:
            self._cut_back(self._resumed)
        else:
            self._write({})

    def _cut_back(self, found: Checkpoint) -> None:
        """Write the run's folder as it was at a checkpoint."""
        folder, step = self.folder, found.step
        contents = {folder.checkpoint: checkpoint_bytes(found)}
        best = folder.before_turns.best(step)
        if best.exists():
            contents[folder.best] = best.read_bytes()
        self._write(contents)
        folder.network.unlink(missing_ok=True)
        if not best.exists():
            folder.best.unlink(missing_ok=True)
        folder.before_turns.remove_after(step)
        self._goes_back = False

    def _go_on_with_film(self, step: int) -> None:
        with suppress(FilmError):  # a damaged film begins again, without effect on the run
            frames = self.folder.read_film()
            self.film_so_far = tuple(frame for frame in frames if frame.step <= step)
            if self._goes_back:
                self._film.cut(self.film_so_far)
            else:
                self._film.go_on(self.film_so_far)

    def _follow(self, checkpoint: Checkpoint) -> None:
        state = checkpoint.state
        self.record = replace(
            self.record,
            step=checkpoint.step,
            epoch=len(state["history"]),
            seconds=float(state["seconds"]),
            turns=tuple(state["turns"]),
            dataset=checkpoint.dataset,
        )

    def _write(self, contents: Mapping[Path, bytes]) -> None:
        folder, best, plan = self.folder, self._best, self._history.plan
        needed = contents
        if best and plan:
            story = {
                "recipe": self.record.recipe.to_dict(),
                "completed": False,
                "epoch": best.epoch,
                "dataset": self.record.dataset,
                "splits": plan.splits.to_dict(),
            }
            contents = {**contents, folder.best: network_bytes(folder.best, best.network, story)}
        facts = json.dumps(self.record.to_dict(), ensure_ascii=False, indent=1)
        history = {folder.history: history_bytes(self._history)}
        told = {folder.facts: facts.encode()}
        try:
            # The film first: frames behind the checkpoint are made again, missing ones are not.
            write_files({**self._film.contents(), **contents, **history, **told})
        except OutputError:
            # On a full disk, what the run needs most may still find room.
            with suppress(OutputError):
                write_files({**needed, **told})
                write_files({**contents, **history})
                self._best = None
            raise
        self._film.wrote()
        self._best = None


def _finished(record: RunRecord, finished: Finished) -> RunRecord:
    return replace(
        record,
        status=RunStatus.FINISHED if finished.completed else RunStatus.STOPPED,
        epoch=len(finished.history),
        seconds=finished.seconds,
        test_accuracy=finished.report.accuracy,
        dataset=finished.dataset,
        turns=finished.turns,
        story=finished.story(),
        report={
            "class_names": list(finished.report.class_names),
            "confusion": finished.report.confusion.tolist(),
        },
    )
