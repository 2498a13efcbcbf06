"""The records that a run yields: small frozen values, in the order of events."""

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

from fashion_gui.data import SplitPlan
from fashion_gui.evaluation.metrics import Report
from fashion_gui.nn.inspection import LayerSummary
from fashion_gui.nn.network import Network
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import ControlChanged, SetControl
from fashion_gui.training.layer_profile import LayerProfile
from fashion_gui.training.recipes import Recipe


class Command(Enum):
    """Commands that the caller may send into a run."""

    STOP = auto()
    """Stop learning: evaluate on the test images and finish."""
    SNAPSHOT = auto()
    """Yield a copy of the network now: the caller is about to pause."""
    CHECKPOINT = auto()
    """Yield a checkpoint after the current or the next step."""


@dataclass(frozen=True)
class Plan:
    """The first record: what the run is going to do.

    Attributes
    ----------
    sizes
        Inputs, then the outputs of each layer with weights, as in (784, 128, 10).
    batch_size, n_batches, n_epochs, n_steps
        Images per batch, batches per epoch, epochs and batches in the whole run.
    n_train, n_validation, n_test
        Numbers of images in each split that the run uses.
    splits
        Which images the network will have learned from, and which are held out.
    description
        Short form of the network, as in 784-128-10. It follows from the recipe.
    n_threads
        Threads that learn side by side; results do not depend on it.
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
    """The plan for the rest of the run after a control was turned."""

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
        Means over the batch, before the step.
    seconds
        Computing time since the start, without pauses.
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
        Means over the epoch's images, each before its step.
    validation_loss, validation_accuracy
        From the latest validation; None before the first.
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


@dataclass(frozen=True, eq=False)
class Frame:
    """The network after a step, for the film of the run.

    Attributes
    ----------
    step, epochs
        Steps and epochs that were done; the latter with a fraction.
    layers
        Profile of each layer with weights; () where none was made.
    """

    step: int
    epochs: float
    network: Network
    layers: tuple[LayerProfile, ...] = ()


@dataclass(frozen=True)
class Best:
    """A copy of the network after an epoch whose validation accuracy is the highest so far."""

    step: int
    epoch: int
    accuracy: float
    network: Network


@dataclass(frozen=True, eq=False)
class CheckpointTaken:
    """The state of the run after a step, which ``training.checkpoint`` writes to a file."""

    step: int
    checkpoint: Checkpoint


@dataclass(frozen=True)
class LayerStatistics:
    """Statistics of each layer in a step; the parameters are those after the step."""

    step: int
    layers: tuple[LayerSummary, ...]


class Purpose(Enum):
    """What a network looks at images for that it does not learn from."""

    VALIDATING = auto()
    """To see how well it does in the middle of a run."""
    DETECTING = auto()
    """To make its novelty detector when the learning is over."""
    TESTING = auto()
    """To see how well it does at the end."""


@dataclass(frozen=True)
class Evaluating:
    """A part of an evaluation is done: here the caller may pause or stop."""

    n_done: int
    n_images: int
    purpose: Purpose = Purpose.VALIDATING


@dataclass(frozen=True)
class Hint:
    """Something about the run that a person should know, as a sentence.

    Attributes
    ----------
    sentence
        An empty one takes back what the same rule has said.
    rule
        What found it, as in ``training.hints``; "" for other notes.
    change
        A setting and the value to try, or None.
    in_new_run
        Whether only a new run profits from that.
    """

    step: int
    sentence: str
    rule: str = ""
    change: tuple[str, Any] | None = None
    in_new_run: bool = False


@dataclass(frozen=True)
class Finished:
    """The last record.

    Attributes
    ----------
    network
        The trained network.
    report
        Its scores on the run's test images.
    history
        Every epoch, in order.
    completed
        False when the run was stopped before its last step.
    seconds
        Computing time in total, without pauses.
    step
        Number of steps done.
    dataset
        Digest of the images.
    temperature
        What the logits were divided by at the end, or None.
    start
        The network that it started from, as plain values, or None.
    teacher
        The network that taught it, as plain values, or None.
    turns
        Controls that were turned during the run, as plain values.
    detecting_s
        The part of `seconds` in which its novelty detector was made; 0 without one.
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
    detecting_s: float = 0.0

    def story(self) -> dict[str, Any]:
        """Return how the network was trained, as plain values for a model file."""
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
    | Frame
    | Best
    | CheckpointTaken
    | LayerStatistics
    | Evaluating
    | Hint
    | ControlChanged
    | Finished
)
Commands: TypeAlias = Command | SetControl | tuple[Command | SetControl, ...] | None
"""What may be sent into a run: one command, several, or none."""
Run: TypeAlias = Generator[Record, Commands, None]


class DivergedError(RuntimeError):
    """The loss is no longer a finite number."""
