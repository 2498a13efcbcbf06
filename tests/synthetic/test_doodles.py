"""Drawn clothes: what can be told of them without looking at each one."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES
from fashion_gui.synthetic.doodles import (
    GARMENTS,
    NO_CLOTHING,
    draw_doodles,
    draw_doodles_of,
    draw_named_things,
    draw_sketched_garments,
)

N = 500
"""Doodles of each class, and of what is none."""
INK = 25
"""Grey level from which a pixel is ink: the faintest pens are twice as light."""
EVERY_LABEL = range(NO_CLOTHING + 1)
NAMES = [*CLASS_NAMES, "no clothing"]
TROUSERS, DRESS, SNEAKER, ANKLE_BOOT = (
    CLASS_NAMES.index(name) for name in ("Trouser", "Dress", "Sneaker", "Ankle boot")
)

Images = NDArray[np.uint8]


@pytest.fixture(scope="module")
def doodles() -> Images:
    """Return doodles, uint8 (n_labels, N, 28, 28)."""
    return np.stack(
        [
            draw_doodles_of(np.full(N, label, np.uint8), np.random.default_rng((7, label)))
            for label in EVERY_LABEL
        ]
    )


def box_of(image: Images) -> tuple[slice, slice]:
    """Return the smallest box with all of the ink."""
    rows, columns = (np.flatnonzero((image > INK).any(axis=axis)) for axis in (1, 0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def sides_of(images: Images) -> NDArray[np.float64]:
    """Return height and width of the ink of each image, shape (n, 2)."""
    boxes = [box_of(image) for image in images]
    return np.array([[part.stop - part.start for part in box] for box in boxes], float)


def how_tall(images: Images) -> float:
    """Return the mean of height by width: above 1 they are taller than wide."""
    height, width = sides_of(images).T
    return float(np.exp(np.log(height / width).mean()))


def has_gap_below(image: Images) -> bool:
    """Tell whether there is a place without ink at the bottom, in the middle."""
    rows, columns = box_of(image)
    width = columns.stop - columns.start
    inner = slice(columns.start + int(0.4 * width), columns.stop - int(0.4 * width))
    return not (image[rows.stop - 4 : rows.stop, inner] > INK).any(axis=0).all()


def test_there_is_a_garment_for_each_class_and_one_label_more() -> None:
    assert len(GARMENTS) == len(CLASS_NAMES) == NO_CLOTHING


def test_doodles_are_images_as_a_network_takes_them() -> None:
    images, labels = draw_doodles(200, np.random.default_rng(0), other_share=0.5)
    assert (images.dtype, labels.dtype) == (np.uint8, np.uint8)
    assert (images.shape, labels.shape) == ((200, 28, 28), (200,))
    assert set(labels) == set(EVERY_LABEL)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_any_number_of_doodles_can_be_drawn(n: int) -> None:
    images, labels = draw_doodles(n, np.random.default_rng(1))
    assert images.shape == (n, 28, 28)
    assert images.dtype == np.uint8
    assert labels.shape == (n,)
    assert images.any(axis=(1, 2)).all()


@pytest.mark.parametrize("label", EVERY_LABEL, ids=NAMES)
def test_a_single_doodle_of_each_class_can_be_drawn_whatever_the_chance(label: int) -> None:
    for seed in range(12):
        image = draw_doodles_of(np.array([label], np.uint8), np.random.default_rng(seed))
        assert image.shape == (1, 28, 28)
        assert image.any()


def test_the_same_chance_gives_the_same_doodles_and_another_one_others() -> None:
    first, again, other = (
        draw_doodles(150, np.random.default_rng(seed), other_share=0.2) for seed in (3, 3, 4)
    )
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])
    assert not np.array_equal(first[1], other[1])
    labels = first[1]
    ours, theirs = (draw_doodles_of(labels, np.random.default_rng(seed)) for seed in (3, 4))
    assert (ours != theirs).any(axis=(1, 2)).all()


def test_going_on_with_the_same_source_gives_new_doodles() -> None:
    rng = np.random.default_rng(5)
    labels = np.arange(10, dtype=np.uint8)
    first, second = draw_doodles_of(labels, rng), draw_doodles_of(labels, rng)
    assert (first != second).any(axis=(1, 2)).all()


def test_no_other_source_of_chance_is_used_or_moved_on() -> None:
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002  # the generator that all programs share
    then = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    first = draw_doodles(60, np.random.default_rng(6))[0]
    now = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    assert now == then
    random.seed(2)
    assert np.array_equal(draw_doodles(60, np.random.default_rng(6))[0], first)


def test_the_labels_that_are_asked_for_are_left_as_they_were() -> None:
    labels = np.arange(11, dtype=np.uint8)
    labels.flags.writeable = False
    draw_doodles_of(labels, np.random.default_rng(0))
    assert labels.tolist() == list(range(11))


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0, 0), (0.3, 0.2, 0.4), (1.0, 1, 1)])
def test_so_many_show_no_clothing(share: float, least: float, most: float) -> None:
    labels = draw_doodles(600, np.random.default_rng(8), other_share=share)[1]
    assert least <= np.mean(labels == NO_CLOTHING) <= most


def test_all_classes_are_about_equally_frequent() -> None:
    counts = np.bincount(draw_doodles(2000, np.random.default_rng(9))[1], minlength=11)
    assert counts[NO_CLOTHING] == 0
    assert counts[:NO_CLOTHING].min() > 140
    assert counts.max() < 260


@pytest.mark.parametrize("label", EVERY_LABEL, ids=NAMES)
def test_every_doodle_shows_something_on_black(doodles: Images, label: int) -> None:
    n_ink = (doodles[label] > INK).sum(axis=(1, 2))
    # A hand that draws only a dot or two is possible where nothing has to be recognised.
    assert n_ink.min() >= (4 if label == NO_CLOTHING else 25)
    brightest = doodles[label].max(axis=(1, 2), keepdims=True)
    assert brightest.min() > 60
    # What was drawn small is blurred around its lines: only its brighter half is ink.
    assert (doodles[label] > brightest / 2).sum(axis=(1, 2)).max() < 0.95 * 28 * 28


@pytest.mark.parametrize("label", range(NO_CLOTHING), ids=CLASS_NAMES)
def test_clothes_fill_their_image_nearly_and_lie_inside_of_it(doodles: Images, label: int) -> None:
    longer = sides_of(doodles[label]).max(axis=1)
    assert np.mean(longer >= 18) > 0.98
    assert 21 < np.median(longer) < 28
    ink = doodles[label] > INK
    at_rim = ink.sum() - ink[:, 1:-1, 1:-1].sum()
    assert at_rim < 0.06 * ink.sum()


def test_no_doodle_is_drawn_twice(doodles: Images) -> None:
    rows = doodles.reshape(-1, 28 * 28)
    assert len(np.unique(rows, axis=0)) == len(rows)
    of_class = doodles.reshape(len(EVERY_LABEL), N, -1).astype(float)
    assert of_class.std(axis=1).max(axis=1).min() > 60  # somewhere all of them differ a lot


def test_pens_differ_in_width_and_grey(doodles: Images) -> None:
    whitest = doodles.max(axis=(2, 3))
    assert np.mean(whitest > 240) > 0.4
    assert np.mean(whitest < 220) > 0.05
    n_ink = (doodles[:NO_CLOTHING] > INK).sum(axis=(2, 3))
    assert np.percentile(n_ink, 95) > 1.8 * np.percentile(n_ink, 5)


def test_trousers_have_a_gap_between_their_legs_and_dresses_have_none(doodles: Images) -> None:
    trousers, dresses = (
        np.mean([has_gap_below(image) for image in doodles[label]]) for label in (TROUSERS, DRESS)
    )
    assert trousers > 0.5
    assert trousers > dresses + 0.3


def test_dresses_are_taller_than_wide_and_sneakers_wider_than_tall(doodles: Images) -> None:
    assert how_tall(doodles[DRESS]) > 1.1
    assert how_tall(doodles[SNEAKER]) < 0.8
    assert how_tall(doodles[ANKLE_BOOT]) > how_tall(doodles[SNEAKER]) + 0.2


@pytest.mark.parametrize("label", [SNEAKER, ANKLE_BOOT], ids=["sneaker", "ankle boot"])
def test_shoes_point_to_both_sides(doodles: Images, label: int) -> None:
    is_higher_on_the_left = []
    for image in doodles[label]:
        _, columns = box_of(image)
        third = (columns.stop - columns.start) // 3
        left = image[:, columns.start : columns.start + third]
        right = image[:, columns.stop - third : columns.stop]
        top_left, top_right = ((side > INK).any(axis=1).argmax() for side in (left, right))
        is_higher_on_the_left.append(top_left < top_right)
    assert 0.3 < np.mean(is_higher_on_the_left) < 0.7


def weights_of_classes(doodles: Images) -> NDArray[np.float64]:
    """Fit a straight line through the pixels for each class: a weak eye, but one that sees."""
    X = doodles[:NO_CLOTHING].reshape(-1, 784) / 255
    targets = np.repeat(np.eye(NO_CLOTHING), N, axis=0)
    return np.linalg.solve(X.T @ X + 30 * np.eye(784), X.T @ targets)


def test_a_class_can_be_recognised_and_every_label_keeps_its_place(doodles: Images) -> None:
    images, labels = draw_doodles(1000, np.random.default_rng(10))
    answers = (images.reshape(-1, 784) / 255 @ weights_of_classes(doodles)).argmax(axis=1)
    assert np.mean(answers == labels) > 0.35
    for others in (np.roll(labels, 1), np.roll(labels, -1)):
        assert np.mean(answers == others) < 0.15


def test_what_lies_beside_a_doodle_says_nothing_about_it() -> None:
    labels = np.tile(np.array([SNEAKER, DRESS, NO_CLOTHING], np.uint8), 200)
    images = draw_doodles_of(labels, np.random.default_rng(11))
    assert how_tall(images[labels == SNEAKER]) < 0.8
    assert how_tall(images[labels == DRESS]) > 1.1


def test_sketches_are_not_filled_and_named_things_seldom(doodles: Images) -> None:
    rng = np.random.default_rng(5)
    garments, things = draw_sketched_garments(400, rng), draw_named_things(400, rng)
    assert len(garments) == len(things) == 400
    clothes = np.concatenate(list(doodles[:NO_CLOTHING, :100]))
    assert share_filled(garments) < 0.25 * share_filled(clothes)
    assert share_filled(garments) < share_filled(things) < 0.7 * share_filled(doodles[NO_CLOTHING])


def share_filled(images: Images) -> float:
    """Return the share of the images with a square of 12 by 12 pixels that is all ink."""
    windows = np.lib.stride_tricks.sliding_window_view(images > INK, (12, 12), axis=(1, 2))
    return float(windows.all(axis=(3, 4)).any(axis=(1, 2)).mean())
