"""A network as a value: its layers, its parameters, and its answers."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import islice
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.checks import as_images
from fashion_gui.classes import Classes
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray, Parameters
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.nn.threads import Threads

T = TypeVar("T")

_FEW = 8
"""Up to this many images are predicted in kept arrays: a drawing, an image and its neighbours."""
_KEPT_PASSES = 2
"""Forward passes that a network keeps: few threads ask at the same moment."""
_MAX_KEPT_BYTES = 16_000_000
"""A forward pass with larger arrays is not kept."""


class Network:
    """A network as a value: immutable, and safe to use from any number of threads.

    Parameters
    ----------
    architecture
        Its layers.
    parameters : ndarray of float, shape (architecture.n_parameters,)
        Copied, and read-only from then on.
    class_names
        One for each output.
    novelty
        Detects images unlike all that the network has learned from, if a detector was made.

    Raises
    ------
    ValueError
        When the parameters, the names or the detector do not fit the architecture.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: FloatArray,
        class_names: Sequence[str],
        novelty: NoveltyDetector | None = None,
    ) -> None:
        if parameters.shape != (architecture.n_parameters,):
            raise ValueError(
                f"{architecture} has {architecture.n_parameters:,} parameters, "
                f"found an array of shape {parameters.shape}."
            )
        if len(class_names) != architecture.n_classes:
            raise ValueError(
                f"{architecture} tells {architecture.n_classes} classes apart, "
                f"found {len(class_names)} names."
            )
        self.architecture = architecture
        if novelty and novelty.n_features != self.n_features:
            raise ValueError(
                f"The last hidden layer gives {self.n_features:,} values, found a novelty "
                f"detector for {novelty.n_features:,}."
            )
        self.class_names = Classes(class_names)
        self.novelty = novelty
        self.parameters = parameters.copy()
        self.parameters.flags.writeable = False
        # Both ends of a deque may be used by any thread; a full one drops its oldest.
        self._idle_passes: deque[ForwardPass] = deque(maxlen=_KEPT_PASSES)

    def with_novelty(self, novelty: NoveltyDetector | None) -> "Network":
        """Return the same network with another detector."""
        return Network(self.architecture, self.parameters, self.class_names, novelty)

    def layer_parameters(self) -> list[Parameters]:
        """Each layer's parameters by name: read-only views."""
        return list(self.architecture.split(self.parameters))

    @cached_property
    @one_blas_thread
    def _prepared(self) -> list[Parameters]:
        pairs = zip(self.architecture.layers, self.layer_parameters(), strict=True)
        return [layer.prepared(parameters) for layer, parameters in pairs]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its layers and parameters: equal digests mean equal predictions."""
        layers = json.dumps(self.architecture.to_dict(), sort_keys=True)
        digest = hashlib.sha256(f"{layers} {self.parameters.dtype}".encode())
        digest.update(self.parameters.data)
        return digest.hexdigest()

    def forward_pass(self) -> ForwardPass:
        """Return a new forward pass, to be used by one thread."""
        return ForwardPass(self.architecture, self._prepared)

    @one_blas_thread
    def predict_proba(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of every class for every image.

        For a few images the arrays of an earlier call are reused.

        Parameters
        ----------
        images : ndarray of uint8, shape (n_samples, 28, 28)
            Grey levels from 0 to 255; other integer types are accepted in that range.

        Raises
        ------
        ValueError
            When they are anything else.

        Returns
        -------
        ndarray of float32, shape (n_samples, n_classes)
            Each row sums to 1. A network that ends in sigmoids, as the article's does, gives
            independent numbers; they are divided by their sum.
        """
        images = as_images(images, self.architecture.input_shape)
        if 0 < len(images) <= min(_FEW, self.architecture.chunk):
            return self._look_at_few(images, _probabilities_of)
        parts = list(self.predict_in_chunks(images))
        if not parts:
            return np.empty((0, self.architecture.n_classes), np.float32)
        return np.concatenate(parts)

    def _look_at_few(
        self, images: NDArray[np.uint8], look: Callable[[ForwardPass, FloatArray, slice], T]
    ) -> T:
        """Answer one chunk in the arrays of an earlier call, which take longer to make than to use.

        Each call has a forward pass to itself, so any number of threads may be here.
        """
        try:
            run = self._idle_passes.pop()
        except IndexError:
            run = self.forward_pass()
        with np.errstate(all="ignore"):
            answers = run.answer(as_input(images, run.input_memory))
            seen = look(run, answers, slice(len(images)))
        if run.largest < len(images):  # its arrays have grown
            run.largest, run.is_small = len(images), run.n_bytes <= _MAX_KEPT_BYTES
        if run.is_small:
            self._idle_passes.append(run)
        return seen

    def predict_in_chunks(
        self, images: NDArray[np.uint8], n_threads: int = 1
    ) -> Iterator[NDArray[np.float32]]:
        """Yield rows of what ``predict_proba`` returns, of as many images as stay in the cache."""
        images = as_images(images, self.architecture.input_shape)
        with closing(Threads(n_threads)) as threads:
            yield from self._map_chunks(_probabilities_of, images, threads)

    def answers_with_features(
        self, images: NDArray[np.uint8], n_threads: int = 1
    ) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float16]]]:
        """Yield, chunk by chunk, the probabilities and the features of the last hidden layer.

        Yields
        ------
        ndarray of float32, shape (n_samples, n_classes)
            As from ``predict_proba``.
        ndarray of float16, shape (n_samples, n_features)
            Input of the last layer with weights; in a mirrored network the mean of both views.
        """
        images = as_images(images, self.architecture.input_shape)
        if 0 < len(images) <= min(_FEW, self.architecture.chunk):
            yield self._look_at_few(images, _probabilities_and_features)
            return
        with closing(Threads(n_threads)) as threads:
            yield from self._map_chunks(_probabilities_and_features, images, threads)

    @property
    def n_features(self) -> int:
        """Number of values of the last hidden layer."""
        return prod(self.architecture.shapes[self.architecture.last_weights])

    def map_answers(
        self,
        function: Callable[[FloatArray, slice], T],
        images: NDArray[np.uint8],
        threads: Threads,
        passes: Sequence[ForwardPass] = (),
    ) -> Iterator[T]:
        """Apply a function to the answers for each chunk of images; yield its results in order.

        Parameters
        ----------
        function
            Called in the threads with the answers for a chunk, shape (n_samples, n_classes), which
            are overwritten later, and with the slice of its images.
        images : ndarray of uint8, shape (n_images, 28, 28)
        threads
            Share the work.
        passes
            One for each thread, from ``forward_pass``, for callers that ask often; else they are
            made.
        """
        return self._map_chunks(lambda _, *of_chunk: function(*of_chunk), images, threads, passes)

    def _map_chunks(
        self,
        function: Callable[[ForwardPass, FloatArray, slice], T],
        images: NDArray[np.uint8],
        threads: Threads,
        passes: Sequence[ForwardPass] = (),
    ) -> Iterator[T]:
        chunk = self.architecture.chunk
        chunks = (slice(start, start + chunk) for start in range(0, len(images), chunk))
        runs = passes or [self.forward_pass() for _ in range(threads.n)]

        def work(run: ForwardPass, part: slice) -> T:
            return function(run, run.answer(as_input(images[part], run.input_memory)), part)

        while together := list(islice(chunks, threads.n)):
            yield from threads.map(work, runs, together)

    def __repr__(self) -> str:
        layers = ", ".join(repr(layer) for layer in self.architecture.layers)
        return f"Network({layers}; {self.architecture.n_parameters:,} parameters)"


def probabilities_of(answers: FloatArray) -> NDArray[np.float32]:
    """Return answers divided by their sums; where those overflow, all classes are equally likely.

    answers : ndarray of float, shape (n_samples, n_classes)
    """
    shares: NDArray[np.float32] = answers.astype(np.float32)
    shares /= shares.sum(axis=1, keepdims=True)
    # A network that diverged may overflow: then no class is likelier than another.
    shares[~np.isfinite(shares).all(axis=1)] = 1 / shares.shape[1]
    return shares


def _probabilities_of(_: ForwardPass, answers: FloatArray, __: slice) -> NDArray[np.float32]:
    return probabilities_of(answers)


def _probabilities_and_features(
    run: ForwardPass, answers: FloatArray, _: slice
) -> tuple[NDArray[np.float32], NDArray[np.float16]]:
    return probabilities_of(answers), run.features(len(answers)).astype(np.float16)
