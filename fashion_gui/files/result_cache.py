"""A cache on disk for results that take long to compute.

The folder may be deleted at any time, and so may each of its files. Whatever goes wrong with it,
the program silently works without it.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import prod
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.files.atomic import OutputError, write_unsynced
from fashion_gui.files.regular import open_regular

Layout: TypeAlias = Mapping[str, tuple[tuple[int, ...], type[np.generic]]]
"""Shape and type of each array, by its name."""
_MAGIC = b"fashion-gui result 1\n"
_N_CHECKSUM = hashlib.sha256().digest_size
_SUFFIX = ".result"
_READ_AT_ONCE = 2_000_000
"""Bytes: few enough to be in the cache still when their checksum is computed."""
_MAX_BYTES = 500_000_000
"""Of all results together: the features of all training images from a large network take 127 MB."""


class ResultCache:
    """Keeps arrays by a key that contains everything they depend on.

    A file holds a checksum of key and arrays, and the arrays' bytes: nothing is unpickled. Any
    thread, and any number of programs, may use the same folder.

    Parameters
    ----------
    folder
        Created when the first result is saved.
    max_bytes
        When all results together take more, the least recently used are removed.
    """

    def __init__(self, folder: Path, max_bytes: int = _MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def load(self, key: str, layout: Layout) -> dict[str, NDArray[Any]] | None:
        """Return the arrays of a key, read-only; None when they are missing or damaged."""
        path = self._path(key)
        try:
            with open_regular(path) as file:
                n_expected = len(_MAGIC) + _N_CHECKSUM + _n_bytes(layout)
                if os.fstat(file.fileno()).st_size != n_expected:
                    return None
                if file.read(len(_MAGIC)) != _MAGIC:
                    return None
                checksum = file.read(_N_CHECKSUM)
                arrays = {name: np.empty(*of_array) for name, of_array in layout.items()}
                if _read(file, key, list(arrays.values())) != checksum:
                    return None
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)  # marks it as used just now
        for array in arrays.values():
            array.flags.writeable = False
        return arrays

    def save(self, key: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Save arrays, in the order of their layout; do nothing when that is not possible."""
        contiguous = [np.ascontiguousarray(array) for array in arrays.values()]
        if sum(array.nbytes for array in contiguous) > self._max_bytes:
            return
        path = self._path(key)
        head: list[bytes | memoryview] = [_MAGIC, _checksum(key, contiguous)]
        with suppress(OSError, OutputError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_unsynced(path, head + [_bytes_of(array) for array in contiguous])
            self._remove_oldest(keep=path)

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}{_SUFFIX}"

    def _remove_oldest(self, keep: Path) -> None:
        results = []
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError):  # another program removed it
                found = path.stat()
                results.append((path != keep, -found.st_mtime, found.st_size, path))
        n_bytes = 0
        for _, _, size, path in sorted(results):
            n_bytes += size
            if n_bytes > self._max_bytes and path != keep:
                with suppress(OSError):  # on Windows: somebody is reading it
                    path.unlink()


def _n_bytes(layout: Layout) -> int:
    return sum(prod(shape) * np.dtype(dtype).itemsize for shape, dtype in layout.values())


def _bytes_of(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _read(file: IO[bytes], key: str, arrays: Sequence[NDArray[Any]]) -> bytes:
    """Fill arrays from a file; return the checksum, which follows the reading in a thread."""
    checksum = hashlib.sha256(key.encode())
    with ThreadPoolExecutor(1) as beside:
        for array in arrays:
            whole = _bytes_of(array)
            for start in range(0, len(whole), _READ_AT_ONCE):
                part = whole[start : start + _READ_AT_ONCE]
                file.readinto(part)  # type: ignore[attr-defined]
                beside.submit(checksum.update, part)
    return checksum.digest()


def _checksum(key: str, arrays: Sequence[NDArray[Any]]) -> bytes:
    checksum = hashlib.sha256(key.encode())
    for array in arrays:
        checksum.update(_bytes_of(array))
    return checksum.digest()
