"""What a run tells: small frozen records, in the order in which things happen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

from fashion_gui.data import SplitPlan
from fashion_gui.evaluation.metrics import Report
from fashion_gui.nn.inspection import LayerSummary
from fashion_gui.nn.network import Network
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import ControlChanged
from fashion_gui.training.recipes import Recipe


class Command(Enum):
    """What the caller may send into a run."""

    STOP = auto()
    """Learn no more: go on to the test images and finish."""
    SNAPSHOT = auto()
    """Publish the network as it is: the caller is about to pause, and people will look."""
    CHECKPOINT = auto()
    """Publish, after the next step or at once after one, all that is needed to go on from there."""


@dataclass(frozen=True)
class Plan:
    """The first record: what is going to happen.

    Attributes
    ----------
    sizes
        Values between the layers, as in (784, 128, 10).
    batch_size, n_batches, n_epochs, n_steps
        Images a batch, batches an epoch, epochs and batches in the whole run.
    n_train, n_validation, n_test
        Images of each kind that the run uses.
    splits
        What the network will have learned from, and which images are held out.
    description
        The network in a word, as in 784-128-10. It follows from the recipe.
    n_threads
        Threads that learn side by side; they change nothing in what is learned.
    """

    recipe: Recipe
    sizes: tuple[int, ...]
    n_parameters: int
    batch_size: int
    n_batches: int
    n_epochs: int
    n_steps: int
    n_train: int
    n_validation: int
    n_test: int
    splits: SplitPlan
    description: str = field(default="", compare=False)
    n_threads: int = field(default=1, compare=False)


@dataclass(frozen=True)
class PlanChanged:
    """After a step the rest of the run is another than was planned: a control was turned."""

    step: int
    plan: Plan


@dataclass(frozen=True)
class BatchMetrics:
    """One step was made.

    Attributes
    ----------
    step, epoch, batch
        Counted from 1; `batch` within its epoch.
    n_images, n_seen
        Images in the batch, and in this epoch so far.
    loss, accuracy
        Mean over the batch, before the step.
    seconds
        Time that the run has computed since its start, pauses left out.
    """

    step: int
    epoch: int
    batch: int
    n_images: int
    n_seen: int
    loss: float
    accuracy: float
    seconds: float


@dataclass(frozen=True)
class ValidationMetrics:
    """Mean loss and accuracy over the validation images after a step."""

    step: int
    loss: float
    accuracy: float


@dataclass(frozen=True)
class EpochMetrics:
    """One epoch is over.

    Attributes
    ----------
    loss, accuracy
        Mean over the epoch's batches, each taken before its step.
    validation_loss, validation_accuracy
        The last ones measured; None before the first.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float


@dataclass(frozen=True)
class Snapshot:
    """A copy of the network as it is after a step."""

    step: int
    network: Network


@dataclass(frozen=True)
class Best:
    """A copy of the network after an epoch whose validation accuracy is the highest so far."""

    step: int
    epoch: int
    accuracy: float
    network: Network


@dataclass(frozen=True, eq=False)
class CheckpointTaken:
    """Where the run is after a step: what ``training.checkpoint`` keeps in a file."""

    step: int
    checkpoint: Checkpoint


@dataclass(frozen=True)
class LayerStatistics:
    """What went on in each layer in a step; its parameters are those after the step."""

    step: int
    layers: tuple[LayerSummary, ...]


@dataclass(frozen=True)
class Evaluating:
    """A part of an evaluation is done: a moment in which a caller may pause or stop."""

    n_done: int
    n_images: int


@dataclass(frozen=True)
class Hint:
    """Something about the run that a person should know, as a sentence.

    An empty one takes the sentence before it back.
    """

    step: int
    sentence: str


@dataclass(frozen=True)
class Finished:
    """The last record.

    Attributes
    ----------
    network
        What was learned.
    report
        How it does on the run's test images.
    history
        Every epoch, in order.
    completed
        False when the run was stopped before its last step.
    seconds
        Time that the run has computed, pauses left out.
    step
        Steps that were made.
    dataset
        Digest of the images.
    temperature
        By what everything before the softmax was divided at the end, or None.
    start
        What it went on from, as plain values, or None.
    teacher
        The network that it learned from, too, as plain values, or None.
    turns
        Controls that were turned on the way, as plain values.
    """

    plan: Plan
    network: Network
    report: Report
    history: tuple[EpochMetrics, ...]
    completed: bool
    seconds: float
    step: int
    dataset: str
    temperature: float | None = None
    start: Mapping[str, Any] | None = None
    teacher: Mapping[str, Any] | None = None
    turns: tuple[Mapping[str, Any], ...] = ()

    def story(self) -> dict[str, Any]:
        """Return how the network came about as plain values, for a model file."""
        return {
            "recipe": self.plan.recipe.to_dict(),
            "completed": self.completed,
            "steps": self.step,
            "seconds": round(self.seconds, 2),
            "n_train": self.plan.n_train,
            "n_validation": self.plan.n_validation,
            "n_test": self.plan.n_test,
            "dataset": self.dataset,
            "splits": self.plan.splits.to_dict(),
            "test_accuracy": self.report.accuracy,
            "temperature": self.temperature,
            "start": dict(self.start) if self.start else None,
            "teacher": dict(self.teacher) if self.teacher else None,
            "turns": [dict(turn) for turn in self.turns],
            "history": [asdict(epoch) for epoch in self.history],
        }


Record: TypeAlias = (
    Plan
    | PlanChanged
    | BatchMetrics
    | ValidationMetrics
    | EpochMetrics
    | Snapshot
    | Best
    | CheckpointTaken
    | LayerStatistics
    | Evaluating
    | Hint
    | ControlChanged
    | Finished
)
