"""The film of a run: its network after some of its steps, in bounded memory."""

from collections.abc import Iterable

from fashion_gui.training.events import Frame

MAX_BYTES = 64_000_000
"""Most memory, and most disk space, that the parameters of a film take."""
_MAX_FRAMES = 120
_WARP = 1 / 3
"""Frames are evenly spaced in step ** _WARP: dense at the start, where most happens."""


def n_frames(n_parameters: int) -> int:
    """Return how many frames a film has at most, for a network with so many parameters."""
    n_bytes = 4 * max(n_parameters, 1)
    return max(2, min(_MAX_FRAMES, MAX_BYTES // n_bytes))


def is_frame_due(step: int, n_steps: int, n: int) -> bool:
    """Return whether a film of about `n` frames has one after a step of a run of `n_steps`.

    It depends on nothing else, so a run that was interrupted has the same film. The first and the
    last step always have one.
    """

    def place(step: int) -> int:
        return int((n - 1) * (step / max(n_steps, 1)) ** _WARP)

    return step <= 1 or step == n_steps or place(step) > place(step - 1)


class Film:
    """The frames of a run, from its start to its latest.

    When there are too many, as after a run was made longer, the frame whose neighbours are nearest
    to each other is dropped. The first and the latest frame stay.

    Parameters
    ----------
    frames
        In order.

    Attributes
    ----------
    frames
        In order of their steps.
    """

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self.frames: list[Frame] = []
        for frame in frames:
            self.add(frame)

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def n_bytes(self) -> int:
        """Memory of the frames' parameters, in bytes."""
        return sum(frame.network.parameters.nbytes for frame in self.frames)

    def add(self, frame: Frame) -> None:
        """Add the frame of a later step; one of an earlier step is ignored."""
        frames = self.frames
        if frames and frame.step <= frames[-1].step:
            return
        frames.append(frame)
        if len(frames) > n_frames(frame.network.parameters.size):
            del frames[self._most_dispensable()]

    def nearest(self, epochs: float) -> int:
        """Return the position of the frame that is nearest to a place; there must be one."""
        return min(
            range(len(self.frames)), key=lambda place: abs(self.frames[place].epochs - epochs)
        )

    def _most_dispensable(self) -> int:
        places = [frame.step**_WARP for frame in self.frames]
        return min(range(1, len(places) - 1), key=lambda i: places[i + 1] - places[i - 1])
