"""Data parallelism: the parts of a batch are processed side by side, one on each core.

How a batch is divided depends on the batch alone: with one thread or many, a run gives the
same result, bit for bit.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.layer import Arrays, FloatArray, LayerBuffers, aligned_empty
from fashion_gui.nn.losses import Loss
from fashion_gui.nn.state import State, chance_state, restore_chance
from fashion_gui.nn.threads import Threads, usable_cores

_MAX_SHARDS = {"dense": 2, "images": 4}
_MIN_SHARD = {"dense": 128, "images": 8}
"""Fewer samples are not worth a thread: their matrix products are too small to be fast."""
_MAX_MICRO_BATCH = {"dense": 512, "images": 32}


def samples_at_once(architecture: Architecture) -> int:
    """Return how many samples of a batch are processed at once, over all shards."""
    kind = _kind(architecture)
    return _MAX_SHARDS[kind] * _MAX_MICRO_BATCH[kind]


class DataParallel:
    """Loss and gradient of a batch that is divided into shards, and shards into micro-batches.

    A shard is the part of one thread; a micro-batch is what the thread processes in one go, small
    enough for the layers' outputs to stay in the cache. Layers that look at all samples together,
    such as a batch norm, look at those of a micro-batch.

    Parameters
    ----------
    architecture, loss, parameters, l2
        See ``Backpropagation``.
    rng
        The shards' own random generators are spawned from it.
    n_threads
        Most shards that are processed at once; None for as many as there are cores.

    Attributes
    ----------
    gradients : ndarray, shape (n_parameters,)
        Derivative of the mean loss of the last batch.
    threads : Threads
        As many as can be used; free for other work between two batches.
    """

    def __init__(
        self,
        architecture: Architecture,
        loss: Loss,
        parameters: FloatArray,
        rng: Generator,
        l2: float = 0.0,
        n_threads: int | None = None,
    ) -> None:
        self._kind = _kind(architecture)
        self._n_classes = architecture.n_classes
        self._loss, self._parameters = loss, parameters
        max_shards = _MAX_SHARDS[self._kind]
        self._arrays = Arrays()
        self._make_shards(architecture, l2, rng.spawn(max_shards))
        self.threads = Threads(min(n_threads or usable_cores(), max_shards))

    def rebuild(self, architecture: Architecture, loss: Loss, l2: float) -> None:
        """Continue with other layers of the same parameters, another loss or another penalty."""
        self._loss = loss
        self._make_shards(architecture, l2, [shard.rng for shard in self._shards])

    def _make_shards(self, architecture: Architecture, l2: float, chances: list[Generator]) -> None:
        self._shards = [
            _Shard(Backpropagation(architecture, self._loss, self._parameters, l2), chance)
            for chance in chances
        ]
        self.gradients = self._shards[0].gradients

    def __call__(self, X: NDArray[Any], targets: FloatArray) -> tuple[float, FloatArray]:
        """Leave the batch's gradients in ``gradients``.

        Takes and returns what ``Backpropagation`` does. `X` may also be of uint8, as images are
        stored: each shard scales its own to numbers from 0 to 1.
        """
        divided = _divided(self._kind, len(X))
        if len(divided) == len(divided[0]) == 1:
            return self._shards[0].learn_alone(X, targets)
        outputs = self._arrays.array("outputs", (len(X), self._n_classes), targets.dtype)
        shards = self._shards[: len(divided)]

        def learn(shard: _Shard, micro_batches: tuple[slice, ...]) -> float:
            return shard.learn(X, targets, micro_batches, outputs)

        loss = sum(self.threads.map(learn, shards, divided))
        for shard in shards[1:]:
            self.gradients += shard.gradients
        return loss, outputs

    def layer_outputs(self) -> list[FloatArray | None]:
        """Return each layer's output for the last micro-batch of the first shard.

        Overwritten by the next batch; None for a layer that the loss does not need.
        """
        return self._shards[0].layer_outputs()

    def state_dict(self) -> State:
        """Return the state of each shard's random generator; nothing else outlasts a step."""
        return {str(number): chance_state(shard.rng) for number, shard in enumerate(self._shards)}

    def load_state_dict(self, state: State) -> None:
        """Restore a state; StateError when it does not fit."""
        for number, shard in enumerate(self._shards):
            restore_chance(shard.rng, state.get(str(number)))

    def close(self) -> None:
        """End the threads."""
        self.threads.close()


class _Shard:
    """What one thread works with: backpropagation, random generator, sum of the gradients."""

    def __init__(self, backpropagation: Backpropagation, rng: Generator) -> None:
        self._backpropagation = backpropagation
        self.rng = rng
        self._memory = LayerBuffers({})
        self.gradients = backpropagation.gradients
        self._sum: FloatArray | None = None

    def learn_alone(self, X: NDArray[Any], targets: FloatArray) -> tuple[float, FloatArray]:
        """Learn from a batch that is not divided."""
        return self._backpropagation(self._input(X), targets, self.rng)

    def learn(
        self,
        X: NDArray[Any],
        targets: FloatArray,
        micro_batches: tuple[slice, ...],
        outputs: FloatArray,
    ) -> float:
        """Learn from some micro-batches of a batch; return their share of the loss."""
        loss = 0.0
        for number, micro_batch in enumerate(micro_batches):
            share = (micro_batch.stop - micro_batch.start) / len(X)
            of_micro_batch, outputs[micro_batch] = self._backpropagation(
                self._input(X[micro_batch]), targets[micro_batch], self.rng, share
            )
            loss += of_micro_batch
            if len(micro_batches) > 1:
                self._add(is_first=number == 0, is_last=number == len(micro_batches) - 1)
        return loss

    def layer_outputs(self) -> list[FloatArray | None]:
        return self._backpropagation.layer_outputs()

    def _input(self, X: NDArray[Any]) -> FloatArray:
        return as_input(X, self._memory) if X.dtype == np.uint8 else X

    def _add(self, *, is_first: bool, is_last: bool) -> None:
        """Sum up the gradients of the micro-batches; the last one's array gets the sum."""
        if self._sum is None:
            self._sum = aligned_empty(self.gradients.shape, self.gradients.dtype)
        if is_first:
            self._sum[:] = self.gradients
        elif is_last:
            self.gradients += self._sum
        else:
            self._sum += self.gradients


def _kind(architecture: Architecture) -> str:
    return "images" if architecture.works_on_images else "dense"


@cache
def _divided(kind: str, n_samples: int) -> tuple[tuple[slice, ...], ...]:
    """Return the micro-batches of each shard."""
    n_shards = max(1, min(_MAX_SHARDS[kind], n_samples // _MIN_SHARD[kind]))
    n_micro_batches = -(-n_samples // (n_shards * _MAX_MICRO_BATCH[kind]))
    micro_batches = tuple(_parts(n_samples, n_shards * n_micro_batches))
    return tuple(
        micro_batches[first : first + n_micro_batches]
        for first in range(0, len(micro_batches), n_micro_batches)
    )


def _parts(n_samples: int, n_parts: int) -> Iterator[slice]:
    """Yield `n_parts` slices, as equal as possible, that cover all samples."""
    bounds = [n_samples * part // n_parts for part in range(n_parts + 1)]
    yield from (slice(*pair) for pair in pairwise(bounds))
