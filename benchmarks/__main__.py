"""Run all measurements, or those that are named: ``python -m benchmarks epoch window``."""

# The program's own entry decides the threads of matrix products, before NumPy is loaded.
import fashion_gui.__main__  # noqa: F401  # isort: skip

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import (
    accuracy,
    answers,
    epoch_time,
    machine,
    start_time,
    stroke_latency,
    window_lateness,
)

MEASUREMENTS = {
    "machine": machine.report,
    "epoch": epoch_time.report,
    "window": window_lateness.report,
    "stroke": stroke_latency.report,
    "start": start_time.report,
    "accuracy": accuracy.report,
    "answers": answers.report,
}


def main() -> int:
    """Print a table for each measurement."""
    names = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"Expected some of {', '.join(MEASUREMENTS)}, found {unknown[0]}.", file=sys.stderr)
        return 2
    for name in names:
        print("\n".join(MEASUREMENTS[name]()), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
