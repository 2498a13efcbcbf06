"""The index of similar images, against a plain search."""

from pathlib import Path

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.evaluation import similarity
from fashion_gui.evaluation.similarity import SimilarityIndex, indexing, indexing_once
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.training.recipes import Recipe


@pytest.fixture(scope="module")
def network() -> Network:
    architecture = Recipe(hidden=(64,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(3))
    return Network(architecture, parameters, CLASS_NAMES)


def features_of(network: Network, images: np.ndarray) -> np.ndarray:
    return np.concatenate([part for _, part in network.answers_with_features(images)])


def indices(network: Network, dataset: Dataset, **options: object) -> list[SimilarityIndex]:
    return [index for index in indexing(network, dataset, **options) if index]  # type: ignore[arg-type]


@pytest.mark.parametrize("has_detector", [False, True])
def test_the_most_similar_are_those_of_a_plain_search(
    network: Network, small_dataset: Dataset, has_detector: bool
) -> None:
    features = features_of(network, small_dataset.train.images).astype(np.float64)
    if has_detector:
        detector = NoveltyDetector.of(features[:50], features[50:99], 20)
        network = network.with_novelty(detector)
    *_, index = indices(network, small_dataset)
    assert index.is_complete
    assert sorted(index.numbers) == list(range(len(small_dataset.train)))
    [query] = features_of(network, small_dataset.test.images[:1])
    rows = features @ index.projection
    cosines = rows @ (query @ index.projection) / np.linalg.norm(rows, axis=1)
    expected = np.sort(cosines)[:-8:-1]
    found = index.nearest(query, 7)
    np.testing.assert_allclose(cosines[list(found)], expected, rtol=1e-3)
    assert len(set(found)) == 7
    assert len(index.nearest(query, 5000)) == len(small_dataset.train)


def test_it_can_be_searched_while_it_grows_and_be_continued(
    network: Network, small_dataset: Dataset
) -> None:
    grown = indices(network, small_dataset)
    sizes = [len(index) for index in grown]
    assert sizes == [250, 500, 1000, 1200]
    early = grown[0]
    assert not early.is_complete
    spread = np.bincount(early.numbers // 300, minlength=4)
    assert spread.min() > 50, "its beginning is spread over the whole file"
    [query] = features_of(network, small_dataset.test.images[:1])
    assert set(early.nearest(query, 9)) <= set(early.numbers.tolist())
    later = indices(network, small_dataset, before=grown[1])
    assert [len(index) for index in later] == [1000, 1200]
    np.testing.assert_array_equal(later[-1].directions, grown[-1].directions)
    few = indices(network, small_dataset, n_most=300)
    assert [len(index) for index in few] == [250, 300]
    assert few[-1].is_complete


def test_a_complete_index_is_made_once(
    network: Network, small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ResultCache(tmp_path)
    *_, made = indexing_once(cache, network, small_dataset)
    assert made
    monkeypatch.setattr(similarity, "indexing", None)
    [known] = indexing_once(cache, network, small_dataset)
    assert known
    np.testing.assert_allclose(known.directions, made.directions, atol=1e-3)
    np.testing.assert_array_equal(known.numbers, made.numbers)
    np.testing.assert_array_equal(known.projection, made.projection)


def test_without_images_nothing_is_similar(network: Network, small_dataset: Dataset) -> None:
    empty = Dataset(small_dataset.train[:0], small_dataset.test, CLASS_NAMES)
    assert indices(network, empty) == []
