"""Traces pictures through a network in the background; only the latest request counts."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.verdict import Verdict, verdicts_of
from fashion_gui.explain.contributions import Contributions, contributions
from fashion_gui.explain.derivations import Derivation, Place
from fashion_gui.explain.learning_math import LearningMath, WeightStep
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.strips import Strip, strips
from fashion_gui.explain.trace import Trace
from fashion_gui.nn.network import Network
from fashion_gui.ui.imaging.signed_picture import signed_picture
from fashion_gui.ui.session.latest_work import LatestWork

N_MOST = 48
"""Most units or maps of a layer that fit into the largest window."""
LEARNING_RATE = 0.1
"""Learning rate of the step that is written out."""


@dataclass(frozen=True, eq=False)
class Question:
    """What to trace.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    selected
        Name of a layer and a position in it, to be written out; None for nothing.
    label
        Target class for the backward pass; None for the predicted one.
    judge
        Another network that is asked about the picture; None for none.
    """

    network: Network
    image: NDArray[np.uint8]
    selected: tuple[str, Place] | None = None
    label: int | None = None
    judge: Network | None = None


@dataclass(frozen=True, eq=False)
class Flow:
    """The outputs of every layer for a picture, and one value written out.

    Attributes
    ----------
    question
        The request.
    strips
        One for each layer.
    pictures
        For each strip its maps in colours, uint8 (n, height, width, 3), or the one picture that it
        flattens; None for units.
    verdict
        As on the other pages.
    label
        The target class of the backward pass.
    forward, backward
        Derivations of the selected value and of its gradient; None when nothing is selected, or it
        cannot be written out.
    step
        The change of the largest term's weight in one step of learning; None if there is none.
    judged : ndarray of float32, shape (n_classes,), or None
        Probabilities by the other network.
    contributions
        The strongest contributions to the selected answer, else to the predicted one; None where
        units of dense layers do not contribute to it.
    remark
        Why something cannot be written out, in a sentence, or "".
    """

    question: Question
    strips: tuple[Strip, ...]
    pictures: tuple[NDArray[np.uint8] | None, ...]
    verdict: Verdict
    label: int
    forward: Derivation | None = None
    backward: Derivation | None = None
    step: WeightStep | None = None
    contributions: Contributions | None = None
    judged: NDArray[np.float32] | None = None
    remark: str = ""


class Tracer(LatestWork):
    """Handles one request at a time, and skips those that newer ones have replaced."""

    failure = "The picture could not be followed: {}."

    def ask(self, question: Question) -> None:
        """Trace a picture, giving its ``Flow``, once the current one is done."""
        self.do(partial(_following, question), gives_way=False)


def _pictures(strip: Strip) -> NDArray[np.uint8] | None:
    """Return the maps of a strip in colours, computed here and not in the window's thread."""
    if not strip.has_maps and not strip.grid:
        return None
    shares = strip.values / (strip.limit or 1.0)
    if strip.grid:
        shares = shares.reshape(1, *strip.grid)
    # The root lets small values be seen beside the largest of the layer.
    return signed_picture(np.sign(shares) * np.sqrt(np.abs(shares)))


def _following(question: Question) -> Generator[Flow, None, None]:
    trace = Trace(question.network, question.image)
    label = question.label
    if label is None:
        label = int(trace.probabilities.argmax())
    linked, judge = _contributions(trace, question), question.judge
    found = strips(trace, N_MOST, first=_seen_first(trace, linked))
    pictures = tuple(map(_pictures, found))
    flow = partial(
        Flow,
        question,
        found,
        pictures,
        next(
            verdicts_of(trace.network, trace.probabilities[np.newaxis], trace.features[np.newaxis])
        ),
        label,
        contributions=linked,
        judged=judge.predict_proba(question.image[np.newaxis])[0] if judge else None,
    )
    if question.selected is None:
        yield flow()
        return
    layer, place = question.selected
    forward = backward = step = None
    remarks = []
    try:
        forward = trace.derive(layer, place)
    except NotOfferedError as error:
        remarks.append(str(error))
    try:
        learning = LearningMath(trace, label)
        step = learning.step_of_largest(layer, place, LEARNING_RATE)
        backward = learning.derive(layer, place)
    except NotOfferedError as error:
        remarks.append(str(error))
    yield flow(forward=forward, backward=backward, step=step, remark=" ".join(remarks))


def _contributions(trace: Trace, question: Question) -> Contributions | None:
    architecture = trace.network.architecture
    layer, unit = architecture.layer_names[-1], int(trace.probabilities.argmax())
    if question.selected:
        selected, place = question.selected
        if architecture.layer_index(selected) >= architecture.last_weights:
            layer, unit = selected, place[-1]
    try:
        return contributions(trace, layer, unit)
    except NotOfferedError:
        return None


def _seen_first(trace: Trace, linked: Contributions | None) -> Mapping[str, tuple[int, ...]]:
    """Return the linked units of layers before the answer, and after them the predicted class."""
    if linked is None:
        return {}
    architecture = trace.network.architecture
    best, units = int(trace.probabilities.argmax()), linked.units
    n_hidden = architecture.last_weights
    return {
        layer: units.get(layer, ()) if index < n_hidden else (best,)
        for index, layer in enumerate(architecture.layer_names)
    }
