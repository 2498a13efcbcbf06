"""The signals that ask a program to end: Ctrl-C, shutdown, a closed terminal."""

import signal

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Those that this system has."""
