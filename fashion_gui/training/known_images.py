"""Making the novelty detector of a network at the end of a run.

Drawings of clothes and photographs are known; generated things that are not clothes are not. The
threshold is chosen on held-out drawings and on validation photographs.
"""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Subset
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import N_NEAREST, NoveltyDetector
from fashion_gui.training.drawings import held_out_drawings

_N_DRAWINGS, _N_PHOTOS, _N_OTHER = 6000, 1000, 6000
"""Other things: so many of all sorts, and as many with a name, most of them as people sketch. With
these, more things of kinds that no network has learned are rejected."""
_N_PLAIN = 2000
"""Clothes in a few lines, drawn as other things are: with them, clothes of other kinds are rejected
less often, at the same share of other things."""
_N_SKETCHED = 4000
"""Clothes as people sketch, which is what the detector mostly meets."""
_MOST_DIRECTIONS = 4000, 3000
"""Directions to keep of known images and of other things; more make the model file too large."""
_N_DIMENSIONS = 64
_N_HELD_OUT = 1500
_DRAWINGS_REFUSED, _PHOTOS_REFUSED = 0.04, 0.005
"""Largest shares of held-out drawings and photographs of clothes below the threshold. Others are
rejected for their probabilities: of the drawings, 5.3 % in all by the best network."""
_PHOTOS_A_DRAWING = 9
"""Photographs per drawing: a run on few photographs should not wait for thousands of drawings."""
_CHUNK = 250
_SEED = (2026, 11, 25)
"""Seed, which no run can have."""


def find_novelty(
    network: Network, train: Subset, held_out: Subset, n_threads: int
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

    Yields
    ------
    n_done, n_images : int
        Progress: images processed, and images in all.

    Returns
    -------
    NoveltyDetector or None
        None when the features of the last hidden layer are not finite.
    """
    from fashion_gui.synthetic.doodles import (
        NO_CLOTHING,
        draw_doodles,
        draw_doodles_of,
        draw_named_things,
        draw_plain_garments,
        draw_sketched_garments,
    )

    rng = np.random.default_rng(_SEED)
    n_drawings, n_plain, n_sketched, n_photos, n_other, n_held_out = _sizes(len(train))
    photos = train.images[:n_photos]
    tests = held_out.images[:n_held_out]
    n_done, n_images = 0, n_looked_at(len(train), len(held_out))

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
    for n in _chunks(n_plain):
        known.append(features(draw_plain_garments(n, rng)))
        yield n_done, n_images
    for n in _chunks(n_sketched):
        known.append(features(draw_sketched_garments(n, rng)))
        yield n_done, n_images
    for n in _chunks(n_other):
        other.append(features(draw_doodles_of(np.full(n, NO_CLOTHING, np.uint8), rng)))
        other.append(features(draw_named_things(n, rng)))
        yield n_done, n_images
    directions = np.concatenate(known), np.concatenate(other)
    if not all(np.isfinite(rows).all() for rows in directions):
        return None
    detector = NoveltyDetector.of(*directions, _N_DIMENSIONS, _MOST_DIRECTIONS)
    drawings = detector.scores(features(held_out_drawings(n_held_out).images))
    thresholds = [np.quantile(drawings, _DRAWINGS_REFUSED)]
    yield n_done, n_images
    if len(tests):
        thresholds.append(np.quantile(detector.scores(features(tests)), _PHOTOS_REFUSED))
        yield n_done, n_images
    return replace(detector, threshold=float(min(thresholds)))


def n_looked_at(n_train: int, n_validation: int) -> int:
    """Return at how many images a network looks for its detector.

    Parameters
    ----------
    n_train, n_validation
        The photographs that it learned from, and those that were held out.
    """
    n_drawings, n_plain, n_sketched, n_photos, n_other, n_held_out = _sizes(n_train)
    n_photos, n_tests = min(n_photos, n_train), min(n_held_out, n_validation)
    n_known = n_drawings + n_plain + n_sketched + n_photos
    return n_known + 2 * n_other + n_held_out + n_tests


def _sizes(n_train: int) -> tuple[int, ...]:
    """Return the numbers of clothes (doodles, plain, sketched), photographs, things, held-out."""
    share = min(1.0, n_train / _PHOTOS_A_DRAWING / _N_DRAWINGS)
    most = (_N_DRAWINGS, _N_PLAIN, _N_SKETCHED, _N_PHOTOS, _N_OTHER, _N_HELD_OUT)
    return tuple(max(4 * N_NEAREST, round(n * share)) for n in most)


def _chunks(n: int) -> list[int]:
    return [min(_CHUNK, n - start) for start in range(0, n, _CHUNK)]
