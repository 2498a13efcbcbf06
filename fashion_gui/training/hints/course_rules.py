"""Problems that show over a run: in its epochs and its answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from fashion_gui.percent import percent
from fashion_gui.training.hints.measurements import Measurements
from fashion_gui.training.hints.rule import Advice, Rule, scaled

_RECENT = 0.3
"""Share of the epochs that count as the last ones."""
_FEWEST_RECENT = 3
_FEWEST_EPOCHS = 4
_KNOWN = 0.7
"""Recall from which a class counts as known."""


def _plateau(now: Measurements) -> Advice | None:
    """Find a training loss that has stopped falling, with a constant rate."""
    recent = _recent(now)
    if now.recipe.schedule != "constant" or not recent or now.recipe.batch_size is None:
        return None
    before = now.history[: -len(recent)]
    if now.accuracy > 0.98 or not now.is_learning:
        return None
    better = min(epoch.loss for epoch in before) - min(epoch.loss for epoch in recent)
    if better > 0.005 * before[-1].loss:
        return None
    return Advice(
        f"The training loss has not fallen in the last {len(recent)} epochs, with "
        f"{percent(now.accuracy, 0)} of the training images right. Try a rate that falls: "
        "one-cycle.",
        "schedule",
        "one-cycle",
    )


def _overfitting(now: Measurements) -> Advice | None:
    """Find a validation loss that rises for some epochs while the training loss falls."""
    losses = [epoch.validation_loss for epoch in now.history if epoch.validation_loss is not None]
    if len(losses) < _FEWEST_EPOCHS:
        return None
    best = int(np.argmin(losses))
    gap = now.accuracy - now.validation_accuracy
    error = now.error_at(now.validation_accuracy)
    rises = len(losses) - best > max(3, 0.1 * len(losses)) and losses[-1] > 1.2 * losses[best]
    if not rises or now.validation_loss < 1.2 * losses[best] or gap < error:
        return None
    dropout = 0.5 if now.recipe.dropout < 0.3 else min(0.8, now.recipe.dropout + 0.2)
    return Advice(
        f"The validation loss has risen since epoch {best + 1} while the training loss falls: "
        f"{percent(gap)} ± {percent(error)} more of the training images are right. It overfits. "
        f"Try dropout {dropout:g}, or patience.",
        "dropout",
        dropout,
    )


def _memorised(now: Measurements) -> Advice | None:
    gap = now.accuracy - now.validation_accuracy
    if now.accuracy < 0.9995 or gap < max(0.03, now.error_at(now.validation_accuracy)):
        return None
    return Advice(
        f"It has memorized its training images, and is right for "
        f"{percent(now.validation_accuracy)} of the others. More epochs will not help: try "
        "patience 3.",
        "patience",
        3,
    )


def _jumping(now: Measurements) -> Advice | None:
    """Find a validation accuracy that goes up and down by more than chance explains."""
    seen = [e.validation_accuracy for e in now.history if e.validation_accuracy is not None][-5:]
    if len(seen) < 5 or now.recipe.batch_size is None:
        return None
    steps = np.diff(seen)
    turns = int((steps[1:] * steps[:-1] < 0).sum())
    jump = float(np.median(np.abs(steps)))
    if turns < 2 or jump < max(0.04, now.error_at(float(np.mean(seen)))):
        return None
    words = f"Validation accuracy jumps up and down by {percent(jump)} from epoch to epoch"
    if now.plan.batch_size <= 16:
        return Advice(
            f"{words}: a batch of {now.plan.batch_size} says little of all images. Try batches "
            "of 64.",
            "batch_size",
            64,
        )
    rate = scaled(now.recipe.learning_rate, 1 / 3)
    return Advice(
        f"{words}: the steps are too long. Try a learning rate of {rate:g}.",
        "learning_rate",
        rate,
    )


def _unfinished(now: Measurements) -> Advice | None:
    """Find answers that still got much better at the end, with a constant rate."""
    recent = _recent(now)
    if now.step < now.plan.n_steps or now.recipe.schedule != "constant" or not recent:
        return None
    first = recent[0].validation_accuracy
    if first is None:
        return None
    gain = now.validation_accuracy - first
    if gain < max(0.02, now.error_at(now.validation_accuracy)) or now.accuracy < first:
        return None
    n_epochs = 2 * now.plan.n_epochs
    return Advice(
        f"It was still getting better when it ended: +{percent(gain)} in the last {len(recent)} "
        f"epochs. Try {n_epochs} epochs.",
        "epochs",
        n_epochs,
    )


def _never_named(now: Measurements) -> Advice | None:
    if not _knows_most_classes(now):
        return None
    named, there = now.confusions.sum(axis=0), now.confusions.sum(axis=1)
    never = [now.classes[k] for k in range(len(now.classes)) if there[k] >= 20 and not named[k]]
    if not never:
        return None
    return Advice(
        f"No validation image is ever answered {_listed(never)}. Try more epochs, or a larger "
        "hidden layer.",
        "epochs",
        2 * now.plan.n_epochs,
    )


def _mistaken(now: Measurements) -> Advice | None:
    """Find a class most of whose images are classified as another class."""
    if not _knows_most_classes(now) or now.accuracy < 0.75:
        return None
    there = now.confusions.sum(axis=1)
    for k in range(len(now.classes)):
        other = int(np.argmax(np.where(np.arange(len(there)) == k, -1, now.confusions[k])))
        n_wrong = now.confusions[k, other]
        if there[k] >= 20 and n_wrong > 0.7 * there[k] and now.confusions[other, other]:
            return Advice(
                f"{percent(n_wrong / there[k], 0)} of the images of {now.classes[k]} are answered "
                f"{now.classes[other]}. Look at some on Browse: are their labels right?"
            )
    return None


def _too_much_dropout(now: Measurements) -> Advice | None:
    if now.recipe.dropout < 0.4 or now.recipe.drawings:
        return None
    if now.validation_accuracy - now.accuracy < max(0.08, now.error_at(now.accuracy)):
        return None
    dropout = round(now.recipe.dropout / 2, 2)
    return Advice(
        f"With dropout only {percent(now.accuracy, 0)} of the training images are right, and "
        f"{percent(now.validation_accuracy, 0)} of the validation images without it. Try dropout "
        f"{dropout:g}.",
        "dropout",
        dropout,
    )


_MOST_CHANGE = {"erase": 28, "shift": 14, "rotation": 90, "scale": 1.0, "elastic": 6.0}
"""Of each way to change images, as much as leaves little of them."""


def _too_much_change(now: Measurements) -> Advice | None:
    recipe = now.recipe
    shares = {name: getattr(recipe, name) / most for name, most in _MOST_CHANGE.items()}
    name = max(shares, key=lambda name: shares[name])
    if shares[name] < 0.3 or recipe.drawings or recipe.dropout >= 0.4:
        return None
    if now.validation_accuracy - now.accuracy < max(0.08, now.error_at(now.accuracy)):
        return None
    now_set = getattr(recipe, name)
    value = now_set // 2 if isinstance(now_set, int) else round(now_set / 2, 2)
    return Advice(
        f"Changed as they are, only {percent(now.accuracy, 0)} of the training images are right, "
        f"of the validation images {percent(now.validation_accuracy, 0)}. Try {name} {value}.",
        name,
        value,
    )


def _oversmoothed(now: Measurements) -> Advice | None:
    """Find label smoothing so strong that the network is right, but never confident."""
    smoothing = now.recipe.label_smoothing
    if smoothing < 0.4 or now.validation_accuracy < 0.5:
        return None
    return Advice(
        f"With label smoothing {smoothing:g} it is right {percent(now.validation_accuracy, 0)} of "
        f"the time but cannot be sure: its loss stays at {now.loss:.2f}. Try 0.1.",
        "label_smoothing",
        0.1,
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "plateau": Rule(
            _plateau,
            "Near the bottom steps of a constant length go from one side of the valley to the "
            "other. A rate that falls lets them settle.",
            from_share=0.3,
        ),
        "overfitting": Rule(
            _overfitting,
            "It learns peculiarities of its training images that do not hold for others. "
            "Dropout, smaller weights, changed images or fewer epochs help; so do more images.",
        ),
        "memorised": Rule(
            _memorised,
            "When every training image is right, there is little error left to learn from. What it "
            "does to other images will hardly change.",
        ),
        "jumping": Rule(
            _jumping,
            "A batch is a sample, and its gradient is off by chance: the smaller the batch, the "
            "more. Steps that are too long have the same effect.",
        ),
        "never-named": Rule(
            _never_named,
            "Its error is small enough without that class. Often the classes that are easy come "
            "first, and the others need more time.",
            n_looks=3,
            from_share=0.5,
        ),
        "mistaken-class": Rule(
            _mistaken,
            "One class is nearly always taken for another. Either they look the same at 28x28 "
            "pixels, or labels are wrong.",
            from_share=0.5,
        ),
        "too-much-dropout": Rule(
            _too_much_dropout,
            "Dropout switches off so many units at each step that the rest cannot do the work, "
            "though together they could.",
            from_share=0.3,
        ),
        "too-much-change": Rule(
            _too_much_change,
            "Shifted and erased images are to be as recognizable as the others. Where most of a "
            "garment is gone there is nothing to learn from.",
            from_share=0.3,
        ),
        "too-smooth": Rule(
            _oversmoothed,
            "Label smoothing asks for some probability on every class. So much of it teaches the "
            "network to be unsure of what it knows.",
            from_share=0.3,
        ),
        "ended-too-early": Rule(
            _unfinished,
            "With a constant rate the last epochs show where the next ones would go.",
            n_looks=1,
        ),
    }
)


def _knows_most_classes(now: Measurements) -> bool:
    """Return whether a class that fails is an exception."""
    there = now.confusions.sum(axis=1)
    recalls = now.confusions.diagonal()[there > 0] / there[there > 0]
    return bool(np.median(recalls) >= _KNOWN)


def _recent(now: Measurements) -> list[Any]:
    n = max(_FEWEST_RECENT, int(_RECENT * len(now.history)))
    return list(now.history[-n:]) if len(now.history) >= 2 * n else []


def _listed(names: list[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
