"""Files that are written whole or not at all, whatever goes wrong on the way."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fashion_gui.files import atomic
from fashion_gui.files.atomic import (
    OutputError,
    check_directory,
    check_file,
    write_files,
    write_texts,
)

OLD, NEW = b"old" * 5_000, b"new" * 5_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file that is there already."""
    path = tmp_path / "page.html"
    path.write_bytes(OLD)
    return path


@contextmanager
def disk_of(n_bytes: int) -> Iterator[None]:
    """No file may become longer, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="only POSIX limits the length of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def check_untouched(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_a_new_file_takes_the_place_of_the_old_one(path: Path) -> None:
    write_files({path: NEW})
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_texts_are_written_in_utf_8_as_they_are(path: Path) -> None:
    write_texts({path: "naïve\r\nlines\n"})
    assert path.read_bytes() == b"na\xc3\xafve\r\nlines\n"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("kind", "told_as"), [(OSError, OutputError), (KeyboardInterrupt, KeyboardInterrupt)]
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    kind: type[BaseException],
    told_as: type[BaseException],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind(errno.EIO, "the disk is broken")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(told_as, match="the disk is broken"):
        write_files({path: NEW})
    monkeypatch.undo()
    check_untouched(path)


@pytest.mark.parametrize("missing", [1, 100, 5_000, 10_000])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(path: Path, missing: int) -> None:
    words = r"page\.html: cannot be written: .*too large"
    with disk_of(len(NEW) - missing), pytest.raises(OutputError, match=words):
        write_files({path: NEW})
    check_untouched(path)


def test_no_file_is_replaced_when_another_cannot_be_written(path: Path) -> None:
    with pytest.raises(OutputError, match=r"no\.html: expected an existing directory, found none"):
        write_files({path: NEW, path.parent / "none" / "no.html": NEW})
    check_untouched(path)


def test_a_directory_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=r"folder: expected .* file to write, found a directory"):
        write_files({tmp_path / "folder": NEW})
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has named pipes")
def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(OutputError, match="found a device"):
        write_files({path: NEW})
    assert path.is_fifo()


def test_a_link_stays_a_link_to_the_new_file(path: Path) -> None:
    link = path.with_name("link.html")
    link.symlink_to(path)
    write_files({link: NEW})
    assert link.is_symlink()
    assert path.read_bytes() == NEW


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has such rights")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_file_is_readable_for_whom_the_user_allows_it(
    tmp_path: Path, mask: int, mode: int
) -> None:
    path = tmp_path / "a.html"
    with umask(mask):
        write_files({path: NEW})
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file", "found a file"),
        ("file/new", "found a file"),
        ("nothing/new", "expected an existing directory"),
    ],
)
def test_a_place_that_is_no_directory_is_told_before_the_work(
    tmp_path: Path, place: str, words: str
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match=words):
        check_directory(tmp_path / place)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_looking_whether_files_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old")
    for name in ("old.html", "new.html"):
        check_file(tmp_path / name)
    for name in (".", "new"):
        check_directory(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["old.html"]
    assert (tmp_path / "old.html").read_text() == "old"


def test_a_read_only_file_is_not_replaced(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(OutputError, match=r"page\.html: expected a file to replace, .*read-only"):
        write_files({path: NEW})
    check_untouched(path)
    with pytest.raises(OutputError, match="read-only"):
        check_file(path)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_file_that_is_replaced_keeps_its_mode(path: Path) -> None:
    path.chmod(0o640)
    write_files({path: NEW})
    assert path.stat().st_mode & 0o777 == 0o640


KILLED = """
import os, signal, sys
from pathlib import Path
from fashion_gui.files import atomic

os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)
atomic.write_files({Path(sys.argv[1]): b"new"})
"""


@pytest.mark.skipif(os.name != "posix", reason="signals and processes are POSIX's")
def test_what_a_killed_program_leaves_is_removed_by_the_next_one(path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(path.parent.iterdir())) == 2
    check_file(path)
    check_untouched(path)


def test_the_folder_of_a_program_that_still_writes_stays(path: Path) -> None:
    with atomic._temporary_folder(path.parent) as folder:
        write_files({path: NEW})
        assert Path(folder).is_dir()


def test_a_folder_of_another_machine_stays_for_a_day(path: Path) -> None:
    folder = path.parent / ".fashion-gui.elsewhere.7.abc"
    folder.mkdir()
    write_files({path: NEW})
    assert folder.is_dir()
    long_ago = time.time() - 25 * 3600
    os.utime(folder, (long_ago, long_ago))
    write_files({path: NEW})
    assert not folder.exists()


def test_a_loop_of_links_is_told_in_one_sentence(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(OutputError, match=r"page\.html: (expected|cannot be written).*links"):
        check_file(loop / "page.html")
    with pytest.raises(OutputError, match="page"):
        check_file(tmp_path / ("page" * 80))
