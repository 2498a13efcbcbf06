"""Results that are kept: whole, right, not too many, and never missed."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.files.result_cache import ResultCache

ARRAYS = {
    "probabilities": np.random.default_rng(0).random((30, 10), np.float32),
    "features": np.arange(60, dtype=np.float16).reshape(30, 2),
}
LAYOUT = {name: (array.shape, array.dtype.type) for name, array in ARRAYS.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made" / "when needed"


@pytest.fixture
def cache(folder: Path) -> ResultCache:
    return ResultCache(folder)


def only_file(folder: Path) -> Path:
    [path] = folder.iterdir()
    return path


def expect_known(cache: ResultCache, key: str = "key") -> None:
    known = cache.load(key, LAYOUT)
    assert known is not None
    assert list(known) == list(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(known[name], array)
        assert known[name].dtype == array.dtype
        assert not known[name].flags.writeable


def keep(cache: ResultCache, key: str, n_bytes: int, day: int) -> None:
    """Keep something of a size that was used last on some day."""
    before = set(cache._folder.glob("*"))
    cache.save(key, {"a": np.zeros(n_bytes, np.uint8)})
    for path in set(cache._folder.glob("*")) - before:
        os.utime(path, (day * 86_400, day * 86_400))


def is_known(cache: ResultCache, key: str, n_bytes: int) -> bool:
    return cache._path(key).exists() and cache.load(key, {"a": ((n_bytes,), np.uint8)}) is not None


def test_what_was_saved_is_known_to_the_next_program(cache: ResultCache, folder: Path) -> None:
    assert cache.load("key", LAYOUT) is None
    cache.save("key", ARRAYS)
    expect_known(ResultCache(folder))
    assert cache.load("another key", LAYOUT) is None


def test_arrays_that_are_no_run_of_memory_are_kept_too(cache: ResultCache) -> None:
    array = np.arange(20, dtype=np.int32).reshape(4, 5)[:, ::2]
    cache.save("key", {"a": array})
    known = cache.load("key", {"a": ((4, 3), np.int32)})
    assert known is not None
    np.testing.assert_array_equal(known["a"], array)


def test_another_layout_is_not_believed(cache: ResultCache) -> None:
    cache.save("key", ARRAYS)
    assert cache.load("key", LAYOUT | {"features": ((31, 2), np.float16)}) is None


def test_no_part_of_a_file_is_believed_and_it_is_replaced(cache: ResultCache, folder: Path) -> None:
    cache.save("key", ARRAYS)
    path = only_file(folder)
    whole = path.read_bytes()
    for length in (*range(0, 80, 7), len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert cache.load("key", LAYOUT) is None
        path.write_bytes(whole[:length] + bytes(len(whole) - length - 1) + b"\1")
        assert cache.load("key", LAYOUT) is None
    path.write_bytes(whole + b"more")
    assert cache.load("key", LAYOUT) is None
    cache.save("key", ARRAYS)
    expect_known(cache)


@pytest.mark.parametrize("place", [0, 30, 60, 500, -1])
def test_a_single_wrong_bit_is_found(cache: ResultCache, folder: Path, place: int) -> None:
    cache.save("key", ARRAYS)
    content = bytearray(only_file(folder).read_bytes())
    content[place] ^= 1
    only_file(folder).write_bytes(content)
    assert cache.load("key", LAYOUT) is None


def test_the_file_of_another_key_is_not_believed(cache: ResultCache) -> None:
    cache.save("one", ARRAYS)
    cache._path("other").write_bytes(cache._path("one").read_bytes())
    assert cache.load("other", LAYOUT) is None


def test_what_was_not_used_for_longest_makes_room(folder: Path) -> None:
    cache = ResultCache(folder, max_bytes=5000)
    for day, key in enumerate(("first", "second", "third"), start=1):
        keep(cache, key, 1500, day)
    assert is_known(cache, "first", 1500)  # from now on it is the one used last
    cache.save("fourth", {"a": np.zeros(1500, np.uint8)})
    assert {
        key for key in ("first", "second", "third", "fourth") if is_known(cache, key, 1500)
    } == {
        "first",
        "third",
        "fourth",
    }
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 5000


def test_what_is_too_large_by_itself_is_not_kept(folder: Path) -> None:
    cache = ResultCache(folder, max_bytes=5000)
    keep(cache, "small", 1500, day=1)
    cache.save("large", {"a": np.zeros(5001, np.uint8)})
    assert is_known(cache, "small", 1500)
    assert not is_known(cache, "large", 5001)


def test_files_of_others_in_the_folder_are_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_bytes(bytes(9000))
    cache = ResultCache(folder, max_bytes=5000)
    keep(cache, "key", 1500, day=1)
    assert (folder / "letter.txt").exists()
    assert is_known(cache, "key", 1500)


def test_the_folder_may_be_deleted_at_any_time(cache: ResultCache, folder: Path) -> None:
    cache.save("key", ARRAYS)
    only_file(folder).unlink()
    folder.rmdir()
    assert cache.load("key", LAYOUT) is None
    cache.save("key", ARRAYS)
    expect_known(cache)


def test_without_a_folder_that_can_be_written_it_works_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    (tmp_path / "pipes").mkdir()
    blocked, piped = ResultCache(tmp_path / "file"), ResultCache(tmp_path / "pipes")
    if hasattr(os, "mkfifo"):
        os.mkfifo(piped._path("key"))
    else:
        piped._path("key").mkdir()
    for cache in (blocked, piped):
        cache.save("key", ARRAYS)
        assert cache.load("key", LAYOUT) is None
    assert capfd.readouterr() == ("", "")


def test_many_threads_and_two_caches_may_use_one_folder(folder: Path) -> None:
    caches = [ResultCache(folder, max_bytes=4000) for _ in range(2)]

    def use(number: int) -> NDArray[np.uint8] | None:
        cache, key, value = caches[number % 2], str(number % 5), np.uint8(number % 5)
        cache.save(key, {"a": np.full(1000, value)})
        known = cache.load(key, {"a": ((1000,), np.uint8)})
        return None if known is None else known["a"]

    with ThreadPoolExecutor(8) as pool:
        for number, found in enumerate(pool.map(use, range(200))):
            assert found is None or (found == number % 5).all()
    assert not [path for path in folder.iterdir() if path.is_dir()]


SAVE_AGAIN_AND_AGAIN = """
import sys
from pathlib import Path
import numpy as np
from fashion_gui.files.result_cache import ResultCache
cache = ResultCache(Path(sys.argv[1]))
for number in range(1_000_000):
    array = np.full(4_000_000, number % 100, np.uint8)
    print(number, flush=True)
    cache.save("key", {"a": array})
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("n_saves", [1, 4])
def test_a_program_that_is_killed_while_it_saves_leaves_nothing_wrong(
    folder: Path, n_saves: int
) -> None:
    command = [sys.executable, "-c", SAVE_AGAIN_AND_AGAIN, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        for _ in range(n_saves):
            program.stdout.readline()
        program.send_signal(signal.SIGKILL)
    cache, layout = ResultCache(folder), {"a": ((4_000_000,), np.uint8)}
    known = cache.load("key", layout)
    assert known is None or len(np.unique(known["a"])) == 1
    cache.save("key", {"a": np.full(4_000_000, 200, np.uint8)})
    known = cache.load("key", layout)
    assert known is not None
    assert (known["a"] == 200).all()
    assert len(list(folder.iterdir())) == 1


def test_a_file_without_its_name_is_not_believed(
    cache: ResultCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr(Path, "replace", fail)
    cache.save("key", ARRAYS)
    assert cache.load("key", LAYOUT) is None


def test_large_results_are_whole_or_not_known(cache: ResultCache, folder: Path) -> None:
    large = np.random.default_rng(0).integers(0, 256, (2, 1_500_001), np.uint8)
    layout = {"a": (large.shape, np.uint8), "b": ((3,), np.uint8)}
    cache.save("key", {"a": large, "b": large[0, :3]})
    known = cache.load("key", layout)
    assert known is not None
    np.testing.assert_array_equal(known["a"], large)
    np.testing.assert_array_equal(known["b"], large[0, :3])
    path = only_file(folder)
    content = bytearray(path.read_bytes())
    for place in (-2, -1_000_000, 100):
        content[place] ^= 1
        path.write_bytes(content)
        assert cache.load("key", layout) is None
        content[place] ^= 1
    path.write_bytes(content)
    assert cache.load("key", layout) is not None
