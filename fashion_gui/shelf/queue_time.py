"""How long the runs that wait will take together."""

from collections.abc import Mapping
from dataclasses import dataclass

from fashion_gui.shelf.run_queue import Queue


@dataclass(frozen=True)
class QueueTime:
    """The time of a queue.

    Attributes
    ----------
    n
        Runs that are still to be trained.
    seconds
        About how long those take together of which it is known.
    n_unknown
        Runs of which it is not known.
    is_most
        Whether some may end early, so that it is the longest time.
    """

    n: int
    seconds: float
    n_unknown: int
    is_most: bool


def time_of(queue: Queue, left: Mapping[str, float]) -> QueueTime:
    """Return the time of all runs that are still to be trained; those that failed are left alone.

    Parameters
    ----------
    queue
        The runs.
    left
        Seconds that are left of runs of which that is known better than from their measurement:
        they have begun, or were measured later. By key.
    """
    runs = [run for run in queue if not run.problem]
    seconds = [left.get(run.key, run.seconds) for run in runs]
    unknown = [run for run in runs if run.key not in left and not run.seconds]
    is_most = any(run.n_raced for run in runs)
    return QueueTime(len(runs), sum(seconds), len(unknown), is_most)
