"""Losses: how wrong the outputs of a batch are, and the gradient that improves them.

Every loss is a *mean over the samples* of the batch, so a learning rate means the same for
every batch size.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fashion_gui.nn.layer import Arrays, FloatArray, Layer, LayerBuffers
from fashion_gui.nn.layers import Sigmoid, Softmax


@dataclass(frozen=True)
class Loss(ABC):
    """A loss, and the output layer that turns logits into probabilities for it."""

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
            What the network gave (logits, for a loss that takes them) and what it should have
            given. Each row of the targets sums to 1.
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
        """Return the mean loss of probabilities (not logits), without a gradient.

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
    """Cross-entropy with softmax: L = -1/n sum_i t_i . log softmax(z_i).

    Softmax and logarithm are computed together, which is exact where exp would overflow, and makes
    the derivative with respect to the logits z as simple as (softmax(z) - t) / n.

    Internally the arrays are transposed: a row holds one class of all samples. Maximum and sum over
    the classes then run over all samples at once, twice as fast as along short rows.
    """

    output_layer: ClassVar[Layer] = Softmax()
    takes_logits: ClassVar[bool] = True

    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        """Return the loss and dL/dz; `outputs` are the logits z."""
        loss, slope = _surprise(outputs.T, targets.T, memory, "")
        return loss, slope.T

    def of_answers(self, answers: FloatArray, targets: FloatArray) -> float:
        smallest = np.finfo(answers.dtype).eps  # log(0) would make the loss infinite
        return -float(np.vdot(targets, np.log(np.maximum(answers, smallest)))) / len(answers)


@dataclass(frozen=True)
class Distillation(Loss):
    """Cross-entropy with the labels, and divergence from another network, the teacher.

        L = share T^2 KL(q || softmax(z / T)) + (1 - share) CE(t, softmax(z))

    with the teacher's probabilities q, softened by the temperature T as in ``softened``. For each
    wrong class the teacher says how wrong it is: a coat is nearly a pullover, but no sandal. T^2
    keeps the size of the gradient, share T (softmax(z / T) - q) / n, about the same for every T.

    The targets hold both: n_classes columns of the labels' distribution t, then as many of q.

    Source: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network",
    arXiv:1503.02531, 2015.

    Attributes
    ----------
    share
        Weight of the teacher's term, from 0 to 1.
    temperature
        Above 0; the higher, the more the small probabilities count.
    """

    share: float
    temperature: float
    output_layer: ClassVar[Layer] = Softmax()
    takes_logits: ClassVar[bool] = True

    def __call__(
        self, outputs: FloatArray, targets: FloatArray, memory: LayerBuffers
    ) -> tuple[float, FloatArray]:
        """Return the loss and dL/dz; `outputs` are the logits z, `targets` (n, 2 n_classes)."""
        n_classes, n_samples = outputs.shape[1], len(outputs)
        loss, slope = _surprise(outputs.T, targets[:, :n_classes].T, memory, "")
        shape, dtype = (n_classes, n_samples), outputs.dtype
        answers = memory.array("answers", shape, dtype)
        answers[:] = targets[:, n_classes:].T
        softer = memory.array("softer", shape, dtype)
        np.divide(outputs.T, self.temperature, out=softer)
        taught, taught_slope = _surprise(softer, answers, memory, "taught ")
        logs = np.maximum(answers, np.finfo(dtype).tiny, out=softer)
        taught += float(np.vdot(answers, np.log(logs, out=logs))) / n_samples
        slope *= 1 - self.share
        taught_slope *= self.share * self.temperature
        slope += taught_slope
        return self.share * self.temperature**2 * taught + (1 - self.share) * loss, slope.T

    def of_answers(self, answers: FloatArray, targets: FloatArray) -> float:
        """Return the plain cross-entropy with the labels, for images without a teacher's answer."""
        return CrossEntropy().of_answers(answers, targets)


def softened(answers: FloatArray, temperature: float, memory: Arrays) -> FloatArray:
    """Return softmax(log(answers) / temperature).

    These are the probabilities of the same network with its logits divided by the temperature.

    Parameters
    ----------
    answers : ndarray of float, shape (n_samples, n_classes)
        Each row sums to 1.
    memory
        Holds the result, which the next call overwrites.
    """
    powers = memory.array("softened", answers.shape, answers.dtype)
    of_rows = memory.array("of rows", (len(answers), 1), answers.dtype)
    np.log(np.maximum(answers, np.finfo(answers.dtype).tiny, out=powers), out=powers)
    powers /= temperature
    powers -= np.maximum.reduce(powers, axis=1, keepdims=True, out=of_rows)
    np.exp(powers, out=powers)
    powers /= np.add.reduce(powers, axis=1, keepdims=True, out=of_rows)
    return powers


def _surprise(
    logits: FloatArray, targets: FloatArray, memory: LayerBuffers, name: str
) -> tuple[float, FloatArray]:
    """Return cross-entropy and its derivative; a row of all three arrays is a class.

    name
        Prefix that keeps this call's arrays apart from those of another call.
    """
    shape, dtype = logits.shape, logits.dtype
    n_samples = shape[1]
    shifted = memory.array(f"{name}shifted", shape, dtype)
    wanted = memory.array(f"{name}t", shape, dtype)
    shifted[:] = logits
    wanted[:] = targets
    # log softmax(z) = s - log(sum(exp(s))) with s = z - max(z).
    total = memory.array(f"{name}total", (n_samples,), dtype)
    shifted -= np.maximum.reduce(shifted, axis=0, out=total)
    slope = np.exp(shifted, out=memory.array(f"{name}slope", shape, dtype))
    slope /= np.add.reduce(slope, axis=0, out=total)
    log_total = float(np.add.reduce(np.log(total, out=total)))
    loss = (log_total - float(np.vdot(wanted, shifted))) / n_samples
    slope -= wanted
    slope /= n_samples
    return loss, slope


LOSSES: dict[str, Loss] = {"cross-entropy": CrossEntropy(), "squared-error": SquaredError()}
