"""Problems with the steps: gradients, activations, and the length of a step."""

from collections.abc import Mapping
from math import log
from types import MappingProxyType

from fashion_gui.nn.inspection import Summary
from fashion_gui.percent import SIGN, percent
from fashion_gui.training.hints.measurements import Measurements
from fashion_gui.training.hints.rule import SINCE, Advice, Rule, scaled

_EXPLODED = 50.0
"""Norm of the gradient of the mean loss, far above that of any network that learns."""
_DEAD = 0.97
"""Share of zero outputs from which most units of a layer count as dead."""


def _guessing(now: Measurements) -> Advice | None:
    if now.is_learning:
        return None
    recipe, words = now.recipe, f"No better than guessing {SINCE}"
    saturates = recipe.activation in ("sigmoid", "tanh")
    if saturates and len(recipe.hidden) >= 3 and not recipe.batch_norm:
        return Advice(
            f"{words}. Try fewer layers, batch norm, or relu instead of {recipe.activation}.",
            "activation",
            "relu",
        )
    rate = scaled(recipe.learning_rate, 0.1 if _was_thrown(now) else 10)
    return Advice(
        f"{words}. Try another learning rate, for example {rate:g}.", "learning_rate", rate
    )


def _exploding(now: Measurements) -> Advice | None:
    name, norm = max(_gradient_norms(now), key=lambda pair: pair[1], default=("", 0.0))
    if norm < _EXPLODED:
        return None
    rate = scaled(now.recipe.learning_rate, 0.1)
    return Advice(
        f"The gradient in {name} has a length of {norm:,.0f}: it explodes. Try a learning rate of "
        f"{rate:g}.",
        "learning_rate",
        rate,
    )


def _rising(now: Measurements) -> Advice | None:
    """Find a loss well above the lowest of the epochs before."""
    lowest = min((epoch.loss for epoch in now.history), default=now.loss)
    if now.loss <= 2 * lowest + 0.05 or now.validation_loss <= 2 * lowest:
        return None
    rate = scaled(now.recipe.learning_rate, 1 / 3)
    return Advice(
        f"The training loss has risen from {lowest:.3g} to {now.loss:.3g}: the steps are too "
        f"long. Try a learning rate of {rate:g}.",
        "learning_rate",
        rate,
    )


def _vanishing(now: Measurements) -> Advice | None:
    norms = _gradient_norms(now)
    if len(norms) < 3:
        return None
    (first, begin), (_, end) = norms[0], norms[-1]
    if end == 0 or begin / end > 1e-4:
        return None
    return Advice(
        f"Hardly any gradient comes back to {first}: {begin / end:.0e} of what the last layer "
        f"gets. Try relu instead of {now.recipe.activation}, or fewer layers.",
        "activation",
        "relu",
    )


def _dead(now: Measurements) -> Advice | None:
    for name, seen in _activated(now, "relu"):
        if seen.zeros > _DEAD:
            rate = scaled(now.recipe.learning_rate, 0.1)
            return Advice(
                f"{percent(seen.zeros, 0)} of what {name} gives is zero: most of its "
                f"units are dead. Try a learning rate of {rate:g} in a new run.",
                "learning_rate",
                rate,
                in_new_run=True,
            )
    return None


def _saturated(now: Measurements) -> Advice | None:
    if now.accuracy > 0.6 or now.recipe.as_printed:
        return None
    for kind, steepest in (("sigmoid", 0.25), ("tanh", 1.0)):
        for name, seen in _activated(now, kind):
            square = seen.std**2 + seen.mean**2
            slope = (seen.mean - square if kind == "sigmoid" else 1 - square) / steepest
            if slope < 0.05:
                return Advice(
                    f"{name} is saturated: its slope is {percent(slope)} of the steepest, so it "
                    "hardly learns. Try relu, or batch norm before it.",
                    "activation",
                    "relu",
                )
    return None


def _too_fast(now: Measurements) -> Advice | None:
    ratio = now.update_ratio
    if ratio is None or ratio < 1.0:
        return None
    rate = scaled(now.recipe.learning_rate, 0.1)
    return Advice(
        f"A step changes weights by {percent(ratio, 0)} of their size; 0.01{SIGN} to 1{SIGN} are "
        f"usual. Try a learning rate of {rate:g}.",
        "learning_rate",
        rate,
    )


