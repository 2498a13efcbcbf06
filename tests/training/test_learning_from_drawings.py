"""Runs that learn from drawings beside photographs."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, Dataset, Subset, load
from fashion_gui.nn.data_parallel import DataParallel
from fashion_gui.synthetic.doodles import NO_CLOTHING
from fashion_gui.training import drawings
from fashion_gui.training.drawings import DrawingPool, held_out_drawings, rows_of_drawings
from fashion_gui.training.events import BatchMetrics, Command, Finished, Snapshot
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.plan import plan_of
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import FREE_SETTINGS, Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train

DRAWINGS = Recipe(
    hidden=(16,), epochs=2, batch_size=150, n_train=400, n_validation=60, n_test=90, drawings=True
)
"""Three batches an epoch, the last one of 100 images."""
ALL_AT_ONCE = replace(DRAWINGS, batch_size=None)
AUGMENTED = replace(DRAWINGS, mirror=True, shift=1, erase=5, averaging=0.5, batch_norm=True)
CONVNET = replace(AUGMENTED, convolutions=("6k6s4",), hidden=(), n_train=120, batch_size=50)
SQUARED = replace(DRAWINGS, loss="squared-error", learning_rate=0.01)
RUNS = {
    "batches": DRAWINGS,
    "all at once": ALL_AT_ONCE,
    "augmented": AUGMENTED,
    "convnet": CONVNET,
    "squared error": SQUARED,
}
of_every_kind = pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)


def run(recipe: Recipe, dataset: Dataset) -> Finished:
    *_, last = train(recipe, dataset)
    assert isinstance(last, Finished)
    return last


@contextmanager
def learning(
    recipe: Recipe, photos: Subset, n_threads: int | None = None
) -> Iterator[GradientLearner]:
    ours = GradientLearner(recipe, photos, CLASS_NAMES, n_threads)
    try:
        yield ours
    finally:
        ours.close()


@pytest.fixture(autouse=True)
def few_at_first(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with a small pool: the runs here are short."""
    if "real_pool" not in request.fixturenames:
        monkeypatch.setattr(drawings, "_AT_FIRST", 64)


@pytest.fixture
def real_pool() -> None:
    """Leave the pool as it is."""


