"""The whole campaign, part after part, until its time is over: ``python -m soak --minutes 60``."""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from time import monotonic

_PARTS = {
    "inputs": 1000,
    "events": 2000,
    "windows": 60,
    "starts": 6,
    "kills": 8,
    "resumes": 10,
    "repeats": 3,
    "layouts": 120,
}
"""How often each tries in one round of a few minutes."""
_PATIENCE_S = 900


def main() -> int:
    """Run rounds until the time is over; returns 1 when a rule was broken."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", choices=_PARTS, action="append")
    arguments = parser.parse_args()
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    until, seed = monotonic() + 60 * arguments.minutes, arguments.seed
    while True:
        for part in arguments.part or _PARTS:
            _run(part, seed, totals[part])
        seed += 1
        if monotonic() > until:
            break
    print(f"\n{'part':8} {'tried':>8} {'violations':>11} {'longest':>9} {'memory':>8} {'time':>7}")
    for part, total in totals.items():
        print(
            f"{part:8} {total['n_tried']:8,.0f} {total['n_violations']:11,.0f} "
            f"{total['longest_s']:7.2f} s {total['peak_mb']:5.0f} MB {total['minutes']:3.1f} min"
        )
    print(f"\nSeeds {arguments.seed} to {seed - 1}.")
    return int(any(total["n_violations"] for total in totals.values()))


def _run(part: str, seed: int, total: dict[str, float]) -> None:
    command = [sys.executable, "-m", f"soak.{part}", str(seed), str(_PARTS[part])]
    started = monotonic()
    try:
        done = subprocess.run(
            command,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        last = (done.stdout.splitlines() or [""])[-1]
        found = json.loads(last) if done.returncode == 0 else {}
        died = "" if found else f"ended with {done.returncode}: {done.stderr[-500:]}"
    except (subprocess.TimeoutExpired, ValueError) as error:
        found, died = {}, f"{error}"
    violations = [*found.get("violations", []), *([died] if died else [])]
    for violation in violations:
        print(f"VIOLATION {violation}\n    again: {' '.join(command[1:])}", flush=True)
    total["n_tried"] += found.get("n_tried", 0)
    total["n_violations"] += len(violations)
    for name in ("longest_s", "peak_mb"):
        total[name] = max(total[name], found.get(name, 0))
    total["minutes"] += (monotonic() - started) / 60
    print(
        f"{part} {seed}: {found.get('n_tried', 0)} tried, {len(violations)} violations", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
