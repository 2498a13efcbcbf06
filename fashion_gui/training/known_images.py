"""Making the novelty detector of a network at the end of a run.

Drawings of clothes and photographs are known; generated things that are not clothes are not. The
threshold is chosen on held-out drawings and on validation photographs.
"""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Subset
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import N_NEAREST, NoveltyDetector
from fashion_gui.nn.novelty_head import NoveltyHead
from fashion_gui.training.drawings import held_out_drawings
from fashion_gui.training.head_learning import N_EPOCHS, fit_head

_N_DRAWINGS = 6000, 24_000
"""Fewest and most drawings of clothes, and as many of other things."""
_DRAWINGS_AN_EPOCH = {True: 750, False: 240}
"""Drawings for each epoch of the run, with and without convolutions, whose epochs take longer: more
tell more things apart, and take a small part of the run's time."""
_A_PHOTO = 6
"""Drawings per photograph."""
_MOST_DIRECTIONS = 3000, 2000
"""Directions to keep of known images and of other things; more make the model file too large."""
_N_DIMENSIONS = 64
_N_HELD_OUT = 3000
_CLOTHES_REFUSED, _PHOTOS_REFUSED = 0.05, 0.005
"""Largest shares of held-out drawings of clothes that get a verdict without a class, for whatever
reason, and of held-out photographs below the threshold."""
_NOVEL_AT_LEAST = 0.02
"""Smallest share of the drawings below the threshold, even if the probabilities refuse many."""
_PHOTOS_A_DRAWING = 9
"""Photographs per drawing: a run on few photographs should not wait for thousands of drawings."""
_CHUNK = 250
_SEED = (2026, 11, 25)
"""Seed, which no run can have."""


def n_drawings_after(n_epochs: int, *, has_convolutions: bool) -> int:
    """Return how many drawings of clothes, and of other things, a run's detector is made of."""
    fewest, most = _N_DRAWINGS
    return min(most, max(fewest, n_epochs * _DRAWINGS_AN_EPOCH[has_convolutions]))


def find_novelty(
    network: Network,
    train: Subset,
    held_out: Subset,
    n_threads: int,
    n_drawings: int = _N_DRAWINGS[0],
) -> Generator[tuple[int, int], None, NoveltyDetector | None]:
    """Make the novelty detector of a network that has learned from drawings, too.

    Parameters
    ----------
    network
        The trained network.
    train
        The photographs that it learned from.
    held_out
        Validation photographs; there may be none.
    n_threads
        Threads that process images side by side.
    n_drawings
        Drawings of clothes, and of other things; fewer where there are few photographs.

    Yields
    ------
    n_done, n_images : int
        Progress: images processed, and images in all.

    Returns
    -------
    NoveltyDetector or None
        None when the features of the last hidden layer are not finite.
    """
    from fashion_gui.synthetic.doodles import NO_CLOTHING, draw_doodles, draw_doodles_of

    rng = np.random.default_rng(_SEED)
    share = min(1.0, len(train) / _PHOTOS_A_DRAWING / _N_DRAWINGS[0])
    n_drawings, n_photos, n_held_out = (
        max(4 * N_NEAREST, round(n * share))
        for n in (n_drawings, n_drawings // _A_PHOTO, _N_HELD_OUT)
    )
    photos = train.images[:n_photos]
    tests = held_out.images[:n_held_out]
    n_images = 2 * n_drawings + len(photos) + n_held_out + len(tests)
    n_learned = n_images // (4 * N_EPOCHS)  # an epoch of the head counts as so many
    n_images += n_learned * N_EPOCHS
    n_done = 0

    def features(images: NDArray[np.uint8]) -> NDArray[np.float16]:
        nonlocal n_done
        n_done += len(images)
        chunks = network.answers_with_features(images, n_threads)
        return np.concatenate([found for _, found in chunks])

    known, other = [features(photos)], []
    yield n_done, n_images
    for n in _chunks(n_drawings):
        known.append(features(draw_doodles(n, rng)[0]))
        yield n_done, n_images
    for n in _chunks(n_drawings):
        other.append(features(draw_doodles_of(np.full(n, NO_CLOTHING, np.uint8), rng)))
        yield n_done, n_images
    directions = np.concatenate(known), np.concatenate(other)
    if not all(np.isfinite(rows).all() for rows in directions):
        return None
    learning = fit_head(*directions, rng)
    while True:
        try:
            next(learning)
        except StopIteration as stop:
            head: NoveltyHead = stop.value
            break
        n_done += n_learned
        yield n_done, n_images
    detector = NoveltyDetector.of(*directions, _N_DIMENSIONS, _MOST_DIRECTIONS)
    detector = replace(detector, head=head)
    yield n_done, n_images
    thresholds = [_for_drawings(network, detector, held_out_drawings(n_held_out).images)]
    n_done += n_held_out
    yield n_done, n_images
    if len(tests):
        thresholds.append(float(np.quantile(detector.scores(features(tests)), _PHOTOS_REFUSED)))
        yield n_done, n_images
    return replace(detector, threshold=min(thresholds))


def _for_drawings(
    network: Network, detector: NoveltyDetector, drawings: NDArray[np.uint8]
) -> float:
    """Return the threshold with which few enough drawings of clothes get no class.

    The probabilities leave some without one already; these are among the few.
    """
    named, scores = [], []
    for probabilities, features in network.answers_with_features(drawings):
        scores.append(detector.scores(features))
        named += [bool(Verdict(row, network.class_names, False).classes) for row in probabilities]
    every = np.concatenate(scores)
    left = np.where(named, every, every.min())
    return float(max(np.quantile(left, _CLOTHES_REFUSED), np.quantile(every, _NOVEL_AT_LEAST)))


def _chunks(n: int) -> list[int]:
    return [min(_CHUNK, n - start) for start in range(0, n, _CHUNK)]
