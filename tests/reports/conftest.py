"""What the tests of the report share: answers, and pages about them."""

import pytest
from report_pages import Node, predictions_of, read, write

from fashion_gui.data import Dataset
from fashion_gui.evaluation.predictions import Predictions


@pytest.fixture(scope="module")
def answers(small_dataset: Dataset) -> Predictions:
    return predictions_of(small_dataset, seed=1)


@pytest.fixture(scope="module")
def page(answers: Predictions, small_dataset: Dataset) -> Node:
    return read(write(answers, small_dataset, names=("mlp", "")))


@pytest.fixture(scope="module")
def comparing_page(answers: Predictions, small_dataset: Dataset) -> Node:
    other = predictions_of(small_dataset, seed=2, n_wrong=30)
    return read(write(answers, small_dataset, names=("mlp", "convnet"), compared=other))
