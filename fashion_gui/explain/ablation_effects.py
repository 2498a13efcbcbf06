"""Effects of ablations on many predictions, and which classes depend on which unit.

Only layers after a change are computed: the outputs of those before it are kept.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.checks import as_classes, as_images, check_same_length
from fashion_gui.explain.ablation import n_units, switched_off
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network, probabilities_of

_MAX_KEPT_BYTES = 150_000_000


class AblationBench:
    """Predictions of many changed networks for the same images.

    Keeps the inputs of the layers with weights in the original network, the last ones first, at
    most 150 MB. It is for one thread at a time.

    Parameters
    ----------
    network
        The original network.
    images : ndarray of uint8, shape (n_images, 28, 28)
    """

    def __init__(self, network: Network, images: NDArray[np.uint8]) -> None:
        self.network = network
        self.images = as_images(images, network.architecture.input_shape)
        self._kept_layers = self._choose_layers()
        self._kept: list[dict[int, FloatArray]] = []
        self._answers: list[NDArray[np.float32]] = []

    def prepare(self) -> Iterator[float]:
        """Predict with the original network and keep what is needed; yield the share done.

        Without it the first call of `probabilities` does so.
        """
        run = self.network.forward_pass()
        for part in self._parts()[len(self._answers) :]:
            answers = _answer_part(run, self.images[part], self.network)
            self._kept.append({i: run.memories[i].X.copy() for i in self._kept_layers})
            self._answers.append(answers)
            yield min(1.0, part.stop / len(self.images))

    def probabilities(self, changed: Network | None = None) -> NDArray[np.float32]:
        """Return the probabilities of every class for every image.

        Parameters
        ----------
        changed
            A network with the same layers; None for the original network.

        Returns
        -------
        ndarray of float32, shape (n_images, n_classes)

        Raises
        ------
        ValueError
            When it has other layers.
        """
        steps = self.answering(changed)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: NDArray[np.float32] = end.value
                return found

    def answering(
        self, changed: Network | None = None
    ) -> Generator[float, None, NDArray[np.float32]]:
        """Do what `probabilities` does, and yield the share done after each part of the images.

        Whoever drains the generator may close it there.
        """
        if changed is not None and changed.architecture != self.network.architecture:
            raise ValueError(
                f"Expected a network with the layers of {self.network.architecture}, "
                f"found {changed.architecture}."
            )
        for _ in self.prepare():
            pass
        first = len(self.network.architecture.layers)
        if changed is not None:
            first = self._first_change(changed)
        if first == len(self.network.architecture.layers):
            parts = self._answers
        else:
            assert changed is not None
            parts = yield from self._answers_from(changed, first)
        n_classes = self.network.architecture.n_classes
        return np.concatenate(parts) if parts else np.empty((0, n_classes), np.float32)

    def _answers_from(
        self, changed: Network, first: int
    ) -> Generator[float, None, list[NDArray[np.float32]]]:
        run, parts = changed.forward_pass(), list[NDArray[np.float32]]()
        start = max((i for i in self._kept_layers if i <= first), default=None)
        for part, kept in zip(self._parts(), self._kept, strict=True):
            if start is None:
                parts.append(_answer_part(run, self.images[part], changed))
            else:
                parts.append(_answer_rest(run, kept[start], start))
            yield min(1.0, part.stop / len(self.images))
        return parts

    def _first_change(self, changed: Network) -> int:
        pairs = zip(self.network.layer_parameters(), changed.layer_parameters(), strict=True)
        for index, (before, after) in enumerate(pairs):
            if any(not np.array_equal(before[name], after[name]) for name in before):
                return index
        return len(self.network.architecture.layers)

    def _choose_layers(self) -> tuple[int, ...]:
        architecture = self.network.architecture
        n_values = len(self.images) * (2 if architecture.mirrored else 1)
        shapes = architecture.parameter_shapes
        readers = [i for i, of_layer in enumerate(shapes) if "weights" in of_layer][1:]
        chosen, room = [], _MAX_KEPT_BYTES
        for index in reversed(readers):
            size = int(np.prod(architecture.shapes[index]))
            room -= size * n_values * self.network.parameters.itemsize
            if room < 0:
                break
            chosen.append(index)
        return tuple(chosen)

    def _parts(self) -> list[slice]:
        chunk = self.network.architecture.chunk
        return [slice(start, start + chunk) for start in range(0, len(self.images), chunk)]


@dataclass(frozen=True, eq=False)
class UnitEffect:
    """The effect of switching off one unit, or map.

    Attributes
    ----------
    unit
        Its number.
    lost : ndarray of float, shape (n_classes,)
        For each class, the accuracy with the unit minus that without it: negative if the class
        gains; 0 for a class without images.
    n_done, n_units
        Number of units tried so far, and of all units to try.
    """

    unit: int
    lost: FloatArray
    n_done: int
    n_units: int


@dataclass(frozen=True, eq=False)
class AblationRanking:
    """Which classes depend on which unit of a layer.

    Attributes
    ----------
    layer
        Its name.
    units : ndarray of int, shape (n_units,)
    lost : ndarray of float, shape (n_units, n_classes)
        For each class, the accuracy with the unit minus that without it.
    """

    layer: str
    units: NDArray[np.intp]
    lost: FloatArray

    def carriers(self, label: int) -> NDArray[np.intp]:
        """Return the units, the one that the class needs most first."""
        return self.units[np.argsort(-self.lost[:, label], kind="stable")]


def rank_units(
    bench: AblationBench,
    labels: NDArray[np.integer],
    layer: str,
    units: Sequence[int] | None = None,
) -> Iterator[float | UnitEffect | AblationRanking]:
    """Switch off the units of a layer one by one, and measure what each class loses.

    It may be stopped at any time: results so far are final.

    Parameters
    ----------
    bench
        The bench with the network and its images.
    labels : ndarray of int, shape (n_images,)
        The true classes.
    layer, units
        Which units to try; None for all of the layer.

    Yields
    ------
    float
        Share done of one network's predictions, while they are computed.
    UnitEffect
        For each unit.
    AblationRanking
        The last.

    Raises
    ------
    ValueError
        When there is no such layer or unit, or the labels do not fit.
    NotOfferedError
        When the layer's units cannot be switched off.
    """
    n_classes = bench.network.architecture.n_classes
    labels = as_classes(labels, n_classes, "labels")
    check_same_length(labels, bench.images, "labels and images")
    chosen = list(range(n_units(bench.network, layer)) if units is None else units)
    for unit in chosen[:1]:
        switched_off(bench.network, layer, [unit])
    yield from bench.prepare()
    before = _accuracies(bench.probabilities(), labels, n_classes)
    lost = np.zeros((len(chosen), n_classes))
    for done, unit in enumerate(chosen, start=1):
        probabilities = yield from bench.answering(switched_off(bench.network, layer, [unit]))
        lost[done - 1] = before - _accuracies(probabilities, labels, n_classes)
        yield UnitEffect(unit, lost[done - 1].copy(), done, len(chosen))
    yield AblationRanking(layer, np.asarray(chosen, np.intp), lost)


def _accuracies(
    probabilities: NDArray[np.float32], labels: NDArray[np.integer], n_classes: int
) -> FloatArray:
    """Return the accuracy on each class, 0 for classes without images."""
    is_right = probabilities.argmax(axis=1) == labels
    counts = np.bincount(labels, minlength=n_classes)
    n_right = np.bincount(labels[is_right], minlength=n_classes)
    return n_right / np.maximum(counts, 1)


@one_blas_thread
def _answer_rest(run: ForwardPass, given: FloatArray, start: int) -> NDArray[np.float32]:
    with np.errstate(all="ignore"):
        return probabilities_of(run.answer_from(given, start))


@one_blas_thread
def _answer_part(
    run: ForwardPass, images: NDArray[np.uint8], network: Network
) -> NDArray[np.float32]:
    with np.errstate(all="ignore"):
        X = as_input(images, run.input_memory, network.parameters.dtype)
        return probabilities_of(run.answer(X))
