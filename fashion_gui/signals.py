"""The signals that ask a program to end: Ctrl-C, a shutdown, a terminal that is closed."""

import signal

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Those of them that this system has."""
