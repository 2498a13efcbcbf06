"""The arrays that a layer works in: made once, and used again."""

import numpy as np
import pytest

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.layer import LayerBuffers, aligned_empty, sum_of_rows
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.losses import CrossEntropy


def test_an_array_is_made_once() -> None:
    memory = LayerBuffers({})
    array = memory.array("Y", (5, 3), np.float32)
    array[:] = 7
    again = memory.array("Y", (5, 3), np.float32)
    assert np.shares_memory(array, again)
    np.testing.assert_array_equal(again, np.full((5, 3), 7, np.float32))


def test_a_smaller_batch_gets_the_first_rows_of_the_larger_one() -> None:
    memory = LayerBuffers({})
    array = memory.array("Y", (5, 3), np.float32)
    array[:] = np.arange(5)[:, None]
    smaller = memory.array("Y", (2, 3), np.float32)
    assert smaller.shape == (2, 3)
    np.testing.assert_array_equal(smaller, array[:2])
    assert np.shares_memory(smaller, memory.array("Y", (5, 3), np.float32))


def test_a_larger_batch_another_width_or_another_type_gets_an_array_of_its_own() -> None:
    for shape, dtype in (((6, 3), np.float32), ((5, 4), np.float32), ((5, 3), np.float64)):
        memory = LayerBuffers({})
        first = memory.array("Y", (5, 3), np.float32)
        other = memory.array("Y", shape, dtype)
        assert other.shape == shape
        assert other.dtype == dtype
        assert not np.shares_memory(first, other)


@pytest.mark.parametrize("shape", [(0,), (1,), (5, 3), (7, 11, 2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.bool_, np.intp])
def test_arrays_begin_where_a_line_of_the_cache_does(shape: tuple[int, ...], dtype: type) -> None:
    for _ in range(8):  # by chance, one in four of NumPy's own would
        array = aligned_empty(shape, dtype)
        assert array.ctypes.data % 64 == 0 or not array.size
        assert (array.shape, array.dtype) == (shape, dtype)
        assert array.flags.c_contiguous
        assert array.flags.writeable


def test_parameters_and_what_is_made_of_them_begin_there_too() -> None:
    architecture = Architecture((Flatten(), Dense(3), Softmax()), input_shape=(2, 3))
    parameters = architecture.initial_parameters(np.random.default_rng(0))
    learning = Backpropagation(architecture, CrossEntropy(), parameters)
    learned = LayerBuffers({}).array("Y", (5, 3), np.float32)
    for array in (parameters, learning.gradients, learned):
        assert array.ctypes.data % 64 == 0
    assert not learning.gradients.any()


def test_arrays_of_different_names_are_different_arrays() -> None:
    memory = LayerBuffers({})
    shape = (5, 3)
    assert not np.shares_memory(
        memory.array("Y", shape, np.float32), memory.array("dX", shape, np.float32)
    )


def test_an_array_keeps_its_place_when_a_smaller_one_was_asked_for_in_between() -> None:
    memory = LayerBuffers({})
    first = memory.array("Y", (5, 3), np.float32)
    for shape in ((2, 3), (5, 3), (3, 5)):
        array = memory.array("Y", shape, np.float32)
        assert array.shape == shape
        assert array.ctypes.data == first.ctypes.data


@pytest.mark.parametrize("weight", [1.0, 0.25])
def test_rows_are_summed_and_weighed(weight: float) -> None:
    rows = np.random.default_rng(0).normal(size=(9, 4))
    memory, total = LayerBuffers({}), np.full(4, np.nan)
    for n_rows in (9, 3):
        sum_of_rows(rows[:n_rows], memory, total, weight)
        np.testing.assert_allclose(total, weight * rows[:n_rows].sum(axis=0), rtol=1e-12)


def test_a_memory_without_gradients_belongs_to_a_network_that_answers() -> None:
    memory = LayerBuffers({"weights": np.ones((2, 2))})
    assert memory.gradients == {}
    assert not memory.is_training
