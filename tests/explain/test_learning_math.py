"""The way back, value by value and weight by weight, against central differences."""

import numpy as np
import pytest
from central_differences import STEP
from explained import EVERY_KIND, some_places

from fashion_gui.explain import LearningMath, NotOfferedError, Trace
from fashion_gui.explain.derivations import Place, WeightedSum
from fashion_gui.nn.network import Network

LABEL = 1
# Without black ground, where every ReLU and every pool would stand at its kink.
IMAGE = np.random.default_rng(3).integers(1, 256, (28, 28), dtype=np.uint8)
ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))


def loss_of(network: Network, answers: np.ndarray) -> float:
    """The loss by the textbook, of what the last layer gives: (n_views, n_classes)."""
    mean = answers.mean(axis=0)
    if network.architecture.layer_names[-1].startswith("softmax"):
        return -float(np.log(mean[LABEL]))
    target = np.arange(len(mean)) == LABEL
    return float(((mean - target) ** 2).sum() / 2)


def loss_from(network: Network, index: int, values: np.ndarray) -> float:
    """The loss when what layer `index` is given is replaced: views first."""
    run = network.forward_pass()
    X = values.transpose(1, 2, 0, 3).copy() if values.ndim == 4 else values
    for layer, memory in zip(run.layers[index:], run.memories[index:], strict=True):
        memory.X = X
        X = layer.forward(X, memory)
    return loss_of(network, X)


@ALL
def test_gradients_of_values_are_those_of_central_differences(network: Network) -> None:
    trace = Trace(network, IMAGE)
    math = LearningMath(trace, LABEL)
    names = (None, *network.architecture.layer_names)
    for index, name in enumerate(names):
        following = network.architecture.layer_names[min(index, len(names) - 2)]
        given = trace.outputs if index == len(names) - 1 else trace.given
        values = np.array([given(following, view) for view in range(trace.n_views)])
        view = trace.n_views - 1
        found, expected = [], []
        for place in some_places(values.shape[1:], 4):
            at = (view, *place)
            before = values[at]
            losses = []
            for step in (STEP, -STEP):
                values[at] = before + step
                losses.append(loss_from(network, index, values))
            values[at] = before
            expected.append((losses[0] - losses[1]) / (2 * STEP))
            found.append(math.gradients(name, view)[place])
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-8)
    assert math.loss == pytest.approx(
        loss_from(
            network,
            0,
            np.array(
                [
                    trace.given(network.architecture.layer_names[0], view)
                    for view in range(trace.n_views)
                ]
            ),
        )
    )


@ALL
def test_where_a_gradient_comes_from_sums_up_to_it(network: Network) -> None:
    math = LearningMath(Trace(network, IMAGE), LABEL)
    n_terms = 0
    for name in (None, *network.architecture.layer_names):
        if name and name.startswith("softmax"):
            with pytest.raises(NotOfferedError, match="what the softmax is given"):
                math.derive(name, (0,))
            continue
        for view in range(math.trace.n_views):
            for place in some_places(math.gradients(name, view).shape):
                derivation = math.derive(name, place, view)
                assert derivation.value == math.gradients(name, view)[place]
                assert derivation.result == pytest.approx(derivation.value, rel=1e-9, abs=1e-13)
                n_terms += len(derivation.lines())
    assert n_terms > 0


@ALL
def test_a_step_changes_a_weight_by_the_gradient_of_central_differences(network: Network) -> None:
    math = LearningMath(Trace(network, IMAGE), LABEL)
    architecture = network.architecture
    starts = dict(zip(architecture.layer_names, architecture.parameter_shapes, strict=True))
    vector = network.parameters.copy()
    views = architecture.split(vector)

    def loss() -> float:
        return LearningMath(
            Trace(Network(architecture, vector, network.class_names), IMAGE), LABEL
        ).loss

    for (layer, shapes), arrays in zip(starts.items(), views, strict=True):
        for name in math.learned_parameters(layer):
            for place in some_places(shapes[name], 2):
                step = math.step(layer, name, place, learning_rate=0.5)
                at: Place = place
                before = arrays[name][at]
                losses = []
                for change in (STEP, -STEP):
                    arrays[name][at] = before + change
                    losses.append(loss())
                arrays[name][at] = before
                expected = (losses[0] - losses[1]) / (2 * STEP)
                assert step.gradient == pytest.approx(expected, rel=1e-5, abs=1e-8)
                assert step.after == before - 0.5 * step.gradient
                assert step.before == before


@ALL
def test_the_step_of_the_largest_term_is_that_of_its_weight(network: Network) -> None:
    trace = Trace(network, IMAGE)
    math = LearningMath(trace, LABEL)
    n_steps = 0
    for name in network.architecture.layer_names:
        place = some_places(trace.outputs(name).shape)[-1]
        step = math.step_of_largest(name, place, 0.1)
        if not name.startswith(("dense", "convolution")):
            assert step is None
            continue
        derivation = trace.derive(name, place)
        assert isinstance(derivation, WeightedSum)
        (term,) = derivation.largest(1)
        assert term.weight_place is not None
        assert step == math.step(name, "weights", term.weight_place, 0.1)
        assert step.before == term.weight
        n_steps += 1
    assert n_steps > 0


@ALL
def test_a_small_step_of_all_weights_makes_the_loss_smaller(network: Network) -> None:
    math = LearningMath(Trace(network, IMAGE), LABEL)
    moved = math.parameters_after(1e-4)
    after = LearningMath(
        Trace(Network(network.architecture, moved, network.class_names), IMAGE), LABEL
    )
    assert after.loss < math.loss
    for part in network.architecture.statistics:
        np.testing.assert_array_equal(moved[part], network.parameters[part])


@pytest.mark.parametrize(
    ("layer", "parameter", "index", "words"),
    [
        ("batch norm 1", "mean", (0,), "learns scale, shift, found 'mean'"),
        ("tanh 1", "weights", (0,), "learns nothing, found 'weights'"),
        ("dense 1", "weights", (0, 10), r"dense 1 \(weights\) gives values of shape \(9, 10\)"),
    ],
)
def test_weights_that_no_gradient_moves_are_refused(
    layer: str, parameter: str, index: Place, words: str
) -> None:
    math = LearningMath(Trace(EVERY_KIND["convolutional"], IMAGE), LABEL)
    with pytest.raises(ValueError, match=words):
        math.step(layer, parameter, index, 0.1)


def test_a_class_that_there_is_not_and_numbers_that_overflow_are_refused() -> None:
    network = EVERY_KIND["dense"]
    with pytest.raises(ValueError, match="from 0 to 9, found 10"):
        LearningMath(Trace(network, IMAGE), 10)
    broken = Network(
        network.architecture, np.full_like(network.parameters, np.inf), network.class_names
    )
    with pytest.raises(NotOfferedError, match="overflow"):
        LearningMath(Trace(broken, IMAGE), 1)
