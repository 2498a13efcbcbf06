"""Recipes: everything that decides how a network is trained, as one frozen value.

Each setting carries its name, its idea and its limits; the window's form and the command line's
help are both made of them.
"""

from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields, replace
from math import cos, pi
from types import MappingProxyType
from typing import Any

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Tanh
from fashion_gui.nn.losses import LOSSES
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool
from fashion_gui.training.blocks import block
from fashion_gui.training.settings import Limits, RecipeError, check_value, setting_field

ACTIVATIONS: Mapping[str, Layer] = MappingProxyType(
    {"relu": ReLU(), "sigmoid": Sigmoid(), "tanh": Tanh()}
)
OPTIMIZERS = ("adam", "sgd")
SCHEDULES = ("constant", "one-cycle", "cosine")
FREE_SETTINGS = (
    "epochs",
    "seed",
    "drawings",
    "teacher",
    "teacher_share",
    "teacher_temperature",
)
"""What may differ from a recipe without making it another one."""
_WARM_UP = 0.25
"""Share of a one-cycle run in which the rate rises."""
_MAX_HIDDEN_LAYERS = 8
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
    teacher: str = setting_field(
        "",
        "Learn from another network",
        "The name or the file of a network whose answers are learned, too: how much of a pullover "
        "it sees in a coat says more than the right name alone.",
        is_network=True,
    )
    teacher_share: float = setting_field(
        0.7,
        "Teacher's share",
        "How much its answers count, and not the right ones, where another network teaches.",
        limits=Limits(0, 1, step=0.1),
    )
    teacher_temperature: float = setting_field(
        2.0,
        "Teacher's temperature",
        "Makes its answers softer before they are learned: the higher, the more the small "
        "probabilities count.",
        limits=Limits(0.1, 100, step=1.5, scale="log"),
    )
    hidden: tuple[int, ...] = setting_field(
        (128,),
        "Hidden layers",
        "Units of each layer between the 784 pixels and the ten answers, as in 256, 128. "
        "More units can tell finer differences, and take longer. Empty: no hidden layer.",
        limits=Limits(1, 4096, unit="units"),
    )
    convolutions: tuple[str, ...] = setting_field(
        (),
        "Convolutions",
        "Small filters that look at every place of the image, before the hidden layers. Each "
        "word is one: 64 filters, 64p halves the image after them, 64g averages it, 32k6s2 has "
        "6x6 pixels and goes in steps of two. Empty: no convolution.",
    )
    activation: str = setting_field(
        "relu",
        "Activation",
        "What a unit does with the sum of its inputs. Without it any number of layers would "
        "be no more than one.",
        choices=ACTIVATIONS,
    )
    batch_norm: bool = setting_field(
        False,
        "Batch norm",
        "Keeps the sums that go into every activation at a mean and a spread of their own, "
        "measured over the images that are looked at together: learning gets faster and calmer.",
    )
    loss: str = setting_field(
        "cross-entropy",
        "Loss",
        "What training makes small. Cross-entropy asks for probabilities; squared error, as "
        "in the article, measures ten separate outputs.",
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
        "The length of a step. Too small: it takes forever. Too large: it jumps over the "
        "valley, or out of the world.",
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
        "How much of the last step is kept, for SGD: a rolling ball instead of a careful walker.",
        limits=Limits(0, 0.9999, step=0.05),
    )
    batch_size: int | None = setting_field(
        128,
        "Batch size",
        "Images that are looked at before each step. Small batches: many quick, rough steps. "
        "All: one exact step an epoch, as in the article.",
        limits=Limits(1, _MANY, step=2, scale="log"),
    )
    epochs: int = setting_field(
        10,
        "Epochs",
        "How often every training image is looked at.",
        limits=Limits(1, 1_000_000),
    )
    patience: int = setting_field(
        0,
        "Patience",
        "Ends the run early when so many epochs in a row were no better on the validation images "
        "than one before them. 0: it goes to its end.",
        limits=Limits(0, 1_000_000, unit="epochs"),
    )
    dropout: float = setting_field(
        0.0,
        "Dropout",
        "Share of the hidden units that is silenced at random in each step, so that none "
        "relies on another.",
        limits=Limits(0, 0.99, step=0.05),
    )
    l2: float = setting_field(
        0.0,
        "L2 penalty",
        "A price on large weights: the network is to explain the images with small ones.",
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
        "Shrinks all weights a little in every step, so that only those stay large which the "
        "images keep asking for.",
        limits=Limits(0, 1000, step=2, scale="log"),
    )
    averaging: float = setting_field(
        0.0,
        "Weight averaging",
        "Share of the run, at its end, over which the weights are averaged: the mean is calmer "
        "than any single step.",
        limits=Limits(0, 1, step=0.05),
    )
    mirror: bool = setting_field(
        False,
        "Horizontal flip",
        "Shows every second training image mirrored, and answers with the mean over an image "
        "and its mirror image: a shoe is a shoe whichever way it points.",
    )
    shift: int = setting_field(
        0,
        "Random shift",
        "Moves each training image by up to so many pixels, so that the place does not matter.",
        limits=Limits(0, 14, unit="px"),
    )
    erase: int = setting_field(
        0,
        "Random erasing (cutout)",
        "Blacks out a square with so many pixels a side, somewhere in each training image, so "
        "that no single detail is enough.",
        limits=Limits(0, 28, unit="px"),
    )
    n_train: int | None = setting_field(
        None,
        "Training images",
        "How many images it learns from, from the first one on.",
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
        "How many test images the final report is about.",
        limits=Limits(1, _MANY, step=1000),
    )
    seed: int = setting_field(
        0,
        "Seed",
        "Where chance begins. The same seed and settings give the same run again.",
        limits=Limits(0, 2**63),
    )
    as_printed: bool = False

    def __post_init__(self) -> None:
        for setting in settings():
            check_value(setting, getattr(self, setting.name))
        _check_hidden(self)
        _check_convolutions(self)
        if self.teacher and self.loss != "cross-entropy" and not self.as_printed:
            raise RecipeError(
                f"is there for the loss cross-entropy only, found {self.loss}.", "teacher"
            )
        if self.as_printed:
            _check_as_printed(self)

    def architecture(self, n_classes: int) -> Architecture:
        """Return the network's layers: dense ones with activations, ending in `n_classes`."""
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
        """Return the learning rate after a share of the run, from 0 to 1.

        One-cycle rises from a tenth along a cosine, then falls to a thousandth.
        Source: Smith and Topin, "Super-Convergence", arXiv:1708.07120, 2017.
        """
        if self.schedule == "constant":
            return self.learning_rate
        if self.schedule == "cosine":
            return self.learning_rate * _between(1.0, 0.001, progress)
        if progress < _WARM_UP:
            share = _between(0.1, 1.0, progress / _WARM_UP)
        else:
            share = _between(1.0, 0.001, (progress - _WARM_UP) / (1 - _WARM_UP))
        return self.learning_rate * share

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
        """Return the recipe that ``to_dict`` made values of.

        Raises
        ------
        RecipeError
            When a setting is unknown or impossible.
        """
        known = {one.name for one in fields(cls)} - {"summary"}
        if unknown := [name for name in values if name not in known]:
            raise RecipeError(f"A recipe has no setting {unknown[0]!r:.40}.")
        changes: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        return cls(**changes)

    def with_settings(self, **changes: Any) -> "Recipe":
        """Return the recipe with other settings; it is then a custom one.

        The epochs, the seed and whether it learns from drawings or another network, too, may
        differ, and the recipe is still the same.
        """
        changed = replace(self, **changes)
        if replace(changed, **{name: getattr(self, name) for name in FREE_SETTINGS}) == self:
            return changed
        return replace(changed, name="custom", summary=f"A recipe of your own, from {self.name}.")


