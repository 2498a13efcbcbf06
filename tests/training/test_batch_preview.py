"""A preview changes images as a run would, and nothing but what is set."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.training.batch_preview import BatchPreview
from fashion_gui.training.recipes import Recipe

PLAIN = Recipe()


@pytest.fixture
def photos(small_dataset: Dataset) -> np.ndarray:
    return small_dataset.train.images[:12]


def test_without_changes_the_photographs_are_what_they_are(photos: np.ndarray) -> None:
    assert np.array_equal(BatchPreview(photos).images(PLAIN), photos)


def test_the_share_of_drawings_is_that_of_a_batch(photos: np.ndarray) -> None:
    preview = BatchPreview(photos)
    for per_100, expected in ((20, 2), (50, 4), (100, 6), (300, 9)):
        mixed = preview.images(replace(PLAIN, drawings=True, drawings_per_100=per_100))
        assert (mixed != photos).any(axis=(1, 2)).sum() == expected


def test_a_setting_changes_what_it_says(photos: np.ndarray) -> None:
    preview = BatchPreview(photos)
    mirrored = preview.images(replace(PLAIN, mirror=True))
    is_mirrored = (mirrored == photos[:, :, ::-1]).all(axis=(1, 2))
    assert is_mirrored.any()
    assert (is_mirrored | (mirrored == photos).all(axis=(1, 2))).all()
    erased = preview.images(replace(PLAIN, erase=8))
    assert ((erased == photos) | (erased == 0)).all()
    assert not np.array_equal(erased, photos)


def test_the_same_recipe_makes_the_same_images(photos: np.ndarray) -> None:
    recipe = replace(PLAIN, shift=3, erase=4, seed=7)
    first, second = BatchPreview(photos), BatchPreview(photos)
    assert np.array_equal(first.images(recipe), second.images(recipe))
    assert np.array_equal(first.images(recipe), first.images(recipe))
    assert not np.array_equal(first.images(recipe), first.images(replace(recipe, seed=8)))


def test_every_third_is_a_drawing_where_it_learns_from_some(photos: np.ndarray) -> None:
    images = BatchPreview(photos).images(replace(PLAIN, drawings=True))
    is_photo = (images == photos).all(axis=(1, 2))
    assert is_photo.tolist() == [True, True, False] * 4
    assert (images[~is_photo].max(axis=(1, 2)) > 100).all()
