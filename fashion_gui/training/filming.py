"""Taking the frames of a run's film, with profiles of its layers unless these take too long."""

from time import thread_time

import numpy as np
from numpy.typing import NDArray

from fashion_gui.training.events import Frame
from fashion_gui.training.film import is_frame_due, n_frames
from fashion_gui.training.layer_profile import LayerProfile, Profiler
from fashion_gui.training.learner import Learner

_PROFILING_SHARE, _PROFILING_S = 0.03, 0.1
"""Most time of a core that profiles of layers take: a share of the learning, and seconds."""


class Filming:
    """Decides which steps of a run get a frame, and makes it.

    Parameters
    ----------
    learner
        What the run changes.
    images : ndarray of uint8, shape (n_samples, 28, 28)
        Images by which the layers are profiled; the first ones are used.
    n_parameters
        Of the network: how many frames the film has follows from it.

    Attributes
    ----------
    last_step
        That of the newest frame; -1 before the first one.
    """

    def __init__(self, learner: Learner, images: NDArray[np.uint8], n_parameters: int) -> None:
        self._learner = learner
        self._n_frames = n_frames(n_parameters)
        self._profiler = Profiler(images)
        self._profiling_s = 0.0
        self.last_step = -1

    def is_due(self, step: int, n_steps: int) -> bool:
        """Return whether there is a frame after a step of a run of `n_steps`."""
        return is_frame_due(step, n_steps, self._n_frames)

    def begin_step(self) -> None:
        """Remember the parameters before a step that has a frame."""
        self._profiler.note(self._learner.vectors()[1])

    def frame(self, step: int, epochs: float, seconds: float) -> Frame:
        """Return the network after a step, of a run that has learned for so many seconds."""
        started = thread_time()
        layers: tuple[LayerProfile, ...] = ()
        if self._profiling_s <= _PROFILING_S + _PROFILING_SHARE * seconds:
            layers = self._profiler.profiles(*self._learner.vectors())
            self._profiling_s += thread_time() - started
        self.last_step = step
        return Frame(step, epochs, self._learner.network(), layers)
