"""What goes on in a layer, in words."""

from math import isnan

import numpy as np

from fashion_gui.nn.distribution import Shares
from fashion_gui.percent import SIGN, percent
from fashion_gui.training.layer_history import LayerHistory
from fashion_gui.training.layer_profile import USUAL_RATIO
from fashion_gui.ui.session.run_film import when

CELLS = ("weights", "activations", "gradients", "updates", "units")
IDEAS = {
    "weights": "The weights of the layer: dark where many are. They spread as it learns.",
    "activations": (
        "What the layer gives on for images that are always the same, after its activation. "
        "A distribution that collapses tells nothing any more."
    ),
    "gradients": (
        "Sizes of the gradients of the weights, each row twice the one below. When they fall far "
        "below those of later layers, they vanish; when they grow without end, they explode."
    ),
    "updates": (
        "How much a step changes the weights, as a share of their size. About 0.1 % is good, "
        "0.01 % to 1 % (the band) are usual: below, a run hardly learns, above it jumps."
    ),
    "units": (
        "Share of units that give the same for all images looked at: dead ReLUs (always 0), "
        "saturated sigmoids (always at an end). They do not learn any more."
    ),
}


def ratio_words(ratio: float) -> str:
    """Return an update ratio in words."""
    if isnan(ratio):
        return "–"
    return f"{100 * ratio:.2g}{SIGN}" if np.isfinite(ratio) else "∞"


def units_words(history: LayerHistory, place: int) -> str:
    """Return the share of dead or saturated units at a position in words."""
    if not history.state:
        return "–"
    return f"{percent(history.resting[place], 0)} {history.state}"


def end_words(cell: str, value: float) -> str:
    """Return an end of the axis of a distribution in words."""
    return f"{2.0**value:.0e}" if cell == "gradients" else f"{value:.3g}"


def moment_words(history: LayerHistory, cell: str, place: int) -> str:
    """Return what a cell shows of a moment, in words."""
    title = f"{history.name}, {cell}, {when(history.frames[place])}"
    if cell == "updates":
        low, high = USUAL_RATIO
        ratio = history.ratio(place)
        usual = "usual" if low <= ratio <= high else "too small" if ratio < low else "large"
        if isnan(ratio):
            return f"{title}: no step yet"
        return f"{title}: a step changes the weights by {ratio_words(ratio)}, {usual}"
    if cell == "units":
        if not history.state:
            return f"{title}: this layer has no units that could be dead or saturated"
        return f"{title}: {units_words(history, place)}"
    return f"{title}: {_spread(history, cell, place)}"


def _spread(history: LayerHistory, cell: str, place: int) -> str:
    shares, (low, high) = history.columns(cell)
    if not shares[place].any():
        return "none"
    first, last = (_quantile(shares[place], share) for share in (0.05, 0.95))
    step = (high - low) / shares.shape[1]
    ends = (end_words(cell, low + step * row) for row in (first, last + 1))
    return "nine of ten from {} to {}".format(*ends)


def _quantile(shares: Shares, share: float) -> int:
    sums = np.cumsum(shares)
    return int(np.searchsorted(sums, share * sums[-1]))
