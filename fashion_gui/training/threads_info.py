"""What computes: threads that learn side by side, and the library that multiplies matrices."""

import os

import numpy as np

_LIMITS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def in_words(n_threads: int) -> str:
    """Say how many threads learn, and how many a matrix product has."""
    learning = "1 thread learns" if n_threads == 1 else f"{n_threads} threads learn"
    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    name = " ".join(filter(None, (library.get("name"), library.get("version"))))
    limits = {os.environ.get(variable) for variable in _LIMITS}
    # The program sets all of them before NumPy is loaded; another one that uses it may not.
    product = "one thread" if limits == {"1"} else "any number of threads"
    return f"{learning}, {product} a matrix product ({name or 'unknown library'})"
