import os

import numpy as np
import pytest

from benchmarks import matmul_share, time_to_accuracy
from benchmarks.competitor import competing_process
from fashion_gui.training.events import BatchMetrics, ValidationMetrics


def test_products_of_matrices_are_recorded_and_can_be_done_again():
    A, B, out = np.ones((2, 3)), np.ones((3, 4)), np.zeros((2, 4))

    def step():
        np.matmul(A, B, out=out)
        np.matmul(np.ones(2), A)  # a sum

    (product,) = matmul_share.recorded(step)
    assert product.n_operations == 2 * 2 * 3 * 4
    out.fill(0.0)
    product.compute()
    assert (out == 3).all()
    assert isinstance(np.matmul, np.ufunc)


def test_seconds_are_those_of_the_first_look_that_was_good_enough():
    records = [
        BatchMetrics(1, 1, 1, 8, 8 * 1, 1.0, 0.1, seconds=1.0),
        ValidationMetrics(1, 1.0, 0.85),
        BatchMetrics(2, 1, 2, 8, 8 * 2, 1.0, 0.1, seconds=2.0),
        ValidationMetrics(2, 1.0, 0.95),
        BatchMetrics(3, 1, 3, 8, 8 * 3, 1.0, 0.1, seconds=3.0),
        ValidationMetrics(3, 1.0, 0.80),
    ]
    assert time_to_accuracy.first_seconds(records, (0.8, 0.9, 0.99)) == {0.8: 1.0, 0.9: 2.0}


def test_nothing_is_learned_after_the_last_accuracy():
    def records():
        yield BatchMetrics(1, 1, 1, 8, 8 * 1, 1.0, 0.1, seconds=1.0)
        yield ValidationMetrics(1, 1.0, 0.9)
        pytest.fail("went on")

    assert time_to_accuracy.first_seconds(records(), (0.9,)) == {0.9: 1.0}


@pytest.mark.skipif(os.name != "posix", reason="signal 0 asks for a process on POSIX only")
def test_the_competing_process_is_gone_when_something_fails():
    numbers = []

    def fail():
        with competing_process() as number:
            os.kill(number, 0)
            numbers.append(number)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with pytest.raises(ProcessLookupError):
        os.kill(numbers[0], 0)
