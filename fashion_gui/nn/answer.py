"""From probabilities to words: the largest one is not the answer by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NOTHING_DRAWN = "Nothing drawn yet"
NOT_SURE = "Not sure"
NO_CLOTHING = "Does not look like clothing"
# Chosen on held-out photographs, doodles and scrawls: see benchmarks/answers.py.
_SURE = 0.7
"""Probability from which one class is the answer."""
_SURE_OF_TWO = 0.8
"""Sum of the two largest probabilities from which the answer is one of two."""

_CLOTHING = 0.4
"""Largest probability below which it is no clothing: what is none is taught to be even."""


def looks_like_clothing(probabilities: NDArray[np.floating]) -> bool:
    """Tell whether any class stands out, in probabilities of shape (n_classes,)."""
    return bool(probabilities.max() >= _CLOTHING)


def answered_classes(probabilities: NDArray[np.floating]) -> tuple[int, ...]:
    """Return the class that is the answer, or the two between which it lies, or none.

    Parameters
    ----------
    probabilities : ndarray of float, shape (n_classes,)
    """
    second, first = (int(index) for index in np.argsort(probabilities)[-2:])
    if probabilities[first] >= _SURE:
        return (first,)
    if probabilities[first] + probabilities[second] >= _SURE_OF_TWO:
        return first, second
    return ()


def answer_in_words(probabilities: NDArray[np.floating], class_names: Sequence[str]) -> str:
    """Say what the network thinks, and no more than that.

    Parameters
    ----------
    probabilities : ndarray of float, shape (n_classes,)
    class_names
        One for each probability.

    Returns
    -------
    str
        "Coat, 91 %" when it is sure, "Coat or Pullover" when two are close, else "Not sure", or
        "Does not look like clothing" when nothing stands out at all.
    """
    if not looks_like_clothing(probabilities):
        return NO_CLOTHING
    classes = answered_classes(probabilities)
    if len(classes) == 1:
        return f"{class_names[classes[0]]}, {100 * probabilities[classes[0]]:.0f} %"
    return " or ".join(class_names[index] for index in classes) or NOT_SURE
