"""Whether there is a screen."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from fashion_gui.ui.window.platform_check import (
    forget_stale_wayland,
    libraries_wanted,
    library_in,
    missing_libraries,
    screen_problem,
)

VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NOBODY_THERE = ":47111"


@pytest.fixture(autouse=True)
def linux_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_no_display_at_all_is_a_problem() -> None:
    problem = screen_problem()
    assert problem is not None
    assert "DISPLAY" in problem
    assert "WAYLAND_DISPLAY" in problem
    assert problem.endswith(".")


@pytest.mark.parametrize(
    "display", [NOBODY_THERE, f"{NOBODY_THERE}.0", "unix:47111", "127.0.0.1:59"]
)
def test_a_display_where_nothing_answers_is_a_problem_and_named(
    monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    problem = screen_problem()
    assert problem is not None
    assert repr(display) in problem


@pytest.mark.parametrize("display", ["127.0.0.1:70000", "127.0.0.1:59536", ":" + "9" * 200])
def test_a_display_number_that_cannot_be_is_a_problem_like_any_other(
    monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    problem = screen_problem()
    assert problem is not None
    assert display in problem


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=100x100", "vnc"])
def test_a_platform_of_qt_without_a_screen_needs_none(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert screen_problem() is None
    assert missing_libraries() == []


@pytest.mark.parametrize("platform", ["xcb", "wayland", "wayland;xcb"])
def test_a_platform_with_a_screen_needs_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert screen_problem() is not None


@pytest.fixture
def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Something that answers as a compositor of Wayland does."""
    path = tmp_path / "wayland-0"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(path))
        server.listen()
        yield path


@pytest.mark.parametrize("display", [None, NOBODY_THERE])
@pytest.mark.parametrize("is_whole_path", [False, True])
def test_wayland_is_a_screen(
    compositor: Path, monkeypatch: pytest.MonkeyPatch, display: str | None, is_whole_path: bool
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", str(compositor) if is_whole_path else compositor.name)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    assert screen_problem() is None
    forget_stale_wayland()
    assert "WAYLAND_DISPLAY" in os.environ


@pytest.mark.parametrize("runtime", [None, "there"])
def test_a_compositor_that_does_not_answer_is_a_problem_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str | None
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    if runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "nothing")
    problem = screen_problem()
    assert problem is not None
    assert "WAYLAND_DISPLAY is 'nothing'" in problem


def test_x11_is_used_where_wayland_is_left_over(
    local_server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "nothing")
    monkeypatch.setenv("DISPLAY", f":{local_server}")
    assert screen_problem() is None
    forget_stale_wayland()
    assert "WAYLAND_DISPLAY" not in os.environ


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_screen(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert screen_problem() is None
    assert missing_libraries() == []


def test_a_display_of_an_unknown_form_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "/private/tmp/launch/org.xquartz:0")
    assert screen_problem() is None


@pytest.fixture
def local_server() -> Iterator[int]:
    """A display on this machine that answers; Linux lets it live without a file."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X47112")
        server.listen()
        yield 47112


@pytest.fixture
def network_server() -> Iterator[int]:
    """A display that answers over the network."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1] - 6000


@pytest.mark.parametrize("form", [":{}", ":{}.0", "unix:{}", "unix:{}.1"])
def test_a_display_on_this_machine_that_answers_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, local_server: int, form: str
) -> None:
    monkeypatch.setenv("DISPLAY", form.format(local_server))
    assert screen_problem() is None


@pytest.mark.parametrize("form", ["127.0.0.1:{}", "localhost:{}.0"])
def test_a_display_on_another_machine_that_answers_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, network_server: int, form: str
) -> None:
    monkeypatch.setenv("DISPLAY", form.format(network_server))
    assert screen_problem() is None


def test_missing_libraries_are_named_with_the_packages_that_bring_them() -> None:
    sentence = libraries_wanted(["libEGL.so.1", "libxcb-cursor.so.0"])
    assert "libEGL.so.1, libxcb-cursor.so.0" in sentence
    assert sentence.endswith("apt-get install libegl1 libxcb-cursor0")


def test_every_library_that_may_be_missing_has_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashion_gui.ui.window.platform_check._is_there", lambda library: False)
    missing = missing_libraries()
    assert "libEGL.so.1" in missing
    packages = libraries_wanted(missing).split("apt-get install ")[1].split()
    assert len(packages) == len(missing)


@pytest.mark.parametrize(
    ("words", "library"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1"),
        ("libnonsense.so.9: cannot open shared object file", None),
        ("No module named 'PySide6'", None),
        ("", None),
    ],
)
def test_the_library_that_an_import_failed_for_is_recognised(
    words: str, library: str | None
) -> None:
    assert library_in(ImportError(words)) == library
