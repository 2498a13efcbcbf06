"""Problems that show before the first step: in the images, their labels, and the plan."""

from collections.abc import Iterator

import numpy as np

from fashion_gui.classes import Classes
from fashion_gui.data import Subset
from fashion_gui.percent import percent
from fashion_gui.training.events import Hint, Plan
from fashion_gui.training.hints.measurements import STANDARD_ERRORS

_UNBALANCED = 5
"""Ratio of the largest class to the smallest from which labels are unbalanced."""
_FEW_A_CLASS = 20
_FEW_STEPS = 20
_BLANK_SHARE = 0.01
_UNCERTAIN = 0.1
"""Acceptable uncertainty of a validation accuracy."""
_TINY_BATCH = 8

WHY = {
    "missing-class": "A network learns from examples: it cannot know a class that it never sees.",
    "unbalanced-labels": (
        "The mean error is mostly that of the large classes, so that predicting them too often "
        "costs the network little."
    ),
    "few-images": (
        "A handful of images of a class does not show how different its members can be. The "
        "network will memorize them, and learn little else."
    ),
    "blank-images": "An image of one grey shows nothing that its label could be learned from.",
    "nothing-held-out": (
        "Only images that it does not learn from show whether it learns or memorizes."
    ),
    "few-held-out": (
        "An accuracy on few images is uncertain: one image more or less changes it a lot."
    ),
    "few-steps": "A step changes the weights a little. A dozen of them does not add up to much.",
    "tiny-batches-normed": (
        "Batch norm uses the mean and variance of a batch as estimates for all images. Estimates "
        "from a few images are poor."
    ),
}


def before_the_first_step(plan: Plan, train: Subset, classes: Classes) -> Iterator[Hint]:
    """Yield hints about the images, the labels and the plan of a run.

    Parameters
    ----------
    train
        The images that it learns from.
    """
    yield from _about_classes(train, classes)
    yield from _about_images(train)
    recipe, n_validation = plan.recipe, plan.n_validation
    if not n_validation:
        yield Hint(
            0,
            "No images are held out: nobody will see how well it does on others. Try 5,000 "
            "validation images.",
            "nothing-held-out",
            ("n_validation", 5000),
        )
    elif (luck := STANDARD_ERRORS * 0.5 / np.sqrt(n_validation)) > 2 * _UNCERTAIN:
        yield Hint(
            0,
            f"Only {n_validation:,} images are held out: luck may move their accuracy by "
            f"{percent(luck, 0)}.",
            "few-held-out",
        )
    if plan.n_steps < _FEW_STEPS:
        n_epochs = plan.n_epochs * (-(-_FEW_STEPS * 5 // plan.n_steps))
        yield Hint(
            0,
            f"The whole run has {plan.n_steps} steps. Try {n_epochs:,} epochs, or smaller batches.",
            "few-steps",
            ("epochs", n_epochs),
        )
    if recipe.batch_norm and plan.batch_size < _TINY_BATCH:
        yield Hint(
            0,
            f"Batch norm has {plan.batch_size} images to measure in a batch. Try batches of 32 or "
            "more.",
            "tiny-batches-normed",
            ("batch_size", 32),
        )


def _about_classes(train: Subset, classes: Classes) -> Iterator[Hint]:
    counts = np.bincount(train.labels, minlength=len(classes))
    missing = [name for name, count in zip(classes, counts, strict=True) if not count]
    if missing:
        words = f"No training image shows {', '.join(missing)}: it cannot be learned."
        yield Hint(0, words, "missing-class")
    there = np.flatnonzero(counts)
    most, least = there[counts[there].argmax()], there[counts[there].argmin()]
    if counts[most] >= _UNBALANCED * counts[least]:
        yield Hint(
            0,
            f"There are {counts[most] / counts[least]:.0f} times as many training images of "
            f"{classes[most]} as of {classes[least]}, which it will seldom name.",
            "unbalanced-labels",
        )
    elif counts[there].mean() < _FEW_A_CLASS:
        yield Hint(
            0,
            f"Only {counts[there].mean():.0f} training images a class: it will know them by heart. "
            "Try more training images.",
            "few-images",
        )


def _about_images(train: Subset) -> Iterator[Hint]:
    pixels = train.images.reshape(len(train), -1)
    # Most images have an empty corner and something in the middle, which tells them at once.
    unsure = np.flatnonzero((pixels[:, :: pixels.shape[1] // 14] == pixels[:, :1]).all(axis=1))
    blank = int((pixels[unsure] == pixels[unsure, :1]).all(axis=1).sum())
    if blank > _BLANK_SHARE * len(train):
        yield Hint(
            0, f"{blank:,} of the training images are of one grey and show nothing.", "blank-images"
        )
