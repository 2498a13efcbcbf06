"""What each pixel says for a class: against slow versions and what the methods promise."""

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from explained import ARTICLE, CONVOLUTIONAL, DENSE, logits, make_image, make_network

from fashion_gui.explain import (
    METHODS,
    OFFERED_METHODS,
    NotOfferedError,
    Score,
    grad_cam,
    gradient_times_input,
    integrated_gradients,
    occlusion,
    quick_integrated_gradients,
    why_not_offered,
)
from fashion_gui.explain.attribution import Method
from fashion_gui.files import model_file
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.pooling import GlobalAveragePool

NETWORKS = {
    "dense": make_network(DENSE),
    "without softmax": make_network(ARTICLE),
    "convolutional": make_network(CONVOLUTIONAL),
    "mirrored": make_network(CONVOLUTIONAL, mirrored=True),
    "two classes": make_network((Flatten(), Dense(5), ReLU(), Dense(2), Softmax())),
    "a hundred classes": make_network((Flatten(), Dense(5), ReLU(), Dense(100), Softmax())),
}
ALL = pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))
IMAGE = make_image()
PIXELS = IMAGE / 255


@ALL
def test_the_score_is_the_value_before_the_last_activation_less_what_it_is_compared_with(
    network: Network,
) -> None:
    values = logits(network, PIXELS)
    between = Score(network, 1, 0).values(PIXELS[np.newaxis])
    np.testing.assert_allclose(between, [values[1] - values[0]])
    of_class = Score(network, 1).values(PIXELS[np.newaxis])
    np.testing.assert_allclose(of_class, [values[1] - np.delete(values, 1).mean()])


def test_between_two_classes_a_softmax_gives_the_logarithm_of_how_much_likelier_one_is() -> None:
    network = NETWORKS["dense"]
    probabilities = network.predict_proba(IMAGE[np.newaxis])[0]
    (score,) = Score(network, 2, 5).values(PIXELS[np.newaxis])
    assert score == pytest.approx(np.log(probabilities[2] / probabilities[5]), rel=1e-5)


@pytest.mark.parametrize("name", ["without softmax", "convolutional", "mirrored"])
@pytest.mark.parametrize("against", [None, 3])
def test_the_gradient_is_that_of_central_differences(name: str, against: int | None) -> None:
    score = Score(NETWORKS[name], 1, against)
    pixels = PIXELS.copy()
    part = pixels[10:15, 9:14].copy()

    def value() -> float:
        pixels[10:15, 9:14] = part
        return float(score.values(pixels[np.newaxis])[0])

    expected = numerical_gradient(value, part)
    assert_same_gradient(score.gradients(pixels[np.newaxis])[0, 10:15, 9:14], expected)


@ALL
def test_gradient_times_input_is_that_and_nothing_where_it_is_black(network: Network) -> None:
    score = Score(network, 0)
    marks = gradient_times_input(score, IMAGE)
    np.testing.assert_array_equal(marks, score.gradients(PIXELS[np.newaxis])[0] * PIXELS)
    assert not marks[IMAGE == 0].any()


@ALL
@pytest.mark.parametrize("against", [None, 0])
def test_integrated_gradients_sum_to_the_difference_of_the_scores(
    network: Network, against: int | None
) -> None:
    score = Score(network, 1, against)
    black, full = score.values(np.stack([np.zeros_like(PIXELS), PIXELS]))
    assert abs(full - black) > 1e-2, "nothing to explain"
    total = integrated_gradients(score, IMAGE).sum()
    assert total == pytest.approx(full - black, rel=0.005)


@ALL
def test_quick_integrated_gradients_are_the_mean_of_four_gradients(network: Network) -> None:
    score = Score(network, 1)
    slopes = [
        score.gradients((share * PIXELS)[np.newaxis])[0] for share in (1 / 8, 3 / 8, 5 / 8, 7 / 8)
    ]
    quick = quick_integrated_gradients(score, IMAGE)
    np.testing.assert_allclose(quick, np.mean(slopes, axis=0) * PIXELS, atol=1e-12)
    has_convolutions = isinstance(network.architecture.layers[0], Conv2D)
    refused = [name for name in OFFERED_METHODS if why_not_offered(network, name)]
    assert refused == (["gradient-input"] if has_convolutions else [])


