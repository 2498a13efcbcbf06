"""Disturbed pictures: what each disturbance does, and the curves that it makes."""

import numpy as np
import pytest
from explained import DENSE, EVERY_KIND, make_image, make_network

from fashion_gui.data import Dataset
from fashion_gui.explain import (
    DISTURBANCES,
    AccuracyPoint,
    accuracy_curve,
    disturbed,
    picture_curve,
)
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
IMAGES = np.stack([make_image(seed) for seed in range(3)])


@pytest.mark.parametrize("name", DISTURBANCES)
def test_the_neutral_amount_changes_nothing_and_each_other_more_and_more(name: str) -> None:
    disturbance = DISTURBANCES[name]
    assert disturbance.neutral in disturbance.amounts
    assert list(disturbance.amounts) == sorted(set(disturbance.amounts))
    np.testing.assert_array_equal(disturbed(IMAGES, name, disturbance.neutral), IMAGES)
    for amount in disturbance.amounts:
        changed = disturbed(IMAGES, name, amount)
        assert (changed.shape, changed.dtype) == (IMAGES.shape, np.uint8)
        assert (changed != IMAGES).any() == (amount != disturbance.neutral)


def test_a_quarter_turn_and_a_whole_shift_are_exact() -> None:
    image = np.random.default_rng(0).integers(0, 256, (2, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(disturbed(image, "rotation", 90), np.rot90(image, axes=(1, 2)))
    right, left = disturbed(image, "shift", 3), disturbed(image, "shift", -3)
    np.testing.assert_array_equal(right[:, :, 3:], image[:, :, :-3])
    np.testing.assert_array_equal(left[:, :, :-3], image[:, :, 3:])
    assert not right[:, :, :3].any()
    assert not left[:, :, -3:].any()
    half = disturbed(image, "shift", 0.5)[0, :, 1:].astype(int)
    expected = (image[0, :, 1:].astype(float) + image[0, :, :-1]) / 2
    assert np.abs(half - expected).max() <= 0.5


def test_scaling_makes_a_square_smaller_around_the_middle() -> None:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 4:24] = 255
    small = disturbed(image, "scale", 0.5)[0] > 127
    rows, columns = np.flatnonzero(small.any(axis=1)), np.flatnonzero(small.any(axis=0))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (9, 18, 9, 18)
    assert disturbed(image, "scale", 2.0).all()


def test_a_blur_is_a_gaussian_and_noise_grows_without_changing_its_pattern() -> None:
    point = np.zeros((1, 28, 28), np.uint8)
    point[0, 14, 10] = 255
    blurred = disturbed(point, "blur", 1.0)[0]
    expected = 255 * np.exp(-(np.arange(-3, 4)[:, None] ** 2 + np.arange(-3, 4) ** 2) / 2)
    np.testing.assert_allclose(blurred[11:18, 7:14], expected / (2 * np.pi), atol=0.6)
    grey = np.full((2, 28, 28), 128, np.uint8)
    weak, strong = (disturbed(grey, "noise", amount).astype(int) - 128 for amount in (0.05, 0.1))
    assert np.abs(strong - 2 * weak).max() <= 2
    assert weak.std() == pytest.approx(0.05 * 255, rel=0.1)
    assert (weak[0] != weak[1]).any()


@pytest.mark.parametrize("pixels", [-3.0, -1.0, 1.0, 2.5])
def test_a_wider_pen_takes_the_brightest_pixel_of_a_disc(pixels: float) -> None:
    """A narrower one takes the darkest; what a disc covers in part counts in part."""
    image = np.random.default_rng(2).integers(0, 256, (9, 11)).astype(float)
    ink = 255 - image if pixels < 0 else image
    expected, radius = np.zeros_like(image), abs(pixels) / 2
    for row, column in np.ndindex(*image.shape):
        for other in np.ndindex(*image.shape):
            distance = np.hypot(other[0] - row, other[1] - column)
            share = min(1.0, max(0.0, radius + 1 - distance))
            expected[row, column] = max(expected[row, column], share * ink[other])
    expected = 255 - expected if pixels < 0 else expected
    found = disturbed(image[np.newaxis].astype(np.uint8), "pen width", pixels)[0]
    np.testing.assert_allclose(found, expected, atol=0.51)


def test_contrast_keeps_the_ground_black_and_the_whole_negative_is_one() -> None:
    np.testing.assert_array_equal(disturbed(IMAGES, "inverted", 1.0), 255 - IMAGES)
    faint = disturbed(IMAGES, "contrast", 0.5)
    np.testing.assert_array_equal(faint, np.rint(IMAGES / 2))
    assert disturbed(IMAGES, "contrast", 100.0)[IMAGES > 0].min() == 255


@ALL
def test_the_curve_of_a_picture_has_the_probabilities_of_what_is_shown(network: Network) -> None:
    amounts = (-20.0, 0.0, 45.0)
    points = list(picture_curve(network, IMAGES[0], "rotation", amounts))
    assert tuple(point.amount for point in points) == amounts
    np.testing.assert_array_equal(points[1].image, IMAGES[0])
    for point in points:
        expected = network.predict_proba(point.image[np.newaxis])[0]
        np.testing.assert_array_equal(point.probabilities, expected)
    assert np.abs(points[0].probabilities - points[1].probabilities).max() > 0


def test_the_curve_of_a_set_is_its_accuracy_and_tells_its_progress(small_dataset: Dataset) -> None:
    network = make_network(DENSE)
    order = np.random.default_rng(2).permutation(1200)[:900]
    images, labels = small_dataset.train.images[order], small_dataset.train.labels[order]
    assert len(images) > network.architecture.chunk
    told = list(accuracy_curve(network, images, labels, "blur", (0.0, 2.0)))
    points = [item for item in told if isinstance(item, AccuracyPoint)]
    shares = [item for item in told if isinstance(item, float)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for point in points:
        probabilities = network.predict_proba(disturbed(images, "blur", point.amount))
        assert point.accuracy == (probabilities.argmax(axis=1) == labels).mean()
        assert point.confidence == pytest.approx(probabilities.max(axis=1).mean())
    assert points[0].confidence != points[1].confidence


@pytest.mark.parametrize(
    ("name", "amount"),
    [("noise", -1), ("blur", -1), ("scale", 0), ("inverted", 1.5), ("shift", float("nan"))],
)
def test_amounts_that_cannot_be_are_refused(name: str, amount: float) -> None:
    with pytest.raises(ValueError, match=f"is no amount of {name}"):
        disturbed(IMAGES, name, amount)


def test_unknown_disturbances_and_sets_that_do_not_fit_are_refused() -> None:
    network = make_network(DENSE)
    with pytest.raises(ValueError, match=r"one of noise, .*, found 'rain'"):
        next(picture_curve(network, IMAGES[0], "rain"))
    with pytest.raises(ValueError, match=r"one of noise, .*, found 'rain'"):
        disturbed(IMAGES, "rain", 1)
    with pytest.raises(ValueError, match="same length"):
        next(accuracy_curve(network, IMAGES, np.zeros(2, int), "blur"))
    with pytest.raises(ValueError, match="at least one image"):
        next(accuracy_curve(network, IMAGES[:0], np.zeros(0, int), "blur"))
