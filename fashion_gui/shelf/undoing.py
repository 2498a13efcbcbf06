"""Undoing a turn of a control: back to a checkpoint from before it.

Before a turn the checkpoint of the run is kept under a second name, which costs no writing. Going
back then repeats the steps and the other turns from there to the undone one, exactly.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fashion_gui.files.atomic import make_directory
from fashion_gui.nn.state import State
from fashion_gui.training import checkpoint
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.controls import ControlChanged, turned
from fashion_gui.training.events import BatchMetrics, Frame, Plan, Snapshot
from fashion_gui.training.recipes import Recipe

MOST_CHECKPOINTS = 6
"""Checkpoints from before turns that a run keeps, the newest ones: of up to 20 MB each."""
_SUFFIX = ".checkpoint.safetensors"
_BEST_SUFFIX = ".best.safetensors"


@dataclass(frozen=True)
class UndoTurn:
    """A command to a kept run: go back to before one of its turns, by its number from 0."""

    number: int


@dataclass(frozen=True, eq=False)
class WentBack:
    """A kept run went back to a checkpoint.

    Attributes
    ----------
    last
        The step after which it continues; loss and accuracy are means over its epoch so far. None
        before the first step.
    recipe
        Its recipe with the turns before that step, and with those that it repeats.
    plan, curves, frames, snapshot
        Its plan, history and film so far, and its network; None for curves that are not known.
    """

    last: BatchMetrics | None
    recipe: Recipe
    plan: Plan
    curves: State | None
    frames: tuple[Frame, ...]
    snapshot: Snapshot


@dataclass(frozen=True)
class NotUndone:
    """A turn could not be undone; the sentence says why. The run continues as it is."""

    sentence: str


class TurnCheckpoints:
    """The checkpoints of a run from before its latest turns.

    Parameters
    ----------
    folder
        Folder of the files, made when there is one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def steps(self) -> list[int]:
        """Return the steps of the checkpoints, in order."""
        names = (path.name.removesuffix(_SUFFIX) for path in self._folder.glob(f"*{_SUFFIX}"))
        return sorted(int(name) for name in names if name.isdecimal())

    def keep(self, step: int, taken: Path, best: Path) -> None:
        """Keep the checkpoint of a step, which is in a file, and the best network until then.

        Both files stay; they must be replaced later, and not written to.

        Raises
        ------
        OutputError, OSError
            When that is not possible.
        """
        make_directory(self._folder)
        self._remove([step])
        if best.exists():
            _link(best, self._path(step, _BEST_SUFFIX))
        _link(taken, self._path(step, _SUFFIX))
        self._remove(self.steps()[:-MOST_CHECKPOINTS])

    def before(self, turns: list[ControlChanged], number: int) -> Checkpoint:
        """Return the checkpoint from which a run continues as if it had not had a turn.

        The other turns until the step of the undone one, also at the same step, are repeated.

        Raises
        ------
        CheckpointError
            One sentence, when there is no checkpoint from before the turn any more.
        """
        if not 0 <= number < len(turns):
            raise CheckpointError("Expected a turn of this run.")
        undone = turns[number]
        for step in reversed([step for step in self.steps() if step <= undone.step]):
            found = checkpoint.load(self._path(step, _SUFFIX))
            n_before = len(found.state.get("turns", ()))
            if n_before <= number:
                others = [*turns[n_before:number], *turns[number + 1 :]]
                coming = [turn.to_dict() for turn in others if turn.step <= undone.step]
                return replace(found, state={**found.state, "coming_turns": coming})
        raise CheckpointError(
            "This turn cannot be undone: a checkpoint is kept from before each of the latest "
            f"{MOST_CHECKPOINTS} turns."
        )

    def best(self, step: int) -> Path:
        """Return the file of the best network until a step; it exists if there was one."""
        return self._path(step, _BEST_SUFFIX)

    def remove_after(self, step: int) -> None:
        """Remove what belongs to later steps."""
        self._remove([later for later in self.steps() if later > step])

    def remove_all(self) -> None:
        """Remove all of them."""
        self._remove(self.steps())

    def _remove(self, steps: list[int]) -> None:
        for step in steps:
            for suffix in (_SUFFIX, _BEST_SUFFIX):
                with suppress(OSError):
                    self._path(step, suffix).unlink(missing_ok=True)

    def _path(self, step: int, suffix: str) -> Path:
        return self._folder / f"{step:012}{suffix}"


def without_turn(recipe: Recipe, turns: list[ControlChanged], number: int) -> Recipe:
    """Return the recipe of a run that goes back to before a turn, after those it repeats."""
    last = turns[number].step if 0 <= number < len(turns) else -1
    for place, turn in enumerate(turns):
        if turn.step <= last and place != number:
            recipe = turned(recipe, turn.name, turn.value)
    return recipe


def last_batch(found: Checkpoint, plan: Plan) -> BatchMetrics | None:
    """Return the step of a checkpoint, as far as it tells; None before the first one."""
    if not found.step:
        return None
    state = found.state
    n_seen, epoch, batch = (int(state[name]) for name in ("n_seen", "epoch", "batch"))
    loss, accuracy = state["loss_sum"] / max(n_seen, 1), state["n_correct"] / max(n_seen, 1)
    if not n_seen:  # the epoch before has just ended
        ended = state["history"][-1]
        epoch, batch, n_seen = epoch - 1, plan.n_batches, plan.n_train
        loss, accuracy = ended["loss"], ended["accuracy"]
    size = plan.batch_size
    return BatchMetrics(found.step, epoch, batch, size, n_seen, loss, accuracy, state["seconds"])


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system cannot."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