def _too_slow(now: Measurements) -> Advice | None:
    ratio = now.update_ratio
    if ratio is None or ratio > 3e-5 or now.accuracy > 0.95:
        return None
    rate = scaled(now.recipe.learning_rate, 10)
    return Advice(
        f"A step changes weights by {percent(ratio, 4)} of their size at most; 0.01{SIGN} to "
        f"1{SIGN} are usual. Try a learning rate of {rate:g}.",
        "learning_rate",
        rate,
    )


def _shrunk(now: Measurements) -> Advice | None:
    """Find weights that a penalty holds so small that little is learned."""
    recipe = now.recipe
    name = "l2" if recipe.l2 >= recipe.weight_decay else "weight_decay"
    if not getattr(recipe, name) or now.accuracy > 0.7:
        return None
    for layer in now.layers:
        weights = layer.parameters.get("weights")
        if weights and weights.std < 0.01:
            value = scaled(getattr(recipe, name), 0.1, n_digits=1)
            kind = "L2 penalty" if name == "l2" else "weight decay"
            return Advice(
                f"The weights of {layer.name} have shrunk to {weights.std:.1g}: the {kind} is "
                f"stronger than what it learns. Try {value:g}.",
                name,
                value,
            )
    return None


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "guessing": Rule(
            _guessing,
            "Always predicting the most frequent class would be right as often. The steps may be "
            "too long, so that training diverges, or too short to get anywhere; or no gradient "
            "reaches the first layers.",
        ),
        "exploding-gradients": Rule(
            _exploding,
            "Each layer multiplies the gradient on its way back. Where that makes it larger and "
            "larger, a step throws away what was learned.",
        ),
        "rising-loss": Rule(
            _rising,
            "The gradient says which way is down, but only nearby. Too long a step ends higher "
            "than it began.",
        ),
        "vanishing-gradients": Rule(
            _vanishing,
            "Each layer of sigmoids makes the gradient at least four times smaller on its way "
            "back. After some layers there is nothing left for the first ones to learn from.",
        ),
        "dead-units": Rule(
            _dead,
            "A unit with ReLU that gives zero for every image gets no gradient any more and never "
            "changes. One step that is too long can do that to many units.",
        ),
        "saturated-units": Rule(
            _saturated,
            "Far from zero a sigmoid is flat: whatever changes before it changes nothing after "
            "it, and the gradient that comes back is next to nothing.",
            from_share=0.2,
        ),
        "rate-too-large": Rule(
            _too_fast,
            "A step should change weights a little. When it changes them by their own size, it "
            "forgets as much as it learns.",
        ),
        "rate-too-small": Rule(
            _too_slow,
            "A step that hardly changes the weights learns hardly anything: the same could be had "
            "with far fewer steps.",
        ),
        "weights-too-small": Rule(
            _shrunk,
            "A penalty pulls every weight towards zero at each step. Where it pulls harder than "
            "the error pushes, nothing stays learned.",
            from_share=0.2,
        ),
    }
)


def _was_thrown(now: Measurements) -> bool:
    """Return whether steps were too long, rather than too short: it went up, or units died."""
    highest = max(now.loss, *(epoch.loss for epoch in now.history), 0.0)
    ratio = now.update_ratio
    return (
        highest > 1.5 * log(len(now.classes))
        or any(seen.zeros > _DEAD for _, seen in _activated(now, "relu"))
        or ratio is None
        or ratio > 0.02
    )


def _gradient_norms(now: Measurements) -> list[tuple[str, float]]:
    return [
        (layer.name, layer.gradients["weights"].norm)
        for layer in now.layers
        if "weights" in layer.gradients
    ]


def _activated(now: Measurements, kind: str) -> list[tuple[str, Summary]]:
    """Return the name and the outputs of each hidden layer with an activation."""
    return [
        (layer.name, layer.activations)
        for layer in now.layers[:-1]
        if layer.activations and layer.name.split()[0].lower() == kind
    ]
