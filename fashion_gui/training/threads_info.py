"""Threads and BLAS library of a run, in words."""

import os

import numpy as np

_LIMITS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def in_words(n_threads: int) -> str:
    """Return how many threads learn, and how many each matrix product uses, in words."""
    learning = "1 thread learns" if n_threads == 1 else f"{n_threads} threads learn"
    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    name = " ".join(filter(None, (library.get("name"), library.get("version"))))
    limits = {os.environ.get(variable) for variable in _LIMITS}
    # The program sets all of them before NumPy is loaded; a script that imports it may not.
    product = "one thread" if limits == {"1"} else "any number of threads"
    return f"{learning}, {product} per matrix product ({name or 'unknown library'})"
