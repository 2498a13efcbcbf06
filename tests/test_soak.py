"""A few seconds of the campaign that ``make soak`` runs for an hour."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PATHS = os.pathsep.join(map(str, (TESTS, TESTS / "support")))


@pytest.mark.parametrize(
    ("part", "n"), [("inputs", 500), ("events", 100), ("windows", 2), ("kills", 1)]
)
def test_a_short_part_of_the_campaign_breaks_no_rule(part: str, n: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"soak.{part}", "20261125", str(n)],
        env=os.environ
        | {"PYTHONPATH": f"{TESTS}:{TESTS / 'support'}", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["violations"] == []
    # An event may close the window: then no other follows.
    assert 0 < report["n_tried"] <= n
