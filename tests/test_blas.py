"""One thread for each matrix product, inside our own work and nowhere else."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from outside_program import n_blas_threads, outcome
from threadpoolctl import threadpool_limits

from fashion_gui.blas import one_blas_thread
from fashion_gui.nn.threads import Threads

TESTS = Path(__file__).parent


@pytest.fixture
def two_threads() -> Iterator[None]:
    """Stand in for a notebook: a matrix product has two threads."""
    with threadpool_limits(2, "blas"):
        yield


def test_outside_the_program_the_numbers_are_the_same_and_a_product_has_one_thread(
    data: Path,
) -> None:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "2", "PYTHONPATH": str(TESTS.parent)}
    done = subprocess.run(
        [sys.executable, "support/outside_program.py", data],
        cwd=TESTS,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["before"], found["inside"], found["after"]) == (2, [1], 2)
    assert found["digests"] == outcome(data)


@pytest.mark.usefixtures("two_threads")
def test_what_was_set_before_holds_again_afterwards() -> None:
    with one_blas_thread:
        with one_blas_thread:
            assert n_blas_threads() == 1
        assert n_blas_threads() == 1
    assert n_blas_threads() == 2
    with pytest.raises(ZeroDivisionError), one_blas_thread:
        raise ZeroDivisionError
    assert n_blas_threads() == 2


@pytest.mark.usefixtures("two_threads")
def test_the_limit_holds_until_the_last_thread_has_left() -> None:
    both_are_in, first_has_left = Barrier(2, timeout=20), Barrier(2, timeout=20)
    seen: list[int] = []

    def leave_first() -> None:
        with one_blas_thread:
            both_are_in.wait()
        first_has_left.wait()

    other = Thread(target=leave_first)
    other.start()
    with one_blas_thread:
        both_are_in.wait()
        first_has_left.wait()
        seen.append(n_blas_threads())
    other.join()
    assert [*seen, n_blas_threads()] == [1, 2]


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("n_threads", [1, 3])
def test_shared_work_is_limited_and_nothing_else(n_threads: int) -> None:
    threads = Threads(n_threads)
    assert threads.map(lambda _: n_blas_threads(), range(4)) == [1, 1, 1, 1]
    assert n_blas_threads() == 2
    threads.close()