@ALL
def test_occlusion_is_what_erasing_one_square_after_another_changes(network: Network) -> None:
    score = Score(network, 1)
    falls, n_squares = np.zeros((28, 28)), np.zeros((28, 28))
    for top in range(-2, 28, 2):
        for left in range(-2, 28, 2):
            square = np.s_[max(0, top) : top + 4, max(0, left) : left + 4]
            erased = PIXELS.copy()
            erased[square] = 0
            before, after = score.values(np.stack([PIXELS, erased]))
            falls[square] += before - after
            n_squares[square] += 1
    assert (n_squares == 4).all()
    expected = np.where(IMAGE > 0, falls / n_squares, 0)
    np.testing.assert_allclose(occlusion(score, IMAGE), expected, atol=1e-12)


def test_grad_cam_finds_the_place_of_what_the_only_map_sees() -> None:
    layers = (Conv2D(1, padding=1), ReLU(), GlobalAveragePool(), Dense(2), Softmax())
    network = make_network(layers)
    parameters = network.parameters.copy()
    convolution, _, _, dense, _ = network.architecture.split(parameters)
    convolution["weights"][:] = 1
    dense["weights"][:] = [[2.0, -1.0]]
    network = Network(network.architecture, parameters, network.class_names)
    image = np.zeros((28, 28), np.uint8)
    image[5, 20] = 255
    for target, sign in ((0, 1), (1, -1)):
        marks = grad_cam(Score(network, target), image)
        expected = np.zeros((28, 28))
        expected[4:7, 19:22] = sign * 3 / 28**2
        np.testing.assert_allclose(marks, expected, atol=1e-12)


def test_grad_cam_of_a_mirrored_network_is_the_mean_over_both_views() -> None:
    plain, mirrored = NETWORKS["convolutional"], NETWORKS["mirrored"]
    one = grad_cam(Score(plain, 1), IMAGE)
    other = grad_cam(Score(plain, 1), np.ascontiguousarray(IMAGE[:, ::-1]))[:, ::-1]
    assert np.abs(one - other).max() > 1e-4
    np.testing.assert_allclose(grad_cam(Score(mirrored, 1), IMAGE), (one + other) / 2)


def test_grad_cam_says_why_it_is_not_offered_without_convolutions() -> None:
    with pytest.raises(NotOfferedError, match=r"maps of convolutions, and this network .* none"):
        grad_cam(Score(NETWORKS["dense"], 1), IMAGE)


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_a_network_whose_numbers_overflow_is_refused(method: Method) -> None:
    good = NETWORKS["convolutional"]
    broken = Network(good.architecture, np.full_like(good.parameters, np.inf), good.class_names)
    with pytest.raises(NotOfferedError, match="overflow"):
        method(Score(broken, 1), IMAGE)


@pytest.mark.parametrize(
    ("classes", "words"),
    [((10, None), "found 10"), ((0, -1), "found -1"), ((4, 4), "two different classes")],
)
def test_classes_that_cannot_be_compared_are_refused(
    classes: tuple[int, int | None], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Score(NETWORKS["dense"], *classes)


@pytest.mark.parametrize("name", list(model_file.shipped()))
def test_shipped_networks_are_explained_completely(name: str) -> None:
    network = model_file.load(model_file.find(name)).network
    image = make_image()
    score = Score(network, int(network.predict_proba(image[np.newaxis])[0].argmax()))
    pixels = image.astype(np.float32) / 255
    black, full = score.values(np.stack([np.zeros_like(pixels), pixels]))
    total = integrated_gradients(score, image).sum()
    assert total == pytest.approx(float(full - black), rel=0.0051)
