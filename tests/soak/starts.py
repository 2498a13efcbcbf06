"""The program started and closed, or told to end, at any moment of its start."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from soak.report import Report

_ROOT = Path(__file__).parents[2]
_LONGEST_S = 15.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LATEST_S = 2.5
_PROGRAM = """
import sys
from pathlib import Path
from fashion_gui.ui.window import app

print("ready", flush=True)
sys.exit(app.run())
"""


def try_starts(seed: int, n: int) -> Report:
    """Start the program `n` times and send it a signal, each time at another moment."""
    report, chance = Report(), Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        homes = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "CACHE", "DATA", "STATE")}
        for place in range(n):
            number, wait_s = chance.choice(_SIGNALS), chance.uniform(0, _LATEST_S)
            what = f"start {place} of seed {seed} ({number.name} after {wait_s:.2f} s)"
            process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM],
                cwd=_ROOT,
                env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert process.stdout
            process.stdout.readline()
            time.sleep(wait_s)
            started = time.monotonic()
            process.send_signal(number)
            try:
                _, errors = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                errors = "it did not end\n"
            report.note_time(time.monotonic() - started, _LONGEST_S, what)
            said = [line for line in errors.splitlines() if "propagateSizeHints" not in line]
            # Before the window is there the signal ends the program as it ends any other.
            expected = (0, -number, 130) if wait_s < 1.5 else (0,)
            is_interrupted = process.returncode == 1 and "KeyboardInterrupt" in errors
            if process.returncode not in expected and not (is_interrupted and wait_s < 1.5):
                report.violations.append(f"{what}: status {process.returncode}: {said[-1:]}")
            elif said and process.returncode == 0:
                report.violations.append(f"{what}: {said[-1][:200]}")
    return report


if __name__ == "__main__":
    try_starts(int(sys.argv[1]), int(sys.argv[2])).print()
