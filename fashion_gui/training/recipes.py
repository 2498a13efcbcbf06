"""Recipes: everything that decides how a network is trained, as one frozen value.

Each setting has its name, its help and its limits; the window's form and the command line's help
are both made from them.
"""

from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Tanh
from fashion_gui.nn.losses import LOSSES
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool
from fashion_gui.training.blocks import block
from fashion_gui.training.recipe_checks import check_together
from fashion_gui.training.schedules import SCHEDULES, share_of_rate
from fashion_gui.training.settings import Limits, RecipeError, check_value, setting_field

ACTIVATIONS: Mapping[str, Layer] = MappingProxyType(
    {"relu": ReLU(), "sigmoid": Sigmoid(), "tanh": Tanh()}
)
OPTIMIZERS = ("adam", "sgd")
FREE_SETTINGS = (
    "epochs",
    "seed",
    "drawings",
    "drawings_per_100",
    "teacher",
    "teacher_share",
    "teacher_temperature",
    "teacher_once",
)
"""Settings that may differ without making a recipe a custom one."""
_MANY = 1_000_000_000


@dataclass(frozen=True)
class Recipe:
    """How a network is built and trained.

    Raises
    ------
    RecipeError
        One sentence, when a setting is impossible.
    """

    name: str = "custom"
    summary: str = field(default="", compare=False)
    drawings: bool = setting_field(
        False,
        "Also learn from drawings",
        "Mixes one drawing with every two photographs: doodles made by a program, none by a "
        "person. Without it a network knows photographs only, and guesses at what you draw.",
    )
    hidden: tuple[int, ...] = setting_field(
        (128,),
        "Hidden layers",
        "Units of each layer between the 784 pixels and the classes, as in 256, 128. "
        "More units can learn finer differences, and take longer. Empty: no hidden layer.",
        limits=Limits(1, 4096, unit="units"),
    )
    convolutions: tuple[str, ...] = setting_field(
        (),
        "Convolutions",
        "Small filters applied all over the image, before the hidden layers. Each word is a block: "
        "64 has 64 filters, 64p also halves the image, 64g averages it, 32k6s2 has filters of "
        "6x6 pixels and a stride of 2. Empty: no convolution.",
    )
    activation: str = setting_field(
        "relu",
        "Activation",
        "What a unit does with the sum of its inputs. Without one, any number of layers could "
        "do no more than a single layer.",
        choices=ACTIVATIONS,
    )
    batch_norm: bool = setting_field(
        False,
        "Batch norm",
        "Normalizes what goes into every activation, over the images of a batch, to a mean and a "
        "spread that are learned: training gets faster and more stable.",
    )
    loss: str = setting_field(
        "cross-entropy",
        "Loss",
        "What training minimizes. Cross-entropy asks for probabilities; squared error, as "
        "in the article, measures each output separately.",
        choices=LOSSES,
    )
    optimizer: str = setting_field(
        "adam",
        "Optimizer",
        "How a gradient becomes a step. SGD walks straight downhill; Adam gives every weight "
        "a step of its own size.",
        choices=OPTIMIZERS,
    )
    learning_rate: float = setting_field(
        0.001,
        "Learning rate",
        "The length of a step, of the longest one where a schedule changes it. Too small: learning "
        "takes forever. Too large: it overshoots, or the loss diverges.",
        limits=Limits(1e-9, 1_000_000, step=1.25, scale="log"),
    )
    schedule: str = setting_field(
        "constant",
        "Schedule",
        "How the learning rate changes during the run. One-cycle starts gently, goes fast, "
        "and settles down at the end.",
        choices=SCHEDULES,
    )
    momentum: float = setting_field(
        0.0,
        "Momentum",
        "Share of the last step that is kept, for SGD: like a ball that rolls downhill.",
        limits=Limits(0, 0.9999, step=0.05),
    )
    batch_size: int | None = setting_field(
        128,
        "Batch size",
        "Images per step. Small batches: many quick, noisy steps. "
        "All: one exact step per epoch, as in the article.",
        limits=Limits(1, _MANY, step=2, scale="log"),
    )
    epochs: int = setting_field(
        10,
        "Epochs",
        "How often the network sees every training image.",
        limits=Limits(1, 1_000_000),
    )
    patience: int = setting_field(
        0,
        "Patience",
        "Stops the run early after this many epochs in a row without a better validation accuracy. "
        "0: never.",
        limits=Limits(0, 1_000_000, unit="epochs"),
    )
    dropout: float = setting_field(
        0.0,
        "Dropout",
        "Share of the hidden units that is switched off at random in each step, so that none "
        "relies on another.",
        limits=Limits(0, 0.99, step=0.05),
    )
    l2: float = setting_field(
        0.0,
        "L2 penalty",
        "A penalty on large weights: the network should explain the images with small ones.",
        limits=Limits(0, 1000, step=2, scale="log"),
    )
    label_smoothing: float = setting_field(
        0.0,
        "Label smoothing",
        "Asks for a little less than certainty, which reduces over-confidence.",
        limits=Limits(0, 0.99, step=0.01),
    )
    weight_decay: float = setting_field(
        0.0,
        "Weight decay",
        "Shrinks all weights a little in every step, so that only those stay large that the "
        "images keep needing.",
        limits=Limits(0, 1000, step=2, scale="log"),
    )
    averaging: float = setting_field(
        0.0,
        "Weight averaging",
        "Share of the run, at its end, over which the weights are averaged: the mean is less noisy "
        "than any single step.",
        limits=Limits(0, 1, step=0.05),
    )
    mirror: bool = setting_field(
        False,
        "Horizontal flip",
        "Mirrors half of the training images, and predicts with the mean over an image "
        "and its mirror image: a shoe is a shoe whichever way it points.",
    )
    shift: int = setting_field(
        0,
        "Random shift",
        "Moves each training image by up to this many pixels, so that position does not matter.",
        limits=Limits(0, 14, unit="px"),
    )
    erase: int = setting_field(
        0,
        "Random erasing (cutout)",
        "Blacks out a square of this side at a random position in each training image, so "
        "that no single detail is enough.",
        limits=Limits(0, 28, unit="px"),
    )
    rotation: int = setting_field(
        0,
        "Random rotation",
        "Turns each training image by up to this many degrees to either side: a shirt that hangs "
        "askew is still one.",
        limits=Limits(0, 180, unit="°"),
    )
    scale: float = setting_field(
        0.0,
        "Random scaling",
        "Enlarges or reduces each training image by up to this share, so that size does not "
        "matter: 0.1 is a tenth.",
        limits=Limits(0, 1, step=0.05),
    )
    elastic: float = setting_field(
        0.0,
        "Elastic distortion",
        "Bends each training image as if it were drawn on cloth, by about this many pixels: no two "
        "are cut alike.",
        limits=Limits(0, 8, step=0.25, unit="px"),
    )
    drawings_per_100: int = setting_field(
        50,
        "Drawings per 100 photos",
        "How many drawings a batch has beside its photographs, where it learns from drawings: the "
        "more, the better it reads drawings, and the slower it learns photographs.",
        limits=Limits(1, 300),
    )
    teacher: str = setting_field(
        "",
        "Teacher network",
        "The name or the file of a network whose answers are learned, too: how much a coat looks "
        "like a pullover says more than the label alone. Several, separated by commas, teach their "
        "mean answer.",
        is_network=True,
    )
    teacher_share: float = setting_field(
        0.7,
        "Teacher's share",
        "How much the teacher's answers count; the labels have the rest.",
        limits=Limits(0, 1, step=0.1),
    )
    teacher_temperature: float = setting_field(
        2.0,
        "Teacher's temperature",
        "Softens the teacher's answers before they are learned: the higher, the more the small "
        "probabilities count.",
        limits=Limits(0.1, 100, step=1.5, scale="log"),
    )
    teacher_once: bool = setting_field(
        False,
        "Ask the teacher once",
        "Its answer to a photograph as it is also counts for the shifted, mirrored and otherwise "
        "changed copies, so that a large teacher, or several, cost little.",
    )
    n_train: int | None = setting_field(
        None,
        "Training images",
        "How many images it learns from: the first ones of the training file.",
        limits=Limits(1, _MANY, step=1000),
    )
    n_validation: int = setting_field(
        5000,
        "Validation images",
        "Images at the end of the training file that it never learns from: they show how "
        "well it does on what it has not seen.",
        limits=Limits(0, _MANY, step=1000),
    )
    n_test: int | None = setting_field(
        None,
        "Test images",
        "Number of test images in the final report.",
        limits=Limits(1, _MANY, step=1000),
    )
    seed: int = setting_field(
        0,
        "Seed",
        "Start of the random numbers. The same seed and settings repeat a run exactly.",
        limits=Limits(0, 2**63),
    )
    as_printed: bool = False

    def __post_init__(self) -> None:
        for setting in settings():
            check_value(setting, getattr(self, setting.name))
        check_together(self)

    def architecture(self, n_classes: int) -> Architecture:
        """Return the network's layers: convolutions, then dense ones, ending in `n_classes`."""
        after_weights: list[Layer] = [BatchNorm()] if self.batch_norm else []
        after_weights.append(ACTIVATIONS[self.activation])
        dropout = [Dropout(self.dropout)] if self.dropout else []
        layers: list[Layer] = []
        for word in self.convolutions:
            layers += block(word, after_weights)
        if not layers or not isinstance(layers[-1], GlobalAveragePool):
            layers.append(Flatten())
        if self.convolutions:
            layers += dropout
        for units in self.hidden:
            layers += [Dense(units), *after_weights, *dropout]
        layers += [Dense(n_classes), LOSSES[self.loss].output_layer]
        return Architecture(tuple(layers), mirrored=self.mirror)

    def learning_rate_at(self, progress: float) -> float:
        """Return the learning rate after a share of the run, from 0 to 1."""
        return self.learning_rate * share_of_rate(self.schedule, progress)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values for a file."""
        values = asdict(self)
        del values["summary"]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Recipe":
        """Return the recipe from what ``to_dict`` returned.

        Raises
        ------
        RecipeError
            When a setting is unknown or impossible.
        """
        known = _names()
        if unknown := [name for name in values if name not in known]:
            raise RecipeError(f"A recipe has no setting {unknown[0]!r:.40}.")
        changes: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        return cls(**changes)

    def with_settings(self, **changes: Any) -> "Recipe":
        """Return the recipe with other settings; it is then a custom one.

        A recipe stays the same with other epochs, another seed, drawings or a teacher.
        """
        changed = replace(self, **changes)
        if replace(changed, **{name: getattr(self, name) for name in FREE_SETTINGS}) == self:
            return changed
        return replace(changed, name="custom", summary=f"A recipe of your own, from {self.name}.")


@cache
def settings() -> tuple["Field[Any]", ...]:
    """Return the fields that a person may set.

    Their metadata holds ``label`` and ``help`` for people, ``choices``, the possible names, and
    ``limits`` of a number. For a number that may be None, None means all.
    """
    return tuple(setting for setting in fields(Recipe) if "label" in setting.metadata)


@cache
def _names() -> frozenset[str]:
    return frozenset(one.name for one in fields(Recipe)) - {"summary"}
