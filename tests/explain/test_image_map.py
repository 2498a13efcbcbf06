"""Maps of a data set at a layer of a network."""

from pathlib import Path

import explained
import numpy as np
import pytest
from explained import EVERY_KIND, make_network

from fashion_gui.data import Dataset
from fashion_gui.explain import image_map, layer_scores
from fashion_gui.explain.image_map import ImageMap, Layout, Mapper
from fashion_gui.explain.layer_scores import LayerReader, all_scores
from fashion_gui.explain.projection import alignment, principal_components
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.inspection import activations

DENSE, MIRRORED = EVERY_KIND["dense"], EVERY_KIND["mirrored"]


@pytest.fixture(autouse=True)
def few_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_map, "_N_JUDGED", 300)


def layers() -> list[tuple[str, str]]:
    return [
        (kind, layer)
        for kind in ("dense", "mirrored")
        for layer in EVERY_KIND[kind].architecture.layer_names
    ]


@pytest.mark.parametrize(("kind", "layer"), layers())
def test_reader_gives_the_output_of_any_layer(
    kind: str, layer: str, small_dataset: Dataset
) -> None:
    network, images = EVERY_KIND[kind], small_dataset.test.images[:7]
    expected = activations(network, images, [layer])[layer].reshape(7, -1)
    reader = LayerReader(network, layer, 2)
    reader._chunk = 3
    np.testing.assert_allclose(reader.rows(images), expected, rtol=1e-4, atol=1e-5)


def test_reader_gives_pixels_without_a_layer(small_dataset: Dataset) -> None:
    images = small_dataset.test.images[:3]
    expected = images.reshape(3, -1).astype(np.float32) / 255
    np.testing.assert_allclose(LayerReader(DENSE, None).rows(images), expected, rtol=1e-6)


def test_map_of_all_images_is_that_of_the_singular_value_decomposition(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_scores, "_N_SAMPLE", 600)
    maps = list(Mapper(DENSE, "ReLU 1", Layout.COMPONENTS, small_dataset).making())
    *parts, whole = maps
    assert len(parts) > 1
    numbers = np.concatenate([part.numbers for part in parts])
    np.testing.assert_array_equal(np.sort(numbers), np.arange(len(small_dataset)))
    np.testing.assert_array_equal(whole.numbers, np.arange(len(small_dataset)))
    assert whole.is_complete
    images = np.concatenate([small_dataset.train.images, small_dataset.test.images])
    rows = activations(DENSE, images, ["ReLU 1"])["ReLU 1"].astype(np.float64)
    X = rows - rows.mean(axis=0)
    _, singular, axes = np.linalg.svd(X, full_matrices=False)
    expected = X @ axes[:2].T
    expected /= np.sqrt((expected**2).sum(axis=1).mean())
    turned = alignment(whole.points, expected)
    np.testing.assert_allclose(turned(whole.points), expected, atol=0.01)
    assert whole.shown_share == pytest.approx((singular[:2] ** 2).sum() / (singular**2).sum(), 0.02)
    # What came first is hardly moved by the rest.
    first = parts[0]
    assert np.abs(first.points - whole.points[first.numbers]).max() < 0.5


@pytest.fixture(scope="module")
def neighbours(small_dataset: Dataset) -> list[ImageMap]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image_map, "N_LANDMARKS", 200)
        patch.setattr(image_map, "N_STEPS", 150)
        return list(Mapper(DENSE, "ReLU 1", Layout.NEIGHBOURS, small_dataset).making())


def test_map_of_neighbours_is_seen_to_unfold_and_is_trusted_more(
    neighbours: list[ImageMap], small_dataset: Dataset
) -> None:
    whole = neighbours[-1]
    by_components = list(Mapper(DENSE, "ReLU 1", Layout.COMPONENTS, small_dataset).making())[-1]
    assert whole.trust is not None
    assert by_components.trust is not None
    assert whole.trust > by_components.trust
    assert whole.components_trust == pytest.approx(by_components.trust, abs=0.01)
    assert len(whole.numbers) == len(small_dataset)
    steps = [made for made in neighbours if len(made.numbers) == 200]
    assert len(steps) == 30
    for made in neighbours:
        assert np.isfinite(made.points).all()
        if made in steps:
            assert np.square(made.points).sum(axis=1).mean() == pytest.approx(1, abs=1e-3)