def settings() -> tuple["Field[Any]", ...]:
    """Return the fields that a person may set.

    Their metadata holds ``label`` and ``help``, for people, ``choices``, the names that are
    possible, and ``limits``, which a number keeps. A number that may be None means all of
    something by that.
    """
    return tuple(setting for setting in fields(Recipe) if "label" in setting.metadata)


def _between(start: float, stop: float, progress: float) -> float:
    return stop + (start - stop) * (1 + cos(pi * progress)) / 2


def _check_hidden(recipe: Recipe) -> None:
    if len(recipe.hidden) > _MAX_HIDDEN_LAYERS:
        raise RecipeError(
            f"has at most {_MAX_HIDDEN_LAYERS} layers, found {len(recipe.hidden)}.", "hidden"
        )


def _check_convolutions(recipe: Recipe) -> None:
    """Put the layers together once: they know best whether they fit."""
    if not recipe.convolutions:
        return
    try:
        architecture = recipe.architecture(n_classes=1)
    except RecipeError:
        raise
    except ValueError as error:
        found = " ".join(recipe.convolutions)
        raise RecipeError(f"fit their images, found {found}: {error}", "convolutions") from error
    for layer, shape in zip(architecture.layers, architecture.shapes, strict=False):
        if layer.window > 1 and layer.window > min(shape[:2]):
            raise RecipeError(
                f"have kernels no larger than their image of {shape[0]}x{shape[1]}, "
                f"found {layer.window}x{layer.window}.",
                "convolutions",
            )


_AS_PRINTED = {
    "convolutions": (),
    "activation": "sigmoid",
    "batch_norm": False,
    "loss": "squared-error",
    "optimizer": "sgd",
    "schedule": "constant",
    "momentum": 0.0,
    "batch_size": None,
    "dropout": 0.0,
    "l2": 0.0,
    "label_smoothing": 0.0,
    "weight_decay": 0.0,
    "averaging": 0.0,
    "mirror": False,
    "shift": 0,
    "erase": 0,
    "drawings": False,
    "teacher": "",
}


def _check_as_printed(recipe: Recipe) -> None:
    if len(recipe.hidden) != 1:
        raise RecipeError(f"article-as-printed has one hidden layer, found {len(recipe.hidden)}.")
    for name, value in _AS_PRINTED.items():
        if getattr(recipe, name) != value:
            shown = "all" if value is None else value
            raise RecipeError(
                f"article-as-printed has {name} = {shown}, found {getattr(recipe, name)}."
            )
