"""A process that keeps a core busy, as another program would."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# It also ends by itself when whoever started it is gone.
_BURN = """
import os
parent = os.getppid()
print(flush=True)
while os.getppid() == parent:
    sum(range(100_000))
"""


@contextmanager
def competing_process() -> Iterator[int]:
    """Start the process, wait until it works, yield its process id, and end it in any case."""
    process = subprocess.Popen([sys.executable, "-c", _BURN], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
    finally:
        process.kill()
        process.communicate()
