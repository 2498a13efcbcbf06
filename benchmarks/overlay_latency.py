"""Latency from a mouse movement to the repainted bars while Why? or What if? is switched on.

On a machine that is busy with other things, the processor time of the window's thread tells more.
"""

from time import thread_time

import numpy as np

from benchmarks.open_window import let_it_work, open_window
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail
from benchmarks.stroke_latency import latencies

_NETWORKS = ("mlp", "convnet-best")
_TURNS = 3
_MOVEMENTS = 200
_SETTLED_S = 0.3


def measure() -> Result:
    """Return rows for each network: with nothing, with Why? and with What if?, by turns."""
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        page = window.draw_page
        window.pages.setCurrentWidget(page)
        switches = {"nothing": None, "Why?": page.why.action, "What if?": page.what_if.action}
        for network in _NETWORKS:
            window.session.choose(network)
            seconds: dict[str, list[float]] = {name: [] for name in switches}
            cpu = dict.fromkeys(switches, 0.0)
            for _ in range(_TURNS):
                for name, action in switches.items():
                    for other in switches.values():
                        if other:
                            other.setChecked(other is action)
                    let_it_work(_SETTLED_S)
                    start = thread_time()
                    seconds[name] += latencies(window, _MOVEMENTS)
                    cpu[name] += thread_time() - start
            without = np.percentile(seconds["nothing"], [50, 99])
            for name, values in seconds.items():
                median, late = (np.percentile(values, [50, 99]) / without).tolist()
                own = 1000 * cpu[name] / len(values)
                ratio = cpu[name] / cpu["nothing"]
                rows.append((network, name, *tail(values), median, late, own, ratio))
    return Result(
        "Mouse movement to painted bars beside explanations, milliseconds",
        ("network", "switched on", *TAIL, "median, ratio", "99 %, ratio", "CPU", "CPU, ratio"),
        tuple(rows),
    )