@pytest.fixture
def black_drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let all drawings be black, and of class 3; return how many were asked for each time."""
    asked: list[int] = []

    def draw(pool: DrawingPool, n: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        asked.append(n)
        return np.zeros((n, 28, 28), np.uint8), np.full(n, 3, np.uint8)

    monkeypatch.setattr(DrawingPool, "draw", draw)
    return asked


@of_every_kind
def test_the_same_seed_gives_the_same_network_bit_by_bit_and_another_one_another(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    first, again = run(recipe, small_dataset), run(recipe, small_dataset)
    assert first.network.parameters.tobytes() == again.network.parameters.tobytes()
    assert first.temperature == again.temperature
    assert [e.loss for e in first.history] == [e.loss for e in again.history]
    other = run(replace(recipe, seed=1), small_dataset)
    assert not np.allclose(first.network.parameters, other.network.parameters)


@pytest.mark.parametrize(
    "recipe", [replace(DRAWINGS, batch_size=300), CONVNET], ids=["mlp", "conv"]
)
def test_the_number_of_threads_changes_nothing(small_dataset: Dataset, recipe: Recipe) -> None:
    found = []
    for n_threads in (1, 2):
        with learning(recipe, small_dataset.train, n_threads) as ours:
            told = [ours.step(np.arange(300), 0.1 * k) for k in range(3)]
            temperature = ours.fit_temperature(small_dataset.test)
            found.append((told, temperature, ours.network().parameters.tobytes()))
    assert found[0] == found[1]


@of_every_kind
def test_drawings_change_what_is_learned_and_nothing_else_in_the_plan(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    without = replace(recipe, drawings=False)
    assert replace(plan_of(recipe, small_dataset), recipe=without) == plan_of(
        without, small_dataset
    )
    ours, theirs = run(recipe, small_dataset), run(without, small_dataset)
    assert not np.allclose(ours.network.parameters, theirs.network.parameters)
    assert ours.plan.n_steps == theirs.plan.n_steps


@of_every_kind
def test_the_first_weights_are_the_same_with_and_without(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    first = [
        next(r for r in train(changed, small_dataset, 0.0) if isinstance(r, Snapshot))
        for changed in (recipe, replace(recipe, drawings=False))
    ]
    assert np.array_equal(first[0].network.parameters, first[1].network.parameters)


@of_every_kind
def test_batches_count_their_photographs_only(small_dataset: Dataset, recipe: Recipe) -> None:
    records = list(train(recipe, small_dataset))
    batches = [record for record in records if isinstance(record, BatchMetrics)]
    sizes = {150: [150, 150, 100], 50: [50, 50, 20], None: [400]}[recipe.batch_size]
    assert [batch.n_images for batch in batches] == sizes * 2
    for batch in batches:
        n_right = batch.accuracy * batch.n_images
        assert n_right == pytest.approx(round(n_right), abs=1e-6)
        assert 0.0 <= batch.accuracy <= 1.0
        assert np.isfinite(batch.loss)
    assert len(records[-1].history) == 2


@pytest.mark.parametrize("indices", [np.arange(40, 71), None], ids=["a batch", "all images"])
def test_right_answers_to_drawings_are_not_counted(
    small_dataset: Dataset, black_drawings: list[int], indices: NDArray[np.intp] | None
) -> None:
    photos = small_dataset.train[:101]
    with learning(replace(DRAWINGS, learning_rate=1e-9), photos) as ours:
        picked = slice(None) if indices is None else slice(40, 71)
        answers = ours.network().predict_proba(photos.images[picked]).argmax(axis=1)
        _, n_correct = ours.step(indices, 0.0)
        assert n_correct == np.count_nonzero(answers == photos.labels[picked])
    assert black_drawings == [len(answers) // 2]


@pytest.mark.parametrize("n_images", [1, 3, 128, 301])
def test_a_network_that_knows_its_photographs_has_them_all_right(
    small_dataset: Dataset, n_images: int
) -> None:
    dark = Subset(np.zeros((n_images, 28, 28), np.uint8), np.full(n_images, 4, np.uint8))
    with learning(DRAWINGS, dark) as ours:
        for _ in range(60):
            _, n_correct = ours.step(np.arange(n_images), 0.0)
        assert n_correct == n_images


def test_every_batch_has_its_drawings_whatever_its_size(
    small_dataset: Dataset, black_drawings: list[int]
) -> None:
    with learning(DRAWINGS, small_dataset.train) as ours:
        for n_images in (1, 2, 3, 150, 100, 400, 7):
            assert np.isfinite(ours.step(np.arange(n_images), 0.0)[0])
        ours.step(None, 0.0)
    assert black_drawings == [0, 1, 1, 75, 50, 200, 3, 600]


@pytest.mark.parametrize("augmented", [False, True], ids=["plain", "augmented"])
def test_what_is_learned_from_is_each_image_with_its_own_target(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, augmented: bool
) -> None:
    seen: list[tuple[NDArray[np.uint8], NDArray[np.float32]]] = []

    def given(pool: DrawingPool, n: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        labels = (np.arange(n) % (NO_CLOTHING + 1)).astype(np.uint8)
        return np.broadcast_to(255 - labels[:, None, None], (n, 28, 28)).copy(), labels

    plain = DataParallel.__call__

    def spy(
        parallel: DataParallel, X: NDArray[np.uint8], targets: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32]]:
        seen.append((X.copy(), targets.copy()))
        return plain(parallel, X, targets)

    monkeypatch.setattr(DrawingPool, "draw", given)
    monkeypatch.setattr(DataParallel, "__call__", spy)
    recipe = replace(DRAWINGS, label_smoothing=0.1, mirror=augmented)
    indices = np.random.default_rng(0).permutation(1200)[:101]
    with learning(recipe, small_dataset.train) as ours:
        ours.step(indices, 0.0)
    ((X, targets),) = seen
    n, places = rows_of_drawings(101)
    assert len(X) == len(targets) == n == 151
    is_drawing = np.zeros(n, bool)
    is_drawing[places] = True
    smooth = np.full((11, 10), 0.01, np.float32)
    smooth[range(10), range(10)] += 0.9
    smooth[10] = 0.1  # what is no clothing is as much of one class as of any other
    labels = np.arange(50) % 11
    np.testing.assert_array_equal(X[is_drawing, 0, 0], 255 - labels)
    np.testing.assert_allclose(targets[is_drawing], smooth[labels], atol=1e-6)
    photos = small_dataset.train.images[indices]
    is_same = (X[~is_drawing] == photos).all(axis=(1, 2))
    is_mirrored = (X[~is_drawing] == photos[:, :, ::-1]).all(axis=(1, 2))
    assert (is_same | is_mirrored).all()
    assert is_same.all() != augmented
    np.testing.assert_allclose(
        targets[~is_drawing], smooth[small_dataset.train.labels[indices]], atol=1e-6
    )


def test_the_images_of_the_data_set_are_left_as_they_were(small_dataset: Dataset) -> None:
    images, labels = small_dataset.train.images.copy(), small_dataset.train.labels.copy()
    run(ALL_AT_ONCE, small_dataset)
    run(AUGMENTED, small_dataset)
    assert np.array_equal(small_dataset.train.images, images)
    assert np.array_equal(small_dataset.train.labels, labels)


@pytest.mark.parametrize("recipe", [DRAWINGS, ALL_AT_ONCE, CONVNET])
def test_a_stop_ends_the_learning_at_once(small_dataset: Dataset, recipe: Recipe) -> None:
    learned = train(recipe, small_dataset)
    for record in learned:
        if isinstance(record, BatchMetrics):
            break
    after = [learned.send(Command.STOP), *learned]
    assert not any(isinstance(record, BatchMetrics) for record in after)
    assert isinstance(after[-1], Finished)
    assert not after[-1].completed
    assert after[-1].report.confusion.sum() == 90


@pytest.mark.parametrize("n_images", [1, 7])
def test_a_tiny_data_set_is_enough(small_dataset: Dataset, n_images: int) -> None:
    tiny = Dataset(small_dataset.train[:n_images], small_dataset.test[:n_images], CLASS_NAMES)
    for recipe in (replace(RECIPES["mlp"], epochs=2, batch_size=None, drawings=True), CONVNET):
        last = run(replace(recipe, batch_size=None, n_train=None), tiny)
        assert last.completed
        assert last.report.confusion.sum() == n_images


def test_learning_from_drawings_keeps_the_name_of_a_recipe() -> None:
    assert "drawings" in FREE_SETTINGS
    for name in ("mlp", "convnet", "convnet-best", "article"):
        changed = RECIPES[name].with_settings(drawings=True, seed=3)
        assert (changed.name, changed.summary) == (name, RECIPES[name].summary)
        assert changed.drawings
        assert changed.to_dict()["drawings"] is True
        assert changed.with_settings(drawings=False, seed=0) == RECIPES[name]
    assert RECIPES["mlp"].with_settings(drawings=True, dropout=0.3).name == "custom"


def test_the_articles_code_refuses_drawings_in_one_sentence() -> None:
    with pytest.raises(RecipeError) as caught:
        RECIPES["article-as-printed"].with_settings(drawings=True)
    assert str(caught.value) == "drawings cannot be on in article-as-printed, only off."


def test_a_batch_that_fits_without_drawings_may_be_too_large_with_them(
    small_dataset: Dataset,
) -> None:
    n = 350_000
    photos = Subset(
        np.broadcast_to(small_dataset.train.images[:1], (n, 28, 28)),
        np.broadcast_to(small_dataset.train.labels[:1], (n,)),
    )
    recipe = Recipe(hidden=(8,), batch_size=None, n_validation=0)
    many = Dataset(photos, small_dataset.test, CLASS_NAMES)
    assert plan_of(recipe, many).batch_size == n
    with pytest.raises(RecipeError, match="batch_size of 350,000"):
        plan_of(replace(recipe, drawings=True), many)


def test_mixing_drawings_into_a_batch_makes_no_new_arrays_of_images(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = np.zeros((75, 28, 28), np.uint8), np.full(75, 3, np.uint8)
    monkeypatch.setattr(DrawingPool, "draw", lambda pool, n: (made[0][:n], made[1][:n]))
    with learning(DRAWINGS, small_dataset.train, n_threads=1) as ours:
        batches = [np.arange(150), np.arange(100)]
        for batch in batches * 2:
            ours.step(batch, 0.0)
        tracemalloc.start()
        try:
            ours.step(batches[0], 0.0)
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            for batch in batches * 5:
                ours.step(batch, 0.0)
            after, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert after - before < 4_000
    assert peak - before < 150 * 28 * 28 / 2  # half of the photographs of a batch, in bytes


@pytest.mark.usefixtures("real_pool")
def test_a_network_that_learned_from_drawings_knows_drawings_it_never_saw() -> None:
    everything = load()
    few = Dataset(everything.train[:2000], everything.test[:500], CLASS_NAMES)
    recipe = RECIPES["mlp"].with_settings(epochs=6, batch_size=64, n_validation=300)
    doodles = held_out_drawings(800)
    accuracy = {}
    for with_drawings in (False, True):
        last = run(replace(recipe, drawings=with_drawings), few)
        answers = last.network.predict_proba(doodles.images).argmax(axis=1)
        accuracy[with_drawings] = np.mean(answers == doodles.labels), last.report.accuracy
    assert accuracy[True][0] > 0.35
    assert accuracy[True][0] > accuracy[False][0] + 0.15
    assert accuracy[True][1] > accuracy[False][1] - 0.05  # on photographs


@pytest.mark.usefixtures("real_pool")
def test_what_is_no_clothing_is_answered_more_evenly_after_learning_from_scrawls() -> None:
    everything = load()
    few = Dataset(everything.train[:2000], everything.test[:100], CLASS_NAMES)
    recipe = RECIPES["mlp"].with_settings(epochs=4, batch_size=64, n_validation=300)
    scrawls = held_out_drawings(300, other_share=1.0).images
    surest = [
        run(replace(recipe, drawings=yes), few).network.predict_proba(scrawls).max(axis=1).mean()
        for yes in (False, True)
    ]
    assert surest[1] < surest[0] - 0.1
