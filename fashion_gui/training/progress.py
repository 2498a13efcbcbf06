"""The progress of a run: its counts and sums, and how it resumes from a checkpoint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fashion_gui.data import Dataset
from fashion_gui.nn.state import HasState, State, count_of, part_of
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.controls import Turn, turned
from fashion_gui.training.events import BatchMetrics, EpochMetrics, Plan, ValidationMetrics
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError


@dataclass
class Progress:
    """The progress of a run after a step.

    Attributes
    ----------
    step
        Steps that are done.
    epoch, batch
        Current epoch, from 1, and how many of its batches are done.
    loss_sum, n_correct, n_seen
        Sums over the images of this epoch so far, and their number.
    seconds
        Computing time.
    history
        The complete epochs.
    last_validation
        The latest validation.
    story
        How the network was made that the run started from, or None.
    turns
        Controls that were turned, in order.
    best_accuracy, best_epoch
        Highest validation accuracy after an epoch, and the first epoch with it.
    """

    step: int = 0
    epoch: int = 1
    batch: int = 0
    loss_sum: float = 0.0
    n_correct: int = 0
    n_seen: int = 0
    seconds: float = 0.0
    history: list[EpochMetrics] = field(default_factory=list)
    last_validation: ValidationMetrics | None = None
    story: Mapping[str, Any] | None = None
    turns: list[dict[str, Any]] = field(default_factory=list)
    best_accuracy: float = 0.0
    best_epoch: int = 0

    def add_batch(self, loss: float, n_correct: int, n_images: int) -> None:
        """Count a step."""
        self.step += 1
        self.batch += 1
        self.loss_sum += loss * n_images
        self.n_correct += n_correct
        self.n_seen += n_images

    def batch_metrics(self, loss: float, n_correct: int, n_images: int) -> BatchMetrics:
        """Return the record of the latest step."""
        accuracy = n_correct / n_images
        return BatchMetrics(
            self.step, self.epoch, self.batch, n_images, self.n_seen, loss, accuracy, self.seconds
        )

    def end_epoch(self) -> EpochMetrics:
        """Begin the next epoch, and return the record of this one."""
        validation = self.last_validation
        metrics = EpochMetrics(
            epoch=self.epoch,
            loss=self.loss_sum / self.n_seen,
            accuracy=self.n_correct / self.n_seen,
            validation_loss=validation.loss if validation else None,
            validation_accuracy=validation.accuracy if validation else None,
            seconds=self.seconds,
        )
        self.history.append(metrics)
        self.epoch += 1
        self.batch, self.loss_sum, self.n_correct, self.n_seen = 0, 0.0, 0, 0
        return metrics

    def state_dict(self) -> State:
        """Return the progress as values that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_state(cls, state: State, plan: Plan) -> "Progress":
        """Return the progress from what ``state_dict`` returned, for a run of that plan.

        Raises
        ------
        StateError, TypeError, ValueError
            When the state is not valid.
        """
        counts = {name: count_of(state, name) for name in ("step", "epoch", "batch")}
        counts |= {name: count_of(state, name) for name in ("n_correct", "n_seen", "best_epoch")}
        if not _is_possible(counts, plan, state["turns"]):
            raise ValueError(f"expected a step of {plan.n_steps:,}, found {counts}.")
        look = state.get("last_validation")
        story = state.get("story")
        return cls(
            **counts,
            loss_sum=float(state["loss_sum"]),
            seconds=float(state["seconds"]),
            history=[EpochMetrics(**epoch) for epoch in state["history"]],
            last_validation=ValidationMetrics(**look) if look else None,
            story=story if isinstance(story, dict) else None,
            turns=list(state["turns"]),
            best_accuracy=float(state["best_accuracy"]),
        )


def _is_possible(counts: Mapping[str, int], plan: Plan, turns: list[Mapping[str, Any]]) -> bool:
    """Return whether a run of the plan can have these counts."""
    if not counts["epoch"] or counts["n_seen"] > plan.n_train:
        return False
    if any(turn["name"] in ("batch_size", "epochs") for turn in turns):
        return counts["batch"] <= counts["step"]
    done = (counts["epoch"] - 1) * plan.n_batches + counts["batch"]
    n_seen = min(counts["batch"] * plan.batch_size, plan.n_train)
    return done == counts["step"] <= plan.n_steps and n_seen == counts["n_seen"]


def turns_of(checkpoint: Checkpoint) -> list[Turn]:
    """Return the turns of controls before a checkpoint; RecipeError if they are not valid."""
    turns = checkpoint.state.get("turns")
    if not isinstance(turns, list):
        raise RecipeError(f"Expected a list of turns, found {turns!r:.40}.")
    return [Turn.from_dict(turn) for turn in turns]


def turned_recipe(checkpoint: Checkpoint, *, is_with_coming: bool = False) -> Recipe:
    """Return the recipe of a run after all turns before a checkpoint, or also after those to come.

    Raises
    ------
    CheckpointError
        When the turns are damaged.
    """
    recipe = checkpoint.recipe
    try:
        coming = coming_turns(checkpoint) if is_with_coming else []
        for turn in [*turns_of(checkpoint), *coming]:
            recipe = turned(recipe, turn.name, turn.value)
    except RecipeError as error:
        raise CheckpointError(f"The checkpoint is damaged: {error}") from error
    return recipe


def coming_turns(checkpoint: Checkpoint) -> list[Turn]:
    """Return the turns that a run repeats after a checkpoint; older checkpoints have none.

    Raises
    ------
    CheckpointError
        When they are damaged.
    """
    try:
        return [Turn.from_dict(turn) for turn in checkpoint.state.get("coming_turns", ())]
    except (RecipeError, TypeError) as error:
        raise CheckpointError(f"The checkpoint is damaged: {error}") from error


def check_fits(checkpoint: Checkpoint, recipe: Recipe, dataset: Dataset) -> None:
    """Make sure that a checkpoint belongs to a recipe and a data set.

    Raises
    ------
    CheckpointError
        One sentence, when it does not.
    """
    if checkpoint.recipe != recipe:
        raise CheckpointError(
            f"A run resumes with the recipe and settings of its checkpoint "
            f"({checkpoint.recipe.name}), found others ({recipe.name})."
        )
    if checkpoint.dataset != dataset.digest or checkpoint.class_names != dataset.class_names:
        raise CheckpointError(
            "A run resumes with the images and classes of its checkpoint, found others."
        )


def load_learner(learner: HasState, checkpoint: Checkpoint) -> None:
    """Restore a learner from a checkpoint, of which it gets copies.

    Raises
    ------
    CheckpointError
        When the state is damaged.
    """
    try:
        learner.load_state_dict(part_of(checkpoint.state, "learner"))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise CheckpointError(f"The checkpoint is damaged: {error}") from error


def restored(checkpoint: Checkpoint, learner: HasState, watch: HasState, plan: Plan) -> Progress:
    """Restore learner and watch from a checkpoint, and return the progress.

    Raises
    ------
    CheckpointError
        When the state is damaged.
    """
    load_learner(learner, checkpoint)
    state = checkpoint.state
    try:
        watch.load_state_dict(state.get("hints", {}))  # older checkpoints have none
        return Progress.from_state(state, plan)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise CheckpointError(f"The checkpoint is damaged: {error}") from error
