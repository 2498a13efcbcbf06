"""Novelty detection: telling images like those that a network has learned from others.

The largest probability says little about that: a softmax has to name something. The features of the
last hidden layer say more: images of the classes lie in the same directions as others that were
learned from, and a house or a letter does not. So the detector holds such directions of known
images and of images of other things, and compares with both. Source: Sun et al.,
"Out-of-Distribution Detection with Deep Nearest Neighbors", arXiv:2204.06507, 2022; the comparison
with other things is our addition. Of many images it holds the means of clusters (spherical k-means:
Dhillon and Modha, "Concept Decompositions for Large Sparse Text Data Using Clustering", Machine
Learning 42, 2001), which tell more than as many single images.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

N_NEAREST = 5
OTHER_WEIGHT = 0.5
"""Factor of the similarity to other things, which is subtracted from that to known ones."""
_LARGEST = 127
"""Largest value of an int8."""
_MANY = 1200
"""Rows of a matrix whose eigenvectors are found within a second or two."""
_MAX_VALUES = 4_000_000
_N_ROUNDS = 3
"""Rounds of k-means; more change little."""
_CHUNK = 2000
"""Rows that are compared with all clusters at once."""
_NOTHING_IS_NOVEL = -2.0
"""Below any score: a cosine minus half a cosine."""


@dataclass(frozen=True, eq=False)
class NoveltyDetector:
    """Tells images like those that a network has learned from images of something else.

    Attributes
    ----------
    projection : ndarray of float16, shape (n_features, n_dimensions)
        Projects the last hidden layer's features to fewer dimensions, which keep the angles.
    known, other : ndarray of int8, shape (n_known or n_other, n_dimensions)
        Directions of images of the classes and of other things, or the means of such directions: at
        least five of each.
    threshold
        Score below which an image is novel.

    Raises
    ------
    ValueError
        When the arrays do not fit together.
    """

    projection: NDArray[np.float16]
    known: NDArray[np.int8]
    other: NDArray[np.int8]
    threshold: float

    def __post_init__(self) -> None:
        dimensions = self.projection.shape[-1] if self.projection.ndim == 2 else None
        for name, kind in (("projection", np.float16), ("known", np.int8), ("other", np.int8)):
            array = getattr(self, name)
            if array.dtype != kind or array.ndim != 2 or array.shape[1] != dimensions:
                raise ValueError(
                    f"Expected {name} of a novelty detector as {np.dtype(kind)} of shape "
                    f"(n, {dimensions}), found {array.dtype} {array.shape}."
                )
            fewest = 1 if name == "projection" else N_NEAREST
            if len(array) < fewest or not 1 <= array.size <= _MAX_VALUES:
                raise ValueError(
                    f"Expected at least {fewest} rows and at most {_MAX_VALUES:,} values in "
                    f"{name} of a novelty detector, found {array.shape}."
                )
        if not np.isfinite(self.projection).all() or not np.isfinite(self.threshold):
            raise ValueError("Expected a novelty detector of finite numbers, found others.")

    @property
    def n_features(self) -> int:
        """Number of values of the last hidden layer that it was made for."""
        return len(self.projection)

    @classmethod
    def of(
        cls,
        known: NDArray[np.floating],
        other: NDArray[np.floating],
        n_dimensions: int,
        most: tuple[int, int] | None = None,
    ) -> "NoveltyDetector":
        """Make one that finds nothing novel yet.

        Parameters
        ----------
        known, other : ndarray of float, shape (n_samples, n_features)
            Features of the last hidden layer for images of the classes and of other things.
        n_dimensions
            Most dimensions to keep.
        most
            Most directions to keep of known images and of other things; None for all. More become
            the means of about as many clusters.
        """
        units = unit_rows(np.concatenate([known, other]).astype(np.float32))
        projection = principal_directions(units, n_dimensions).astype(np.float16)
        kept = unit_rows(units @ projection.astype(np.float32))
        parts = [kept[: len(known)], kept[len(known) :]]
        if most:
            parts = [_cluster_means(part, n) for part, n in zip(parts, most, strict=True)]
        kept_known, kept_other = (np.rint(part * _LARGEST).astype(np.int8) for part in parts)
        return cls(projection, kept_known, kept_other, _NOTHING_IS_NOVEL)

    def scores(self, features: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return how much images look like what is known: float32 (n_samples,), at most 1.5.

        Parameters
        ----------
        features : ndarray of float, shape (n_samples, n_features)
            Of the last hidden layer.
        """
        projection, known, other = self._as_floats
        found = unit_rows(features.astype(np.float32) @ projection)
        return _likeness(found, known) - OTHER_WEIGHT * _likeness(found, other)

    def is_novel(self, features: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Tell which images, given as to ``scores``, are like nothing known: bool (n_images,)."""
        return self.scores(features) < self.threshold

    @cached_property
    def _as_floats(self) -> tuple[NDArray[np.float32], ...]:
        directions = (unit_rows(rows.astype(np.float32)).T for rows in (self.known, self.other))
        return self.projection.astype(np.float32), *directions


def principal_directions(rows: NDArray[np.float32], n_directions: int) -> NDArray[np.float32]:
    """Return the principal directions of rows, shape (n_values, up to n_directions).

    They are eigenvectors of the second moments of the values. Of many values, for which that would
    take a minute, they follow from the products of some of the rows with each other.
    """
    if rows.shape[1] <= _MANY:
        _, vectors = np.linalg.eigh(rows.T @ rows)
    else:
        some = rows[:: -(-len(rows) // _MANY)]
        _, shares = np.linalg.eigh(some @ some.T)
        vectors = unit_rows(shares.T @ some).T
    found: NDArray[np.float32] = vectors[:, : -n_directions - 1 : -1]
    return found


def _cluster_means(rows: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """Return the mean directions of at most so many clusters of directions of length 1.

    The first rows are where the clusters begin; those that lose all their rows are left out. When
    hardly any are left, nearly all rows are the same, and the first ones are returned.
    """
    if len(rows) <= most:
        return rows
    means = rows[:most]
    for _ in range(_N_ROUNDS):
        parts = (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
        nearest = np.concatenate([(part @ means.T).argmax(axis=1) for part in parts])
        sums = np.zeros_like(means)
        np.add.at(sums, nearest, rows)
        means = unit_rows(sums)
    kept: NDArray[np.float32] = means[means.any(axis=1)]
    return kept if len(kept) >= N_NEAREST else rows[:most]


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows, (n, n_values), scaled to length 1; zeros stay zeros, similar to nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: NDArray[np.float32] = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
    return units


def _likeness(found: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean cosine between each row and the columns nearest to it."""
    cosines = found @ columns
    nearest: NDArray[np.float32] = np.partition(cosines, -N_NEAREST, axis=1)[:, -N_NEAREST:]
    likeness: NDArray[np.float32] = nearest.mean(axis=1)
    return likeness
