"""Reading the IDX format, in which MNIST and its relatives are published.

A file is a header of big-endian integers and then the values: two zero bytes, a byte for
the type of a value (8: uint8), a byte for the number of dimensions, and the length of each
dimension as uint32. Source: http://yann.lecun.com/exdb/mnist, "The IDX file format".
"""

import gzip
import os
import struct
import zlib
from math import prod
from pathlib import Path
from typing import IO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.files.regular import open_regular

ByteArray: TypeAlias = NDArray[np.uint8]

_UINT8 = 8
_GZIP_MAGIC = b"\x1f\x8b"
_MAX_VALUES = 2**31
"""Most values in one file: far above 70,000 images, far below what fills the memory."""

_PIECE = 2**23
"""Bytes that are read at a time."""

_INFLATED_AT_ONCE = 100_000_000
_MAX_RATIO = 100
"""Most bytes that are unpacked from any file, and from a long file for each of its bytes."""

_CONTENTS = {1: "labels", 3: "images"}


class DataError(ValueError):
    """A data file cannot be used: the message names it, what was expected and what was found."""


def read_idx(path: Path | str, ndim: int) -> ByteArray:
    """Read an IDX file of unsigned bytes, gzipped or not.

    Parameters
    ----------
    path
        The file. Its first bytes, not its name, tell whether it is gzipped.
    ndim
        Dimensions that it must have: 1 for labels, 3 for images.

    Returns
    -------
    ndarray of uint8, read-only, with `ndim` dimensions.

    Raises
    ------
    DataError
        When the file is missing, is no IDX file, is damaged, or holds something else.
    """
    path = Path(path)
    try:
        with open_regular(path) as file:
            zipped = file.read(2) == _GZIP_MAGIC
            file.seek(0)
            if zipped:
                n_bytes = os.fstat(file.fileno()).st_size
                with gzip.GzipFile(fileobj=file) as unzipped:
                    return _read_array(unzipped, path, ndim, most=most_inflated(n_bytes))
            return _read_array(file, path, ndim)
    except IsADirectoryError:
        raise DataError(f"{path}: expected a file, found a directory.") from None
    except FileNotFoundError:
        raise DataError(f"{path}: expected an IDX file, found nothing there.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(
            f"{path}: expected a whole gzip file, found a damaged one: {error}."
        ) from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}.") from error


def most_inflated(n_bytes: int) -> int:
    """Return how many bytes a gzip or zip file of that length may unpack to.

    Images are compressed about 10:1, simple ones more; a decompression bomb, 1000:1.
    """
    return max(_INFLATED_AT_ONCE, n_bytes * _MAX_RATIO)


def _read_array(
    file: IO[bytes] | gzip.GzipFile, path: Path, ndim: int, most: int | None = None
) -> ByteArray:
    magic = file.read(4)
    expected = f"IDX {_CONTENTS.get(ndim, 'values')} (magic number {_magic(ndim):#010x})"
    if len(magic) < 4:
        raise DataError(f"{path}: expected {expected}, found a file of {len(magic)} bytes.")
    found = int.from_bytes(magic, "big")
    if found != _magic(ndim):
        other = {_magic(n): f"IDX {what}" for n, what in _CONTENTS.items()}.get(
            found, "magic number"
        )
        raise DataError(f"{path}: expected {expected}, found {other} {found:#010x}.")
    header = file.read(4 * ndim)
    if len(header) < 4 * ndim:
        raise DataError(f"{path}: expected {ndim} lengths after the magic number, found the end.")
    shape = struct.unpack(f">{ndim}I", header)
    # Lengths of 0 are left out: no values, but NumPy still cannot make the others.
    if (claimed := prod(length or 1 for length in shape)) > _MAX_VALUES:
        raise DataError(f"{path}: expected at most {_MAX_VALUES:,} values, found {claimed:,}.")
    if most is not None and claimed > most:
        raise DataError(
            f"{path}: expected at most {most:,} values in so short a gzip file, found {claimed:,}."
        )
    n_values = prod(shape)
    # One byte more than expected shows a file that is too long. The read that returns nothing is
    # the one in which gzip compares its checksum.
    values = read_at_most(file, n_values + 1)
    if len(values) != n_values:
        more = " or more" if len(values) > n_values else ""
        raise DataError(
            f"{path}: expected {n_values:,} values as its header says, found {len(values):,}{more}."
        )
    return np.frombuffer(memoryview(values).toreadonly(), dtype=np.uint8).reshape(shape)


def read_at_most(file: IO[bytes] | gzip.GzipFile, n_bytes: int) -> bytearray:
    """Read up to `n_bytes` bytes, piece by piece: a header that lies costs no memory."""
    content = bytearray()
    while piece := file.read(min(n_bytes - len(content), _PIECE)):
        content += piece
    return content


def _magic(ndim: int) -> int:
    return _UINT8 << 8 | ndim
