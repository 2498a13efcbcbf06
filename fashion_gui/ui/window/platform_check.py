"""Is there a screen? Qt aborts the process when there is none, so this is checked first.

This module must not import Qt, because it is needed before Qt is loaded.
"""

import ctypes
import os
import re
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

_CONNECT_TIMEOUT_S = 2.0
_FIRST_X11_PORT = 6000
_SCREENLESS = ("offscreen", "minimal", "minimalegl", "linuxfb", "eglfs", "vnc", "vkkhrdisplay")

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Debian's packages of the system libraries that Qt's wheels need."""


def screen_problem() -> str | None:
    """Return why no window can be shown; None if one probably can."""
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if platform in _SCREENLESS:
        return None
    displays = {
        name: os.environ[name] for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)
    }
    if not displays:
        return "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if any(_CHECKS[name](display) for name, display in displays.items()):
        return None
    found = " and ".join(f"{name} is {display!r}" for name, display in displays.items())
    return f"There is no screen here ({found}, and nothing answers there)."


def forget_stale_wayland() -> None:
    """Make Qt use X11 if WAYLAND_DISPLAY is stale: no server answers there.

    Qt would try Wayland first, and abort.
    """
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland and x11 and not _wayland_answers(wayland) and _answers(x11):
        del os.environ["WAYLAND_DISPLAY"]


def missing_libraries() -> list[str]:
    """Return the missing system libraries that Qt needs for a window."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return []
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _SCREENLESS:
        return []
    return [name for name in _PACKAGES if not _is_there(name)] if not _plugin_loads() else []


def libraries_wanted(libraries: list[str]) -> str:
    """Return a sentence that names the libraries and the Debian packages with them."""
    packages = " ".join(_PACKAGES[name] for name in libraries)
    return (
        f"Qt needs libraries that this system lacks: {', '.join(libraries)}. "
        f"On Debian or Ubuntu: apt-get install {packages}"
    )


def library_in(error: ImportError) -> str | None:
    """Return the system library whose absence made an import fail, if that was the cause."""
    name = str(error).split(":")[0]
    return name if name in _PACKAGES else None


def _answers(display: str) -> bool:
    match = re.fullmatch(
        r"(?:unix(?=:))?(?P<host>[^:/]*)(?:/unix)?:(?P<number>\d+)(?:\.\d+)?", display
    )
    if not match:
        return True  # an unknown form: let Qt try
    number = int(match["number"])
    if match["host"]:
        return _connects(socket.AF_INET, (match["host"], _FIRST_X11_PORT + number))
    path = f"/tmp/.X11-unix/X{number}"
    return any(_connects(socket.AF_UNIX, address) for address in (path, f"\0{path}"))


def _wayland_answers(display: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), display)
    return path.is_absolute() and _connects(socket.AF_UNIX, str(path))


_CHECKS = {"WAYLAND_DISPLAY": _wayland_answers, "DISPLAY": _answers}


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(_CONNECT_TIMEOUT_S)
        try:
            connection.connect(address)
        except (OSError, OverflowError, UnicodeError):
            return False
    return True


def _plugin_loads() -> bool:
    """Tell whether Qt's plugin for X11 finds all libraries that it is linked to."""
    package = find_spec("PySide6")
    if package is None or package.origin is None:
        return True
    plugin = Path(package.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    return not plugin.exists() or _is_there(str(plugin))


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
