"""Smallest changes: as small as calculus says, whole grey levels, and honest when there is none."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image, make_network
from numpy.typing import NDArray

from fashion_gui.explain import Counterfactual, NotFound, Search, smallest_change
from fashion_gui.explain.counterfactual import NORMS, Norm
from fashion_gui.explain.layer_probe import Margin
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
EITHER = pytest.mark.parametrize("norm", NORMS)
IMAGE = make_image()
GREY = np.full((28, 28), 128, np.uint8)


def linear_network(slope: NDArray[np.float64], margin: float) -> Network:
    """Two classes; the first one wins by `margin` on GREY, and loses along the slope."""
    network = make_network((Flatten(), Dense(2), Softmax()))
    vector = network.parameters.copy()
    dense = network.architecture.split(vector)[1]
    dense["weights"][:] = np.column_stack([np.zeros(784), slope.ravel()])
    dense["biases"][:] = margin + (slope * (GREY / 255)).sum(), 0.0
    return Network(network.architecture, vector, network.class_names)


def found(
    network: Network, image: NDArray[np.uint8], target: int, norm: Norm, n_steps: int = 100
) -> Counterfactual:
    *told, last = smallest_change(network, image, target, norm, n_steps)
    assert isinstance(last, Counterfactual)
    searches = [one for one in told if isinstance(one, Search)]
    assert len(searches) == len(told)
    assert searches[-1].done == pytest.approx(1.0)
    sizes = [one.size for one in searches if one.size is not None]
    assert sizes == sorted(sizes, reverse=True)
    return last


@EITHER
def test_where_calculus_knows_the_smallest_change_it_is_found(norm: Norm) -> None:
    slope = np.random.default_rng(2).normal(size=(28, 28))
    # On the way that costs least: along the slope for L2, and along its signs for L-infinity.
    size = {"l2": np.linalg.norm(slope), "linf": np.abs(slope).sum()}
    radius = {"l2": 2.0, "linf": 20 / 255}
    network = linear_network(slope, float(radius[norm] * size[norm]))
    change = found(network, GREY, 1, norm)
    smallest = {"l2": change.l2, "linf": change.linf}[norm]
    assert radius[norm] * 0.99 <= smallest <= radius[norm] * 1.06
    assert (change.before, change.target) == (0, 1)
    assert change.probability > 0.5


def test_as_soon_as_one_is_found_it_is_shortened_in_a_straight_line() -> None:
    slope = np.random.default_rng(2).normal(size=(28, 28))
    network = linear_network(slope, 2.0 * float(np.linalg.norm(slope)))
    lasts = ([*smallest_change(network, GREY, 1, "l2", n_steps)][-1] for n_steps in range(1, 40))
    first = next(last for last in lasts if isinstance(last, Counterfactual))
    # The ball grew by a tenth in the last step, beyond the smallest change of 2.0.
    assert 1.98 <= first.l2 <= 2.09


def test_it_turns_with_the_gradient_and_finds_less_than_a_straight_line() -> None:
    network = EVERY_KIND["overlapping pools"]
    target = int(np.argsort(network.predict_proba(IMAGE[np.newaxis])[0])[-3])
    change = found(network, IMAGE, target, "l2")
    margin = Margin(network, target)
    margin.values(IMAGE[np.newaxis] / 255)
    (slope,) = margin.gradients()
    line = np.linspace(0, 3 * change.l2, 400)[:, np.newaxis, np.newaxis]
    along = np.rint((255 * line * slope / np.linalg.norm(slope) + IMAGE).clip(0, 255))
    is_called = network.predict_proba(along.astype(np.uint8)).argmax(axis=1) == target
    sizes = np.linalg.norm((along - IMAGE).reshape(400, -1) / 255, axis=1)
    assert change.l2 < 0.8 * sizes[is_called].min()


@ALL
@EITHER
def test_the_changed_picture_is_called_the_other_class(network: Network, norm: Norm) -> None:
    probabilities = network.predict_proba(IMAGE[np.newaxis])[0]
    target = int(np.argsort(probabilities)[-2])
    change = found(network, IMAGE, target, norm, 60)
    after = network.predict_proba(change.changed[np.newaxis])[0]
    assert after.argmax() == target == change.target
    assert change.before == probabilities.argmax()
    assert change.probability == after[target]
    assert change.changed.dtype == np.uint8
    np.testing.assert_array_equal(change.image, IMAGE)
    difference = change.changed.astype(float) / 255 - IMAGE / 255
    assert change.l2 == pytest.approx(np.sqrt((difference**2).sum()))
    assert change.linf == pytest.approx(np.abs(difference).max())
    assert change.n_pixels == np.count_nonzero(difference)
    back = np.rint(IMAGE + 0.5 * (change.changed.astype(float) - IMAGE)).astype(np.uint8)
    assert network.predict_proba(back[np.newaxis])[0].argmax() != target


@EITHER
def test_a_network_that_does_not_look_is_never_changed_and_that_is_said(norm: Norm) -> None:
    network = linear_network(np.zeros((28, 28)), 1.0)
    *_, last = smallest_change(network, IMAGE, 1, norm, 5)
    assert isinstance(last, NotFound)
    assert last.sentence.endswith("no change that makes this network call it class 1.")


def test_too_few_steps_are_said_and_a_search_can_be_stopped() -> None:
    network = linear_network(np.random.default_rng(2).normal(size=(28, 28)), 50.0)
    *_, last = smallest_change(network, GREY, 1, "l2", 2)
    assert isinstance(last, NotFound)
    assert last.sentence.startswith("2 steps found no change")
    search = smallest_change(network, GREY, 1)
    assert next(search) == Search(0.01, None)
    search.close()  # type: ignore[attr-defined]
    assert list(search) == []


def test_wishes_that_cannot_be_are_refused() -> None:
    network = EVERY_KIND["dense"]
    answer = int(network.predict_proba(IMAGE[np.newaxis])[0].argmax())
    for arguments, words in (
        ((answer,), f"calls it class {answer} already"),
        ((10,), "from 0 to 9, found 10"),
        ((0, "l1"), "one of l2, linf, found 'l1'"),
        ((0, "l2", 0), "at least one step, found 0"),
    ):
        with pytest.raises(ValueError, match=words):
            next(smallest_change(network, IMAGE, *arguments))  # type: ignore[arg-type]


@pytest.mark.parametrize(("norm", "size"), [("l2", 6.5), ("linf", 6.5 / 28)])
def test_a_change_of_most_of_the_picture_is_found_too(norm: Norm, size: float) -> None:
    """A simple network may ask for more than noise: here for lighter grey everywhere."""
    change = found(linear_network(np.full((28, 28), 1 / 28), 6.5), GREY, 1, norm)
    assert size <= getattr(change, norm) < 1.1 * size
