"""Measure: ``python -m benchmarks [NAME ...] [--json | --markdown]``.

Without names, all quick measurements run. Results go to standard output, progress to standard
error, so this saves the tables::

    python -m benchmarks --markdown > benchmarks/RESULTS.md
"""

# The program's entry point sets the threads of matrix products, before NumPy is loaded.
import fashion_gui.__main__  # noqa: F401  # isort: skip

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import (
    ablation,
    accuracy,
    answers,
    browsing,
    convnet_epoch,
    convolution,
    drawing_speed,
    epoch_time,
    explanations,
    film_cost,
    kept_answers,
    kept_runs,
    latency,
    live_answers,
    live_pages,
    machine,
    map_frames,
    matmul_share,
    outside_program,
    overlay_latency,
    shelf_in_window,
    start_time,
    stroke_latency,
    threads,
    time_to_accuracy,
    window_lateness,
)
from benchmarks.pictures import recognition
from benchmarks.result import Result

MEASUREMENTS: dict[str, Callable[[], Result]] = {
    "machine": machine.measure,
    # First, because memory that the others leave behind would hide what the page takes.
    "browse": browsing.measure,
    "map": map_frames.measure,
    "epoch": epoch_time.measure,
    "matmul-share": matmul_share.measure,
    "convolution": convolution.measure,
    "convnet-epoch": convnet_epoch.measure,
    "threads": threads.measure,
    "outside": outside_program.measure,
    "time-to-accuracy": time_to_accuracy.measure_mlp,
    "time-to-accuracy-convnet": time_to_accuracy.measure_convnet,
    "drawings": drawing_speed.measure,
    "pictures": recognition.measure,
    "latency": latency.measure,
    "window": window_lateness.measure,
    "stroke": stroke_latency.measure,
    "overlay": overlay_latency.measure,
    "live-answers": live_answers.measure,
    "live-pages": live_pages.measure,
    "live-frames": live_pages.measure_frames,
    "start": start_time.measure,
    "answers": answers.measure,
    "kept-answers": kept_answers.measure,
    "kept-runs": kept_runs.measure,
    "film": film_cost.measure,
    "shelf": shelf_in_window.measure,
    "ablation": ablation.measure,
    "explanations": explanations.measure,
    "accuracy": accuracy.measure,
    "accuracy-convnet": accuracy.measure_convnet,
}
ONLY_BY_NAME = frozenset(
    {"accuracy", "accuracy-convnet", "explanations", "time-to-accuracy-convnet"}
)
_COMMAND = "python -m benchmarks"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named measurements, or all quick ones, and print the results."""
    parsed = _parser().parse_args(arguments)
    names = parsed.names or [name for name in MEASUREMENTS if name not in ONLY_BY_NAME]
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"Expected some of {', '.join(MEASUREMENTS)}, found {unknown[0]}.", file=sys.stderr)
        return 2
    if parsed.markdown:
        command = " ".join([_COMMAND, *parsed.names, "--markdown"])
        print(f"This is what `{command}` printed, in one run.\n", flush=True)
    results = {}
    for name in dict.fromkeys(names):
        result = results[name] = _measured(name)
        if not parsed.json:
            text = result.to_markdown() if parsed.markdown else result.to_text()
            print(text, end="\n\n", flush=True)
    if parsed.json:
        print(json.dumps({name: result.to_dict() for name, result in results.items()}, indent=1))
    return 0


def _measured(name: str) -> Result:
    print(f"{name} …", end=" ", file=sys.stderr, flush=True)
    start = perf_counter()
    result = MEASUREMENTS[name]()
    print(f"{perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return result


def _parser() -> argparse.ArgumentParser:
    slow = ", ".join(sorted(ONLY_BY_NAME))
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Measure the program.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"one of {', '.join(MEASUREMENTS)} (default: all but {slow}, which take long)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    return parser


if __name__ == "__main__":
    sys.exit(main())
