"""Losses: how wrong the outputs of a batch are, and in which direction they should move.

Every loss is a *mean over the samples* of the batch, so a learning rate means the same for
every batch size.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers
from fashion_gui.nn.layers import Sigmoid, Softmax


@dataclass(frozen=True)
class Loss(ABC):
    """A loss and the layer that turns the network's last sums into probabilities for it."""

    output_layer: ClassVar[Layer]
    takes_logits: ClassVar[bool] = False
    """True when the loss is computed from what goes *into* the output layer."""

    @abstractmethod
    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        """Return the loss and its gradient.

        Parameters
        ----------
        outputs, targets : ndarray, shape (n_samples, n_classes)
            What the network said (logits, for a loss that takes them) and what it should
            have said. Each row of the targets sums to 1.
        memory
            Where the gradient is written.

        Returns
        -------
        loss : float
            Mean over the samples.
        d_outputs : ndarray, shape (n_samples, n_classes)
            Derivative of that mean with respect to `outputs`.
        """

    @abstractmethod
    def of_answers(self, answers: FloatArray, targets: FloatArray) -> float:
        """Return the mean loss of what the output layer gave: no logits, and no gradient.

        answers, targets : ndarray, shape (n_samples, n_classes)
        """


@dataclass(frozen=True)
class SquaredError(Loss):
    """Half the squared distance, as in the article: L = 1/n sum_i 1/2 |y_i - t_i|^2."""

    output_layer: ClassVar[Layer] = Sigmoid()

    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        """Return the loss and dL/dy = (y - t) / n."""
        n_samples = len(outputs)
        error = np.subtract(
            outputs, targets, out=memory.array("d_outputs", outputs.shape, outputs.dtype)
        )
        loss = float(np.vdot(error, error)) / (2 * n_samples)
        error /= n_samples
        return loss, error

    def of_answers(self, answers: FloatArray, targets: FloatArray) -> float:
        error = answers - targets
        return float(np.vdot(error, error)) / (2 * len(answers))


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """The surprise at the right answer: L = -1/n sum_i t_i . log softmax(z_i).

    Softmax and logarithm are taken together, which is exact where exp would overflow, and
    makes the derivative with respect to the logits z as simple as (softmax(z) - t) / n.

    Inside, a row holds one class of all samples: the largest of ten numbers, and their sum, are
    then found for all samples side by side, twice as fast as in as many rows of ten.
    """

    output_layer: ClassVar[Layer] = Softmax()
    takes_logits: ClassVar[bool] = True

    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        """Return the loss and dL/dz; `outputs` are the logits z."""
        n_samples, dtype = len(outputs), outputs.dtype
        shape = (outputs.shape[1], n_samples)
        shifted, wanted = memory.array("shifted", shape, dtype), memory.array("t", shape, dtype)
        shifted[:] = outputs.T
        wanted[:] = targets.T
        # log softmax(z) = s - log(sum(exp(s))) with s = z - max(z).
        total = memory.array("total", (n_samples,), dtype)
        shifted -= np.maximum.reduce(shifted, axis=0, out=total)
        slope = np.exp(shifted, out=memory.array("slope", shape, dtype))
        slope /= np.add.reduce(slope, axis=0, out=total)
        log_total = float(np.add.reduce(np.log(total, out=total)))
        loss = (log_total - float(np.vdot(wanted, shifted))) / n_samples
        slope -= wanted
        slope /= n_samples
        return loss, slope.T

    def of_answers(self, answers: FloatArray, targets: FloatArray) -> float:
        smallest = np.finfo(answers.dtype).eps  # the logarithm of 0 would end everything
        return -float(np.vdot(targets, np.log(np.maximum(answers, smallest)))) / len(answers)


LOSSES: dict[str, Loss] = {"cross-entropy": CrossEntropy(), "squared-error": SquaredError()}
