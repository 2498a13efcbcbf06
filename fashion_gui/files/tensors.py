"""Named arrays and texts in one file, in the safetensors format: reading one runs no code."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from fashion_gui.files.regular import open_regular

_HEAD = 16
_OTHER_KINDS = {
    b"\x89HDF": "an HDF5 file, as Keras writes them (.h5)",
    b"PK\x03\x04": "a ZIP archive, as PyTorch (.pt) and Keras (.keras) write them",
    b"\x80\x02": "a pickle, which is never opened",
    b"\x80\x03": "a pickle, which is never opened",
    b"\x80\x04": "a pickle, which is never opened",
    b"\x80\x05": "a pickle, which is never opened",
    b"\x93NUMPY": "an array of NumPy (.npy)",
    b"\x08\x07\x12": "an ONNX file",
    b"\x08\x08\x12": "an ONNX file",
    b"\x08\x09\x12": "an ONNX file",
    b"\x08\x0a\x12": "an ONNX file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a file that is compressed with gzip",
}
"""What files of other programs begin with."""
_UNKNOWN_KIND = "a file of another kind"


class TensorFileError(ValueError):
    """A file cannot be used: the message names it, what was expected and what was found."""


def tensor_bytes(arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, str]) -> bytes:
    """Return the content of a file with named arrays and named texts."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    content: bytes = safetensors.numpy.save(contiguous, dict(texts))
    return content


def format_texts(name: str, version: int) -> dict[str, str]:
    """Return the texts by which ``check_format`` knows files of one of our formats."""
    return {"format": name, "format_version": str(version)}


def check_format(path: Path, texts: Mapping[str, str], name: str, version: int) -> None:
    """Check that a file with these texts is of a format, and of a version of it.

    Raises
    ------
    TensorFileError
        One sentence, when it is not.
    """
    found = texts.get("format", "a file of another program")
    found_version = texts.get("format_version", "unknown")
    if found != name or found_version != str(version):
        raise TensorFileError(
            f"{path}: expected a {name} of version {version}, found {found!r:.40}, "
            f"version {found_version!r:.20}."
        )


def read_tensors(
    path: Path, what: str, max_bytes: int, check: Callable[[Mapping[str, str]], None]
) -> tuple[dict[str, str], dict[str, NDArray[Any]]]:
    """Read the texts and the arrays of a file.

    Parameters
    ----------
    path
        The file.
    what
        What is expected there, for people: "a model file".
    max_bytes
        A larger one is not opened.
    check
        Called with the texts before any array is read; what it raises goes to the caller.

    Raises
    ------
    TensorFileError
        One sentence, when it is missing, damaged, too large or of another kind.
    """
    try:
        with open_regular(path) as raw:
            head, size = raw.read(_HEAD), os.fstat(raw.fileno()).st_size
        if kind := _other_kind(head):
            raise TensorFileError(f"{path}: expected a safetensors file, found {kind}.")
        if size > max_bytes:
            raise TensorFileError(f"{path}: expected at most {max_bytes:,} bytes, found {size:,}.")
        if head[8:9] not in (b"{", b""):
            raise TensorFileError(f"{path}: expected a safetensors file, found {_UNKNOWN_KIND}.")
        with safetensors.safe_open(path, framework="numpy") as file:
            texts = dict(file.metadata() or {})
            check(texts)
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise TensorFileError(f"{path}: expected {what}, found nothing there.") from None
    except IsADirectoryError:
        raise TensorFileError(f"{path}: expected {what}, found a directory.") from None
    except safetensors.SafetensorError as error:
        damaged = f"found a damaged one ({error})"
        raise TensorFileError(f"{path}: expected a safetensors file, {damaged}.") from error
    except (OSError, TypeError, AttributeError) as error:
        # TypeError and AttributeError: an array of a dtype that NumPy does not have.
        problem = getattr(error, "strerror", None) or error
        raise TensorFileError(f"{path}: cannot be read: {problem}.") from error
    return texts, arrays


def _other_kind(head: bytes) -> str:
    """Return what kind of file begins like this; "" when it may be a safetensors file.

    A safetensors file begins with the length of its header, which may be any number, and a brace.
    """
    if head[8:9] == b"{":
        return ""
    return next((kind for mark, kind in _OTHER_KINDS.items() if head.startswith(mark)), "")
