"""Whether animations are shown: not if the system or the user asks for less motion.

Qt does not report the system's setting, so it is read where each system keeps it.
"""

import sys
from configparser import ConfigParser, Error
from contextlib import suppress
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

from fashion_gui.files.regular import open_regular

_PORTAL_WAIT_MS = 200
_LONGEST = 1_000_000
_OFF = ("0", "0.0", "false", "False")
_is_wanted_less: list[bool] = []


def reduce_motion(is_reduced: bool) -> None:
    """Turn animations off, or follow the system again."""
    _is_wanted_less[:] = [True] if is_reduced else []


def is_motion_reduced() -> bool:
    """Tell whether animations are off."""
    return bool(_is_wanted_less) or system_reduces_motion()


@cache
def system_reduces_motion() -> bool:
    """Tell whether the system asks programs for less motion; False where it does not say."""
    if sys.platform == "win32":
        metrics = QSettings(
            r"HKEY_CURRENT_USER\Control Panel\Desktop\WindowMetrics",
            QSettings.Format.NativeFormat,
        )
        return str(metrics.value("MinAnimate", "1")) in _OFF
    if sys.platform == "darwin":
        access = QSettings("com.apple", "universalaccess")
        return str(access.value("reduceMotion", "false")) not in ("", *_OFF)
    return _is_off_in_files(Path.home() / ".config") or _portal_says_off()


def _is_off_in_files(folder: Path) -> bool:
    """Tell whether one of the files of KDE and GTK turns animations off."""
    places = (
        ("kdeglobals", "KDE", "AnimationDurationFactor"),
        ("gtk-4.0/settings.ini", "Settings", "gtk-enable-animations"),
        ("gtk-3.0/settings.ini", "Settings", "gtk-enable-animations"),
    )
    for name, section, key in places:
        file = ConfigParser(strict=False, interpolation=None)
        with suppress(Error, OSError, UnicodeDecodeError), open_regular(folder / name) as raw:
            file.read_string(raw.read(_LONGEST).decode("utf-8"))
        if file.get(section, key, fallback="1") in _OFF:
            return True
    return False


def _portal_says_off() -> bool:
    """Ask the desktop portal: GNOME keeps its settings in no readable file."""
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
        "ReadOne",
    )
    call.setArguments(["org.gnome.desktop.interface", "enable-animations"])
    answer = bus.call(call, QDBus.CallMode.Block, _PORTAL_WAIT_MS)
    is_told = answer.type() is QDBusMessage.MessageType.ReplyMessage and answer.arguments()
    return bool(is_told) and str(answer.arguments()[0]) in _OFF