def test_neighbours_are_arranged_before_all_images_are_looked_at(
    small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_scores, "_N_SAMPLE", 400)
    monkeypatch.setattr(image_map, "N_LANDMARKS", 200)
    monkeypatch.setattr(image_map, "N_STEPS", 10)
    read: list[int] = []
    rows = LayerReader.rows
    monkeypatch.setattr(
        LayerReader, "rows", lambda self, images: read.append(len(images)) or rows(self, images)
    )
    cache = ResultCache(tmp_path)
    mapper = Mapper(DENSE, "ReLU 1", Layout.NEIGHBOURS, small_dataset, cache=cache)
    n_read = []
    for made in mapper.making():
        if not made.can_place:
            n_read.append(sum(read))
    assert n_read == [400, 400], "both times that the arrangement is shown"
    assert sum(read) == len(small_dataset)
    *_, again = mapper.making()
    assert sum(read) == len(small_dataset)
    assert again.is_complete
    turned = alignment(again.points, made.points)
    np.testing.assert_allclose(turned(again.points), made.points, atol=0.01)


@pytest.mark.parametrize("layout", Layout)
def test_image_of_the_map_is_placed_where_it_is(
    layout: Layout, neighbours: list[ImageMap], small_dataset: Dataset
) -> None:
    whole = neighbours[-1]
    if layout is Layout.COMPONENTS:
        whole = list(Mapper(DENSE, None, layout, small_dataset).making())[-1]
    placed = whole.place(small_dataset.images(np.arange(40)))
    errors = np.linalg.norm(placed - whole.points[:40], axis=1)
    assert np.median(errors) < 0.05


def test_map_is_turned_to_the_one_before(small_dataset: Dataset) -> None:
    mapper = Mapper(DENSE, "dense 1", Layout.COMPONENTS, small_dataset)
    *_, before = mapper.making()
    flipped = ImageMap(**{**vars(before), "points": before.points * [-1, 1]})
    *_, after = Mapper(DENSE, "dense 1", Layout.COMPONENTS, small_dataset, before=flipped).making()
    np.testing.assert_allclose(after.points, flipped.points, atol=0.02)
    few = np.arange(200)
    sketch = Mapper(DENSE, "dense 1", Layout.COMPONENTS, small_dataset, flipped).sketch(few)
    error = np.abs(sketch.points - flipped.points[few]).mean()
    assert error < 0.2


def test_scores_are_kept_by_network_layer_and_images(
    small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ResultCache(tmp_path)
    *_, first = Mapper(MIRRORED, None, Layout.COMPONENTS, small_dataset, cache=cache).making()
    *_, _ = Mapper(DENSE, "dense 1", Layout.COMPONENTS, small_dataset, cache=cache).making()
    monkeypatch.setattr(LayerReader, "rows", lambda *_: pytest.fail("computed again"))
    again = list(Mapper(DENSE, None, Layout.COMPONENTS, small_dataset, cache=cache).making())
    assert len(again) == 1
    np.testing.assert_allclose(again[0].points, first.points, atol=1e-4)
    assert len(list(all_scores(DENSE, "dense 1", small_dataset, cache=cache))) == 0
    other = make_network(explained.DENSE, seed=2)
    for network, layer in ((other, "dense 1"), (DENSE, "ReLU 1")):
        with pytest.raises(pytest.fail.Exception):
            next(all_scores(network, layer, small_dataset, cache=cache))


def test_fewer_images_than_components_have_a_map() -> None:
    rows = np.eye(3, 50, dtype=np.float32)
    assert principal_components(rows, 50).axes.shape == (2, 50)
