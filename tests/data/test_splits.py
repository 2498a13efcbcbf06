"""The parts of a data set, and images by their numbers."""

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Split


def test_the_last_twelfth_of_the_training_file_is_for_validation(small_dataset: Dataset) -> None:
    assert small_dataset.numbers(Split.TRAINING) == range(1100)
    assert small_dataset.numbers(Split.VALIDATION) == range(1100, 1200)
    assert small_dataset.numbers(Split.TEST) == range(1200, 1500)
    assert small_dataset.numbers(Split.ALL) == range(1500)
    assert len(small_dataset) == 1500


def test_few_images_leave_none_for_validation(small_dataset: Dataset) -> None:
    few = Dataset(small_dataset.train[:11], small_dataset.test[:2], CLASS_NAMES)
    assert len(few.subset(Split.VALIDATION)) == 0
    assert len(few.subset(Split.TRAINING)) == 11


@pytest.mark.parametrize("part", [Split.TRAINING, Split.VALIDATION, Split.TEST])
def test_a_part_holds_the_images_of_its_numbers(small_dataset: Dataset, part: Split) -> None:
    split, numbers = small_dataset.subset(part), small_dataset.numbers(part)
    assert len(split) == len(numbers)
    for place in (0, 7, len(split) - 1):
        number = numbers[place]
        np.testing.assert_array_equal(small_dataset.image(number), split.images[place])
        assert small_dataset.labels[number] == split.labels[place]
        assert small_dataset.split_of(number) is part


def test_images_come_in_the_order_of_the_numbers(small_dataset: Dataset) -> None:
    numbers = np.array([1499, 3, 1200, 1100, 3])
    expected = [small_dataset.image(int(number)) for number in numbers]
    np.testing.assert_array_equal(small_dataset.images(numbers), expected)


def test_the_labels_cannot_be_changed(small_dataset: Dataset) -> None:
    with pytest.raises(ValueError, match="read-only"):
        small_dataset.labels[0] = 3


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "Training image 0"), (1150, "Validation image 1,150"), (1213, "Test image 13")],
)
def test_an_image_is_called_by_its_part_and_its_place_in_the_file(
    small_dataset: Dataset, number: int, name: str
) -> None:
    assert small_dataset.name_of(number) == name
