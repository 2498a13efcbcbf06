"""The machine that this run was measured on."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import threadpoolctl

from benchmarks.result import Cell, Result
from fashion_gui.nn.threads import usable_cores

_PACKAGES = ("numpy", "PySide6-Essentials", "scikit-learn", "torch")


def measure() -> Result:
    """Return processor, versions, and the BLAS library in use."""
    rows: list[tuple[Cell, ...]] = [
        ("processor", f"{_processor()}, {platform.machine()}"),
        ("cores that may be used", str(usable_cores())),
        ("system", platform.system()),
        ("Python", sys.version.split()[0]),
        *((name, _version(name)) for name in _PACKAGES),
    ]
    for pool in threadpoolctl.threadpool_info():
        kernel = pool.get("architecture", "")
        words = f"{pool['version']} {kernel}, {pool['num_threads']} thread(s)"
        rows.append((f"{pool['internal_api']} of {pool['prefix']}", words))
    return Result("Machine", ("what", "is"), tuple(rows))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown processor"
