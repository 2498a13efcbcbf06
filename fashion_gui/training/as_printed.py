"""The article's code as it is printed, with its errors.

The article's program has the right idea and errors in three places, and learns all the same. To
show what the errors cost, this module repeats them. With O the outputs, H the hidden values, T the
one-hot targets, s the sigmoid and a row a sample (the article uses columns):

    dO = (T - O) s'(O)                     W2 <- W2 + rate H^T dO       B2 <- B2 + rate dO
    dH = (dO W2^T) s'(H)                   W1 <- W1 + rate X^T dH       B1 <- B1 + rate dH

1.  s'(x) = s(x) (1 - s(x)) expects the *sum* that went into the sigmoid, but is given O and H, the
values that came out. The slope is then always between 0.19 and 0.25: its sign is right, its size is
not. The right one is O (1 - O). 2. The biases should move by the *sum over the samples* of dO. By
adding dO itself they grow from one row to one row per training image. A test image then gets the
biases of the training image with the same index, which is why the article's test slice has to be as
long as its training slice. 3. The weights move by a sum over 5,000 samples where a mean is meant,
so the learning rate of 0.01 is one of 50 in the usual terms, and the first steps are far too large.

A fourth error, ``y_train = X_test[:5000]``, is not repeated: the code would not run.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.data import Subset
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.inspection import LayerSummary, summarize_layers
from fashion_gui.nn.layer import FloatArray, LayerBuffers, Parameters
from fashion_gui.nn.layers import Sigmoid
from fashion_gui.nn.network import Network
from fashion_gui.nn.state import State, restore
from fashion_gui.training.recipes import Recipe

_LEARNED = ("weights1", "biases1", "weights2", "biases2")


class AsPrintedLearner:
    """Learns as the article's code does, from all training images in one batch.

    Weights start from N(0, 1 / sqrt(n_inputs)), biases from 0.
    """

    def __init__(self, recipe: Recipe, train: Subset, class_names: Classes) -> None:
        rng = default_rng(recipe.seed)
        self.n_threads = 1
        self.teacher: Mapping[str, Any] | None = None
        self._class_names = class_names
        self._learning_rate = recipe.learning_rate
        self._architecture = recipe.architecture(len(class_names))
        n_inputs, n_hidden, n_outputs = self._architecture.sizes
        self._weights1 = _normal(rng, n_inputs, (n_inputs, n_hidden))
        self._weights2 = _normal(rng, n_hidden, (n_hidden, n_outputs))
        # One row at first; one row per training image after the first step.
        self._biases1: FloatArray = np.zeros((1, n_hidden), np.float32)
        self._biases2: FloatArray = np.zeros((1, n_outputs), np.float32)
        self._labels = train.labels
        self._X = _rows(train)
        self._targets = np.eye(n_outputs, dtype=np.float32)[train.labels]
        self._outputs: list[FloatArray | None] = []
        self._memories = {
            name: LayerBuffers({}) for name in ("H", "O", "slope H", "slope O", "answers")
        }

    def step(self, indices: NDArray[np.intp] | None, progress: float) -> tuple[float, int]:
        """Learn from all training images; see ``Learner.step``."""
        X = self._X
        H = self._sigmoid(X @ self._weights1 + self._biases1, "H")
        O = self._sigmoid(H @ self._weights2 + self._biases2, "O")  # noqa: E741
        error = self._targets - O
        loss = float(np.vdot(error, error)) / (2 * len(X))
        n_correct = int(np.count_nonzero(O.argmax(axis=1) == self._labels))

        d_outputs = error * self._printed_slope(O, "slope O")
        d_hidden = (d_outputs @ self._weights2.T) * self._printed_slope(H, "slope H")
        rate = np.float32(self._learning_rate)
        self._weights2 += rate * (H.T @ d_outputs)
        self._biases2 = self._biases2 + rate * d_outputs
        self._weights1 += rate * (X.T @ d_hidden)
        self._biases1 = self._biases1 + rate * d_hidden
        self._outputs = [None, None, H, None, O]
        return loss, n_correct

    def evaluate(self, split: Subset) -> Iterator[tuple[float, NDArray[np.intp]]]:
        """Yield loss and predictions as the article computes them; see ``Learner.evaluate``.

        Image i gets the biases of training image i. For more images than biases the article's code
        fails; here all images then get the mean of the biases.
        """
        biases1, biases2 = self._biases1, self._biases2
        if len(biases1) == 1 or len(split) > len(biases1):
            biases1, biases2 = biases1.mean(axis=0), biases2.mean(axis=0)
        else:
            biases1, biases2 = biases1[: len(split)], biases2[: len(split)]
        hidden = self._sigmoid(_rows(split) @ self._weights1 + biases1, "answers")
        outputs = self._sigmoid(hidden @ self._weights2 + biases2, "answers")
        error = outputs - np.eye(outputs.shape[1], dtype=np.float32)[split.labels]
        yield float(np.vdot(error, error)) / 2, outputs.argmax(axis=1)

    def fit_temperature(self, held_out: Subset) -> None:
        """Do nothing: the article's network has no softmax."""

    def layer_summaries(self) -> tuple[LayerSummary, ...]:
        """Summarize activations and parameters; the printed steps are not true gradients."""
        parameters = self.network().layer_parameters()
        no_gradients: list[Parameters] = [{} for _ in parameters]
        return summarize_layers(self._architecture, self._outputs, parameters, no_gradients)

    def vectors(self) -> tuple[Architecture, FloatArray, FloatArray | None]:
        """Return layers and parameters, these with the mean of the biases."""
        return self._architecture, self.network().parameters, None

    def network(self) -> Network:
        """Return a network with the *mean* of the biases.

        A network for any image cannot have separate biases for each of 5,000 images.
        """
        parts = (
            self._weights1,
            self._biases1.mean(axis=0),
            self._weights2,
            self._biases2.mean(axis=0),
        )
        vector = np.concatenate([part.ravel() for part in parts])
        return Network(self._architecture, vector, self._class_names)

    def turn_to(self, recipe: Recipe) -> None:
        """Follow a changed learning rate, as the learning-rate finder does; a run never does."""
        self._learning_rate = recipe.learning_rate

    def state_dict(self) -> State:
        return {name: getattr(self, f"_{name}").copy() for name in _LEARNED}

    def load_state_dict(self, state: State) -> None:
        # The biases have one row before the first step, and one per image after it.
        biases = state.get("biases1")
        if isinstance(biases, np.ndarray) and biases.shape[:1] == (len(self._X),):
            for name in ("biases1", "biases2"):
                row = getattr(self, f"_{name}")[:1]
                setattr(self, f"_{name}", np.repeat(row, len(self._X), axis=0))
        for name in _LEARNED:
            restore(getattr(self, f"_{name}"), state, name)

    def close(self) -> None:
        pass

    def _printed_slope(self, activated: FloatArray, name: str) -> FloatArray:
        sigmoid_again = self._sigmoid(activated, name)
        slope: FloatArray = sigmoid_again * (1 - sigmoid_again)
        return slope

    def _sigmoid(self, X: FloatArray, name: str) -> FloatArray:
        return Sigmoid().forward(X, self._memories[name])


def _rows(split: Subset) -> FloatArray:
    return as_input(split.images, LayerBuffers({})).reshape(len(split), -1)


def _normal(rng: np.random.Generator, n_inputs: int, shape: tuple[int, int]) -> NDArray[np.float32]:
    return rng.normal(0.0, n_inputs**-0.5, shape).astype(np.float32)
