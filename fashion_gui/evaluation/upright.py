"""Pictures on their side: turned to the orientation that a network recognizes best."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.nn.network import Network
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.raster import FloatImage

LEFT, RIGHT = 1, 3
"""Quarter turns to the left."""
_TRIED = (0, LEFT, RIGHT)
_SMALLEST = 64
"""Longer side of a picture that may have come from a camera."""
_LIKENESS = 8.0
"""Weight of the similarity to what was learned, relative to the log-probability."""
_MARGIN = 1.0
"""How much better a turned picture must score. Both were chosen on generated pictures
(benchmarks/pictures, another seed): with the shipped network, 76 % of those on their side are
turned, and 1 % of the others."""


def quarter_turns(network: Network, grey: FloatImage) -> int:
    """Return how many quarter turns to the left make a picture upright: 0, 1 or 3.

    Without a novelty detector it is always 0: probabilities alone are not reliable enough.

    Parameters
    ----------
    network
        Classifies the picture as it is and turned to either side.
    grey : ndarray of float32, shape (height, width)
        Light on black, from 0 to 1.
    """
    if not network.novelty or max(grey.shape) < _SMALLEST or not grey.any():
        return 0
    images = np.stack([fit_picture(turned(grey, quarters)) for quarters in _TRIED])
    probabilities, features = next(network.answers_with_features(images))
    likeness = network.novelty.scores(features)
    scores = np.log(probabilities.max(axis=1)) + _LIKENESS * likeness
    scores[0] += _MARGIN
    for place in range(1, len(_TRIED)):
        is_novel = bool(likeness[place] < network.novelty.threshold)
        if len(Verdict(probabilities[place], network.class_names, is_novel).classes) != 1:
            scores[place] = -np.inf
    return _TRIED[int(scores.argmax())]


def turned(grey: FloatImage, quarters: int) -> FloatImage:
    """Return a picture turned to the left by quarter turns, as a new array."""
    picture: NDArray[np.float32] = np.ascontiguousarray(np.rot90(grey, quarters))
    return picture
