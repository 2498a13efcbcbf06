"""Backpropagation: the loss of a batch and its gradient with respect to every parameter."""

from itertools import takewhile

import numpy as np
from numpy.random import Generator

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import ForwardPass
from fashion_gui.nn.layer import FloatArray, LayerBuffers, aligned_zeros
from fashion_gui.nn.losses import Loss


class Backpropagation:
    """Loss and gradient of a network, batch after batch, in arrays that are made once.

    Parameters
    ----------
    architecture
        Layers that end in the loss's own output layer.
    loss
        What training minimizes.
    parameters : ndarray of float, shape (n_parameters,)
        The network's parameters, which an optimizer changes in place between batches.
    l2
        Weight of the penalty l2/2 sum(w^2) over all weights w (not the biases), which is part
        of the gradient but not of the loss that is returned.

    Attributes
    ----------
    gradients : ndarray, shape (n_parameters,)
        Gradient of the last batch's mean loss and of the penalty.
    """

    def __init__(
        self, architecture: Architecture, loss: Loss, parameters: FloatArray, l2: float = 0.0
    ) -> None:
        self.parameters = parameters
        self.gradients: FloatArray = aligned_zeros(parameters.shape, parameters.dtype)
        self._loss = loss
        self._l2 = l2
        self._forward = ForwardPass(
            architecture, architecture.split(parameters), architecture.split(self.gradients)
        )
        self._statistics = architecture.statistics
        self._n_layers = len(architecture.layers) - int(loss.takes_logits)
        self._loss_memory = LayerBuffers({})
        before_learning = takewhile(lambda memory: not memory.parameters, self._forward.memories)
        self._first = len(list(before_learning))
        self._forward.memories[self._first].needs_input_gradient = False

    def __call__(
        self, X: FloatArray, targets: FloatArray, rng: Generator, share: float = 1.0
    ) -> tuple[float, FloatArray]:
        """Do a forward and a backward pass and leave the result in ``gradients``.

        Parameters
        ----------
        X : ndarray of float, shape (n_samples, *input_shape)
        targets : ndarray of float, shape (n_samples, n_classes)
            Twice as wide for ``Distillation``.
        rng
            Random generator for layers such as dropout.
        share
            Share of these samples in their batch: loss and gradients are multiplied by it,
            so that those of all parts add up to those of the batch.

        Returns
        -------
        loss : float
        outputs : ndarray, shape (n_samples, n_classes)
            The largest of a row is the predicted class. Overwritten by the next call.
        """
        outputs = self._forward(X, self._n_layers, rng)
        loss, slope = self._loss(outputs, targets, self._loss_memory)
        slope *= share
        self._forward.backward(slope, self._n_layers - 1, self._first)
        for part in self._statistics:
            self.gradients[part] *= share
        if self._l2:
            self._add_penalty(self._l2 * share)
        return loss * share, outputs

    def layer_outputs(self) -> list[FloatArray | None]:
        """Return each layer's output in the last pass; None for layers that the loss skips.

        They are (n_samples, n_values), or of images (height, width, n_samples, channels), and are
        overwritten by the next pass.
        """
        memories = self._forward.memories
        n_unused = len(memories) - self._n_layers
        return [*(memory.Y for memory in memories[: self._n_layers]), *[None] * n_unused]

    def _add_penalty(self, l2: float) -> None:
        for memory in self._forward.memories:
            if "weights" in memory.parameters:
                weights = memory.parameters["weights"]
                penalty = memory.array("penalty", weights.shape, weights.dtype)
                memory.gradients["weights"][:] += np.multiply(weights, l2, out=penalty)
