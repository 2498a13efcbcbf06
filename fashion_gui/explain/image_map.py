"""Maps of a data set: where images lie on a plane, for a layer of a network."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset
from fashion_gui.explain.layer_scores import LayerReader, LayerScores, all_scores, order_of, scoring
from fashion_gui.explain.neighbour_map import N_STEPS, embedding, place_between
from fashion_gui.explain.projection import (
    Alignment,
    Components,
    Rows,
    alignment,
    principal_components,
    trustworthiness,
)
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network

N_LANDMARKS = 3000
"""Images that t-SNE arranges; all others are placed between them."""
_LEAST_LANDMARKS = 30
_N_JUDGED = 2000
"""Images among which neighbours are compared, to tell how far a map is to be trusted."""
_STAYING = 0.7
"""Weight of the map before in the axes of a network that learns."""
_STEPS_AT_ONCE = 5
_LEAST_STEPS = 150
_PLACED_AT_ONCE = 5000
_VERSION = 2
"""Raise it when maps would look otherwise than before."""


class Layout(StrEnum):
    """How a map is made. Its value is its name for people."""

    COMPONENTS = "Principal components"
    NEIGHBOURS = "Neighbours (t-SNE)"


@dataclass(frozen=True, eq=False)
class ImageMap:
    """Where images lie.

    Attributes
    ----------
    network, layer
        What looks at them; the layer is None for the pixels.
    layout
        How the map is made.
    numbers : ndarray of int, shape (n,)
        Of the images.
    points : ndarray of float32, shape (n, 2)
        About 1 from the middle, in the root mean square.
    components
        What the layer's output is reduced to.
    plane
        Two axes among the components, for ``Layout.COMPONENTS``.
    known : ndarray of float32, shape (n_landmarks, n_components + 2), or None
        Scores and points of the images that others are placed between.
    aligned
        The last step, onto the points.
    is_complete
        False for a map that more images are coming to.
    trust, components_trust
        See ``trustworthiness``, of this map and of that by the components of the same layer; None
        before they are known.
    """

    network: Network
    layer: str | None
    layout: Layout
    numbers: NDArray[np.intp]
    points: Rows
    components: Components
    plane: Components
    known: Rows | None
    aligned: Alignment
    is_complete: bool = False
    trust: float | None = None
    components_trust: float | None = None

    @property
    def shown_share(self) -> float:
        """Share of the variance at the layer that the two axes of the components have."""
        return float(self.plane.shares[:2].sum() * self.components.shares.sum())

    @property
    def can_place(self) -> bool:
        """Whether other images can be placed: not while t-SNE still moves its points."""
        return self.layout is Layout.COMPONENTS or self.known is not None

    def has_axes_of(self, other: "ImageMap | None") -> bool:
        """Whether both place any image at the same point."""
        if other is None:
            return False
        names = ("network", "components", "plane", "known", "aligned")
        return all(getattr(self, name) is getattr(other, name) for name in names)

    def place(self, images: NDArray[np.uint8], reader: LayerReader | None = None) -> Rows:
        """Return where images, uint8 (n, 28, 28), belong on the map: float32 (n, 2)."""
        reader = reader or LayerReader(self.network, self.layer)
        return self._place(self.components.project(reader.rows(images)))

    def _place(self, scores: Rows) -> Rows:
        if self.known is None:
            return self.aligned(_plane_points(self.plane, scores))
        known, points = self.known[:, :-2], self.known[:, -2:]
        return self.aligned(place_between(scores, known, points))


@dataclass(frozen=True, eq=False)
class Mapper:
    """Makes maps of a data set.

    Attributes
    ----------
    network, layer, layout
        As of ``ImageMap``.
    dataset
        The images.
    before
        A map that the new one is turned to, so that nothing jumps; None for none.
    n_threads
        Threads that work side by side.
    cache
        Where results for networks that no longer learn are kept; None for nowhere.
    """

    network: Network
    layer: str | None
    layout: Layout
    dataset: Dataset
    before: ImageMap | None = None
    n_threads: int = 1
    cache: ResultCache | None = None

    def making(self) -> Generator[ImageMap, None, None]:
        """Yield the map with more and more images, then with all, which may move once more.

        Neighbours are arranged as soon as there are enough images for that.
        """
        n_landmarks = min(N_LANDMARKS, len(self.dataset))
        is_arranged = self.layout is Layout.NEIGHBOURS and n_landmarks >= _LEAST_LANDMARKS
        made: ImageMap | None = None
        parts: list[LayerScores] = []
        scored = self._scored()
        for found, is_all in scored:
            made = made or self._by_components(found)
            if is_all:
                break
            yield replace(made, numbers=found.numbers, points=made._place(found.scores))
            if is_arranged:
                parts.append(found)
                if sum(len(part.numbers) for part in parts) >= n_landmarks:
                    break
        mapper = replace(self, before=self.before or made)
        if not is_arranged:
            yield mapper._judged(mapper._by_components(found), found)
            return
        rest = chain(((part, False) for part in parts), [(found, True)] if is_all else scored)
        few = _of(order_of(len(self.dataset))[:n_landmarks], parts or [found])
        yield from mapper._by_neighbours(few, rest)

    def _scored(self) -> Generator[tuple[LayerScores, bool], None, None]:
        """Yield the scores of more and more images, and then, with True, those of all."""
        scoring = all_scores(self.network, self.layer, self.dataset, self.n_threads, self.cache)
        while True:
            try:
                yield next(scoring), False
            except StopIteration as stop:
                yield stop.value, True
                return

    def sketch(self, numbers: NDArray[np.intp]) -> ImageMap:
        """Return a map of some images by their components: quick enough while a network learns."""
        reader = LayerReader(self.network, self.layer, self.n_threads)
        parts = list(scoring(reader, self.dataset, numbers, len(numbers)))
        scores = np.concatenate([part.scores for part in parts])
        found = LayerScores(numbers, scores, parts[0].components)
        made = self._by_components(found)
        return made if self.before is None else self._kept_in_place(made, found, self.before)

    def _kept_in_place(self, made: ImageMap, found: LayerScores, before: ImageMap) -> ImageMap:
        """Return the map on two axes between its own and those on which least has moved.

        Its own would jump where two directions with about the same variance change places.
        """
        _, here, there = np.intersect1d(found.numbers, before.numbers, return_indices=True)
        if len(here) < _LEAST_LANDMARKS or found.scores.shape[1] < 2:
            return made
        mean = found.scores.mean(axis=0)
        centred = found.scores - mean
        target = (1 - _STAYING) * made.points[here] + _STAYING * before.points[there]
        U, _, Vt = np.linalg.svd(centred[here].T @ target, full_matrices=False)
        axes = (U @ Vt).T.astype(np.float32)
        squares = np.square(centred @ axes.T).sum(axis=0)
        shares = squares / max(float(np.square(centred).sum()), 1e-30)
        plane = Components(mean, axes, shares.astype(np.float32))
        points = _plane_points(plane, found.scores)
        return self._map(Layout.COMPONENTS, found, points, plane, None)

    def _by_components(self, found: LayerScores) -> ImageMap:
        plane = principal_components(found.scores, 2)
        points = _plane_points(plane, found.scores)
        return self._map(Layout.COMPONENTS, found, points, plane, None)

    def _by_neighbours(
        self, few: LayerScores, rest: Iterable[tuple[LayerScores, bool]]
    ) -> Iterator[ImageMap]:
        """Yield the landmarks while they are arranged, and then more and more images."""
        plane = principal_components(few.scores, 2)
        points: Rows | None = None
        for points in self._arranging(few, plane):
            yield self._map(Layout.NEIGHBOURS, few, points, plane, None)
        assert points is not None
        known = np.concatenate([few.scores, points], axis=1)
        of_few = self._map(Layout.NEIGHBOURS, few, points, plane, known)
        placed = np.full((len(self.dataset), 2), np.nan, np.float32)
        for found, _ in rest:
            left = np.flatnonzero(np.isnan(placed[found.numbers, 0]))
            for start in range(0, len(left), _PLACED_AT_ONCE):
                part = left[start : start + _PLACED_AT_ONCE]
                numbers = found.numbers[part]
                placed[numbers] = of_few._place(found.scores[part])
                yield replace(of_few, numbers=numbers, points=placed[numbers])
        placed[few.numbers] = of_few.points
        yield self._judged(replace(of_few, numbers=found.numbers, points=placed), found)

    def _arranging(self, few: LayerScores, plane: Components) -> Iterator[Rows]:
        # Fewer points come to rest sooner.
        n_steps = min(N_STEPS, max(_LEAST_STEPS, N_STEPS * len(few.numbers) // N_LANDMARKS))
        key = " ".join(map(str, ("t-SNE", _VERSION, n_steps, self._where)))
        kept = (
            self.cache.load(key, {"points": ((len(few.numbers), 2), np.float32)})
            if self.cache
            else None
        )
        if kept:
            yield kept["points"]
            return
        start = _plane_points(plane, few.scores)
        for step, points in enumerate(embedding(few.scores, start, n_steps)):
            if step % _STEPS_AT_ONCE == _STEPS_AT_ONCE - 1 or step == n_steps - 1:
                yield points.copy()
        if self.cache:
            self.cache.save(key, {"points": points})

    @property
    def _where(self) -> str:
        words = [np.__version__, self.dataset.digest]
        if self.layer is not None:
            words += [self.network.digest, self.layer]
        return " ".join(words)

    def _map(
        self,
        layout: Layout,
        found: LayerScores,
        points: Rows,
        plane: Components,
        known: Rows | None,
    ) -> ImageMap:
        aligned = self._aligned(found.numbers, points)
        return ImageMap(
            self.network,
            self.layer,
            layout,
            found.numbers,
            aligned(points),
            found.components,
            plane,
            known,
            aligned,
        )

    def _aligned(self, numbers: NDArray[np.intp], points: Rows) -> Alignment:
        """Return how points come to a common size, turned to the map before."""
        centre = points.mean(axis=0)
        size = float(np.sqrt(np.square(points - centre).sum(axis=1).mean()))
        factor = np.float32(1 / size if size > 0 else 1)
        plain = Alignment(factor * np.eye(2, dtype=np.float32), centre, np.zeros(2, np.float32))
        if self.before is None:
            return plain
        _, here, there = np.intersect1d(numbers, self.before.numbers, return_indices=True)
        if len(here) < 3:
            return plain
        turned = alignment(points[here], self.before.points[there])
        length = float(np.linalg.norm(turned.matrix[0]))
        # Turned as the map before, but with a size and a middle of its own.
        return replace(plain, matrix=(turned.matrix * (factor / length)).astype(np.float32))

    def _judged(self, made: ImageMap, found: LayerScores) -> ImageMap:
        """Return the map with how far it is to be trusted, measured for some of its images."""
        chosen = order_of(len(found.numbers))[-_N_JUDGED:]
        n, scores = min(12, (len(chosen) - 1) // 2), found.scores[chosen]
        if n < 1:
            return replace(made, is_complete=True)
        trust = plain = trustworthiness(scores, made.points[chosen], n)
        if made.layout is not Layout.COMPONENTS:
            plain = trustworthiness(scores, _plane_points(made.plane, scores), n)
        return replace(made, is_complete=True, trust=trust, components_trust=plain)


def _of(wanted: NDArray[np.intp], parts: Sequence[LayerScores]) -> LayerScores:
    """Return the scores of some of the images in the parts."""
    numbers = np.concatenate([part.numbers for part in parts])
    place = np.zeros(int(numbers.max()) + 1, np.intp)
    place[numbers] = np.arange(len(numbers))
    scores = np.concatenate([part.scores for part in parts])
    return LayerScores(wanted, scores[place[wanted]], parts[0].components)


def _plane_points(plane: Components, scores: Rows) -> Rows:
    """Return the first two coordinates, 0 where a layer has but one component: (n, 2)."""
    points = np.zeros((len(scores), 2), np.float32)
    found = plane.project(scores)[:, :2]
    points[:, : found.shape[1]] = found
    return points
