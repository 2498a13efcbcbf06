"""Dropout: chance while training, nothing at all when the network answers."""

import numpy as np
import pytest

from fashion_gui.nn.layer import FloatArray, LayerBuffers
from fashion_gui.nn.layers import Dropout

RATES = [0.1, 0.5, 0.9]


def train(rate: float, X: FloatArray, seed: int = 0) -> FloatArray:
    memory = LayerBuffers({})
    memory.is_training, memory.rng = True, np.random.default_rng(seed)
    return Dropout(rate).forward(X, memory)


@pytest.mark.parametrize("rate", RATES)
def test_the_asked_share_is_silenced_and_the_rest_scaled_up_to_match(rate: float) -> None:
    Y = train(rate, np.ones((400, 500)))
    kept = Y != 0
    np.testing.assert_allclose(Y[kept], 1 / (1 - rate), rtol=1e-15)
    # 200,000 values: the share's standard error is at most 0.0011.
    assert abs((~kept).mean() - rate) < 0.005


@pytest.mark.parametrize("rate", RATES)
def test_the_expected_value_is_kept(rate: float) -> None:
    X = np.full((400, 500), 3.0)
    standard_error = 3 * np.sqrt(rate / (1 - rate) / X.size)
    assert abs(train(rate, X).mean() - 3) < 4 * standard_error


@pytest.mark.parametrize("rate", RATES)
def test_nothing_is_silenced_when_the_network_answers(rate: float) -> None:
    X = np.random.default_rng(0).normal(size=(30, 40))
    np.testing.assert_array_equal(Dropout(rate).forward(X, LayerBuffers({})), X)


def test_an_answer_after_a_batch_of_training_silences_nothing() -> None:
    X = np.ones((30, 40))
    memory = LayerBuffers({})
    memory.is_training, memory.rng = True, np.random.default_rng(0)
    layer = Dropout(0.5)
    assert (layer.forward(X, memory) == 0).any()
    memory.is_training = False
    np.testing.assert_array_equal(layer.forward(X, memory), X)


def test_a_rate_of_zero_changes_nothing_and_draws_nothing() -> None:
    X = np.random.default_rng(0).normal(size=(30, 40))
    memory = LayerBuffers({})
    memory.is_training, memory.rng = True, np.random.default_rng(5)
    np.testing.assert_array_equal(Dropout(0.0).forward(X, memory), X)
    assert memory.rng.random() == np.random.default_rng(5).random()


def test_the_same_seed_silences_the_same_values_and_another_one_others() -> None:
    X = np.ones((30, 40), np.float32)
    np.testing.assert_array_equal(train(0.5, X, seed=1), train(0.5, X, seed=1))
    assert (train(0.5, X, seed=1) != train(0.5, X, seed=2)).any()


def test_every_batch_silences_other_values() -> None:
    memory = LayerBuffers({})
    memory.is_training, memory.rng = True, np.random.default_rng(0)
    X = np.ones((30, 40))
    first = Dropout(0.5).forward(X, memory).copy()
    assert (Dropout(0.5).forward(X, memory) != first).any()


def test_the_gradient_is_silenced_where_the_value_was() -> None:
    layer, memory = Dropout(0.5), LayerBuffers({})
    memory.is_training, memory.rng = True, np.random.default_rng(0)
    Y = layer.forward(np.ones((30, 40)), memory)
    np.testing.assert_array_equal(layer.backward(np.ones((30, 40)), memory), Y)
