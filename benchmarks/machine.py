"""What this run was measured on."""

import platform
import sys
from pathlib import Path

import numpy as np
import threadpoolctl
from PySide6 import __version__ as pyside_version


def report() -> list[str]:
    """Describe processor, versions, and the matrix library that is really running."""
    lines = [
        f"{_processor()}, {platform.system()} {platform.machine()}",
        f"Python {sys.version.split()[0]}, NumPy {np.__version__}, PySide6 {pyside_version}",
    ]
    for pool in threadpoolctl.threadpool_info():
        kernel = pool.get("architecture", "")
        lines.append(
            f"{pool['internal_api']} {pool['version']} {kernel}, {pool['num_threads']} thread(s)"
        )
    return lines


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown processor"
