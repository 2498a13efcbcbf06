"""Faithfulness of attribution methods: deletion and insertion, compared with random order."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from benchmarks.result import Cell, Result
from fashion_gui.data import Split, load
from fashion_gui.explain import (
    METHODS,
    NotOfferedError,
    Score,
    deletion_curve,
    insertion_curve,
    random_attribution,
)
from fashion_gui.files import model_file
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network
from fashion_gui.training.drawings import held_out_drawings

N_OF_EACH = 200
_SEED = 18
_Z = 1.96
"""Standard errors on each side of a mean that make a 95 % interval."""


def measure(n_of_each: int = N_OF_EACH) -> Result:
    """Return a row for each network and kind of images and method.

    Parameters
    ----------
    n_of_each
        Number of held-out training images, and of drawings, that each method explains: which of
        them are offered is decided by it, so test images are left alone.
    """
    rng = np.random.default_rng(_SEED)
    dataset = load()
    held_out = dataset.images(np.array(dataset.numbers(Split.VALIDATION)))
    kinds = {
        "photographs": held_out[rng.choice(len(held_out), n_of_each, replace=False)],
        "drawings": held_out_drawings(n_of_each).images,
    }
    rows: list[tuple[Cell, ...]] = []
    for name, path in model_file.shipped().items():
        network = model_file.load(path).network
        for kind, images in kinds.items():
            rows += [(name, kind, *cells) for cells in _rows(network, images)]
    return Result(
        f"Attribution on {n_of_each} held-out photographs and {n_of_each} drawings: areas, % of 1",
        ("network", "images", "method", "deletion", "± chance", "insertion", "± chance "),
        tuple(rows),
        (
            "The area under the predicted class's probability while ink is erased (deletion: less "
            "is better) or shown (insertion: more is better), the most important pixels first.",
            "± chance: by how much that is better than random order of the same image's pixels, "
            "and the half-width of the 95 % interval of that mean.",
        ),
    )


def _rows(network: Network, images: NDArray[np.uint8]) -> list[tuple[Cell, ...]]:
    classes = network.predict_proba(images).argmax(axis=1)
    scores = [Score(network, int(index)) for index in classes]
    pairs = list(zip(scores, images, strict=True))
    rng = np.random.default_rng(_SEED)
    chance = _areas(pairs, [random_attribution(image, rng) for image in images])
    rows: list[tuple[Cell, ...]] = [("random", chance[0].mean(), None, chance[1].mean(), None)]
    for name, method in METHODS.items():
        try:
            found = _areas(pairs, [method(score, image) for score, image in pairs])
        except NotOfferedError:
            continue
        deletion = _interval(chance[0] - found[0])
        insertion = _interval(found[1] - chance[1])
        rows.append((name, found[0].mean(), deletion, found[1].mean(), insertion))
    return rows


def _areas(pairs: list[tuple[Score, NDArray[np.uint8]]], marks: list[FloatArray]) -> FloatArray:
    """Return the areas in percent, shape (2, n_images): of deletion and of insertion."""
    together = list(zip(pairs, marks, strict=True))
    curves = (deletion_curve, insertion_curve)
    return np.array([[100 * f(*pair, of).area for pair, of in together] for f in curves])


def _interval(gains: FloatArray) -> str:
    return f"{gains.mean():+.1f} ± {_Z * gains.std(ddof=1) / sqrt(len(gains)):.1f}"
