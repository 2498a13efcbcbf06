"""Blocks of convolutions, each written as one word such as 64, 64p, 64g or 32k6s2."""

import re
from collections.abc import Sequence

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D
from fashion_gui.training.settings import RecipeError

MAX_FILTERS = 4096
_SETTING = "convolutions"
_BLOCK = re.compile(r"(\d{1,4})(?:k(\d{1,2}))?(?:s(\d))?([pg]?)")


def block(word: str, after_weights: Sequence[Layer]) -> list[Layer]:
    """Return the layers of one word.

    Parameters
    ----------
    word
        The number of filters, then optionally ``k`` and the side of their kernel (3 when it is
        left out), ``s`` and the stride (1), and ``p`` for max pooling or ``g`` for global average
        pooling after them.
    after_weights
        What follows the weights: an activation, perhaps with a batch norm before it.

    Raises
    ------
    RecipeError
        When it is not such a word, or a number in it is impossible.
    """
    match = _BLOCK.fullmatch(word)
    if not match:
        raise RecipeError(
            f"are words such as 64, 64p, 64g or 32k6s2 (filters, kernel, stride), found {word!r}.",
            _SETTING,
        )
    channels, kernel, stride = int(match[1]), int(match[2] or 3), int(match[3] or 1)
    if not 1 <= channels <= MAX_FILTERS:
        raise RecipeError(f"have 1 to {MAX_FILTERS} filters, found {word!r}.", _SETTING)
    if kernel < 1 or stride < 1:
        raise RecipeError(f"have a kernel and a stride of at least 1, found {word!r}.", _SETTING)
    padding = max(0, (kernel - 1) // 2)
    is_normalized = isinstance(after_weights[0], BatchNorm)
    convolution = Conv2D(channels, kernel, stride, padding, biased=not is_normalized)
    # After pooling there are only a quarter of the values to normalize.
    pool = [MaxPool2D()] if match[4] == "p" else []
    average = [GlobalAveragePool()] if match[4] == "g" else []
    return [convolution, *pool, *after_weights, *average]
